"""Personal data in the words of a file that is to go before the public."""

from django.utils.translation import gettext as _

from awards.personal_numbers import masked
from awards.publicity.gate import Leak, leaks
from portal.documents.reading import words_of


def leaks_in(name: str, content: bytes) -> tuple[list[Leak], int]:
    """What looks personal in a file and in its name, and how many of its pages and pictures no program reads.

    ``Refused`` where the file cannot be read at all.
    """
    words = words_of(content)
    place = _("附件“%(name)s”") % {"name": masked(name)}
    return leaks({_("附件文件名"): name, place: "\n".join(words.lines)}), words.unread
