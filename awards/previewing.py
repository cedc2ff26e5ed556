"""A dry run of a selection being prepared: who would qualify, who nearly, whom a person must judge, which places stay empty."""

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from django.db import transaction
from django.utils.translation import gettext as _

from awards import facts
from awards.actions.cycles import load_cycle
from awards.actions.eligibility import judge_all
from awards.drafting import check_sound, section_from
from awards.facts_desk.reading import blocks_of, margin_text, short_reason
from awards.findings import Verdict
from awards.models import AwardCategory, AwardCycle, CycleDraft
from awards.rules import lacking
from portal.units.models import Unit


@dataclass(frozen=True)
class Outcome:
    """One possible nominee of the draft: the verdict, why, and what it lacks where it does not qualify."""

    category: str
    key: str
    unit: Unit
    city: str
    verdict: Verdict
    reason: str
    lacks: str
    gap: Decimal

    @property
    def near(self) -> bool:
        """Whether one condition is all it lacks."""
        return self.verdict.eligible is False and self.gap < 1

    @property
    def outcome(self) -> str:
        """yes, open, near or no, as the page filters."""
        return {True: "yes", None: "open"}.get(self.verdict.eligible, "near" if self.near else "no")

    @property
    def tone(self) -> str:
        """The colour the outcome is shown in beside its words."""
        return {"yes": "success", "near": "info", "open": "warning"}.get(self.outcome, "danger")


@dataclass(frozen=True)
class Places:
    """A quota of the draft beside those who could fill it."""

    category: str
    unit: str
    places: int
    eligible: int
    open: int

    @property
    def empty(self) -> int:
        """How many places nobody could fill, even if every open question were answered yes."""
        return max(0, self.places - self.eligible - self.open)


@dataclass(frozen=True)
class DryRun:
    """All outcomes, by nearness within a category, with the places."""

    outcomes: list[Outcome]
    places: list[Places]

    def counts(self) -> Counter:
        """How many there are of each outcome."""
        return Counter(one.outcome for one in self.outcomes)


def dry_run(draft: CycleDraft) -> DryRun:
    """Set the draft up, judge everybody and undo it all; refuses what issuing would refuse."""
    check_sound(draft)
    with transaction.atomic():
        cycle = load_cycle(notice=draft.notice, section=section_from(draft.text), by=None)
        seen = _seen(cycle)
        transaction.set_rollback(True)
    return seen


def _seen(cycle: AwardCycle) -> DryRun:
    judged = judge_all(cycle, facts.possible_nominees(cycle))
    cities = {unit.path: unit.name for unit in Unit.objects.filter(level="city")}
    outcomes = [_outcome(category, unit, verdict, cities) for category, unit, verdict in judged]
    return DryRun(outcomes, _places(cycle, outcomes))


def _outcome(category: AwardCategory, unit: Unit, verdict: Verdict, cities: dict[str, str]) -> Outcome:
    blocks = blocks_of(category.rule, verdict.findings)
    short = lacking(category.rule, verdict.findings, gap_of) if verdict.eligible is False else []
    city = next((cities[path] for path in unit.paths_upward() if path in cities), "")
    told = "；".join(f"{one.clause} {margin_text(one.measure, one.margin) or _('没有记录')}" for one in short)
    gap = Decimal(0) if not short else gap_of(short[0]) if len(short) == 1 else Decimal(len(short))
    reason = short_reason(verdict.eligible, blocks, category.clause)
    return Outcome(category.name, category.key, unit, city, verdict, reason, told, gap)


def gap_of(finding) -> Decimal:
    """How far a finding is from being met, as a part of its threshold, below 1; what has no number lacks all but nothing of 1."""
    try:
        margin, threshold = abs(Decimal(finding.margin)), Decimal(finding.threshold)
    except InvalidOperation:
        return Decimal("0.999")
    return min(margin / threshold, Decimal("0.999")) if threshold else Decimal("0.999")


def _places(cycle: AwardCycle, outcomes: list[Outcome]) -> list[Places]:
    quotas = cycle.quotas.select_related("unit", "category")
    return [
        Places(
            category=quota.category.name,
            unit=quota.unit.name,
            places=quota.places,
            eligible=sum(one.verdict.eligible is True for one in _under(quota, outcomes)),
            open=sum(one.verdict.eligible is None for one in _under(quota, outcomes)),
        )
        for quota in quotas
    ]


def _under(quota, outcomes: list[Outcome]) -> list[Outcome]:
    return [one for one in outcomes if one.key == quota.category.key and one.unit.is_within(quota.unit)]
