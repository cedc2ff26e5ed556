"""Sheets as rows of plain values, by the fast reader, with the marks it does not give laid over them."""

import datetime
import io
from dataclasses import dataclass, field
from itertools import islice

from workbook import limits
from workbook.marks import Marks
from workbook.refusal import Refusal

SHORT = 10  # longer texts are mostly numbers that stand once
FEW = 25_000  # rows whose repeated texts cost less memory than time


@dataclass
class Sheet:
    """One sheet: its used rows as (number from 0, cells), blank rows left out, blank ends cut off."""

    name: str
    hidden: bool = False
    rows: list = field(default_factory=list)
    marks: Marks = field(default_factory=Marks)


def open_book(data):
    import python_calamine as calamine

    try:
        return calamine.load_workbook(io.BytesIO(data))
    except calamine.PasswordError as error:
        raise Refusal("encrypted") from error
    except (calamine.CalamineError, OSError, ValueError) as error:
        raise Refusal("damaged") from error


def sheets(data, marks_of):
    """The worksheets of a workbook; ``marks_of(index, name)`` is asked before a sheet is laid out."""
    from python_calamine import SheetTypeEnum, SheetVisibleEnum

    book = open_book(data)
    for index, about in enumerate(book.sheets_metadata):
        if about.typ in (SheetTypeEnum.MacroSheet, SheetTypeEnum.Vba):
            raise Refusal("macros")
        if about.typ != SheetTypeEnum.WorkSheet:
            continue
        marks = marks_of(index, about.name)
        sheet = Sheet(about.name, about.visible != SheetVisibleEnum.Visible, marks=marks)
        grid, start, merged = read_grid(book, about.name)
        marks.merges, marks.across = downward(merged), across(merged)
        sheet.rows = lay_out(grid, start, marks)
        yield sheet


def read_grid(book, name):
    import python_calamine as calamine

    try:
        sheet = book.get_sheet_by_name(name)
        start = sheet.start or (0, 0)
        return cells_of(sheet, start[0]), start, sheet.merged_cell_ranges or ()
    except (calamine.CalamineError, OSError, ValueError) as error:
        raise Refusal("damaged") from error


def cells_of(sheet, first):
    """The rows from the first used one on; of a long sheet each short text is held once."""
    if sheet.height <= FEW:
        return sheet.to_python()
    texts = {}
    return [shared(cells, texts) for cells in islice(sheet.iter_rows(), first, None)]


def shared(cells, texts):
    """The cells with short texts taken from ``texts``: a school, a subject, a title stands in thousands of rows."""
    return [texts.setdefault(c, c) if c.__class__ is str and len(c) <= SHORT else c for c in cells]


def downward(ranges):
    """Merged ranges one column wide, whose content stands for every row they cover."""
    if len(ranges) > limits.MERGES:
        raise Refusal("too_many_merges", merges=len(ranges), most=limits.MERGES)
    return [(top[0], end[0], top[1]) for top, end in ranges if top[1] == end[1] and end[0] > top[0]]


def across(ranges):
    """Merged ranges over several columns: (top, end, first column, last column)."""
    return [(top[0], end[0], top[1], end[1]) for top, end in ranges if end[1] > top[1]]


def lay_out(grid, start, marks):
    """Number the rows, put marked cells in their places, spread merged cells downward, drop what is blank."""
    first_row, first_column = start
    placed = by_row(marks)
    spread(grid, start, marks.merges)
    rows = []
    for offset, cells in enumerate(grid):
        number = first_row + offset
        values = [""] * first_column + cells if first_column else cells
        for column, odd in placed.pop(number, ()):
            values.extend([""] * (column + 1 - len(values)))
            values[column] = {"o": list(odd)} if odd[1] else {"o": [odd[0], shown(values[column])]}
        kept = trimmed(values)
        if kept:
            rows.append((number, kept))
    rows += [(number, outlying(cells)) for number, cells in placed.items()]
    return sorted(rows, key=lambda row: row[0]) if placed else rows


def by_row(marks):
    """Row → [(column, odd)] of the cells that are not what they seem."""
    placed = {}
    for (row, column), odd in sorted(marks.odd.items()):
        if column < limits.COLUMNS:
            placed.setdefault(row, []).append((column, odd))
    return placed


def outlying(cells):
    """A row the fast reader saw nothing in, though it holds formulas never calculated or errors."""
    values = [""] * (cells[-1][0] + 1)
    for column, odd in cells:
        values[column] = {"o": list(odd)}
    return values


def spread(grid, start, merges):
    for top, end, column in merges:
        line, place = top - start[0], column - start[1]
        if 0 <= line < len(grid) and 0 <= place < len(grid[line]) and grid[line][place] != "":
            for covered in grid[line + 1 : end - start[0] + 1]:
                covered[place] = grid[line][place]


def trimmed(values):
    """Values without the blank end; empty for a blank row."""
    last = len(values)
    while last and values[last - 1] == "":
        last -= 1
    if last > limits.COLUMNS:
        raise Refusal("too_many_columns", most=limits.COLUMNS)
    return values if last == len(values) else values[:last]


def shown(value):
    return value if isinstance(value, str | int | float) else str(value)


def as_object(value):
    """How JSON carries what it has no word for: days, and times of day as oddities."""
    if isinstance(value, datetime.date):
        return {"d": value.isoformat()}
    return {"o": ["time", str(value)]}
