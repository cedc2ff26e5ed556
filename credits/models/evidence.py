"""教育教学成果、实践证据: what a teacher hands in for each item of a point, and the files that come with it."""

import secrets

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from credits.enums import declarations as states
from credits.models.declarations import Declaration
from credits.models.items import EvidenceItem
from portal.kit.models import Stamped, StampedQuerySet
from portal.kit.text import count_characters

KEPT = (states.FileState.HELD, states.FileState.CLEAN)


def new_key() -> str:
    """Where bytes are kept, and under which name they come in: 128 random bits, telling nothing."""
    return secrets.token_hex(16)


class OfDeclarations(StampedQuerySet):
    """Rows of declarations, seen by whoever sees the declaration or reads it blind."""

    def visible_to(self, user):
        return self.filter(declaration__in=Declaration.objects.readable_by(user))


class EvidenceQuerySet(OfDeclarations):
    def current(self):
        return self.filter(state=states.EvidenceState.CURRENT)


class Evidence(Stamped):
    """What is handed in for one item of the point: a text, links, files.

    ``item`` is the wording under which it was handed in last; ``links`` are ``{"address", "note"}``.
    """

    State = states.EvidenceState

    declaration = models.ForeignKey(Declaration, models.PROTECT, related_name="evidence", verbose_name=_("申报"))
    item = models.ForeignKey(EvidenceItem, models.PROTECT, related_name="+", verbose_name=_("提交材料"))
    key = models.CharField(_("材料编号"), max_length=20)
    text = models.TextField(_("文字"), blank=True)
    links = models.JSONField(_("链接"), default=list, blank=True)
    state = models.CharField(_("状态"), max_length=10, choices=states.EvidenceState, default=states.EvidenceState.CURRENT)

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        ordering = ["declaration", "item__position", "pk"]
        verbose_name = verbose_name_plural = _("实践证据")
        constraints = [
            models.UniqueConstraint(
                fields=["declaration", "key"], condition=Q(state="current"), name="one_piece_of_evidence_per_item"
            )
        ]

    def __str__(self):
        return f"{self.declaration} {self.item.name}"

    @property
    def characters(self) -> int:
        """The length of the text by the rule of the 800 characters."""
        return count_characters(self.text)


class EvidenceFileQuerySet(OfDeclarations):
    def kept(self):
        """Files that belong to their evidence: checked, or still to be."""
        return self.filter(state__in=KEPT)

    def clean(self):
        """Files that may be given out."""
        return self.filter(state=states.FileState.CLEAN)


class EvidenceFile(Stamped):
    """A file of a piece of evidence, kept under a random key and given out only once it is CLEAN.

    ``digest`` is the keyed digest of the SHA-256 of the bytes as they came, ``stored_digest`` of those that are kept, after
    cleaning; ``told`` is what the check found (pages, width, height, seconds, what was removed), ``finding`` why it was refused or
    is held. ``original_key`` is set only where the installation keeps originals.
    """

    State, Kind = states.FileState, states.FileKind

    declaration = models.ForeignKey(Declaration, models.PROTECT, related_name="files", verbose_name=_("申报"))
    evidence = models.ForeignKey(Evidence, models.PROTECT, related_name="files", verbose_name=_("实践证据"))
    name = models.CharField(_("文件名"), max_length=120)
    kind = models.CharField(_("类型"), max_length=8, choices=states.FileKind, blank=True)
    size = models.BigIntegerField(_("大小"))
    digest = models.CharField(max_length=64, db_index=True, editable=False)
    stored_digest = models.CharField(max_length=64, blank=True, editable=False)
    storage_key = models.CharField(max_length=32, unique=True, default=new_key, editable=False)
    original_key = models.CharField(max_length=32, blank=True, editable=False)
    told = models.JSONField(default=dict, blank=True)
    finding = models.CharField(_("检查结果"), max_length=200, blank=True)
    state = models.CharField(_("状态"), max_length=10, choices=states.FileState, default=states.FileState.HELD)
    uploaded_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+", verbose_name=_("上传人"))
    checked_at = models.DateTimeField(_("检查时间"), null=True)

    objects = EvidenceFileQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = verbose_name_plural = _("证据文件")
        indexes = [models.Index(fields=["state", "id"], name="files_by_state")]
        constraints = [
            models.UniqueConstraint(
                fields=["declaration", "digest"], condition=Q(state__in=KEPT), name="the_same_bytes_once_per_declaration"
            ),
            models.CheckConstraint(condition=~Q(state="clean") | ~Q(kind=""), name="a_clean_file_has_a_kind"),
            models.CheckConstraint(condition=Q(size__gte=0), name="a_file_has_a_size"),
        ]

    def __str__(self):
        return self.name

    @property
    def tone(self) -> str:
        return states.FILE_TONES[self.State(self.state)]

    @property
    def length_text(self) -> str:
        """How long a film lasts: 12:05."""
        minutes, seconds = divmod(self.told.get("seconds", 0), 60)
        return f"{minutes}:{seconds:02d}"

    @property
    def is_clean(self) -> bool:
        return self.state == states.FileState.CLEAN


class EvidenceUpload(Stamped):
    """A file on its way in pieces: ``received`` of ``size`` bytes lie under ``key``; ``file`` is what became of them."""

    State = states.EvidenceUploadState

    key = models.CharField(max_length=32, unique=True, default=new_key, editable=False)
    declaration = models.ForeignKey(Declaration, models.PROTECT, related_name="uploads", verbose_name=_("申报"))
    evidence = models.ForeignKey(Evidence, models.PROTECT, related_name="uploads", verbose_name=_("实践证据"))
    name = models.CharField(_("文件名"), max_length=120)
    size = models.BigIntegerField(_("大小"))
    received = models.BigIntegerField(_("已收到"), default=0)
    state = models.CharField(_("状态"), max_length=10, choices=states.EvidenceUploadState, default=states.EvidenceUploadState.OPEN)
    started_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", verbose_name=_("上传人"))
    file = models.ForeignKey(EvidenceFile, models.PROTECT, null=True, related_name="+")

    objects = OfDeclarations.as_manager()

    class Meta:
        indexes = [models.Index(fields=["state", "updated_at"], name="uploads_by_state")]
        constraints = [
            models.CheckConstraint(
                condition=Q(received__gte=0, received__lte=F("size")), name="no_more_arrives_than_was_announced"
            ),
        ]

    def __str__(self):
        return self.name
