"""电子档案 of a teacher as a printed paper, as plain values."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from credits.documents.certificates import written
from credits.dossiers import Dossier, Judged
from credits.facts.dossiers import Archive
from credits.words import completion as words
from portal.documents.fonts import missing
from portal.documents.paper import OfficialForm, official_form
from portal.kit.clock import local
from portal.kit.numbers import plain_hundredths
from programs.documents.groups import labelled

NONE = "—"
GETA = "〓"


@official_form
@dataclass(frozen=True, kw_only=True)
class DossierPaper(OfficialForm):
    """What is on record of a teacher: how he stands, hours, points chosen, handed in and assessed, reflections, certificates."""

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
    hours: tuple[tuple[str, str, str, str, str], ...] = labelled(
        _("结束日期"), _("学时类型"), _("学时"), _("项目或课程"), _("是否合格"), default=()
    )
    chosen: tuple[tuple[str, str, str], ...] = labelled(_("能力点"), _("进度"), _("确认日期"), default=())
    points: tuple[tuple[str, str, str, str], ...] = labelled(_("能力点"), _("等级"), _("学分"), _("评审日期"), default=())
    assessments: tuple[tuple[str, str, str], ...] = labelled(_("平台"), _("结果"), _("日期"), default=())
    declared: tuple[tuple[str, str, str, str, str], ...] = labelled(
        _("能力点"), _("状态"), _("提交次数"), _("材料"), _("评审意见"), default=()
    )
    reflections: tuple[tuple[str, str], ...] = labelled(_("反思于"), _("反思"), default=())
    certificates: tuple[tuple[str, str, str, str], ...] = labelled(_("证书编号"), _("能力点"), _("发证日期"), _("状态"), default=())

    @property
    def subject_text(self) -> str:
        return f"{self.name} {self.school}"


def dossier_paper(teacher, program, *, judged: Judged, ledger: Dossier, archive: Archive) -> DossierPaper:
    """The paper as the rows stand today."""
    counting = ledger.counting()
    return DossierPaper(
        name=teacher.name,
        school=teacher.unit.name,
        staff_number=teacher.staff_number,
        program=program.name,
        made_on=written(judged.day),
        status=str(judged.judgement.status.label),
        standings=tuple(_standing(line) for line in judged.standings),
        years=tuple(_year(year) for year in ledger.years()),
        hours=tuple(_hours(row) for row in counting.hours),
        chosen=tuple(_chosen(row) for row in counting.selections),
        points=tuple(_point(row) for row in counting.credits),
        assessments=tuple(_assessment(row) for row in counting.assessments),
        declared=tuple(_declared(one) for one in archive.declarations),
        reflections=tuple(_reflections(archive)),
        certificates=tuple(_certificate(row) for row in archive.certificates),
    )


def _standing(line) -> tuple[str, str, str]:
    label, had = words.LABELS[line.parameter], words.amount(line.parameter, line.had)
    return (str(label), str(words.amount(line.parameter, line.asked)), str(had))


def _year(year) -> tuple[str, ...]:
    return (str(year["year"]), *(plain_hundredths(year[kind]) for kind in ("online", "practice", "face_to_face")))


def _hours(row) -> tuple[str, ...]:
    amount = plain_hundredths(row.hours) if row.hours is not None else f"{plain_hundredths(row.joint_credits)} 学分"
    return (row.ends_on.isoformat(), str(row.get_kind_display()), amount, row.course, "合格" if row.passed else "不合格")


def _chosen(row) -> tuple[str, ...]:
    day = f"{local(row.confirmed_at):%Y-%m-%d}" if row.confirmed_at else NONE
    return (str(row.ability), str(row.get_stage_display()), day)


def _assessment(row) -> tuple[str, ...]:
    return (row.platform, "通过" if row.passed else "未通过", row.assessed_on.isoformat())


def _reflections(archive: Archive) -> Iterator[tuple[str, str]]:
    """Those on stages in their order of time, then those on points; each with what it is on."""
    for row in archive.reflections:
        yield drawable(row.phase.name), drawable(row.text)
    for one in archive.reflected:
        yield str(one.declaration.ability), drawable(one.declaration.reflection)


def drawable(text: str) -> str:
    """``text`` with 〓 for what no font can draw, so that one such character does not keep a whole dossier from being printed."""
    return text.translate({ord(character): GETA for character in missing(text)})


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
