"""Where a sheet's headings stand and which column is which."""

import re
from dataclasses import dataclass, field

from portal.sheets.kinds import Odd
from portal.sheets.kinds.cleaning import plain
from portal.sheets.kinds.texts import fold
from portal.sheets.refusals import FileRefused

SEARCHED_ROWS = 20
OWN_COLUMNS = {"序号", "导入结果", "问题与建议"}
REMARK = re.compile(r"[(\[【].*?[)\]】]")


@dataclass
class Head:
    """The heading row of one sheet: its number from 0, the place of each field, and headings nobody asked for."""

    row: int
    places: dict = field(default_factory=dict)
    unknown: dict = field(default_factory=dict)
    headings: dict = field(default_factory=dict)


def heading_key(raw):
    """A heading as compared: half-width, without spaces, line breaks and the asterisk of required columns."""
    if raw is None or isinstance(raw, Odd):
        return ""
    return fold(str(raw)).replace("*", "")


def column_of(layout, key):
    """The column a folded heading means; a remark in brackets may be left aside."""
    return layout.by_name.get(key) or layout.by_name.get(REMARK.sub("", key))


def head_in(layout, grid):
    """The row of a sheet that matches most headings of ``layout``; None where none matches two (or all there are)."""
    best, most = None, min(2, len(layout.columns)) - 1
    for number, cells in grid.rows:
        if number >= SEARCHED_ROWS:
            break
        matched = {column.field for cell in cells if (column := column_of(layout, heading_key(cell)))}
        if len(matched) > most:
            best, most = (number, cells), len(matched)
    return best and laid_out(layout, *best)


def laid_out(layout, number, cells):
    head = Head(number)
    for place, cell in enumerate(cells):
        key = heading_key(cell)
        column = column_of(layout, key)
        if column is None:
            if key and key not in OWN_COLUMNS:
                head.unknown[place] = plain(str(cell))[:40]
            continue
        if column.field in head.places:
            raise FileRefused("repeated_heading", {"heading": column.heading})
        head.places[column.field] = place
        head.headings[column.field] = plain(str(cell))
    return head


def missing(layout, head):
    """Headings of required columns the sheet does not have."""
    return [str(column.heading) for column in layout.columns if column.required and column.field not in head.places]


def heads(layout, book, others):
    """(sheet, its head) for every sheet that holds this layout's table; refuses where there is none.

    ``others`` are the other layouts, so that a wrong form is named.
    """
    found = [(grid, head) for grid in book.sheets if grid.rows and (head := head_in(layout, grid))]
    complete = [(grid, head) for grid, head in found if not missing(layout, head)]
    if any(not grid.hidden for grid, _head in complete):
        return complete
    other = other_sheet(book, [each for each in others if each is not layout])
    if other:
        raise FileRefused("other_sheet", {"sheet": layout.title, "other": other.title}, value=other.key)
    shown = [head for grid, head in found if not grid.hidden]
    if shown:
        raise FileRefused("missing_columns", {"headings": "、".join(missing(layout, shown[0]))})
    headings = "、".join(str(column.heading) for column in layout.columns if column.required)
    raise FileRefused("no_heading", {"sheet": layout.title, "headings": headings})


def other_sheet(book, others):
    """The layout whose required headings stand in the file, where another was asked for."""
    for layout in others:
        for grid in book.sheets:
            try:
                head = None if grid.hidden else head_in(layout, grid)
            except FileRefused:
                continue
            if head and not missing(layout, head):
                return layout
    return None
