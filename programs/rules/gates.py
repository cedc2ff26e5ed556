"""Gates: what a unit must have filed before it starts and before it completes (佛教人〔2020〕8号 附件1六(四)3)."""

from collections.abc import Iterable
from dataclasses import dataclass

from programs.enums.calendar import Progress
from programs.enums.tasks import Gate
from programs.rules.calendar import progress_of


@dataclass(frozen=True)
class Need:
    """One filing a gate asks for, and how far it is."""

    gate: str
    title: str
    citation: str
    filing: int
    state: str
    review: str

    @property
    def settled(self) -> bool:
        """Arrived, accepted or on file, as its task asks; who is exempt needs nothing."""
        return progress_of(self.state, self.review) in {None, Progress.DONE}


@dataclass(frozen=True)
class Passage:
    """One gate of one unit."""

    gate: Gate
    needs: tuple[Need, ...]

    @property
    def lacking(self) -> list[Need]:
        return [need for need in self.needs if not need.settled]

    @property
    def passed(self) -> bool:
        return not self.lacking


def passages(needs: Iterable[Need]) -> dict[str, Passage]:
    """The gates that ask something of a unit, by their key; one that asks nothing is not there and holds nobody up."""
    needs = list(needs)
    found = {gate: tuple(need for need in needs if need.gate == gate) for gate in (Gate.START, Gate.COMPLETION)}
    return {gate: Passage(gate, some) for gate, some in found.items() if some}
