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

ORDER = ("yes", "near", "open", "no")


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
    """A quota of the draft beside those who could fill it; managers (``of_people``) are known once their units name them."""

    category: str
    key: str
    unit: str
    city: str
    places: int
    eligible: int
    open: int
    of_people: bool

    @property
    def empty(self) -> int | None:
        """How many places nobody could fill, even if every open question were answered yes; None where nobody is named yet."""
        return None if self.of_people else max(0, self.places - self.eligible - self.open)


@dataclass(frozen=True)
class DryRun:
    """All outcomes, by nearness within a category, with the places."""

    outcomes: list[Outcome]
    places: list[Places]

    def matching(self, *, category: str = "", outcome: str = "", city: str = "") -> list[Outcome]:
        """The outcomes asked for, those who qualify first, then by how near they come."""
        found = [
            one for one in self.outcomes if category in ("", one.key) and outcome in ("", one.outcome) and city in ("", one.city)
        ]
        return sorted(found, key=lambda one: (ORDER.index(one.outcome), one.gap))

    def places_in(self, *, category: str = "", city: str = "") -> list[Places]:
        """The quotas asked for."""
        return [one for one in self.places if category in ("", one.key) and city in ("", one.city)]

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
    return DryRun(outcomes, _places(cycle, outcomes, cities))


def _outcome(category: AwardCategory, unit: Unit, verdict: Verdict, cities: dict[str, str]) -> Outcome:
    blocks = blocks_of(category.rule, verdict.findings)
    short = lacking(category.rule, verdict.findings, gap_of) if verdict.eligible is False else []
    city = _city(unit, cities)
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


def _places(cycle: AwardCycle, outcomes: list[Outcome], cities: dict[str, str]) -> list[Places]:
    below = Counter((one.key, path, one.verdict.eligible) for one in outcomes for path in one.unit.paths_upward())
    return [
        Places(
            category=quota.category.name,
            key=quota.category.key,
            unit=quota.unit.name,
            city=_city(quota.unit, cities),
            places=quota.places,
            eligible=below[quota.category.key, quota.unit.path, True],
            open=below[quota.category.key, quota.unit.path, None],
            of_people=quota.category.names_a_person,
        )
        for quota in cycle.quotas.select_related("unit", "category")
    ]


def _city(unit: Unit, cities: dict[str, str]) -> str:
    """The name of the city a unit lies in or is; "" for none."""
    return next((cities[path] for path in unit.paths_upward() if path in cities), "")
