"""From a workbook as read to rows of values: headings found, cells parsed column by column, remarks gathered."""

import re
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from portal.sheets import heads
from portal.sheets.kinds import Date, Told, Unfit
from portal.sheets.kinds.cleaning import is_blank
from portal.sheets.kinds.texts import fold
from portal.sheets.refusals import FileRefused
from portal.sheets.rows import NORMALISED, ROW, WARNING, Finding, Row
from portal.sheets.stating import stated

DAYS_1904 = 1462
TOTAL_WORDS = ("合计", "总计", "小计", "共计", "平均", "总分")
SIGNATURE_WORDS = (
    *("填报单位", "填表单位", "填表人", "填报人", "制表", "审核人", "审核", "负责人", "单位负责人", "联系人", "联系电话"),
    *("填表日期", "填报日期", "日期", "盖章", "备注", "说明", "填表说明", "填报说明", "注"),
)
SHARE = "占.{0,15}比[例重]"
DOTS = re.compile(r"[.．。…·]+")
TOTALS = re.compile(rf"({'|'.join(TOTAL_WORDS)}|{SHARE})分?[:：]?")
NO_DATA = re.compile(rf"[(（]?({'|'.join(TOTAL_WORDS)}|{SHARE}|({'|'.join(SIGNATURE_WORDS)})\s*[:：(（])")
FIRST_LETTERS = {word[0] for word in (*TOTAL_WORDS, *SIGNATURE_WORDS)} | set("占(（.．。…·")
IGNORED = {
    "external_links": "外部链接",
    "embedded_objects": "嵌入对象",
    "connections": "数据连接",
    "pictures": "图片",
    "controls": "控件",
}


@dataclass
class Scan:
    """Rows of a file and what was found: ``heads`` by sheet, ``findings`` about the file, rows with their own."""

    rows: list = field(default_factory=list)
    findings: list = field(default_factory=list)
    heads: dict = field(default_factory=dict)
    encoding: str = ""
    hidden: int = 0

    def remark(self, severity, code, message, advice="", *, sheet="", row=0, column="", value=""):
        self.findings.append(Finding(sheet, row, column, value, severity, code, message, advice))


def scan(layout, book, *, others=(), choices=None, unknown=None):
    """All rows of ``layout`` in ``book``; hidden ones are left out where ``choices`` says so. Raises ``FileRefused``.

    ``unknown(sheet, rows, stated)`` picks the rows whose cells are to be read; all of them without it.
    """
    choice = (choices or {}).get("hidden")
    result = Scan(encoding=book.encoding if book.kind == "csv" else "")
    remark_on_book(book, result)
    sheets = taken(layout, heads.heads(layout, book, others), choice, result)
    alike = len({frozenset(head.places) for _grid, head in sheets}) == 1  # else one sheet's columns speak for all
    for grid, head in sheets:
        result.heads[grid.name] = head
        SheetScan(layout, book, grid, head, result, leave_out=choice == "leave_out").run(unknown if alike else None)
    if not result.rows:
        raise FileRefused("no_rows")
    return result


def taken(layout, found, choice, result):
    """The sheets, with their heads, that are read at all: hidden content as the uploader chose."""
    sheets = []
    for grid, head in found:
        if grid.hidden:
            remark_hidden_sheet(grid, head, result)
            if choice != "include":
                continue
        if choice == "leave_out":
            leave_out_columns(layout, grid, head)
        sheets.append((grid, head))
    return sheets


def leave_out_columns(layout, grid, head):
    """Take the hidden columns out of the head; a required one cannot be left out."""
    for name in [name for name, place in head.places.items() if place in grid.hidden_columns]:
        if layout.by_field[name].required:
            raise FileRefused("missing_columns", {"headings": head.headings[name]})
        del head.places[name]


def remark_on_book(book, result):
    if book.ignored:
        named = "、".join(IGNORED[code] for code in book.ignored)
        result.remark(WARNING, "ignored_parts", _("文件里的%s已忽略。") % named)
    if book.kind == "csv":
        result.remark(WARNING, "encoding", _("按 %s 编码读取，请在预览中核对文字。") % book.encoding)


