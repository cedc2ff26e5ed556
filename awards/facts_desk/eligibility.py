"""The verdicts of a category as a list, and one nominee's verdict with all it rests on."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace

from django.db.models import Case, IntegerField, OuterRef, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _

from awards.facts_desk.changes import changes_of
from awards.facts_desk.cycles import siblings_ranked, stored_verdicts, verdict_of
from awards.facts_desk.freshness import outdated
from awards.facts_desk.managing import Tie, tie_shown
from awards.facts_desk.reading import RANKS, Block, blocks_of, short_reason
from awards.facts_desk.sources import linked
from awards.frozen import Compared
from awards.models import Attestation, AwardCategory, AwardCycle, Eligibility, Nomination
from awards.models.quotas import listed_place
from awards.policies import cycles as policies
from portal.kit.errors import DomainError
from portal.units.enums import Level
from portal.units.models import Unit, within
from programs.models import PerformanceEvaluation

ORDERS = {
    "unit": ["listed", "unit__path", "pk"],
    "-unit": ["-listed", "-unit__path", "-pk"],
    "verdict": ["place", "listed", "unit__path", "pk"],
    "-verdict": ["-place", "listed", "unit__path", "pk"],
    "score": ["best", "listed", "unit__path", "pk"],
    "-score": ["-best", "listed", "unit__path", "pk"],
}


@dataclass(frozen=True)
class EligibilityLine:
    """One nominee in the list: verdict, best figures, and why in a few words."""

    verdict: Eligibility
    unit: Unit
    best: int | None
    rank: str
    cutoff: str
    gap: str
    reason: str
    url: str
    person: str = ""


def verdicts_of(category: AwardCategory, user):
    """The latest verdicts of a category the user may see, with what they can be sorted by.

    A category has a hundred rows at the most, so these orders need no index.
    """
    rows = Eligibility.objects.visible_to(user).current().filter(cycle=category.cycle_id, category=category)
    scores = PerformanceEvaluation.objects.current().filter(
        unit=OuterRef("unit"), scope="region_average", period__program=category.cycle.program_id
    )
    best = Coalesce(Subquery(scores.order_by("-score").values("score")[:1]), Value(-1), output_field=IntegerField())
    place = Case(When(eligible=True, then=0), When(eligible=None, then=1), default=2, output_field=IntegerField())
    rows = rows.annotate(best=best, place=place, listed=listed_place("unit", "unit__parent"))
    return rows.select_related("unit__parent", "run").prefetch_related("findings")


def lines_of(category: AwardCategory, verdicts: list[Eligibility], user) -> list[EligibilityLine]:
    """The rows of one page in words; one query beside those of the rows."""
    if category.names_a_person:
        people = _people(category, [verdict.unit_id for verdict in verdicts], user)
        return [replace(_line(category, verdict, 0), person=people.get(verdict.unit_id, "")) for verdict in verdicts]
    counts = _ranked_units(category) if category.nominee == Level.COUNTY else {}
    return [_line(category, verdict, counts.get(verdict.unit.parent_id, 0)) for verdict in verdicts]


def _people(category: AwardCategory, units: list[int], user) -> dict[int, str]:
    """Whom each unit names as its manager, as far as the user may see its form."""
    rows = Nomination.objects.visible_to(user).live().filter(cycle=category.cycle_id, category=category, unit__in=units)
    return dict(rows.values_list("unit_id", "manager_name"))


def _line(category: AwardCategory, verdict: Eligibility, ranked_units: int) -> EligibilityLine:
    blocks = blocks_of(category.rule, verdict.findings.all(), ranked_units)
    ranks = [line for block in blocks for line in block.lines if line.measure in RANKS]
    rank = ranks[0] if ranks else None
    return EligibilityLine(
        verdict=verdict,
        unit=verdict.unit,
        best=verdict.best if verdict.best >= 0 else None,
        rank=rank.value if rank else "",
        cutoff=rank.threshold if rank else "",
        gap=rank.margin if rank else "",
        reason=short_reason(verdict.eligible, blocks, category.clause),
        url=reverse("awards:nominee", args=[category.cycle.code, category.key, verdict.unit.code]),
    )


def _ranked_units(category: AwardCategory) -> Counter:
    """How many counties each city ranks, by the city's key."""
    counties = Unit.objects.active().filter(within(category.cycle.unit.path), level=Level.COUNTY, counts_for_quota=True)
    return Counter(counties.values_list("parent_id", flat=True))


