"""任务单 of a teacher as plain values (泗教师字〔2022〕1号 三(二)2)."""

from dataclasses import dataclass, field
from datetime import date
from typing import ClassVar

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from credits.enums.ledger import HoursKind
from credits.facts.tasksheets import HOURS, TaskFacts
from credits.models import EvidenceItem
from portal.documents.paper import OfficialForm, Text, official_form
from portal.kit.numbers import from_hundredths, plain, plain_hundredths


def _labelled(*label, **options):
    """A field under its printed label; several labels are the columns of rows."""
    return field(metadata={"label": label[0] if len(label) == 1 else label}, **options)


@official_form
@dataclass(frozen=True, kw_only=True)
class TaskSheet(OfficialForm):
    """What one teacher has to do: what is asked with its clause, the points, what to hand in, hours by kind, days."""

    form: ClassVar = "task-sheet"
    annex: ClassVar = ""
    title: ClassVar = "教师任务单"
    template: ClassVar = "credits/pdf/task_sheet.html"

    name: str = _labelled(_("姓名"))
    school: str = _labelled(_("学校"))
    subject: str = _labelled(_("学科"), default="")
    group: str = _labelled(_("教研组"), default="")
    program: str = _labelled(_("项目"))
    made_on: str = _labelled(_("日期"))
    asked: tuple[tuple[str, str, str], ...] = _labelled(_("要求"), _("内容"), _("依据"), default=())
    points: tuple[tuple[str, ...], ...] = _labelled(_("能力点"), _("维度"), _("环境"), _("学分"), _("进度"), default=())
    items: tuple[tuple[str, ...], ...] = _labelled(_("能力点编号"), _("提交材料"), _("形式与限制"), _("要求"), default=())
    hours: tuple[tuple[str, ...], ...] = _labelled(_("学时类型"), _("要求"), _("已有"), _("还差"), default=())
    days: tuple[tuple[str, str], ...] = _labelled(_("事项"), _("日期"), default=())
    unofficial: str = _labelled(_("说明"), default="")

    @property
    def subject_text(self) -> str:
        return f"{self.name} {self.school}"

    @property
    def credits(self) -> str:
        """The credits the chosen points are worth together."""
        return plain(sum((from_hundredths(_hundredths(row[3])) for row in self.points), start=from_hundredths(0)))

    def context(self):
        return super().context() | {"credits": Text(self.credits)}


def task_sheet(facts: TaskFacts, day: date) -> TaskSheet:
    """The sheet as it prints on that day."""
    teacher = facts.teacher
    items = [item for row in facts.choices for item in facts.items.get(row.ability_id, [])]
    unofficial = any(item.default for item in items)
    return TaskSheet(
        name=teacher.name,
        school=teacher.unit.name,
        subject=teacher.subject,
        group=teacher.research_group,
        program=facts.program.name,
        made_on=f"{day.year}年{day.month}月{day.day}日",
        asked=tuple((str(value.label), value.text, value.citation) for value in facts.asked),
        points=tuple(_point(row) for row in facts.choices),
        items=tuple(_item(item) for item in items),
        hours=tuple(_hours(facts, kind) for kind in HoursKind),
        days=tuple(_days(facts)),
        unofficial=_now("标有 * 的材料是本平台的默认设置，非官方规定，以主管部门公布的为准。") if unofficial else "",
    )


def _point(row) -> tuple[str, ...]:
    ability = row.ability
    kind = (str(ability.get_dimension_display()), str(ability.get_environment_display()))
    return (str(ability), *kind, plain_hundredths(ability.credits), str(row.get_stage_display()))


def _item(item: EvidenceItem) -> tuple[str, ...]:
    limits = [
        _now("不超过 %(most)d %(unit)s") % {"most": most, "unit": unit}
        for most, unit in ((item.largest, "MB"), (item.minutes, _now("分钟")), (item.characters, _now("字")))
        if most
    ]
    shape = "；".join(["、".join(item.kind_labels), *limits])
    return (item.ability.code, f"{item.name}{' *' if item.default else ''}", shape, _now("必交") if item.required else _now("选交"))


def _hours(facts: TaskFacts, kind: HoursKind) -> tuple[str, ...]:
    """What is asked of a kind of hours, had and lacking; a dash where no notice asks for it."""
    had = facts.had.get(kind.value, 0)
    value = next((one for one in facts.asked if one.parameter == HOURS[kind]), None)
    if value is None:
        return (str(kind.label), "—", plain_hundredths(had), "—")
    lacks = max(value.value - from_hundredths(had), from_hundredths(0))
    return (str(kind.label), plain(value.value), plain_hundredths(had), plain(lacks))


def _days(facts: TaskFacts):
    if facts.plan is not None and facts.plan.closes_on is not None:
        yield (_now("选点截止"), facts.plan.closes_on.isoformat())
    yield from facts.days


def _hundredths(text: str) -> int:
    whole, _dot, rest = text.partition(".")
    return int(whole) * 100 + int(rest.ljust(2, "0") or 0)
