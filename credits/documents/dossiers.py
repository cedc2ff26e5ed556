"""电子档案 of a teacher as a printed paper, as plain values."""

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from credits.documents.certificates import written
from credits.dossiers import Dossier, Judged
from credits.facts.dossiers import Archive
from credits.words import completion as words
from portal.documents.paper import OfficialForm, official_form
from portal.kit.clock import local
from portal.kit.numbers import plain_hundredths
from programs.documents.groups import labelled

NONE = "—"


@official_form
@dataclass(frozen=True, kw_only=True)
class DossierPaper(OfficialForm):
    """What is on record of a teacher: how he stands, hours by year, points with their results and advice, certificates."""

    form: ClassVar = "dossier"
    annex: ClassVar = ""
    title: ClassVar = "教师电子档案"
    template: ClassVar = "credits/pdf/dossier.html"

    name: str = labelled(_("姓名"))
    school: str = labelled(_("学校"))
    staff_number: str = labelled(_("教职工号"), default="")
    program: str = labelled(_("项目"))
    made_on: str = labelled(_("日期"))
    status: str = labelled(_("完成情况"), default="")
    standings: tuple[tuple[str, str, str], ...] = labelled(_("要求"), _("应有"), _("已有"), default=())
    years: tuple[tuple[str, str, str, str], ...] = labelled(_("年度"), _("网络研修"), _("实践应用"), _("集中培训"), default=())
    points: tuple[tuple[str, str, str, str], ...] = labelled(_("能力点"), _("等级"), _("学分"), _("评审日期"), default=())
    declared: tuple[tuple[str, str, str, str, str], ...] = labelled(
        _("能力点"), _("状态"), _("提交次数"), _("材料"), _("评审意见"), default=()
    )
    certificates: tuple[tuple[str, str, str, str], ...] = labelled(_("证书编号"), _("能力点"), _("发证日期"), _("状态"), default=())

    @property
    def subject_text(self) -> str:
        return f"{self.name} {self.school}"


def dossier_paper(teacher, program, *, judged: Judged, ledger: Dossier, archive: Archive) -> DossierPaper:
    """The paper as the rows stand today."""
    return DossierPaper(
        name=teacher.name,
        school=teacher.unit.name,
        staff_number=teacher.staff_number,
        program=program.name,
        made_on=written(judged.day),
        status=str(judged.judgement.status.label),
        standings=tuple(_standing(line) for line in judged.standings),
        years=tuple(_year(year) for year in ledger.years()),
        points=tuple(_point(row) for row in ledger.credits if row.is_current),
        declared=tuple(_declared(one) for one in archive.declarations),
        certificates=tuple(_certificate(row) for row in archive.certificates),
    )


def _standing(line) -> tuple[str, str, str]:
    label, had = words.LABELS[line.parameter], words.amount(line.parameter, line.had)
    return (str(label), str(words.amount(line.parameter, line.asked)), str(had))


def _year(year) -> tuple[str, ...]:
    return (str(year["year"]), *(plain_hundredths(year[kind]) for kind in ("online", "practice", "face_to_face")))


def _point(row) -> tuple[str, ...]:
    return (str(row.ability), str(row.get_grade_display()), plain_hundredths(row.earned), row.assessed_on.isoformat())


def _declared(one) -> tuple[str, ...]:
    row = one.declaration
    state = f"{row.get_state_display()}{f'（{row.get_grade_display()}）' if row.grade else ''}"
    advice = "\n".join(_said(reading) for reading in one.readings) or NONE
    day = f"{local(row.submitted_at):%Y-%m-%d} " if row.submitted_at else ""
    return (str(row.ability), state, str(row.attempt), f"{day}{len(one.files)} 个文件", advice)


def _said(reading) -> str:
    """A reading: each item with its grade, then the advice."""
    return "\n".join([*(item.line for item in reading.items), reading.advice])


def _certificate(row) -> tuple[str, ...]:
    return (row.number or NONE, str(row.ability), row.issued_on.isoformat(), str(row.get_state_display()))
