from datetime import date

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from portal.accounts.enums import Role
from portal.kit.clock import database_now, local
from portal.kit.text import clean_name
from portal.sheets.departures import Departure
from portal.sheets.kinds import Choice, Text, UnitRef
from portal.sheets.layout import Column, HandLayout
from portal.units.enums import Level
from portal.units.models import Unit
from programs.actions import groups, members
from programs.enums.groups import HEADS, LEVELS, GroupKind, MemberRole
from programs.finding import find_program
from programs.models import Group, GroupMember
from programs.sheets.group_cells import NumberedPhone, Place, joined, parted
from schools.sheets.kinds import Email

PLAIN = ("upload", "is_contact", "workplace", "position", "email", "state", "ended_why")
GROUP_WORDS = {
    "工作小组": "leadership_group",
    "工作领导小组": "leadership_group",
    "办公室": "office",
    "工程办": "office",
    "学校管理团队": "management_team",
    "信息化管理团队": "management_team",
    "学校信息化管理团队": "management_team",
    "研训团队": "training_team",
    "校级培训团队": "training_team",
    "工程执行办": "execution_office",
    "执行办": "execution_office",
}


class GroupSheet(HandLayout):
    """领导小组/团队名单 (乐教政〔2020〕22号 附件2, 佛教人〔2020〕8号 附件2): one row per person and place."""

    key = "groups"
    title = _("领导小组/团队名单")
    notes = _("每行一人；一个人在几个组或兼几个职务的，分行填写。报送单位不填的，就是导入时所选的单位。")
    model = GroupMember
    unit_field = "group__unit"
    identity = ("owner", "kind", "name", "place")
    roles = (Role.OFFICE, Role.BUREAU, Role.SCHOOL_ADMIN, Role.CIO)
    departures = {"void": Departure(_("退出，今天起不再是成员"), {})}
    stated = {"owner": (_("报送单位"), _("学校"), _("学校（幼儿园）"), _("填报单位"))}
    columns = (
        Column("owner", _("报送单位"), kind=UnitRef(), aliases=(_("填报单位"), _("学校名称"), _("学校标识码"))),
        Column("kind", _("组别"), kind=Choice(GroupKind, also=GROUP_WORDS), aliases=(_("团队"), _("组织")), required=True),
        Column("place", _("组内职务"), kind=Place(), aliases=(_("角色"), _("小组职务"), _("组内分工")), required=True),
        Column("name", _("姓名"), kind=Text(max_length=60), aliases=(_("成员姓名"),), required=True, personal=True),
        Column("workplace", _("单位"), kind=Text(max_length=100), aliases=(_("工作单位"), _("所在单位")), default=""),
        Column("position", _("职务/职称"), kind=Text(max_length=80), aliases=(_("职务"), _("职称"), _("职务职称")), default=""),
        Column(
            "phone",
            _("电话"),
            kind=NumberedPhone(),
            aliases=(_("联系电话"), _("手机号"), _("手机"), _("联系方式")),
            default="",
            personal=True,
        ),
        Column("email", _("邮箱"), kind=Email(), aliases=(_("电子邮箱"), _("电子邮件"), _("邮件")), default="", personal=True),
    )

    def judge(self, rows, context):
        own = context.unit.pk
        levels = dict(Unit.objects.filter(pk__in={row.values["owner"] or own for row in rows}).values_list("pk", "level"))
        for row in rows:
            row.values["owner"] = row.values["owner"] or own
            row.values["name"] = clean_name(row.values["name"])
            _check_level(row, levels[row.values["owner"]])
        _check_heads([row for row in rows if row.state == "clean"])

    def identity_of(self, row):
        return row.values["owner"], row.values["kind"], row.values["name"], row.values["place"][0]

    def existing(self, rows, context):
        named = {(row.values["owner"], row.values["kind"]) for row in rows}
        owners = {owner for owner, _kind in named}
        found = GroupMember.objects.serving().filter(
            group__state="current", group__unit__in=owners, group__program=find_program({})
        )
        return {
            (row.group.unit_id, row.group.kind, row.name, row.role): _values(row)
            for row in found.select_related("group")
            if (row.group.unit_id, row.group.kind) in named
        }

    def compared(self, rows, context, present):
        context.present = set(present) | {"place"}
        return super().compared(rows, context, context.present)

    def apply(self, changes, context):
        written = {}
        made = Groups(context)
        for row in changes.new:
            role, contact = row.values["place"]
            about = self.told(row, context) | {"is_contact": contact, "upload": context.upload}
            group = made.of(row.values["owner"], row.values["kind"])
            started = {"starts_on": made.today, "by": context.user}
            written[members.join(group=group, role=role, name=row.values["name"], **about, **started).pk] = {}
        there = GroupMember.objects.select_related("group__unit").in_bulk([now["pk"] for _row, now in changes.changed])
        for row, now in changes.changed:
            about = self.told(row, context) | {"is_contact": row.values["place"][1]}
            members.revise(member=there[now["pk"]], by=context.user, upload=context.upload, **about)
            written[now["pk"]] = {}
        return written | self.let_go(changes, context, made.today)

    def let_go(self, changes, context, day) -> dict:
        """Who is no longer on a complete list leaves today."""
        keys = list(self.keys_of(changes.vanished))
        for member in GroupMember.objects.filter(pk__in=keys).select_related("group__unit"):
            members.leave(member=member, on=day, reason=_now("名单更新后不再列入"), by=context.user)
        return {key: {} for key in keys}

    def keys_of(self, identities):
        for owner, kind, name, role in identities:
            rows = GroupMember.objects.serving().filter(group__state="current", group__unit=owner, group__kind=kind)
            yield from rows.filter(name=name, role=role, group__program=find_program({})).values_list("pk", flat=True)

    def told(self, row, context) -> dict:
        """The member's values that stand in columns the file has."""
        values = {name: row.values[name] for name in ("workplace", "position", "email") if name in context.present}
        if "phone" in context.present:
            values["phone"], values["short_number"] = parted(row.values["phone"])
        return values

    def snapshot(self, keys):
        return {
            pk: dict(zip(PLAIN, values, strict=True))
            | {"phone": joined(phone, short), "ends_on": ends_on.isoformat() if ends_on else None}
            for pk, phone, short, ends_on, *values in GroupMember.objects.filter(pk__in=keys).values_list(
                "pk", "phone", "short_number", "ends_on", *PLAIN
            )
        }

    def take_back(self, rows, by):
        made = [row.row_id for row in rows if row.made]
        members.void(members=GroupMember.objects.filter(pk__in=made), by=by, reason=_now("撤销导入"))
        changed = [row for row in rows if not row.made]
        there = GroupMember.objects.select_related("group__unit").in_bulk([row.row_id for row in changed])
        for row in changed:
            values = {name: row.before[name] for name in PLAIN if name != "upload"}
            values["phone"], values["short_number"] = parted(row.before["phone"])
            values["ends_on"] = date.fromisoformat(row.before["ends_on"]) if row.before["ends_on"] else None
            members.put_back(member=there[row.row_id], values=values, upload=row.before["upload"], by=by)

    def name_of(self, identity):
        _owner, kind, name, role = identity
        return f"{GroupKind(kind).label}{MemberRole(role).label} {name}"

    def template_rows(self, unit):
        rows = GroupMember.objects.serving().filter(group__state="current", group__unit__in=Unit.objects.within(unit))
        found = rows.select_related("group__unit").order_by("group__unit__path", "group__kind", "place", "pk")[:3000]
        return [
            {
                "owner": row.group.unit.name,
                "kind": row.group.get_kind_display(),
                "place": row.role_text,
                "name": row.name,
                "workplace": row.workplace,
                "position": row.position,
                "phone": joined(row.phone, row.short_number),
                "email": row.email,
            }
            for row in found
        ]


