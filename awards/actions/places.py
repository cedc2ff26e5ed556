"""Taking a place: at the moment of recommending, under a lock, within what the notice gives."""

from django.db import OperationalError
from django.utils.translation import gettext as _

from awards.models import Nomination, Quota
from portal.kit.errors import Spent, WrongState


def quota_of(nomination: Nomination):
    """The quota the nomination draws on, as a query; empty where its category has none."""
    quotas = Quota.objects.filter(cycle=nomination.cycle, category=nomination.category, unit=nomination.via)
    return quotas.select_related("cycle__notice", "unit").order_by("pk")


def lock_quota(nomination: Nomination) -> Quota | None:
    """Its quota, locked to the end: a count cannot be compared and swapped, so whoever gives a place locks first."""
    try:
        return quota_of(nomination).select_for_update(of=("self",)).first()
    except OperationalError:
        raise WrongState(_("%(city)s的名额正由他人使用，请稍后再试。") % {"city": nomination.via}, code="busy") from None


def check_place(nomination: Nomination) -> None:
    """A place is left for this nomination; ``Spent`` with the numbers and the clause when not.

    A first look without the lock turns away a crowd that comes after the last place is gone.
    """
    check_left(quota_of(nomination).first())
    check_left(lock_quota(nomination))


def check_left(quota: Quota | None) -> None:
    """The quota, where there is one, has a place left."""
    if quota is not None and quota.left() < 1:
        raise Spent(
            _("%(city)s的 %(places)d 个名额已用完。") % {"city": quota.unit, "places": quota.places},
            clause=quota.cycle.cite(quota.clause),
        )
