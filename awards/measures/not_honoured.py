from collections import defaultdict
from dataclasses import dataclass
from typing import ClassVar, Literal

from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext as _
from pydantic import Field

from awards.asked import Asked
from awards.findings import Finding, Source, state_of
from awards.measures.base import Measure
from awards.nominee_facts import NomineeFacts
from portal.kit.clock import local


def _earlier(cycle) -> list[int]:
    """The published selections before ``cycle``, the last one first; one query.

    A selection lies where its notice put the end of its forms, else at the date of the notice: a deadline moved since, or the
    order in which files were loaded, says nothing about which came first.
    """
    due = cycle.phases.model.objects.filter(cycle=OuterRef("pk"), key="recommend").values("printed_ends_at")
    beside = type(cycle).objects.filter(unit=cycle.unit_id, program=cycle.program_id)
    rows = beside.annotate(due=Subquery(due[:1])).values_list("pk", "state", "due", "notice__issued_on")
    days = {pk: (local(due).date() if due else issued_on, pk, state) for pk, state, due, issued_on in rows}
    own = days[cycle.pk][0]
    return [pk for day, pk, state in sorted(days.values(), reverse=True) if state == "announced" and day < own]


@dataclass(frozen=True)
class HonourFact:
    """An honour of the nominee's unit in a published cycle; ``back`` is 1 for the last one before this."""

    back: int
    kind: str
    text: str
    source: Source


class NotHonoured(Measure):
    """The nominee's unit was not honoured as one of ``kinds`` in the last ``cycles`` published selections of the programme.

    Only those of the same office count whose forms were due before this one's, as their notices say.
    """

    label: ClassVar[str] = "上届未获评"
    reads: ClassVar[str] = "honours"
    counted_in: ClassVar[str] = "次"
    words: ClassVar[dict[str, str]] = {"advanced_unit": "先进单位", "outstanding_manager": "优秀管理者"}

    measure: Literal["not_honoured"]
    cycles: int = Field(default=1, ge=1, title="前几届")
    kinds: tuple[Literal["advanced_unit", "outstanding_manager"], ...] = Field(default=("advanced_unit",), title="哪类荣誉")

    @classmethod
    def gather(cls, asked: Asked) -> dict:
        """By unit; two queries."""
        found: dict = defaultdict(list)
        order = {pk: back for back, pk in enumerate(_earlier(asked.cycle), start=1)}
        rows = asked.cycle.nominations.model.objects.filter(cycle__in=order, state="announced", unit__in=asked.by_path.values())
        for row in sorted(rows.select_related("cycle", "category", "unit").order_by("pk"), key=lambda row: order[row.cycle_id]):
            text = f"{row.cycle.name}：{row.category.name}"
            source = Source("awards.nomination", row.pk, text)
            found[row.unit_id].append(HonourFact(order[row.cycle_id], row.category.kind, text, source))
        return found

    def judge(self, facts: NomineeFacts, clause: str) -> Finding:
        rows = [row for row in facts.get(self.reads, ()) if row.back <= self.cycles and row.kind in self.kinds]
        none = _("前 %(count)d 届已公布的评选中没有获评。") % {"count": self.cycles}
        return Finding(
            measure=self.measure,
            state=state_of(not rows),
            text=_("已获评：%(which)s。") % {"which": "；".join(row.text for row in rows)} if rows else none,
            value=str(len(rows)) if rows else "",
            advice=_("本届不能再报，隔 %(count)d 届后可以。") % {"count": self.cycles} if rows else "",
            sources=tuple(row.source for row in rows),
        )
