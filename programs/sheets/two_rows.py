"""Headings of two rows: a group merged over its columns, with the columns' own names below it, read as one row."""

from dataclasses import replace

from portal.sheets.heads import SEARCHED_ROWS
from portal.sheets.kinds.cleaning import is_blank, plain
from portal.sheets.reading import Book, Grid

BETWEEN = "·"


def with_one_row_of_headings(book: Book) -> Book:
    """The book with each two-row heading in its lower row, as 培训人数·男; a book without any stays as it is."""
    return replace(book, sheets=[_flat(grid) for grid in book.sheets])


def _flat(grid: Grid) -> Grid:
    rows = dict(grid.rows)
    groups: dict[int, list[tuple[int, int]]] = {}
    for top, end, first, last in grid.across:
        if top == end and top + 1 < SEARCHED_ROWS and last > first:
            groups.setdefault(top, []).append((first, last))
    for upper, spans in sorted(groups.items()):
        names, below = rows.get(upper, []), rows.get(upper + 1, [])
        if len(_texts(names)) > 1 and any(_named(below, span) for span in spans):
            composed = _composed(names, below, spans)
            kept = [(number, composed if number == upper + 1 else cells) for number, cells in grid.rows if number != upper]
            return replace(grid, rows=kept)
    return grid


def _named(below: list, span: tuple[int, int]) -> bool:
    """Whether every column under a group has a name of its own."""
    first, last = span
    return len(_texts(below[first : last + 1])) == last - first + 1


def _texts(cells) -> set[str]:
    return {plain(cell) for cell in cells if isinstance(cell, str) and not is_blank(cell)}


def _composed(names: list, below: list, spans: list[tuple[int, int]]) -> list:
    """One row: group and name where a column has both, else whichever is there."""
    found = []
    for place in range(max(len(names), len(below))):
        span = next(((first, last) for first, last in spans if first <= place <= last), None)
        group = _at(names, span[0] if span else place)
        own = _at(below, place)
        joined = f"{plain(group)}{BETWEEN}{plain(own)}" if span and isinstance(group, str) and isinstance(own, str) else None
        found.append(joined or group or own)
    return found


def _at(cells: list, place: int):
    cell = cells[place] if place < len(cells) else None
    return None if is_blank(cell) else cell
