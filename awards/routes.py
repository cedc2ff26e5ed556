"""The ways a recommendation travels in this portal: straight to the office, or through the city that chooses (三1)."""

from collections.abc import Sequence
from itertools import pairwise

NAMES = {"province": "省", "city": "设区市", "county": "县（市、区）", "school": "学校", "institution": "培训机构"}
HEIGHTS = {"institution": 0, "school": 0, "county": 1, "city": 2, "province": 3}
COUNTED = ("city", "county", "institution")


def levels_in(written: object) -> list[str]:
    """The levels of a route as a file has it; none where that is no list."""
    return [str(level) for level in written] if isinstance(written, list) else []


def told(route: Sequence[str]) -> str:
    """A route in words: 县（市、区）→设区市→省."""
    return "→".join(NAMES.get(str(level), str(level)) for level in route)


def route_fault(nominee: str, route: Sequence[str]) -> str:
    """Why forms of ``nominee`` cannot travel by ``route``, in one sentence; "" where they can."""
    if route[0] != nominee:
        return "报送路径要从申报主体开始。"
    middle = route[1:-1]
    if len(middle) > 1 or any(level != "city" for level in middle):
        return f"报送路径“{told(route)}”不能执行：申报主体和评选机关之间只能经设区市一级，或者直接报送；请去掉别的中间环节。"
    if nominee == "institution" and middle:
        return f"报送路径“{told(route)}”不能执行：培训机构不经设区市，直接报送。"
    heights = [HEIGHTS[level] for level in route]
    if any(below >= above for below, above in pairwise(heights)):
        return f"报送路径“{told(route)}”不能执行：要从下级到上级。"
    return ""


def recommender(nominee: str, route: Sequence[str]) -> str:
    """The level of the units that put forward: the city on the way, else the nominee itself; places are theirs."""
    return "city" if "city" in route else nominee


def receiver_fault(name: str, level: str, per: str) -> str:
    """Why places of the category ``name``, put forward by units of ``level``, are not given to each ``per``; "" where they are."""
    if per == level:
        return ""
    right = f"名额请分给{NAMES[level]}（per: {level}）" if level in COUNTED else "这里的名额分不到学校"
    cap = per if per in ("city", "county") else "unit"
    return (
        f"“{name}”由{NAMES[level]}推荐，分给{NAMES[per]}的名额（per: {per}）管不到任何推荐。{right}；"
        f"要限每个{NAMES[per]}最多几个，请另写一条“上限”规则（quota_rules 中 kind: cap，per: {cap}）。"
    )
