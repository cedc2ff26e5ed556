"""What goes on paper, in the order of the notice: each city with its 附件2 and its forms, institutions last."""

from collections import defaultdict
from dataclasses import dataclass

from awards.documents import RecommendationSummary
from awards.models import AwardCycle, Nomination
from awards.printing import summary_from
from portal.units.enums import Level
from portal.units.models import Unit


@dataclass(frozen=True)
class PaperSet:
    """All papers of one city or institution; ``summary`` is its 附件2 where its categories have one."""

    via: Unit
    summary: RecommendationSummary | None
    rows: list[Nomination]


def paper_sets(cycle: AwardCycle, via: Unit | None = None) -> list[PaperSet]:
    """The sets of a cycle, or of one city or institution; one query."""
    rows = Nomination.objects.holding_a_place().filter(cycle=cycle)
    rows = rows.select_related("unit__parent__parent", "via", "category", "cycle__notice")
    if via is not None:
        rows = rows.filter(via=via)
    groups = defaultdict(list)
    for row in sorted(rows.in_notice_order(), key=lambda row: row.via.level == Level.INSTITUTION):
        groups[row.via].append(row)
    return [_set(cycle, unit, sorted(forms, key=lambda row: row.category.position)) for unit, forms in groups.items()]


def _set(cycle: AwardCycle, via: Unit, forms: list[Nomination]) -> PaperSet:
    summed = any(row.category.summary for row in forms)
    return PaperSet(via, summary_from(cycle, via, forms) if summed else None, forms)
