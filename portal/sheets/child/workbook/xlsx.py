"""The raw XML of an xlsx: caps before the fast reader runs, and the marks it does not give."""

import posixpath
import re
from xml.etree.ElementTree import ParseError
from xml.parsers import expat

from defusedxml.ElementTree import fromstring

from workbook import limits, validations
from workbook.marks import Marks, column_number, row_number
from workbook.refusal import Refusal

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
STRICT = "{http://purl.oclc.org/ooxml/spreadsheetml/main}"
RELATION = (
    "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id",
    "{http://purl.oclc.org/ooxml/officeDocument/relationships}id",
)
TOO_LONG = re.compile(rb'c r="[A-Z]+(?:[2-9]\d{5}|1[1-9]\d{4}|10[1-9]\d{3}|\d{7})"(?:[^>]*[^/])?>')
TOO_WIDE = re.compile(rb'c r="(?:[A-Z]{3}|[H-Z][A-Z]|G[S-Z])\d+"(?:[^>]*[^/])?>')
IN_HEAD = (b"hidden=", b'width="0"', b"zeroHeight=")
IN_CELLS = (b"<f>", b"<f ", b"<f/", b't="e"', b"t='e'", b"hidden=", b'ht="0"')
PLAIN_ROOT = b"<sheetData"
PERCENT_BUILT_IN = {9, 10}


class Parts:
    """Where the sheets of a workbook lie, its epoch, and which cell styles show percentages."""

    def __init__(self, archive):
        self.archive = archive
        book = self.main_part()
        root = tree(archive.read(book))
        properties = root.find(f"{namespace(root)}workbookPr")
        self.epoch_1904 = properties is not None and properties.get("date1904") in ("1", "true")
        self.sheets = self.sheet_parts(book, root)
        self.percent_styles = self.styles_with_percent(posixpath.dirname(book))

    def main_part(self):
        for relation in tree(self.archive.read("_rels/.rels")):
            if relation.get("Type", "").endswith("/officeDocument"):
                return relation.get("Target").lstrip("/")
        raise Refusal("damaged")

    def sheet_parts(self, book, root):
        """Sheet name → part, for worksheets."""
        folder, name = posixpath.split(book)
        relations = tree(self.archive.read(f"{folder}/_rels/{name}.rels"))
        targets = {
            relation.get("Id"): self.absolute(folder, relation.get("Target", ""))
            for relation in relations
            if relation.get("Type", "").endswith("/worksheet")
        }
        found = {}
        for sheet in root.iter(f"{namespace(root)}sheet"):
            part = targets.get(sheet.get(RELATION[0]) or sheet.get(RELATION[1]))
            if part in self.archive.names:
                found[sheet.get("name")] = part
        return found

    def absolute(self, folder, target):
        return target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))

    def styles_with_percent(self, folder):
        """Indexes of cell formats that print a number as a percentage."""
        part = f"{folder}/styles.xml"
        if part not in self.archive.names:
            return set()
        root = tree(self.archive.read(part))
        space = namespace(root)
        own = {int(f.get("numFmtId", 0)) for f in root.iter(f"{space}numFmt") if "%" in (f.get("formatCode") or "")}
        formats = root.find(f"{space}cellXfs")
        shown = own | PERCENT_BUILT_IN
        return {i for i, xf in enumerate(formats if formats is not None else ()) if int(xf.get("numFmtId") or 0) in shown}

    def marks(self, name):
        """The marks of one sheet; refuses sheets whose used cells lie beyond the caps."""
        data = self.archive.read(self.sheets[name]) if name in self.sheets else b""
        check_extent(data)
        look = worth_a_look(data) or self.shows_percent(data)
        marks = SheetLook(self.percent_styles).look(data) if look else Marks()
        marks.rules = validations.rules(data)
        return marks

    def shows_percent(self, data):
        if not self.percent_styles:
            return False
        styles = b"|".join(str(index).encode() for index in self.percent_styles)
        return re.search(rb"\ss=[\"'](?:%s)[\"']" % styles, data)


def worth_a_look(data):
    """Whether a quick search finds anything to mark; a sheet written with name prefixes is always looked at."""
    cells = data.find(PLAIN_ROOT)
    return cells < 0 or any(data.find(word, 0, cells) >= 0 for word in IN_HEAD) or any(word in data for word in IN_CELLS)


def tree(data):
    try:
        return fromstring(data)
    except ParseError as error:
        raise Refusal("damaged") from error


def namespace(root):
    return STRICT if root.tag.startswith(STRICT) else MAIN


def check_extent(data):
    """Cheap look for cells with content outside the caps, before a dense grid would be laid out for them."""
    if TOO_LONG.search(data):
        raise Refusal("too_many_rows", most=limits.ROWS)
    if TOO_WIDE.search(data):
        raise Refusal("too_many_columns", most=limits.COLUMNS)
    merges = data.count(b"<mergeCell ") + data.count(b":mergeCell ")
    if merges > limits.MERGES:
        raise Refusal("too_many_merges", merges=merges, most=limits.MERGES)


class SheetLook:
    """One pass over a sheet's XML, taken only where a quick search found something worth it."""

    def __init__(self, percent_styles):
        self.percent_styles = percent_styles
        self.marks = Marks()
        self.row = self.column = -1
        self.cell, self.text, self.has_formula, self.collects = {}, [], False, False

    def look(self, data):
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartElementHandler, parser.EndElementHandler = self.start, self.end
        parser.CharacterDataHandler = self.characters
        try:
            parser.Parse(data, True)
        except expat.ExpatError as error:
            raise Refusal("damaged") from error
        return self.marks

    def start(self, name, attributes):
        tag = name.rpartition(" ")[2]
        if tag == "c":
            self.start_cell(attributes)
        elif tag == "row":
            self.start_row(attributes)
        elif tag == "f":
            self.has_formula = True
        elif tag == "v":
            self.collects = True
        elif tag == "col":
            self.hide_columns(attributes)

    def start_row(self, attributes):
        self.row = int(attributes["r"]) - 1 if "r" in attributes else self.row + 1
        self.column = -1
        if attributes.get("hidden") in ("1", "true") or attributes.get("ht") == "0":
            self.marks.hidden_rows.add(self.row)

    def start_cell(self, attributes):
        reference = attributes.get("r")
        self.column = column_number(reference) if reference else self.column + 1
        if reference:
            self.row = row_number(reference)
        self.cell, self.text, self.has_formula = attributes, [], False

    def characters(self, text):
        if self.collects:
            self.text.append(text)

    def end(self, name):
        tag = name.rpartition(" ")[2]
        if tag == "v":
            self.collects = False
        elif tag == "c":
            self.end_cell("".join(self.text))

    def end_cell(self, value):
        place = (self.row, self.column)
        if self.has_formula:
            self.marks.formulas.append(place)
            if value == "" and self.cell.get("t") != "str":
                self.marks.odd[place] = ("formula", "")
        if self.cell.get("t") == "e":
            self.marks.odd[place] = ("error", value)
        elif value and int(self.cell.get("s") or 0) in self.percent_styles and self.cell.get("t", "n") == "n":
            self.marks.odd[place] = ("percent", value)

    def hide_columns(self, attributes):
        if attributes.get("hidden") in ("1", "true") or attributes.get("width") == "0":
            first, last = int(attributes["min"]), int(attributes["max"])
            self.marks.hidden_columns.update(range(first - 1, min(last, limits.COLUMNS)))
