from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.documents import enums
from portal.kit.models import Stamped, StampedQuerySet


class IncomingScanQuerySet(StampedQuerySet):
    """Files that came in together, by who may see them and how far they are."""

    def visible_to(self, user):
        """Those handed in for units under one's offices, and for an institution's own."""
        return self.filter(user.reach() | Q(unit__in=user.units_of("institution")))

    def shown(self):
        """What was made of the files, each once: a file that was taken apart stands by its parts."""
        return self.exclude(state=enums.IncomingState.OPENED)

    def move(self, state: enums.IncomingState, **stamps) -> int:
        """Change the state with its stamps in one conditional update; 0 when none was in a state that allows it."""
        sources = [source for source, targets in enums.INCOMING_MOVES.items() if state in targets]
        return self.filter(state__in=sources).stamp(state=state, **stamps)


class IncomingScan(Stamped):
    """One of several scans handed in at once, before it is known whose sealed copy it is; ``told`` says what became of it."""

    State = enums.IncomingState

    job = models.ForeignKey("jobs.Job", models.PROTECT, related_name="scans")
    unit = models.ForeignKey("units.Unit", models.PROTECT, verbose_name=_("单位"), related_name="+")
    position = models.PositiveSmallIntegerField(default=0)
    name = models.CharField(_("文件"), max_length=200)
    state = models.CharField(_("状态"), max_length=10, choices=enums.IncomingState, default=enums.IncomingState.ARRIVED)
    file = models.CharField(max_length=200)
    file_sha256 = models.CharField(max_length=64)
    kind = models.CharField(max_length=4, blank=True)
    pages = models.PositiveSmallIntegerField(_("页数"), null=True)
    told = models.CharField(_("说明"), max_length=300, blank=True)
    copy = models.ForeignKey("documents.SealedCopy", models.PROTECT, null=True, related_name="+")
    received_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, verbose_name=_("上传人"), related_name="+")

    objects = IncomingScanQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["job", "position", "id"], name="scans_of_an_upload")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="matched", copy__isnull=False) | ~Q(state="matched") & Q(copy=None),
                name="a_matched_scan_has_its_copy",
            ),
            models.CheckConstraint(condition=~Q(state__in=["refused", "dropped"]) | ~Q(told=""), name="a_scan_left_out_says_why"),
        ]

    def __str__(self):
        return self.name

    @property
    def tone(self) -> str:
        return enums.INCOMING_TONES[self.state]

    @property
    def filename(self) -> str:
        """The name under which people save it."""
        return self.name if self.name.lower().endswith(f".{self.kind}") else f"{self.name}.{self.kind or 'bin'}"
