"""What the unit above may ease, each with its reason and always marked: 延期, 补报, 解锁, 免报, and paper that arrived."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from portal.accounts.messages import tell_staff
from portal.audit.recording import record
from portal.kit.clock import database_now, local
from portal.kit.errors import Refused, WrongState
from portal.kit.reasons import reason_of
from programs.actions.handing_in import locked
from programs.enums.filings import MISSING, NOT_ASKED, SETTLED, FilingState
from programs.enums.tasks import TaskState
from programs.models import Filing
from programs.policies.filings import check_receive


@transaction.atomic
def extend(*, filing: Filing, due_at: datetime, reason: str, by) -> None:
    """延期: a later deadline for one unit; a return that came late before stays late."""
    check_receive(by, filing)
    now, text = locked(filing), reason_of(reason)
    if due_at <= now.due_at or due_at <= database_now():
        raise Refused(_("新的截止时间应晚于原来的，也应晚于现在。"), fields={"due_at": _("应晚于原来的截止时间和现在。")})
    _check_asked(now)
    before, shown = now.due_at, local(due_at).strftime("%Y-%m-%d %H:%M")
    now.change(due_at=due_at, extended=True)
    record(by, "filing.extended", now, note=text, changes={"due_at": (local(before).strftime("%Y-%m-%d %H:%M"), shown)})
    _tell(now, _("“%(task)s”延期到 %(due)s。") % {"task": now.task, "due": shown})
    filing.refresh_from_db()


@transaction.atomic
def allow_late(*, filing: Filing, reason: str, by) -> None:
    """补报: let a unit file after its deadline; what comes in is marked as late."""
    check_receive(by, filing)
    now, text = locked(filing), reason_of(reason)
    _check_asked(now)
    if now.state not in MISSING:
        raise WrongState(_("%(unit)s的“%(task)s”%(now)s，不需要补报。") % _about(now))
    now.change(late_allowed=True)
    record(by, "filing.late_allowed", now, note=text)
    _tell(now, _("“%s”可以补报，请尽快报送。") % now.task)
    filing.refresh_from_db()


@transaction.atomic
def unlock(*, filing: Filing, reason: str, by) -> None:
    """解锁: let a unit replace what was accepted or put on file, or hand in what a closed task takes no more; once."""
    check_receive(by, filing)
    now, text = locked(filing), reason_of(reason)
    if now.state not in SETTLED and now.task.state != TaskState.CLOSED:
        raise WrongState(_("%(unit)s的“%(task)s”%(now)s，没有锁定。") % _about(now))
    _check_asked(now)
    now.change(unlocked=True)
    record(by, "filing.unlocked", now, note=text)
    _tell(now, _("“%s”已解锁，可以重新报送。") % now.task)
    filing.refresh_from_db()


@transaction.atomic
def exempt(*, filing: Filing, reason: str, by) -> None:
    """免报: this unit does not have to file; it leaves the count of those asked."""
    check_receive(by, filing)
    now, text = locked(filing), reason_of(reason)
    now.move_to(FilingState.EXEMPT)
    record(by, "filing.exempted", now, note=text)
    _tell(now, _("“%s”本单位免报。") % now.task)
    filing.refresh_from_db()


@transaction.atomic
def ask_again(*, filing: Filing, reason: str, by) -> None:
    """Take an exemption back."""
    check_receive(by, filing)
    now, text = locked(filing), reason_of(reason)
    if now.state != FilingState.EXEMPT:
        raise WrongState(_("%(unit)s的“%(task)s”%(now)s，没有免报。") % _about(now))
    now.move_to(FilingState.DUE)
    record(by, "filing.asked_again", now, note=text)
    _tell(now, _("请报送“%s”。") % now.task)
    filing.refresh_from_db()


@transaction.atomic
def receive_paper(*, filing: Filing, copies: int, by) -> None:
    """Note how many of the paper copies have arrived; apart from what came in electronically."""
    check_receive(by, filing)
    now = locked(filing)
    if not 0 <= copies <= now.task.paper_copies:
        message = _("“%(task)s”要纸质 %(asked)d 份，不能登记 %(copies)d 份。")
        about = {"task": now.task, "asked": now.task.paper_copies, "copies": copies}
        raise Refused(message % about, clause=now.task.citation, fields={"copies": _("份数不对。")})
    before = now.paper_received
    now.change(paper_received=copies)
    record(by, "filing.paper_received", now, changes={"paper_received": (before, copies)})
    filing.refresh_from_db()


def _check_asked(filing: Filing) -> None:
    if filing.state in NOT_ASKED or filing.task.state == TaskState.VOID:
        raise WrongState(_("%(unit)s的“%(task)s”%(now)s，不用报送。") % _about(filing))


def _about(filing: Filing) -> dict:
    return {"unit": filing.unit, "task": filing.task, "now": filing.get_state_display()}


def _tell(filing: Filing, text: str) -> None:
    tell_staff([(filing.unit, text, filing.get_absolute_url())])
