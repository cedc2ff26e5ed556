from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from portal.accounts.enums import Role
from portal.kit.text import clean_name
from portal.sheets.kinds import Choice, Code, Flag, Text
from portal.sheets.layout import Column, HandLayout
from portal.units.actions import add_unit, revise_unit
from portal.units.enums import CHILDREN, Kind, Level
from portal.units.models import Unit

LEVEL = Choice(Level, also={"市": "city", "地市": "city", "县": "county", "区县": "county", "区": "county", "镇街": "township"})
KIND = Choice(Kind, also={"普通": "ordinary", "开发区": "functional_zone"})
REVISED = ("name", "kind", "counts_for_quota")


class UnitSheet(HandLayout):
    """单位: one row per unit of a subtree; places in the tree are not changed by it."""

    key = "units"
    title = _("单位")
    notes = _("每行一个单位；上级代码须是已登记的单位或本表中的单位。单位的上级和层级不能在这里改动。")
    model = Unit
    identity = ("code",)
    roles = (Role.OFFICE, Role.BUREAU, Role.SYSADMIN)
    whole = False
    columns = (
        Column("code", _("代码"), kind=Code(max_length=20), aliases=(_("单位代码"), _("行政区划代码")), required=True),
        Column("name", _("名称"), kind=Text(max_length=100), aliases=(_("单位名称"),), required=True),
        Column("level", _("层级"), kind=LEVEL, aliases=(_("级别"),), required=True),
        Column("parent", _("上级代码"), kind=Code(max_length=20), aliases=(_("上级"), _("上级单位代码"))),
        Column("kind", _("类别"), kind=KIND, default=Kind.ORDINARY.value),
        Column("counts_for_quota", _("计入名额"), kind=Flag(), default=True),
    )

    def judge(self, rows, context):
        tree = _Tree(rows, context)
        for row in rows:
            row.values["name"] = clean_name(row.values["name"])
            tree.judge(row)
        tree.refuse_orphans()

    def existing(self, rows, context):
        codes = [row.values["code"] for row in rows]
        units = Unit.objects.within(context.unit).filter(code__in=codes)
        return {(unit.code,): {name: getattr(unit, name) for name in REVISED} for unit in units}

    def compared(self, rows, context, present):
        context.present = present
        return super().compared(rows, context, present)

    def apply(self, changes, context):
        _add(changes.new, context)
        units = {unit.code: unit for unit in Unit.objects.filter(code__in=[row.values["code"] for row, _now in changes.changed])}
        for row, _stored in changes.changed:
            values = {name: row.values[name] for name in REVISED if name in context.present}
            revise_unit(unit=units[row.values["code"]], by=context.user, **values)

    def template_rows(self, unit):
        rows = Unit.objects.within(unit).active().select_related("parent").order_by("path")[:3000]
        return [
            {
                "code": row.code,
                "name": row.name,
                "level": row.get_level_display(),
                "parent": row.parent.code if row.parent else "",
                "kind": row.get_kind_display(),
                "counts_for_quota": Flag().show(row.counts_for_quota),
            }
            for row in rows
        ]


class _Tree:
    """The units a file names beside those there are; two queries."""

    def __init__(self, rows, context):
        self.rows, self.context = rows, context
        codes = {row.values["code"] for row in rows} | {row.values["parent"] for row in rows if row.values["parent"]}
        named = Unit.objects.filter(code__in=codes).select_related("parent")
        self.known = {unit.code: unit for unit in named}
        self.ours = {unit.code for unit in self.known.values() if unit.is_within(context.unit)}
        self.levels = {code: self.known[code].level for code in self.ours}
        self.levels |= {row.values["code"]: row.values["level"] for row in rows if row.values["code"] not in self.known}

    def judge(self, row) -> None:
        unit = self.known.get(row.values["code"])
        if unit is not None and unit.code not in self.ours:
            message = _now("代码 %s 已在系统登记，不在您的管理范围内。") % unit.code
            row.refuse("code", message, code="foreign", advice=_now("请核对代码。"))
        elif unit is not None:
            self.refuse_move(row, unit)
        else:
            self.judge_new(row)

    def refuse_move(self, row, unit) -> None:
        parent = unit.parent.code if unit.parent else None
        if row.values["level"] != unit.level or row.values["parent"] not in (None, parent):
            message = _now("%(name)s已登记为%(level)s，上级代码 %(parent)s，这里不能改动。")
            about = {"name": unit.name, "level": unit.get_level_display(), "parent": parent or "—"}
            row.refuse(
                "parent", message % about, code="move", advice=_now("请按已登记的层级和上级填写；确需调整的，请联系系统管理员。")
            )

    def judge_new(self, row) -> None:
        values = row.values
        if not (values["code"].isascii() and values["code"].isalnum()):
            row.refuse("code", _now("代码只能用字母和数字。"), code="code_odd", advice=_now("请核对代码。"))
        elif not values["parent"]:
            row.refuse("parent", _now("新单位要有上级。"), code="parent_missing", advice=_now("请填写上级单位的代码。"))
        elif values["parent"] not in self.levels:
            message = _now("您的管理范围内没有代码为 %s 的上级单位。") % values["parent"]
            row.refuse("parent", message, code="parent_unknown", advice=_now("请核对上级代码，或在本表中加上这个上级。"))
        elif values["level"] not in CHILDREN[self.levels[values["parent"]]]:
            about = {"level": Level(values["level"]).label, "above": Level(self.levels[values["parent"]]).label}
            message = _now("%(level)s不能设在%(above)s之下。") % about
            row.refuse("level", message, code="level_unfit", advice=_now("请核对层级和上级代码。"))

    def refuse_orphans(self) -> None:
        """A new unit falls with the row of its parent, down to the last."""
        refused = {row.values["code"] for row in self.rows if row.state != "clean"} - self.known.keys()
        while fallen := [row for row in self.rows if row.state == "clean" and row.values["parent"] in refused]:
            for row in fallen:
                message = _now("它的上级 %s 在本表中被退回。") % row.values["parent"]
                row.refuse("parent", message, code="parent_refused", advice=_now("请先改正上级那一行。"))
            refused = {row.values["code"] for row in fallen}


def _add(rows, context) -> None:
    """New units, parents before children."""
    pending = {row.values["code"]: row for row in rows}
    parents = {unit.code: unit for unit in Unit.objects.filter(code__in=[row.values["parent"] for row in rows])}
    while pending:
        ready = [row for row in pending.values() if row.values["parent"] not in pending]
        for row in ready:
            values = {name: row.values[name] for name in ("code", "name", "level", "kind", "counts_for_quota")}
            unit = add_unit(parent=parents[row.values["parent"]], by=context.user, **values)
            parents[unit.code] = unit
            del pending[unit.code]
