"""One person against each thing that is asked, with value, threshold and margin; pure, in hundredths."""

from dataclasses import dataclass

from credits.rules.completion import NUMBERS, WHOLE, Judgement, Record, Requirement, binds, is_new, judge, sums

AMOUNTS = ("online", "practice", "face_to_face", "total", "credits", "joint")
HUNDRED = 100


@dataclass(frozen=True)
class Standing:
    """One thing that is asked: the threshold, what there is, by how much it is passed (negative: missed), and the clause.

    The three numbers are hundredths (``share``: ten-thousandths), numbers of points too, and None where the thing is no number.
    """

    parameter: str
    met: bool
    asked: int | None
    had: int | None
    margin: int | None
    citation: str


def standings(requirement: Requirement, record: Record) -> tuple[Judgement, list[Standing]]:
    """The judgement and everything it rests on; no lines for somebody whom nothing binds."""
    judgement = judge(requirement, record)
    if not binds(requirement, record):
        return judgement, []
    had, citations = sums(requirement, record), requirement.citations
    asked = {name: getattr(requirement, name) for name in AMOUNTS}
    lines = [_amount(name, value, had[name], citations) for name, value in asked.items() if value is not None]
    if requirement.share is not None:
        lines.append(_share(requirement, had["practice"], had["total"]))
    for name in NUMBERS:
        if wanted := requirement.numbers[name]:
            lines.append(_amount(name, wanted * HUNDRED, had[name] * HUNDRED, citations))
    if requirement.prerequisite and requirement.assessed:
        lines.append(_yes(requirement, "prerequisite", not judgement.lacks_prerequisite))
    if requirement.assessed:
        lines.append(_yes(requirement, "assessment", record.assessed))
    if is_new(requirement, record):
        lines.append(_yes(requirement, "entry", not judgement.lacks_entry))
    return judgement, lines


def _amount(name, asked, had, citations) -> Standing:
    return Standing(name, had >= asked, asked, had, had - asked, citations.get(name, ""))


def _share(requirement, practice, total) -> Standing:
    """Practice as a part of all hours; of no hours at all it is no part."""
    had = practice * WHOLE // total if total else None
    met = practice * WHOLE >= requirement.share * total
    margin = None if had is None else had - requirement.share
    return Standing("share", met, requirement.share, had, margin, requirement.citations.get("share", ""))


def _yes(requirement, name, met) -> Standing:
    return Standing(name, met, None, None, None, requirement.citations.get(name, ""))
