"""What changed between two versions of a return, as people read it."""

from dataclasses import dataclass
from difflib import SequenceMatcher

SAME, CHANGED, ADDED, GONE = "same", "changed", "added", "gone"
MOST_LINES = 500


@dataclass(frozen=True)
class Difference:
    """One place that differs: ``cells`` are (heading, before, after), equal ones left out where a row only changed."""

    kind: str
    place: str
    cells: tuple


def rows_differ(headings: list[str], before: list[list[str]], after: list[list[str]]) -> list[Difference]:
    """Rows added, gone or changed, told by their number in the newer version, else in the older."""
    found, match = [], SequenceMatcher(None, [tuple(row) for row in before], [tuple(row) for row in after], autojunk=False)
    for kind, first, last, start, end in match.get_opcodes():
        if kind == "equal":
            continue
        paired = min(last - first, end - start)
        for n in range(paired):
            found.append(Difference(CHANGED, str(start + n + 1), _changed(headings, before[first + n], after[start + n])))
        found += [Difference(GONE, str(n + 1), _cells(headings, before[n], 1)) for n in range(first + paired, last)]
        found += [Difference(ADDED, str(n + 1), _cells(headings, after[n], 2)) for n in range(start + paired, end)]
    return found[:MOST_LINES]


def _changed(headings, before, after) -> tuple:
    pairs = zip(headings, before, after, strict=False)
    return tuple((heading, old, new) for heading, old, new in pairs if old != new)


def _cells(headings, row, side: int) -> tuple:
    filled = [(heading, text) for heading, text in zip(headings, row, strict=False) if text]
    return tuple((heading, text, "") if side == 1 else (heading, "", text) for heading, text in filled)


def data_differ(before, after) -> list[Difference]:
    """Places of frozen content whose text differs, each with both."""
    old, new = dict(_leaves(before)), dict(_leaves(after))
    places = [*new, *(place for place in old if place not in new)]
    return [
        Difference(_kind(place, old, new), place, (("", old.get(place, ""), new.get(place, "")),))
        for place in places
        if old.get(place) != new.get(place)
    ][:MOST_LINES]


def _kind(place, old, new) -> str:
    return CHANGED if place in old and place in new else ADDED if place in new else GONE


def _leaves(data, place: str = ""):
    if isinstance(data, dict):
        for name, value in data.items():
            yield from _leaves(value, f"{place} / {name}" if place else str(name))
    elif isinstance(data, list):
        for n, value in enumerate(data, start=1):
            yield from _leaves(value, f"{place} {n}")
    elif data not in (None, ""):
        yield place, str(data)
