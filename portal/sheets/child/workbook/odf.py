"""The raw XML of an OpenDocument spreadsheet: hidden rows and columns, formulas, percentages."""

import re
from xml.parsers import expat

from workbook import limits
from workbook.marks import Marks
from workbook.refusal import Refusal

TABLE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0 "
OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0 "
NEEDS_A_LOOK = re.compile(rb"visibility=|:formula=|percentage|#N/A|#REF!|#DIV/0!|Err:\d")
HIDDEN = ("collapse", "filter")


def marks_by_sheet(archive):
    """Sheet name → marks."""
    data = archive.read("content.xml")
    return Look().look(data) if NEEDS_A_LOOK.search(data) else {}


class Look:
    """One pass over ``content.xml``; repeated rows and cells are counted, not laid out."""

    def __init__(self):
        self.sheets, self.marks = {}, Marks()
        self.row = self.column = self.table_column = 0
        self.row_repeats, self.cell = 1, {}

    def look(self, data):
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.StartElementHandler, parser.EndElementHandler = self.start, self.end
        try:
            parser.Parse(data, True)
        except expat.ExpatError as error:
            raise Refusal("damaged") from error
        return self.sheets

    def start(self, name, attributes):
        if name == TABLE + "table":
            self.marks = self.sheets[attributes.get(TABLE + "name")] = Marks()
            self.row = self.table_column = 0
        elif name == TABLE + "table-column":
            self.start_column(attributes)
        elif name == TABLE + "table-row":
            self.start_row(attributes)
        elif name in (TABLE + "table-cell", TABLE + "covered-table-cell"):
            self.start_cell(attributes)

    def start_column(self, attributes):
        repeats = int(attributes.get(TABLE + "number-columns-repeated", 1))
        if attributes.get(TABLE + "visibility") in HIDDEN:
            last = min(self.table_column + repeats, limits.COLUMNS)
            self.marks.hidden_columns.update(range(self.table_column, last))
        self.table_column += repeats

    def start_row(self, attributes):
        self.column = 0
        self.row_repeats = int(attributes.get(TABLE + "number-rows-repeated", 1))
        if attributes.get(TABLE + "visibility") in HIDDEN:
            self.marks.hidden_rows.update(range(self.row, min(self.row + self.row_repeats, limits.ROWS)))

    def start_cell(self, attributes):
        place = (self.row, self.column)
        if TABLE + "formula" in attributes:
            self.marks.formulas.append(place)
            if OFFICE + "value-type" not in attributes:
                self.marks.odd[place] = ("formula", "")
        if attributes.get(OFFICE + "value-type") == "percentage":
            self.marks.odd[place] = ("percent", attributes.get(OFFICE + "value", ""))
        self.column += int(attributes.get(TABLE + "number-columns-repeated", 1))

    def end(self, name):
        if name == TABLE + "table-row":
            self.row += self.row_repeats
