"""What judging yields: a finding per condition, and the verdict they add up to."""

from dataclasses import dataclass, field

from awards.enums import FindingState


@dataclass(frozen=True)
class Source:
    """A row a finding rests on: model label, primary key and how people call it."""

    model: str
    pk: int
    text: str


@dataclass(frozen=True)
class Finding:
    """How a nominee stands to one condition: value against threshold, the margin between them, and the rows it rests on.

    ``margin`` is in the unit of the value and positive when the condition is met with room to spare; ``period`` is the one
    the value comes from, where there is one.
    """

    measure: str
    state: FindingState
    text: str
    value: str = ""
    threshold: str = ""
    margin: str = ""
    period: int | None = None
    advice: str = ""
    sources: tuple[Source, ...] = ()
    clause: str = ""
    requirement: str = ""
    path: str = ""

    @property
    def met(self) -> bool | None:
        """True, False, or None while a person has to decide."""
        return {FindingState.MET: True, FindingState.NOT_MET: False}.get(self.state)


@dataclass(frozen=True)
class Verdict:
    """Whether a nominee qualifies (None: only a person can tell), with every finding in the order of the notice."""

    eligible: bool | None
    findings: tuple[Finding, ...] = field(default_factory=tuple)


def state_of(met: bool | None) -> FindingState:
    """The finding state of a yes, a no, or an open question."""
    if met is None:
        return FindingState.NEEDS_PERSON
    return FindingState.MET if met else FindingState.NOT_MET
