"""For which units a user may bring in a sheet."""

from portal.units.models import Unit, within


def units_for(user, layout):
    """The units where one of the sheet's roles is held, and those below them."""
    found = Unit.objects.none()
    for unit in user.units_of(*layout.roles):
        found = found | Unit.objects.filter(within(unit.path))
    return found.filter(state=Unit.State.ACTIVE).order_by("path")
