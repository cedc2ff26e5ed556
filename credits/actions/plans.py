"""学校规划: the points a school proposes to its teachers, and until when they choose."""

from collections.abc import Iterable

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from credits.enums.choosing import PlanState
from credits.models import MicroAbility, Selection, SelectionPlan
from credits.policies import choosing as policies
from portal.audit.recording import record
from portal.kit.errors import Refused, WrongState
from portal.kit.reasons import reason_of
from portal.kit.text import clean_text
from schools.models import Teacher

KEPT = ("research_group", "head", "closes_on", "note")


@transaction.atomic
def set_up(*, unit, program, year: int, abilities: Iterable[MicroAbility], by, subject: str = "", **said) -> SelectionPlan:
    """Plan a year's points for the teachers of one subject, or of all; choices of theirs without a plan join it."""
    policies.check_plan(by, unit)
    subject, abilities = clean_text(subject), list(abilities)
    values = _checked(unit, subject, said)
    about = {"unit": unit, "program": program, "year": year, "subject": subject}
    try:
        with transaction.atomic():
            plan = SelectionPlan.objects.create(**about, **values)
    except IntegrityError:
        names = {"unit": unit.name, "year": year, "subject": subject or _("全部学科")}
        message = _("%(unit)s %(year)d 年度已有“%(subject)s”的选点规划，请直接修改。") % names
        raise Refused(message, fields={"subject": _("已有规划")}) from None
    plan.abilities.set(abilities)
    record(by, "plan.set_up", plan, data={"points": [one.code for one in abilities]})
    _join(plan)
    return plan


@transaction.atomic
def revise(*, plan: SelectionPlan, abilities: Iterable[MicroAbility], by, **said) -> SelectionPlan:
    """Change what a plan proposes; choices already made stay."""
    policies.check_plan(by, plan.unit)
    if not plan.is_current:
        raise WrongState(_("“%s”已经作废。") % plan)
    values = _checked(plan.unit, plan.subject, said)
    before = {name: getattr(plan, name) for name in KEPT} | {"points": _codes(plan.abilities.all())}
    for name, value in values.items():
        setattr(plan, name, value)
    plan.save(update_fields=[*values])
    plan.abilities.set(abilities := list(abilities))
    after = values | {"points": _codes(abilities)}
    record(by, "plan.revised", plan, changes={name: (before[name], after[name]) for name in after})
    return plan


@transaction.atomic
def void(*, plan: SelectionPlan, reason: str, by) -> None:
    """Take a plan back; choices made under it stay."""
    policies.check_plan(by, plan.unit)
    reason = reason_of(reason, asked=_("请写明作废的原因"))
    if not SelectionPlan.objects.current().filter(pk=plan.pk).stamp(state=PlanState.VOID):
        raise WrongState(_("“%s”已经作废。") % plan)
    record(by, "plan.voided", plan, changes={"state": (PlanState.CURRENT, PlanState.VOID)}, note=reason)


def _checked(unit, subject: str, said) -> dict:
    """The values to keep; the head must teach at the school. His group is the plan's only where the plan is for one subject."""
    head: Teacher | None = said.get("head")
    if head is not None and head.unit_id != unit.pk:
        raise Refused(
            _("%(name)s不在%(school)s任教。") % {"name": head.name, "school": unit.name}, fields={"head": _("请选本校教师。")}
        )
    group = clean_text(said.get("research_group", "")) or (head.research_group if head and subject else "")
    return {"research_group": group, "head": head, "closes_on": said.get("closes_on"), "note": clean_text(said.get("note", ""))}


def _join(plan) -> None:
    """Choices of the plan's teachers that are not settled and belong to no plan yet."""
    rows = Selection.objects.current().filter(teacher__unit=plan.unit, program=plan.program, plan=None, confirmed_at=None)
    if plan.subject:
        rows = rows.filter(teacher__subject=plan.subject)
    Selection.objects.filter(pk__in=list(rows.exclude(stage=Selection.Stage.CONFIRMED).values_list("pk", flat=True))).stamp(
        plan=plan
    )


def _codes(abilities) -> str:
    return "、".join(ability.code for ability in abilities)
