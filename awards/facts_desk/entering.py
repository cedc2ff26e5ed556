"""代录: what is known of a unit in a category before anything is uploaded for it."""

from dataclasses import dataclass

from awards.facts_desk.cycles import stored_verdicts, verdict_of
from awards.facts_desk.reading import Line
from awards.models import AwardCategory
from awards.policies.entering import check_entering
from portal.kit.errors import DomainError


@dataclass(frozen=True)
class FirstLook:
    """Why no form can be entered, "" where one can; the verdict, and the conditions that are not met or still open."""

    refusal: str
    eligible: bool | None
    lines: list[Line]


def first_look(category: AwardCategory, unit, user) -> FirstLook:
    """The last verdict, or one of this moment where none is stored, and everything that stands in the way of a draft."""
    refusal = ""
    try:
        check_entering(user, category, unit)
    except DomainError as refused:
        refusal = refused.sentence()
    if unit.level != category.nominee:
        return FirstLook(refusal, None, [])
    stored = stored_verdicts(category.cycle, [unit]).get((category.pk, unit.pk))
    eligible, blocks = verdict_of(category, unit, stored)
    lines = [line for block in blocks if block.met is not True for line in block.lines if line.met is not True]
    return FirstLook(refusal, eligible, lines)
