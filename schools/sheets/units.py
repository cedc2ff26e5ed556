from django.utils.translation import gettext_lazy as _

from portal.accounts.enums import Role
from portal.kit.text import clean_name
from portal.sheets.kinds import Choice, Code, Flag, Text
from portal.sheets.layout import Column, HandLayout
from portal.units.actions import add_unit, close_units, revise_unit
from portal.units.enums import Kind, Level
from portal.units.models import Unit
from schools.sheets.tree import Tree

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
    made_becomes = _("撤销")
    columns = (
        Column("code", _("代码"), kind=Code(max_length=20), aliases=(_("单位代码"), _("行政区划代码")), required=True),
        Column("name", _("名称"), kind=Text(max_length=100), aliases=(_("单位名称"),), required=True),
        Column("level", _("层级"), kind=LEVEL, aliases=(_("级别"),), required=True),
        Column("parent", _("上级代码"), kind=Code(max_length=20), aliases=(_("上级"), _("上级单位代码"))),
        Column("kind", _("类别"), kind=KIND, default=Kind.ORDINARY.value),
        Column("counts_for_quota", _("计入名额"), kind=Flag(), default=True),
    )

    def judge(self, rows, context):
        tree = Tree(rows, context)
        for row in rows:
            row.values["name"] = clean_name(row.values["name"])
            tree.judge(row)
        tree.refuse_orphans()

    def existing(self, rows, context):
        codes = [row.values["code"] for row in rows]
        units = Unit.objects.within(context.unit).active().filter(code__in=codes)
        return {(unit.code,): {name: getattr(unit, name) for name in ("pk", *REVISED)} for unit in units}

    def compared(self, rows, context, present):
        context.present = present
        return super().compared(rows, context, present)

    def apply(self, changes, context):
        made = _add(changes.new, context)
        units = Unit.objects.in_bulk([now["pk"] for _row, now in changes.changed])
        for row, now in changes.changed:
            values = {name: row.values[name] for name in REVISED if name in context.present}
            revise_unit(unit=units[now["pk"]], by=context.user, **values)
        return {key: {} for key in [*made, *units]}

    def snapshot(self, keys):
        units = Unit.objects.filter(pk__in=keys).values("pk", "state", *REVISED)
        return {unit.pop("pk"): unit for unit in units}

    def take_back(self, rows, by):
        close_units(units=Unit.objects.filter(pk__in=[row.row_id for row in rows if row.made]), by=by)
        changed = [row for row in rows if not row.made]
        units = Unit.objects.in_bulk([row.row_id for row in changed])
        for row in changed:
            revise_unit(unit=units[row.row_id], by=by, **{name: row.before[name] for name in REVISED})

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


def _add(rows, context) -> list[int]:
    """Primary keys of the new units, made parents before children."""
    made: list[int] = []
    pending = {row.values["code"]: row for row in rows}
    parents = {unit.code: unit for unit in Unit.objects.filter(code__in=[row.values["parent"] for row in rows])}
    while pending:
        ready = [row for row in pending.values() if row.values["parent"] not in pending]
        for row in ready:
            values = {name: row.values[name] for name in ("code", "name", "level", "kind", "counts_for_quota")}
            unit = add_unit(parent=parents[row.values["parent"]], by=context.user, **values)
            parents[unit.code] = unit
            made.append(unit.pk)
            del pending[unit.code]
    return made
