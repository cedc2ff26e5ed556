"""Lists over a filter form: what the address asks for, in the order it asks for."""

from dataclasses import dataclass
from functools import cached_property

from portal.kit.exports import FORMATS
from portal.kit.paging import Page, page_of


@dataclass(frozen=True)
class Ordering:
    """The orders a list offers: the name in the address → the indexed lookups behind it, made unique by the primary key."""

    fields: dict[str, tuple[str, ...]]
    default: str

    def chosen(self, request) -> str:
        """The order the address names ("-score" descends), else the default."""
        asked = request.GET.get("order", "")
        return asked if asked.removeprefix("-") in self.fields else self.default

    def lookups(self, chosen: str) -> list[str]:
        sign = "-" if chosen.startswith("-") else ""
        return [f"{sign}{lookup}" for lookup in (*self.fields[chosen.removeprefix("-")], "pk")]


class Listing:
    """A filtered, ordered list as the address asks for it; a filter that does not validate finds nothing."""

    def __init__(self, request, filterset, ordering: Ordering, *, size: int = 50):
        self.request, self.size = request, size
        self.form = filterset.form
        self.order = ordering.chosen(request)
        self.lookups = ordering.lookups(self.order)
        self.found = filterset.qs if filterset.is_valid() else filterset.queryset.none()

    @property
    def rows(self):
        """The rows of all pages, in order."""
        return self.found.order_by(*self.lookups)

    @cached_property
    def page(self) -> Page:
        return page_of(self.request, self.found, order=self.lookups, size=self.size)

    @property
    def export(self) -> str | None:
        """The kind of file asked for instead of a page."""
        asked = self.request.GET.get("export")
        return asked if asked in FORMATS else None


def with_defaults(query, **defaults):
    """The parameters of an address, with defaults for those it does not name at all."""
    asked = query.copy()
    for name, value in defaults.items():
        if name not in query:
            asked[name] = value
    return asked
