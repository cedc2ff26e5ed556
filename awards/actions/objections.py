"""异议: made under a real name, held apart, investigated, answered; one that is upheld costs the place and offers it on."""

from django.db import transaction
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from awards.actions.notice_locks import locked_notice
from awards.actions.unseating import unseat
from awards.models import NoticeName, Objection, PublicNotice
from awards.phones import phone_fault
from awards.policies import publicity as policies
from portal.accounts.messages import notify, staff_of
from portal.audit.recording import record
from portal.kit.clock import database_now, local
from portal.kit.errors import Refused, WrongState
from portal.kit.reasons import reason_of
from portal.kit.text import clean_name, clean_text

O = Objection.State  # noqa: E741  the states of this module
TEXT_LIMIT = 2000
ANSWER_LIMIT = 1000


@transaction.atomic
def object_to(*, listed: NoticeName, name: str, contact: str, text: str, source: str = "", by=None) -> Objection:
    """Take an objection in, from the public page or entered by the office for a letter or a call; its nomination is on hold.

    The same words of the same person sent again are the objection there is, while it is open.
    """
    notice = listed.notice
    if source:
        policies.check_keep(by, notice, PublicNotice.State.OPEN)
    _check_runs(locked_notice(notice))
    if listed.state == NoticeName.State.REMOVED:
        raise WrongState(_("%s已经取消，不必再提异议。") % listed.subject)
    values = _checked(name, contact, text)
    if same := _same_open(listed, values):
        return same
    number = _next_number(notice)
    row = Objection.objects.create(notice=notice, listed=listed, number=number, source=source, **values)
    NoticeName.objects.filter(pk=listed.pk, state=NoticeName.State.LISTED).stamp(state=NoticeName.State.HELD)
    record(by, "objection.received", row, unit=notice.unit, data={"listed": listed.subject})
    told = _("收到对%(subject)s的异议（%(number)s），请调查核实。") % {"subject": listed.subject, "number": number}
    notify(staff_of(notice.unit), told, notice.get_absolute_url())
    return row


def _check_runs(notice: PublicNotice) -> None:
    today = local(database_now()).date()
    if notice.state != PublicNotice.State.OPEN or not notice.starts_on <= today <= notice.ends_on:
        raise WrongState(_("不在公示期内，不能提出异议。"), code="not_on_notice")


def _same_open(listed: NoticeName, values: dict) -> Objection | None:
    """The open objection to the same name that says the same; what is kept encrypted is compared in the clear."""
    rows = listed.objections.open().order_by("pk")
    return next((row for row in rows if all(getattr(row, name) == text for name, text in values.items())), None)


def _next_number(notice: PublicNotice) -> str:
    """The number of the next objection; the notice is locked, so that nobody else is given the same."""
    own = f"{notice.code[:6]}-"
    return f"{own}{Objection.objects.filter(number__startswith=own).count() + 1:03}"


def _checked(name: str, contact: str, text: str) -> dict:
    name, contact, text = clean_name(name), clean_text(contact), clean_text(text)
    wrong = {}
    if not 2 <= len(name) <= 50:
        wrong["name"] = _("请填写真实姓名")
    if not contact or phone_fault(contact):
        wrong["contact"] = _("请填写手机或带区号的座机")
    if not 10 <= len(text) <= TEXT_LIMIT:
        wrong["text"] = _("请写明具体事实，10 至 %d 字") % TEXT_LIMIT
    if wrong:
        raise Refused(_("异议须实名并写明事实，请改正标出的内容。"), fields=wrong)
    return {"name": name, "contact": contact, "text": text}


@transaction.atomic
def investigate(*, objection: Objection, note: str, by) -> Objection:
    """Begin or go on with looking into it; each step is kept with its note."""
    policies.check_settle(by, objection.notice)
    note = reason_of(note, asked=_("请写明调查核实的做法"))
    if not Objection.objects.open().filter(pk=objection.pk).stamp(state=O.INVESTIGATING):
        raise WrongState(_("这件异议已经办结。"))
    record(by, "objection.investigated", objection, unit=objection.notice.unit, note=note)
    objection.refresh_from_db()
    return objection


@transaction.atomic
def answer(*, objection: Objection, upheld: bool, text: str, by) -> Objection:
    """Answer it: dismissed, the nomination goes on; upheld, it loses its place, which the next in reserve is offered."""
    policies.check_settle(by, objection.notice)
    locked_notice(objection.notice)  # of two answers at once the later one counts what the other left open
    text = reason_of(text, limit=ANSWER_LIMIT, field="text", asked=_("请写明答复"))
    if objection.state == O.RECEIVED:
        raise WrongState(_("先登记调查核实，再答复。"))
    state = O.UPHELD if upheld else O.DISMISSED
    if not Objection.objects.filter(pk=objection.pk, state=O.INVESTIGATING).stamp(state=state, answer=text, answered_at=Now()):
        raise WrongState(_("这件异议已经办结。"))
    objection.refresh_from_db()
    record(by, f"objection.{state}", objection, unit=objection.notice.unit, note=text)
    if upheld:
        unseat(objection, by)
    elif not objection.listed.objections.open().exists():
        NoticeName.objects.filter(pk=objection.listed_id, state=NoticeName.State.HELD).stamp(state=NoticeName.State.LISTED)
    return objection
