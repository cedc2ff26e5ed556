"""The clauses that refusals rest on, as the cycle's own file gives them; a cycle that gives none has nothing cited."""

from awards.models import AwardCategory

TAKES_PART = "takes_part"


def of_category(category: AwardCategory) -> str:
    """The clause that sets the category."""
    return _cited(category, category.clause)


def of_route(category: AwardCategory) -> str:
    """The clause by which forms go up: that of the step in which they are handed in, else of the report, else the category's."""
    phases = (category.cycle.phase(key) for key in ("nominate", "recommend"))
    return _cited(category, next((phase.clause for phase in phases if phase and phase.clause), category.clause))


def of_taking_part(category: AwardCategory) -> str:
    """The clause on who takes part: that of the cycle's stated reading under the key ``takes_part``, else the category's."""
    said = (row.get("clause", "") for row in category.cycle.assumptions if row.get("key") == TAKES_PART)
    return _cited(category, next(said, "") or category.clause)


def _cited(category: AwardCategory, clause: str) -> str:
    return category.cycle.cite(clause) if clause else ""
