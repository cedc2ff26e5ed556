"""What Office files say, for a page to show; the looking program reads them, here are only its words."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from credits.enums.declarations import FileKind
from credits.evidence import looking, storing
from credits.evidence.refusals import MaterialRefused

KINDS = frozenset({FileKind.DOCX, FileKind.XLSX, FileKind.PPTX})


@dataclass(frozen=True)
class Reading:
    """Slides, sheets or the whole of a text as ``parts``; ``cut`` where more stands in the file, ``fault`` why nothing is shown.

    A part is ``{"name", "title", "hidden", "blocks"}``; a block ``{"kind"}`` with ``text`` and ``level``, ``number`` of a
    picture (None: none a browser shows), or ``rows`` and ``cut`` of a table.
    """

    parts: list[dict] = field(default_factory=list)
    cut: bool = False
    fault: str = ""

    @property
    def empty(self) -> bool:
        return not any(part["title"] or part["blocks"] for part in self.parts)


def read(file) -> Reading:
    """The text of a clean Office file, or why it cannot be shown."""
    path = storing.kept(file.storage_key)
    if not path.is_file():
        return Reading(fault=_("文件暂时取不到，不能在页面内预览。"))
    try:
        answer = looking.look("read", path, kind=str(file.kind))
    except MaterialRefused as refusal:
        return Reading(fault=_why(refusal.code))
    return Reading(answer["parts"], answer["cut"])


def _why(reason: str) -> str:
    if reason in {"damaged", "encrypted"}:
        return _("文件不完整、设有密码或格式特殊，读不出文字，不能在页面内预览。")
    return _("文件内容过多，不能在页面内预览。")
