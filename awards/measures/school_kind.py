from dataclasses import dataclass
from typing import ClassVar, Literal

from django.utils.translation import gettext as _
from pydantic import Field

from awards.asked import Asked
from awards.findings import Finding, Source, state_of
from awards.measures.base import Measure, missing
from awards.nominee_facts import NomineeFacts
from schools.enums import Ownership, SchoolKind
from schools.models import School


@dataclass(frozen=True)
class SchoolFact:
    """What sort of school the nominee is."""

    kind: str
    ownership: str
    source: Source


class OfSchoolKind(Measure):
    """The nominee is a school of one of ``kinds`` and, where said, of one ``ownership``."""

    label: ClassVar[str] = "学校类别"
    reads: ClassVar[str] = "school"
    words: ClassVar[dict[str, str]] = {"public": "公办", "private": "民办"}

    measure: Literal["school_kind"]
    kinds: tuple[SchoolKind, ...] = Field(min_length=1, title="学校类别")
    ownership: Literal["public", "private"] | None = Field(default=None, title="办学性质")

    @classmethod
    def gather(cls, asked: Asked) -> dict:
        """By unit; one query."""
        rows = School.objects.filter(asked.below, state="current").select_related("unit")
        return {row.unit_id: SchoolFact(row.kind, row.ownership, Source("schools.school", row.pk, row.unit.name)) for row in rows}

    @classmethod
    def evidence(cls, cycle, below):
        return [School.objects.filter(below)]

    def judge(self, facts: NomineeFacts, clause: str) -> Finding:
        known = facts.get(self.reads, None)
        if known is None:
            return missing(self.measure, _("没有学校登记。"), _("登记学校类别后再看。"))
        met = known.kind in self.kinds and self.ownership in (None, known.ownership)
        told = {"kind": SchoolKind(known.kind).label, "ownership": Ownership(known.ownership).label}
        return Finding(
            measure=self.measure,
            state=state_of(met),
            text=_("%(ownership)s%(kind)s。") % told,
            advice="" if met else _("不属于评选范围。"),
            sources=(known.source,),
        )
