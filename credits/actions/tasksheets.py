"""任务单: one teacher's as a document, a school's as a batch."""

from django.db import transaction
from django.utils.translation import gettext as _

from credits.documents.tasksheets import TaskSheet, task_sheet
from credits.facts.choosing import choosers
from credits.facts.tasksheets import tasks_of
from portal.documents import actions as documents
from portal.documents.issuing import Issue
from portal.documents.policies import check_issue
from portal.kit.clock import database_now, local
from portal.kit.errors import Refused
from portal.units.enums import Level
from portal.units.models import Unit
from programs.models import Program
from schools.models import Teacher

AT_ONCE = 2_000


def sheets_of(unit: Unit, program: Program, teachers: list[Teacher]) -> list[TaskSheet]:
    """The sheets of teachers of a school as they print today."""
    day = local(database_now()).date()
    return [task_sheet(facts, day) for facts in tasks_of(unit, program, teachers)]


def issue(*, teacher: Teacher, program: Program, by):
    """Issue one teacher's sheet, or answer with the archived one of the same content."""
    [form] = sheets_of(teacher.unit, program, [teacher])
    return documents.issue(form=form, series=program.code, unit=teacher.unit, subject=teacher, by=by)


@transaction.atomic
def request_batch(*, unit: Unit, program: Program, by):
    """Ask for the sheets of all teachers of a school as one job."""
    check_issue(by, unit)
    if unit.level != Level.SCHOOL:
        raise Refused(_("%s不是学校，任务单按学校生成。") % unit.name)
    teachers = list(choosers().filter(unit=unit).select_related("unit").order_by("name", "pk")[: AT_ONCE + 1])
    if not teachers:
        raise Refused(_("%s没有在岗教师，没有任务单可以生成。") % unit.name)
    if len(teachers) > AT_ONCE:
        raise Refused(_("%(unit)s的教师超过 %(most)d 人，不能一次生成。") % {"unit": unit.name, "most": AT_ONCE})
    forms = sheets_of(unit, program, teachers)
    issues = [Issue(form, program.code, unit, teacher) for form, teacher in zip(forms, teachers, strict=True)]
    title = _("生成%s教师任务单") % unit.name
    return documents.request_batch(issues=issues, unit=unit, by=by, title=title)
