"""A fresh xlsx with rows of a workbook and what was found in them, for files that cannot carry the marks themselves."""

import datetime
import io
import math
import re

RESULT, PROBLEMS = "导入结果", "问题与建议"
AUTHOR = "提升工程2.0"
FILLS = {"row": "FFC7CE", "warning": "FFEB9C", "normalised": "DDEBF7"}
COMMENT = {"width": 320, "height": 120, "most": 2000}
COMMENTS = 1_000
LONGEST_TEXT, LONGEST_NAME = 32_767, 31
NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\]")
KINDS = {"text": {"num_format": "@"}, "number": {}, "day": {"num_format": "yyyy-mm-dd"}}
FIRST_DAY = 1900


class Copy:
    """One copy as it is written; ``told`` as in ``markup.mark``, ``whole`` carries the rows nothing is told about, too."""

    def __init__(self, source, told, *, whole):
        import xlsxwriter

        self.source, self.told, self.whole = source, told, whole
        self.out = io.BytesIO()
        self.book = xlsxwriter.Workbook(self.out, {"in_memory": True})
        self.book.set_properties({"author": AUTHOR})
        self.bold = self.book.add_format({"bold": True})
        self.wrapped = self.book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
        self.formats, self.names, self.comments = {}, set(), 0

    def written(self):
        """The bytes of the xlsx."""
        for sheet in self.source.sheets:
            notes = self.told.get(sheet.name)
            if notes or self.whole:
                self.write_sheet(sheet, notes or {"header": 0, "cells": [], "results": {}})
        self.book.close()
        return self.out.getvalue()

    def write_sheet(self, sheet, notes):
        target = self.book.add_worksheet(self.free_name(sheet.name))
        results = {int(row): result for row, result in notes["results"].items()}
        found, places, last, own = found_in(notes["cells"]), {}, 0, None
        for number, cells in sheet.rows:
            row = number + 1
            if self.whole or row <= notes["header"] or row in results:
                places[row] = number if self.whole else len(places)
                self.write_row(target, places[row], cells, found.get(row, {}))
                last = max(last, len(cells))
                if row == notes["header"] and RESULT in cells:
                    own = cells.index(RESULT)
        if notes["header"] in places:
            self.write_results(target, last if own is None else own, places, notes["header"], results)

    def free_name(self, name):
        """The sheet's name as an xlsx may have it, and not twice."""
        stem = NOT_IN_NAMES.sub(" ", name).strip("' ")[:LONGEST_NAME] or "数据"
        name, count = stem, 1
        while name.lower() in self.names:
            count += 1
            name = f"{stem[: LONGEST_NAME - 4]} {count}"
        self.names.add(name.lower())
        return name

    def write_row(self, target, place, cells, found):
        for column, value in enumerate(cells):
            severity = found[column][0] if column in found else ""
            if value != "":
                self.write(target, place, column, value, severity)
            elif severity:
                target.write_blank(place, column, None, self.format("text", severity))
        for column, (severity, lines) in found.items():
            if column >= len(cells):
                target.write_blank(place, column, None, self.format("text", severity))
            self.comment(target, place, column, lines)

    def comment(self, target, place, column, lines):
        """Say what was found at the cell; from some thousands on nobody could open the file, and its last column says it."""
        if self.comments < COMMENTS:
            self.comments += 1
            options = {"author": AUTHOR, "width": COMMENT["width"], "height": COMMENT["height"]}
            target.write_comment(place, column, "\n".join(lines)[: COMMENT["most"]], options)

    def write(self, target, place, column, value, severity):
        """A value as typed text, number or day; what begins like a formula stays text."""
        if isinstance(value, dict):
            value = value["o"][1]
        if isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value):
            target.write_number(place, column, value, self.format("number", severity))
        elif isinstance(value, datetime.date) and value.year >= FIRST_DAY and not getattr(value, "hour", 0):
            target.write_datetime(place, column, value, self.format("day", severity))
        else:
            target.write_string(place, column, str(value)[:LONGEST_TEXT], self.format("text", severity))

    def format(self, kind, severity):
        key = kind, severity
        if key not in self.formats:
            fill = {"bg_color": f"#{FILLS.get(severity, FILLS['warning'])}"} if severity else {}
            self.formats[key] = self.book.add_format(KINDS[kind] | fill)
        return self.formats[key]

    def write_results(self, target, first, places, header, results):
        """Fill, or append, the two columns that tell the result and the problems of each row."""
        for column, title, width in ((first, RESULT, 12), (first + 1, PROBLEMS, 60)):
            target.set_column(column, column, width)
            target.write_string(places[header], column, title, self.bold)
        for row, (word, text) in results.items():
            if row in places:
                target.write_string(places[row], first, word)
                target.write_string(places[row], first + 1, text[:LONGEST_TEXT], self.wrapped)


def found_in(cells):
    """Row → {column from 0: (the gravest severity, texts)}; findings come gravest first."""
    found = {}
    for row, column, severity, text in cells:
        if column:
            found.setdefault(row, {}).setdefault(column - 1, (severity, []))[1].append(text)
    return found
