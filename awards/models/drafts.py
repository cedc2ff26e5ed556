from django.db import models
from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from awards.enums import CYCLE_DRAFT_TONES, CycleDraftState
from awards.models.cycles import AwardCycle
from portal.accounts.enums import Role
from portal.kit.errors import Stale
from portal.kit.models import Stamped, StampedQuerySet


class CycleDraftQuerySet(StampedQuerySet):
    """Selections being prepared."""

    def visible_to(self, user):
        """Those of units whose programme office or bureau one works in, or one above."""
        return self.filter(user.reach("unit")) if user.holds(Role.OFFICE, Role.BUREAU) else self.none()

    def open(self):
        return self.filter(state=CycleDraftState.DRAFT)


class CycleDraft(Stamped):
    """A selection being prepared: ``text`` is the ``cycle`` part of a notice file, perhaps incomplete, and nothing else is kept.

    ``notice`` is the one that sets the selection up, whose clauses it cites; ``cycle`` what it became.
    """

    State = CycleDraftState

    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="cycle_drafts", verbose_name=_("主办单位"))
    notice = models.ForeignKey("programs.Notice", models.PROTECT, related_name="cycle_drafts", verbose_name=_("通知"))
    cycle = models.OneToOneField(AwardCycle, models.PROTECT, null=True, related_name="draft", verbose_name=_("评选活动"))
    code = models.CharField(_("代码"), max_length=40, blank=True)
    name = models.CharField(_("名称"), max_length=120, blank=True)
    text = models.TextField(_("文件"))
    revision = models.PositiveIntegerField(default=1)
    drafted_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+", verbose_name=_("起草人"))
    state = models.CharField(_("状态"), max_length=10, choices=CycleDraftState, default=CycleDraftState.DRAFT)

    objects = CycleDraftQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["unit", "state", "-id"], name="cycle_drafts_of_a_unit")]

    def __str__(self):
        return self.name or self.code or str(_t("未命名的评选"))

    def get_absolute_url(self):
        return reverse("awards:draft-cycle", args=[self.pk])

    @property
    def editable(self) -> bool:
        return self.state == CycleDraftState.DRAFT

    @property
    def tone(self) -> str:
        return CYCLE_DRAFT_TONES[self.state]

    def change(self, **values) -> None:
        """Write ``values`` unless somebody else changed the draft since it was read, or it is a draft no longer."""
        mine = CycleDraft.objects.open().filter(pk=self.pk, revision=self.revision)
        if not mine.stamp(revision=F("revision") + 1, **values):
            raise Stale(_t("“%s”刚被他人改动，或者已经不是草稿，请刷新后再改。") % self)
        self.refresh_from_db()
