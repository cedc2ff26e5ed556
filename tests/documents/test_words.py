"""The words of files of others, read by the limited child."""

import io
import zipfile

import pytest
import xlsxwriter
from docx import Document

from portal.documents.reading import words_of
from portal.documents.rendering import render
from portal.kit.errors import Refused
from tests.documents.factories import Slip


def word_file(*paragraphs, header="") -> bytes:
    page, out = Document(), io.BytesIO()
    for pieces in paragraphs:
        paragraph = page.add_paragraph()
        for piece in pieces:
            paragraph.add_run(piece)
    page.sections[0].header.paragraphs[0].text = header
    page.save(out)
    return out.getvalue()


def workbook() -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet()
    sheet.write(0, 0, "电话")
    sheet.write_number(0, 1, 13800138000)
    sheet.write_comment(0, 0, "邮箱 a@example.com")
    book.add_worksheet().hide()
    book.close()
    return out.getvalue()


def packed(**parts) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        for name, text in parts.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml").replace("_bin", ".bin"), text)
    return out.getvalue()


def test_what_runs_cut_apart_and_what_stands_in_heads_is_read():
    words = words_of(word_file(("联系人 138", "0013", "8000"), header="内部 330302199001011234"))

    assert "联系人 13800138000" in words.lines
    assert "内部 330302199001011234" in words.lines
    assert words.unread == 0


def test_numbers_and_remarks_of_cells_are_read():
    lines = words_of(workbook()).lines

    assert "13800138000" in lines
    assert any("a@example.com" in line for line in lines)


def test_numbers_stored_with_an_exponent_are_read_as_people_do():
    data = packed(xl__worksheets__sheet1_xml="<x><c><v>1.3800138E10</v></c></x>")

    assert words_of(data).lines == ["13800138000"]


def test_a_pdf_is_read_page_by_page():
    [drawn] = render([Slip("欧阳明")])

    words = words_of(drawn.pdf)

    assert any("测试单" in line for line in words.lines)
    assert words.unread == 0


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "空的"),
        (b"\x89PNG\r\n\x1a\nx", "只能检查"),
        (b"%PDF-1.7 torn", "损坏"),
        (b"PK\x03\x04torn", "损坏"),
        (packed(ppt__slide_xml="<a/>"), "只能检查"),
        (packed(word__document_xml="<a/>", word__vbaProject_bin="x"), "宏"),
        (packed(word__document_xml="<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"), "损坏"),
        (packed(word__document_xml="<a>" + "字" * 1_000_100 + "</a>"), "100 万字"),
    ],
    ids=["empty", "picture", "torn pdf", "torn zip", "slides", "macros", "entities", "too long"],
)
def test_what_cannot_be_read_is_refused_in_words(content, sentence):
    with pytest.raises(Refused, match=sentence):
        words_of(content)
