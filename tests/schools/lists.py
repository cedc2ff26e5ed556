"""Lists of schools as people send them, and what became of them."""

from schools.exports_list import school_lists
from schools.finding import schools_in_reach, units_in_reach
from schools.models import School
from tests.sheets.flow import bring

HEADINGS = ["实施学校名称", "所属学段", "联系人", "手机号", "教师数"]
FIRST = ["城区第一小学", "小学", "周小满", "13900000001", 37]
SECOND = ["城区（附属）学校", "九年一贯制", "吴冬", "0577-61880001", 82]


def sheet(*rows, district="城区学区", headings=HEADINGS):
    return [["乐清市实施学校（幼儿园）名单"], ["所在学区", district], headings, *rows]


def annex_4(*rows):
    """The form as it is printed, its lines for hand-writing and its foot with it."""
    head = [["乐清市实施学校（幼儿园）名单"], ["所在学区", "城区学区"], ["联系人", "郑某", "所在单位", "城区学区"]]
    foot = [[".....", "....."], ["合计", None, None, None, 119], ["占本区域教师总数比例", "35.7%"], ["（注：建议用 excel 表格）"]]
    return [*head, ["联系人手机号", "13900000009", "邮箱", "a@example.com"], HEADINGS, *rows, *foot]


def reads(rows, unit, by=None):
    return bring("schools", rows, unit=unit, by=by)


def counts(upload):
    return tuple(upload.counts[name] for name in ("new", "changed", "unchanged", "waiting", "refused"))


def told(name):
    school = School.objects.get(unit__name=name)
    stages = "、".join(str(stage.label) for stage in school.taught)
    return school.unit.parent.name, stages, school.contact, school.phone, school.reported_teachers


def out(by):
    """The list of all schools in somebody's reach."""
    return school_lists(schools_in_reach(by), units_in_reach(by), 2026)
