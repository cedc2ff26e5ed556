"""Accepted values agree between two readers: the fast one of the portal, and openpyxl or the same data in another format."""

import datetime
import io
from html import escape

import openpyxl
import pytest
import xlsxwriter

from portal.sheets.pipeline import Judged
from portal.sheets.reading import read_book
from tests.corpus import containers, raw, xls
from tests.schools import people
from tests.schools.people import id_number
from tests.sheets.books import saved, xlsx
from tests.sheets.flow import bring

ROSTER_HEADINGS = [
    "教职工号",
    "姓名",
    "证件号码",
    "出生日期",
    "学段",
    "任教学科",
    "职称",
    "手机号",
    "电子邮箱",
    "入职日期",
    "在岗状态",
]
TEXTS = [
    "林小雨",
    "买买提·吐尔逊",
    "𠮷田",
    " 两头空 ",
    "上\n下",
    "<b>&amp;</b>",
    "=1+1",
    "'0012",
    "00123",
    "１２３",
    "e\u0301",
    "合计",
]
FIGURES = [0, 1, -1, 91.4, 0.1, 1e-9, 123456789012345, 2.5e10, 44927, 0.5]
DAYS = [datetime.date(1985, 6, 7), datetime.date(2023, 2, 28), datetime.date(2024, 2, 29), datetime.date(1999, 12, 31)]


def plainly(value):
    """A cell as both readers should tell it: days without their midnight, whole numbers whole, truth apart from figures."""
    if isinstance(value, datetime.datetime):
        return value.date() if value.time() == datetime.time() else value
    if isinstance(value, bool):
        return ("truth", value)
    return None if value == "" else value


def by_portal(tmp_path, data):
    """{(row, column): value} of the first sheet, through the reading child."""
    path = tmp_path / "表"
    path.write_bytes(data)
    with path.open("rb") as file:
        rows = read_book(file).sheets[0].rows
    return held((number, cells) for number, cells in rows)


def by_openpyxl(data):
    sheet = openpyxl.load_workbook(io.BytesIO(data), data_only=True).worksheets[0]
    return held((row[0].row - 1, [cell.value for cell in row]) for row in sheet.iter_rows())


def held(rows):
    told = {(number, column): plainly(value) for number, cells in rows for column, value in enumerate(cells)}
    return {place: value for place, value in told.items() if value is not None}


def mixed(*, first=1):
    """Texts, figures, days and truths side by side with gaps between them."""
    lines = max(len(TEXTS), len(FIGURES))
    rows = [[TEXTS[n % len(TEXTS)], None, FIGURES[n % len(FIGURES)], DAYS[n % len(DAYS)], n % 2 == 0] for n in range(lines)]
    return [[None] * 5] * (first - 1) + rows


def written_by_openpyxl():
    return xlsx(mixed(), texts=True)


def begun_further_down():
    return xlsx(mixed(first=5), texts=True)


def counted_from_1904():
    def epoch(book, _sheet):
        book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904

    return xlsx([["日期"], *[[day] for day in DAYS]], build=epoch)


def written_by_xlsxwriter(**options):
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"default_date_format": "yyyy-mm-dd", "strings_to_formulas": False, **options}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(mixed()):
            for column, value in enumerate(row):
                if value is not None:
                    sheet.write(number, column, value)
    return out.getvalue()


def written_in_place():
    """Texts inside their cells instead of the shared table."""
    return written_by_xlsxwriter(constant_memory=True)


def written_by_hand():
    return raw.book(raw.table([[escape(text), figure] for text, figure in zip(TEXTS, FIGURES, strict=False)], first=3))


def rich_texts():
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        bold, sheet = book.add_format({"bold": True}), book.add_worksheet()
        sheet.write_rich_string(0, 0, "林", bold, "小", "雨")
        sheet.write_formula(1, 0, "=1+1", None, 2)
        sheet.write_formula(2, 0, '="甲"&"乙"', None, "甲乙")
    return out.getvalue()


