import secrets

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from awards.models.nominations import Nomination
from portal.kit.models import Stamped, StampedQuerySet


def attachment_place(_row, _name):
    """Where a file is kept: a key that tells nothing and cannot be guessed."""
    key = secrets.token_hex(16)
    return f"nominations/{key[:2]}/{key}"


class AttachmentQuerySet(StampedQuerySet):
    def kept(self):
        return self.filter(state=Attachment.State.KEPT)

    def visible_to(self, user):
        """Those of the recommendations one sees."""
        return self.filter(nomination__in=Nomination.objects.visible_to(user))


class Attachment(Stamped):
    """A file that supports a recommendation (佐证材料), stored as it came and only ever given out as a download.

    ``kind`` is told from its first bytes; the same bytes are kept once per recommendation.
    """

    class State(models.TextChoices):
        KEPT = "kept", _("在档")
        REMOVED = "removed", _("已移除")

    nomination = models.ForeignKey(Nomination, models.PROTECT, related_name="attachments", verbose_name=_("推荐"))
    file = models.FileField(_("文件"), upload_to=attachment_place, max_length=100)
    file_name = models.CharField(_("文件名"), max_length=120)
    file_sha256 = models.CharField(max_length=64)
    kind = models.CharField(_("类型"), max_length=8)
    size = models.PositiveBigIntegerField(_("大小"))
    uploaded_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+", verbose_name=_("上传人"))
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.KEPT)

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("佐证材料")
        constraints = [
            models.UniqueConstraint(
                fields=["nomination", "file_sha256"], condition=Q(state="kept"), name="the_same_file_once_per_nomination"
            )
        ]

    def __str__(self):
        return self.file_name

    def get_absolute_url(self):
        return reverse("awards:attachment", args=[self.nomination_id, self.pk])
