"""For which units a user may bring in a sheet."""

from django.db.models import Q

from portal.units.models import Unit, within

LISTED = 300


def units_for(user, layout):
    """The units where one of the sheet's roles is held, and those below them."""
    own = user.units_of(*layout.roles)
    return Unit.objects.filter(reach(own)).filter(state=Unit.State.ACTIVE).order_by("path")


def reach(own):
    found = Q(pk__in=[])
    for unit in own:
        found |= within(unit.path)
    return found


def listed_units(user, layout, chosen):
    """Those a form lists: the own units, the ones right below, and the one already chosen."""
    own = user.units_of(*layout.roles)
    near = Q(pk__in=[unit.pk for unit in own]) | Q(parent__in=own) | Q(pk=chosen.pk if chosen else None)
    return units_for(user, layout).filter(near)[:LISTED]
