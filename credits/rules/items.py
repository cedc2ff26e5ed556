"""Whether an item of a point makes sense; pure."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from credits.enums.items import FILES, TIMED, ItemKind
from portal.kit.text import count_characters

NAME_LIMIT = 60
INDICATOR_LIMIT = 200
MOST_INDICATORS = 12
LARGEST = 1024
LONGEST = 180
MOST_CHARACTERS = 20_000
MOST_ITEMS = 12


@dataclass(frozen=True)
class Wanted:
    """What an item is to say; limits in megabytes, minutes and characters, None for none."""

    name: str
    kinds: tuple[str, ...]
    largest: int | None = None
    minutes: int | None = None
    characters: int | None = None
    required: bool = True
    excellent: tuple[str, ...] = ()
    passed: tuple[str, ...] = ()


def faults(item: Wanted) -> dict[str, str]:
    """Field → what is wrong with it, one sentence each; empty when it makes sense."""
    found = {
        "name": _name(item.name),
        "kinds": _kinds(item.kinds),
        "largest": _limit(item.largest, LARGEST, _("MB"), FILES, item.kinds, _("文件")),
        "minutes": _limit(item.minutes, LONGEST, _("分钟"), TIMED, item.kinds, _("视频或音频")),
        "characters": _limit(item.characters, MOST_CHARACTERS, _("字"), {ItemKind.TEXT}, item.kinds, _("在线填写的文字")),
        "excellent": _indicators(item.excellent),
        "passed": _indicators(item.passed),
    }
    return {field: sentence for field, sentence in found.items() if sentence}


def _name(name: str) -> str:
    if not name:
        return _("请填写名称。")
    return _("名称不超过 %d 字。") % NAME_LIMIT if count_characters(name) > NAME_LIMIT else ""


def _kinds(kinds: Iterable[str]) -> str:
    if not kinds:
        return _("请至少选一种提交形式。")
    return "" if set(kinds) <= set(ItemKind.values) else _("没有这种提交形式。")


def _limit(value, most: int, unit: str, of: Iterable[str], kinds: Iterable[str], what: str) -> str:
    """What is wrong with a limit: out of range, or on something that cannot be handed in."""
    if value is None:
        return ""
    if not 0 < value <= most:
        return _("填 1 到 %(most)d %(unit)s，不限制时留空。") % {"most": most, "unit": unit}
    return "" if set(of) & set(kinds) else _("提交形式里没有%s，不必填这项限制。") % what


def _indicators(texts: tuple[str, ...]) -> str:
    if len(texts) > MOST_INDICATORS:
        return _("指标最多 %d 条。") % MOST_INDICATORS
    if any(count_characters(text) > INDICATOR_LIMIT for text in texts):
        return _("每条指标不超过 %d 字。") % INDICATOR_LIMIT
    return _("指标有重复的。") if len(set(texts)) < len(texts) else ""
