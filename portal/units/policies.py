"""Who may look at which units."""

from portal.units.models import Unit

PEOPLE_SHOWN_TO = ("office", "bureau", "bureau_leader", "school_admin", "cio")


def seen_by(user):
    """The units a user may open: those of his scope; the system administrator opens them all."""
    return Unit.objects.all() if user.holds("sysadmin") else Unit.objects.visible_to(user)


def can_see_people(user, unit) -> bool:
    """Whoever has an office at the unit or over it sees who holds posts there."""
    return user.holds("sysadmin") or user.holds(*PEOPLE_SHOWN_TO, over=unit)
