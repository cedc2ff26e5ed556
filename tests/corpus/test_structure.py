"""Cases 21 to 35: where the table stands, what hides in it, what its cells really are."""

import datetime

import pytest
from openpyxl.comments import Comment

from portal.sheets.marking import marked_up
from programs.models import MediaReport
from tests.corpus import raw, xls
from tests.corpus.judged import brought, codes
from tests.sheets.books import opened, xlsx
from tests.sheets.flow import findings, keep

pytestmark = pytest.mark.usefixtures("ict2", "wenzhou_counties", "xihu")

HEAD = ["单位", "期次", "统计口径", "得分"]
YUEQING = ["乐清市", 1, "区域平均", 91.4]
LUCHENG = ["鹿城区", 1, "区域平均", 88]
MEDIA = ["单位", "标题", "媒体", "媒体级别", "日期"]


@pytest.fixture
def bring_scores(wenzhou, wenzhou_bureau):
    def bring(rows, name="表.xlsx", **about):
        data = rows if isinstance(rows, bytes) else xlsx(rows, **about)
        return brought((name, data), unit=wenzhou, by=wenzhou_bureau)

    return bring


@pytest.fixture
def bring_media(wenzhou, wenzhou_bureau):
    def bring(rows, name="表.xlsx"):
        data = rows if isinstance(rows, bytes) else xlsx(rows)
        return brought((name, data), unit=wenzhou, by=wenzhou_bureau, sheet="media")

    return bring


def test_21_the_heading_is_found_under_title_and_unit_line(bring_scores):
    def merge(_book, sheet):
        sheet.merge_cells("A1:D1")

    upload = bring_scores([["绩效评价得分汇总表"], ["填报单位：温州市"], [], HEAD, YUEQING], build=merge)

    assert upload.counts["new"] == 1
    assert codes(upload) == []


@pytest.mark.parametrize(
    "head",
    [
        ["单 位 名 称", "期次*", "统计\n口径", "得分（分）"],
        ["单位代码", "评价期次", "口径", "分数＊"],
        ["单位（全称）", "期次", "统计口径", "【必填】得分"],
    ],
    ids=["spaces and line breaks", "aliases", "full-width brackets"],
)
def test_23_headings_are_found_by_name(bring_scores, head):
    upload = bring_scores([head, ["乐清市", 1, "区域平均", 91.4]])

    assert upload.state == "preview"
    assert upload.counts["new"] == 1


def test_23_an_unknown_heading_is_never_taken_by_its_place(bring_scores):
    upload = bring_scores([["甲", "期次", "统计口径", "得分"], YUEQING])

    assert (upload.state, codes(upload)) == ("refused", ["missing_columns"])
    assert "单位" in upload.findings.get().message


def test_24_columns_stand_in_any_order_and_more_of_them_are_told(bring_scores):
    upload = bring_scores([["得分", "备注", "统计口径", "期次", "单位"], [91.4, "好", "区域平均", 1, "乐清市"]])

    assert upload.counts["new"] == 1
    assert findings(upload) == [(0, "备注", "unknown_column")]


def test_24_a_heading_that_stands_twice_is_refused(bring_scores):
    upload = bring_scores([[*HEAD, "得分"], [*YUEQING, 92]])

    assert (upload.state, codes(upload)) == ("refused", ["repeated_heading"])


def hide_second_row(_book, sheet):
    sheet.row_dimensions[3].hidden = True


@pytest.mark.parametrize(("choice", "new"), [("include", 2), ("leave_out", 1)])
def test_26_hidden_rows_are_told_and_the_uploader_decides(bring_scores, choice, new, wenzhou_bureau):
    upload = bring_scores([HEAD, YUEQING, LUCHENG], build=hide_second_row)

    assert upload.counts["hidden"] == 1
    assert findings(upload) == [(0, "", "hidden_rows")]
    saved = keep(upload, by=wenzhou_bureau, choices={"hidden": choice})
    assert (saved.state, saved.counts["new"]) == ("done", new)


