"""What is known of one nominee, as plain values: all that judging may look at."""

from dataclasses import dataclass, field

from awards.findings import Source


@dataclass(frozen=True)
class ScoreFact:
    """A 整校推进绩效评价 score of one period: value in hundredths; rank within the city, printed or computed."""

    period: int
    year: int
    scope: str
    value: int
    rank: int | None
    rank_computed: bool
    source: Source


@dataclass(frozen=True)
class RankingFact:
    """An institution's place in the comprehensive evaluation of one period."""

    period: int
    year: int
    rank: int
    source: Source


@dataclass(frozen=True)
class ShowcaseFact:
    """A case of the nominee's area, or one an institution took part in."""

    level: str
    kind: str
    year: int
    title: str
    source: Source


@dataclass(frozen=True)
class MediaFact:
    """A media report about the nominee's area."""

    level: str
    outlet: str
    title: str
    source: Source


@dataclass(frozen=True)
class AttestedFact:
    """What a person decided on a clause that only a person can judge."""

    met: bool
    reason: str
    by: str
    source: Source


@dataclass(frozen=True)
class NomineeFacts:
    """All facts of one nominee."""

    scores: tuple[ScoreFact, ...] = ()
    ranked_units: int = 0
    rankings: tuple[RankingFact, ...] = ()
    showcases: tuple[ShowcaseFact, ...] = ()
    media: tuple[MediaFact, ...] = ()
    attested: dict[str, AttestedFact] = field(default_factory=dict)
