"""代录: the city or the programme office enters for a unit what reached it by chat, mail or on paper."""

from django.db import transaction
from django.utils.translation import gettext as _

from awards.actions.attaching import attach
from awards.actions.nominations import begin
from awards.models import AwardCategory, Nomination
from awards.policies.entering import check_entering
from portal.accounts.messages import notify, staff_of
from portal.audit.recording import record
from portal.kit.errors import Refused
from portal.kit.reasons import reason_of
from programs.enums.filings import Source


@transaction.atomic
def enter_on_behalf(*, category: AwardCategory, unit, source: str, file, reason: str, by) -> Nomination:
    """A draft for the unit with the original attached; the way it came and who entered it stay marked on it.

    It is then filled in and handed in as any other. ``Refused`` without source, original or reason; ``WrongState`` where the
    unit has a form of its own.
    """
    check_entering(by, category, unit)
    reason = reason_of(reason)
    if source not in Source.values or source == Source.ONLINE:
        raise Refused(_("请说明这份推荐表从哪里来。"), fields={"source": _("请选择来源。")})
    if file is None:
        raise Refused(_("代录须附上收到的原件。"), fields={"file": _("请附上原件。")})
    row = begin(category=category, unit=unit, by=by, entered_by=by, entered_from=source)
    attach(nomination=row, file=file, by=by)
    record(by, "nomination.entered", row, unit=unit, note=reason, data={"source": source})
    words = {"who": by.name, "category": category, "source": Source(source).label}
    text = _("%(who)s代本单位录入了“%(category)s”推荐表（来源：%(source)s），请核对。") % words
    notify(staff_of(unit), text, row.get_absolute_url())
    return row
