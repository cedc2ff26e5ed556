"""催报: messages and e-mail to the staff of units that have not filed."""

import logging
from collections.abc import Iterable

from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from portal.accounts.messages import STAFF, Told, tell_staff
from portal.accounts.models import Post
from portal.audit.recording import record
from portal.kit.clock import database_now, local
from portal.kit.errors import Refused
from portal.kit.reasons import reason_of
from programs.enums.filings import FilingState
from programs.facts.missing import Contact, contacts_of
from programs.models import Filing, Task
from programs.policies.filings import check_remind
from programs.policies.tasks import ISSUERS

log = logging.getLogger(__name__)
LISTED = 1_000


@transaction.atomic
def remind(*, task: Task, by, units: Iterable | None = None) -> Told:
    """Tell the staff of the units that owe ``task`` (of ``units`` where given) by message and e-mail.

    The issuer reminds all; other offices those below them. A fixed number of queries; e-mail leaves once the reminder is kept.
    """
    check_remind(by, task)
    missing = remindable(task, by).select_related("unit", "task")
    found = list((missing if units is None else missing.filter(unit__in=units)).order_by("unit__path"))
    if not found:
        raise Refused(_("没有需要催报的单位。"), code="nobody_missing")
    Filing.objects.filter(pk__in=[filing.pk for filing in found]).stamp(reminded_at=Now(), reminded_by=by)
    now = database_now()
    texts = {filing.unit_id: told(filing, now) for filing in found}
    reached = tell_staff((filing.unit, texts[filing.unit_id], filing.get_absolute_url()) for filing in found)
    record(by, "task.reminded", task, unit=task.issuer, data={"units": [filing.unit.code for filing in found][:LISTED]})
    mails = _mails(task, texts)
    transaction.on_commit(lambda: send(mails))
    return reached


def remindable(task: Task, by):
    """What is missing of ``task`` in the reach of ``by``, his own unit's left out."""
    missing = Filing.objects.filter(task=task).missing()
    return missing if by is None else missing.visible_to(by).exclude(unit__in=by.units_of(*ISSUERS))


@transaction.atomic
def reveal(*, task: Task, reason: str, by) -> list[tuple[str, Contact]]:
    """(unit, contact) with the full numbers of those to call about what is missing; on the record."""
    check_remind(by, task)
    text = reason_of(reason)
    units = [filing.unit for filing in remindable(task, by).select_related("unit").order_by("unit__path")[:LISTED]]
    contacts = contacts_of(units)
    record(by, "task.contacts_revealed", task, unit=task.issuer, note=text, data={"units": [unit.code for unit in units]})
    return [(unit.name, contacts[unit.pk]) for unit in units if unit.pk in contacts and contacts[unit.pk].phone]


def told(filing: Filing, now) -> str:
    """The reminder as one sentence."""
    about = {"task": filing.task, "due": local(filing.due_at).strftime("%Y-%m-%d %H:%M"), "reason": filing.return_reason}
    if filing.state == FilingState.RETURNED:
        return _("“%(task)s”已退回（%(reason)s），请改好后重新报送。") % about
    if filing.due_at <= now:
        return _("“%(task)s”应于 %(due)s 前报送，现已逾期，请尽快报送。") % about
    return _("请于 %(due)s 前报送“%(task)s”。") % about


def _mails(task: Task, texts: dict[int, str]) -> list[EmailMessage]:
    """One message for each of the staff who left an address."""
    posts = Post.objects.current().filter(unit__in=texts, role__in=STAFF).exclude(user__email="").order_by("pk")
    people = dict.fromkeys(posts.values_list("unit_id", "user__email"))
    subject = _("催报：%s") % task.title
    return [EmailMessage(subject, texts[unit], to=[address]) for unit, address in people]


def send(mails: list[EmailMessage]) -> None:
    """One try; the messages in the portal stand whatever becomes of the e-mail."""
    try:
        get_connection().send_messages(mails)
    except OSError:
        log.exception("reminders could not be sent by e-mail")
