"""Which points a teacher might choose: sets that reach what the notices ask, with as few points as can be; pure, in hundredths.

The school's environment advises and never refuses (泗教师字〔2022〕1号 附件2二(二)2).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import islice

SHOWN = 5
LOOKED_AT = 2_000


@dataclass(frozen=True)
class Point:
    """A point of the catalogue and the credits it is worth, in hundredths."""

    code: str
    credits: int
    dimension: str
    environment: str


@dataclass(frozen=True)
class Wanted:
    """What a selection must reach; None and empty mean not asked.

    ``credits`` in hundredths; ``points`` and ``dimensions`` are least numbers; ``cover`` are dimensions that need a point each;
    ``environments`` are those allowed, with ``single`` only one of them at a time.
    """

    credits: int | None = None
    points: int | None = None
    dimensions: int | None = None
    cover: frozenset[str] = frozenset()
    environments: frozenset[str] = frozenset()
    single: bool = False
    compulsory: frozenset[str] = frozenset()
    excluded: frozenset[str] = frozenset()

    def allows(self, point: Point) -> bool:
        """Whether a point may be chosen at all."""
        return point.code not in self.excluded and (not self.environments or point.environment in self.environments)


@dataclass(frozen=True)
class Lacking:
    """What a selection does not reach: credits in hundredths, numbers of points and dimensions, what must be there by name.

    ``refused`` are chosen points that may not be; ``apart`` those of other environments than the one that counts, where one is
    asked: they neither count nor spoil what does.
    """

    credits: int = 0
    points: int = 0
    dimensions: int = 0
    uncovered: tuple[str, ...] = ()
    compulsory: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
    apart: tuple[str, ...] = ()

    @property
    def unreached(self) -> bool:
        """Whether more points would help."""
        return bool(self.credits or self.points or self.dimensions or self.uncovered or self.compulsory)

    def __bool__(self):
        return self.unreached or bool(self.refused)


@dataclass(frozen=True)
class Proposal:
    """Points still to be chosen, what all points together would bring, and how many lie outside the school's environment."""

    points: tuple[Point, ...]
    credits: int
    outside: int
    dimensions: frozenset[str] = field(default_factory=frozenset)


def counting(points: Iterable[Point], wanted: Wanted) -> list[Point]:
    """The points that count, each once; where all must be of one environment, those of the one in which the least is missing.

    The one rule for the planner, for the judge of a person and for the statement that scores everybody (``facts.points``).
    """
    own = {point.code: point for point in points}
    allowed = [point for point in own.values() if wanted.allows(point)]
    if not wanted.single:
        return allowed
    groups = [[point for point in allowed if point.environment == one] for one in sorted({point.environment for point in allowed})]
    return min(groups, key=lambda group: _merit_of(group, wanted), default=[])


def _merit_of(group: list[Point], wanted: Wanted) -> tuple:
    """Fewer ways to fall short first, then more credits, then more points."""
    missing = _missing(group, {point.code: point for point in group}, wanted)
    gaps = sum(bool(one) for one in (missing.credits, missing.points, missing.dimensions, missing.uncovered))
    return gaps, -sum(point.credits for point in group), -len(group)


def lacking(chosen: Iterable[Point], wanted: Wanted) -> Lacking:
    """What ``chosen``, with what was passed before among them, does not reach; each point counts once."""
    points = {point.code: point for point in chosen}
    return _missing(counting(points.values(), wanted), points, wanted)


def _missing(counted: list[Point], points: dict[str, Point], wanted: Wanted) -> Lacking:
    dimensions = {point.dimension for point in counted}
    left = points.keys() - {point.code for point in counted}
    return Lacking(
        credits=max((wanted.credits or 0) - sum(point.credits for point in counted), 0),
        points=max((wanted.points or 0) - len(counted), 0),
        dimensions=max((wanted.dimensions or 0) - len(dimensions), 0),
        uncovered=tuple(sorted(wanted.cover - dimensions)),
        compulsory=tuple(sorted(wanted.compulsory - points.keys())),
        refused=tuple(sorted(code for code in left if not wanted.allows(points[code]))),
        apart=tuple(sorted(code for code in left if wanted.allows(points[code]))),
    )


def minimal_sets(points: Iterable[Point], credits: int) -> Iterator[tuple[Point, ...]]:
    """Every set that reaches ``credits`` and would not without any one of its points."""
    ordered = sorted(points, key=lambda point: (-point.credits, point.code))
    yield from _reaching(ordered, credits, ())