def cities_of(cycle: AwardCycle, user) -> list[Unit]:
    """The cities of a cycle among the user's units, in the notice's order."""
    cities = Unit.objects.active().filter(user.reach(""), within(cycle.unit.path), level=Level.CITY)
    return list(cities.order_by(listed_place("pk", cycle=cycle), "position", "path"))


@dataclass(frozen=True)
class AttestedClause:
    """A clause a person judges: its words, the decision in force and those before it."""

    clause: str
    text: str
    current: Attestation | None
    earlier: list[Attestation] = field(default_factory=list)


@dataclass(frozen=True)
class Nominee:
    """One unit in one category: the verdict clause by clause, and who may attest what is open."""

    category: AwardCategory
    unit: Unit
    stored: Eligibility | None
    eligible: bool | None
    blocks: list[Block]
    attested: list[AttestedClause]
    refusal: str
    nomination: Nomination | None
    outdated: bool
    changed: list[Compared] = field(default_factory=list)
    tie: Tie | None = None

    @property
    def advises(self) -> bool:
        """Whether to say how to qualify: to who does not yet, while it can still help."""
        return self.eligible is not True and self.category.cycle.state == AwardCycle.State.OPEN

    @property
    def attester(self) -> str:
        """Who decides the clauses that only a person can judge."""
        city = self.unit.ancestor(Level.CITY) if self.category.passes_a_city else None
        if city is not None:
            return city.bureau()
        return _("%(unit)s工程办") % {"unit": self.category.cycle.unit}


def nominee_of(category: AwardCategory, unit: Unit, user) -> Nominee:
    """All a page shows of one nominee, judged now where the batch has not met it yet."""
    stored = stored_verdicts(category.cycle, [unit]).get((category.pk, unit.pk))
    eligible, blocks = verdict_of(category, unit, stored, siblings_ranked(unit))
    rows = Nomination.objects.visible_to(user).live().filter(cycle=category.cycle_id, category=category, unit=unit)
    nomination = rows.select_related("unit", "category", "cycle").first()
    return Nominee(
        category=category,
        unit=unit,
        stored=stored,
        eligible=eligible,
        blocks=linked(blocks, user),
        attested=_attested(category, unit),
        refusal=_refusal(user, category, unit),
        nomination=nomination,
        changed=_changed(category, nomination),
        tie=tie_shown(nomination) if nomination else None,
        outdated=outdated(category.cycle, stored.run.as_of if stored else None, unit),
    )


def _changed(category: AwardCategory, nomination: Nomination | None) -> list[Compared]:
    if nomination is None or nomination.editable:
        return []
    return changes_of(category.cycle, [nomination]).get(nomination.pk, [])


def _attested(category: AwardCategory, unit: Unit) -> list[AttestedClause]:
    rows = Attestation.objects.filter(cycle=category.cycle_id, category=category, unit=unit).select_related("by").order_by("-pk")
    found = defaultdict(list)
    for row in rows:
        found[row.clause].append(row)
    return [
        AttestedClause(
            clause, text, next((row for row in found[clause] if row.latest), None), [r for r in found[clause] if not r.latest]
        )
        for clause, text in category.attested
    ]


def _refusal(user, category: AwardCategory, unit: Unit) -> str:
    """Why the user may not attest here; "" when he may."""
    try:
        policies.check_attest(user, category, unit)
    except DomainError as refused:
        return refused.sentence()
    return ""


def reachable_nominees(category: AwardCategory, user):
    """Units of the category's kind under the user's offices, and his own institution."""
    own = [unit.pk for unit in user.units_of("institution")]
    units = Unit.objects.active().filter(within(category.cycle.unit.path), level=category.nominee)
    return units.filter(user.reach("")) | units.filter(pk__in=own)
