"""What another rule or another map would give: counted anew for every unit, nothing is stored."""

from dataclasses import dataclass

from awards.facts_desk.bases import bases_of
from awards.models import AwardCategory, AwardCycle, Nomination, Quota
from awards.quota_rules import allotment
from awards.quota_rules.share import Share
from portal.units.enums import Level


@dataclass(frozen=True)
class Simulated:
    """One unit's places now and as they would be."""

    quota: Quota
    basis: int
    places: int
    used: int
    formula: str

    @property
    def difference(self) -> int:
        return self.places - self.quota.places

    @property
    def short(self) -> int:
        """How many places held now would not be there."""
        return max(self.used - self.places, 0)


@dataclass(frozen=True)
class Simulation:
    """All units of a category, with totals."""

    rule: Share
    rows: list[Simulated]

    @property
    def explanation(self) -> str:
        """The rule tried, in plain words."""
        return self.rule.explain({})

    @property
    def totals(self) -> dict[str, int]:
        found = {name: sum(getattr(row, name) for row in self.rows) for name in ("basis", "places", "used", "difference")}
        return found | {
            "basis_now": sum(row.quota.basis for row in self.rows),
            "places_now": sum(row.quota.places for row in self.rows),
        }


def shared_categories(cycle: AwardCycle) -> list[AwardCategory]:
    """The categories whose places are a share of something."""
    keys = {quota.category_id for quota in cycle.quotas.all() if quota.rule.kind == "share"}
    return [category for category in cycle.categories.all() if category.pk in keys]


def standing_rule(cycle: AwardCycle, category: AwardCategory) -> Share:
    """The rule the notice gives a category."""
    return next(quota.rule for quota in cycle.quotas.filter(category=category))


def simulate(category: AwardCategory, *, percent, rounding: str, minimum: int, moved=None, to=None) -> Simulation:
    """Every unit's places by that share and rounding, with the county ``moved`` counted in the city ``to``, or merged into the
    county ``to``; two queries, a third where schools count.
    """
    quotas = list(category.quotas.select_related("unit").order_by("position"))
    values = quotas[0].parameters | {"share": percent / 100, "rounding": rounding, "minimum": minimum}
    rule = allotment(values)
    held = list(Nomination.objects.holding_a_place().filter(category=category).values_list("via_id", flat=True))
    rows, shifts = [], _shifts(category, rule, moved, to)
    for quota in quotas:
        basis = quota.basis + shifts.get(quota.unit_id, 0)
        rows.append(Simulated(quota, basis, rule.places(basis), held.count(quota.unit_id), rule.formula(basis)))
    return Simulation(rule, rows)


def _shifts(category: AwardCategory, rule: Share, moved, to) -> dict[int, int]:
    """How a county that changes its city, or becomes part of another county, changes what counts for each city, by key."""
    if moved is None or to is None:
        return {}
    there = to.parent_id if to.level == Level.COUNTY else to.pk
    leaves = arrives = 1
    if rule.share_of == "schools":
        leaves = arrives = bases_of(category.cycle.unit, [moved], "schools")[moved.code]
    elif to.level == Level.COUNTY:
        arrives = 0
    return {moved.parent_id: arrives - leaves} if there == moved.parent_id else {moved.parent_id: -leaves, there: arrives}