def test_26_hidden_columns_and_rows_of_no_height_are_told(bring_scores):
    cells = raw.table([[*HEAD, "排名"], [*YUEQING, 2]]) + raw.row(3, raw.text("A3", "鹿城区"), about=' ht="0" customHeight="1"')
    upload = bring_scores(raw.book(cells, before='<cols><col min="5" max="5" width="9" hidden="1"/></cols>'))

    assert codes(upload, "warning") == ["hidden_rows", "hidden_column"]


def test_26_hidden_rows_of_an_old_workbook_are_told(bring_scores):
    upload = bring_scores(xls.book([HEAD, YUEQING, LUCHENG], hidden_rows=[2]), name="表.xls")

    assert codes(upload) == ["hidden_rows"]


def test_26_a_hidden_sheet_with_the_same_table_is_told(bring_scores, wenzhou_bureau):
    def add_hidden(book, _sheet):
        hidden = book.create_sheet("旧数据")
        hidden.sheet_state = "veryHidden"
        for row in (HEAD, LUCHENG):
            hidden.append(row)

    upload = bring_scores([HEAD, YUEQING], build=add_hidden)

    assert (upload.counts["new"], upload.counts["hidden"]) == (1, 1)
    assert codes(upload) == ["hidden_sheet"]
    assert keep(upload, by=wenzhou_bureau, choices={"hidden": "include"}).counts["new"] == 2


def test_27_blank_lines_totals_signatures_and_notes_are_no_data(bring_scores):
    rows = [HEAD, YUEQING, [], LUCHENG, HEAD, ["合计", None, None, 179.4], ["填表人：某某"], ["备注：本表一式三份"]]
    upload = bring_scores(rows)

    assert (upload.counts["new"], upload.counts["refused"]) == (2, 0)
    assert findings(upload) == [(5, "", "row_skipped"), (6, "", "row_skipped"), (7, "", "row_skipped"), (8, "", "row_skipped")]


def test_28_the_table_may_stand_on_the_second_sheet(bring_scores):
    def add_data(book, _sheet):
        data = book.create_sheet("数据")
        for row in (HEAD, YUEQING):
            data.append(row)
        book.create_chartsheet("图")

    upload = bring_scores([["填表说明"], ["请在第二张表填写"]], build=add_data)

    assert upload.counts["new"] == 1


def test_29_formulas_with_results_are_taken_with_a_remark(bring_scores):
    calculated = raw.row(2, *row_cells(YUEQING[:3]), '<c r="D2"><f>90+1.4</f><v>91.4</v></c>')
    upload = bring_scores(raw.book(raw.table([HEAD]) + calculated))

    assert upload.counts["new"] == 1
    assert codes(upload) == ["formulas"]


def row_cells(values):
    """Cells of row 2."""
    return [(raw.text if isinstance(v, str) else raw.number)(f"{chr(65 + n)}2", v) for n, v in enumerate(values)]


def test_30_formulas_never_calculated_are_refused_not_read_as_blank(bring_scores):
    upload = bring_scores([[*HEAD, "排名"], [*YUEQING[:3], "=90+1.4", "=1+0"]])

    assert upload.counts["refused"] == 1
    assert findings(upload, "row") == [(2, "得分", "formula_without_value"), (2, "排名", "formula_without_value")]


def test_30_error_values_are_refused_not_read_as_blank(bring_scores):
    wrong = raw.row(2, *row_cells(YUEQING), '<c r="E2" t="e"><f>NA()</f><v>#N/A</v></c>')
    upload = bring_scores(raw.book(raw.table([[*HEAD, "排名"]]) + wrong))

    assert findings(upload, "row") == [(2, "排名", "error_value")]
    assert "#N/A" in upload.findings.get(severity="row").message


