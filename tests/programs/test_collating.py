"""Returned workbooks: read against the blank, answered cell by cell, merged into one table."""

from decimal import Decimal

import openpyxl
import pytest
from django.db import IntegrityError, connection, transaction

from portal.kit.errors import Refused
from portal.sheets.refusals import FileRefused
from programs.actions import filings as actions
from programs.actions.easing import unlock
from programs.actions.reviewing import accept, send_back
from programs.facts.collating import exported, row_count, rows_of, totals
from programs.models import FiledRow, Filing
from programs.rules.columns import AskedColumn, check_columns, guessed
from programs.sheets.blanks import read_blank
from programs.sheets.marked import marked_up
from tests import factories
from tests.programs.asked import HEADINGS, ROW, blank, filing_of, handed_in, opened, workbook
from tests.sheets.books import as_file, xlsx
from tests.sheets.books import opened as read_book


@pytest.fixture
def task(zhejiang, yueqing, xihu):
    return opened(zhejiang)


@pytest.fixture
def yueqings(task, yueqing):
    return filing_of(task, yueqing)


def merged(task):
    return [
        (row.filing.unit.name, row.cells[0]) for row in rows_of(task, Filing.objects.all()).order_by("filing__unit__path", "number")
    ]


def found(version, code):
    return [finding for finding in version.findings if finding["code"] == code]


def test_headings_and_types_are_read_from_the_blank():
    read = read_blank(blank())

    assert read.head == {"sheet": "Sheet1", "row": 2}
    assert read.columns == [
        AskedColumn("学校名称", "text", required=True),
        AskedColumn("教师数", "integer", sum=True),
        AskedColumn("经费（元）", "number", sum=True),
        AskedColumn("是否试点", "list", choices=("是", "否")),
        AskedColumn("联系电话", "phone"),
        AskedColumn("启动日期", "date"),
    ]


def test_a_list_that_stands_on_another_sheet_of_the_blank_is_read():
    def offer(book, sheet):
        words = book.create_sheet("选项")
        for n, word in enumerate(["小学", "初中", "高中"], start=1):
            words.cell(n, 1, word)
        words.sheet_state = "hidden"
        rule = openpyxl.worksheet.datavalidation.DataValidation(type="list", formula1="选项!$A$1:$A$3")
        rule.add("B2:B50")
        sheet.add_data_validation(rule)

    read = read_blank(as_file(xlsx([["学校", "学段"]], build=offer)))

    assert read.columns[1] == AskedColumn("学段", "list", choices=("小学", "初中", "高中"))


def test_the_office_says_in_which_row_the_headings_stand():
    file = as_file(xlsx([["单位", "教师", "教师", "教师"], ["单位", "总人数", "男", "女"], ["甲", 3, 1, 2]]))

    assert [column.heading for column in read_blank(file, 2).columns] == ["单位", "总人数", "男", "女"]


@pytest.mark.parametrize(
    ("heading", "kind", "summed"),
    [
        ("教师数", "integer", True),
        ("完成比例（%）", "number", False),
        ("出生日期", "date", False),
        ("手机号", "phone", False),
        ("是否完成", "list", False),
        ("备注", "text", False),
        ("培训经费（万元）", "number", True),
    ],
)
def test_the_words_of_a_heading_tell_its_type(heading, kind, summed):
    column = guessed(heading)

    assert (column.type, column.sum) == (kind, summed)


@pytest.mark.parametrize(
    "columns",
    [
        [],
        [AskedColumn("单位"), AskedColumn("单位")],
        [AskedColumn("学段", "list")],
        [AskedColumn("单位", "text", sum=True)],
        [AskedColumn("单位", "colour")],
    ],
)
def test_columns_no_return_could_be_held_against_are_refused(columns):
    with pytest.raises(Refused):
        check_columns(columns)


def test_returns_are_merged_with_the_unit_of_each_row_and_exact_totals(task, yueqing, xihu):
    handed_in(filing_of(task, yueqing), ROW, [2, "第二小学", 58, "0.1", "否", "", ""])
    handed_in(filing_of(task, xihu), [1, "西湖小学", 100, 0.2, "否", "", ""])

    assert merged(task) == [("西湖区", "西湖小学"), ("乐清市", "实验小学"), ("乐清市", "第二小学")]
    assert totals(task, Filing.objects.all()) == {"教师数": Decimal(200), "经费（元）": Decimal("1200.8")}
    assert row_count(task, Filing.objects.all()) == 3


