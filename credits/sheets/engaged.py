"""An institution's hours count only for days on which it was engaged for the school, by an engagement of now or of earlier."""

from django.utils.translation import gettext as _

from portal.units.models import Unit
from programs.enums.evidence import RecordState
from programs.models import Engagement


def refuse_outside(rows, institution: Unit) -> None:
    """Refuse the clean rows that end on a day of no engagement reaching the school, with its dates; two queries."""
    rows = [row for row in rows if row.state == "clean"]
    schools = Unit.objects.in_bulk({row.values["unit"] for row in rows})
    standing = Engagement.objects.filter(institution=institution, state=RecordState.CURRENT).select_related("unit")
    engaged = list(standing.order_by("starts_on", "pk")) if rows else []
    for row in rows:
        school, day = schools[row.values["unit"]], row.values["ends_on"]
        reaching = [one for one in engaged if school.is_within(one.unit)]
        if not any(one.starts_on <= day and (one.ends_on is None or day <= one.ends_on) for one in reaching):
            about = {"who": institution.name, "times": "；".join(map(_told, reaching))}
            message = _("结束日期不在承训期内：%(who)s承训%(times)s。") % about
            row.refuse("ends_on", message, code="not_engaged", advice=_("请核对日期；承训日期登记有误的，请与登记单位核对。"))


def _told(engagement: Engagement) -> str:
    about = {"unit": engagement.unit.name, "since": engagement.starts_on.isoformat()}
    if engagement.ends_on is None:
        return _("%(unit)s自 %(since)s 起") % about
    return _("%(unit)s自 %(since)s 至 %(until)s") % (about | {"until": engagement.ends_on.isoformat()})