def test_32_rich_text_and_phonetic_guides_come_in_as_plain_text(bring_media, wenzhou_bureau):
    rich = '<c r="B2" t="inlineStr"><is><r><t>甲</t></r><r><rPr><b/></rPr><t>乙</t></r><rPh sb="0" eb="1"><t>jia</t></rPh></is></c>'
    cells = raw.table([MEDIA]) + raw.row(
        2, raw.text("A2", "乐清市"), rich, raw.text("C2", "丙报"), raw.text("D2", "省级"), raw.text("E2", "2023-05-01")
    )
    keep(bring_media(raw.book(cells)), by=wenzhou_bureau)

    assert MediaReport.objects.get().title == "甲乙"


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("2023.5.1", "2023-05-01"),
        ("2023年5月1日", "2023-05-01"),
        ("２０２３－０５－０１", "2023-05-01"),
        ("2023/5/1 0:00:00", "2023-05-01"),
        ("20230501", "2023-05-01"),
        (45047, "2023-05-01"),
        (datetime.date(2023, 5, 1), "2023-05-01"),
        (datetime.datetime(2023, 5, 1, 8, 30), "2023-05-01"),  # noqa: DTZ001
    ],
    ids=str,
)
def test_34_dates_as_people_type_them(bring_media, wenzhou_bureau, typed, read):
    keep(bring_media([MEDIA, ["乐清市", "甲", "乙报", "省级", typed]]), by=wenzhou_bureau)

    assert MediaReport.objects.get().published_on.isoformat() == read


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("23/5/1", "date_ambiguous"),
        ("2023年5月", "day_missing"),
        ("2023-02-30", "no_such_day"),
        ("五月", "not_a_date"),
        (60, "not_a_date"),
        (datetime.date(1900, 1, 15), "date_range"),
        (datetime.time(8, 30), "time"),
        (True, "not_a_date"),
    ],
    ids=str,
)
def test_34_a_date_that_could_be_another_is_refused(bring_media, typed, code):
    upload = bring_media([MEDIA, ["乐清市", "甲", "乙报", "省级", typed]])

    assert findings(upload, "row") == [(2, "日期", code)]


def test_34_serials_of_the_1904_count_are_honoured(bring_media, wenzhou_bureau):
    cells = raw.table([MEDIA, ["乐清市", "甲", "乙报", "省级", 45047 - 1462]])
    keep(bring_media(raw.book(cells, properties='<workbookPr date1904="1"/>')), by=wenzhou_bureau)

    assert MediaReport.objects.get().published_on == datetime.date(2023, 5, 1)


def test_34_an_old_workbook_may_count_from_1904_too(bring_media, wenzhou_bureau):
    data = xls.book([MEDIA, ["乐清市", "甲", "乙报", "省级", 45047 - 1462]], epoch_1904=True)
    keep(bring_media(data, name="表.xls"), by=wenzhou_bureau)

    assert MediaReport.objects.get().published_on == datetime.date(2023, 5, 1)


@pytest.mark.parametrize(
    ("typed", "code"),
    [(True, "truth_value"), ("9e1", "not_a_number"), ("1,234", "out_of_range"), (datetime.date(2023, 5, 1), "not_a_number")],
    ids=str,
)
def test_35_what_is_no_score_is_refused(bring_scores, typed, code):
    upload = bring_scores([HEAD, [*YUEQING[:3], typed]])

    assert findings(upload, "row") == [(2, "得分", code)]


def test_35_percentages_are_refused_though_the_number_would_fit(bring_scores):
    def percent(_book, sheet):
        sheet["D2"].number_format = "0%"

    upload = bring_scores([HEAD, [*YUEQING[:3], 0.9]], build=percent)

    assert findings(upload, "row") == [(2, "得分", "percent")]


def test_35_money_signs_are_taken_off_with_a_remark(bring_scores):
    upload = bring_scores([HEAD, [*YUEQING[:3], "￥91.4"]])

    assert findings(upload) == [(2, "得分", "normalised")]


def test_merged_cells_stand_for_every_row_they_cover(bring_scores, wenzhou_bureau):
    def merge(_book, sheet):
        sheet.merge_cells("C2:C3")

    upload = bring_scores([HEAD, YUEQING, ["鹿城区", 1, None, 88]], build=merge)

    assert upload.counts["new"] == 2
    assert codes(upload) == ["merged_cells"]


def test_18_comments_others_left_do_not_come_back(bring_scores):
    def remark(_book, sheet):
        sheet["A2"].comment = Comment("身份证 330302", "某人")

    upload = bring_scores([HEAD, [*YUEQING[:3], "九十"]], build=remark)
    sheet = opened(marked_up(upload)).active
    assert sheet["A2"].comment is None
    assert "九十" in sheet["D2"].comment.text
