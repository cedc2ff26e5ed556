import secrets

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from awards.models.publicity import PublicNotice
from portal.kit.models import Stamped, StampedQuerySet


def notice_file_place(_row, _name):
    """Where a file is kept: a key that tells nothing and cannot be guessed."""
    key = secrets.token_hex(16)
    return f"public-notices/{key[:2]}/{key}"


class NoticeFileQuerySet(StampedQuerySet):
    def kept(self):
        return self.filter(state=NoticeFile.State.KEPT).order_by("pk")


class NoticeFile(Stamped):
    """公示附件: a file that goes out with a public notice once its words passed the gate.

    ``looked_through`` says that a person vouched for what no program reads in it: pictures and scanned pages.
    """

    class State(models.TextChoices):
        KEPT = "kept", _("在档")
        REMOVED = "removed", _("已移除")

    notice = models.ForeignKey(PublicNotice, models.PROTECT, related_name="files", verbose_name=_("公示"))
    file = models.FileField(_("文件"), upload_to=notice_file_place, max_length=100)
    file_name = models.CharField(_("文件名"), max_length=120)
    file_sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField(_("大小"))
    unread = models.PositiveIntegerField(_("程序读不出文字的页和图片"), default=0)
    looked_through = models.BooleanField(_("人工看过"), default=False)
    uploaded_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+", verbose_name=_("上传人"))
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.KEPT)

    objects = NoticeFileQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("公示附件")
        constraints = [
            models.UniqueConstraint(
                fields=["notice", "file_sha256"], condition=Q(state="kept"), name="the_same_file_once_per_public_notice"
            ),
            models.CheckConstraint(condition=Q(unread=0) | Q(looked_through=True), name="what_no_program_reads_was_looked_through"),
        ]

    def __str__(self):
        return self.file_name

    @property
    def public_url(self) -> str:
        """Where everybody gets it once the notice began."""
        return reverse("awards:notice-file", args=[self.notice.code, self.pk])
