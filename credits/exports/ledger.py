"""Completion and the ledger as files: headings, and one tuple a row of what the list was filtered to."""

from itertools import islice

from django.utils.translation import gettext_lazy as _

from credits.enums.ledger import Completion, Grade, HoursKind, RecordState, Source
from credits.facts.ledger import doings_of
from credits.facts.runs import lacks_of, missing_of, short_of
from credits.words import completion as words
from portal.kit.clock import database_now, local
from portal.kit.numbers import from_hundredths

CHUNK = 1000
UNITS = (
    *(_("单位代码"), _("单位"), _("层级"), _("应完成"), _("已完成"), _("未完成"), _("无要求"), _("完成率"), _("名次")),
    *(_("有要求的学校"), _("全部完成的学校")),
)
EXIT = (_("待出口备案"),)
PEOPLE = (
    *(_("学校标识码"), _("学校名称"), _("教职工号"), _("姓名"), _("人员类别")),
    *(_("网络研修学时"), _("实践应用学时"), _("集中培训学时"), _("校本应用考核学分"), _("培训与实践合计学分")),
    *(_("区域名次"), _("完成情况"), _("还缺"), _("依据"), _("下一步"), _("等他人办理"), _("年龄放宽")),
)
PERSON = (_("学校标识码"), _("学校名称"), _("教职工号"), _("姓名"))
FROM = (_("来源"), _("状态"))
HOURS = (
    *(*PERSON, _("学时类型"), _("学时"), _("学分"), _("是否合格"), _("开始日期"), _("结束日期"), _("项目或课程"), _("培训机构")),
    *FROM,
)
SELECTIONS = (*PERSON, _("能力点编号"), _("能力点"), *FROM)
CREDITS = (*PERSON, _("能力点编号"), _("能力点"), _("等级"), _("学分"), _("评审日期"), *FROM)
ASSESSMENTS = (*PERSON, _("平台"), _("结果"), _("日期"), *FROM)
PERSON_FIELDS = ("teacher__unit__code", "teacher__unit__name", "teacher__staff_number", "teacher__name")


def name_of(title, unit, run) -> str:
    return f"{title}-{unit.name}-{run.as_of:%Y%m%d}"


def units(rows):
    """(headings, rows) of units; what has to be filed before completion counts has its column where anything has."""
    pending = any(row.exit for row in rows)
    return (*UNITS, *EXIT) if pending else UNITS, _units(rows, pending)


def _units(rows, pending):
    for row in rows:
        counts = (row.required, row.complete, row.incomplete, row.no_requirement)
        figures = (row.percent, row.rank, row.schools, row.schools_complete)
        exits = (row.exit.text if row.exit else "",) if pending else ()
        yield (row.unit.code, row.unit.name, row.unit.get_level_display(), *counts, *figures, *exits)


def people(rows, run):
    """Everybody of a filtered list; a fixed number of queries for each thousand."""
    today = local(database_now()).date()
    found = rows.iterator(CHUNK)
    while results := list(islice(found, CHUNK)):
        doings = doings_of([(result.teacher_id, result.unit.path) for result in results], run.program_id, today)
        for result in results:
            yield _person(result, doings[result.teacher_id])


def _person(result, doing):
    teacher, missing = result.teacher, missing_of(result)
    acts = words.next_acts(short_of(result), doing, **lacks_of(result))
    sums = (result.online, result.practice, result.face_to_face, result.credits, result.joint)
    return (
        *(result.unit.code, result.unit.name, teacher.staff_number, teacher.name, teacher.get_category_display()),
        *(from_hundredths(value) for value in sums),
        result.place,
        Completion(result.status).label,
        "；".join(one.text for one in missing),
        "；".join(dict.fromkeys(one.citation for one in missing if one.citation)),
        _acts(acts),
        _acts(words.awaited_acts(doing, beside=acts)),
        str(words.RELIEF) if result.relief else "",
    )


def _acts(acts) -> str:
    return "；".join(f"{act.who.label}：{act.text}" for act in acts)


def hours(rows):
    fields = ("kind", "hours", "joint_credits", "passed", "starts_on", "ends_on", "course", "institution__name", "source", "state")
    for *person, kind, amount, joint, passed, starts, ends, course, institution, source, state in _values(rows, fields):
        about = (HoursKind(kind).label, _amount(amount), _amount(joint), passed, starts, ends, course, institution)
        yield (*person, *about, *_origin(source, state))


def selections(rows):
    for *person, code, name, source, state in _values(rows, ("ability__code", "ability__name", "source", "state")):
        yield (*person, code, name, *_origin(source, state))


def credit_entries(rows):
    fields = ("ability__code", "ability__name", "grade", "ability__credits", "assessed_on", "source", "state")
    for *person, code, name, grade, worth, day, source, state in _values(rows, fields):
        earned = worth if grade != Grade.FAILED else 0
        yield (*person, code, name, Grade(grade).label, _amount(earned), day, *_origin(source, state))


def assessments(rows):
    for *person, platform, passed, day, source, state in _values(rows, ("platform", "passed", "assessed_on", "source", "state")):
        yield (*person, platform, _("通过") if passed else _("未通过"), day, *_origin(source, state))


def _values(rows, fields):
    return rows.values_list(*PERSON_FIELDS, *fields).iterator(CHUNK)


def _amount(hundredths):
    return None if hundredths is None else from_hundredths(hundredths)


def _origin(source, state):
    return Source(source).label, RecordState(state).label
