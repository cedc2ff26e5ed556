"""The nominees a city chooses among: figures, verdict and how far the form of each came."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from django.utils.translation import gettext as _

from awards.enums import HOLDING, NominationState
from awards.facts_desk.cycles import stored_verdicts
from awards.facts_desk.freshness import changed_scores
from awards.facts_desk.reading import Line, blocks_of, short_reason
from awards.measures.scores import ranks_in
from awards.models import AwardCategory, AwardCycle, Eligibility, Nomination
from awards.printing import county_over
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
    def county(self) -> str:
        """Under a school's name, the county it lies in; nothing for those that are counties, or lie under the city itself."""
        if self.category.nominee != Level.SCHOOL:
            return ""
        over = county_over(self.unit)
        return over.name if over else ""

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
class Known:
    """What is known of the nominees of a city, whichever category they stand in."""

    periods: list
    scores: dict
    cases: dict
    media: dict
    verdicts: dict
    changed: dict
    as_of: datetime | None
    count: int


def known_of(cycle: AwardCycle, counties: list[Unit], schools: Iterable[Unit] = ()) -> Known:
    """What is known of the counties, and of the schools that handed in a form; each kind in one query."""
    units = [*counties, *schools]
    periods = list(EvaluationPeriod.objects.current().filter(program=cycle.program_id).order_by("number"))
    verdicts = stored_verdicts(cycle, units)
    as_of = min((verdict.run.as_of for verdict in verdicts.values()), default=None)
    return Known(
        periods=periods,
        scores=_ranked(scores_of(units, cycle.program_id)),
        cases=showcases_of(units),
        media=media_of(units),
        verdicts=verdicts,
        changed=changed_scores(cycle, units, as_of),
        as_of=as_of,
        count=len(counties),
    )


def _ranked(scores: dict) -> dict[int, dict[int, Score]]:
    """By unit and period: region averages, ranked among the counties given where no rank came with them, and schools' own."""
    table: dict[int, dict] = {}
    found: dict[int, dict[int, Score]] = {}
    for unit, facts in scores.items():
        for fact in facts:
            if fact.scope == "region_average":
                table.setdefault(fact.period, {})[unit] = fact
            elif fact.scope == "school":
                found.setdefault(unit, {})[fact.period] = Score(fact.score, fact.rank, computed=False)
    for period, facts in table.items():
        ranks = ranks_in({unit: (fact.score, fact.rank) for unit, fact in facts.items()})
        for unit, fact in facts.items():
            found.setdefault(unit, {})[period] = Score(fact.score, ranks[unit], fact.rank is None)
    return found


def _score(unit, period: int, verdict: Eligibility | None, facts: Known) -> Score | None:
    """The score on record now, marked where it is not the one the verdict beside it was judged by."""
    score, changed_at = facts.scores.get(unit.pk, {}).get(period), facts.changed.get((unit.pk, period))
    if verdict is None or changed_at is None or changed_at <= verdict.run.as_of:
        return score
    return replace(score, changed=True) if score else Score(None, None, computed=False, changed=True)


def candidate_of(category, unit, nomination, facts: Known, abstained: bool) -> Candidate:
    """A nominee in one category as the desk shows it."""
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
