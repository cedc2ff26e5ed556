"""The sheet with the figures that enter the yearly assessment of one head (泗教师字〔2022〕1号 附件2四(三)5)."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from portal.documents.paper import OfficialForm, Text, official_form
from portal.kit.numbers import plain_hundredths
from programs.documents.groups import labelled, printed_day
from programs.enums.heads import READINGS, WEIGHTS
from programs.facts.heads import HeadLine


@official_form
@dataclass(frozen=True, kw_only=True)
class HeadSheet(OfficialForm):
    """Each part with its score, its weight and what it counts; the composite and where it stands."""

    form: ClassVar = "head-sheet"
    annex: ClassVar = ""
    title: ClassVar = "提升工程2.0年度督导与考核数据表"
    template: ClassVar = "programs/pdf/head.html"

    unit_name: str = labelled(_("单位"))
    head: str = labelled(_("负责人"), default="")
    period: str = labelled(_("时段"))
    score: str = labelled(_("综合得分"), default="")
    known: str = labelled(_("有数据的权重"), default="")
    made_on: str = labelled(_("日期"))
    rows: tuple[tuple[str, ...], ...] = labelled(_("项目"), _("得分"), _("权重"), _("口径"), default=())

    @property
    def subject_text(self) -> str:
        return self.unit_name

    @property
    def lines(self) -> list[list[Text]]:
        return [[Text(cell) for cell in row] for row in self.rows]


def head_sheet(line: HeadLine, since: date, until: date, day: date) -> HeadSheet:
    """The sheet as it prints on that day."""
    rows = tuple(
        (str(part.label), plain_hundredths(line.parts[part]) or "—", str(weight), str(READINGS[part]))
        for part, weight in WEIGHTS.items()
    )
    return HeadSheet(
        unit_name=line.unit.name,
        head=line.head,
        period=f"{printed_day(since)}至{printed_day(until)}",
        score=plain_hundredths(line.score) or "—",
        known=str(line.known),
        made_on=printed_day(day),
        rows=rows,
    )
