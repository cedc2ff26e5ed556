"""The quota table as a page shows it, and one unit's quota explained: basis, rule, table, changes by hand, who uses it."""

from collections import defaultdict
from dataclasses import dataclass

from django.utils.translation import gettext as _

from awards.facts_desk.upheld import mark_forms
from awards.models import AwardCycle, Nomination, Quota, QuotaChange, Reserve
from awards.results import quota_rules, quota_table
from portal.units.enums import Level
from portal.units.models import Unit, within


def quota_page(cycle: AwardCycle, user) -> dict:
    """The table with the names behind every used place, and the figures of its chart; three queries beside the table's."""
    table = quota_table(cycle, user)
    holders = _holders(cycle, user)
    for row in table["rows"]:
        row["holders"] = holders[row["category"], row["unit"]]
    keys = {row["clause"].removeprefix(cycle.notice.number).strip() for row in table["rows"]}
    categories = {row["category"]: row["category_name"] for row in table["rows"]}
    return {
        "table": table,
        "counted": sum(row["counted"] for row in table["rows"]),
        "keys": sorted(keys),
        "categories": categories,
        "chart": _chart(table["rows"], len(categories) > 1),
    }


def _holders(cycle: AwardCycle, user) -> dict[tuple[str, str], list[Nomination]]:
    """Who holds the places: open to all who see the quota, as the table says who took them; decisions only once published."""
    held = Nomination.objects.holding_a_place().filter(cycle=cycle).read_by(user).select_related("unit", "via", "category")
    found = defaultdict(list)
    for row in held.order_by("position", "pk"):
        found[row.category.key, row.via.code].append(row)
    return found


def _chart(rows: list[dict], several: bool) -> dict:
    return {
        "labels": [f"{row['name']} {row['category_name']}" if several else row["name"] for row in rows],
        "series": [
            {"name": _("推荐名额"), "values": [row["places"] for row in rows]},
            {"name": _("已用"), "values": [row["used"] for row in rows]},
        ],
        "unit": "",
        "whole": True,
    }


@dataclass(frozen=True)
class Explained:
    """One unit's quota with all it rests on."""

    quota: Quota
    rules: list[dict]
    counted: list[Unit]
    changes: list[QuotaChange]
    holders: list[Nomination]
    waiting: list[Reserve]
    ready: list[Nomination]

    @property
    def left(self) -> int:
        return self.quota.places - len(self.holders)

    @property
    def standing(self) -> int:
        """How many count towards it in the portal now."""
        return len(self.counted) or self.quota.counted

    @property
    def steps(self) -> list[tuple[str, str]]:
        """How the number comes about, step by step."""
        quota = self.quota
        printed = _("通知印出 %d 个，以表为准") % quota.ruled if quota.printed else _("通知没有单列，按公式")
        told = [
            (_("规则"), quota.rule.explain({})),
            (_("基数"), _("通知所列 %(basis)d，在册 %(counted)d") % {"basis": quota.basis, "counted": self.standing}),
            (_("算式"), quota.formula_text),
            (_("名额表"), printed),
        ]
        if quota.formula != quota.ruled:
            words = {"formula": quota.formula, "ruled": quota.ruled}
            told.append((_("差异"), _("公式得 %(formula)d，表列 %(ruled)d") % words))
        if short := quota.rule.short(len(self.holders), quota.unit.name):
            told.append((_("下限"), short))
        if quota.changed:
            told.append((_("手工调整"), _("由 %(ruled)d 个调整为 %(places)d 个") % {"ruled": quota.ruled, "places": quota.places}))
        return told


def explained(quota: Quota, user) -> Explained:
    """Everything about one quota, in a fixed number of queries."""
    cycle = quota.cycle
    mine = Nomination.objects.filter(cycle=cycle, category=quota.category, via=quota.unit).select_related("unit", "category")
    waiting = Reserve.objects.in_line().filter(nomination__in=mine).select_related("nomination__unit", "nomination__category")
    seen = Nomination.objects.visible_to(user).filter(pk__in=mine.values("pk"))
    ready = seen.filter(state=Nomination.State.SUBMITTED).exclude(reserves__state=Reserve.State.WAITING)
    ready = list(ready.select_related("unit", "category").order_by("pk"))
    mark_forms(cycle, ready)
    return Explained(
        quota=quota,
        rules=quota_rules(cycle),
        counted=_counted(quota),
        changes=list(quota.changes.select_related("by").order_by("pk")),
        holders=list(mine.holding_a_place().read_by(user).order_by("position", "pk")),
        waiting=list(waiting.filter(nomination__in=seen)),
        ready=ready,
    )


def _counted(quota: Quota) -> list[Unit]:
    """The counties that count towards it now; schools are too many to name."""
    if quota.rule.kind != "share" or quota.rule.share_of != "counties":
        return []
    below = Unit.objects.active().filter(within(quota.unit.path), level=Level.COUNTY, counts_for_quota=True)
    return list(below.order_by("position", "path"))
