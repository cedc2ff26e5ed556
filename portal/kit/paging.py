"""Keyset pages: the next page starts after the last row seen, so that depth costs nothing."""

import base64
import binascii
import json
from dataclasses import dataclass

from django.core.exceptions import SuspiciousOperation
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Q

COUNT_LIMIT = 10_000


@dataclass(frozen=True)
class Page:
    """One page of a list, with links to its neighbours and the total as people read it."""

    rows: list
    first_number: int
    total: int
    next_url: str | None
    previous_url: str | None

    def __iter__(self):
        return iter(self.rows)

    def __len__(self):
        return len(self.rows)

    @property
    def object_list(self):
        return self.rows

    @property
    def total_text(self) -> str:
        """共 N 条, or 10,000+ beyond what is worth counting."""
        return f"{COUNT_LIMIT:,}+" if self.total > COUNT_LIMIT else f"{self.total:,}"


def encode_cursor(values: list) -> str:
    """Sort values of a row as an opaque text."""
    return base64.urlsafe_b64encode(json.dumps(values, cls=DjangoJSONEncoder).encode()).decode().rstrip("=")


def decode_cursor(text: str, length: int) -> list:
    """The sort values in a cursor; ``SuspiciousOperation`` (400) when it was tampered with."""
    try:
        values = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    except (ValueError, binascii.Error, RecursionError):
        raise SuspiciousOperation("bad cursor") from None
    if not isinstance(values, list) or len(values) != length or not all(isinstance(v, str | int) for v in values):
        raise SuspiciousOperation("bad cursor")
    return values


def value_of(row, lookup: str):
    """The value of ``unit__path`` and the like on a model instance or a ``values()`` row."""
    if isinstance(row, dict):
        return row[lookup]
    for name in lookup.split("__"):
        row = getattr(row, name)
    return row


def beyond(order: list[str], values: list) -> Q:
    """Rows that come after ``values`` in ``order`` ("-field" descends; the last field must be unique).

    That the first field lies at or beyond its value is said once more by itself: neither database would otherwise start
    its index there.
    """
    after, equal = Q(), Q()
    for key, value in zip(order, values, strict=True):
        field = key.lstrip("-")
        after |= equal & Q(**{f"{field}__{_side(key)}": value})
        equal &= Q(**{field: value})
    return after if len(order) == 1 else Q(**{f"{order[0].lstrip('-')}__{_side(order[0])}e": values[0]}) & after


def _side(key: str) -> str:
    return "lt" if key.startswith("-") else "gt"


def turned(order: list[str]) -> list[str]:
    """The same order read from its end."""
    return [key[1:] if key.startswith("-") else f"-{key}" for key in order]


def page_of(request, queryset, *, order: list[str], size: int = 50) -> Page:
    """The page of ``queryset`` that the address asks for; ``order`` ends in a unique, non-null field."""
    after, before = request.GET.get("after"), request.GET.get("before")
    walk = turned(order) if before else order
    rows = queryset.order_by(*walk)
    cursor = before or after
    try:
        if cursor:
            rows = rows.filter(beyond(walk, decode_cursor(cursor, len(order))))
        found = list(rows[: size + 1])
    except (TypeError, ValueError):
        raise SuspiciousOperation("bad cursor") from None
    more, found = len(found) > size, found[:size]
    if before:
        found.reverse()
    number = _number(request)
    first = max(1, number - len(found)) if before else number
    has_next, has_previous = (True, more) if before else (more, bool(after))
    return Page(
        rows=found,
        first_number=first,
        total=queryset.order_by()[: COUNT_LIMIT + 1].count(),
        next_url=_link(request, order, found[-1], "after", first + len(found)) if has_next and found else None,
        previous_url=_link(request, order, found[0], "before", first) if has_previous and found else None,
    )


def page_of_list(request, rows: list, *, size: int = 50, name: str = "n") -> Page:
    """The page of ``rows`` that were worked out for this very answer; ``name`` carries the number of its first row.

    A number beyond the end shows the last page.
    """
    first = min(max(1, _number(request, name)), max(1, len(rows)))
    first -= (first - 1) % size
    return Page(
        rows=rows[first - 1 : first - 1 + size],
        first_number=first,
        total=len(rows),
        next_url=_numbered(request, name, first + size) if first - 1 + size < len(rows) else None,
        previous_url=_numbered(request, name, first - size) if first > 1 else None,
    )


def _numbered(request, name: str, number: int) -> str:
    query = request.GET.copy()
    query[name] = str(number)
    return f"?{query.urlencode()}"


def _number(request, name: str = "n") -> int:
    """The 序号 of the first row, carried along in the address since a keyset page does not know its depth."""
    number = request.GET.get(name, "1")
    return int(number) if number.isascii() and number.isdigit() and len(number) < 9 else 1


def _link(request, order, row, direction, number) -> str:
    query = request.GET.copy()
    for key in ("after", "before", "n"):
        query.pop(key, None)
    query[direction] = encode_cursor([value_of(row, key.lstrip("-")) for key in order])
    query["n"] = str(number)
    return f"?{query.urlencode()}"
