import json
import secrets
from collections.abc import Iterable

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.documents import enums
from portal.documents.paper import FORMS, OfficialForm
from portal.kit.clock import local
from portal.kit.fields import EncryptedField
from portal.kit.filenames import fitting
from portal.kit.models import Stamped, StampedQuerySet

CODE_BYTES = 16
ABOUT = ("series", "form", "subject_type", "subject_id")  # what versions of one document share


def new_code() -> str:
    """128 random bits for the address at which a document is checked."""
    return secrets.token_urlsafe(CODE_BYTES)


class Series(models.Model):
    """The running numbers of one form within one series, such as ``zj-2023``; a number is given once."""

    name = models.CharField(max_length=40)
    form = models.CharField(max_length=40)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["name", "form"], name="one_counter_per_series_and_form")]

    def __str__(self):
        return f"{self.name}-{self.form}"

    @classmethod
    def take(cls, name: str, form: str, count: int, part: str = "") -> list[str]:
        """The next ``count`` document numbers; the counter stays locked until the caller's transaction keeps or returns them.

        ``part`` stands for the form in the number where its key does not.
        """
        counter, _made = cls.objects.get_or_create(name=name, form=form)
        cls.objects.filter(pk=counter.pk).update(last=F("last") + count)
        last = cls.objects.values_list("last", flat=True).get(pk=counter.pk)
        return [f"{name}-{part or form}-{serial:04}" for serial in range(last - count + 1, last + 1)]

    @classmethod
    def hold(cls, counters: Iterable[tuple[str, str]]) -> None:
        """Keep the counters of these (name, form) locked until the caller's transaction ends, always in one order."""
        for name, form in sorted(counters):
            cls.objects.select_for_update(no_key=True).filter(name=name, form=form).first()


class DocumentQuerySet(StampedQuerySet):
    """Documents by who may see them and by what they are about."""

    def visible_to(self, user):
        """Those of units under one's offices, and an institution's own."""
        return self.filter(user.reach() | Q(unit__in=user.units_of("institution")))

    def standing(self):
        """Those that are, or are becoming, the current version."""
        return self.filter(state__in=[enums.DocumentState.INTENT, enums.DocumentState.ISSUED])

    def versions_of(self, *documents: "Document"):
        """All documents of the same forms about the same things within the same series."""
        return self.filter(**{f"{name}__in": {getattr(row, name) for row in documents} for name in ABOUT})

    def verifiable(self):
        """Those the public page vouches for today."""
        valid = Q(expires_on=None) | Q(expires_on__gte=timezone.localdate())
        return self.filter(valid, state__in=[enums.DocumentState.ISSUED, enums.DocumentState.SUPERSEDED])

    def move(self, state: enums.DocumentState, **stamps) -> int:
        """Change the state with its stamps in one conditional update; 0 when none was in a state that allows it."""
        return self.filter(state__in=enums.sources(state)).stamp(state=state, **stamps)


class Document(Stamped):
    """An official form once printed: its number, the data it shows, and the archived file, which is authoritative.

    A row is written as an intent before anything is drawn, so that no file is ever about without its row.
    """

    State = enums.DocumentState

    number = models.CharField(_("编号"), max_length=100, unique=True)
    series = models.CharField(_("系列"), max_length=40)
    form = models.CharField(_("表单"), max_length=40)
    title = models.CharField(_("名称"), max_length=100)
    unit = models.ForeignKey("units.Unit", models.PROTECT, verbose_name=_("单位"), related_name="documents")
    subject_type = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=40)
    subject_text = models.CharField(_("对象"), max_length=200)
    data = EncryptedField()
    template_version = models.CharField(max_length=20)
    content_hash = models.CharField(max_length=64)
    code = models.CharField(max_length=32, unique=True, default=new_code)
    state = models.CharField(_("状态"), max_length=10, choices=enums.DocumentState, default=enums.DocumentState.INTENT)
    attempts = models.PositiveSmallIntegerField(default=0)
    file = models.CharField(max_length=200, blank=True)
    file_sha256 = models.CharField(max_length=64, blank=True)
    pages = models.PositiveSmallIntegerField(_("页数"), null=True)
    issued_at = models.DateTimeField(_("签发时间"), null=True)
    issued_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, verbose_name=_("签发人"), related_name="+")
    expires_on = models.DateField(_("有效期至"), null=True)
    reason = models.TextField(_("原因"), blank=True)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=ABOUT, name="documents_about_a_thing"),
            models.Index(fields=["unit", "-id"], name="documents_of_a_unit"),
            models.Index(fields=["updated_at"], condition=Q(state="intent"), name="open_intents_by_age"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=[*ABOUT, "content_hash"],
                condition=Q(state__in=["intent", "issued"]),
                name="one_standing_document_per_content",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["intent", "failed"], file="", file_sha256="", pages=None, issued_at=None)
                | (Q(state__in=["issued", "superseded", "revoked"], pages__gte=1, issued_at__isnull=False) & ~Q(file="")),
                name="a_document_has_a_file_once_issued",
            ),
            models.CheckConstraint(condition=~Q(state__in=["revoked", "failed"], reason=""), name="a_void_document_says_why"),
        ]

    def __str__(self):
        return self.number

    def get_absolute_url(self):
        return reverse("documents:document", args=[self.number])

    @property
    def archived(self) -> bool:
        """Whether there is a file of it."""
        return self.state in enums.ARCHIVED

    @property
    def expired(self) -> bool:
        """Whether the day up to which it is vouched for is over."""
        return self.expires_on is not None and self.expires_on < timezone.localdate()

    @property
    def tone(self) -> str:
        """The colour that goes with the state."""
        return enums.TONES[self.state]

    @property
    def year(self) -> int:
        """The year of issue, as clocks in China have it."""
        return local(self.issued_at).year

    @property
    def filename(self) -> str:
        """The name under which people save it; its number is always whole."""
        return fitting(f"{self.title}-{self.subject_text}", f"-{self.number}.pdf")

    def paper(self) -> OfficialForm:
        """The form this row was numbered for; ``LookupError`` when this version of the portal prints it no more."""
        form = FORMS[self.form]
        if form.template_version != self.template_version:
            raise LookupError(f"{self.form} is now printed in version {form.template_version}")
        return form.from_data(self.values())

    def values(self) -> dict:
        """The plain values it was numbered for."""
        return json.loads(self.data)
