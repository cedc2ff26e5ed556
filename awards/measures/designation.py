from collections import defaultdict
from dataclasses import dataclass
from typing import ClassVar, Literal

from django.utils.translation import gettext as _
from pydantic import Field

from awards.asked import Asked
from awards.findings import Finding, Source
from awards.measures.base import Measure
from awards.nominee_facts import NomineeFacts
from programs.enums.calendar import DesignationKind
from programs.models import Designation

LEVELS = ("national", "provincial", "city", "county")
NAMES = {"national": "国家级", "provincial": "省级及以上", "city": "设区市级及以上", "county": "县级及以上"}


@dataclass(frozen=True)
class DesignationFact:
    """What the nominee, or a school or person of its area, was chosen as."""

    kind: str
    level: str
    own: bool
    source: Source


class Designated(Measure):
    """At least ``times`` designations (试点, 示范 …) of ``kinds`` at ``level`` or higher, in the nominee's area or its own."""

    label: ClassVar[str] = "称号"
    reads: ClassVar[str] = "designations"
    counted_in: ClassVar[str] = "项"
    words: ClassVar[dict[str, str]] = NAMES

    measure: Literal["designation"]
    kinds: tuple[DesignationKind, ...] = Field(min_length=1, title="称号")
    level: Literal["national", "provincial", "city", "county"] = Field(default="county", title="级别")
    below: bool = Field(default=True, title="下级单位的也算")
    times: int = Field(default=1, ge=1, title="至少几项")

    @classmethod
    def gather(cls, asked: Asked) -> dict:
        """By unit, those of the whole area; one query."""
        found: dict = defaultdict(list)
        rows = Designation.objects.filter(asked.below, program=asked.cycle.program, state="current").select_related("unit")
        for row in rows.order_by("starts_on", "pk"):
            source = Source("programs.designation", row.pk, f"{row} {row.get_level_display()}")
            for unit in asked.owners(row.unit):
                found[unit].append(DesignationFact(row.kind, row.level, unit == row.unit_id and not row.person, source))
        return found

    @classmethod
    def evidence(cls, cycle, below):
        return [Designation.objects.filter(below, program=cycle.program_id)]

    def judge(self, facts: NomineeFacts, clause: str) -> Finding:
        high = LEVELS[: LEVELS.index(self.level) + 1]
        rows = [row for row in facts.get(self.reads, ()) if row.kind in self.kinds and row.level in high]
        rows = [row for row in rows if self.below or row.own]
        names = {
            "level": NAMES[self.level],
            "kinds": "、".join(str(kind.label) for kind in self.kinds),
            "count": len(rows),
            "times": self.times,
            "gap": self.times - len(rows),
        }
        told = _("%(level)s“%(kinds)s” %(count)d 项，要求至少 %(times)d 项。")
        return self.count(rows, told % names, _("再登记 %(gap)d 项%(level)s“%(kinds)s”即符合。") % names, self.times)
