"""The check at the province: form, paper, objections, and what the findings say now against what was frozen."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from awards.actions.eligibility import judge
from awards.forms import check as forms_check
from awards.frozen import Compared, compared
from awards.models import AwardCycle, Nomination, NoticeName, OfficeTerms, PaperReceipt
from portal.kit.errors import DomainError


def terms_of(cycle: AwardCycle) -> OfficeTerms:
    """What the office chose; unsaved defaults while it chose nothing."""
    return OfficeTerms.objects.filter(cycle=cycle).first() or OfficeTerms(cycle=cycle)


def hindrances(cycle: AwardCycle, rows: list[Nomination]) -> dict[int, str]:
    """Why rows cannot be taken in although their form is right, by key; two queries, three where paper is asked for."""
    found = {}
    if terms_of(cycle).paper_required:
        there = set(PaperReceipt.objects.filter(nomination__in=rows).values_list("nomination", flat=True))
        told = _("还没有收到盖章的纸质件（工程办约定收到后受理）。")
        found |= {row.pk: told for row in rows if row.pk not in there}
    held = NoticeName.objects.filter(nomination__in=rows, state=NoticeName.State.HELD).values_list("nomination", flat=True)
    return found | dict.fromkeys(held, _("公示期间有异议正在处理，处理完才能受理。"))


@dataclass(frozen=True)
class Check:
    """Everything the office looks at before it takes a recommendation in.

    ``fault`` is what the form lacks and holds it up, ``quoted`` that the result it quotes changed since, which does not.
    """

    fault: str
    quoted: str
    hindrance: str
    paper: PaperReceipt | None
    terms: OfficeTerms
    lines: list[Compared]
    eligible: bool | None

    @property
    def differs(self) -> bool:
        return any(line.differs for line in self.lines)

    @property
    def ready(self) -> bool:
        return not self.fault and not self.hindrance and self.eligible is True


def check_of(nomination: Nomination) -> Check:
    """The check of one recommendation, judged anew with the facts of this moment."""
    verdict = judge(nomination.category, nomination.unit)
    held = hindrances(nomination.cycle, [nomination])
    return Check(
        fault=_fault(forms_check.check_filled, nomination),
        quoted=_fault(forms_check.check_quoted, nomination),
        hindrance=held.get(nomination.pk, ""),
        paper=PaperReceipt.objects.filter(nomination=nomination).select_related("by").first(),
        terms=terms_of(nomination.cycle),
        lines=compared(nomination.frozen, verdict),
        eligible=verdict.eligible,
    )


def _fault(check, nomination: Nomination) -> str:
    """What a check has to say against a form; "" when nothing."""
    try:
        check(nomination)
    except DomainError as refusal:
        return refusal.sentence()
    return ""
