"""The one place where a service of electronic seals is asked (电子印章管理办法, 国办发〔2025〕33号; GB/T 38540-2020).

A service is a class named by ``SEAL_SERVICE``. Only one that says it is genuine may answer that it sealed: a picture of a
seal put on a page is no electronic seal, and the portal never calls it one.
"""

import hashlib
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
from portal.kit.errors import WrongState

PLACE = "sealings"


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
    """Send an issued document to the service and keep its answer beside the document, whose own file stays as it is."""
    policies.check_issue(by, document.unit)
    asked = service()
    if asked is None:
        raise WrongState(_("本平台没有接入电子印章服务，请打印后盖章。"), code="no_seal_service")
    if document.state != Document.State.ISSUED:
        message = _("%(number)s%(state)s，不能加盖电子印章。")
        raise WrongState(message % {"number": document.number, "state": document.get_state_display()})
    answer = asked.seal(archive.read(document), document.number)
    if answer.sealed and not asked.genuine:
        message = _("%(service)s不是正式的电子印章服务，它的答复不作数。") % {"service": asked.name}
        raise WrongState(message, code="seal_not_genuine")
    return _keep(document, asked, answer, by)


@transaction.atomic
def _keep(document: Document, asked: SealService, answer: Answer, by) -> Sealing:
    name = f"{PLACE}/{document.number}-{secrets.token_hex(8)}.pdf" if answer.content else ""
    if name:
        archive.put(name, answer.content)
    kept = Sealing.objects.create(
        document=document,
        service=asked.name,
        genuine=asked.genuine,
        state=SealingState.SEALED if answer.sealed else SealingState.NOT_SEALED,
        file=name,
        file_sha256=hashlib.sha256(answer.content).hexdigest() if name else "",
        note=answer.note,
        asked_by=by,
    )
    record(by, "document.seal_asked", document, note=f"{asked.name}：{kept.get_state_display()}")
    return kept
