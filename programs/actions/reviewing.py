"""What collating and receiving units do with what was handed in: pass on, send back, accept, put on file."""

from django.db import transaction
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from portal.accounts.messages import tell_staff
from portal.audit.recording import record
from portal.documents.models import Series
from portal.kit.clock import database_now, local
from portal.kit.errors import Refused, WrongState
from portal.kit.reasons import reason_of
from portal.kit.text import clean_text
from programs.actions.areas import follow
from programs.actions.handing_in import end_version, fall_back, locked
from programs.enums.filings import FilingState, VersionState
from programs.enums.tasks import Review
from programs.models import Filing
from programs.policies.filings import check_collate, check_receive


@transaction.atomic
def pass_on(*, filing: Filing, by) -> None:
    """转报: the collating unit lets a return go on to the receiver."""
    check_collate(by, filing)
    now = locked(filing)
    if now.state != FilingState.COLLATING:
        raise WrongState(_("%(unit)s的“%(task)s”不在待转报。") % {"unit": now.unit, "task": now.task})
    now.move_to(FilingState.SUBMITTED, passed_on_at=Now())
    follow(now, by)
    record(by, "filing.passed_on", now)
    filing.refresh_from_db()


@transaction.atomic
def send_back(*, filing: Filing, reason: str, by) -> None:
    """退回: the unit has to hand in again; its rows leave the 汇总表 until it does."""
    now = locked(filing)
    (check_collate if now.state == FilingState.COLLATING else check_receive)(by, now)
    text = reason_of(reason)
    end_version(now, VersionState.RETURNED)
    now.move_to(FilingState.RETURNED, current=fall_back(now), returned_at=Now(), return_reason=text, accepted_at=None)
    follow(now, by)
    record(by, "filing.sent_back", now, note=text)
    about = {"task": now.task, "reason": text}
    tell_staff([(now.unit, _("“%(task)s”被退回：%(reason)s") % about, now.get_absolute_url())])
    filing.refresh_from_db()


@transaction.atomic
def accept(*, filing: Filing, by) -> None:
    """审核通过."""
    check_receive(by, filing)
    now = locked(filing)
    if now.task.review == Review.NONE:
        raise WrongState(_("“%s”收到即可，不需要审核。") % now.task)
    if now.state != FilingState.SUBMITTED:
        raise WrongState(_("%(unit)s的“%(task)s”%(now)s，没有待审核的内容。") % _about(now))
    now.versions.filter(state=VersionState.ACCEPTED).update(state=VersionState.REPLACED)
    end_version(now, VersionState.ACCEPTED)
    now.move_to(FilingState.ACCEPTED, accepted_at=Now())
    follow(now, by)
    record(by, "filing.accepted", now)
    tell_staff([(now.unit, _("“%s”已审核通过。") % now.task, now.get_absolute_url())])
    filing.refresh_from_db()


@transaction.atomic
def put_on_file(*, filing: Filing, by, number: str = "") -> None:
    """备案: put an accepted return on record under a number, the receiver's next one where none is given."""
    check_receive(by, filing)
    now = locked(filing)
    if now.state != FilingState.ACCEPTED:
        raise WrongState(_("%(unit)s的“%(task)s”%(now)s，审核通过后才能备案。") % _about(now))
    number = now.number or clean_text(number) or next_number(now.receiver)
    if Filing.objects.filter(receiver=now.receiver, number=number).exclude(pk=now.pk).exists():
        raise Refused(_("备案号 %s 已经用过。") % number, fields={"number": _("已经用过。")})
    now.move_to(FilingState.FILED, filed_at=Now(), number=number)
    follow(now, by)
    record(by, "filing.put_on_file", now, data={"number": number})
    tell_staff(
        [(now.unit, _("“%(task)s”已备案，备案号 %(number)s。") % {"task": now.task, "number": number}, now.get_absolute_url())]
    )
    filing.refresh_from_db()


def next_number(receiver) -> str:
    """The receiver's running number of the year: 330382-2026-0001."""
    return Series.take(receiver.code, str(local(database_now()).year), 1)[0]


def _about(filing: Filing) -> dict:
    return {"unit": filing.unit, "task": filing.task, "now": filing.get_state_display()}
