"""Columns that name something the portal already holds."""

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from portal.sheets.kinds.base import Kind, Unfit
from portal.sheets.kinds.cleaning import half_width, plain, plain_and_safe
from portal.sheets.kinds.texts import text_of

OFFERED = 20


@dataclass(frozen=True)
class UnitRef(Kind):
    """A unit by code or by name within the uploader's scope; parsed to its text, resolved for all rows at once.

    ``levels`` limits which levels of units may be named; empty means any.
    """

    levels: tuple = ()
    width: int = 22

    def parse(self, raw):
        return plain_and_safe(text_of(raw))

    def show(self, value):
        return "" if value is None else str(value)

    def hint(self):
        return _("单位名称或代码")


@dataclass(frozen=True)
class UnitRefs(UnitRef):
    """Several units in one cell, parted by 、 or a semicolon or a line break; resolved to a tuple of primary keys."""

    width: int = 30
    many = True

    def parse(self, raw):
        text = plain_and_safe(text_of(raw), lines=True)
        names = [plain(name) for name in re.split(r"[、;；,，\n]", text)]
        return tuple(dict.fromkeys(name for name in names if name))


@dataclass(frozen=True)
class Lookup(Kind):
    """One of the rows the layout's ``lookups`` names: text to primary key, asked once for all rows."""

    also_strip: str = ""

    def parse(self, raw):
        text = half_width(plain(text_of(raw)))
        return re.sub(self.also_strip, "", text) if self.also_strip else text

    def unknown(self, text, known):
        """Why a text means none of the rows, which ``known`` names once each; as many are offered as an advice has room for."""
        message = _("没有“%s”。") % text[:40]
        told = "、".join(known[:OFFERED])
        if len(known) > OFFERED:
            return Unfit("unknown", message, _("可填：%(some)s等 %(count)d 项。") % {"some": told, "count": len(known)})
        return Unfit("unknown", message, _("可填：%s。") % told)
