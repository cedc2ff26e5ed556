"""A returned workbook held against the columns of its 收表: rows, findings at their cells, totals."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.translation import gettext as _

from portal.kit.numbers import plain
from portal.sheets.findings import SHAPE, Findings, letters
from portal.sheets.heads import Head
from portal.sheets.kinds import Choice, Date, Integer, Kind, Phone, Text, Told
from portal.sheets.kinds.figures import number_of
from portal.sheets.layout import Column, Layout
from portal.sheets.pipeline import check_name, uncollected, with_descriptor
from portal.sheets.reading import Book, Grid, read_book
from portal.sheets.refusals import FileRefused
from portal.sheets.rows import ROW
from portal.sheets.scanning import Scan, scan
from programs.enums.tasks import ColumnType
from programs.rules.columns import NUMBERS, AskedColumn, columns_of
from programs.sheets.two_rows import with_one_row_of_headings

MOST_ROWS = 5_000
KEPT_FINDINGS = 2_000


@dataclass(frozen=True)
class Amount(Kind):
    """A decimal of any size, kept as people write it so that totals stay exact."""

    width: int = 12

    def parse(self, raw):
        number, understood = number_of(raw)
        return Told(plain(number), _("按 %s 读取。") % plain(number)) if understood else plain(number)


KINDS = {
    ColumnType.TEXT: lambda _column: Text(max_length=2_000, lines=True),
    ColumnType.NUMBER: lambda _column: Amount(),
    ColumnType.INTEGER: lambda _column: Integer(min=-(10**9), max=10**9),
    ColumnType.DATE: lambda _column: Date(),
    ColumnType.PHONE: lambda _column: Phone(landline=True, short=True),
    ColumnType.LIST: lambda column: Choice([(word, word) for word in column.choices]),
}


class ReturnLayout(Layout):
    """The columns of one task as a sheet that scanning understands; its rows are kept whole, not stored field by field."""

    key = "return"
    departures = ()

    def __init__(self, task):
        self.title, self.asked = task.title, columns_of(task.columns)
        self.columns = tuple(
            Column(f"c{n}", column.heading, KINDS[column.type](column), required=column.required, personal=column.personal)
            for n, column in enumerate(self.asked)
        )

    @property
    def fields(self) -> list[str]:
        return [column.field for column in self.columns]


@dataclass
class Reading:
    """What a return says: ``rows`` of values as JSON takes them, ``findings`` in the shape of uploads, ``sums`` by heading.

    ``faults`` counts what must be corrected before it can be handed in; ``heads`` is for the marked-up copy.
    """

    rows: list[list] = field(default_factory=list)
    findings: list[dict] = field(default_factory=list)
    faults: int = 0
    sums: dict[str, str] = field(default_factory=dict)
    heads: dict = field(default_factory=dict)


def read_return(task, file, name: str) -> Reading:
    """Read a return in the limited child process; ``FileRefused`` where it is another template or no workbook at all."""
    layout = ReturnLayout(task)
    with uncollected():
        with with_descriptor(file) as handle:
            book = with_one_row_of_headings(read_book(handle))
        check_name(name, book)
        found = scan(layout, book)
        if len(found.rows) > MOST_ROWS:
            raise FileRefused("too_many_rows", {"most": MOST_ROWS})
        Held(layout, task, book, found).against_the_blank()
        return _reading(layout, found)


class Held:
    """A scanned return beside the blank it was made from."""

    def __init__(self, layout: ReturnLayout, task, book: Book, found: Scan):
        self.layout, self.task, self.book, self.found = layout, task, book, found
        self.by_place = {(row.sheet, row.number): row for row in found.rows}

    def against_the_blank(self) -> None:
        for grid in self.book.sheets:
            head = self.found.heads.get(grid.name)
            if head is None:
                self.tell_other_sheet(grid)
                continue
            self.tell_moved(grid, head)
            self.refuse_merged_numbers(grid, head)
            self.refuse_merged_across(grid, head)

    def tell_other_sheet(self, grid: Grid) -> None:
        if grid.rows and not grid.hidden:
            message = _("工作表“%s”不是本表，没有读取。") % grid.name
            self.found.remark("warning", "other_worksheet", message, _("如有数据，请移到本表再上传。"), sheet=grid.name)

    def tell_moved(self, grid: Grid, head: Head) -> None:
        """Columns that stand in another order than in the blank were still found by their headings."""
        order = sorted(head.places, key=head.places.get)
        expected = [name for name in self.layout.fields if name in head.places]
        for name, meant in zip(order, expected, strict=True):
            if name != meant:
                message = _("列“%(heading)s”不在原来的位置，现在是 %(letters)s 列，已按列名读取。")
                about = {"heading": head.headings[name], "letters": letters(head.places[name])}
                self.found.remark("warning", "moved_column", message % about, sheet=grid.name, row=head.row + 1, column=name)

    def refuse_merged_numbers(self, grid: Grid, head: Head) -> None:
        """A number merged over several rows would be added once for each of them."""
        numbers = {head.places[f"c{n}"]: f"c{n}" for n, column in enumerate(self.layout.asked) if self.counts(column, n, head)}
        for top, end, place in grid.merges:
            if place in numbers and top > head.row:
                for row in self.rows(grid, top, end):
                    message = _("第 %(top)d 至 %(end)d 行合并成一格，合计会重复计算。") % {"top": top + 1, "end": end + 1}
                    row.refuse(numbers[place], message, code="merged_number", advice=_("请取消合并，在每一行分别填写。"))

    def counts(self, column: AskedColumn, n: int, head: Head) -> bool:
        return column.type in NUMBERS and f"c{n}" in head.places

    def refuse_merged_across(self, grid: Grid, head: Head) -> None:
        """One cell over several columns does not say which of them it answers."""
        fields = {place: name for name, place in head.places.items()}
        for top, end, first, last in grid.across:
            covered = [fields[place] for place in range(first, last + 1) if place in fields]
            if top <= head.row or len(covered) < 2:
                continue
            named = "、".join(head.headings[name] for name in covered)
            for row in self.rows(grid, top, end):
                message = _("“%s”合并成一格，分不清各填了什么。") % named
                row.refuse(covered[0], message, code="merged_across", advice=_("请取消合并，分别填写。"))

    def rows(self, grid: Grid, top: int, end: int) -> Iterator:
        found = (self.by_place.get((grid.name, number + 1)) for number in range(top, end + 1))
        return (row for row in found if row is not None)


def _reading(layout: ReturnLayout, found: Scan) -> Reading:
    rows = [[layout.by_field[name].kind.show(row.values.get(name)) for name in layout.fields] for row in found.rows]
    findings = [{name: getattr(one, name) for name in SHAPE} for one in Findings(layout, found).kept(None)]
    heads = {name: {"header": head.row + 1} for name, head in found.heads.items()}
    faults = sum(finding["severity"] == ROW for finding in findings)
    return Reading(rows, findings[:KEPT_FINDINGS], faults, _sums(layout, rows), heads)


def _sums(layout: ReturnLayout, rows: list[list]) -> dict[str, str]:
    """Heading → the exact total of a sum column."""
    return {
        column.heading: plain(sum((Decimal(row[n]) for row in rows if row[n]), Decimal(0)))
        for n, column in enumerate(layout.asked)
        if column.sum
    }
