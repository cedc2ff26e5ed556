"""评分项: what judges score, each with a weight in percent; the weights make 100."""

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from portal.kit.errors import Refused
from portal.kit.numbers import from_hundredths, half_up, plain, to_hundredths
from portal.kit.text import clean_text

FULL = 10000
MOST = 12
NAME_LIMIT = 40
LINE = re.compile(r"^(?P<name>.+?)[\s:：,，]+(?P<weight>\d{1,3})\s*[%％]?$")
MARK = re.compile(r"^[0-9]{1,3}(\.[0-9]{1,2})?$")


@dataclass(frozen=True)
class Criterion:
    """One thing judged, from 0 to 100 points; ``weight`` in percent."""

    key: str
    name: str
    weight: int

    def told(self) -> dict:
        return {"key": self.key, "name": self.name, "weight": self.weight}


def one_score() -> list[Criterion]:
    """Where the office sets nothing: one score from 0 to 100."""
    return [Criterion("c1", _("综合评分"), 100)]


def stored(rows: list[dict]) -> list[Criterion]:
    return [Criterion(row["key"], row["name"], row["weight"]) for row in rows]


def typed(text: str) -> list[Criterion]:
    """Lines such as "组织保障 40"; ``Refused`` with the line when one is no name and weight, or the weights do not make 100."""
    lines = [line.strip() for line in clean_text(text).splitlines() if line.strip()]
    found = [_criterion(number, line) for number, line in enumerate(lines, start=1)]
    total = sum(one.weight for one in found)
    if not found or len(found) > MOST or total != 100:
        sentence = _("评分项要 1 至 %(most)d 行，权重合计 100%%，现为 %(count)d 行、合计 %(total)d%%。")
        raise Refused(sentence % {"most": MOST, "count": len(found), "total": total}, fields={"criteria": _("请改正")})
    if len({one.name for one in found}) < len(found):
        raise Refused(_("评分项有重名。"), fields={"criteria": _("请改正")})
    return found


def _criterion(number: int, line: str) -> Criterion:
    match = LINE.match(line)
    weight = int(match["weight"]) if match else 0
    if not match or not 1 <= weight <= 100 or len(match["name"]) > NAME_LIMIT:
        sentence = _("第 %(number)d 行“%(line)s”不是“名称 权重”，例如“组织保障 40”。") % {"number": number, "line": line[:30]}
        raise Refused(sentence, fields={"criteria": _("请改正")})
    return Criterion(f"c{number}", match["name"].strip(), weight)


def mark_of(text: str) -> int | None:
    """What was typed as hundredths of a point; None for nothing. ``Refused`` for what is no score of 0–100 with two decimals."""
    text = unicodedata.normalize("NFKC", clean_text(text))
    if not text:
        return None
    if not MARK.match(text) or Decimal(text) > 100:
        raise Refused(_("“%s”不是 0 至 100、至多两位小数的分数。") % text[:10])
    return to_hundredths(text)


def total_of(marks: dict[str, int], criteria: list[Criterion]) -> int:
    """The weighted sum in ten-thousandths of a point, without any rounding."""
    return sum(marks[one.key] * one.weight for one in criteria)


def points(ten_thousandths, places: int = 4) -> str:
    """Ten-thousandths of a point as people read them: 915000 → "91.5"."""
    return plain(half_up(Decimal(ten_thousandths) / FULL, places))


def points_of_mark(hundredths: int | None) -> str:
    return "" if hundredths is None else plain(from_hundredths(hundredths))
