"""What the public may learn of a document: that it is ours, whose, of which year, and whether a file is the archived one."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from portal.documents.enums import SealingState
from portal.documents.models import Document

SHOWN_OF_HASH = 16


@dataclass(frozen=True)
class Vouched:
    """What the checking page says of a document; no persons, no numbers of persons."""

    number: str
    title: str
    unit: str
    year: int
    state: str
    tone: str
    digest: str

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """What the page lists, label and value, the state apart."""
        return [
            (_("编号"), self.number),
            (_("文书"), self.title),
            (_("单位"), self.unit),
            (_("签发年份"), str(self.year)),
            (_("文件校验值前 16 位"), self.digest),
        ]


@dataclass(frozen=True)
class Told:
    """What a form of another app lets the checking page say of one of its papers."""

    pairs: list[tuple[str, str]]
    state: str
    tone: str


_tellers: dict[str, Callable[[Document], Told | None]] = {}


def told_by(form: str, tell: Callable[[Document], Told | None]) -> None:
    """Let ``tell`` say what the checking page tells of papers of ``form``; None for one nobody may hear of."""
    _tellers[form] = tell


def find(code: str) -> Document | None:
    """The document with this code; None alike for codes that are wrong, expired, revoked or not yet issued."""
    return Document.objects.verifiable().filter(code=code).select_related("unit").first()


def vouch(document: Document) -> Vouched | Told | None:
    """What to say of a document; None as if there were none."""
    if document.form in _tellers:
        return _tellers[document.form](document)
    return Vouched(
        number=document.number,
        title=document.title,
        unit=document.unit.name,
        year=document.year,
        state=document.get_state_display(),
        tone=document.tone,
        digest=document.file_sha256[:SHOWN_OF_HASH],
    )


def is_archived_file(document: Document, upload) -> bool:
    """Whether an uploaded file is, byte for byte, what was archived."""
    return _digest(upload) == document.file_sha256


def is_sealed_edition(document: Document, upload) -> bool:
    """Whether it is, byte for byte, what a genuine service of electronic seals gave back as sealed."""
    return document.sealings.filter(state=SealingState.SEALED, genuine=True, file_sha256=_digest(upload)).exists()


def _digest(upload) -> str:
    digest = hashlib.sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    return digest.hexdigest()