class Groups:
    """The groups of one upload, each found once, or set up with the upload as its source."""

    def __init__(self, context):
        self.context, self.known = context, {}
        self.today = local(database_now()).date()
        self.units = Unit.objects.in_bulk({*context.known_units, context.unit.pk})

    def of(self, owner: int, kind: str) -> Group:
        if (owner, kind) not in self.known:
            self.known[owner, kind] = self.found(owner, kind) or self.made(owner, kind)
        return self.known[owner, kind]

    def found(self, owner, kind):
        rows = Group.objects.current().select_related("unit")
        return rows.filter(unit=owner, kind=kind, program=find_program({})).first()

    def made(self, owner, kind):
        about = {"program": find_program({}), "kind": kind, "year": self.today.year}
        return groups.set_up(unit=self.units[owner], upload=self.context.upload, by=self.context.user, **about)


def _values(member: GroupMember) -> dict:
    """A member as the sheet's columns tell him."""
    values = {"pk": member.pk, "place": (member.role, member.is_contact), "phone": joined(member.phone, member.short_number)}
    return values | {"workplace": member.workplace, "position": member.position, "email": member.email}


def _check_level(row, level) -> None:
    if level not in LEVELS[GroupKind(row.values["kind"])]:
        about = {"level": Level(level).label, "kind": GroupKind(row.values["kind"]).label}
        row.refuse("kind", _now("%(level)s不设%(kind)s。") % about, code="kind_unfit", advice=_now("请核对报送单位和组别。"))


def _check_heads(rows) -> None:
    """A group has one head: the second one of a file is told of, and still goes in if it is meant so."""
    first = {}
    for row in rows:
        kind = GroupKind(row.values["kind"])
        if row.values["place"][0] != HEADS[kind]:
            continue
        other = first.setdefault((row.values["owner"], kind), row)
        if other is not row:
            about = {"kind": kind.label, "head": HEADS[kind].label, "row": other.number}
            message = _now("%(kind)s已有%(head)s（第 %(row)d 行）。") % about
            row.warn("place", message, code="second_head", advice=_now("请核对组内职务。"))
