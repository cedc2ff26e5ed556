from collections import defaultdict
from dataclasses import dataclass
from typing import ClassVar, Literal

from django.utils.translation import gettext as _
from pydantic import Field

from awards.asked import Asked
from awards.findings import Finding, Source, state_of
from awards.measures.base import Measure
from awards.nominee_facts import NomineeFacts


@dataclass(frozen=True)
class HonourFact:
    """An honour of the nominee's unit in a published cycle; ``back`` is 1 for the last one before this."""

    back: int
    kind: str
    text: str
    source: Source


class NotHonoured(Measure):
    """The nominee's unit was not honoured as one of ``kinds`` in the last ``cycles`` published selections of the same office."""

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
        earlier = type(asked.cycle).objects.filter(unit=asked.cycle.unit_id, state="announced").exclude(pk=asked.cycle.pk)
        order = {pk: back for back, pk in enumerate(earlier.order_by("-pk").values_list("pk", flat=True), start=1)}
        rows = asked.cycle.nominations.model.objects.filter(cycle__in=order, state="announced", unit__in=asked.by_path.values())
        for row in rows.select_related("cycle", "category", "unit").order_by("-cycle", "pk"):
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
