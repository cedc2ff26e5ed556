"""What becomes of a chosen point: agreed by the 教研组, confirmed by the school, sent back or taken back."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db import transaction
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from credits.enums.choosing import MOVES, Stage
from credits.enums.ledger import RecordState
from credits.models import Declaration, Selection
from credits.policies import choosing as policies
from portal.audit.recording import record_each
from portal.kit.errors import Refused, WrongState
from portal.kit.reasons import reason_of
from portal.kit.text import clean_text

AT_ONCE = 500
REASON_LIMIT = 200


@dataclass(frozen=True)
class Moved:
    """How many choices an act moved, and how many were left since they were not at that point any more."""

    done: int
    left: int


def agree(*, selections: Iterable[Selection], by, group: str = "") -> Moved:
    """Put down that the 教研组 agreed; ``group`` names it, else the plan's group or the teacher's own."""
    group = clean_text(group)

    def stamps(one):
        return {"agreed_by": by, "agreed_at": Now(), "agreed_as": (group or _group_of(one))[:60]}

    return _move(selections, Stage.AGREED, policies.check_agree, by, "selection.agreed", stamps, note=group)


def confirm(*, selections: Iterable[Selection], by) -> Moved:
    """The school confirms what the groups agreed."""
    return _move(
        selections,
        Stage.CONFIRMED,
        policies.check_confirm,
        by,
        "selection.confirmed",
        lambda one: {"confirmed_by": by, "confirmed_at": Now()},
    )


def send_back(*, selections: Iterable[Selection], reason: str, by) -> Moved:
    """Send choices back to their teachers, who may choose anew; refused where a point has been handed in (申报) already."""
    reason = reason_of(reason, limit=REASON_LIMIT, asked=_("请写明退回的原因"))
    rows = list(selections)
    _check_not_declared(rows)
    gone = {"state": RecordState.VOID, "reason": reason}
    return _move(rows, Stage.RETURNED, policies.check_send_back, by, "selection.sent_back", lambda one: gone, note=reason)


def withdraw(*, selection: Selection, by) -> None:
    """The teacher takes back a choice that is not confirmed yet."""
    policies.check_withdraw(by, selection)
    gone = {"state": RecordState.VOID}
    moved = _move([selection], Stage.WITHDRAWN, lambda by, rows: None, by, "selection.withdrawn", lambda one: gone)
    if not moved.done:
        raise WrongState(_("“%s”已由学校确认或已不在选点中，不能撤回。") % selection.ability)


def movable(selections: Iterable[Selection], stage: Stage) -> list[Selection]:
    """Those that may go to ``stage`` from where they are."""
    return [one for one in selections if one.is_current and stage in MOVES[Stage(one.stage)]]


@transaction.atomic
def _move(rows, stage: Stage, check: Callable, by, verb: str, stamps: Callable, *, note: str = "") -> Moved:
    """Move those that may go; somebody else's simultaneous act wins over ours."""
    rows = list(rows)
    if not rows:
        raise Refused(_("请先勾选选点。"))
    if len(rows) > AT_ONCE:
        raise Refused(_("一次最多办理 %d 条选点。") % AT_ONCE)
    check(by, rows)
    moved = [one for one in movable(rows, stage) if _stamped(one, stage, stamps(one))]
    record_each(by, verb, moved, note=note)
    return Moved(len(moved), len(rows) - len(moved))


def _stamped(one, stage, stamps) -> int:
    return Selection.objects.current().filter(pk=one.pk, stage=one.stage).stamp(stage=stage, **stamps)


def _group_of(one) -> str:
    """The plan's group where it is for one subject; the teachers of a plan for all have groups of their own."""
    own, planned = one.teacher.research_group, one.plan.research_group if one.plan_id else ""
    return planned or own if one.plan_id and one.plan.subject else own or planned


def _check_not_declared(rows) -> None:
    pairs = {(one.teacher_id, one.ability_id) for one in rows}
    live = (
        Declaration.objects.live().filter(teacher__in=[teacher for teacher, _ability in pairs]).select_related("teacher", "ability")
    )
    declared = [str(row) for row in live if (row.teacher_id, row.ability_id) in pairs]
    if declared:
        raise Refused(_("%s 已经申报，不能退回选点。") % "、".join(declared[:3]))
