"""The managing post that ties a manager to the unit that puts him forward: one on record, else one entered with its source."""

from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from awards.facts_desk.people import people_at
from awards.models import Nomination
from portal.kit.text import clean_name, clean_text
from portal.units.models import Unit

BUREAU = "教育局"


@dataclass(frozen=True)
class Tie:
    """A managing post in words, and whether it is on the portal's own record."""

    post: str
    known: bool

    @property
    def text(self) -> str:
        """As pages say it."""
        return (_("%s（平台登记）") if self.known else _("%s（推荐单位填报）")) % self.post


def tie_of(nomination: Nomination) -> Tie | None:
    """What ties the manager named to the unit now; None where nothing does."""
    name = clean_name(nomination.manager_name)
    known = next((one for one in people_at(nomination) if one.manages and clean_name(one.name) == name), None)
    if known is not None and name:
        return Tie(f"{nomination.unit.name}{known.source}", True)
    return Tie(nomination.manager_basis, False) if nomination.manager_basis else None


def tie_shown(nomination: Nomination) -> Tie | None:
    """The tie as a page shows it: that kept with a form handed in, else that of now; None for a form about a unit."""
    if not nomination.category.names_a_person:
        return None
    kept = nomination.frozen.get("manager")
    return Tie(**kept) if kept and not nomination.editable else tie_of(nomination)


def working_elsewhere(nomination: Nomination) -> str:
    """The workplace named where it is another unit's, or its bureau's; "" for one of this unit or that no unit is called by."""
    place = clean_text(nomination.manager_workplace)
    if place in ("", nomination.unit.name, nomination.unit.bureau()):
        return ""
    called = Q(name__in={place, place.removesuffix(BUREAU)}) | Q(bureau_name=place)
    found = list(Unit.objects.active().filter(called))
    return place if found and not any(unit.is_within(nomination.unit) for unit in found) else ""
