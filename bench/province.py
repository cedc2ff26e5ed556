"""A whole province written by set-based statements: schools, teachers with their employments, and five ledger rows for each."""

import os
from datetime import date

from django.db import connection, transaction

from bench.imports import now_of_database
from credits.models import CreditEntry, MicroAbility, TrainingHours
from portal.kit.crypto import encrypt
from portal.kit.trees import LAST
from portal.units.enums import Level
from portal.units.models import Unit
from programs.models import Program
from schools.models import Employment, School, Teacher

USUAL_PEOPLE = 60_000
TO_A_SCHOOL = 40
PROVINCE = "330000"
COURSES = (("online", date(2022, 6, 30)), ("practice", date(2022, 9, 30)))
POINTS = (0, 7, 17)
ENTRIES = len(COURSES) + len(POINTS)
DIGITS = "substr('' || (100000000000 + n), 2)"


def people_asked() -> int:
    """How many teachers to write: 60,000 unless BENCH_SCALE says otherwise."""
    return int(os.environ.get("BENCH_SCALE") or USUAL_PEOPLE)


def build(program: Program, people: int) -> Unit:
    """The province with everybody in it; does nothing when they are there already."""
    province = Unit.objects.get(code=PROVINCE)
    if not Teacher.objects.filter(code="P00000000001").exists():
        with transaction.atomic():
            now = connection.ops.adapt_datetimefield_value(now_of_database())
            _schools(province, max(1, people // TO_A_SCHOOL), now)
            _teachers(people, now)
            _hours(program, now)
            _points(program, now)
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
    return province


def _pour(model, columns: dict[str, str], rest: str, parameters) -> None:
    """INSERT … SELECT into a model's table; ``columns`` maps names to expressions over ``rest``."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {model._meta.db_table} ({', '.join(columns)}) "
            f"WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < %s) "
            f"SELECT {', '.join(columns.values())} {rest}",
            parameters,
        )


def _stamped(now) -> dict[str, str]:
    return {"created_at": f"'{now}'", "updated_at": f"'{now}'"}


def _key(kind: int) -> str:
    """Sixty-four digits of its own for each n, as long as a fingerprint."""
    return f"'{kind:053}' || {DIGITS}"


def _day(day: date) -> str:
    """A date as both databases read it."""
    return f"CAST('{day}' AS date)" if connection.vendor == "postgresql" else f"'{day}'"


def _schools(province, count, now) -> None:
    """Schools dealt out to all counties."""
    columns = {
        "code": "'P' || (10000000 + n)",
        "name": "'第' || n || '小学'",
        "level": f"'{Level.SCHOOL}'",
        "kind": "'ordinary'",
        "parent_id": "c.id",
        "path": "c.path || 'P' || (10000000 + n) || '/'",
        "position": "0",
        "counts_for_quota": "TRUE",
        "local": "TRUE",
        "bureau_name": "''",
        "state": "'active'",
    }
    counties = (
        "FROM numbers JOIN (SELECT id, path, row_number() OVER (ORDER BY path) - 1 AS place, count(*) OVER () AS all_of_them "
        "FROM units_unit WHERE level = %s AND path >= %s AND path < %s) c ON c.place = n %% c.all_of_them ORDER BY n"
    )
    _pour(Unit, columns | _stamped(now), counties, [count, Level.COUNTY, province.path, province.path + LAST])
    own = dict.fromkeys(("rural", "small", "remote"), "FALSE") | dict.fromkeys(("environment", "area", "contact", "phone"), "''")
    own |= {"unit_id": "id", "kind": "'school'", "ownership": "'public'", "state": "'current'"}
    _pour(School, own | _stamped(now), "FROM units_unit WHERE code LIKE 'P1%%'", [1])


def _teachers(people, now) -> None:
    """Forty people to a school, in the order in which rosters come in, each employed there."""
    empty = ("sex", "research_group", "position", "short_number", "email")
    columns = {
        "code": f"'P' || {DIGITS}",
        "unit_id": "s.id",
        "name": "'教师' || (n %% 9973 * 7919 %% 9973)",
        "staff_number": "'' || n",
        "id_type": "'resident'",
        "id_number": f"'{encrypt('33038219850101001X')}'",
        "id_key": _key(1),
        "born_on": _day(date(1985, 1, 1)),
        "category": "CASE WHEN n %% 40 = 0 THEN 'principal' WHEN n %% 40 < 3 THEN 'support' ELSE 'teacher' END",
        "stage": "'primary'",
        "subject": "'语文'",
        "title": "'first'",
        "phone": f"'{encrypt('13800000000')}'",
        "phone_key": _key(2),
        "joined_on": _day(date(2019, 9, 1)),
        "status": "'in_post'",
        "state": "'current'",
    }
    schools = (
        "FROM numbers JOIN (SELECT id, row_number() OVER (ORDER BY id) - 1 AS place FROM units_unit WHERE code LIKE 'P1%%') s "
        f"ON s.place = (n - 1) / {TO_A_SCHOOL} ORDER BY n"
    )
    _pour(Teacher, columns | dict.fromkeys(empty, "''") | _stamped(now), schools, [people])
    own = {"teacher_id": "id", "unit_id": "unit_id", "starts_on": "joined_on", "ending": "''", "state": "'current'"}
    _pour(Employment, own | _stamped(now), "FROM schools_teacher WHERE code LIKE 'P%%' ORDER BY id", [1])


def _ledger(program) -> dict[str, str]:
    return {
        "teacher_id": "id",
        "unit_id": "unit_id",
        "program_id": str(program.pk),
        "source": "'school'",
        "state": "'current'",
    }


def _hours(program, now) -> None:
    """Two courses for everybody, course by course as institutions report them; two thirds of each are long enough."""
    for place, (kind, day) in enumerate(COURSES):
        columns = {
            "kind": f"'{kind}'",
            "hours": f"CASE id * {31 + place} %% 3 WHEN 0 THEN 1000 WHEN 1 THEN 2500 ELSE 3000 END",
            "passed": "TRUE",
            "ends_on": _day(day),
            "year": str(day.year),
            "course": "'提升工程2.0研修'",
        }
        everybody = "FROM schools_teacher WHERE code LIKE 'P%%' ORDER BY id"
        _pour(TrainingHours, _ledger(program) | columns | _stamped(now), everybody, [1])


def _points(program, now) -> None:
    """Three points for everybody, one in eleven of them not passed."""
    for shift in POINTS:
        columns = {name: f"t.{value}" if value in {"id", "unit_id"} else value for name, value in _ledger(program).items()}
        columns |= {
            "ability_id": "a.id",
            "grade": f"CASE WHEN (t.id + {shift}) %% 11 = 0 THEN 'failed' ELSE 'passed' END",
            "assessed_on": _day(date(2022, 10, 31)),
        }
        abilities = MicroAbility._meta.db_table
        everybody = (
            "FROM schools_teacher t JOIN (SELECT id, row_number() OVER (ORDER BY position) - 1 AS place "
            f"FROM {abilities} WHERE catalogue = '2.0') a ON a.place = (t.id * 13 + {shift}) %% 30 "
            "WHERE t.code LIKE 'P%%' ORDER BY t.id"
        )
        _pour(CreditEntry, columns | _stamped(now), everybody, [1])
