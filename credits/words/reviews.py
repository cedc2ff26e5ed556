"""A record as the page of a reader draws it: each item's evidence beside its indicators, with what has been given so far."""

from dataclasses import dataclass

from credits.enums.ledger import Grade
from credits.facts.readings import Piece
from credits.rules.grading import Mark

INDICATED = (("excellent", Grade.EXCELLENT), ("passed", Grade.PASSED))


@dataclass(frozen=True)
class Tick:
    """One indicator with its place and whether it is ticked."""

    place: int
    text: str
    ticked: bool


@dataclass(frozen=True)
class Indicators:
    """The indicators of one grade."""

    name: str
    label: str
    ticks: list[Tick]


@dataclass(frozen=True)
class Line:
    """One item of a record."""

    piece: Piece
    grade: str | None
    indicators: list[Indicators]
    fault: str = ""

    @property
    def grades(self) -> list[tuple]:
        """Each grade with its word and the key that gives it."""
        return [(value, label, key) for (value, label), key in zip(Grade.choices, "123", strict=True)]

    @property
    def item(self):
        return self.piece.item

    @property
    def grade_label(self) -> str:
        return str(Grade(self.grade).label) if self.grade else ""


def lines_of(pieces: list[Piece], read, faults: dict) -> list[Line]:
    """The items in order."""
    return [_line(piece, read.marks.get(piece.item.key, Mark()), faults.get(f"grade-{piece.item.key}", "")) for piece in pieces]


def _line(piece: Piece, mark: Mark, fault: str) -> Line:
    found = []
    for name, grade in INDICATED:
        texts = getattr(piece.item, name)
        if texts:
            ticked = mark.ticked(grade)
            ticks = [Tick(place, text, place in ticked) for place, text in enumerate(texts)]
            found.append(Indicators(name, str(grade.label), ticks))
    return Line(piece, mark.grade, found, str(fault))
