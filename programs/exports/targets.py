"""Targets as a table: what each step asks of a unit, what there is, and what each unit below has."""

from django.utils.translation import gettext_lazy as _

from portal.kit.numbers import plain_hundredths
from programs.facts.targets import Aim, Below, Reached

COLUMNS = {
    "unit": _("单位代码"),
    "name": _("单位"),
    "notice": _("文号"),
    "clause": _("条款"),
    "key": _("目标标识"),
    "target": _("目标"),
    "measure": _("口径"),
    "counting": _("计法"),
    "due_on": _("期限"),
    "asked": _("应达到"),
    "needed": _("应达到数"),
    "done": _("实际数"),
    "of": _("总数"),
    "percent": _("实际比例（%）"),
    "verdict_name": _("对照"),
    "as_of": _("数据截至"),
}
BELOW = (_("单位代码"), _("单位"), _("层级"), _("应达到数"), _("实际数"), _("总数"), _("实际比例（%）"), _("对照"))


def step_row(unit, step: Reached) -> dict:
    """One step of a target at one unit, as reports and exports tell it."""
    target, actual = step.target, step.actual
    told = {"unit": unit.code, "name": unit.name, "notice": target.notice.number, "clause": target.clause.key, "key": target.key}
    told |= {"target": target.name, "measure": target.measure, "counting": target.counting, "due_on": target.due_on}
    told |= {"asked": step.asked, "needed": step.needed if actual or not step.is_share else None, "done": step.done}
    told |= {"of": actual.of if actual and step.is_share else None, "percent": plain_hundredths(step.percent) or None}
    return told | {"verdict": step.verdict, "verdict_name": step.verdict.label, "as_of": actual.as_of if actual else None}


def rows(unit, aims: list[Aim]) -> list[dict]:
    return [step_row(unit, step) for aim in aims for step in aim.steps]


def below_rows(found: list[Below]):
    """A row for each unit below; what is asked of the whole alone is not asked of its parts."""
    for one in found:
        step, actual = one.step, one.step.actual
        needed = step.needed if step.binds else None
        of, percent = (actual.of, plain_hundredths(step.percent)) if step.is_share else (None, None)
        yield one.unit.code, one.unit.name, one.unit.get_level_display(), needed, step.done, of, percent, str(step.verdict.label)
