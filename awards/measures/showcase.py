from typing import ClassVar, Literal

from django.utils.translation import gettext as _

from awards.findings import Finding, state_of
from awards.measures.base import Measure
from awards.nominee_facts import NomineeFacts

NAMES = {"national": "国家级案例", "provincial_implementation": "省级区县组织实施案例"}


class Showcased(Measure):
    """A case chosen as one of ``levels``; a city's cases include those of its counties and schools (a stated assumption)."""

    label: ClassVar[str] = "入选案例"

    measure: Literal["showcase"]
    levels: tuple[Literal["national", "provincial_implementation"], ...]

    def judge(self, facts: NomineeFacts, clause: str) -> Finding:
        chosen = [showcase for showcase in facts.showcases if self._counts(showcase)]
        wanted = "、".join(NAMES[level] for level in self.levels)
        text = (
            _("入选 %(count)d 项：%(titles)s。") % {"count": len(chosen), "titles": "、".join(f"《{c.title}》" for c in chosen[:3])}
            if chosen
            else _("没有入选%(wanted)s的记录。") % {"wanted": wanted}
        )
        return Finding(
            measure=self.measure,
            state=state_of(bool(chosen)),
            text=text,
            value=str(len(chosen)),
            threshold="1",
            margin=f"{len(chosen) - 1:+d}",
            advice="" if chosen else _("补报一项入选%(wanted)s的记录即符合。") % {"wanted": wanted},
            sources=tuple(showcase.source for showcase in chosen),
        )

    def _counts(self, showcase) -> bool:
        if showcase.level == "national":
            return "national" in self.levels
        return (
            "provincial_implementation" in self.levels
            and showcase.level == "provincial"
            and showcase.kind == "county_implementation"
        )
