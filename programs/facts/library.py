"""资料库: the papers that stand in the portal, wherever they came in (乐教政〔2020〕22号 二(一))."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.units.models import Unit
from programs.enums.filings import SETTLED
from programs.models import Filing, FilingFile, NoticeAttachment, Refinement, StepProgress


@dataclass(frozen=True)
class Paper:
    """One file of the library: what it is called, what it belongs to, whose it is, since when it is there, where it is."""

    name: str
    about: str
    about_url: str
    unit: Unit
    at: datetime
    url: str


@dataclass(frozen=True)
class Source:
    """A place papers come in: which of them a user may read, by which words and by whose time they are found."""

    key: str
    label: str
    rows: Callable[..., QuerySet]
    words: tuple[str, ...]
    at: str
    told: Callable[..., Paper]

    def named(self, rows, text: str):
        found = Q()
        for word in self.words:
            found |= Q(**{f"{word}__contains": text})
        return rows.filter(found)


def _attachments(user):
    return NoticeAttachment.objects.current().visible_to(user).select_related("notice__issuer")


def _attachment(row) -> Paper:
    url = reverse("programs:notice-attached", args=[row.notice_id, row.pk])
    return Paper(row.name, str(row.notice), row.notice.get_absolute_url(), row.notice.issuer, row.created_at, url)


def _filed(user):
    """The files that count of what was accepted or put on file."""
    seen = Filing.objects.visible_to(user).filter(state__in=SETTLED)
    rows = FilingFile.objects.filter(version__filing__in=seen, version__filing__current=F("version"))
    return rows.select_related("version__filing__task", "version__filing__unit")


def _filing_file(row) -> Paper:
    filing = row.version.filing
    url = reverse("programs:filing-file", args=[filing.pk, row.sha256])
    return Paper(row.name, filing.task.title, filing.get_absolute_url(), filing.unit, row.version.submitted_at, url)


def _steps(user):
    return StepProgress.objects.visible_to(user).exclude(file="").select_related("step", "unit")


def _step(row) -> Paper:
    url = reverse("programs:calendar-evidence", args=[row.step_id, row.unit.code])
    about = reverse("programs:calendar-step", args=[row.step_id])
    return Paper(row.file_name, row.step.name, about, row.unit, row.updated_at, url)


def _worked_up(user):
    return Refinement.objects.visible_to(user).exclude(evidence="").select_related("showcase__unit")


def _refinement(row) -> Paper:
    url = reverse("programs:refinement-file", args=[row.pk])
    showcase = row.showcase
    return Paper(row.evidence_name, showcase.title, showcase.get_absolute_url(), showcase.unit, row.done_at, url)


SOURCES = {
    source.key: source
    for source in (
        Source("notices", _("通知附件"), _attachments, ("name", "notice__title", "notice__number"), "created_at", _attachment),
        Source(
            *("filings", _("已通过的报送"), _filed),
            words=("name", "version__filing__task__title", "version__filing__unit__name"),
            at="version__submitted_at",
            told=_filing_file,
        ),
        Source("steps", _("工作进展材料"), _steps, ("file_name", "step__name", "unit__name"), "updated_at", _step),
        Source(
            *("results", _("加工后的成果"), _worked_up),
            words=("evidence_name", "showcase__title", "showcase__unit__name"),
            at="done_at",
            told=_refinement,
        ),
    )
}