def with_blank_lines_and_more_sheets():
    rows = [row if number % 3 else [None] * 5 for number, row in enumerate(mixed(), 1)]
    return xlsx(rows, build=lambda book, _sheet: book.create_sheet("说明").append(["别处"]), texts=True)


def hidden_in_part():
    def hide(_book, sheet):
        sheet.row_dimensions[3].hidden = sheet.column_dimensions["C"].hidden = True

    return xlsx(mixed(), build=hide, texts=True)


GOOD_XLSX = (
    written_by_openpyxl,
    begun_further_down,
    counted_from_1904,
    written_by_xlsxwriter,
    written_in_place,
    written_by_hand,
    rich_texts,
    with_blank_lines_and_more_sheets,
    hidden_in_part,
    containers.good,
)


@pytest.mark.parametrize("build", GOOD_XLSX, ids=lambda build: build.__name__)
def test_the_fast_reader_and_openpyxl_see_the_same_cells(tmp_path, build):
    data = build()

    seen = by_portal(tmp_path, data)

    assert seen == by_openpyxl(data)
    assert seen


def both_kinds():
    """Rows the hand-made formats can hold: texts and figures."""
    texts = [text for text in TEXTS if "\n" not in text and text == text.strip()]
    return [[text, None, float(figure)] for text, figure in zip(texts, FIGURES, strict=False)]


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(lambda: xls.book(both_kinds()), id="xls"),
        pytest.param(
            lambda: containers.ods([[escape(v) if isinstance(v, str) else v for v in row] for row in both_kinds()]), id="ods"
        ),
    ],
)
def test_old_and_open_formats_hold_what_the_same_rows_hold_as_xlsx(tmp_path, data):
    there = by_openpyxl(xlsx(both_kinds(), texts=True))

    assert by_portal(tmp_path, data()) == there
    assert len(there) > 2 * len(FIGURES) - 4


def test_the_comparison_would_see_a_digit_that_changed(tmp_path):
    data = written_by_openpyxl()
    book = openpyxl.load_workbook(io.BytesIO(data))
    book.active["C4"] = 91.5

    assert by_portal(tmp_path, data) != by_openpyxl(saved(book))


def roster_rows():
    """People as clerks of different habits write them."""
    days = ("1985-06-07", "1985年6月7日", "1985.6.7", "19850607")
    kinds = zip(
        ("小学", "初中", "学前", "高中"), ("语文", "生物", "幼教", "政治"), ("一级教师", "中学高级", "未评", "正高"), strict=True
    )
    rows = []
    for number, (stage, subject, title) in enumerate(kinds, 1):
        own = [f"00{number}", f"教师{'甲乙丙丁'[number - 1]}", id_number(number).lower(), days[number - 1], stage, subject, title]
        rows.append(
            [*own, f"139 0000 000{number}", f"t{number}@example.cn", "2010-09-01", ("在岗", "产假", "在编", "在职")[number - 1]]
        )
    return [ROSTER_HEADINGS, *rows]


FORMATS = {
    "表.xlsx": lambda rows: xlsx(rows, texts=True),
    "表.xls": xls.book,
    "表.et": xls.book,
    "表.ods": containers.ods,
    "甲.csv": lambda rows: "\r\n".join(",".join(row) for row in rows).encode("gb18030"),
    "乙.csv": lambda rows: "\n".join(",".join(row) for row in rows).encode("utf-8-sig"),
    "丙.csv": lambda rows: "\n".join("\t".join(row) for row in rows).encode("utf-16"),
}


@pytest.fixture
def school(yueqing):
    return people.school("2133000001", "乐成第一小学", yueqing)


def accepted(school, name):
    """The values of the accepted rows of the roster in one format, without codes, which are dice."""
    judged = Judged(bring("roster", FORMATS[name](roster_rows()), unit=school, name=name), None)
    return [{field: value for field, value in row.values.items() if field != "code"} for row in judged.clean]


@pytest.mark.parametrize("name", list(FORMATS)[1:])
def test_a_roster_is_accepted_with_the_same_values_whatever_it_was_saved_as(school, name):
    values = accepted(school, name)

    assert len(values) == 4
    assert values == accepted(school, "表.xlsx")