def remark_hidden_sheet(grid, head, result):
    rows = sum(1 for number, _cells in grid.rows if number > head.row)
    result.hidden += rows
    message = _("隐藏的工作表“%(name)s”里有 %(rows)d 行。") % {"name": grid.name, "rows": rows}
    result.remark(WARNING, "hidden_sheet", message, _("请在确认时选择导入或不导入隐藏内容。"), sheet=grid.name)


class SheetScan:
    """The rows of one sheet, parsed column by column with an answer kept for each distinct cell."""

    def __init__(self, layout, book, grid, head, result, *, leave_out):
        self.layout, self.book, self.grid, self.head, self.result = layout, book, grid, head, result
        self.leave_out = leave_out
        self.columns = [layout.by_field[name] for name in head.places]
        self.places = [head.places[column.field] for column in self.columns]
        self.starts = 0 in self.places
        self.heading_keys = {heads.heading_key(heading) for heading in head.headings.values()}
        self.first_letters = FIRST_LETTERS | {heading[:1] for heading in head.headings.values()}
        self.absent = [column for column in layout.columns if column.field not in head.places]

    def run(self, unknown=None):
        self.remark_on_sheet()
        rows, said = self.data_rows(), stated(self.layout, self.grid, self.head)
        self.result.rows += rows
        self.read(unknown(self, rows, said) if unknown else rows, said)

    def read(self, rows, said):
        """Turn the cells of ``rows`` into values; ``said`` is what a line above the headings gives (field → text)."""
        for column, place in zip(self.columns, self.places, strict=True):
            ColumnScan(column, self.book).fill(rows, place)
        for column in self.absent:
            for row in rows:
                row.values[column.field] = column.default
        for name, text in said.items():
            self.fill_stated(self.layout.by_field[name], text, rows)

    def fill_stated(self, column, text, rows):
        """Give what a line above the headings says to the rows that do not say it themselves."""
        value, remark = ColumnScan(column, self.book).answer(text)
        for row in rows:
            if row.values[column.field] == column.default and not row.faulty(column.field):
                row.values[column.field] = value
                if remark is not None:
                    tell(row, column.field, remark)

    def data_rows(self):
        """The rows under the heading that say something."""
        rows, hidden, name, places = [], self.grid.hidden_rows, self.grid.name, self.head.places
        for number, cells in self.grid.rows:
            if number <= self.head.row or (self.leave_out and number in hidden):
                continue
            if self.is_plain_data(cells) or not self.skipped(number, cells):
                rows.append(Row(name, number + 1, cells, places, hidden=self.grid.hidden or number in hidden))
        return rows

    def is_plain_data(self, cells):
        """Whether the row is data at first sight, as nearly every row is."""
        first = cells[0] if cells[0].__class__ is str and cells[0] else next((c for c in cells if c.__class__ is str and c), " ")
        if first[0] in self.first_letters or first[0].isspace():
            return False
        if first is cells[0] and self.starts and not is_blank(first):
            return True
        width = len(cells)
        return any(place < width and not is_blank(cells[place]) for place in self.places)

    def skipped(self, number, cells):
        """Whether the row is no data: blank, dots, a repeated heading, a total, a share, a signature or a footnote."""
        first = next((cell for cell in cells if cell.__class__ is str and cell), "")
        raw = {name: cells[place] for name, place in self.head.places.items() if place < len(cells)}
        if all(is_blank(value) for value in raw.values()):
            if first.strip() and not self.only_own(cells):
                self.remark_skipped(number, first)
            return True
        repeats = heads.heading_key(first) in self.heading_keys and self.repeats_heading(raw)
        dots = all(DOTS.fullmatch(str(value).strip()) for value in raw.values() if not is_blank(value))
        if dots or repeats or (NO_DATA.match(first.strip()) and self.lacks_required(raw)):
            self.remark_skipped(number, first)
            return True
        return False

    def only_own(self, cells):
        """Whether nothing but a running number or our own result columns is filled."""
        return all(is_blank(cell) for place, cell in enumerate(cells) if place in self.head.unknown)

    def lacks_required(self, raw):
        needed = [column for column in self.columns if column.required]
        filled = sum(1 for column in needed if not is_blank(raw.get(column.field)))
        return filled < len(needed) or any(TOTALS.fullmatch(str(value).strip()) for value in raw.values())

    def repeats_heading(self, raw):
        filled = {name: value for name, value in raw.items() if not is_blank(value)}
        return all(heads.heading_key(value) == heads.heading_key(self.head.headings[name]) for name, value in filled.items())

    def remark_skipped(self, number, first):
        own = self.layout.own_lines
        if own and own.fullmatch(first.strip()):
            return
        message = _("第 %(row)d 行“%(text)s”不是数据，已跳过。") % {"row": number + 1, "text": first.strip()[:20]}
        self.result.remark(WARNING, "row_skipped", message, sheet=self.grid.name, row=number + 1, value=first.strip()[:60])

    def remark_on_sheet(self):
        """Say what a person might not see: unknown columns, hidden rows and columns, formulas, merged cells."""
        grid, head = self.grid, self.head
        for heading in head.unknown.values():
            self.warn("unknown_column", _("列“%s”不属于本表，已忽略。") % heading, column=heading)
        hidden = [row for row in grid.hidden_rows if row > head.row]
        if hidden:
            self.result.hidden += len(hidden)
            listed = "、".join(str(row + 1) for row in sorted(hidden)[:20])
            message = _("有 %(count)d 行被隐藏：第 %(rows)s 行。") % {"count": len(hidden), "rows": listed}
            self.warn("hidden_rows", message, choose_hidden())
        for name, place in head.places.items():
            if place in grid.hidden_columns:
                self.result.hidden += 1
                self.warn("hidden_column", _("列“%s”被隐藏。") % head.headings[name], choose_hidden(), column=head.headings[name])
        self.remark_on_formulas()
        self.remark_on_merges()

    def remark_on_formulas(self):
        mine = set(self.head.places.values())
        formulas = sum(1 for row, column in self.grid.formulas if row > self.head.row and column in mine)
        if formulas:
            self.warn("formulas", _("有 %d 个单元格是公式，按文件里保存的计算结果读取。") % formulas)

    def remark_on_merges(self):
        for top, end, column in self.grid.merges:
            if top > self.head.row and column in self.head.places.values():
                message = _("第 %(top)d 至 %(end)d 行合并的单元格，内容用于其中每一行。") % {"top": top + 1, "end": end + 1}
                self.warn("merged_cells", message)

    def warn(self, code, message, advice="", *, column=""):
        self.result.remark(WARNING, code, message, advice, sheet=self.grid.name, column=column)


