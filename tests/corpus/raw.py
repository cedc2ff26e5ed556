"""Workbooks written as XML by hand, where the libraries would not write what people send."""

import io
import zipfile

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
HEAD = '<?xml version="1.0" encoding="UTF-8"?>'


def types(main=f"{TYPE}.sheet.main+xml"):
    return (
        f'{HEAD}<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{main}"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{TYPE}.worksheet+xml"/></Types>'
    )


def relation(kind, target, key="rId1"):
    return f'<Relationship Id="{key}" Type="{RELATIONS}/{kind}" Target="{target}"/>'


def relations(*each):
    return f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">{"".join(each)}</Relationships>'


def workbook(*, properties="", sheets='<sheet name="S" sheetId="1" r:id="rId1"/>'):
    return f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}">{properties}<sheets>{sheets}</sheets></workbook>'


def worksheet(cells, *, before="", after=""):
    return f'{HEAD}<worksheet xmlns="{MAIN}">{before}<sheetData>{cells}</sheetData>{after}</worksheet>'


def package(parts):
    """The bytes of a zip with these parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as file:
        for name, data in parts.items():
            file.writestr(name, data)
    return out.getvalue()


def parts(cells, *, main=f"{TYPE}.sheet.main+xml", properties="", before="", after=""):
    """The parts of a workbook of one sheet with these cells."""
    return {
        "[Content_Types].xml": types(main),
        "_rels/.rels": relations(relation("officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": workbook(properties=properties),
        "xl/_rels/workbook.xml.rels": relations(relation("worksheet", "worksheets/sheet1.xml")),
        "xl/worksheets/sheet1.xml": worksheet(cells, before=before, after=after),
    }


def book(cells, *, more=None, **about):
    """The bytes of a workbook of one sheet; ``more`` adds parts."""
    return package(parts(cells, **about) | (more or {}))


def text(reference, value):
    return f'<c r="{reference}" t="inlineStr"><is><t xml:space="preserve">{value}</t></is></c>'


def number(reference, value, style=None):
    return f'<c r="{reference}"{f" s={chr(34)}{style}{chr(34)}" if style is not None else ""}><v>{value}</v></c>'


def row(place, *cells, about=""):
    return f'<row r="{place}"{about}>{"".join(cells)}</row>'


def table(rows, *, first=1):
    """Rows of texts and numbers as XML, from a row on."""
    lines = []
    for place, values in enumerate(rows, start=first):
        cells = [
            (text if isinstance(value, str) else number)(f"{chr(65 + column)}{place}", value)
            for column, value in enumerate(values)
            if value is not None
        ]
        lines.append(row(place, *cells))
    return "".join(lines)
