from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from programs.facts.calendar import Cell, Column

UNITS = [gettext_lazy("单位代码"), gettext_lazy("单位"), gettext_lazy("层级")]


def headings(columns: list[Column]) -> list[str]:
    """The unit's columns, then one for each step with its last day."""
    steps = [f"{one.step.name}（{one.closes_on.isoformat()}）" if one.closes_on else one.step.name for one in columns]
    return [*map(str, UNITS), *steps]


def rows(matrices) -> Iterator[list]:
    """A row for each unit."""
    for one in matrices:
        for unit, cells in one.rows:
            yield [unit.code, unit.name, unit.get_level_display(), *map(told, cells)]


def told(cell: Cell) -> str:
    """A cell in words: the unit's own standing, and how many below have done it."""
    said = [cell.own.label] if cell.own else []
    if cell.tally.total:
        late = _("，逾期 %d") % cell.tally.overdue if cell.tally.overdue else ""
        said.append(_("下级 %(done)d/%(total)d%(late)s") % {"done": cell.tally.done, "total": cell.tally.total, "late": late})
    return "；".join(said) or "—"
