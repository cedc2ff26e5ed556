"""What has changed in the evidence behind forms since they were handed in."""

from awards import facts
from awards.frozen import Compared, differences
from awards.models import AwardCycle, Nomination


def changes_of(cycle: AwardCycle, rows: list[Nomination]) -> dict[int, list[Compared]]:
    """The conditions found otherwise by now, by nomination; queries as the measures state, however many rows."""
    rows = [row for row in rows if row.frozen]
    if not rows or cycle.state != AwardCycle.State.OPEN:
        return {}
    rules = {category.pk: category.rule for category in cycle.categories.all()}
    known = facts.gather(cycle, [row.unit for row in rows], rules.values())
    found = {row.pk: differences(row.frozen, rules[row.category_id].judge(known.of(row.category, row.unit))) for row in rows}
    return {pk: changed for pk, changed in found.items() if changed}
