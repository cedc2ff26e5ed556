"""Two registrations of one person made one, by two people."""

from collections.abc import Callable

from django.db import transaction
from django.utils.translation import gettext as _

from portal.audit.recording import record
from portal.kit.clock import database_now, local
from portal.kit.errors import Refused, WrongState
from portal.kit.reasons import reason_of
from schools import policies
from schools.actions import employments, teaching_posts
from schools.actions.linking import hand_over
from schools.actions.moving import move
from schools.actions.transfers import check_open
from schools.enums import MERGE_MOVES, MergeState, RecordState
from schools.models import Merge, Teacher

_carriers: list[Callable] = []


def carries(carry: Callable) -> Callable:
    """Register what an app must hand over when ``drop`` becomes part of ``keep``: ``carry(keep=, drop=, by=)``."""
    _carriers.append(carry)
    return carry


@transaction.atomic
def propose(*, keep: Teacher, drop: Teacher, reason: str, by) -> Merge:
    """Say that two registrations are one person; nothing changes until somebody else confirms."""
    policies.check_merge(by, keep, drop)
    if keep.pk == drop.pk:
        raise Refused(_("请选择两条不同的登记。"))
    reason = reason_of(reason, limit=300, asked=_("请写明判断为同一人的理由"))
    _check_worth_keeping(keep, drop)
    if Merge.objects.filter(drop=drop).exclude(state=MergeState.REFUSED).exists():
        raise WrongState(_("“%s”已在合并中。") % drop.name)
    merge = Merge.objects.create(keep=keep, drop=drop, reason=reason, asked_by=by)
    record(by, "merge.proposed", merge, unit=keep.unit, note=merge.reason)
    return merge


def _check_worth_keeping(keep, drop) -> None:
    """Both count, and who works somewhere is not merged into who works nowhere."""
    if RecordState.VOID in (keep.state, drop.state):
        raise WrongState(_("其中一条登记已作废。"))
    if drop.employed and not keep.employed:
        raise Refused(_("另一条登记在岗，请保留在岗的那一条。"), fields={"keep": _("不在岗")})


@transaction.atomic
def confirm(*, merge: Merge, by) -> Merge:
    """Carry the merge out: facts go over to the kept registration, the other counts no more."""
    policies.check_confirm_merge(by, merge)
    people = Teacher.objects.select_for_update(of=("self",)).order_by("pk").in_bulk([merge.keep_id, merge.drop_id])
    keep, drop = people[merge.keep_id], people[merge.drop_id]
    check_open([keep.unit_id, drop.unit_id])
    _check_worth_keeping(keep, drop)
    now = database_now()
    move(merge, MERGE_MOVES, MergeState.DONE, decided_by=by, decided_at=now)
    for carry in _carriers:
        carry(keep=keep, drop=drop, by=by)
    gone = Teacher.objects.filter(pk=drop.pk)
    gone.stamp(state=RecordState.VOID, merged_into=keep)
    employments.follow(gone, on=local(now).date())
    hand_over(keep=keep, drop=drop)
    teaching_posts.follow(Teacher.objects.filter(pk=keep.pk))
    record(by, "merge.done", merge, unit=keep.unit, changes={"merged_into": (None, keep.code)})
    return merge


@transaction.atomic
def refuse(*, merge: Merge, by) -> Merge:
    """They are two people after all."""
    policies.check_confirm_merge(by, merge)
    move(merge, MERGE_MOVES, MergeState.REFUSED, decided_by=by, decided_at=database_now())
    record(by, "merge.refused", merge, unit=merge.keep.unit)
    return merge
