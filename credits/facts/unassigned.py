"""What was handed in and has no reader yet: how much, since when, and why it waits."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from credits.enums.declarations import DeclarationState
from credits.enums.reviews import PanelState
from credits.facts.reviews import declarations_for, panel_for, readers_of, works_of
from credits.models import Declaration, ReviewPanel
from credits.rules.assigning import Waits, assign, why_waits

AT_MOST = 500


@dataclass(frozen=True)
class Unassigned:
    """Declarations of one panel, or of a school without any, that wait for readers: their number by reason, the first since when.

    Beyond 500 only the oldest are counted.
    """

    panel: ReviewPanel | None
    counts: Counter
    since: datetime | None

    @property
    def total(self) -> int:
        return sum(self.counts.values())


def unassigned_of(panel: ReviewPanel) -> Unassigned:
    """What waits on a panel; ten queries, whatever the number."""
    return _counted(panel, _oldest(declarations_for(panel)))


def unassigned_at(unit) -> Iterator[Unassigned]:
    """What waits at a school, by the panel that is to read it; one query while nothing waits."""
    by_program = defaultdict(list)
    for one in _oldest(Declaration.objects.filter(unit=unit)):
        by_program[one.program].append(one)
    for program, rows in by_program.items():
        yield _counted(panel_for(unit, program), rows)


def unassigned_above(unit) -> Iterator[Unassigned]:
    """What waits on the panels a bureau keeps itself."""
    panels = ReviewPanel.objects.filter(unit=unit, state=PanelState.CURRENT, delegated_to=None)
    for panel in panels.select_related("unit", "program", "delegated_to__unit").order_by("pk"):
        found = unassigned_of(panel)
        if found.total:
            yield found


def _oldest(rows) -> list[Declaration]:
    waiting = rows.filter(state=DeclarationState.SUBMITTED).select_related("teacher", "unit", "program")
    return list(waiting.order_by("submitted_at", "pk")[:AT_MOST])


def _counted(panel: ReviewPanel | None, rows: list[Declaration]) -> Unassigned:
    since = rows[0].submitted_at if rows else None
    if panel is None or not rows:
        return Unassigned(panel, Counter({Waits.NO_PANEL: len(rows)} if rows else {}), since)
    short = assign(works_of(panel, rows), readers_of(panel)).lacking
    automatic = panel.reading.automatic
    whys = Counter(why_waits(panel=True, short=row.pk in short, automatic=automatic) for row in rows)
    return Unassigned(panel, whys, since)
