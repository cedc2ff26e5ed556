"""The check at the province: form, paper, objections, and what the findings say now against what was frozen."""

from dataclasses import dataclass

from django.db.models import F, Q
from django.utils.translation import gettext as _

from awards.actions.eligibility import judge
from awards.enums import TAKEN_IN
from awards.forms import check as forms_check
from awards.frozen import Compared, compared
from awards.models import AwardCycle, Nomination, NoticeName, OfficeTerms, PaperReceipt, PublicNotice
from awards.models.publicity import OPEN_OBJECTIONS
from portal.kit.errors import DomainError


def terms_of(cycle: AwardCycle) -> OfficeTerms:
    """What the office chose; unsaved defaults while it chose nothing."""
    return OfficeTerms.objects.filter(cycle=cycle).first() or OfficeTerms(cycle=cycle)


def hindrances(cycle: AwardCycle, rows: list[Nomination]) -> dict[int, str]:
    """Why rows cannot be taken in although their form is right, by key.

    Two queries, one more where paper is asked for and one more where a city's notice is.
    """
    found, terms = {}, terms_of(cycle)
    if terms.city_notice:
        told = _("还没有经设区市公示无异议（约定先由设区市公示，期满后受理）。")
        found |= {row.pk: told for row in unshown_by_city(rows)}
    if terms.paper_required:
        there = set(_papers(rows).values_list("nomination", flat=True))
        told = _("还没有收到盖章的纸质件（工程办约定收到后受理；退回后重新推荐的，须重新报送）。")
        found |= {row.pk: told for row in rows if row.pk not in there}
    return found | dict.fromkeys(held_among(rows), _("公示期间有异议正在处理，处理完才能受理。"))


def _papers(rows: list[Nomination]):
    """What was received of the present recommendation: a paper ends with its place, and so does its receipt."""
    return PaperReceipt.objects.filter(nomination__in=rows, updated_at__gte=F("nomination__recommended_at"))


def held_among(rows: list[Nomination]) -> set[int]:
    """Those of ``rows`` that an objection holds, by key, also where its name was taken off the notice meanwhile; one query."""
    names = NoticeName.objects.filter(nomination__in=rows)
    held = names.filter(Q(state=NoticeName.State.HELD) | Q(objections__state__in=OPEN_OBJECTIONS))
    return set(held.values_list("nomination", flat=True))


def unshown_by_city(rows: list[Nomination]) -> list[Nomination]:
    """Those that go through a city and whose name has not stood through a notice of that city to its end; one query.

    The last notice counts: a name struck since is to be shown anew, and so is a person who took another's place on the form.
    """
    asked = [row for row in rows if row.category.passes_a_city]
    names = NoticeName.objects.filter(nomination__in=asked, notice__state__in=[PublicNotice.State.OPEN, PublicNotice.State.ENDED])
    last = {(one.nomination_id, one.notice.unit_id): one for one in names.select_related("notice").order_by("pk")}
    return [row for row in asked if not _stood(row, last.get((row.pk, row.via_id)))]


def taken_in_unshown(cycle: AwardCycle) -> list[Nomination]:
    """Those the province has taken in that stood through no notice of their city; they can be on none any more."""
    return unshown_by_city(list(cycle.nominations.filter(state__in=TAKEN_IN).select_related("category")))


def _stood(row: Nomination, name: NoticeName | None) -> bool:
    if name is None or name.state != NoticeName.State.LISTED or name.notice.state != PublicNotice.State.ENDED:
        return False
    return row.manager_name in ("", name.subject)


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
        paper=_papers([nomination]).select_related("by").first(),
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
