"""The records of a binary workbook (.xls, WPS .et): epoch, password, formulas, errors, percentages, hidden parts."""

import struct

from workbook import limits
from workbook.marks import Marks
from workbook.refusal import Refusal

FORMULA, EOF, DATE_MODE, FILE_PASS, COLUMN_INFO, SHEET = 0x06, 0x0A, 0x22, 0x2F, 0x7D, 0x85
XF, FORMAT, NUMBER, ERROR, ROW, RK, RK_RUN, MERGES = 0xE0, 0x41E, 0x203, 0x205, 0x208, 0x27E, 0xBD, 0xE5
PERCENT_BUILT_IN = {9, 10}
ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}


def records(stream, start=0):
    """(type, content) of each record up to the end of the substream that begins at ``start``."""
    at = start
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        yield kind, stream[at + 4 : at + 4 + length]
        if kind == EOF:
            return
        at += 4 + length


class Book:
    """What the fast reader does not tell about a binary workbook."""

    def __init__(self, stream):
        self.stream, self.epoch_1904 = stream, False
        self.offsets, formats, percent = {}, [], set(PERCENT_BUILT_IN)
        try:
            self.read_globals(formats, percent)
        except (struct.error, IndexError) as error:
            raise Refusal("damaged") from error
        self.percent_styles = {index for index, number in enumerate(formats) if number in percent}

    def read_globals(self, formats, percent):
        for kind, content in records(self.stream):
            if kind == FILE_PASS:
                raise Refusal("encrypted")
            if kind == DATE_MODE:
                self.epoch_1904 = content[:2] == b"\x01\x00"
            elif kind == XF:
                formats.append(struct.unpack_from("<H", content, 2)[0])
            elif kind == FORMAT and b"%" in content:
                percent.add(struct.unpack_from("<H", content)[0])
            elif kind == SHEET:
                self.offsets[len(self.offsets)] = struct.unpack_from("<I", content)[0]

    def marks(self, index):
        """The marks of the sheet at that place in the workbook."""
        marks = Marks()
        try:
            for kind, content in records(self.stream, self.offsets[index]):
                self.look(kind, content, marks)
        except (struct.error, IndexError, KeyError) as error:
            raise Refusal("damaged") from error
        return marks

    def look(self, kind, content, marks):
        if kind == ROW and content[12] & 0x20:
            marks.hidden_rows.add(struct.unpack_from("<H", content)[0])
        elif kind == COLUMN_INFO and content[8] & 1:
            first, last = struct.unpack_from("<HH", content)
            marks.hidden_columns.update(range(first, min(last + 1, limits.COLUMNS)))
        elif kind in (NUMBER, RK, FORMULA, ERROR):
            self.look_at_cell(kind, content, marks)
        elif kind == RK_RUN:
            self.look_at_run(content, marks)

    def look_at_cell(self, kind, content, marks):
        row, column, style = struct.unpack_from("<HHH", content)
        if kind == FORMULA:
            marks.formulas.append((row, column))
            if content[12:14] == b"\xff\xff" and content[6] == 2:
                marks.odd[row, column] = ("error", ERRORS.get(content[8], "#?"))
        elif kind == ERROR and content[7]:
            marks.odd[row, column] = ("error", ERRORS.get(content[6], "#?"))
        if kind != ERROR and style in self.percent_styles:
            marks.odd.setdefault((row, column), ("percent", ""))

    def look_at_run(self, content, marks):
        row, first = struct.unpack_from("<HH", content)
        for index in range((len(content) - 6) // 6):
            if struct.unpack_from("<H", content, 4 + 6 * index)[0] in self.percent_styles:
                marks.odd[row, first + index] = ("percent", "")