def test_the_merged_table_leaves_in_the_layout_of_the_blank(task, yueqing):
    handed_in(filing_of(task, yueqing))

    first, last = list(exported(task, Filing.objects.all()))

    assert first[:5] == [1, "乐清市", "实验小学", 42, Decimal("1200.5")]
    assert str(first[-1]) == "2024-03-01"
    assert last == ["", "合计", "", Decimal(42), Decimal("1200.5"), "", "", ""]


def test_a_unit_that_files_again_is_counted_once(task, yueqings):
    handed_in(yueqings, ROW, [2, "第二小学", 8, 1, "否", "", ""])
    handed_in(yueqings, [1, "第二小学", 9, 1, "否", "", ""])

    assert merged(task) == [("乐清市", "第二小学")]
    assert totals(task, Filing.objects.all())["教师数"] == 9
    assert list(yueqings.versions.order_by("number").values_list("state", flat=True)) == ["replaced", "submitted"]
    assert FiledRow.objects.count() == 3


def test_what_is_only_prepared_changes_nothing_in_the_table(task, yueqings):
    handed_in(yueqings)

    actions.prepare(filing=yueqings, by=None, files=[workbook([1, "别的学校", 1, 1, "否", "", ""])])

    assert merged(task) == [("乐清市", "实验小学")]


def test_a_return_sent_back_leaves_the_table_and_the_accepted_one_before_it_comes_back(task, yueqings):
    handed_in(yueqings)
    accept(filing=yueqings, by=None)
    unlock(filing=yueqings, reason="补一所", by=None)
    handed_in(yueqings, [1, "第二小学", 9, 1, "否", "", ""])
    assert merged(task) == [("乐清市", "第二小学")]

    send_back(filing=yueqings, reason="少了一所", by=None)

    assert merged(task) == [("乐清市", "实验小学")]


def test_no_two_rows_of_one_version_stand_at_one_place(yueqings):
    handed_in(yueqings)
    row = FiledRow.objects.get()

    with pytest.raises(IntegrityError), transaction.atomic():
        FiledRow.objects.create(filing=row.filing, version=row.version, number=row.number)


def test_one_filing_counts_one_version(task, yueqing, xihu):
    first, second = handed_in(filing_of(task, yueqing)), filing_of(task, xihu)

    with pytest.raises(IntegrityError), transaction.atomic():
        Filing.objects.filter(pk=second.pk).update(current=first.current)


# ---- what comes back otherwise than it went out


def prepared(filing, *rows, **about):
    return actions.prepare(filing=filing, by=None, files=[workbook(*rows, **about)])


def test_moved_columns_are_found_by_their_headings_and_told(yueqings):
    moved = ["序号", "教师数", "学校名称", *HEADINGS[3:]]

    version = prepared(yueqings, [1, 42, "实验小学", 1, "是", "", ""], headings=moved)

    assert [finding["cell"] for finding in found(version, "moved_column")] == ["B2", "C2"]
    assert (version.faults, version.rows.get().cells[:2]) == (0, ["实验小学", "42"])


def test_text_in_a_number_column_is_answered_at_its_cell(yueqings):
    version = prepared(yueqings, ROW, [2, "第二小学", "四十人左右", 1, "否", "", ""])

    finding = found(version, "not_a_number")[0]
    assert (finding["cell"], finding["severity"], finding["value"]) == ("C4", "row", "四十人左右")
    assert (version.faults, version.rows.count()) == (1, 0)
    with pytest.raises(Refused, match="1 处须改正"):
        actions.submit(filing=yueqings, by=None)


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ([1, "", 1, 1, "是", "", ""], "required"),
        ([1, "甲", 1.5, 1, "是", "", ""], "not_whole"),
        ([1, "甲", 1, 1, "也许", "", ""], "choice"),
        ([1, "甲", 1, 1, "是", "12345678901234", ""], "phone"),
        ([1, "甲", 1, 1, "是", "", "去年"], "not_a_date"),
    ],
)
def test_each_kind_of_cell_is_held_against_its_column(yueqings, row, code):
    version = prepared(yueqings, row)

    assert [finding["code"] for finding in version.findings if finding["severity"] == "row"] == [code]


