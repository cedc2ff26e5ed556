"""A city's desk: its counties side by side, its managers, its own forms, and 附件2 as it stands."""

from dataclasses import dataclass, replace
from datetime import datetime

from django.utils.translation import gettext as _

from awards.documents import RecommendationSummary
from awards.enums import HOLDING, NominationState
from awards.facts_desk.cycles import stored_verdicts
from awards.facts_desk.feedback import Feedback, feedback_for
from awards.facts_desk.freshness import changed_scores, outdated
from awards.facts_desk.reading import Line, blocks_of, short_reason
from awards.models import Abstention, AwardCategory, AwardCycle, Eligibility, Nomination, Quota
from awards.printing import summary_of
from portal.units.enums import Level
from portal.units.models import Unit
from programs.facts.evidence import media_of, scores_of, showcases_of
from programs.models import EvaluationPeriod


@dataclass(frozen=True)
class Score:
    """One period's score in hundredths with its rank among the city's counties; ``changed`` since the verdict beside it."""

    score: int | None
    rank: int | None
    computed: bool
    changed: bool = False


@dataclass(frozen=True)
class Candidate:
    """A nominee of the city: figures, verdict and how far its form came."""

    unit: Unit
    category: AwardCategory
    scores: list[Score | None]
    cases: list
    media: list
    verdict: Eligibility | None
    rank: Line | None
    reason: str
    nomination: Nomination | None
    abstained: bool

    @property
    def state_text(self) -> str:
        """How far its form came; a county's draft is not yet the city's to see."""
        if self.nomination is None and self.abstained:
            return _("本次不推荐")
        return self.nomination.get_state_display() if self.nomination else _("未报送")

    @property
    def waits(self) -> bool:
        """Whether the city has to act on it."""
        return self.nomination is not None and self.nomination.state == NominationState.SUBMITTED

    @property
    def needs_person(self) -> bool:
        """Whether a clause has to be attested before it can be recommended; so has a manager the batch has not met yet."""
        return self.verdict.eligible is None if self.verdict else bool(self.category.attested) and self.category.names_a_person

    @property
    def holds(self) -> bool:
        return self.nomination is not None and self.nomination.state in HOLDING


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


def counties_of(city: Unit) -> list[Unit]:
    """The counties a city chooses among, in the order of the tree."""
    counties = Unit.objects.active().filter(parent=city, level=Level.COUNTY, counts_for_quota=True)
    return list(counties.order_by("position", "path"))


def city_desk(cycle: AwardCycle, city: Unit, user) -> CityDesk:
    """Everything on one page in a fixed number of queries."""
    counties = counties_of(city)
    rows = Nomination.objects.visible_to(user).live().filter(cycle=cycle, via=city).select_related("unit", "via", "category")
    nominations = {(row.category_id, row.unit_id): row for row in rows.order_by("pk")}
    facts = _facts_of(cycle, counties)
    said = Abstention.objects.standing().filter(cycle=cycle, unit__in=[city.pk, *(unit.pk for unit in counties)])
    answers = {(row.category_id, row.unit_id): row for row in said}
    chosen = [category for category in cycle.categories.all() if category.passes_a_city]
    quotas = {quota.category_id: quota for quota in cycle.quotas.filter(unit=city)}
    groups = [_group(category, city, counties, nominations, facts, answers, quotas.get(category.pk)) for category in chosen]
    own = [
        (category, nominations.get((category.pk, city.pk)), answers.get((category.pk, city.pk)))
        for category in cycle.categories.all()
        if category.nominee == Level.CITY
    ]
    told = list(feedback_for(cycle, list(nominations.values())).values())
    return CityDesk(cycle, city, facts.periods, groups, own, summary_of(cycle, city), outdated(cycle, facts.as_of, city), told)


@dataclass(frozen=True)
class _Facts:
    periods: list
    scores: dict
    cases: dict
    media: dict
    verdicts: dict
    changed: dict
    as_of: datetime | None
    count: int


def _facts_of(cycle: AwardCycle, counties: list[Unit]) -> _Facts:
    """What is known of the counties, each kind in one query."""
    periods = list(EvaluationPeriod.objects.current().filter(program=cycle.program_id).order_by("number"))
    verdicts = stored_verdicts(cycle, counties)
    as_of = min((verdict.run.as_of for verdict in verdicts.values()), default=None)
    return _Facts(
        periods=periods,
        scores=_ranked(scores_of(counties, cycle.program_id)),
        cases=showcases_of(counties),
        media=media_of(counties),
        verdicts=verdicts,
        changed=changed_scores(cycle, counties, as_of),
        as_of=as_of,
        count=len(counties),
    )


def _ranked(scores: dict) -> dict[int, dict[int, Score]]:
    """Region averages by unit and period; where no rank came with them, ranked among the counties given."""
    table = {}
    for unit, facts in scores.items():
        for fact in facts:
            if fact.scope == "region_average":
                table.setdefault(fact.period, {})[unit] = fact
    found: dict[int, dict[int, Score]] = {}
    for period, facts in table.items():
        for unit, fact in facts.items():
            rank = fact.rank or 1 + sum(other.score > fact.score for other in facts.values())
            found.setdefault(unit, {})[period] = Score(fact.score, rank, fact.rank is None)
    return found


def _group(category, city, counties, nominations, facts: _Facts, answers, quota) -> Group:
    """Every county for a unit's award, for a manager's those that named one; the recommended first, in their order."""
    units = [unit for unit in counties if (category.pk, unit.pk) in nominations] if category.names_a_person else counties
    candidates = [
        _candidate(category, unit, nominations.get((category.pk, unit.pk)), facts, (category.pk, unit.pk) in answers)
        for unit in units
    ]
    holding = [candidate for candidate in candidates if candidate.holds]
    holding.sort(key=lambda candidate: (candidate.nomination.position or 0, candidate.nomination.pk))
    used = sum(row.category_id == category.pk and row.state in HOLDING for row in nominations.values())
    others = [candidate for candidate in candidates if not candidate.holds]
    return Group(category, holding + others, holding, quota, used, answers.get((category.pk, city.pk)))


def _score(unit, period: int, verdict: Eligibility | None, facts: _Facts) -> Score | None:
    """The score on record now, marked where it is not the one the verdict beside it was judged by."""
    score, changed_at = facts.scores.get(unit.pk, {}).get(period), facts.changed.get((unit.pk, period))
    if verdict is None or changed_at is None or changed_at <= verdict.run.as_of:
        return score
    return replace(score, changed=True) if score else Score(None, None, computed=False, changed=True)


def _candidate(category, unit, nomination, facts: _Facts, abstained: bool) -> Candidate:
    verdict = facts.verdicts.get((category.pk, unit.pk))
    blocks = blocks_of(category.rule, verdict.findings.all(), facts.count) if verdict else []
    ranks = [line for block in blocks for line in block.lines if line.measure == "evaluation_rank"]
    return Candidate(
        unit=unit,
        category=category,
        scores=[_score(unit, period.number, verdict, facts) for period in facts.periods],
        cases=[case for case in facts.cases.get(unit.pk, []) if case.level == "national" or case.kind == "county_implementation"],
        media=[report for report in facts.media.get(unit.pk, []) if report.level != "county"],
        verdict=verdict,
        rank=ranks[0] if ranks else None,
        reason=short_reason(verdict.eligible, blocks, category.clause) if verdict else "",
        nomination=nomination,
        abstained=abstained,
    )
