"""Cases 53 to 75: what people type, paste and export into cells."""

import csv
import io

import pytest
from django.urls import reverse

from portal.kit.exports import as_csv, as_xlsx
from portal.sheets.reading import read_book
from portal.sheets.resources import exported
from programs.models import MediaReport
from tests.corpus.judged import brought, codes
from tests.sheets.books import opened, xlsx
from tests.sheets.flow import findings, keep

pytestmark = pytest.mark.usefixtures("ict2", "wenzhou_counties", "xihu")

SCORES = ["单位", "期次", "统计口径", "得分", "排名"]
MEDIA = ["单位", "标题", "媒体", "媒体级别", "日期", "链接"]


@pytest.fixture
def bring_media(wenzhou, wenzhou_bureau):
    def bring(data, name="表.xlsx"):
        return brought((name, data), unit=wenzhou, by=wenzhou_bureau, sheet="media")

    return bring


@pytest.fixture
def bring_titles(bring_media):
    def bring(*titles):
        return bring_media(xlsx([MEDIA, *(["乐清市", title, "乙报", "省级", "2023-05-01", None] for title in titles)], texts=True))

    return bring


@pytest.fixture
def bring_score(wenzhou, wenzhou_bureau):
    def bring(score, unit="乐清市", rank=None):
        rows = [SCORES, [unit, 1, "区域平均", score, rank]]
        return brought(("表.xlsx", xlsx(rows)), unit=wenzhou, by=wenzhou_bureau)

    return bring


STRANGE = [
    "Robert'); DROP TABLE teachers;--",
    "' OR 1=1",
    "{{7*7}}",
    "{% debug %}",
    "${jndi:ldap://127.0.0.1/x}",
    "%s%n",
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)>",
    "]]>",
    "&lt;",
    '=HYPERLINK("http://127.0.0.1")',
    "=cmd|' /c calc'!A0",
    "+1",
    "-1",
    "@SUM(A1)",
    "＝1+1",
    ";=1",
    "'=1",
    "''",
    "𠮷野家与𬭩",
]


@pytest.mark.parametrize("text", STRANGE)
def test_58_59_60_strange_texts_are_only_text(bring_titles, wenzhou_bureau, client, text):
    upload = bring_titles(text)

    assert codes(upload, "file", "row") == []
    client.force_login(wenzhou_bureau)
    page = client.get(reverse("sheets:upload", args=[upload.pk])).content.decode()
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert "<svg onload" not in page
    keep(upload, by=wenzhou_bureau)
    assert MediaReport.objects.get().title == text


def test_60_75_exports_hold_no_formulas_and_come_back_unchanged(bring_titles, bring_media, wenzhou_bureau):
    keep(bring_titles(*STRANGE), by=wenzhou_bureau)
    headings, rows = exported(MediaReport.objects.first().upload.layout, MediaReport.objects.all())

    workbook, text = as_xlsx(headings, rows), as_csv(headings, rows)

    cells = [cell for line in opened(workbook).active.iter_rows() for cell in line]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert not any(cell[:1] in "=+-@" for line in csv.reader(io.StringIO(text.decode("utf-8-sig"))) for cell in line if cell)
    for data, name in ((workbook, "表.xlsx"), (text, "表.csv")):
        again = bring_media(data, name)
        assert (again.counts["new"], again.counts["changed"], again.counts["unchanged"]) == (0, 0, len(STRANGE))


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        ("甲\u200b乙", "甲乙"),
        ("甲\ufe0f乙\U000e0001", "甲乙"),
        ("　甲  乙 ", "甲 乙"),
        ("甲\n乙", "甲 乙"),
        ("e\u0301", "é"),
    ],
    ids=["zero width", "selectors and tags", "spaces", "line break", "composed"],
)
def test_55_56_what_nobody_sees_is_taken_out_with_a_remark(bring_titles, wenzhou_bureau, text, stored):
    upload = bring_titles(text)

    assert codes(upload) == ["normalised"]
    keep(upload, by=wenzhou_bureau)
    assert MediaReport.objects.get().title == stored


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("甲\u202e乙", "bidi_control"),
        ("字" * 100_000, "too_long"),
        ("字" + "\u0301" * 10_000, "combining_marks"),
        ("\u3164\u115f", "required"),
        ("\u200b", "required"),
    ],
    ids=["bidi control", "100 KB", "combining marks", "Hangul fillers", "zero width only"],
)
def test_56_62_texts_that_deceive_are_refused(bring_titles, text, code):
    upload = bring_titles(text)

    assert findings(upload, "row") == [(2, "标题", code)]


