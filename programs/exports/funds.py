"""Money as files: the statement, the balances, the spendings."""

from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from programs.enums.funds import Use
from programs.exports.evidence import CHUNK
from programs.facts.funds import Balance, Statement

STATEMENT = (
    _("学校"),
    _("学校标识码"),
    _("上级单位"),
    _("办学性质"),
    _("教师数"),
    _("教师数来源"),
    _("标准（元/人）"),
    _("金额（元）"),
    _("列支办法"),
)
SOURCES = {"roster": _("名册"), "reported": _("填报")}
BALANCES = (_("单位"), _("编码"), _("年度"), _("经费来源"), _("到账（元）"), *Use.labels, _("支出合计（元）"), _("余额（元）"))
SPENDINGS = (
    _("单位"),
    _("编码"),
    _("年度"),
    _("经费来源"),
    _("日期"),
    _("用途"),
    _("事项"),
    _("收款单位"),
    _("金额（元）"),
    _("状态"),
)


def money(fen: int | None) -> Decimal | None:
    """分 as yuan, a number in the sheet."""
    return None if fen is None else Decimal(fen) / 100


def statement(found: Statement):
    for row in found.rows:
        about = (row.unit.name, row.unit.code, row.unit.parent.name, row.ownership_text)
        source = SOURCES.get(row.source, "")
        charge = row.charge
        yield (*about, charge.teachers, str(source), money(charge.fee), money(charge.amount), charge.borne_text)
    for label, schools, people, amount in found.by_ownership:
        yield _sum(_("%(label)s合计（%(count)d 所）") % {"label": label, "count": schools}, people, amount)
    yield _sum(_("合计"), found.teachers, found.amount)


def _sum(label, people, amount) -> tuple:
    return (str(label), "", "", "", people, "", None, money(amount), "")


def balances(rows: list[Balance]):
    for row in rows:
        uses = (money(amount) for amount in row.uses)
        yield (row.unit.name, row.unit.code, row.year, row.kind_text, money(row.received), *uses, money(row.spent), money(row.left))


def spendings(rows):
    for row in rows.select_related("unit", "source").iterator(CHUNK):
        about = (row.unit.name, row.unit.code, row.source.year, row.source.get_kind_display(), row.spent_on)
        yield (*about, row.get_use_display(), row.item, row.payee, money(row.amount), row.get_state_display())