def tell(row, field, remark):
    """Note what there is to say about a cell."""
    if remark[0] == ROW:
        row.state = "refused"
    row.note(remark[0], field, *remark[1:])


def choose_hidden():
    return _("请在确认时选择导入或不导入隐藏内容。")


class ColumnScan:
    """One column's cells turned into values; equal cells are parsed once."""

    def __init__(self, column, book):
        self.column, self.field = column, column.field
        self.moved = DAYS_1904 if book.epoch_1904 and isinstance(column.kind, Date) else 0
        self.blanks = {fold(word) for word in column.blanks}
        self.longest_blank = 2 * max(map(len, self.blanks), default=0)
        self.known = {}

    def fill(self, rows, place):
        field, known = self.field, self.known
        for row in rows:
            cells = row.cells
            raw = cells[place] if place < len(cells) else None
            key = raw if raw.__class__ is str else (raw.__class__, raw)
            answer = known.get(key)
            if answer is None:
                answer = known[key] = self.answer(raw)
            row.values[field], remark = answer
            if remark is not None:
                tell(row, field, remark)

    def answer(self, raw):
        """(value, remark or None) of one raw cell."""
        if is_blank(raw) or (raw.__class__ is str and len(raw) <= self.longest_blank and fold(raw) in self.blanks):
            return self.blank(raw)
        try:
            value = self.column.kind.read(self.on_1900(raw))
        except Unfit as unfit:
            return None, (ROW, unfit.code, unfit.message, unfit.advice)
        if isinstance(value, Told):
            return value.value, (NORMALISED, "normalised", value.message)
        return value, None

    def blank(self, raw):
        if self.column.required:
            return None, (ROW, "required", _("必填项“%s”没有填写。") % self.column.heading, _("请补填。"))
        if not is_blank(raw):
            return self.column.default, (NORMALISED, "blank_word", _("按空白读取。"))
        return self.column.default, None

    def on_1900(self, raw):
        """A bare serial number moved from the 1904 count to the 1900 count."""
        return raw + self.moved if self.moved and raw.__class__ in (int, float) else raw
