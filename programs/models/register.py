import secrets

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from portal.accounts.enums import Role
from portal.kit.errors import Stale
from portal.kit.models import Stamped, StampedQuerySet
from programs.enums import notices as enums
from programs.models.notices import Notice, NoticePart


def attachment_place(_row, _name):
    """Where a file of a notice is kept: a key that tells nothing and cannot be guessed."""
    key = secrets.token_hex(16)
    return f"notices/{key[:2]}/{key}"


class NoticeBasis(NoticePart):
    """A notice by its number that another one implements (依据); the upper one need not be in the portal."""

    notice = models.ForeignKey(Notice, models.PROTECT, related_name="bases")
    number = models.CharField(_("依据文件"), max_length=40)

    class Meta:
        indexes = [models.Index(fields=["number"], name="bases_by_number")]
        constraints = [models.UniqueConstraint(fields=["notice", "number"], name="one_basis_per_notice_and_number")]

    def __str__(self):
        return self.number


class NoticeAttachmentQuerySet(StampedQuerySet):
    """Files by whether they still belong to the notice and by who may read it."""

    def current(self):
        return self.filter(state=enums.RowState.CURRENT)

    def visible_to(self, user):
        return self.filter(notice__in=Notice.objects.visible_to(user))


class NoticeAttachment(Stamped):
    """A file that came with a notice; ``annex`` is the number of the attachment it is, 0 for the text itself or anything else."""

    State = enums.RowState

    notice = models.ForeignKey(Notice, models.PROTECT, related_name="files", verbose_name=_("通知"))
    annex = models.PositiveSmallIntegerField(_("附件序号"), default=0)
    name = models.CharField(_("文件名"), max_length=120)
    file = models.FileField(_("文件"), upload_to=attachment_place, max_length=100)
    size = models.PositiveIntegerField(_("大小"))
    sha256 = models.CharField(max_length=64)
    added_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+", verbose_name=_("上传人"))
    state = models.CharField(_("状态"), max_length=10, choices=enums.RowState, default=enums.RowState.CURRENT)

    objects = NoticeAttachmentQuerySet.as_manager()

    class Meta:
        ordering = ["annex", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["notice", "sha256"], condition=Q(state="current"), name="one_current_file_per_notice_and_content"
            )
        ]

    def __str__(self):
        return self.name

    @property
    def unit(self):
        """Where its audit rows belong."""
        return self.notice.issuer


class NoticeDraftQuerySet(StampedQuerySet):
    """Notices being written."""

    def visible_to(self, user):
        """Those of units one may issue for: one's own office or one above."""
        return self.filter(user.reach("issuer")) if user.holds(Role.OFFICE, Role.BUREAU) else self.none()

    def open(self):
        return self.filter(state=enums.DraftState.DRAFT)


class NoticeDraft(Stamped):
    """A notice being written in the portal: ``text`` is its notice file, perhaps not yet complete, and nothing else is kept.

    ``notice`` is the issued notice it would be a new version of, or the one it became.
    """

    State = enums.DraftState

    issuer = models.ForeignKey("units.Unit", models.PROTECT, related_name="notice_drafts", verbose_name=_("发文单位"))
    notice = models.ForeignKey(Notice, models.PROTECT, null=True, related_name="drafts", verbose_name=_("通知"))
    number = models.CharField(_("文号"), max_length=40, blank=True)
    title = models.CharField(_("标题"), max_length=300, blank=True)
    text = models.TextField(_("文件"))
    revision = models.PositiveIntegerField(default=1)
    drafted_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+", verbose_name=_("起草人"))
    state = models.CharField(_("状态"), max_length=10, choices=enums.DraftState, default=enums.DraftState.DRAFT)

    objects = NoticeDraftQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["issuer", "state", "-id"], name="drafts_of_an_issuer")]

    def __str__(self):
        return self.number or self.title or str(_t("未命名的草稿"))

    def get_absolute_url(self):
        return reverse("programs:draft", args=[self.pk])

    @property
    def unit(self):
        """Where its audit rows belong."""
        return self.issuer

    @property
    def tone(self) -> str:
        return enums.DRAFT_TONES[self.state]

    def change(self, **values) -> None:
        """Write ``values`` unless somebody else changed the draft since it was read, or it is a draft no longer."""
        mine = NoticeDraft.objects.open().filter(pk=self.pk, revision=self.revision)
        if not mine.stamp(revision=F("revision") + 1, **values):
            raise Stale(_t("“%s”刚被他人改动，或者已经不是草稿，请刷新后再改。") % self)
        self.refresh_from_db()
