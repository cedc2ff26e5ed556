"""The one place where a service of electronic seals is asked (电子印章管理办法, 国办发〔2025〕33号; GB/T 38540-2020).

A service is a class named by ``SEAL_SERVICE``. Only one that says it is genuine may answer that it sealed: a picture of a
seal put on a page is no electronic seal, and the portal never calls it one.
"""

import logging
import secrets
from dataclasses import dataclass
from typing import Protocol

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from portal.audit.recording import record
from portal.documents import archive, policies
from portal.documents.enums import SealingState
from portal.documents.models import Document, Sealing
from portal.documents.sealing.comparing import changes_of
from portal.kit.errors import DomainError, WrongState

PLACE = "sealings"
PDF_HEAD = b"%PDF-"

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Answer:
    """What a service says: whether it sealed, the file it gives back (b"" for none), and a sentence for people."""

    sealed: bool
    content: bytes
    note: str


class SealService(Protocol):
    """What the portal asks of a service."""

    name: str
    genuine: bool

    def seal(self, content: bytes, number: str) -> Answer:
        """Seal the PDF of the document ``number``; raises ``WrongState`` when the service cannot be had."""


def service() -> SealService | None:
    """The service this portal is set up with."""
    return import_string(settings.SEAL_SERVICE)() if settings.SEAL_SERVICE else None


def ask(*, document: Document, by) -> Sealing:
    """Send an issued document to the service and keep its answer beside the document, whose own file stays as it is.

    ``WrongState`` before anything is sent for a paper that does not stand, has changed since, is kept back or is sealed
    already. A service that fails, or whose answer does not count, leaves a row that says so.
    """
    policies.check_issue(by, document.unit)
    asked = service()
    if asked is None:
        raise WrongState(_("本平台没有接入电子印章服务，请打印后盖章。"), code="no_seal_service")
    _check_sealable(document)
    answer, fault = _answer(asked, archive.read(document), document.number)
    if answer.sealed and not asked.genuine:
        message = _("%(service)s不是正式的电子印章服务，它的答复不作数。") % {"service": asked.name}
        raise WrongState(message, code="seal_not_genuine")
    return _keep(document, asked, answer, fault, by)


def _check_sealable(document: Document) -> None:
    """The paper stands, says what the record says, is not kept back, and bears no electronic seal yet."""
    number = document.number
    if document.state != Document.State.ISSUED:
        message = _("%(number)s%(state)s，不能加盖电子印章。")
        raise WrongState(message % {"number": number, "state": document.get_state_display()})
    policies.check_give_out([document])
    if changed := changes_of(document):
        labels = "、".join(dict.fromkeys(one.label for one in changed))
        message = _("%(number)s打印以后改过%(labels)s，请重新生成后再送签。") % {"number": number, "labels": labels}
        raise WrongState(message, code="content_changed")
    if document.sealings.filter(state=SealingState.SEALED).exists():
        raise WrongState(_("%(number)s已加盖电子印章，不用再送。") % {"number": number}, code="sealed_already")


def _answer(asked: SealService, content: bytes, number: str) -> tuple[Answer, str]:
    """What the service says, and why that is no answer; "" when it is one."""
    try:
        answer = asked.seal(content, number)
        answer = Answer(bool(answer.sealed), bytes(answer.content), str(answer.note))
    except DomainError as refusal:
        return Answer(False, b"", ""), refusal.sentence()
    except Exception:
        log.exception("the service of electronic seals failed for %s", number)
        return Answer(False, b"", ""), _("电子印章服务没有答复，请稍后再送。")
    if answer.sealed and not answer.content.startswith(PDF_HEAD):
        return answer, _("电子印章服务说已加盖，但没有交回盖章后的 PDF，不作数。")
    return answer, ""


def _keep(document: Document, asked: SealService, answer: Answer, fault: str, by) -> Sealing:
    """The answer as a row; it counts only while the document, now held, may still be sealed."""
    name = f"{PLACE}/{document.number}-{secrets.token_hex(8)}.pdf" if answer.content else ""
    if name:
        archive.put(name, answer.content)
    with transaction.atomic():
        fault = fault or _overtaken(document, answer)
        state = SealingState.SEALED if answer.sealed else SealingState.NOT_SEALED
        kept = Sealing.objects.create(
            document=document,
            service=_cut("service", asked.name),
            genuine=asked.genuine,
            state=SealingState.FAILED if fault else state,
            file=name,
            file_sha256=archive.digest_of(answer.content) if name else "",
            note=_cut("note", fault or answer.note),
            asked_by=by,
        )
        record(by, "document.seal_asked", document, note=f"{kept.service}：{kept.get_state_display()}")
    return kept


def _overtaken(document: Document, answer: Answer) -> str:
    """Why a seal no longer counts that was made while the document changed; "" when it does."""
    held = Document.objects.select_for_update(of=("self",)).select_related("unit").get(pk=document.pk)
    try:
        _check_sealable(held)
    except DomainError as refusal:
        return _("送签期间情况有变，这次加盖不作数：%(why)s") % {"why": refusal.sentence()} if answer.sealed else ""
    return ""


def _cut(name: str, text: str) -> str:
    """``text`` as long as its column takes."""
    return text[: Sealing._meta.get_field(name).max_length]
