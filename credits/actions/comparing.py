"""What completion would be under other rules: a scoring run laid out with them, read and undone."""

from django.db import transaction
from django.utils.translation import gettext as _

from credits.actions import completion
from credits.actions.scoring_sql import room_to_work
from credits.facts.completion import requirement_of
from credits.models import CompletionRun, CompletionStat
from portal.kit.clock import database_now, local
from portal.units.models import Unit, within
from programs.comparing import Compared, Standing
from programs.models import Program
from programs.policy import Policy
from schools.models import Employment

MOST = 60_000
NOBODY = Standing(0, 0, 0)


def refuses(unit: Unit) -> str:
    """Why a unit is too large to be compared while a page waits; "" when it is not."""
    people = Employment.objects.active().filter(within(unit.path, "unit__path")).count()
    about = {"unit": unit.name, "people": people, "most": MOST}
    return _("%(unit)s有 %(people)d 名教师，超过一次比较的 %(most)d 名，请选下级单位。") % about if people > MOST else ""


def compare(unit: Unit, program: Program, policy: Policy) -> list[Compared]:
    """The unit and those directly below it, under their own rules and under ``policy``, both as of today."""
    units = [unit, *Unit.objects.active().filter(parent=unit).order_by("position", "code")]
    own, other = standings(unit, program), standings(unit, program, policy)
    return [Compared(one, own.get(one.pk, NOBODY), other.get(one.pk, NOBODY)) for one in units if one.pk in own]


@transaction.atomic
def standings(unit: Unit, program: Program, policy: Policy | None = None) -> dict[int, Standing]:
    """How the units of a subtree stand, by id; with ``policy``, as if it bound all of its schools. Nothing of it is kept."""
    with transaction.atomic():
        found = _scored(unit, program, policy)
        transaction.set_rollback(True)
    return found


def _scored(unit: Unit, program: Program, policy: Policy | None) -> dict[int, Standing]:
    run = CompletionRun.objects.create(program=program, unit=unit, as_of=local(database_now()).date())
    lay_out, *counting = completion.STEPS
    with room_to_work():
        lay_out(run)
        if policy is not None:
            rule = completion.rule_for(run, requirement_of(policy))
            CompletionStat.objects.filter(run=run).exclude(rule=None).update(rule=rule)
        for step in counting:
            step(run)
    rows = CompletionStat.objects.filter(run=run).values_list("unit_id", "required", "complete", "no_requirement")
    return {key: Standing(*figures) for key, *figures in rows}
