"""Taking a place: at the moment of recommending, under a lock, within what the notice gives and what its rules allow."""

from collections.abc import Iterable

from django.db import OperationalError
from django.utils.translation import gettext as _

from awards.enums import ReserveState
from awards.facts_desk.places import held_in, place_of
from awards.models import Nomination, Quota, QuotaBound, Reserve
from portal.kit.errors import Spent, WrongState


def quotas_of(nominations: Iterable[Nomination]):
    """The quotas that the nominations draw on, as a query; empty where their categories have none."""
    found = Quota.objects.none()
    for one in nominations:
        found |= Quota.objects.filter(cycle=one.cycle_id, category=one.category_id, unit=one.via_id)
    return found.select_related("cycle__notice", "unit", "category")


def bounds_of(nominations: Iterable[Nomination]):
    """The rules that bind the nominations, as a query."""
    cycles = {one.cycle_id for one in nominations}
    return QuotaBound.objects.current().filter(cycle__in=cycles)


def lock_quotas(quotas, whose) -> list[Quota]:
    """Quotas locked to the end in the order of their keys: a count cannot be compared and swapped, so whoever gives locks first."""
    try:
        return list(quotas.select_for_update(of=("self",), no_key=True).order_by("pk"))
    except OperationalError:
        raise WrongState(_("%(unit)s的名额正由他人使用，请稍后再试。") % {"unit": whose}, code="busy") from None


def lock_bounds(bounds, whose) -> list[QuotaBound]:
    """Rules locked to the end, always before quotas and in the order of their keys, so that nobody waits in a ring."""
    try:
        return list(bounds.select_for_update(no_key=True).order_by("pk"))
    except OperationalError:
        raise WrongState(_("%(unit)s的名额正由他人使用，请稍后再试。") % {"unit": whose}, code="busy") from None


def lock_for(nominations: list[Nomination]) -> tuple[list[QuotaBound], list[Quota]]:
    """All that stands in line for ``nominations``, locked at once: rules first, then quotas, each by key."""
    whose = nominations[0].via
    return lock_bounds(bounds_of(nominations), whose), lock_quotas(quotas_of(nominations), whose)


def check_place(nomination: Nomination) -> None:
    """A place is left for this nomination and no rule speaks against it; ``Spent`` with the numbers and the clause when not."""
    bounds, quotas = lock_for([nomination])
    quota = quotas[0] if quotas else None
    check_left(quota)
    check_bounds(nomination, bounds, quota.places if quota else None)
    call_up(nomination, bounds)


def check_not_gone(nomination: Nomination) -> None:
    """A look without the lock, before anything is judged: it turns away a crowd that comes after the last place is gone."""
    for quota in Quota.objects.filter(cycle=nomination.cycle, category=nomination.category, unit=nomination.via):
        quota.cycle, quota.unit = nomination.cycle, nomination.via
        check_left(quota)


def check_left(quota: Quota | None) -> None:
    """The quota, where there is one, has a place left."""
    if quota is not None and quota.left() < 1:
        raise Spent(
            _("%(city)s的 %(places)d 个名额已用完。") % {"city": quota.unit, "places": quota.places},
            clause=quota.cycle.cite(quota.clause),
        )


def check_bounds(nomination: Nomination, bounds: list[QuotaBound], places: int | None) -> None:
    """No rule of the notice (上限、结构比例、不兼报……) speaks against this nomination beside those that hold places."""
    if not bounds:
        return
    asked = place_of(nomination)
    held = [place for key, place in held_in(nomination.cycle) if key != nomination.pk]
    for bound in bounds:
        rule = bound.rule
        if not rule.covers(asked):
            continue
        beside = [place for place in held if rule.covers(place)]
        if rule.counts_places:
            beside = [place for place in beside if (place.via, place.category) == (asked.via, asked.category)]
        if why := rule.breach(asked, beside, places):
            raise Spent(f"{why}。", clause=nomination.cycle.cite(rule.clause), code="quota_rule")


def call_up(nomination: Nomination, bounds: list[QuotaBound]) -> None:
    """Where the notice sets a reserve list, those on it come first and in order; who takes a place stands by no longer."""
    if not any(bound.rule.kind == "reserve" for bound in bounds):
        return
    beside = {"nomination__cycle": nomination.cycle_id, "nomination__category": nomination.category_id}
    waiting = Reserve.objects.waiting().filter(**beside, nomination__via=nomination.via_id)
    first = waiting.select_related("nomination__unit").first()
    if first is not None and first.nomination_id != nomination.pk:
        words = {"city": nomination.via, "first": first.nomination.subject}
        raise WrongState(_("%(city)s的备选名单上%(first)s在前，请按顺序递补，或先把它移出备选。") % words, code="reserve_first")
    waiting.filter(nomination=nomination).stamp(state=ReserveState.CALLED)