@pytest.mark.parametrize("written", [90, 90.0, "90", "90.0", "90分", "９０分", " 90 "], ids=repr)
def test_67_scores_as_people_write_them(bring_score, written):
    upload = bring_score(written)

    assert codes(upload, "file", "row") == []
    assert upload.preview["new"][0]["cells"][3]["now"] == "90"


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("九十", "not_a_number"),
        ("9O", "not_a_number"),
        (100.5, "out_of_range"),
        (-1, "out_of_range"),
        ("-1", "out_of_range"),
        ("NaN", "not_a_number"),
        ("1e309", "not_a_number"),
        ("∞", "not_a_number"),
    ],
    ids=repr,
)
def test_67_what_is_no_score_is_refused(bring_score, written, code):
    assert findings(bring_score(written), "row") == [(2, "得分", code)]


def test_67_more_than_two_decimals_are_rounded_half_up_and_told(bring_score):
    upload = bring_score(91.345)

    assert findings(upload) == [(2, "得分", "normalised")]
    assert upload.preview["new"][0]["cells"][3]["now"] == "91.35"


@pytest.mark.parametrize("unit", ["西湖区", "330106", "没有的县"], ids=["foreign", "foreign code", "unknown"])
def test_70_a_unit_out_of_scope_is_refused_like_one_that_does_not_exist(bring_score, unit):
    (finding,) = bring_score(90, unit=unit).findings.filter(severity="row")

    assert (finding.code, finding.message) == ("unit_unknown", f"您的管理范围内没有“{unit}”。")


LINES = ["单位,标题,媒体,媒体级别,日期,链接", "乐清市,㐂与𠮷,乙报,省级,2023-05-01,"]


@pytest.mark.parametrize(
    ("encoding", "told"),
    [
        ("gb18030", "GB18030"),
        ("utf-8", "UTF-8"),
        ("utf-8-sig", "UTF-8"),
        ("utf-16", "UTF-16"),
        ("utf-16-le", "UTF-16LE"),
        ("utf-16-be", "UTF-16BE"),
    ],
)
def test_71_encodings_are_found_out_and_told(bring_media, encoding, told):
    upload = bring_media("\r\n".join(LINES).encode(encoding), "表.csv")

    assert upload.counts["new"] == 1
    assert upload.preview["new"][0]["cells"][1]["now"] == "㐂与𠮷"
    assert told in upload.findings.get(code="encoding").message


def test_71_gbk_is_read_as_the_gb18030_it_is(bring_media):
    assert bring_media("\n".join(LINES).replace("㐂与𠮷", "甲").encode("gbk"), "表.csv").counts["new"] == 1


def test_71_big5_is_told_apart_from_gbk(tmp_path):
    traditional = "單位,標題,媒體\n樂清市,關於資訊科技應用能力提升工程的報導,浙江日報"
    path = tmp_path / "表.csv"
    path.write_bytes(traditional.encode("big5"))

    with path.open("rb") as file:
        book = read_book(file)

    assert book.encoding == "Big5"
    assert book.sheets[0].rows[1][1][1] == "關於資訊科技應用能力提升工程的報導"


def test_71_an_undecodable_byte_is_told_with_its_place(bring_media):
    data = "\n".join(LINES).encode() + b"\xff\xfe\xff"
    upload = bring_media(data, "表.csv")

    assert codes(upload) == ["undecodable"]
    assert f"第 {len(data) - 3} 字节" in upload.findings.get().message


def test_a_cell_with_line_breaks_in_a_csv_keeps_the_row_numbers_of_a_spreadsheet(bring_media):
    lines = [LINES[0], '乐清市,"甲\n乙",乙报,省级,2023-05-01,', "乐清市,丙,乙报,省级,没有日期,"]
    upload = bring_media("\r\n".join(lines).encode(), "表.csv")

    assert findings(upload, "row") == [(3, "日期", "not_a_date")]
