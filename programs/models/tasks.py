import secrets

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from portal.kit.errors import Stale, WrongState
from portal.kit.models import Stamped, StampedQuerySet
from programs.enums import tasks as enums


def place_of(_row, _name):
    """Where a file of a task is kept: a key that tells nothing and cannot be guessed."""
    key = secrets.token_hex(16)
    return f"filings/{key[:2]}/{key}"


class TaskQuerySet(StampedQuerySet):
    """What is asked, by who may see it."""

    def visible_to(self, user):
        """What one's offices ask or oversee, and, once it is open, what is asked of, through or by units of one's own."""
        filings = self.model._meta.get_field("filings").related_model.objects.visible_to(user).filter(task=models.OuterRef("pk"))
        return self.filter(user.reach("issuer") | (~Q(state=enums.TaskState.DRAFT) & models.Exists(filings)))

    def open(self):
        return self.filter(state=enums.TaskState.OPEN)


class Task(Stamped):
    """What units have to hand in by a moment: a 收表 of an office, or what a clause of a notice asks for.

    ``content`` is the key of a content kind; ``chosen`` says how the units were picked; ``head`` where the headings of the blank
    stand ({"sheet", "row"}); ``columns`` what stands under each ({"heading", "type", "required", "choices", "sum"}).
    """

    Kind, State, Review, Route, Gate = enums.TaskKind, enums.TaskState, enums.Review, enums.Route, enums.Gate

    kind = models.CharField(_("类别"), max_length=12, choices=enums.TaskKind, default=enums.TaskKind.COLLECTION)
    issuer = models.ForeignKey("units.Unit", models.PROTECT, related_name="tasks", verbose_name=_("发起单位"))
    program = models.ForeignKey(
        "programs.Program", models.PROTECT, null=True, blank=True, related_name="tasks", verbose_name=_("项目")
    )
    notice = models.ForeignKey(
        "programs.Notice", models.PROTECT, null=True, blank=True, related_name="tasks", verbose_name=_("通知")
    )
    clause = models.ForeignKey(
        "programs.Clause", models.PROTECT, null=True, blank=True, related_name="tasks", verbose_name=_("条款")
    )
    key = models.CharField(max_length=50, blank=True)
    year = models.PositiveSmallIntegerField(_("年度"), default=0)
    title = models.CharField(_("标题"), max_length=120)
    explanation = models.TextField(_("说明"), blank=True)
    content = models.CharField(_("内容"), max_length=30, default="file")
    blank = models.FileField(_("空白表"), upload_to=place_of, max_length=100, blank=True)
    blank_name = models.CharField(max_length=120, blank=True)
    blank_sha256 = models.CharField(max_length=64, blank=True)
    blank_size = models.PositiveIntegerField(default=0)
    head = models.JSONField(default=dict)
    columns = models.JSONField(_("列"), default=list)
    chosen = models.JSONField(_("填报范围"), default=dict)
    opens_at = models.DateTimeField(_("开始时间"), null=True, blank=True)
    due_at = models.DateTimeField(_("截止时间"))
    paper_copies = models.PositiveSmallIntegerField(_("纸质份数"), default=0)
    review = models.CharField(_("审核"), max_length=10, choices=enums.Review, default=enums.Review.REVIEW)
    route = models.CharField(_("报送途径"), max_length=20, choices=enums.Route, default=enums.Route.DIRECT)
    receiver_level = models.CharField(_("接收层级"), max_length=20, blank=True)
    gate = models.CharField(_("前置"), max_length=12, choices=enums.Gate, default=enums.Gate.NONE, blank=True)
    by_area = models.BooleanField(_("片区牵头学校可代成员学校报送"), default=False)
    state = models.CharField(_("状态"), max_length=10, choices=enums.TaskState, default=enums.TaskState.DRAFT)
    revision = models.PositiveIntegerField(default=1)
    drafted_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    opened_at = models.DateTimeField(_("发布时间"), null=True)
    opened_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")

    objects = TaskQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["issuer", "state", "-id"], name="tasks_of_an_issuer")]
        constraints = [
            models.UniqueConstraint(
                fields=["notice", "key", "year"], condition=Q(notice__isnull=False), name="one_task_per_notice_key_and_year"
            ),
            models.CheckConstraint(condition=Q(state__in=enums.TaskState.values), name="a_task_is_in_a_known_state"),
            models.CheckConstraint(condition=Q(opens_at=None) | Q(due_at__gt=F("opens_at")), name="a_task_is_due_after_it_opens"),
            models.CheckConstraint(
                condition=Q(clause=None) | Q(notice__isnull=False), name="a_task_with_a_clause_names_its_notice"
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("programs:task", args=[self.pk])

    @property
    def tone(self) -> str:
        return enums.TASK_TONES[self.state]

    @property
    def unit(self):
        """Where its audit rows belong."""
        return self.issuer

    @property
    def citation(self) -> str | None:
        """The clause it rests on with its notice's number; None for a 收表 of an office."""
        if self.clause_id:
            return self.clause.citation()
        return self.notice.number if self.notice_id else None

    def move_to(self, state, **stamps) -> None:
        """Change state and its stamps together, unless somebody else moved it first."""
        if state not in enums.TASK_MOVES[self.state]:
            raise WrongState(_t("“%(title)s”%(now)s，不能这样做。") % {"title": self, "now": self.get_state_display()})
        self.change(state=state, **stamps)

    def change(self, **values) -> None:
        """Write ``values`` unless somebody else changed the task since it was read."""
        mine = Task.objects.filter(pk=self.pk, state=self.state, revision=self.revision)
        if not mine.stamp(revision=F("revision") + 1, **values):
            raise Stale(_t("“%(title)s”刚被他人改动，请刷新后再试。") % {"title": self})
        self.refresh_from_db()
