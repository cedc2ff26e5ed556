"""Invented people for the benchmarks of rosters, and the workbooks and uploads that name them."""

import io
import itertools
import tempfile
from pathlib import Path

import xlsxwriter
from django.core.files import File

from portal.accounts.models import User
from portal.jobs.running import run_job
from portal.sheets.actions import start_upload
from portal.units.actions import add_unit
from portal.units.models import Unit
from schools.rules.id_numbers import check_character

SCHOOLS = 200
HEADINGS = ("学校", "教职工号", "姓名", "证件号码", "人员类别", "学段", "任教学科", "职称", "手机号", "入职日期", "在岗状态")
SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨"
GIVEN = "安博晨达恩帆冠浩佳凯岚明宁鹏清然思涛文晓雅泽"
runs = itertools.count()


def schools() -> list[str]:
    """Codes of the schools the rows speak of; made once."""
    county = Unit.objects.get(code="330382")
    there = list(Unit.objects.within(county).filter(code__startswith="BENCH").values_list("code", flat=True))
    for number in range(len(there), SCHOOLS):
        there.append(add_unit(code=f"BENCH{number:04}", name=f"量测{number}小学", level="school", parent=county, by=None).code)
    return there


def rows_of(count: int) -> list[tuple]:
    """People nobody brought in before."""
    run, codes = next(runs), schools()
    return [person(run, n, codes[n % len(codes)]) for n in range(count)]


def person(run: int, number: int, school: str) -> tuple:
    year, month, day = 1960 + run % 40, 1 + number // 999 % 12, 1 + number // 11_988 % 28
    digits = f"330382{year}{month:02}{day:02}{number % 999:03}"
    phone = f"138{run % 10}{number:07}"
    name = SURNAMES[number % 16] + GIVEN[number // 16 % 22] + GIVEN[number // 352 % 22]
    about = ("教师", "小学", "语文", "一级教师")
    return (school, f"{run}-{number}", name, digits + check_character(digits), *about, phone, "2019-09-01", "在岗")


def workbook(rows, saved_as: str = "") -> bytes:
    """The bytes of a roster; other bytes, of the same rows, under another ``saved_as``."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"constant_memory": True}) as book:
        book.set_properties({"comments": saved_as})
        sheet = book.add_worksheet()
        for number, row in enumerate([HEADINGS, *rows]):
            sheet.write_row(number, 0, row)
    return out.getvalue()


def handed_in(content: bytes, *, send: bool = False):
    """A roster just handed in, and by whom."""
    by, unit = User.objects.get(username="yueqing"), Unit.objects.get(code="330382")
    with tempfile.NamedTemporaryFile(suffix=".xlsx") as file:
        Path(file.name).write_bytes(content)
        with open(file.name, "rb") as source:
            return start_upload(sheet="roster", unit=unit, file=File(source, name="roster.xlsx"), by=by, send=send), by


def read(upload):
    """The upload after its reading."""
    run_job(upload.reading_job_id)
    upload.refresh_from_db()
    assert upload.state == "preview", list(upload.findings.values_list("message", flat=True)[:3])
    return upload


def uploaded(content: bytes):
    """A roster that was read and waits for its confirmation, and who confirms it."""
    upload, by = handed_in(content)
    return read(upload), by
