"""Workbooks written as they are read: what two readers find in them, and the memory it takes."""

import io
import subprocess
import sys
from datetime import date, datetime, time
from decimal import Decimal

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from portal.kit import xlsx
from portal.kit.exports import as_xlsx

TEXTS = [
    *("=1+1", "+86", "-1", "@x", "'引", "0012", "330382198506070018", " 两端 ", "a\nb", "<&>\"'", "䶮㼆𠮷·", "a\rb"),
    *("http://example.com", "a_b", "\tx"),
]
NOON = datetime.combine(date(2024, 2, 29), time(12))


def sheet_of(content: bytes):
    return openpyxl.load_workbook(io.BytesIO(content)).active


@pytest.mark.parametrize("text", TEXTS)
def test_a_text_comes_back_as_it_was_and_is_never_a_formula(text):
    content = as_xlsx(["列"], [[text]])

    cell = sheet_of(content)["A2"]
    assert (cell.value, cell.data_type) == (text, "s")
    assert CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()[1] == [text]


def test_what_looks_like_a_characters_number_is_written_so_that_excel_reads_it_as_text():
    assert sheet_of(as_xlsx(["列"], [["_x0041_ _y"]]))["A2"].value == "_x005F_x0041_ _y"  # openpyxl shows it as written


def test_what_xml_cannot_hold_is_left_out():
    assert sheet_of(as_xlsx(["列"], [["甲\x00\x0b乙\ud800"]]))["A2"].value == "甲乙"


def test_cells_keep_their_kind():
    row = [1, 2.5, Decimal("91.40"), date(1985, 1, 2), NOON, True, False, None, "", "文"]

    sheet = sheet_of(as_xlsx(list("ABCDEFGHIJ"), [row]))

    values = [cell.value for cell in sheet[2]]
    assert values == [1, 2.5, 91.4, datetime.combine(date(1985, 1, 2), time.min), NOON, "是", "否", None, None, "文"]
    assert (sheet["D2"].number_format, sheet["A1"].font.b, sheet["A1"].border.left.style) == ("yyyy\\-mm\\-dd", True, "thin")
    assert (sheet.freeze_panes, sheet.column_dimensions["A"].width) == ("A2", 12)


def test_a_sheet_has_a_name_that_may_be_and_wide_tables_their_letters():
    sheet = sheet_of(as_xlsx([f"列{n}" for n in range(30)], [range(30)], "名册/2024:[一]" + "长" * 40))

    assert sheet.title == "名册 2024  一 " + "长" * 14
    assert (sheet["Z1"].value, sheet["AD2"].value) == ("列25", 29)


def test_no_rows_are_a_heading_alone():
    assert [[cell.value for cell in row] for row in sheet_of(as_xlsx(["甲", "乙"], [])).rows] == [["甲", "乙"]]


def test_what_a_sheet_cannot_hold_goes_on_in_another(monkeypatch):
    monkeypatch.setattr(xlsx, "MOST_ROWS", 3)

    book = openpyxl.load_workbook(io.BytesIO(as_xlsx(["号"], ([n] for n in range(5)), "表")))

    assert [[cell.value for cell in sheet["A"]] for sheet in book] == [["号", 0, 1], ["号", 2, 3], ["号", 4]]
    assert book.sheetnames == ["表", "表 2", "表 3"]


MEASURE = r"""
import re, tempfile
from portal.kit.xlsx import write_workbook
rows = ([f"{n}", "教师", "330382********001X"] * 6 for n in range(%d))
with tempfile.TemporaryFile() as file:
    write_workbook(file, ["列"] * 18, rows, "表")
print(int(re.search(r"VmHWM:\s+(\d+)", open("/proc/self/status").read())[1]) // 1024)
"""


def test_memory_does_not_grow_with_the_rows():
    few, many = (int(subprocess.check_output([sys.executable, "-c", MEASURE % count])) for count in (1_000, 30_000))

    assert many < 100
    assert many - few < 10
