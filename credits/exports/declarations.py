"""Declarations as files: one tuple a row of what the list was filtered to."""

from django.utils.translation import gettext_lazy as _

from credits.enums.declarations import DeclarationState
from credits.enums.ledger import Grade
from credits.exports.ledger import CHUNK, PERSON, PERSON_FIELDS
from portal.kit.clock import local

DECLARATIONS = (*PERSON, _("能力点编号"), _("能力点"), _("状态"), _("提交次数"), _("等级"), _("申报时间"), _("申报编号"))
UNDECLARED = (*PERSON, _("能力点编号"), _("能力点"), _("确认时间"))
FIELDS = (
    *("unit__code", "unit__name", "teacher__staff_number", "teacher__name", "ability__code", "ability__name"),
    *("state", "attempt", "grade", "submitted_at", "code"),
)


def declarations(rows):
    for *about, state, attempt, grade, submitted_at, code in rows.values_list(*FIELDS).iterator(CHUNK):
        told = (DeclarationState(state).label, attempt, Grade(grade).label if grade else None)
        yield (*about, *told, local(submitted_at).replace(tzinfo=None) if submitted_at else None, code)


def undeclared(rows):
    for *about, confirmed_at in rows.values_list(*PERSON_FIELDS, "ability__code", "ability__name", "confirmed_at").iterator(CHUNK):
        yield (*about, local(confirmed_at).replace(tzinfo=None) if confirmed_at else None)
