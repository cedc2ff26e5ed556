"""抽查: which results are checked again, drawn so that anybody can draw them again; pure.

The order within a stratum is that of the SHA-256 of "seed:code"; the first of each stratum are drawn, and then what the rules
of risk point at. The list, the seed and this rule are all one needs.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from hashlib import sha256

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from portal.kit.numbers import half_up

LEAST = 1  # of every stratum, however small the ratio
SEED_LENGTH = 200


class Reason(TextChoices):
    """Why a result is checked again."""

    RANDOM = "random", _("随机抽取")
    ALL_EXCELLENT = "all_excellent", _("学校结果全部为优秀")
    QUICK = "quick", _("评审用时不足一分钟")
    SAME_FILE = "same_file", _("材料与他处相同")
    ONE_DAY = "one_day", _("同一教师的能力点在同一天评定")


FROM_EACH = frozenset({Reason.ALL_EXCELLENT})  # one more of the stratum, where the others take every result they point at


@dataclass(frozen=True)
class Entry:
    """A result of the frozen list: its code, the stratum it is drawn in, and the rules of risk that point at it."""

    code: str
    stratum: str
    risks: tuple[str, ...] = ()

    def line(self) -> str:
        return f"{self.code}\t{self.stratum}\t{','.join(self.risks)}"


@dataclass(frozen=True)
class Drawn:
    """A result that is to be checked, why, and its place in the order of its stratum, counted from 1."""

    code: str
    stratum: str
    reason: str
    place: int


@dataclass(frozen=True)
class Share:
    """How many of a stratum are drawn by chance."""

    stratum: str
    size: int
    drawn: int


def frozen(entries: Iterable[Entry]) -> str:
    """The list as it is kept and published: a line for each result, sorted by code."""
    return "".join(f"{entry.line()}\n" for entry in sorted(entries, key=lambda entry: entry.code))


def thawed(text: str) -> list[Entry]:
    """The results of a kept list."""
    rows = (line.split("\t") for line in text.splitlines())
    return [Entry(code, stratum, tuple(risk for risk in risks.split(",") if risk)) for code, stratum, risks in rows]


def digest(text: str) -> str:
    """The SHA-256 of a text in UTF-8, as people compare it."""
    return sha256(text.encode()).hexdigest()


def rank(seed: str, code: str) -> str:
    """What a result is ordered by."""
    return digest(f"{seed}:{code}")


def how_many(size: int, ratio: Decimal) -> int:
    """How many of a stratum a ratio gives: rounded half up, at least one, never more than there are."""
    return min(max(int(half_up(size * ratio)), LEAST), size)


def shares(entries: Iterable[Entry], ratio: Decimal) -> list[Share]:
    """How many of each stratum are drawn by chance, by the strata's names."""
    sizes: dict[str, int] = defaultdict(int)
    for entry in entries:
        sizes[entry.stratum] += 1
    return [Share(stratum, sizes[stratum], how_many(sizes[stratum], ratio)) for stratum in sorted(sizes)]


def draw(entries: Iterable[Entry], ratio: Decimal, seed: str) -> list[Drawn]:
    """The sample in the order of strata and of places; each result once, by chance where chance drew it."""
    entries = list(entries)
    wanted = {share.stratum: share.drawn for share in shares(entries, ratio)}
    found: list[Drawn] = []
    for stratum, members in sorted(_by_stratum(entries).items()):
        ordered = sorted(members, key=lambda entry: rank(seed, entry.code))
        by_chance = wanted[stratum]
        found += [Drawn(entry.code, stratum, Reason.RANDOM.value, place) for place, entry in enumerate(ordered[:by_chance], 1)]
        found += _by_risk(stratum, ordered, by_chance)
    return found


def _by_risk(stratum: str, ordered: list[Entry], by_chance: int) -> list[Drawn]:
    """What the rules of risk add to a stratum; of a rule that points at all of it, only the next in the order."""
    taken: list[Drawn] = []
    seen: set[str] = set()
    for place, entry in enumerate(ordered[by_chance:], by_chance + 1):
        reason = next((risk for risk in entry.risks if risk not in seen), None)
        if reason is not None:
            taken.append(Drawn(entry.code, stratum, reason, place))
            seen |= {reason} & FROM_EACH
    return taken


def _by_stratum(entries: Iterable[Entry]) -> dict[str, list[Entry]]:
    strata: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        strata[entry.stratum].append(entry)
    return strata


@dataclass(frozen=True)
class Known:
    """What the rules of risk look at in one result; ``seconds`` is what its quickest reading took, None where nobody read it."""

    code: str
    school: str
    teacher: str
    grade: str
    day: str
    seconds: int | None = None
    shared: bool = False


QUICK_SECONDS = 60
MANY = 3  # results of a school, or of a teacher, before sameness says anything


def risks_of(known: Iterable[Known]) -> dict[str, tuple[str, ...]]:
    """Code → the rules of risk that point at a result, the gravest first."""
    known = list(known)
    of_school, of_teacher = defaultdict(list), defaultdict(list)
    for one in known:
        of_school[one.school].append(one)
        of_teacher[one.teacher].append(one)
    excellent = {school for school, rows in of_school.items() if len(rows) >= MANY and {row.grade for row in rows} == {"excellent"}}
    one_day = {teacher for teacher, rows in of_teacher.items() if len(rows) >= MANY and len({row.day for row in rows}) == 1}
    told = {}
    for one in known:
        marks = {
            Reason.SAME_FILE: one.shared,
            Reason.QUICK: one.seconds is not None and one.seconds < QUICK_SECONDS,
            Reason.ONE_DAY: one.teacher in one_day,
            Reason.ALL_EXCELLENT: one.school in excellent,
        }
        told[one.code] = tuple(reason.value for reason, marked in marks.items() if marked)
    return told
