from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar, Literal

from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext as _
from pydantic import Field

from awards.asked import Asked
from awards.findings import Finding, Source, state_of
from awards.measures.base import Measure
from awards.nominee_facts import NomineeFacts
from portal.kit.numbers import half_up, plain
from programs.enums.filings import HANDED_IN
from programs.models import Filing


@dataclass(frozen=True)
class FilingFact:
    """One duty to file of the nominee itself, which has come in or is due, and whether it came in time."""

    task: str
    in_time: bool
    source: Source


class FiledInTime(Measure):
    """At least ``min`` percent of what the nominee itself had to file came in by its deadline; ``tasks`` narrows to some keys.

    Who had nothing to file has nothing late and meets it.
    """

    label: ClassVar[str] = "按时报送"
    reads: ClassVar[str] = "filings"
    counted_in: ClassVar[str] = "%"

    measure: Literal["filing_punctuality"]
    min: Decimal = Field(default=Decimal(100), gt=0, le=100, title="按时报送不低于（%）")
    tasks: tuple[str, ...] = Field(default=(), title="只看这些报送事项（标识）")

    @classmethod
    def gather(cls, asked: Asked) -> dict:
        """By unit; one query."""
        found: dict = defaultdict(list)
        counted = Q(due_at__lte=Now()) | Q(state__in=HANDED_IN)
        rows = Filing.objects.asked().filter(counted, task__program=asked.cycle.program, unit__in=asked.by_path.values())
        for row in rows.select_related("task").order_by("due_at", "pk"):
            in_time = row.state in HANDED_IN and not row.late
            source = Source("programs.filing", row.pk, f"{row.task.title} {_('按时') if in_time else _('未按时')}")
            found[row.unit_id].append(FilingFact(row.task.key, in_time, source))
        return found

    @classmethod
    def evidence(cls, cycle, below):
        return [Filing.objects.filter(below, task__program=cycle.program_id)]

    def judge(self, facts: NomineeFacts, clause: str) -> Finding:
        rows = [row for row in facts.get(self.reads, ()) if not self.tasks or row.task in self.tasks]
        in_time = sum(row.in_time for row in rows)
        if not rows:
            return Finding(
                measure=self.measure,
                state=state_of(True),
                text=_("没有应报的事项，不存在逾期。"),
                threshold=plain(self.min),
            )
        share = half_up(Decimal(in_time * 100) / len(rows), 2)
        met = in_time * 100 >= self.min * len(rows)
        told = _("应报 %(all)d 项，按时报送 %(in_time)d 项，占 %(share)s%%，要求 %(min)s%%。")
        return Finding(
            measure=self.measure,
            state=state_of(met),
            text=told % {"all": len(rows), "in_time": in_time, "share": plain(share), "min": plain(self.min)},
            value=plain(share),
            threshold=plain(self.min),
            margin=f"{'+' if share >= self.min else '-'}{plain(abs(share - self.min))}",
            advice="" if met else _("逾期的报送不能补成按时；经批准延期的，以延后的期限为准。"),
            sources=tuple(row.source for row in rows),
        )
