"""Reports over REST: how quotas are used, and who is recommended, decided and announced; as JSON, CSV or xlsx."""

from awards.facts_desk.quota_past import forms_as_then, taken_at
from awards.models import AwardCycle, Nomination
from awards.results import quota_rows
from portal.kit.clock import local

QUOTA_COLUMNS = {
    "cycle": "评选活动",
    "unit": "单位代码",
    "name": "推荐单位",
    "category_name": "类别",
    "rule": "规则",
    "basis": "基数",
    "formula": "公式",
    "by_formula": "公式名额",
    "ruled": "通知名额",
    "changes_text": "手工调整",
    "places": "推荐名额",
    "used": "已用",
    "left": "剩余",
    "clause": "依据",
}
AWARD_COLUMNS = {
    "cycle": "评选活动",
    "category_name": "类别",
    "subject": "推荐对象",
    "unit": "单位代码",
    "name": "申报单位",
    "via": "推荐单位",
    "workplace": "所在单位",
    "result": "绩效评价结果",
    "position": "推荐顺序",
    "grade": "等次",
    "state_text": "状态",
    "recommended_at": "推荐时间",
    "decided_at": "评定时间",
    "announced_at": "公布时间",
}


def quota_usage(cycles, user, as_of=None) -> list[dict]:
    """Every quota the user may see, cycle by cycle, with its rule, its formula and what was changed by hand.

    With ``as_of``, a moment, as places stood then: who held one, and how many there were.
    """
    return [
        {"cycle": cycle.code, **row, "changes_text": _changes(row["changes"])}
        for cycle in cycles
        for row in quota_rows(cycle, user, as_of)
    ]


def _changes(changes: list[dict]) -> str:
    return "；".join(f"{local(one['at']):%Y-%m-%d} {one['before']} → {one['after']}：{one['reason']}" for one in changes)


def award_rows(user, cycle: AwardCycle | None = None, as_of=None) -> list[dict]:
    """Recommendations that hold a place, with how far they came; with ``as_of``, those that held one then, as they were, and
    only the stamps set by then.

    States of the past are not kept: that of a row changed since is left blank, never told as it is today.
    """
    rows = Nomination.objects.visible_to(user)
    if cycle is not None:
        rows = rows.filter(cycle=cycle)
    taken = None if as_of is None else taken_at(rows, as_of)
    rows = rows.holding_a_place() if taken is None else rows.filter(pk__in=taken)
    rows = rows.select_related("unit", "via", "category", "cycle", "graded").in_notice_order("cycle", "category__position")
    found = list(rows)
    if taken is not None:
        forms_as_then(found, as_of)
    return [_award_row(row, as_of, row.recommended_at if taken is None else taken[row.pk]) for row in found]


def _award_row(row: Nomination, as_of, recommended_at) -> dict:
    """``recommended_at`` is when the place was taken that the row tells of."""
    unchanged = as_of is None or row.updated_at <= as_of
    return {
        "cycle": row.cycle.code,
        "category": row.category.key,
        "category_name": row.category.name,
        "subject": row.subject,
        "unit": row.unit.code,
        "name": row.unit.name,
        "via": row.via.name if as_of is None else row.came_through,
        "workplace": row.manager_workplace,
        "result": row.result_text,
        "position": row.position if unchanged else None,
        "grade": row.grade if _by_then(row.announced_at, as_of) else "",
        "state": row.state if unchanged else "",
        "state_text": row.get_state_display() if unchanged else "",
        "recommended_at": recommended_at,
        "decided_at": _by_then(row.decided_at, as_of),
        "announced_at": _by_then(row.announced_at, as_of),
        "updated_at": row.updated_at,
    }


def _by_then(moment, as_of):
    return moment if moment is not None and (as_of is None or moment <= as_of) else None
