"""Who puts names before the public and handles objections: the office of the cycle, and a city's bureau for its own."""

from django.utils.translation import gettext as _

from awards.models import AwardCycle, PublicNotice
from awards.policies.cycles import OFFICE, check_office_of, check_open
from portal.kit.asking import asks
from portal.kit.errors import Denied, WrongState
from portal.units.enums import Level


def check_terms(user, cycle: AwardCycle) -> None:
    """What the notice leaves open is the programme office's to choose."""
    check_office_of(user, cycle)
    check_open(cycle)


def check_give_notice(user, cycle: AwardCycle, unit) -> None:
    """The office of the cycle, or a city of it for the names that go through it, until the results are out."""
    _check_giver(user, cycle, unit)
    check_open(cycle)


def check_keep_days(user) -> None:
    """The calendar of working days is one for every notice of the portal: an office of a province keeps it, nobody below."""
    if user is not None and not any(unit.level == Level.PROVINCE for unit in user.units_of(*OFFICE)):
        raise Denied(_("节假日安排对全省的公示有效，由省级维护。"))


can_keep_days = asks(check_keep_days)


def _check_giver(user, cycle: AwardCycle, unit) -> None:
    if unit.pk != cycle.unit_id and (unit.level != Level.CITY or not unit.is_within(cycle.unit)):
        raise Denied(_("%s不在这次评选中公示名单。") % unit)
    if user is not None and not user.holds(*OFFICE, unit=unit):
        raise Denied(_("只有%s自己可以办理公示。") % unit.bureau())


def check_keep(user, notice: PublicNotice, *states: str) -> None:
    """Whoever gives a notice keeps it; ``states`` are those the act is for."""
    check_give_notice(user, notice.cycle, notice.unit)
    _check_state(notice, states)


def check_settle(user, notice: PublicNotice, *states: str) -> None:
    """Whoever gives a notice answers what was objected and ends it, also when results came out before that was done."""
    _check_giver(user, notice.cycle, notice.unit)
    _check_state(notice, states)


def _check_state(notice: PublicNotice, states) -> None:
    if states and notice.state not in states:
        raise WrongState(_("%(notice)s现在是“%(state)s”，不能这样做。") % {"notice": notice, "state": notice.get_state_display()})


def check_issue_notice(user, notice: PublicNotice) -> None:
    """The office that gives a notice puts it on paper once it has begun, also after the results are out."""
    if user is not None and not user.holds(*OFFICE, unit=notice.unit):
        raise Denied(_("只有%s自己可以办理公示。") % notice.unit.bureau())
    if notice.state not in {PublicNotice.State.OPEN, PublicNotice.State.ENDED}:
        raise WrongState(_("公示开始后才能生成正式文件，现在只能看校对稿。"))


def check_issue_announced(user, cycle: AwardCycle) -> None:
    """The office of a cycle puts the list on paper once it is announced."""
    check_office_of(user, cycle)
    if cycle.state != AwardCycle.State.ANNOUNCED:
        raise WrongState(_("结果公布后才能生成名单文件。"))


can_give_notice = asks(check_give_notice)
can_keep = asks(check_keep)
can_settle = asks(check_settle)
can_issue_notice = asks(check_issue_notice)
can_issue_announced = asks(check_issue_announced)
