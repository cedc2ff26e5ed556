"""The check at the province: form, paper, objections, and what the findings say now against what was frozen."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from awards.actions.eligibility import judge
from awards.enums import FindingState
from awards.forms import check as forms_check
from awards.frozen import first_of
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
class Compared:
    """One clause: what was frozen with the form, and what the portal finds now."""

    clause: str
    before: str
    now: str
    text: str

    @property
    def differs(self) -> bool:
        return self.before != self.now


@dataclass(frozen=True)
class Check:
    """Everything the office looks at before it takes a recommendation in."""

    faults: list[str]
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
        return not self.faults and not self.hindrance and self.eligible is True


def check_of(nomination: Nomination) -> Check:
    """The check of one recommendation, judged anew with the facts of this moment."""
    faults = []
    try:
        forms_check.check_complete(nomination)
    except DomainError as refusal:
        faults.append(refusal.sentence())
    verdict = judge(nomination.category, nomination.unit)
    held = hindrances(nomination.cycle, [nomination])
    paper = PaperReceipt.objects.filter(nomination=nomination).select_related("by").first()
    lines = _compared(first_of(nomination.frozen).get("findings", []), verdict.findings)
    return Check(faults, held.get(nomination.pk, ""), paper, terms_of(nomination.cycle), lines, verdict.eligible)


def _compared(frozen: list[dict], findings) -> list[Compared]:
    """Clause by clause in the order judged now; one that is gone stands last."""
    before = {}
    for one in frozen:
        before.setdefault(one["clause"], []).append(_told(one["state"], one["value"]))
    lines = [Compared(f.clause, _first(before, f.clause), _told(f.state.value, f.value), f.text) for f in findings]
    return lines + [Compared(clause, told, "—", "") for clause, rest in before.items() for told in rest]


def _first(before: dict, clause: str) -> str:
    rest = before.get(clause)
    return rest.pop(0) if rest else "—"


def _told(state: str, value: str) -> str:
    label = FindingState(state).label
    return f"{label}（{value}）" if value else str(label)
