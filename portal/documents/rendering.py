"""Official forms as PDFs: text checked against the fonts, HTML by Django's templates, drawn by WeasyPrint in one process or several."""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import segno
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from portal.documents import fonts
from portal.documents.drawing import DrawingFailed, Failure, Press, Rendered, Sheet, draw_all
from portal.documents.paper import OfficialForm
from portal.kit.errors import Refused

STYLE = Path("documents") / "form.css"


@dataclass(frozen=True)
class Mark:
    """What ties a printed form to its record: the document number and, unless the office switched it off, where to check it."""

    number: str
    address: str = ""

    @property
    def code(self) -> str:
        """The address as a QR code, drawn as SVG."""
        return mark_safe(segno.make(self.address, error="m", micro=False).svg_inline(border=0, omitsize=True))


def check_characters(form: OfficialForm) -> None:
    """Refuse a form with characters no font can draw, naming the field, its text and the characters."""
    faults = {str(label): _unknown(text, characters) for label, text in form.texts() if (characters := fonts.missing(text))}
    if faults:
        sentences = "；".join(f"{label}：{fault}" for label, fault in faults.items())
        raise Refused(_("%(title)s无法打印。%(faults)s。") % {"title": form.title, "faults": sentences}, code="no_glyph", fields=faults)


def _unknown(text: str, characters: list[str]) -> str:
    shown = "、".join(f"“{character}”（U+{ord(character):04X}）" for character in characters)
    extract = text if len(text) <= 30 else "…"
    return _("“%(text)s”中的%(shown)s没有可用的字体") % {"text": extract, "shown": shown}


def render(forms: Sequence[OfficialForm], draft: bool = False, marks: Sequence[Mark | None] = ()) -> list[Rendered]:
    """The PDFs of ``forms``, in order. Raises ``Refused`` for characters without a font, ``DrawingFailed`` for a page that came out wrong."""
    for form in forms:
        check_characters(form)
    return [_strictly(outcome) for outcome in render_each(forms, draft=draft, marks=marks)]


def render_each(forms: Sequence[OfficialForm], *, draft: bool = False, marks: Sequence[Mark | None] = ()) -> Iterator[Rendered | Failure]:
    """Draw ``forms`` as one batch and yield each as it is done, in order; one that fails does not stop the others."""
    pages = [page_of(form, draft=draft, mark=mark) for form, mark in zip(forms, marks or [None] * len(forms), strict=True)]
    style = _style()
    letters = fonts.cut(unicodedata.normalize("NFC", "".join([style, *pages])))
    sheets = [Sheet(page, form.sizes) for page, form in zip(pages, forms, strict=True)]
    return draw_all(letters.css + style, letters.files, sheets)


def page_of(form: OfficialForm, *, draft: bool = False, mark: Mark | None = None) -> str:
    """The HTML a form is drawn from."""
    return render_to_string(form.template, form.context() | {"draft": draft, "mark": mark})


def _strictly(outcome: Rendered | Failure) -> Rendered:
    if isinstance(outcome, Failure):
        raise DrawingFailed(outcome.reason)
    return outcome


@lru_cache(maxsize=1)
def _style() -> str:
    return (settings.BASE_DIR / "static" / STYLE).read_text(encoding="utf-8")
