"""The blank workbook of a 收表: where its headings stand and what seems to be asked under each."""

import re
from dataclasses import dataclass
from string import ascii_uppercase

from django.utils.translation import gettext as _

from portal.kit.errors import Refused
from portal.sheets.heads import OWN_COLUMNS, SEARCHED_ROWS
from portal.sheets.kinds.cleaning import is_blank, plain
from portal.sheets.marking import column_of
from portal.sheets.pipeline import with_descriptor
from portal.sheets.reading import Book, Grid, read_book
from programs.rules.columns import MOST_CHOICES, AskedColumn, check_columns, guessed
from programs.sheets.two_rows import with_one_row_of_headings

RANGE = re.compile(r"(?:'?(?P<sheet>[^'!]+)'?!)?\$?(?P<first>[A-Z]{1,3})\$?(?P<top>\d+):\$?(?P<last>[A-Z]{1,3})\$?(?P<end>\d+)")

LAST_ROW = 1_048_576


@dataclass(frozen=True)
class Blank:
    """What was read from a blank: the sheet, the row of its headings counted from 1, the guessed columns."""

    sheet: str
    row: int
    columns: list[AskedColumn]

    @property
    def head(self) -> dict:
        return {"sheet": self.sheet, "row": self.row}


def read_blank(file, row: int | None = None) -> Blank:
    """Read a blank in the limited child process; ``row`` says where the headings stand, else the fullest row is taken."""
    with with_descriptor(file) as handle:
        book = with_one_row_of_headings(read_book(handle))
    grid = next((grid for grid in book.sheets if not grid.hidden and grid.rows), None)
    if grid is None:
        raise Refused(_("空白表里没有内容。"), fields={"blank": _("请附上带表头的工作簿。")})
    number, cells = _heading_row(grid, row)
    found = [guessed(heading, *_rule(book, grid, place, number)) for place, heading in _headings(cells)]
    check_columns(found)
    return Blank(grid.name, number + 1, found)


def _heading_row(grid: Grid, row: int | None):
    """The row asked for, else the one with most texts among the first twenty, the lower of two that are equal."""
    rows = [(number, cells) for number, cells in grid.rows if number < SEARCHED_ROWS]
    if row is not None:
        rows = [(number, cells) for number, cells in rows if number == row - 1]
    if not rows:
        raise Refused(_("第 %d 行没有表头。") % (row or 1), fields={"row": _("请填写表头所在的行。")})
    return max(rows, key=lambda line: (len({text for _place, text in _headings(line[1])}), -line[0]))


def _headings(cells) -> list[tuple[int, str]]:
    """(column from 0, text) of the cells that name something; a running number is nobody's to fill."""
    texts = [(place, plain(cell)) for place, cell in enumerate(cells) if isinstance(cell, str) and not is_blank(cell)]
    return [(place, text) for place, text in texts if text.replace(" ", "") not in OWN_COLUMNS]


def _rule(book: Book, grid: Grid, place: int, head: int) -> tuple[str, tuple]:
    """(type, offered words) of the rule that the blank sets for the cells of a column below its heading."""
    for kind, cells, formula in grid.rules:
        if any(_covers(part, place, head) for part in cells.split()):
            return kind, _offered(book, grid, formula) if kind == "list" else ()
    return "", ()


def _covers(part: str, place: int, head: int) -> bool:
    first, _colon, last = part.replace("$", "").partition(":")
    last = last or first
    return column_of(first) - 1 <= place <= column_of(last) - 1 and int(last.lstrip(ascii_uppercase) or LAST_ROW) > head + 1


def _offered(book: Book, grid: Grid, formula: str) -> tuple:
    """The words of a list typed into the rule, or standing in cells of the workbook."""
    if formula.startswith('"'):
        return tuple(word for part in formula.strip('"').split(",") if (word := plain(part)))[:MOST_CHOICES]
    found = RANGE.fullmatch(formula.lstrip("="))
    if not found:
        return ()
    sheet = found["sheet"] or grid.name
    source = next((other for other in book.sheets if other.name == sheet), None)
    return _words_in(source, found) if source else ()


def _words_in(grid: Grid, found) -> tuple:
    columns = range(column_of(found["first"]) - 1, column_of(found["last"]))
    rows = range(int(found["top"]) - 1, int(found["end"]))
    words = [plain(str(cells[c])) for number, cells in grid.rows if number in rows for c in columns if c < len(cells)]
    return tuple(dict.fromkeys(word for word in words if word))[:MOST_CHOICES]
