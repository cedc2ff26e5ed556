"""A city's desk: its counties side by side, its managers, its own forms, and 附件2 as it stands."""

from collections.abc import Iterable
from dataclasses import dataclass

from awards.documents import RecommendationSummary
from awards.enums import HOLDING
from awards.facts_desk.annex import CityPapers, city_papers
from awards.facts_desk.candidates import Candidate, Known, candidate_of, known_of
from awards.facts_desk.feedback import Feedback, feedback_for
from awards.facts_desk.freshness import outdated
from awards.measures.scores import counted_counties
from awards.models import Abstention, AwardCategory, AwardCycle, Nomination, Quota
from awards.printing import summary_of
from portal.units.enums import Level
from portal.units.models import Unit
from programs.models import EvaluationPeriod


@dataclass(frozen=True)
class Group:
    """One category on the desk: candidates, those recommended in order, and its places."""

    category: AwardCategory
    candidates: list[Candidate]
    ordered: list[Candidate]
    quota: Quota | None
    used: int
    abstention: Abstention | None

    @property
    def places(self) -> int | None:
        return self.quota.places if self.quota else None

    @property
    def left(self) -> int | None:
        return self.quota.places - self.used if self.quota else None

    @property
    def short(self) -> str:
        """What a rule that sets a lower limit misses so far, else nothing."""
        return self.quota.rule.short(self.used, self.quota.unit.name) if self.quota else ""


@dataclass(frozen=True)
class CityDesk:
    """All a city needs to choose."""

    cycle: AwardCycle
    city: Unit
    periods: list[EvaluationPeriod]
    groups: list[Group]
    own: list[tuple[AwardCategory, Nomination | None, Abstention | None]]
    summary: RecommendationSummary
    outdated: bool
    feedback: list[Feedback]
    beside: str
    papers: CityPapers


def counties_of(city: Unit) -> list[Unit]:
    """The counties a city chooses among, in the order of the tree."""
    return list(counted_counties().filter(parent=city).order_by("position", "path"))


def nominees_of(category: AwardCategory, city: Unit, user) -> list[Unit]:
    """Whom a city compares in a category: its counties, or the schools that handed in a form."""
    if category.nominee == Level.COUNTY:
        return counties_of(city)
    rows = Nomination.objects.visible_to(user).live().filter(category=category, via=city).select_related("unit__parent")
    return _in_order(row.unit for row in rows)


def city_desk(cycle: AwardCycle, city: Unit, user) -> CityDesk:
    """Everything on one page in a fixed number of queries."""
    counties = counties_of(city)
    rows = Nomination.objects.visible_to(user).live().filter(cycle=cycle, via=city)
    rows = rows.select_related("unit__parent__parent", "via", "category")
    nominations = {(row.category_id, row.unit_id): row for row in rows.order_by("pk")}
    schools = {row.unit for row in nominations.values() if row.category.nominee == Level.SCHOOL}
    facts = known_of(cycle, counties, sorted(schools, key=lambda unit: unit.path))
    said = Abstention.objects.standing().filter(cycle=cycle, unit__in=[city.pk, *(unit.pk for unit in counties)])
    answers = {(row.category_id, row.unit_id): row for row in said}
    chosen = [category for category in cycle.categories.all() if category.passes_a_city]
    quotas = {quota.category_id: quota for quota in cycle.quotas.filter(unit=city).select_related("unit")}
    groups = [_group(category, city, counties, nominations, facts, answers, quotas.get(category.pk)) for category in chosen]
    own = [
        (category, nominations.get((category.pk, city.pk)), answers.get((category.pk, city.pk)))
        for category in cycle.categories.all()
        if category.nominee == Level.CITY
    ]
    told = list(feedback_for(cycle, list(nominations.values())).values())
    beside = _beside(groups, [quotas.get(category.pk) for category, _row, _said in own])
    old = outdated(cycle, facts.as_of, city)
    return CityDesk(cycle, city, facts.periods, groups, own, summary_of(cycle, city), old, told, beside, city_papers(cycle))


def _beside(groups: list[Group], own: list[Quota | None]) -> str:
    """The clauses of the places that a city's own forms leave alone; "" where there are none, or those have places of their own."""
    if any(own):
        return ""
    return "、".join(dict.fromkeys(group.quota.clause for group in groups if group.quota and group.quota.clause))


def _group(category, city, counties, nominations, facts: Known, answers, quota) -> Group:
    """The nominees of a category, the recommended first, in their order."""
    candidates = [
        candidate_of(category, unit, nominations.get((category.pk, unit.pk)), facts, (category.pk, unit.pk) in answers)
        for unit in _nominees(category, counties, nominations)
    ]
    holding = [candidate for candidate in candidates if candidate.holds]
    holding.sort(key=lambda candidate: (candidate.nomination.position or 0, candidate.nomination.pk))
    used = sum(row.category_id == category.pk and row.state in HOLDING for row in nominations.values())
    others = [candidate for candidate in candidates if not candidate.holds]
    return Group(category, holding + others, holding, quota, used, answers.get((category.pk, city.pk)))


def _nominees(category, counties: list[Unit], nominations) -> list[Unit]:
    """Every county for its own award; of managers and of schools those alone whose form was handed in."""
    if category.nominee == Level.COUNTY and not category.names_a_person:
        return counties
    named = [row.unit for (key, _unit), row in nominations.items() if key == category.pk]
    return _in_order(named)


def _in_order(units: Iterable[Unit]) -> list[Unit]:
    """As the tree has them: by the county, then by the place in it."""
    return sorted(units, key=lambda unit: (unit.parent.position, unit.position, unit.path))
