"""The reserve list of a city: who stands by, in order, for a place that falls free."""

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from awards.actions.places import bounds_of, lock_bounds, lock_for
from awards.enums import NominationState, ReserveState
from awards.models import Nomination, QuotaBound, Reserve
from awards.policies.quotas import check_reserve
from awards.policies.readmitting import check_not_barred
from awards.quota_rules.reserve import ReserveList
from portal.audit.recording import record
from portal.kit.errors import Spent, WrongState


@transaction.atomic
def reserve(*, nomination: Nomination, by) -> Reserve:
    """Put a form that lies with its city at the end of the city's reserve list; asked twice, it stays where it is."""
    check_reserve(by, nomination)
    check_not_barred(nomination)
    bounds, _quotas = lock_for([nomination])
    nomination.refresh_from_db(fields=["state"])
    if nomination.state != NominationState.SUBMITTED:
        raise WrongState(_("“%s”的推荐表不能列为备选。") % nomination.get_state_display())
    waiting = waiting_beside(nomination)
    mine = next((one for one in waiting if one.nomination_id == nomination.pk), None)
    if mine:
        return mine
    _check_room(nomination, bounds, len(waiting))
    last = waiting.aggregate(last=Max("position"))["last"] or 0
    row = Reserve.objects.create(nomination=nomination, position=last + 1, by=by)
    _stamp(nomination)
    record(by, "reserve.added", nomination, unit=nomination.via, data={"position": last + 1})
    return row


def waiting_beside(nomination: Nomination):
    """Those who stand by for the same places."""
    beside = {"nomination__cycle": nomination.cycle_id, "nomination__category": nomination.category_id}
    return Reserve.objects.waiting().filter(**beside, nomination__via=nomination.via_id)


def _check_room(nomination: Nomination, bounds: list[QuotaBound], waiting: int) -> None:
    key = nomination.category.key
    rules = [one.rule for one in bounds if isinstance(one.rule, ReserveList)]
    rule = next((one for one in rules if not one.categories or key in one.categories), None)
    if rule is None:
        raise WrongState(_("“%s”没有设备选名单。") % nomination.category, code="no_reserve")
    if why := rule.full(waiting, nomination.via.name):
        raise Spent(f"{why}。", clause=nomination.cycle.cite(rule.clause), code="reserve_full")


@transaction.atomic
def drop(*, nomination: Nomination, by) -> None:
    """Take a form off the reserve list; those behind it move up."""
    check_reserve(by, nomination)
    lock_for([nomination])
    if not take_off(nomination, by):
        raise WrongState(_("%s不在备选名单中。") % nomination.subject)


def step_down(nomination: Nomination, by) -> None:
    """Take a form that is about to leave its city's desk off the reserve list, where it stands on one.

    To be called before the form itself is touched: who takes a place locks the rules first as well.
    """
    lock_bounds(bounds_of([nomination]), nomination.via)
    take_off(nomination, by)


def take_off(nomination: Nomination, by) -> bool:
    """Whether it stood on the list, which it does no longer; those behind it move up."""
    stood = Reserve.objects.waiting().filter(nomination=nomination).stamp(state=ReserveState.DROPPED)
    if stood:
        _stamp(nomination)
        record(by, "reserve.dropped", nomination, unit=nomination.via)
    return bool(stood)


def _stamp(nomination: Nomination) -> None:
    """Whoever follows changes sees where a form stands; its text is as it was, and so is its version."""
    Nomination.objects.filter(pk=nomination.pk).stamp()
