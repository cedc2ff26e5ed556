"""Money that came and money that went, each only for what the notices permit."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from portal.audit.recording import record
from portal.kit.clock import database_now, local
from portal.kit.errors import DependedOn, Refused, Spent, WrongState
from portal.kit.reasons import reason_of
from portal.kit.text import clean_text
from portal.units.enums import Level
from portal.units.models import Unit
from programs.attaching import PAPERS, accepted
from programs.enums.evidence import RecordState
from programs.enums.funds import Use
from programs.facts.funds import spent_of
from programs.models import FundSource, Program, Spending
from programs.policies import funds as policies
from programs.policy import resolve
from programs.rules.funds import refusal_of, yuan


@transaction.atomic
def bring_in(*, unit: Unit, program: Program, kind: str, year: int, amount: int, received_on: date, by, basis="", evidence=None):
    """Money a unit has got for a programme, in 分."""
    policies.check_keep_funds(by, unit)
    if unit.level == Level.INSTITUTION:
        raise Refused(_("经费登记在学校或主管部门名下。"), fields={"unit": _("请填写学校或主管部门。")})
    _check_day(received_on, "received_on")
    kept = accepted(evidence, PAPERS, field="evidence")
    about = {"unit": unit, "program": program, "kind": kind, "year": year, "amount": amount, "basis": clean_text(basis)}
    row = FundSource.objects.create(**about, received_on=received_on, **kept)
    record(by, "fund.received", row, unit=unit, changes={"amount": ("", yuan(amount))})
    return row


@transaction.atomic
def revise_source(*, row: FundSource, by, evidence=None, **values) -> None:
    """Correct what was put down of money that came; ``Spent`` below what is spent of it already."""
    policies.check_keep_funds(by, row.unit)
    now = FundSource.objects.select_for_update(of=("self",)).get(pk=row.pk)
    if now.state != RecordState.CURRENT:
        raise WrongState(_("“%s”已经作废。") % row)
    _check_day(values["received_on"], "received_on")
    _check_still_covers(now, values["amount"], values["received_on"])
    wanted = values | {"basis": clean_text(values["basis"])} | accepted(evidence, PAPERS, field="evidence")
    changes = {name: (getattr(now, name), value) for name, value in wanted.items() if getattr(now, name) != value}
    if not changes:
        return
    for name, (_before, after) in changes.items():
        setattr(now, name, after)
    now.save(update_fields=[*changes])
    told = {name: tuple(map(yuan, pair)) if name == "amount" else pair for name, pair in changes.items() if name != "evidence"}
    record(by, "fund.revised", now, unit=now.unit, changes=told)


def _check_still_covers(row, amount, received_on) -> None:
    spent, first = spent_of(row), row.spendings.current().order_by("spent_on").first()
    if amount < spent:
        about = {"spent": yuan(spent), "asked": yuan(amount)}
        raise Spent(
            _("这笔经费已支出 %(spent)s 元，金额不能改为 %(asked)s 元。") % about, fields={"amount": _("不能少于已支出的金额。")}
        )
    if first and received_on > first.spent_on:
        message = _("到账日期晚于第一笔支出的日期 %s。") % first.spent_on.isoformat()
        raise Refused(message, fields={"received_on": _("请核对。")})


@transaction.atomic
def spend(*, source: FundSource, use: str, amount: int, spent_on: date, item: str, by, payee="", evidence=None, upload=None):
    """Spend some of a source, in 分; ``Refused`` for a use no notice permits, ``Spent`` beyond what is left."""
    policies.check_keep_funds(by, source.unit)
    check_use(source.unit, source.program, use)
    _check_day(spent_on, "spent_on")
    if spent_on < source.received_on:
        raise Refused(_("支出日期早于到账日期 %s。") % source.received_on.isoformat(), fields={"spent_on": _("请核对。")})
    source = FundSource.objects.select_for_update(of=("self",)).get(pk=source.pk)
    _check_left(source, amount)
    kept = accepted(evidence, PAPERS, field="evidence")
    about = {"use": use, "amount": amount, "spent_on": spent_on, "item": clean_text(item), "payee": clean_text(payee)}
    row = Spending.objects.create(source=source, unit=source.unit, **about, **kept, upload=upload)
    record(by, "fund.spent", row, unit=source.unit, changes={"amount": ("", yuan(amount))}, note=str(Use(use).label))
    return row


@transaction.atomic
def void_spending(*, row: Spending, reason: str, by) -> None:
    """Take back a spending that was entered wrongly."""
    policies.check_keep_funds(by, row.unit)
    reason = reason_of(reason)
    if not Spending.objects.current().filter(pk=row.pk).stamp(state=RecordState.VOID):
        raise WrongState(_("“%s”已经作废。") % row.item)
    record(by, "fund.voided", row, unit=row.unit, note=reason)


@transaction.atomic
def void_source(*, row: FundSource, reason: str, by) -> None:
    """Take back money that never came; ``DependedOn`` where some of it was spent."""
    policies.check_keep_funds(by, row.unit)
    reason = reason_of(reason)
    FundSource.objects.select_for_update(of=("self",)).get(pk=row.pk)
    if spent := spent_of(row):
        raise DependedOn(_("这笔经费已支出 %s 元，请先作废支出。") % yuan(spent))
    if not FundSource.objects.current().filter(pk=row.pk).stamp(state=RecordState.VOID):
        raise WrongState(_("“%s”已经作废。") % row)
    record(by, "fund.voided", row, unit=row.unit, note=reason)


def check_use(unit: Unit, program: Program, use: str) -> None:
    """``Refused``, citing the clause, for a use the notices in force for the unit do not permit."""
    asked = resolve(unit, program).get("fee_uses")
    if sentence := refusal_of(use, Use(use).label, asked):
        raise Refused(sentence, code="use_not_permitted", clause=asked.citation, fields={"use": _("请核对用途。")})


def _check_left(source, amount) -> None:
    left = source.amount - spent_of(source)
    if source.state != RecordState.CURRENT:
        raise WrongState(_("“%s”已经作废。") % source)
    if amount > left:
        raise Spent(_("余额不足：还剩 %(left)s 元，要支出 %(asked)s 元。") % {"left": yuan(left), "asked": yuan(amount)})


def _check_day(day: date, field: str) -> None:
    if day > local(database_now()).date():
        raise Refused(_("日期 %s 在今天之后。") % day.isoformat(), fields={field: _("不晚于今天。")})
