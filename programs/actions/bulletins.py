"""通报: sent once, or by a standing order on its days (岳教体通〔2020〕85号 四(四); 乐教政〔2020〕22号 二(七))."""

import logging
from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from portal.accounts.messages import tell_all_staff
from portal.audit.recording import record
from portal.kit.clock import database_now, local
from portal.kit.errors import Refused, WrongState
from portal.kit.reasons import reason_of
from portal.units.models import Unit
from programs.enums.bulletins import OrderState, Rhythm
from programs.exports.bulletin import bulletin_rows
from programs.facts.bulletin import bulletin
from programs.finding import units_below
from programs.models import Bulletin, BulletinOrder, Program
from programs.policies import bulletins as policies
from programs.rules.bulletins import begins, following

log = logging.getLogger(__name__)


@transaction.atomic
def send(*, unit: Unit, program: Program, since: date, until: date, by, order: BulletinOrder | None = None) -> Bulletin:
    """Keep the figures of the units right below as they are now, and tell their staff and one's own."""
    policies.check_send(by, unit)
    if until < since or until > _today():
        raise Refused(_("通报的时段应在今天以前结束，止期不早于起期。"), fields={"until": _("请核对日期。")})
    units = list(units_below(unit).order_by("path"))
    if not units:
        raise Refused(_("%s没有可以通报的下级单位。") % unit.name)
    rows = bulletin_rows(bulletin(unit, units, program, since, until))
    row = Bulletin.objects.create(unit=unit, program=program, order=order, since=since, until=until, rows=rows, sent_by=by)
    told = tell_all_staff(_told(unit), _("已发布：%s。") % row, row.get_absolute_url())
    Bulletin.objects.filter(pk=row.pk).stamp(told=told)
    row.refresh_from_db()
    record(by, "bulletin.sent", row, unit=unit, data={"units": len(rows), "told": told})
    return row


def _told(unit: Unit):
    """Whose staff hears of it: the unit's own and those right below, as a query of keys."""
    return (units_below(unit) | Unit.objects.filter(pk=unit.pk)).order_by().values("pk")


@transaction.atomic
def set_order(*, unit: Unit, program: Program, every: str, next_on: date, by) -> BulletinOrder:
    """Have bulletins sent by themselves from a day on; an earlier order of the unit ends with it."""
    policies.check_send(by, unit)
    if every not in Rhythm.values:
        raise Refused(_("没有这种频次。"), fields={"every": _("请重新选择。")})
    if next_on <= _today():
        raise Refused(_("第一次通报应在今天以后。"), fields={"next_on": _("请填写以后的日期。")})
    Unit.objects.select_for_update().get(pk=unit.pk)
    BulletinOrder.objects.filter(unit=unit, program=program, state=OrderState.CURRENT).stamp(state=OrderState.ENDED)
    row = BulletinOrder.objects.create(unit=unit, program=program, every=every, next_on=next_on, ordered_by=by)
    record(by, "bulletin.ordered", row, unit=unit, data={"every": every, "next_on": next_on.isoformat()})
    return row


@transaction.atomic
def end_order(*, order: BulletinOrder, reason: str, by) -> None:
    """Send no more by itself."""
    policies.check_send(by, order.unit)
    text = reason_of(reason)
    if not BulletinOrder.objects.filter(pk=order.pk, state=OrderState.CURRENT).stamp(state=OrderState.ENDED):
        raise WrongState(_("%s的定期通报已经停止。") % order.unit.name)
    order.refresh_from_db()
    record(by, "bulletin.order_ended", order, unit=order.unit, note=text)


def send_due() -> int:
    """Send what is due today by every standing order; how many. One that fails is logged and tried again the next time."""
    sent = 0
    for pk in (
        BulletinOrder.objects.filter(state=OrderState.CURRENT, next_on__lte=_today()).order_by("pk").values_list("pk", flat=True)
    ):
        try:
            sent += _send_by_order(pk)
        except Exception:
            log.exception("bulletin of order %s could not be sent", pk)
    return sent


@transaction.atomic
def _send_by_order(pk: int) -> bool:
    """One bulletin for the days up to yesterday; days on which nobody ran are not made up for one by one."""
    today = _today()
    due = BulletinOrder.objects.select_for_update(of=("self",)).select_related("unit", "program")
    order = due.filter(pk=pk, state=OrderState.CURRENT, next_on__lte=today).first()
    if order is None:
        return False
    until = order.next_on - timedelta(days=1)
    upcoming = order.next_on
    while upcoming <= today:
        upcoming = following(upcoming, order.every)
    BulletinOrder.objects.filter(pk=pk).stamp(next_on=upcoming)
    send(unit=order.unit, program=order.program, since=begins(until, order.every), until=until, by=None, order=order)
    return True


def _today() -> date:
    return local(database_now()).date()
