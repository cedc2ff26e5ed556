"""A roster of 20,000 new people confirmed with everything on, beside a floor with the same duties and beside the usual way."""

import io
import itertools
import tempfile
from datetime import date
from pathlib import Path

import tablib
import xlsxwriter
from django.core.files import File
from django.db import connection, transaction
from import_export import fields, resources, widgets
from python_calamine import CalamineWorkbook

from bench.imports import now_of_database, save
from portal.accounts.models import User
from portal.jobs.running import run_job
from portal.kit.crypto import encrypt, fingerprint
from portal.sheets.actions import start_upload
from portal.units.actions import add_unit
from portal.units.models import Unit
from schools.models import Employment, Teacher
from schools.models.teachers import new_code
from schools.rules.id_numbers import check_character, fault_of

ROWS, SAMPLE, SCHOOLS = 20_000, 1_000, 200
HEADINGS = ("学校", "教职工号", "姓名", "证件号码", "人员类别", "学段", "任教学科", "职称", "手机号", "入职日期", "在岗状态")
runs = itertools.count()


class Usual(resources.ModelResource):
    """The usual way: django-import-export with its defaults; without numbers encrypted, employments or audit."""

    unit = fields.Field("unit", "学校", widgets.ForeignKeyWidget(Unit, "code"))
    staff_number = fields.Field("staff_number", "教职工号")
    name = fields.Field("name", "姓名")
    id_key = fields.Field("id_key", "证件号码")
    subject = fields.Field("subject", "任教学科")
    joined_on = fields.Field("joined_on", "入职日期", widgets.DateWidget("%Y-%m-%d"))

    class Meta:
        model = Teacher
        fields = ("unit", "staff_number", "name", "id_key", "subject", "joined_on")
        import_id_fields = ("id_key",)


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
    about = ("教师", "小学", "语文", "一级教师")
    return (school, f"{run}-{number}", f"教师{number % 97}", digits + check_character(digits), *about, phone, "2019-09-01", "在岗")


def workbook(rows) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate([HEADINGS, *rows]):
            sheet.write_row(number, 0, row)
    return out.getvalue()


def uploaded(content: bytes):
    """A roster that was read and waits for its confirmation, and the seconds its reading took."""
    by, unit = User.objects.get(username="yueqing"), Unit.objects.get(code="330382")
    with tempfile.NamedTemporaryFile(suffix=".xlsx") as file:
        Path(file.name).write_bytes(content)
        with open(file.name, "rb") as source:
            upload = start_upload(sheet="roster", unit=unit, file=File(source, name="roster.xlsx"), by=by, send=False)
    run_job(upload.reading_job_id)
    upload.refresh_from_db()
    assert upload.state == "preview", list(upload.findings.values_list("message", flat=True)[:3])
    return upload, by


def floor(content: bytes) -> None:
    """The same duties by the shortest way: parse, check numbers, encrypt, pour people and employments into their tables."""
    parsed = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()[1:]
    units, today, about = dict(Unit.objects.values_list("code", "pk")), date(2022, 1, 1), ("teacher", "primary", "语文", "first")
    now = connection.ops.adapt_datetimefield_value(now_of_database())
    people = []
    for school, staff, name, number, *_words, phone, joined, _status in parsed:
        assert not fault_of(number, "resident", today)
        secret = (encrypt(number), fingerprint(number), encrypt(phone), fingerprint(phone))
        first = (new_code(), units[school], name, staff, "resident", *secret)
        people.append([*first, *about, joined, "in_post", "current", now, now])
    names = (
        *("code", "unit_id", "name", "staff_number", "id_type", "id_number", "id_key", "phone", "phone_key", "category", "stage"),
        *("subject", "title", "joined_on", "status", "state", "created_at", "updated_at"),
    )
    empty = ("sex", "research_group", "position", "short_number", "email")
    with transaction.atomic(), connection.cursor() as cursor:
        pour(cursor, Teacher._meta.db_table, (*names, *empty), (row + [""] * len(empty) for row in people))
        cursor.execute(
            f"INSERT INTO {Employment._meta.db_table} (teacher_id, unit_id, starts_on, ending, state, created_at, updated_at) "
            f"SELECT id, unit_id, joined_on, '', 'current', created_at, updated_at FROM {Teacher._meta.db_table} "
            "WHERE created_at = %s",
            [now],
        )


def pour(cursor, table, names, rows) -> None:
    if connection.vendor == "postgresql":
        lines = "".join("\t".join(map(str, row)) + "\n" for row in rows)
        cursor.copy_expert(f"COPY {table} ({', '.join(names)}) FROM STDIN", io.StringIO(lines))
    else:
        marks = ", ".join(["?"] * len(names))
        cursor.connection.executemany(f"INSERT INTO {table} ({', '.join(names)}) VALUES ({marks})", rows)


def measure(median_pair, timed):
    """New people against the floor and the usual way, and the same file again."""
    ours, bare, usual = [], [], []
    for _round in range(3):
        content = workbook(rows_of(ROWS))
        waiting = uploaded(content)
        ours.append(timed(lambda: save(*waiting)))  # noqa: B023
        again, other = content, workbook(rows_of(ROWS))
        bare.append(timed(lambda: floor(other)))  # noqa: B023
        usual.append(timed(lambda: _import_as_usual(rows_of(SAMPLE))) * ROWS / SAMPLE)
    middle = [sorted(times)[1] for times in (ours, bare, usual)]
    rates = [f"{ROWS / seconds:,.0f} rows/s" for seconds in middle]
    yield _row("20,000 people confirmed, against floor", middle[1] / middle[0], 0.5, f"{rates[0]}, floor {rates[1]}")
    yield _row("20,000 people confirmed, against usual", middle[2] / middle[0], 20, f"usual {rates[2]} on {SAMPLE} rows")
    waiting = uploaded(again)
    seconds = timed(lambda: save(*waiting))
    counts = waiting[0].counts
    assert (counts["unchanged"], counts["new"], counts["changed"]) == (ROWS, 0, 0), counts
    yield _row("20,000 people unchanged, against usual", middle[2] / seconds, 40, f"{seconds:.2f} s, 0 rows written")
    yield _row("crypto of 20,000 people, share of confirm", crypto_seconds(timed) / middle[0], 1, "4 values a person", "lower")


def crypto_seconds(timed) -> float:
    """What encrypting and fingerprinting two numbers a person costs."""
    numbers = [row[3] for row in rows_of(ROWS)]
    return timed(lambda: [(encrypt(n), fingerprint(n), encrypt(n[1:]), fingerprint(n[1:])) for n in numbers])


def _import_as_usual(rows) -> None:
    data = tablib.Dataset(
        *[(r[0], r[1], r[2], r[3], r[6], r[9]) for r in rows],
        headers=["学校", "教职工号", "姓名", "证件号码", "任教学科", "入职日期"],
    )
    result = Usual().import_data(data, raise_errors=True)
    assert result.totals["new"] == len(rows), result.totals


def _row(name, ratio, goal, note, better="higher") -> dict:
    return {"name": name, "ratio": ratio, "goal": goal, "better": better, "note": note}
