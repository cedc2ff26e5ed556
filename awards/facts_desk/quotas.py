"""The quota table as a page shows it: beside the numbers, who holds each place."""

from collections import defaultdict

from django.utils.translation import gettext as _

from awards.models import AwardCycle, Nomination
from awards.results import quota_table


def quota_page(cycle: AwardCycle, user) -> dict:
    """The table with the names behind every used place, and the figures of its chart; three queries."""
    table = quota_table(cycle, user)
    holders = _holders(cycle)
    for row in table["rows"]:
        row["holders"] = holders[row["category"], row["unit"]]
    keys = {row["clause"].removeprefix(cycle.notice.number).strip() for row in table["rows"]}
    return {
        "table": table,
        "counted": sum(row["counted"] for row in table["rows"]),
        "keys": sorted(keys),
        "chart": _chart(table["rows"]),
    }


def _holders(cycle: AwardCycle) -> dict[tuple[str, str], list[Nomination]]:
    """Who holds the places: open to all who see the quota, as the table says who took them."""
    held = Nomination.objects.holding_a_place().filter(cycle=cycle).select_related("unit", "via", "category")
    found = defaultdict(list)
    for row in held.order_by("position", "pk"):
        found[row.category.key, row.via.code].append(row)
    return found


def _chart(rows: list[dict]) -> dict:
    return {
        "labels": [row["name"] for row in rows],
        "series": [
            {"name": _("推荐名额"), "values": [row["places"] for row in rows]},
            {"name": _("已用"), "values": [row["used"] for row in rows]},
        ],
        "unit": "",
        "whole": True,
    }
