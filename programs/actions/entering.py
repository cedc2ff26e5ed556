"""代录: the unit above hands in for a unit what reached it by chat, mail or on paper."""

from django.db import transaction
from django.utils.translation import gettext as _

from portal.audit.recording import record
from portal.kit.errors import Refused
from portal.kit.reasons import reason_of
from programs.actions.filings import typed
from programs.actions.handing_in import hand_in, locked, new_version, reading_of
from programs.enums.filings import Source
from programs.models import Filing, FilingVersion
from programs.policies.filings import check_collate


def enter_on_behalf(*, filing: Filing, source: str, files, reason: str, by, texts: dict | None = None) -> FilingVersion:
    """Hand in for a unit; the original is attached, and the way it came and who entered it stay marked."""
    check_collate(by, filing)
    files, reason = list(files), reason_of(reason)
    if source not in Source.values or source == Source.ONLINE:
        raise Refused(_("请说明这份材料从哪里来。"), fields={"source": _("请选择来源。")})
    if not files:
        raise Refused(_("代录须附上收到的原件。"), fields={"files": _("请附上原件。")})
    reading = reading_of(filing.task, files)
    return _enter(filing, source, files, reading, reason, by, texts)


@transaction.atomic
def _enter(filing, source, files, reading, reason, by, texts) -> FilingVersion:
    now = locked(filing)
    about = {"source": source, "entered_by": by, "note": reason, "data": typed(now.task, texts) if texts else {}}
    version = new_version(now, files=files, reading=reading, by=by, **about)
    hand_in(now, version, by=by, past_collator=True, may_be_late=True)
    record(by, "filing.entered", now, note=reason, data={"version": version.number, "source": source})
    filing.refresh_from_db()
    return version
