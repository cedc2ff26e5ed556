"""回执: the units a notice is addressed to are asked to confirm that they have got it; who has not is reminded."""

from django.db import transaction
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from portal.accounts.enums import Role
from portal.accounts.messages import notify, tell_staff
from portal.accounts.models import User
from portal.audit.recording import record
from portal.kit.errors import Refused, WrongState
from programs.enums.notices import NoticeState, ReceiptState
from programs.facts.asked import chosen_units
from programs.models import Notice, NoticeReceipt
from programs.policies.notices import check_load_notice
from programs.policies.receipts import check_confirm


@transaction.atomic
def ask_receipts(*, notice: Notice, chosen: dict, by) -> int:
    """Ask the units of a choice (as tasks have it) to confirm that they got the notice; how many were not asked before."""
    check_load_notice(by, notice.issuer)
    if notice.state != NoticeState.CURRENT:
        raise WrongState(_("%(number)s%(state)s，不用再签收。") % {"number": notice, "state": notice.get_state_display()})
    Notice.objects.select_for_update(of=("self",)).get(pk=notice.pk)
    asked = NoticeReceipt.objects.filter(notice=notice).values("unit")
    units = list(chosen_units(notice.issuer, chosen).exclude(pk__in=asked).exclude(pk=notice.issuer_id))
    if not units:
        raise Refused(_("所选的单位都已在签收名单中，或者没有选到单位。"), fields={"levels": _("请核对所选的单位。")})
    NoticeReceipt.objects.bulk_create([NoticeReceipt(notice=notice, unit=unit) for unit in units], batch_size=1000)
    record(by, "notice.receipts_asked", notice, unit=notice.issuer, data={"count": len(units)})
    _tell(notice, units, _("请签收通知：%(number)s《%(title)s》。"))
    return len(units)


@transaction.atomic
def confirm(*, receipt: NoticeReceipt, by) -> None:
    """签收: the unit has got the notice; said once, by somebody of the unit itself."""
    check_confirm(by, receipt)
    waiting = NoticeReceipt.objects.waiting().filter(pk=receipt.pk)
    if not waiting.stamp(state=ReceiptState.CONFIRMED, confirmed_at=Now(), confirmed_by=by):
        raise WrongState(_("%(unit)s已经签收%(number)s。") % {"unit": receipt.unit.name, "number": receipt.notice})
    receipt.refresh_from_db()
    record(by, "notice.receipt_confirmed", receipt, unit=receipt.unit, data={"notice": receipt.notice.number})


@transaction.atomic
def remind_receipts(*, notice: Notice, by) -> int:
    """Tell the staff of every unit that has not confirmed; how many units."""
    check_load_notice(by, notice.issuer)
    waiting = NoticeReceipt.objects.waiting().filter(notice=notice)
    units = [row.unit for row in waiting.select_related("unit")]
    if not units:
        raise Refused(_("没有未签收的单位。"), code="nobody_missing")
    waiting.stamp(reminded_at=Now())
    record(by, "notice.receipts_reminded", notice, unit=notice.issuer, data={"count": len(units)})
    _tell(notice, units, _("还没有签收通知：%(number)s《%(title)s》，请尽快签收。"))
    return len(units)


def _tell(notice: Notice, units, sentence: str) -> None:
    """A message for the offices of the units, and for the people of institutions among them."""
    text, address = sentence % {"number": notice.number, "title": notice.title}, notice.get_absolute_url()
    tell_staff((unit, text, address) for unit in units)
    people = User.objects.filter(posts__unit__in=[unit.pk for unit in units], posts__role=Role.INSTITUTION).distinct()
    notify(people, text, address)
