"""The composite of a school or bureau.

泗教师字〔2022〕1号 附件2四(三)5; 乐教政〔2020〕22号 一(五), 三(四); 岳教体通〔2020〕85号 四(四).
No notice gives the weights: they are an assumption of the portal, shown wherever the figure is.
"""

from collections.abc import Mapping
from decimal import Decimal

from portal.kit.numbers import half_up
from programs.enums.heads import WEIGHTS
from schools.enums import Environment

FULL = 10_000
OF_ENVIRONMENT = {Environment.MULTIMEDIA: 6_000, Environment.BLENDED: 8_000, Environment.SMART: FULL}


def rate(done: int, of: int) -> int | None:
    """Hundredths of a percent, cut off so that 100 means all; None of nothing."""
    return FULL * done // of if of else None


def composite(parts: Mapping[str, int | None]) -> int | None:
    """The weighted mean of the parts that have a figure, in hundredths, half up; None where none has.

    What has no figure is left out with its weight, so that nobody loses by what was never asked of him.
    """
    known = {part: parts[part] for part in WEIGHTS if parts.get(part) is not None}
    weight = sum(WEIGHTS[part] for part in known)
    if not weight:
        return None
    return int(half_up(Decimal(sum(WEIGHTS[part] * score for part, score in known.items())) / weight))


def weight_known(parts: Mapping[str, int | None]) -> int:
    """How much of the 100 stands on figures."""
    return sum(weight for part, weight in WEIGHTS.items() if parts.get(part) is not None)


def ranks(scores: list[int | None]) -> list[int | None]:
    """Ranks from the highest score down, the same for the same score; None without a score."""
    known = sorted((score for score in scores if score is not None), reverse=True)
    return [None if score is None else known.index(score) + 1 for score in scores]
