"""The same form as files people go on working in (docx, xlsx), made from the data of the PDF and marked as such."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from portal.documents.models import Document
from portal.documents.paper import OfficialForm
from portal.documents.word import DOCX
from portal.kit.errors import Refused, WrongState
from portal.kit.exports import XLSX
from portal.kit.filenames import fitting

KINDS = {"docx": DOCX, "xlsx": XLSX}
SHOWN_OF_HASH = 16
_writers: dict[tuple[str, str], Callable[[OfficialForm], bytes]] = {}


def written_by(form: str, kind: str, write: Callable[[OfficialForm], bytes]) -> None:
    """Let ``write`` make the edition ``kind`` of ``form``."""
    _writers[form, kind] = write


def kinds_of(form: str) -> list[str]:
    """The editions a form comes in beside its PDF."""
    return [kind for kind in KINDS if (form, kind) in _writers]


def edition(form: OfficialForm, kind: str) -> bytes:
    """The form as a file of ``kind``; ``Refused`` where it comes in no such edition."""
    if (form.form, kind) not in _writers:
        raise Refused(_("%(title)s没有%(kind)s版本。") % {"title": form.title, "kind": kind}, code="no_such_edition")
    return _writers[form.form, kind](form)


def edition_of(document: Document, kind: str) -> bytes:
    """An edition of what a document was numbered for, from its stored data."""
    try:
        return edition(document.paper(), kind)
    except (LookupError, TypeError):
        raise WrongState(_("%(number)s的表单格式已经更新，只有存档的 PDF。") % {"number": document.number}) from None


def notice_of(form: OfficialForm) -> str:
    """What every edition says of itself."""
    digest = form.content_hash()[:SHOWN_OF_HASH]
    return _("可编辑稿，由平台按同一数据生成，不作盖章、报送之用。内容校验值：%(digest)s") % {"digest": digest}


def filename_of(form: OfficialForm, kind: str) -> str:
    return fitting(f"{form.title}-{form.subject_text}", f"-{_('可编辑稿')}.{kind}")
