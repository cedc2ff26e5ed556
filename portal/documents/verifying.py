"""What the public may learn of a document: that it is ours, whose, of which year, and whether a file is the archived one."""

import hashlib
from dataclasses import dataclass

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


def find(code: str) -> Document | None:
    """The document with this code; None alike for codes that are wrong, expired, revoked or not yet issued."""
    return Document.objects.verifiable().filter(code=code).select_related("unit").first()


def vouch(document: Document) -> Vouched:
    """What to say of a document."""
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
    digest = hashlib.sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    return digest.hexdigest() == document.file_sha256
