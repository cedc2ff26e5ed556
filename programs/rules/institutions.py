"""Whether an institution is what the notices ask for, and what three sources together say of it; pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from portal.kit.numbers import half_up
from programs.parameters.institutions import Need, Needs


@dataclass(frozen=True)
class Answer:
    """What was found about one condition: met or not, and the years in which something was done."""

    met: bool
    years: tuple[int, ...] = ()


@dataclass(frozen=True)
class Line:
    """One condition with what was found; ``met`` is None while nobody has checked, ``text`` says why it is not met."""

    need: Need
    met: bool | None
    text: str = ""


def lines(needs: Needs, answers: Mapping[str, Answer]) -> list[Line]:
    """Every condition in the notice's order."""
    return [_line(need, answers.get(need.key)) for need in needs.items]


def _line(need: Need, answer: Answer | None) -> Line:
    if answer is None:
        return Line(need, None, _("尚未核查"))
    if not answer.met:
        return Line(need, False, _("核查为不符合"))
    if need.years and not any(need.years[0] <= year <= need.years[1] for year in answer.years):
        first, last = need.years
        return Line(need, False, _("没有 %(first)d–%(last)d 年的记录") % {"first": first, "last": last})
    return Line(need, True)


def eligible(needs: Needs, found: Iterable[Line]) -> bool | None:
    """Whether the institution may be chosen; None while what is missing could still decide."""
    states = [line.met for line in found]
    if needs.way == "any":
        return True if True in states else None if None in states else False
    return False if False in states else None if None in states else True


def mean(scores: Mapping[str, int]) -> int | None:
    """The plain mean of the sources' scores in hundredths, half up; None where none gave one. No notice weighs them."""
    return int(half_up(Decimal(sum(scores.values())) / len(scores))) if scores else None
