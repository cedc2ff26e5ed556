"""Receipts of a notice as a table."""

from django.utils.translation import gettext_lazy as _

from programs.exports.evidence import CHUNK
from programs.facts.receipts import moment

HEADINGS = (_("单位代码"), _("单位"), _("上级单位"), _("状态"), _("签收时间"), _("签收人"), _("上次提醒"))


def receipts(rows):
    for row in rows.select_related("unit__parent", "confirmed_by").iterator(CHUNK):
        about = (row.unit.code, row.unit.name, row.unit.parent.name if row.unit.parent else "", row.get_state_display())
        who = row.confirmed_by.name if row.confirmed_by else ""
        yield (*about, moment(row.confirmed_at), who, moment(row.reminded_at))
