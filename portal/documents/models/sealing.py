from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.documents import enums
from portal.documents.models.documents import Document
from portal.kit.models import Stamped, StampedQuerySet

MOST_COPIES = 9
ASKED_COPIES = 3  # 一式三份


class SealedCopyQuerySet(StampedQuerySet):
    """Scans by who may see them and how far they are."""

    def visible_to(self, user):
        """Those of documents one may see."""
        return self.filter(document__in=Document.objects.visible_to(user))

    def move(self, state: enums.CopyState, **stamps) -> int:
        """Change the state with its stamps in one conditional update; 0 when none was in a state that allows it."""
        sources = [source for source, targets in enums.COPY_MOVES.items() if state in targets]
        return self.filter(state__in=sources).stamp(state=state, **stamps)


class SealedCopy(Stamped):
    """A scan of a printed, signed and stamped document as it came back, and what the person who sent it ticked."""

    State = enums.CopyState

    document = models.ForeignKey(Document, models.PROTECT, related_name="sealed_copies")
    state = models.CharField(_("状态"), max_length=10, choices=enums.CopyState, default=enums.CopyState.READ)
    file = models.CharField(max_length=200)
    file_sha256 = models.CharField(max_length=64)
    kind = models.CharField(max_length=4)
    pages = models.PositiveSmallIntegerField(_("扫描页数"))
    code_read = models.CharField(_("二维码"), max_length=8, choices=enums.CodeRead)
    stamped = models.BooleanField(_("已盖章"), default=False)
    signed = models.BooleanField(_("已签字并填日期"), default=False)
    copies = models.PositiveSmallIntegerField(_("纸质份数"), null=True)
    received_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, verbose_name=_("上传人"), related_name="+")
    reason = models.TextField(_("撤回原因"), blank=True)

    objects = SealedCopyQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["document"], condition=Q(state="kept"), name="one_sealed_copy_counts_per_document"),
            models.CheckConstraint(
                condition=~Q(state__in=["kept", "replaced"]) | Q(stamped=True, copies__gte=1, copies__lte=MOST_COPIES),
                name="a_kept_copy_is_stamped_and_counted",
            ),
            models.CheckConstraint(condition=~Q(state="withdrawn") | ~Q(reason=""), name="a_withdrawn_copy_says_why"),
        ]

    def __str__(self):
        return f"{self.document_id}-{self.pk}"

    @property
    def tone(self) -> str:
        return enums.COPY_TONES[self.state]

    @property
    def filename(self) -> str:
        """The name under which people save it."""
        return f"{self.document.filename.removesuffix('.pdf')}-{_('盖章件')}.{self.kind}"


class SealingQuerySet(StampedQuerySet):
    def visible_to(self, user):
        """Those of documents one may see."""
        return self.filter(document__in=Document.objects.visible_to(user))


class Sealing(Stamped):
    """What a service of electronic seals answered about a document; ``SEALED`` only where the service is a genuine one."""

    State = enums.SealingState

    document = models.ForeignKey(Document, models.PROTECT, related_name="sealings")
    service = models.CharField(_("服务"), max_length=60)
    genuine = models.BooleanField(default=False)
    state = models.CharField(_("状态"), max_length=10, choices=enums.SealingState)
    file = models.CharField(max_length=200, blank=True)
    file_sha256 = models.CharField(max_length=64, blank=True)
    note = models.CharField(_("说明"), max_length=300, blank=True)
    asked_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, verbose_name=_("送签人"), related_name="+")

    objects = SealingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(state="sealed") | Q(genuine=True), name="only_genuine_services_seal"),
        ]

    def __str__(self):
        return f"{self.document_id} {self.get_state_display()}"

    @property
    def tone(self) -> str:
        return enums.SEALING_TONES[self.state]
