"""Templates people fill in: locked lists, columns of text, what is known already, and a hidden note of which template it is."""

import io

import xlsxwriter
from django.utils.translation import gettext as _
from xlsxwriter.utility import xl_col_to_name

from portal.kit.xlsx import sheet_name
from portal.sheets import meta
from portal.sheets.kinds import Choice, Flag, Hundredths, Integer

DICTIONARY = "_lists"
TITLE_ROW, NOTE_ROW, HEAD_ROW = 0, 1, 2
PREPARED_ROWS = 5_000
LINE = 18


def template(layout, unit) -> bytes:
    """The xlsx template of a sheet for a unit."""
    out = io.BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(out, options) as book:
        TemplateBook(book, layout, unit).write()
    return out.getvalue()


def file_name(layout, unit):
    return _("%(sheet)s模板-%(unit)s.xlsx") % {"sheet": layout.title, "unit": unit.name}


class TemplateBook:
    """One template as it is written."""

    def __init__(self, book, layout, unit):
        self.book, self.layout, self.unit = book, layout, unit
        self.columns = layout.columns
        self.last = len(self.columns) - 1
        self.sheet = book.add_worksheet(sheet_name(str(layout.title)))
        self.lists = layout.dropdowns(unit)
        self.formats = {name: book.add_format(about) for name, about in FORMATS.items()}

    def write(self):
        self.write_head()
        self.write_columns()
        self.write_known_rows()
        self.write_lists()
        self.write_meta()
        self.prepare_print()

    def write_head(self):
        sheet, title = self.sheet, f"{self.unit.name}{self.layout.title}"
        sheet.merge_range(TITLE_ROW, 0, TITLE_ROW, max(self.last, 1), title, self.formats["title"])
        notes = self.notes()
        sheet.merge_range(NOTE_ROW, 0, NOTE_ROW, max(self.last, 1), notes, self.formats["note"])
        sheet.set_row(TITLE_ROW, 30)
        sheet.set_row(NOTE_ROW, LINE * (notes.count("\n") + 1) + 6)
        sheet.set_row(HEAD_ROW, 24)
        for place, column in enumerate(self.columns):
            heading = f"{column.heading}*" if column.required else str(column.heading)
            sheet.write_string(HEAD_ROW, place, heading, self.formats["head"])
        sheet.freeze_panes(HEAD_ROW + 1, 0)

    def notes(self):
        lines = [str(self.layout.notes)] if self.layout.notes else []
        lines.append(_("填表说明：带 * 的列必填；一行一条，每个文件最多 100,000 行；请不要改动表头、合并单元格或使用公式。"))
        return "\n".join(lines)

    def write_columns(self):
        for place, column in enumerate(self.columns):
            number = isinstance(column.kind, Hundredths | Integer)
            width = max(column.kind.width, 2 * len(str(column.heading)) + 3)
            self.sheet.set_column(place, place, width, self.formats["number" if number else "text"])
            if not self.offered(column):
                self.hint(place, column)

    def hint(self, place, column):
        """What to type, shown when a cell of the column is chosen."""
        text = str(column.help or column.kind.hint())
        if text:
            rule = {"validate": "any", "input_title": str(column.heading)[:32], "input_message": text[:255]}
            self.sheet.data_validation(HEAD_ROW + 1, place, HEAD_ROW + PREPARED_ROWS, place, rule)

    def offered(self, column):
        return [str(word) for word in self.lists.get(column.field) or column.kind.dropdown()]

    def write_lists(self):
        """The lists stand on a hidden sheet, since a list typed into the rule itself may hold 255 characters only."""
        lists = self.book.add_worksheet(DICTIONARY)
        lists.very_hidden()
        used = 0
        for place, column in enumerate(self.columns):
            words = self.offered(column)
            if not words:
                continue
            for row, word in enumerate(words):
                lists.write_string(row, used, word)
            letter = xl_col_to_name(used, col_abs=True)
            self.restrict(place, column, f"={DICTIONARY}!{letter}$1:{letter}${len(words)}")
            used += 1

    def restrict(self, place, column, source):
        closed = isinstance(column.kind, Choice | Flag)
        rule = {
            "validate": "list",
            "source": source,
            "error_type": "stop" if closed else "warning",
            "error_title": str(column.heading)[:32],
            "error_message": _("请从下拉列表中选择。") if closed else _("列表中没有这一项，确认要这样填写吗？"),
        }
        self.sheet.data_validation(HEAD_ROW + 1, place, HEAD_ROW + PREPARED_ROWS, place, rule)

    def write_known_rows(self):
        for number, known in enumerate(self.layout.template_rows(self.unit), start=HEAD_ROW + 1):
            for place, column in enumerate(self.columns):
                text = known.get(column.field)
                if text not in (None, ""):
                    self.write_cell(number, place, column, text)

    def write_cell(self, number, place, column, text):
        if isinstance(column.kind, Hundredths | Integer) and str(text).replace(".", "", 1).isdigit():
            self.sheet.write_number(number, place, float(text), self.formats["number"])
        else:
            self.sheet.write_string(number, place, str(text), self.formats["text"])

    def write_meta(self):
        hidden = self.book.add_worksheet(meta.SHEET)
        hidden.very_hidden()
        for number, (name, value) in enumerate(meta.lines(self.layout, self.unit)):
            hidden.write_string(number, 0, name)
            hidden.write_string(number, 1, str(value))

    def prepare_print(self):
        self.sheet.set_landscape()
        self.sheet.set_paper(9)
        self.sheet.repeat_rows(TITLE_ROW, HEAD_ROW)
        self.sheet.fit_to_pages(1, 0)
        self.sheet.set_footer(_("&L填报单位（盖章）：&C填表人：　　　　联系电话：&R日期：　　　　"))


FORMATS = {
    "title": {"bold": True, "font_size": 16, "align": "center", "valign": "vcenter"},
    "note": {"text_wrap": True, "valign": "top", "font_color": "#555555"},
    "head": {"bold": True, "bg_color": "#E7F0FA", "border": 1, "align": "center", "valign": "vcenter"},
    "text": {"num_format": "@"},
    "number": {},
}
