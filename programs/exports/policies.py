"""A comparison of policies as a table."""

from django.utils.translation import gettext_lazy as _

from portal.kit.numbers import from_hundredths

COMPARED = (
    _("单位"),
    _("编码"),
    _("统计"),
    _("现行：应完成"),
    _("现行：已完成"),
    _("现行：完成率（%）"),
    _("比较：应完成"),
    _("比较：已完成"),
    _("比较：完成率（%）"),
)


def compared(tables):
    for label, _refusal, rows in tables:
        for row in rows:
            yield row.unit.name, row.unit.code, label, *_figures(row.own), *_figures(row.other)


def _figures(standing) -> tuple:
    rate = None if standing.rate is None else from_hundredths(standing.rate)
    return standing.required, standing.complete, rate
