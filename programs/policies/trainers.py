"""Who may act in the selection of chief trainers: each level its own step (佛教人〔2020〕8号 附件1四(二)3)."""

from django.utils.translation import gettext as _

from portal.accounts.enums import Role
from portal.kit.asking import asks
from portal.kit.errors import Denied
from portal.units.enums import Level
from portal.units.models import Unit
from programs.enums.trainers import ACTS, NominationState, TrainerAct, TrainerTurn

KEEPERS = (Role.OFFICE, Role.BUREAU)
OF_SCHOOL = (Role.SCHOOL_ADMIN, Role.CIO)
TOWNS = frozenset({Level.TOWNSHIP, Level.SCHOOL_DISTRICT})
REGIONS = frozenset({Level.COUNTY, Level.CITY})


def town_of(school: Unit) -> Unit | None:
    """The 镇街 or 学区 right over a school; None where the county is."""
    return school.parent if school.parent and school.parent.level in TOWNS else None


def district_of(school: Unit) -> Unit:
    """Who recognises: the county over the school, for a school right under a city the city."""
    unit = school
    while unit.level not in REGIONS and unit.parent:
        unit = unit.parent
    return unit


def check_nominate(by, teacher) -> None:
    """Everybody nominates himself only; the system may."""
    if by is not None and teacher.user_id != by.pk:
        raise Denied(_("首席培训师由教师本人自荐报名。"))


can_nominate = asks(check_nominate)


def check_act(by, nomination, act: str) -> None:
    """The school, its town (or who stands over it), the county, then the city; nobody on his own nomination. The system may."""
    if act == TrainerAct.NOMINATE:
        check_nominate(by, nomination.teacher)
    elif by is not None and (nomination.teacher.user_id == by.pk or not _has_turn(by, nomination, act)):
        about = {"act": TrainerAct(act).label, "name": nomination.teacher.name}
        raise Denied(_("现在不由您%(act)s%(name)s的自荐。") % about)


can_act = asks(check_act)


def _has_turn(by, nomination, act) -> bool:
    district = district_of(nomination.unit)
    if act == TrainerAct.SUPERVISE:
        return by.holds(*KEEPERS, over=district.parent or district)
    if nomination.turn == TrainerTurn.SCHOOL:
        return by.holds(*OF_SCHOOL, unit=nomination.unit)
    if nomination.turn == TrainerTurn.TOWN:
        return by.holds(*KEEPERS, over=nomination.unit.parent)
    return by.holds(*KEEPERS, unit=district)


def acts_of(user, nomination) -> list[TrainerAct]:
    """What this user may do with a nomination now."""
    return [act for act in ACTS[NominationState(nomination.state)] if can_act(user, nomination, act)]
