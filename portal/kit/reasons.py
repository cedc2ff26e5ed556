"""Reasons people must give: one wording and one limit check for all of them."""

from django.utils.translation import gettext as _

from portal.kit.errors import Refused
from portal.kit.text import clean_text

REASON_LIMIT = 500


def reason_of(text: str, *, limit: int = REASON_LIMIT, field: str = "reason", asked: str = "") -> str:
    """The reason as it is kept, cleaned, 1 to ``limit`` characters; ``Refused`` at ``field`` otherwise.

    ``asked`` says what is to be written where "原因" is not the word: "请写明理由".
    """
    text = clean_text(text)
    if not text or len(text) > limit:
        sentence = _("%(asked)s，不超过 %(limit)d 字。") % {"asked": asked or _("请写明原因"), "limit": limit}
        raise Refused(sentence, fields={field: _("必填，不超过 %d 字") % limit})
    return text
