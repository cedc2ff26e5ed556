from collections import defaultdict
from dataclasses import dataclass
from typing import ClassVar, Literal

from django.utils.translation import gettext as _
from pydantic import Field

from awards.asked import Asked
from awards.findings import Finding, Source
from awards.measures.base import Measure
from awards.nominee_facts import NomineeFacts
from portal.units.models import within
from programs.models import MediaReport

FROM_LEVEL = {
    "national": ("national",),
    "provincial": ("national", "provincial"),
    "city": ("national", "provincial", "city"),
    "county": ("national", "provincial", "city", "county"),
}
NAMES = {"national": "国家级", "provincial": "省级及以上", "city": "设区市及以上", "county": "县级及以上"}


@dataclass(frozen=True)
class MediaFact:
    """A media report about the nominee's area."""

    level: str
    outlet: str
    title: str
    source: Source


class MediaReported(Measure):
    """At least ``times`` reports by media of ``level`` or higher."""

    label: ClassVar[str] = "媒体报道"
    reads: ClassVar[str] = "media"
    counted_in: ClassVar[str] = "篇"
    words: ClassVar[dict[str, str]] = NAMES

    measure: Literal["media_report"]
    level: Literal["national", "provincial", "city", "county"] = Field(title="媒体级别")
    times: int = Field(default=1, ge=1, title="至少几篇")

    @classmethod
    def gather(cls, asked: Asked) -> dict:
        """By unit, those of the whole area; one query."""
        found: dict = defaultdict(list)
        here = within(asked.cycle.unit.path, "unit__path")
        rows = MediaReport.objects.filter(asked.below, here, state="current").select_related("unit")
        for row in rows.order_by("published_on", "pk"):
            attached = "（附扫描件）" if row.scan else ""
            source = Source("programs.mediareport", row.pk, f"{row.outlet}《{row.title}》{attached}")
            for unit in asked.owners(row.unit):
                found[unit].append(MediaFact(row.level, row.outlet, row.title, source))
        return found

    def judge(self, facts: NomineeFacts, clause: str) -> Finding:
        reports = [report for report in facts.get(self.reads, ()) if report.level in FROM_LEVEL[self.level]]
        names = {
            "level": NAMES[self.level],
            "count": len(reports),
            "outlets": "、".join(dict.fromkeys(r.outlet for r in reports[:5])),
        }
        told = _("%(level)s媒体报道 %(count)d 篇（%(outlets)s）。") if reports else _("没有%(level)s媒体报道的记录。")
        advice = _("补报 %(gap)d 篇%(level)s媒体报道即符合。") % {**names, "gap": self.times - len(reports)}
        return self.count(reports, told % names, advice, self.times)
