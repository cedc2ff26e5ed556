"""What becomes of rows a whole list no longer names: kept, or let go in one of the ways the layout knows."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from portal.sheets.enums import RowState

KEEP = "keep"


@dataclass(frozen=True)
class Departure:
    """One way out: what people call it and the fields it sets."""

    label: Any
    sets: dict


VOID = {"void": Departure(_("作废"), {"state": RowState.VOID})}


def all_ways(layout) -> list[tuple[str, Any]]:
    """Key and label of every answer about a vanished row of this layout, keeping first."""
    return [(KEEP, _("保留，不作改动")), *((key, way.label) for key, way in layout.departures.items())]


class Decided:
    """The answers of one upload: one for all vanished rows, and others for single rows by their primary key."""

    def __init__(self, layout, choices):
        self.ways = layout.departures
        self.for_all = self.ways.get(choices.get("vanished", KEEP))
        self.single = {int(key): self.ways.get(way) for key, way in (choices.get("departed") or {}).items()}

    def groups(self):
        """(departure, keys, whether it takes just those or all but those) for every way that is taken."""
        if self.for_all:
            yield self.for_all, list(self.single), False
        for way in self.ways.values():
            if keys := [key for key, chosen in self.single.items() if chosen is way]:
                yield way, keys, True
