"""A workbook of one table written as it is read: memory stays the same however many rows there are.

Libraries that build any workbook pay for that with every cell; here a cell is one formatted string. Texts are inline
strings, so nothing is kept for the end of the file, and never formulas or links.
"""

import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import chain, islice
from xml.sax.saxutils import escape

MOST_ROWS = 1_048_576  # of one sheet; the table goes on in another
BLOCK = 1000
FIRST_DAY = date(1899, 12, 30).toordinal()
NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
ESCAPE_LIKE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")  # what Excel would read as a character's number
NEEDS_CARE = re.compile("[&<>\r_\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
NOT_IN_SHEET_NAMES = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))
HEAD_STYLE, DATE_STYLE = 1, 2
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"
DECLARED = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
STYLES = (
    f'{DECLARED}<styleSheet xmlns="{MAIN}"><numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/></numFmts>'
    '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>'
    '<fill><patternFill patternType="solid"><fgColor rgb="FFE7F0FA"/><bgColor indexed="64"/></patternFill></fill></fills>'
    '<borders count="2"><border><left/><right/><top/><bottom/><diagonal/></border><border><left style="thin"/>'
    '<right style="thin"/><top style="thin"/><bottom style="thin"/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="3">'
    '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="0" fontId="1" fillId="2" borderId="1" xfId="0" applyFont="1" applyFill="1" applyBorder="1"/>'
    '<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)


def sheet_name(title: str, longest: int = 31) -> str:
    """``title`` as a worksheet may be called: without the characters Excel keeps for itself, no longer than it allows."""
    return title.translate(NOT_IN_SHEET_NAMES)[:longest].strip() or "Sheet1"


def write_workbook(file, headings: Sequence[str], rows: Iterable[Sequence], title: str) -> None:
    """Write the table into ``file``: a frozen heading row, numbers as numbers, days as days, everything else as text."""
    headings, rest = [str(heading) for heading in headings], iter(rows)
    name = sheet_name(title, longest=25)
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as book:
        names = []
        while not names or (first := next(rest, None)) is not None:
            names.append(name if not names else f"{name} {len(names) + 1}")
            start = rest if len(names) == 1 else chain([first], rest)
            with book.open(f"xl/worksheets/sheet{len(names)}.xml", "w", force_zip64=True) as sheet:
                for text in _sheet(headings, islice(start, MOST_ROWS - 1)):
                    sheet.write(text.encode())
        for path, text in _frame(names).items():
            book.writestr(path, text)


def _sheet(headings, rows) -> Iterator[str]:
    columns = "".join(
        f'<col min="{place}" max="{place}" width="{max(12, 2 * len(heading) + 4)}" customWidth="1"/>'
        for place, heading in enumerate(headings, start=1)
    )
    yield (
        f'{DECLARED}<worksheet xmlns="{MAIN}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" '
        f'activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><sheetFormatPr defaultRowHeight="15"/>'
        f"<cols>{columns}</cols><sheetData>"
    )
    letters, bodies = [_letters(place) for place in range(len(headings))], Bodies()
    yield _row(1, letters, headings, Bodies(HEAD_STYLE))
    numbered, number = iter(rows), 1
    while block := list(islice(numbered, BLOCK)):
        yield "".join([_row(n, letters, row, bodies) for n, row in enumerate(block, start=number + 1)])
        number += len(block)
    yield "</sheetData></worksheet>"


def _row(number: int, letters: Sequence[str], values: Sequence, bodies: "Bodies") -> str:
    cells = []
    for letter, value in zip(letters, values, strict=True):
        body = bodies[value] if value.__class__ is str else bodies.of(value)
        if body:
            cells.append(f'<c r="{letter}{number}"{body}')
    return f'<row r="{number}">{"".join(cells)}</row>'


class Bodies(dict):
    """What stands in a cell, by its text: most texts of a list come again and again."""

    MOST = 20_000

    def __init__(self, style: int = 0):
        super().__init__({"": ""})
        self.style = f' s="{style}"' if style else ""

    def __missing__(self, text: str) -> str:
        if len(self) > self.MOST:
            self.clear()
            self[""] = ""
        self[text] = body = self.text(text)
        return body

    def text(self, text: str) -> str:
        if NEEDS_CARE.search(text):
            text = escape(ESCAPE_LIKE.sub("_x005F_", NOT_IN_XML.sub("", text)), {"\r": "&#13;"})
        kept = ' xml:space="preserve"' if text != text.strip() else ""
        return f'{self.style} t="inlineStr"><is><t{kept}>{text}</t></is></c>'

    def of(self, value) -> str:
        """The body of what is no plain text: None, numbers, truth values, days; anything else as its text."""
        if value is None:
            return ""
        if isinstance(value, bool):
            return self["是" if value else "否"]
        if isinstance(value, int | float | Decimal):
            return f"><v>{value}</v></c>"
        return f' s="{DATE_STYLE}"><v>{_serial(value)}</v></c>' if isinstance(value, date) else self[str(value)]


def _serial(day: date) -> str:
    """The days since the end of 1899, by which spreadsheets keep days; of a moment also its part of the day."""
    days = day.toordinal() - FIRST_DAY
    if not isinstance(day, datetime):
        return str(days)
    seconds = day.hour * 3600 + day.minute * 60 + day.second
    return f"{days + seconds / 86400:.6f}"


def _letters(place: int) -> str:
    """A column's letters: 0 → A, 26 → AA."""
    return (_letters(place // 26 - 1) if place >= 26 else "") + chr(ord("A") + place % 26)


def _frame(names: list[str]) -> dict[str, str]:
    """The parts around the sheets."""
    numbers = range(1, len(names) + 1)
    sheets = "".join(f'<sheet name="{escape(name)}" sheetId="{n}" r:id="rId{n}"/>' for n, name in zip(numbers, names, strict=True))
    parts = "".join(f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{TYPES}.worksheet+xml"/>' for n in numbers)
    links = "".join(f'<Relationship Id="rId{n}" Type="{OFFICE}/worksheet" Target="worksheets/sheet{n}.xml"/>' for n in numbers)
    return {
        "xl/workbook.xml": f'{DECLARED}<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>{sheets}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'{DECLARED}<Relationships xmlns="{PACKAGE}/relationships">{links}'
        f'<Relationship Id="rId{len(names) + 1}" Type="{OFFICE}/styles" Target="styles.xml"/></Relationships>',
        "xl/styles.xml": STYLES,
        "_rels/.rels": f'{DECLARED}<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "[Content_Types].xml": f'{DECLARED}<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{TYPES}.sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{TYPES}.styles+xml"/>{parts}</Types>',
    }
