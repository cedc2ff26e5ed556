from collections import defaultdict
from dataclasses import dataclass
from typing import ClassVar, Literal

from django.db.models import Q
from django.utils.translation import gettext as _
from pydantic import Field

from awards.asked import Asked
from awards.findings import Finding, Source
from awards.measures.base import Measure
from awards.nominee_facts import NomineeFacts
from portal.units.models import within
from programs.models import Showcase

NAMES = {"national": "国家级案例", "provincial_implementation": "省级区县组织实施案例"}


@dataclass(frozen=True)
class ShowcaseFact:
    """A case of the nominee's area, or one an institution took part in; ``own`` where it is the nominee's itself."""

    level: str
    kind: str
    year: int
    title: str
    source: Source
    own: bool = True


class Showcased(Measure):
    """A case chosen as one of ``levels``; whether those of units below count, and which national ones, are stated assumptions."""

    label: ClassVar[str] = "入选案例"
    reads: ClassVar[str] = "showcases"
    counted_in: ClassVar[str] = "项"
    words: ClassVar[dict[str, str]] = NAMES | {"any": "不分类型都算", "exemplar": "只算典型案例"}

    measure: Literal["showcase"]
    levels: tuple[Literal["national", "provincial_implementation"], ...] = Field(min_length=1, title="案例级别")
    below: bool = Field(default=True, title="下级单位的案例也算")
    national: Literal["any", "exemplar"] = Field(default="any", title="国家级案例算哪些")

    @classmethod
    def gather(cls, asked: Asked) -> dict:
        """By unit, those of the area and those taken part in; two queries."""
        found: dict = defaultdict(list)
        joined = Showcase.institutions.through.objects.filter(unit__in=asked.by_path.values()).values("showcase")
        rows = Showcase.objects.filter(asked.below | Q(pk__in=joined), within(asked.cycle.unit.path, "unit__path"), state="current")
        for row in rows.select_related("unit").prefetch_related("institutions").order_by("year", "pk"):
            source = Source("programs.showcase", row.pk, f"{row.unit.name}《{row.title}》")
            joined_by = {institution.pk for institution in row.institutions.all()}
            for unit in {*asked.owners(row.unit), *joined_by}:
                own = unit == row.unit_id or unit in joined_by
                found[unit].append(ShowcaseFact(row.level, row.kind, row.year, row.title, source, own))
        return found

    def judge(self, facts: NomineeFacts, clause: str) -> Finding:
        chosen = [showcase for showcase in facts.get(self.reads, ()) if self._counts(showcase)]
        wanted = "、".join(self._name(level) for level in self.levels)
        text = (
            _("入选 %(count)d 项：%(titles)s。") % {"count": len(chosen), "titles": "、".join(f"《{c.title}》" for c in chosen[:3])}
            if chosen
            else _("没有入选%(wanted)s的记录。") % {"wanted": wanted}
        )
        return self.count(chosen, text, _("补报一项入选%(wanted)s的记录即符合。") % {"wanted": wanted})

    def _name(self, level: str) -> str:
        return "国家典型案例" if (level, self.national) == ("national", "exemplar") else NAMES[level]

    def _counts(self, showcase) -> bool:
        if not (self.below or showcase.own):
            return False
        if showcase.level == "national":
            return "national" in self.levels and self.national in ("any", showcase.kind)
        return (
            "provincial_implementation" in self.levels
            and showcase.level == "provincial"
            and showcase.kind == "county_implementation"
        )
