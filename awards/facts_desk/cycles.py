"""The overview of a cycle: counts, places, verdicts, and what a unit may file in."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count
from django.utils.translation import gettext as _

from awards import facts
from awards.enums import EMBARGOED, TONES, NominationState
from awards.facts_desk.reading import blocks_of, short_reason
from awards.models import Abstention, AwardCategory, AwardCycle, Eligibility, EligibilityRun, Nomination
from awards.policies import answers
from awards.policies import cycles as policies
from portal.kit.clock import database_now
from portal.kit.errors import DomainError
from portal.units.enums import Level
from programs.models import Clause


@dataclass(frozen=True)
class Step:
    """A step of the calendar with where it stands now."""

    phase: object
    state: str
    tone: str

    @property
    def moved(self) -> bool:
        """Whether an office gave it another end than the notice printed."""
        return self.phase.printed_ends_at is not None and self.phase.ends_at != self.phase.printed_ends_at


def calendar_of(cycle: AwardCycle) -> list[Step]:
    """The steps of a cycle, by the database's clock."""
    if cycle.state != AwardCycle.State.OPEN:
        return [Step(phase, _("已结束"), "secondary") for phase in cycle.phases.all()]
    now = database_now()
    return [_step(phase, now) for phase in cycle.phases.all()]


def _step(phase, now: datetime) -> Step:
    if phase.opens_at is None and phase.ends_at is None:
        return Step(phase, _("时间未定"), "secondary")
    if phase.opens_at and now < phase.opens_at:
        return Step(phase, _("未开始"), "secondary")
    if phase.ends_at and now > phase.ends_at:
        return Step(phase, _("已截止"), "secondary")
    return Step(phase, _("进行中"), "success")


@dataclass(frozen=True)
class CategoryLine:
    """A category with how many nominations stand where and how many nominees qualify."""

    category: AwardCategory
    states: list[tuple[str, str, int]]
    total: int
    eligible: int
    open: int
    not_eligible: int

    @property
    def judged(self) -> int:
        return self.eligible + self.open + self.not_eligible


def categories_of(cycle: AwardCycle, user) -> list[CategoryLine]:
    """Counts per category of what the user may see; an office below the province sees the categories it takes part in."""
    rows = Nomination.objects.visible_to(user).live().filter(cycle=cycle).order_by()
    found = defaultdict(dict)
    everything = policies.is_office(user, cycle)
    veiled = not everything and cycle.state == AwardCycle.State.OPEN
    for category, state, count in rows.values_list("category", "state").annotate(count=Count("pk")):
        known = NominationState.ACCEPTED if veiled and state in EMBARGOED else state
        found[category][known] = found[category].get(known, 0) + count
    verdicts = Eligibility.objects.visible_to(user).current().filter(cycle=cycle).order_by()
    counted = verdicts.values_list("category", "eligible").annotate(count=Count("pk"))
    judged = Counter({(category, eligible): count for category, eligible, count in counted})
    lines = [_category_line(category, found[category.pk], judged) for category in cycle.categories.all()]
    return [line for line in lines if everything or line.total or line.judged]


def _category_line(category: AwardCategory, counts: dict[str, int], judged: Counter) -> CategoryLine:
    states = [(state.label, TONES[state], counts[state]) for state in NominationState if counts.get(state)]
    pk = category.pk
    return CategoryLine(category, states, sum(counts.values()), judged[pk, True], judged[pk, None], judged[pk, False])


def last_batch(cycle: AwardCycle) -> EligibilityRun | None:
    """The latest judgement of all nominees; a single one judged anew after it does not count."""
    return cycle.runs.filter(nominees__gt=1).order_by("-pk").first() or cycle.runs.order_by("-pk").first()


@dataclass(frozen=True)
class Offer:
    """A category a unit could file in: its verdict, the form there is, and why not where it may not."""

    category: AwardCategory
    unit: object
    nomination: Nomination | None
    eligible: bool | None
    reason: str
    refusal: str
    abstention: Abstention | None
    may_abstain: bool


def offers_for(cycle: AwardCycle, user, unit) -> list[Offer]:
    """What ``unit`` may file in, told before anything is written; empty for units that file in nothing here."""
    if unit is None or not unit.is_within(cycle.unit):
        return []
    categories = [category for category in cycle.categories.all() if category.nominee == unit.level]
    mine = {row.category_id: row for row in Nomination.objects.visible_to(user).live().filter(cycle=cycle, unit=unit)}
    stored = stored_verdicts(cycle, [unit])
    said = {row.category_id: row for row in Abstention.objects.standing().filter(cycle=cycle, unit=unit)}
    return [
        _offer(category, user, unit, mine.get(category.pk), stored.get((category.pk, unit.pk)), said.get(category.pk))
        for category in categories
    ]


def _offer(category: AwardCategory, user, unit, nomination: Nomination | None, verdict, said: Abstention | None) -> Offer:
    eligible, blocks = verdict_of(category, unit, verdict)
    refusal = ""
    try:
        policies.check_draft(user, category, unit)
    except DomainError as refused:
        refusal = refused.sentence()
    reason, may_abstain = short_reason(eligible, blocks, category.clause), answers.can_abstain(user, category, unit)
    return Offer(category, unit, nomination, eligible, reason, refusal, said, may_abstain)


def stored_verdicts(cycle: AwardCycle, units) -> dict[tuple[int, int], Eligibility]:
    """The latest verdicts with findings, by (category, unit); two queries."""
    rows = Eligibility.objects.current().filter(cycle=cycle, unit__in=[unit.pk for unit in units])
    return {(row.category_id, row.unit_id): row for row in rows.select_related("run").prefetch_related("findings")}


def verdict_of(category: AwardCategory, unit, stored: Eligibility | None, ranked_units: int = 0) -> tuple[bool | None, list]:
    """The stored verdict in the notice's shape; judged now where none is stored."""
    if stored is not None:
        return stored.eligible, blocks_of(category.rule, stored.findings.all(), ranked_units)
    verdict = category.rule.judge(facts.gather(category.cycle, [unit], [category.rule]).of(category, unit))
    return verdict.eligible, blocks_of(category.rule, verdict.findings, ranked_units)


def siblings_ranked(unit) -> int:
    """Among how many counties of its city a county is ranked; 0 for others."""
    if unit.level != Level.COUNTY or unit.parent_id is None:
        return 0
    return type(unit).objects.active().filter(parent=unit.parent_id, level=Level.COUNTY, counts_for_quota=True).count()


def clauses_of(cycle: AwardCycle) -> dict[str, Clause]:
    """The clauses of the cycle's notice by their reference."""
    return {clause.key: clause for clause in Clause.objects.current().filter(notice=cycle.notice_id)}
