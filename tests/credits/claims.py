"""Lines of a workbook of hours, and claims as the rules see them."""

from datetime import date

from credits.rules.hours import Claim
from tests.schools.people import id_number
from tests.sheets.flow import findings

HEAD = ["姓名", "证件号码", "学时类型", "学时", "是否合格", "结束日期", "项目或课程", "培训机构"]


def line(hours=10, kind="实践应用", course="校本研修一", day="2022-06-30", passed="合格", by="", serial=1, name="林小雨"):
    return [name, id_number(serial), kind, hours, passed, day, course, by]


def codes(upload):
    return [one[2] for one in findings(upload, "row")]


def claim(course="研修", kind="practice", day=date(2022, 6, 30), institution=None, hours=1000, teacher=1, program=1):
    return Claim(program, teacher, kind, course, day, institution, hours)
