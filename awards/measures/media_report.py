from typing import ClassVar, Literal

from django.utils.translation import gettext as _

from awards.findings import Finding, state_of
from awards.measures.base import Measure
from awards.nominee_facts import NomineeFacts

FROM_LEVEL = {
    "national": ("national",),
    "provincial": ("national", "provincial"),
    "city": ("national", "provincial", "city"),
    "county": ("national", "provincial", "city", "county"),
}
NAMES = {"national": "国家级", "provincial": "省级及以上", "city": "设区市及以上", "county": "县级及以上"}


class MediaReported(Measure):
    """At least one report by a medium of ``level`` or higher."""

    label: ClassVar[str] = "媒体报道"

    measure: Literal["media_report"]
    level: Literal["national", "provincial", "city", "county"]

    def judge(self, facts: NomineeFacts, clause: str) -> Finding:
        reports = [report for report in facts.media if report.level in FROM_LEVEL[self.level]]
        names = {
            "level": NAMES[self.level],
            "count": len(reports),
            "outlets": "、".join(dict.fromkeys(r.outlet for r in reports[:5])),
        }
        return Finding(
            measure=self.measure,
            state=state_of(bool(reports)),
            text=_("%(level)s媒体报道 %(count)d 篇（%(outlets)s）。") % names
            if reports
            else _("没有%(level)s媒体报道的记录。") % names,
            value=str(len(reports)),
            threshold="1",
            margin=f"{len(reports) - 1:+d}",
            advice="" if reports else _("补报一篇%(level)s媒体报道即符合。") % names,
            sources=tuple(report.source for report in reports),
        )
