"""Invented people with numbers that verify."""

from datetime import date

from portal.kit.crypto import fingerprint
from schools.models import Employment, Teacher
from schools.rules.id_numbers import check_character
from tests import factories

HEADINGS = ["姓名", "证件号码", "学段", "任教学科", "手机号", "教职工号"]


def id_number(serial: int, *, born: str = "19850607", division: str = "330382") -> str:
    """A resident number that verifies, one for each serial (up to 999)."""
    digits = f"{division}{born}{serial:03d}"
    return digits + check_character(digits)


def school(code, name, parent):
    return factories.unit(code, name, "school", parent)


def teacher(unit, name="林小雨", serial=1, **fields) -> Teacher:
    number = fields.pop("id_number", id_number(serial))
    person = Teacher.objects.create(unit=unit, name=name, id_number=number, id_key=fingerprint(number), **fields)
    if person.employed:
        Employment.objects.create(teacher=person, unit=unit, starts_on=date(2020, 9, 1))
    return person


def row(name="林小雨", serial=1, stage="小学", subject="语文", phone=None, staff_number=None, **_more):
    return [name, id_number(serial), stage, subject, phone, staff_number]
