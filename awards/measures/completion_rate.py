from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar, Literal

from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext as _
from pydantic import Field

from awards.asked import Asked
from awards.findings import Finding, Source, state_of
from awards.measures.base import Measure, missing
from awards.nominee_facts import NomineeFacts
from credits.models import CompletionRun, CompletionStat
from portal.kit.numbers import half_up, plain

WHOSE = {"teachers": "教师", "schools": "学校"}


@dataclass(frozen=True)
class CompletionFact:
    """The figures of the nominee's newest run: how many had to finish, how many did, and as of which day."""

    teachers: tuple[int, int]
    schools: tuple[int, int]
    as_of: str
    source: Source


class CompletionRate(Measure):
    """At least ``min`` percent of the teachers (or schools) of whom something is required have finished."""

    label: ClassVar[str] = "完成率"
    reads: ClassVar[str] = "completion"
    counted_in: ClassVar[str] = "%"
    words: ClassVar[dict[str, str]] = WHOSE

    measure: Literal["completion_rate"]
    whose: Literal["teachers", "schools"] = Field(default="teachers", title="按什么计")
    min: Decimal = Field(gt=0, le=100, title="完成率不低于（%）")

    @classmethod
    def gather(cls, asked: Asked) -> dict:
        """By unit, from the newest finished run that covers it; one query."""
        done = CompletionStat.objects.filter(run__program=asked.cycle.program, run__finished_at__isnull=False)
        newest = done.filter(unit=OuterRef("unit")).order_by("-run__as_of", "-run").values("pk")[:1]
        rows = done.filter(unit__in=asked.by_path.values(), pk=Subquery(newest)).select_related("run", "unit")
        return {row.unit_id: _fact(row) for row in rows}

    @classmethod
    def evidence(cls, cycle, below):
        return [CompletionRun.objects.filter(program=cycle.program_id, finished_at__isnull=False)]

    def judge(self, facts: NomineeFacts, clause: str) -> Finding:
        known, names = facts.get(self.reads, None), {"whose": WHOSE[self.whose], "min": plain(self.min)}
        done, required = getattr(known, self.whose) if known else (0, 0)
        if not required:
            advice = _("按学时学分核算一次后再看。")
            return missing(self.measure, _("没有%(whose)s完成情况的核算结果。") % names, advice, plain(self.min))
        rate = half_up(Decimal(done * 100) / required, 2)
        met = done * 100 >= self.min * required
        lacking = -(-self.min * required // 100) - done
        told = _("截至 %(day)s，%(required)d 名（所）%(whose)s中 %(done)d 名（所）已完成，完成率 %(rate)s%%，要求 %(min)s%%。")
        return Finding(
            measure=self.measure,
            state=state_of(met),
            text=told % {**names, "day": known.as_of, "required": required, "done": done, "rate": plain(rate)},
            value=plain(rate),
            threshold=plain(self.min),
            margin=f"{'+' if rate >= self.min else '-'}{plain(abs(rate - self.min))}",
            advice="" if met else _("再有 %(gap)d 名（所）%(whose)s完成即符合。") % {**names, "gap": lacking},
            sources=(known.source,),
        )


def _fact(row: CompletionStat) -> CompletionFact:
    day = row.run.as_of.isoformat()
    source = Source("credits.completionstat", row.pk, f"{row.unit.name} 截至 {day} 的核算")
    return CompletionFact((row.complete, row.required), (row.schools_complete, row.schools), day, source)
