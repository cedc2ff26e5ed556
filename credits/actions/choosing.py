"""选点: putting the points a teacher will practise on record; 申报 is a later act."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from credits.enums.choosing import Stage
from credits.enums.ledger import Source
from credits.facts.choosing import plan_of
from credits.facts.passed import passed_already, told
from credits.models import MicroAbility, Selection
from credits.policies import ledger as policies
from portal.audit.recording import record
from portal.kit.clock import database_now, local
from portal.kit.errors import Refused, WrongState
from programs.models import Program
from schools.models import Teacher

MOST = 30


@transaction.atomic
def choose(*, teacher: Teacher, program: Program, codes: Iterable[str], by) -> list[Selection]:
    """Choose points for a teacher beside those chosen before; those already chosen change nothing.

    What the teacher chooses waits for the group and the school; what the school enters is confirmed at once.
    Raises ``Refused`` for points that are not in the catalogue or were passed before, under whatever version: a point counts
    once; ``WrongState`` for a teacher after the day on which the school's plan closes.
    """
    policies.check_choose(by, teacher)
    teacher = Teacher.objects.select_for_update().get(pk=teacher.pk)
    abilities = _known(set(codes))
    about = {"teacher": teacher, "program": program}
    codes = [ability.code for ability in abilities]
    if names := told(passed_already(teacher, codes, program=program)):
        raise Refused(_("%s 已经考核合格，不必再选：同一能力点只计一次学分。") % names, fields={"points": _("请另选能力点。")})
    there = set(Selection.objects.current().filter(ability__code__in=codes, **about).values_list("ability__code", flat=True))
    how = _how(teacher, program, by)
    fresh = [
        Selection(ability=ability, unit_id=teacher.unit_id, **how, **about) for ability in abilities if ability.code not in there
    ]
    for selection in fresh:
        selection.save()
        record(by, "selection.chosen", selection, unit=teacher.unit)
    return fresh


def _how(teacher, program, by) -> dict:
    """Who chose, under which plan, and how far the choice is by that."""
    plan = plan_of(teacher, program)
    if by is None or by.pk != teacher.user_id:
        confirmed = {"stage": Stage.CONFIRMED, "confirmed_by": by, "confirmed_at": Now()}
        return {"source": Source.SCHOOL, "plan": plan, **confirmed}
    if plan is not None and plan.closes_on is not None and plan.closes_on < local(database_now()).date():
        words = {"school": teacher.unit.name, "day": plan.closes_on.isoformat()}
        raise WrongState(_("%(school)s的选点已于 %(day)s 截止，需要补选请联系学校代为登记。") % words)
    return {"source": Source.TEACHER, "plan": plan, "stage": Stage.PROPOSED}


def _known(codes: set[str]) -> list[MicroAbility]:
    if not codes:
        raise Refused(_("请至少选一个能力点。"), fields={"points": _("请勾选能力点。")})
    if len(codes) > MOST:
        raise Refused(_("一次最多选 %d 个能力点。") % MOST, fields={"points": _("请少选一些。")})
    abilities = list(MicroAbility.objects.current().filter(code__in=codes))
    if unknown := sorted(codes - {ability.code for ability in abilities}):
        raise Refused(_("目录中没有能力点 %s。") % "、".join(code[:10] for code in unknown), fields={"points": _("请从目录中选。")})
    return abilities
