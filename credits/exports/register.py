"""Hours in the form in which a provincial register of continuing education takes them (佛教人〔2020〕8号 四(三)5)."""

from django.db.models import Q, Sum
from django.utils.translation import gettext_lazy as _

from credits.enums.ledger import HoursKind
from credits.exports.ledger import CHUNK, PERSON_FIELDS
from portal.kit.numbers import from_hundredths

REGISTER = (
    *(_("学校标识码"), _("学校名称"), _("教职工号"), _("姓名"), _("年度"), _("学时类型")),
    *(_("登记学时"), _("合格学时"), _("是否合格")),
)


def register(rows):
    """One line for each person, year and kind; joint credits are no hours and are not among them."""
    grouped = rows.filter(hours__isnull=False).order_by("teacher__unit__path", "teacher_id", "year", "kind")
    grouped = grouped.values_list("teacher__unit__path", "teacher_id", *PERSON_FIELDS, "year", "kind")
    for _path, _key, *person, year, kind, had, passed in grouped.annotate(
        had=Sum("hours"), counted=Sum("hours", filter=Q(passed=True))
    ).iterator(CHUNK):
        counted = passed or 0
        yield (*person, year, HoursKind(kind).label, from_hundredths(had), from_hundredths(counted), counted == had)
