"""Who may let a unit come late: the office of the cycle anybody, a city those below it for the step to itself."""

from awards.models import AwardCycle
from awards.policies.cycles import BUREAU, OFFICE, check_office_of, check_open
from portal.units.enums import Level


def check_allow_late(user, cycle: AwardCycle, unit) -> None:
    """Until the results are out; the system may too. Raises ``Denied`` for everybody else."""
    if user is not None and city_letting(user, cycle, unit) is None:
        check_office_of(user, cycle)
    check_open(cycle)


def city_letting(user, cycle: AwardCycle, unit):
    """The city for which ``user`` lets a unit below it come late; None for the office, the system and everybody else."""
    if user is None or unit.level not in levels_through_city(cycle) or user.holds(*OFFICE, unit=cycle.unit):
        return None
    city = unit.ancestor(Level.CITY)
    return city if city is not None and lets_come_to(user, cycle, city) else None


def lets_come_to(user, cycle: AwardCycle, city) -> bool:
    """Whether ``user`` acts for a city of the cycle to which units below it hand their forms."""
    return bool(levels_through_city(cycle)) and city.is_within(cycle.unit) and user.holds(*BUREAU, unit=city)


def levels_through_city(cycle: AwardCycle) -> set[str]:
    """The levels of units whose forms go through their city."""
    return {category.nominee for category in cycle.categories.all() if category.passes_a_city}
