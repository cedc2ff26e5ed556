"""Official forms as PDFs: text checked against the fonts, HTML by Django's templates, drawn by WeasyPrint."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import segno
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from portal.documents import fonts
from portal.documents.drawing import Failure, Rendered, Sheet, draw_all
from portal.documents.paper import OfficialForm
from portal.kit.errors import Refused

LONGEST_QUOTED = 30


@dataclass(frozen=True)
class Mark:
    """What ties a printed form to its record: the document number and, unless the office switched it off, where to check it."""

    number: str
    address: str = ""

    @property
    def code(self) -> str:
        """The address as a QR code, drawn as SVG."""
        drawing = segno.make(self.address, error="m", micro=False).svg_inline(border=0, omitsize=True)
        return mark_safe(drawing)  # noqa: S308  segno's own drawing of an address we made


def check_characters(form: OfficialForm) -> None:
    """Refuse a form with characters no font can draw, naming the field, its text and the characters."""
    faults = {str(label): fault for label, text in form.texts() if (fault := glyph_fault(text))}
    if faults:
        sentences = "；".join(f"{label}{fault}" for label, fault in faults.items())
        message = _("%(title)s无法打印：%(faults)s。") % {"title": form.title, "faults": sentences}
        raise Refused(message, code="no_glyph", fields=faults)


def glyph_fault(text: str) -> str:
    """Which characters of ``text`` no installed font can draw, as the end of a sentence; "" when all can be drawn."""
    characters = fonts.missing(text)
    if not characters:
        return ""
    shown = "、".join(f"“{character}”（U+{ord(character):04X}）" for character in characters)
    if len(text) > LONGEST_QUOTED:
        return _("中的%(characters)s没有可用的字体") % {"characters": shown}
    return _("“%(text)s”中的%(characters)s没有可用的字体") % {"text": text, "characters": shown}


def render(forms: Sequence[OfficialForm], draft: bool = False, marks: Sequence[Mark | None] = ()) -> list[Rendered]:
    """The PDFs of ``forms``, in order.

    Raises ``Refused`` for characters without a font and for a page that came out wrong.
    """
    for form in forms:
        check_characters(form)
    return [_strictly(outcome) for outcome in render_each(forms, draft=draft, marks=marks)]


def render_each(
    forms: Sequence[OfficialForm], *, draft: bool = False, marks: Sequence[Mark | None] = (), processes: int = 1
) -> Iterator[Rendered | Failure]:
    """Draw ``forms`` as one batch and yield each as it is done, in order; one that fails does not stop the others."""
    pages = [page_of(form, draft=draft, mark=mark) for form, mark in zip(forms, marks or [None] * len(forms), strict=True)]
    letters = fonts.cut("".join([_style(), *pages]))
    sheets = [Sheet(page, form.sizes, form.sizes_to_try()) for page, form in zip(pages, forms, strict=True)]
    return draw_all(letters.css + _style(), letters.files, sheets, processes)


def page_of(form: OfficialForm, *, draft: bool = False, mark: Mark | None = None) -> str:
    """The HTML a form is drawn from."""
    return render_to_string(form.template, form.context() | {"draft": draft, "mark": mark})


def _strictly(outcome: Rendered | Failure) -> Rendered:
    if isinstance(outcome, Failure):
        raise Refused(_("表格没有按要求画出：%(reason)s。") % {"reason": outcome.reason}, code="not_drawn")
    return outcome


@lru_cache(maxsize=1)
def _style() -> str:
    return (settings.BASE_DIR / "static" / "documents" / "form.css").read_text(encoding="utf-8")
