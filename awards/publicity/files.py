"""Personal data in the words of a file that is to go before the public."""

from django.utils.translation import gettext as _

from awards.personal_numbers import masked
from awards.publicity.gate import Leak, leaks
from awards.publicity.personal import as_called
from portal.documents.reading import words_of


def leaks_in(name: str, content: bytes) -> tuple[list[Leak], int]:
    """What looks personal in a file and in its name, and how many of its pages and pictures no program reads.

    ``Refused`` where the file cannot be read at all.
    """
    words = words_of(content)
    whole = _("附件“%(name)s”") % {"name": masked(name)}
    found = leaks({_("附件文件名"): name})
    for before, line, place in zip(["", *words.lines], words.lines, words.places, strict=False):
        found += leaks({_at(whole, words.kind, place): as_called(line.replace("\n", " "), before)})
    return found, words.unread


def _at(whole: str, kind: str, place: int | None) -> str:
    """A page of a PDF or a row of a sheet, where that is known."""
    if place is None:
        return whole
    told = _("%(file)s第 %(number)d 页") if kind == "pdf" else _("%(file)s第 %(number)d 行")
    return told % {"file": whole, "number": place}