def test_a_number_merged_over_rows_would_count_twice_and_is_refused(yueqings):
    def merge(_book, sheet):
        sheet.merge_cells("C3:C4")

    version = prepared(yueqings, ROW, [2, "第二小学", None, 1, "否", "", ""], build=merge)

    assert [finding["cell"] for finding in found(version, "merged_number")] == ["C3", "C4"]


def test_a_text_merged_over_rows_stands_for_each_and_is_told(yueqings):
    def merge(_book, sheet):
        sheet.merge_cells("B3:B4")

    version = prepared(yueqings, ROW, [2, None, 8, 1, "否", "", ""], build=merge)

    assert version.faults == 0
    assert [row.cells[0] for row in version.rows.order_by("number")] == ["实验小学", "实验小学"]
    assert len(found(version, "merged_cells")) == 1


def test_a_cell_merged_over_columns_is_refused(yueqings):
    def merge(_book, sheet):
        sheet.merge_cells("C3:D3")

    version = prepared(yueqings, ROW, build=merge)

    assert [finding["cell"] for finding in found(version, "merged_across")] == ["C3"]


def test_other_worksheets_are_told_and_not_read(yueqings):
    def add(book, _sheet):
        book.create_sheet("说明").append(["随便写写"])

    version = prepared(yueqings, ROW, build=add)

    assert [finding["sheet"] for finding in found(version, "other_worksheet")] == ["说明"]
    assert version.row_count == 1


def test_a_line_of_totals_is_no_row(yueqings):
    version = prepared(yueqings, ROW, ["合计", "", 42, 1200.5, "", "", ""])

    assert (version.row_count, version.faults) == (1, 0)
    assert version.sums == {"教师数": "42", "经费（元）": "1200.5"}


def test_another_template_is_refused_with_what_is_lacking(yueqings):
    with pytest.raises(FileRefused, match="学校名称"):
        prepared(yueqings, [1, "甲", 2, 3, 4], headings=["姓名", "性别", "学科", "教师数", "经费（元）"])
    assert not yueqings.versions.exists()


def test_a_file_that_is_no_workbook_is_refused(yueqings):
    with pytest.raises(FileRefused):
        actions.prepare(filing=yueqings, by=None, files=[as_file(b"%PDF-1.4", "表.xlsx")])


def test_the_units_own_file_comes_back_with_coloured_cells_and_comments(yueqings):
    version = prepared(yueqings, ROW, [2, "第二小学", "四十", 1, "否", "", ""])

    name, content = marked_up(version)

    sheet = read_book(content).active
    assert name == "乐清市-标注.xlsx"
    assert "不是数" in sheet["C4"].comment.text
    assert sheet["C4"].fill.start_color.rgb.endswith("FFC7CE")
    assert (sheet["A1"].value, sheet["B1"].value) == ("实施情况统计表", None)


def test_phones_are_kept_encrypted_and_masked_in_findings(yueqings):
    version = prepared(yueqings, [1, "甲", 1, 1, "是", "13900990011", ""], [2, "乙", 1, 1, "是", "1390099001", ""])

    assert found(version, "phone")[0]["value"] == "1********1"
    handed_in(yueqings, [1, "甲", 1, 1, "是", "13900990011", ""])
    with connection.cursor() as cursor:
        cursor.execute("SELECT cells FROM programs_filedrow")
        assert "13900990011" not in cursor.fetchall()[0][0]
    assert FiledRow.objects.get().cells[4] == "13900990011"


def test_handing_in_two_hundred_rows_takes_a_fixed_number_of_queries(zhejiang, wenzhou, django_assert_max_num_queries):
    units = [factories.unit(f"3309{n:02}", f"县{n}", "county", wenzhou) for n in range(5)]
    task = opened(zhejiang)
    for unit in units[:4]:
        handed_in(filing_of(task, unit))

    with django_assert_max_num_queries(40):
        handed_in(filing_of(task, units[4]), *([n, f"学校{n}", n, n, "是", "", ""] for n in range(1, 201)))

    assert row_count(task, Filing.objects.all()) == 204
