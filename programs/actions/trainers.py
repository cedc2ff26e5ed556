"""Chief trainers: self-nomination, reviews of school and town, the district's recognition, the city's supervision."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from portal.audit.recording import record
from portal.kit.clock import database_now, local
from portal.kit.errors import Refused, WrongState
from portal.kit.reasons import reason_of
from programs.actions import groups, members
from programs.actions.designations import designate
from programs.enums.calendar import DesignationKind
from programs.enums.evidence import ResultLevel
from programs.enums.groups import GroupKind, MemberRole
from programs.enums.trainers import ACTS, MOVES, NominationState, TrainerAct, TrainerTurn
from programs.models import Designation, Group, GroupMember, Program, TrainerNomination
from programs.policies import trainers as policies
from schools.models import Teacher

STATEMENT_LIMIT = 500
S, A = NominationState, TrainerAct
VERBS = {
    S.NOMINATED: "trainer.nominated",
    S.SCHOOL_PASSED: "trainer.passed",
    S.REVIEWED: "trainer.passed",
    S.RETURNED: "trainer.returned",
    S.RECOGNISED: "trainer.recognised",
    S.DECLINED: "trainer.declined",
}


@transaction.atomic
def nominate(*, program: Program, teacher: Teacher, statement: str, by) -> TrainerNomination:
    """A teacher offers himself; ``Refused`` where he did so already or does not teach."""
    policies.check_nominate(by, teacher)
    if not teacher.employed or teacher.category != Teacher.Category.TEACHER:
        raise Refused(_("%s不是在职教师，不能自荐。") % teacher.name)
    row = TrainerNomination(program=program, teacher=teacher, unit=teacher.unit, statement=_statement(statement))
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        raise Refused(_("%s已经自荐，请在原自荐上办理。") % teacher.name) from None
    record(by, "trainer.nominated", row, unit=row.unit)
    return row


@transaction.atomic
def act_on(*, nomination: TrainerNomination, act: str, said: str, by) -> None:
    """Take one step with a nomination, for the reason ``said``; ``WrongState`` where it is not at that step."""
    if act not in ACTS[S(nomination.state)]:
        about = {"name": nomination, "now": nomination.get_state_display(), "act": A(act).label}
        raise WrongState(_("%(name)s的自荐%(now)s，不能%(act)s。") % about)
    policies.check_act(by, nomination, act)
    if act == A.SUPERVISE:
        return _supervise(nomination, _said(said), by)
    if act == A.NOMINATE:
        return _move(nomination, S.NOMINATED, by, statement=_statement(said))
    today = local(database_now()).date()
    also = {"recognised_on": today} if act == A.RECOGNISE else {}
    _move(nomination, _after(nomination, act), by, said=_said(said), **also)
    if act == A.RECOGNISE:
        _enrol(nomination, today, by)
    return None


def _after(nomination, act) -> NominationState:
    """Where an act leads: after the school comes the town, where there is one."""
    if act != A.PASS:
        return {A.RETURN: S.RETURNED, A.DECLINE: S.DECLINED, A.RECOGNISE: S.RECOGNISED}[act]
    to_town = nomination.turn == TrainerTurn.SCHOOL and policies.town_of(nomination.unit)
    return S.SCHOOL_PASSED if to_town else S.REVIEWED


def _move(nomination, state, by, **stamps) -> None:
    before = nomination.state
    moved = state in MOVES[S(before)] and TrainerNomination.objects.filter(pk=nomination.pk, state=before).stamp(
        state=state, **stamps
    )
    if not moved:
        raise WrongState(_("%s的自荐刚被他人办理，请刷新后再试。") % nomination)
    nomination.refresh_from_db(fields=["state", "updated_at", *stamps])
    changes = {"state": (before, state.value)}
    record(by, VERBS[state], nomination, unit=nomination.unit, changes=changes, note=stamps.get("said", ""))


def _supervise(nomination, said, by) -> None:
    before = nomination.supervision
    TrainerNomination.objects.filter(pk=nomination.pk).stamp(supervision=said, supervised_by=by)
    nomination.refresh_from_db(fields=["supervision", "supervised_by", "updated_at"])
    record(by, "trainer.supervised", nomination, unit=nomination.unit, changes={"supervision": (before, said)})


def _enrol(nomination, day, by) -> None:
    """Give the recognised teacher his title, which the target counts, and a place on the district's training team."""
    teacher, program, district = nomination.teacher, nomination.program, policies.district_of(nomination.unit)
    title = {"program": program, "unit": nomination.unit, "kind": DesignationKind.LEAD_TRAINER, "person": teacher.name}
    if not Designation.objects.current().filter(**title).exists():
        designate(**title, level=ResultLevel.COUNTY, starts_on=day, by=by)
    team = Group.objects.current().filter(unit=district, program=program, kind=GroupKind.TRAINING_TEAM).first()
    team = team or groups.set_up(unit=district, program=program, kind=GroupKind.TRAINING_TEAM, year=day.year, by=by)
    if not GroupMember.objects.serving().filter(group=team, teacher=teacher).exists():
        about = members.from_roster(teacher) | {"capacity": "lead_teacher"}
        members.join(group=team, role=MemberRole.MEMBER, name=teacher.name, starts_on=day, by=by, **about)


def _said(text: str) -> str:
    """What somebody says with a step."""
    return reason_of(text, limit=members.REASON_LIMIT, field="said")


def _statement(text: str) -> str:
    return reason_of(text, limit=STATEMENT_LIMIT, field="statement", asked=_("请写明自荐理由"))
