"""Containers: cases 1 to 20. Each answers with (file name, bytes)."""

import io
import struct
import zipfile
from functools import cache

from tests.corpus import raw, xls
from tests.sheets.books import xlsx

HEAD = ["单位", "期次", "统计口径", "得分"]
GOOD = [HEAD, ["乐清市", "1", "区域平均", 91.4]]
MEGABYTE = 1 << 20
TYPE = "application/vnd.ms-excel"


def good():
    return xlsx(GOOD)


@cache
def bomb():
    """300 KB that unpack to 300 MB."""
    return "表.xlsx", raw.package(raw.parts(raw.table(GOOD)) | {"xl/media/fill.bin": b"\0" * (300 * MEGABYTE)})


def lying_bomb():
    """The same, with small sizes written into the directory and the local headers."""
    data = bytearray(bomb()[1])
    true, told = struct.pack("<I", 300 * MEGABYTE), struct.pack("<I", 1000)
    return "表.xlsx", bytes(data.replace(true, told))


def far_corner():
    """A1 and XFD1048576 only: the fast reader aborts on it."""
    cells = raw.row(1, raw.number("A1", 1)) + raw.row(1048576, raw.number("XFD1048576", 1))
    return "表.xlsx", raw.book(cells)


def far_corner_in_disguise():
    """The same with the attributes turned round, so that the quick look does not see it."""
    cells = raw.row(1, raw.number("A1", 1)) + '<row r="1048576"><c s="0" r="XFD1048576"><v>1</v></c></row>'
    return "表.xlsx", raw.book(cells)


def empty_rows():
    return "表.xlsx", raw.book(raw.table(GOOD) + "<row/>" * 1_048_574)


def formatted_columns():
    """16,384 columns of formatting, four with data."""
    styled = "".join(f'<c r="{letters}3" s="0"/>' for letters in ("HA", "ZZ", "XFD"))
    return "表.xlsx", raw.book(
        raw.table(GOOD) + raw.row(3, styled), before='<cols><col min="1" max="16384" width="9" style="0"/></cols>'
    )


def too_wide():
    return "表.xlsx", raw.book(raw.table(GOOD) + raw.row(3, raw.number("XFD3", 1)))


def billion_laughs():
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "ha"}">' for n in range(9))
    return "表.xlsx", with_declaration(f"<!DOCTYPE worksheet [{entities}]>", "&e8;")


def external_entity():
    return "表.xlsx", with_declaration('<!DOCTYPE worksheet [<!ENTITY e SYSTEM "file:///etc/passwd">]>', "&e;")


def external_declaration():
    return "表.xlsx", with_declaration('<!DOCTYPE worksheet SYSTEM "http://127.0.0.1:9/x.dtd">', "x")


def with_declaration(declaration, value):
    parts = raw.parts(raw.table(GOOD) + raw.row(3, raw.text("A3", value)))
    sheet = parts["xl/worksheets/sheet1.xml"]
    parts["xl/worksheets/sheet1.xml"] = sheet.replace(raw.HEAD, raw.HEAD + declaration)
    return raw.package(parts)


def macros():
    main = f"{TYPE}.sheet.macroEnabled.main+xml"
    return "表.xlsm", raw.book(raw.table(GOOD), main=main, more={"xl/vbaProject.bin": b"x"})


def renamed_macros():
    return "表.xlsx", macros()[1]


def add_in():
    return "表.xlam", raw.book(raw.table(GOOD), main=f"{TYPE}.addin.macroEnabled.main+xml")


def password():
    return "表.xlsx", xls.compound({"EncryptionInfo": b"x", "EncryptedPackage": b"x" * 5000})


def old_excel():
    return "表.xls", xls.book(GOOD)


def wps():
    return "表.et", xls.book(GOOD)


def old_excel_with_password():
    return "表.xls", xls.book(GOOD, encrypted=True)


def web_page():
    return "表.xls", "<html><body><table><tr><td>单位</td></tr></table></body></html>".encode()


def tabs():
    return "表.xls", "\n".join("\t".join(map(str, values)) for values in GOOD).encode("gb18030")


def binary_xlsx():
    return "表.xlsb", raw.package(raw.parts("") | {"xl/workbook.bin": b"x"})


def open_document():
    return "表.ods", ods(GOOD)


def ods(rows):
    """The bytes of an OpenDocument workbook of one sheet."""
    cells = "".join(f"<table:table-row>{''.join(map(ods_cell, values))}</table:table-row>" for values in rows)
    content = (
        '<?xml version="1.0" encoding="UTF-8"?><office:document-content'
        ' xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
        ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
        ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.2"><office:body><office:spreadsheet>'
        f'<table:table table:name="S">{cells}</table:table></office:spreadsheet></office:body></office:document-content>'
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/></manifest:manifest>'
    )
    return raw.package({"mimetype": kind, "content.xml": content, "META-INF/manifest.xml": manifest})


def ods_cell(value):
    if value is None:
        return "<table:table-cell/>"
    if isinstance(value, str):
        return f'<table:table-cell office:value-type="string"><text:p>{value}</text:p></table:table-cell>'
    return f'<table:table-cell office:value-type="float" office:value="{value}"><text:p>{value}</text:p></table:table-cell>'


def word_document():
    return "表.xlsx", xls.compound({"WordDocument": b"x"})


def plain_zip():
    return "表.xlsx", raw.package({"a.txt": "x"})


def pdf():
    return "表.xlsx", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj"


def jpeg():
    return "表.xlsx", b"\xff\xd8\xff\xe0\0\x10JFIF\0" + b"\0" * 200


def program():
    return "表.xlsx", b"MZ\x90\0\3" + b"\0" * 200


def workbook_as_text():
    return "表.csv", good()


def random_bytes():
    return "表.xlsx", bytes(7 * number * number % 251 for number in range(3000))


def letters_of_no_table():
    return "表.xlsx", b"\x01\x02 garbage, more\x03\n" * 20


def prose_as_workbook():
    return "表.xlsx", "这不是工作簿\n".encode()


def nothing():
    return "表.xlsx", b""


def truncated():
    data = good()
    return "表.xlsx", data[: len(data) // 2]


def flipped():
    """One bit of the sheet's compressed bytes turned over."""
    data = bytearray(good())
    with zipfile.ZipFile(io.BytesIO(bytes(data))) as file:
        info = file.getinfo("xl/worksheets/sheet1.xml")
    data[info.header_offset + 30 + len(info.filename) + info.compress_size // 2] ^= 4
    return "表.xlsx", bytes(data)


def linked_and_embedded():
    more = {
        "xl/externalLinks/externalLink1.xml": '<externalLink xmlns="x"><ddeLink ddeService="cmd" ddeTopic="x"/></externalLink>',
        "xl/embeddings/oleObject1.bin": b"x",
        "xl/media/image1.png": b"\x89PNG" + b"\0" * 1000,
        "xl/connections.xml": '<connections xmlns="x"/>',
    }
    return "表.xlsx", raw.book(raw.table(GOOD), more=more)


def many_entries():
    return "表.xlsx", raw.package(raw.parts(raw.table(GOOD)) | {f"docProps/{n}.txt": "" for n in range(2_100)})


def other_form():
    return "表.xlsx", xlsx([["单位", "标题", "媒体", "媒体级别", "日期"], ["乐清市", "甲", "乙报", "省级", "2023-05-01"]])


def other_heading():
    return "表.xlsx", xlsx([["甲", "乙"], [1, 2]])


def heading_without_a_column():
    return "表.xlsx", xlsx([["单位", "期次", "得分"], ["乐清市", 1, 91]])
