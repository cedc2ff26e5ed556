"""Writing a notice in the portal: a draft is a notice file that is not yet loaded, and issuing loads it."""

from django.db import transaction
from django.utils.translation import gettext as _

from portal.audit.recording import record
from portal.kit.errors import Refused, Stale, WrongState
from programs.document_number import parse_document_number
from programs.enums.notices import DraftState, NoticeState
from programs.loading import Loaded, load_notice
from programs.models import Notice, NoticeDraft
from programs.notice_data import data_of, head_of, text_of
from programs.notice_file import LARGEST
from programs.policies.notices import check_load_notice


@transaction.atomic
def begin(*, issuer, title: str = "", number: str = "", text: str | None = None, by) -> NoticeDraft:
    """A new draft of ``issuer``, empty but for what is known, or from a file's text."""
    check_load_notice(by, issuer)
    if text is None:
        text = text_of({"notice": {"number": _number(number), "title": title, "issuer": issuer.code, "signed_by": issuer.bureau()}})
    return _kept(NoticeDraft(issuer=issuer, drafted_by=by), text, "notice.drafted", by)


@transaction.atomic
def revise(*, notice: Notice, by) -> NoticeDraft:
    """A draft of the next version of an issued notice, from its newest file; the one that is open, if one is."""
    check_load_notice(by, notice.issuer)
    if notice.state != NoticeState.CURRENT:
        raise WrongState(_("%(number)s%(state)s，不能再修订。") % {"number": notice, "state": notice.get_state_display()})
    if open_one := notice.drafts.open().first():
        return open_one
    draft = NoticeDraft(issuer=notice.issuer, notice=notice, drafted_by=by)
    return _kept(draft, notice.versions.first().text, "notice.drafted", by)


@transaction.atomic
def write(*, draft: NoticeDraft, text: str, revision: int, by) -> NoticeDraft:
    """Put a new text in place of the draft's, made on its ``revision``; ``Stale`` when somebody else wrote meanwhile."""
    check_load_notice(by, draft.issuer)
    if draft.revision != revision:
        raise Stale(_("“%s”在您填写时被他人改动过，请看过现在的内容后再改；您填写的内容还在下面。") % draft)
    return _kept(draft, text, "notice.written", by)


@transaction.atomic
def drop(*, draft: NoticeDraft, by) -> NoticeDraft:
    """Give a draft up; it stays in the log and can be read, not issued."""
    check_load_notice(by, draft.issuer)
    draft.change(state=DraftState.DROPPED)
    record(by, "notice.dropped", draft, unit=draft.issuer)
    return draft


@transaction.atomic
def issue(*, draft: NoticeDraft, revision: int, by) -> Loaded:
    """Load the draft as the notice it is; ``NoticeRefused`` names what is wrong. It cannot be taken back, only replaced."""
    check_load_notice(by, draft.issuer)
    if draft.revision != revision:
        raise Stale(_("“%s”在您核对时被他人改动过，请重新核对再印发。") % draft)
    known = Notice.objects.filter(number=draft.number).first()
    if known is not None and known.pk != draft.notice_id:
        raise Refused(
            _("%s 已经登记，请核对文号；要改它，请从那份通知开始修订。") % draft.number, fields={"number": _("文号已经登记。")}
        )
    if draft.notice is not None and draft.number != draft.notice.number:
        raise Refused(
            _("修订不能改文号，原为 %s；新文号的通知请另起草。") % draft.notice.number, fields={"number": _("不能改文号。")}
        )
    loaded = load_notice(file=draft.text.encode(), by=by)
    draft.change(state=DraftState.ISSUED, notice=loaded.notice)
    record(by, "notice.issued", draft, unit=draft.issuer, data={"number": loaded.number, "version": loaded.version})
    return loaded


def _kept(draft: NoticeDraft, text: str, verb: str, by) -> NoticeDraft:
    """The draft with its text, and the number and title that stand in it; the issuer never changes."""
    if len(text.encode()) > LARGEST:
        raise Refused(_("通知文件超过 %d KB。") % (LARGEST // 1024))
    head = head_of(data_of(text))
    if str(head.get("issuer", "")) != draft.issuer.code:
        raise Refused(_("文件里的发文单位应为 %(unit)s（%(code)s）。") % {"unit": draft.issuer.name, "code": draft.issuer.code})
    values = {"text": text, "number": _number(head.get("number"))[:40], "title": str(head.get("title", ""))[:300]}
    before = draft.text
    if draft.pk is None:
        draft = NoticeDraft.objects.create(issuer=draft.issuer, notice=draft.notice, drafted_by=draft.drafted_by, **values)
    else:
        draft.change(**values)
    record(by, verb, draft, unit=draft.issuer, changes={"text": (before, text)} if before else {})
    return draft


def _number(written) -> str:
    """The number as it is stored where it is one; anything else as it was written."""
    try:
        return str(parse_document_number(str(written or "")))
    except ValueError:
        return str(written or "")
