"""The rosters of groups as 乐教政〔2020〕22号 附件2 and 佛教人〔2020〕8号 附件2 print them, as plain values."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from portal.documents.paper import OfficialForm, Text, official_form
from portal.units.enums import Level
from programs.enums.groups import GroupKind, MemberRole
from programs.models import Group, GroupMember, GroupOpinion

R = MemberRole
PRINTED = {
    R.LEADER: "组　长",
    R.DEPUTY_LEADER: "副组长",
    R.DIRECTOR: "主　任",
    R.DEPUTY_DIRECTOR: "副主任",
    R.LIAISON: "联络员",
    R.MEMBER: "成　员",
}
CONTACT = "\n（工作联系人）"
BLANK_ROSTER = ("组　长", "副组长", *["成　员"] * 3, "成　员" + CONTACT)
BLANK_WORKING_GROUP = ("组　长", "副组长", "副组长", *["成　员"] * 5)


def labelled(*label, **options):
    """A field of a form under its printed label; several labels are the columns of rows."""
    return field(metadata={"label": label[0] if len(label) == 1 else label}, **options)


@dataclass(frozen=True, kw_only=True)
class GroupForm(OfficialForm):
    """What both rosters share: a heading of its own for each region, rows of people, the opinion under them."""

    annex: ClassVar = "附件 2"

    unit_name: str = labelled(_("报送单位"))
    heading: str = labelled(_("标题"))
    opinion: str = labelled(_("意见"), default="")
    signatory: str = labelled(_("签字人"), default="")
    signed_on: str = labelled(_("日期"), default="")

    @property
    def heading_text(self) -> str:
        return self.heading

    @property
    def subject_text(self) -> str:
        return self.unit_name


@official_form
@dataclass(frozen=True, kw_only=True)
class GroupRoster(GroupForm):
    """附件2 学校（幼儿园）领导小组名单表: 组长, 副组长, 成员…, 成员（工作联系人）; phones with their short numbers in brackets."""

    form: ClassVar = "roster-of-group"
    title: ClassVar = "学校（幼儿园）领导小组名单表"
    template: ClassVar = "programs/pdf/roster.html"

    rows: tuple[tuple[str, ...], ...] = labelled(
        _("组内职务"), _("姓名"), _("单位"), _("职务/职称"), _("电话"), _("邮箱"), default=()
    )

    @property
    def lines(self) -> list[list[Text]]:
        return _padded(self.rows, BLANK_ROSTER, 6)


@official_form
@dataclass(frozen=True, kw_only=True)
class WorkingGroup(GroupForm):
    """附件2 ＿区“提升工程2.0”工作小组名单, with 负责科室 and the bureau's opinion, signature and seal."""

    form: ClassVar = "working-group"
    title: ClassVar = "“提升工程2.0”工作小组名单"
    template: ClassVar = "programs/pdf/working_group.html"

    department: str = labelled(_("负责科室"), default="")
    opinion_label: str = labelled(_("意见栏"), default="区教育局意见")
    rows: tuple[tuple[str, ...], ...] = labelled(_("组内职务"), _("姓名"), _("职务"), _("联系电话"), _("电子邮箱"), default=())

    @property
    def lines(self) -> list[list[Text]]:
        return _padded(self.rows, BLANK_WORKING_GROUP, 5)


def _padded(rows, labels, width) -> list[list[Text]]:
    """The rows, or where there are none the empty ones of the printed form."""
    blank = [(label, *[""] * (width - 1)) for label in labels]
    return [[Text(cell) for cell in row] for row in (rows or blank)]


def form_of(group: Group) -> GroupForm:
    """The roster of a group in the layout of its level: a school's as Yueqing prints it, a bureau's as Foshan does."""
    people = list(GroupMember.objects.serving().filter(group=group).in_order())
    signed = GroupOpinion.objects.current().filter(group=group).first()
    return _working_group(group, people, signed) if prints_working_group(group) else _roster(group, people, signed)


def prints_working_group(group: Group) -> bool:
    return group.unit.level in (Level.PROVINCE, Level.CITY, Level.COUNTY)


def _roster(group, people, signed) -> GroupRoster:
    region = group.unit.ancestor(Level.COUNTY) or group.unit.ancestor(Level.CITY) or group.unit
    rows = tuple((label, row.name, row.workplace, row.position, row.reached_at, row.email) for label, row in _named(people))
    heading = f"{region.name}“提升工程2.0”学校（幼儿园）{_name_of(group)}名单表"
    return GroupRoster(unit_name=group.unit.name, heading=heading, rows=rows, **_opinion(signed))


def _working_group(group, people, signed) -> WorkingGroup:
    name = "工作小组" if group.kind == GroupKind.LEADERSHIP_GROUP else _name_of(group)
    bureau = group.unit.bureau()
    own = ("", group.unit.name, bureau)
    rows = tuple((label, row.name, _post(row, own), row.reached_at, row.email) for label, row in _named(people))
    return WorkingGroup(
        unit_name=bureau,
        heading=f"{group.unit.name}“提升工程2.0”{name}名单",
        department=group.department,
        opinion_label=f"{bureau}意见",
        rows=rows,
        **_opinion(signed),
    )


def _post(member: GroupMember, own: Iterable[str]) -> str:
    """The 职务, after the workplace where that is none of ``own``: this form has no column for it."""
    told = member.workplace in own or member.position.startswith(member.workplace)
    return member.position if told else f"{member.workplace}{member.position}"


def _name_of(group: Group) -> str:
    return str(GroupKind(group.kind).label)


def _named(people: Iterable[GroupMember]) -> list[tuple[str, GroupMember]]:
    """Each with the label of his row; the contact comes last among the plain members, as the form has it."""
    ordered = sorted(people, key=lambda row: row.role == R.MEMBER and row.is_contact)
    return [(PRINTED[R(row.role)] + (CONTACT if row.is_contact else ""), row) for row in ordered]


def _opinion(signed: GroupOpinion | None) -> dict:
    if signed is None:
        return {}
    return {"opinion": signed.text, "signatory": signed.signatory, "signed_on": printed_day(signed.signed_on)}


def printed_day(day: date) -> str:
    """A day as documents print it."""
    return f"{day.year}年{day.month}月{day.day}日"
