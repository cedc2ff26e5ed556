"""The order of a city's recommendations as typed beside its rows."""

import unicodedata

from django.utils.translation import gettext as _

from portal.kit.errors import Refused


def typed_order(ids: list[int], typed: dict[int, str]) -> list[int]:
    """``ids`` in the order the numbers ask for: a row given another number takes that place, the others keep their turn.

    Raises ``Refused`` for what is not a number from 1 to the count of rows, and for a place two rows ask for.
    """
    asked = {pk: _number(typed[pk], len(ids)) for pk in ids if pk in typed}
    moved = {pk: place for pk, place in asked.items() if place != ids.index(pk) + 1}
    wanted = {}
    for pk, place in moved.items():
        if place in wanted:
            raise Refused(_("有两行都要排第 %(place)d，顺序没有改动。") % {"place": place})
        wanted[place] = pk
    others = iter([pk for pk in ids if pk not in moved])
    return [wanted[place] if place in wanted else next(others) for place in range(1, len(ids) + 1)]


def step(ids: list[int], pk: int, by: int) -> list[int]:
    """``ids`` with one row a step up (-1) or down (1), as far as there is room."""
    found, at = list(ids), ids.index(pk)
    if 0 <= at + by < len(found):
        found[at], found[at + by] = found[at + by], found[at]
    return found


def _number(text: str, last: int) -> int:
    plain = unicodedata.normalize("NFKC", text).strip()
    if not (plain.isascii() and plain.isdigit() and len(plain) < 6 and 1 <= int(plain) <= last):
        shown = f"“{text[:10]}”" if plain else _("空白")
        raise Refused(_("顺序要填 1 至 %(last)d 的整数，%(shown)s不是；顺序没有改动。") % {"last": last, "shown": shown})
    return int(plain)