def _reaching(ordered: list[Point], missing: int, chosen: tuple[Point, ...]) -> Iterator[tuple[Point, ...]]:
    """Largest first: the last point added is the smallest, so a set that only it completes is minimal."""
    for place, point in enumerate(ordered):
        if point.credits >= missing:
            yield (*chosen, point)
        else:
            yield from _reaching(ordered[place + 1 :], missing - point.credits, (*chosen, point))


def propose(
    catalogue: Iterable[Point], wanted: Wanted, *, passed=(), beside=(), environment: str = "", shown: int = SHOWN
) -> list[Proposal]:
    """Up to ``shown`` sets with the fewest further points, those in the school's environment first; empty when none reaches it.

    ``passed`` are points passed before: they count and are not proposed again. ``beside`` are points passed or chosen: where all
    must be of one environment a set is of theirs, and of another only if nothing in theirs would do.
    """
    catalogue, passed = list(catalogue), list(passed)
    if not wanted.single:
        return _fewest(catalogue, wanted, wanted, passed, environment, shown)
    kept = {point.environment for point in (*passed, *beside) if wanted.allows(point)}
    there = {point.environment for point in catalogue if wanted.allows(point)} | kept
    return _of_one(kept, catalogue, wanted, passed, environment, shown) or _of_one(
        there - kept, catalogue, wanted, passed, environment, shown
    )


def _of_one(environments: set[str], catalogue, wanted: Wanted, passed, environment: str, shown: int) -> list[Proposal]:
    """The sets with the fewest further points in any one of these environments; points passed in others stay uncounted."""
    found = []
    for one in sorted(environments):
        within = replace(wanted, single=False, environments=frozenset({one}))
        found += _fewest(catalogue, wanted, within, passed, environment, shown)
    fewest = min((len(proposal.points) for proposal in found), default=0)
    return sorted((proposal for proposal in found if len(proposal.points) == fewest), key=_merit)[:shown]


def _fewest(catalogue, wanted: Wanted, within: Wanted, passed, environment: str, shown: int) -> list[Proposal]:
    """The sets with the fewest further points ``within`` what may count; compulsory ones are named whether they count or not."""
    there = {point.code: point for point in passed}
    fresh = [point for point in catalogue if point.code not in there and wanted.allows(point)]
    forced = tuple(point for point in fresh if point.code in wanted.compulsory)
    free = [point for point in fresh if within.allows(point)]
    own = (*there.values(), *forced)
    if lacking((*own, *free), within).unreached:
        return []
    others = sorted(set(free) - set(forced), key=lambda point: (point.environment != environment, -point.credits, point.code))
    for size in range(len(others) + 1):
        found = list(islice(_completing(others, size, own, within), LOOKED_AT))
        if found:
            proposals = [_proposal((*forced, *more), counting((*own, *more), within), environment) for more in found]
            return sorted(proposals, key=_merit)[:shown]
    return []


def _merit(proposal: Proposal) -> tuple:
    """Better ones first: more of the school's environment, then no more credits than needed."""
    return proposal.outside, proposal.credits, [point.code for point in proposal.points]


def _completing(others: list[Point], size: int, chosen: tuple[Point, ...], wanted: Wanted) -> Iterator[tuple[Point, ...]]:
    """Sets of exactly ``size`` of ``others`` that complete ``chosen``; branches that cannot reach the credits are left out."""
    missing = lacking(chosen, wanted)
    if size == 0:
        if not missing.unreached:
            yield ()
        return
    if max(missing.points, missing.dimensions, len(missing.uncovered)) > size:
        return
    for place in range(len(others) - size + 1):
        rest = others[place:]
        best = sum(sorted((point.credits for point in rest), reverse=True)[:size])
        if best < missing.credits:
            return
        for more in _completing(rest[1:], size - 1, (*chosen, rest[0]), wanted):
            yield (rest[0], *more)


def _proposal(new: tuple[Point, ...], everything: Iterable[Point], environment: str) -> Proposal:
    outside = sum(1 for point in new if environment and point.environment != environment)
    points = tuple(sorted(new, key=lambda point: point.code))
    dimensions = frozenset(point.dimension for point in everything)
    return Proposal(points, sum(point.credits for point in everything), outside, dimensions)
