"""What has changed of a document's subject since it was numbered: the printed values beside those of now."""

from collections.abc import Callable
from dataclasses import dataclass

from portal.documents.models import Document
from portal.documents.paper import FORMS, OfficialForm, printed_fields

_tellers: dict[str, Callable[[Document], OfficialForm | None]] = {}


@dataclass(frozen=True)
class Changed:
    """One value of a form as printed and as it is now."""

    label: str
    printed: str
    now: str


def compared_by(form: str, tell: Callable[[Document], OfficialForm | None]) -> None:
    """Let ``tell`` say what a paper of ``form`` would hold if it were issued now; None where its subject is no more."""
    _tellers[form] = tell


def changes_of(document: Document) -> list[Changed]:
    """The values that differ, none where the form is compared with nothing or equals the record."""
    tell = _tellers.get(document.form)
    current = tell(document) if tell else None
    if current is None or current.content_hash() == document.content_hash:
        return []
    printed, now = document.values(), current.values()
    return [
        Changed(_label(field), _shown(printed.get(field.name, "")), _shown(now[field.name]))
        for field in printed_fields(FORMS[document.form])
        if printed.get(field.name, "") != now[field.name]
    ]


def _label(field) -> str:
    label = field.metadata["label"]
    return "、".join(map(str, label)) if isinstance(label, tuple) else str(label)


def _shown(value) -> str:
    return value if isinstance(value, str) else "；".join(" ".join(row) for row in value)
