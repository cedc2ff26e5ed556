"""Lists over a filter form: what the address asks for, in the order it asks for."""

from dataclasses import dataclass

from django import forms

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


@dataclass(frozen=True)
class Listing:
    """A filtered, ordered list: the form it was filtered by, the rows of all pages, the order and the page asked for."""

    form: forms.Form
    rows: object
    order: str
    page: Page


def listing_of(request, filterset, ordering: Ordering, *, size: int = 50) -> Listing:
    """What a django-filter set and an ordering make of the address; a filter that does not validate finds nothing."""
    valid = filterset.is_valid()
    rows = filterset.qs if valid else filterset.queryset.none()
    chosen = ordering.chosen(request)
    lookups = ordering.lookups(chosen)
    return Listing(filterset.form, rows.order_by(*lookups), chosen, page_of(request, rows, order=lookups, size=size))
