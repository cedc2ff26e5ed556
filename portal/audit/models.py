from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

SOURCE_KINDS = {"command ": _("命令"), "REST ": _("接口"), "任务 ": _("后台任务")}  # by how a source begins; else an address


class EventQuerySet(models.QuerySet):
    """Audit rows by what they are about and by who may read them."""

    def about(self, obj):
        """The history of one row, oldest first."""
        return self.filter(object_type=obj._meta.label_lower, object_id=str(obj.pk)).order_by("pk")

    def visible_to(self, user):
        """The audit admin reads everything; offices read what happened in their subtree; others, programs too, their own acts."""
        if user.holds("auditor"):
            return self
        return self.filter(models.Q(actor=user) | user.reach_of_people("unit"))


class Event(models.Model):
    """One act of a person, a client or the system.

    Written with every act, so that an index stands only where somebody asks by it: the indexes below lead with unit and actor.
    """

    verb = models.CharField(_("动作"), max_length=60)
    actor = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, db_index=False, verbose_name=_("操作人"), related_name="+"
    )
    post = models.ForeignKey("accounts.Post", models.PROTECT, null=True, db_index=False, verbose_name=_("身份"), related_name="+")
    unit = models.ForeignKey("units.Unit", models.PROTECT, null=True, db_index=False, verbose_name=_("单位"), related_name="+")
    object_type = models.CharField(_("对象类型"), max_length=60)
    object_id = models.CharField(_("对象编号"), max_length=40)
    object_text = models.CharField(_("对象"), max_length=200)
    at = models.DateTimeField(_("时间"), db_default=Now())
    source = models.CharField(_("来源"), max_length=80, blank=True)
    note = models.TextField(_("说明"), blank=True)
    data = models.JSONField(_("数据"), default=dict)

    objects = EventQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["object_type", "object_id"], name="events_of_an_object"),
            models.Index(fields=["unit", "id"], name="events_of_a_unit"),
            models.Index(fields=["actor", "id"], name="events_of_a_person"),
        ]

    def __str__(self):
        return f"{self.verb} {self.object_text}"

    @property
    def source_text(self) -> str:
        """Where the act came from as people read it: the kind of way, then the address, number or command."""
        for beginning, kind in SOURCE_KINDS.items():
            if self.source.startswith(beginning):
                return f"{kind} {self.source.removeprefix(beginning)}".strip()
        return f"{_now('页面')} {self.source}" if self.source else "—"


class Change(models.Model):
    """One field an event changed, before and after; personal numbers stand masked."""

    event = models.ForeignKey(Event, models.PROTECT, related_name="changes")
    object_id = models.CharField(max_length=40)
    field = models.CharField(max_length=60)
    before = models.TextField(blank=True)
    after = models.TextField(blank=True)

    def __str__(self):
        return f"{self.field}: {self.before} → {self.after}"


class Seal(models.Model):
    """A batch of events closed under a hash that includes the batch before it, so that later edits show."""

    first_event = models.BigIntegerField()
    last_event = models.BigIntegerField(unique=True)
    count = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    sealed_at = models.DateTimeField(db_default=Now())

    def __str__(self):
        return f"{self.first_event}–{self.last_event}"
