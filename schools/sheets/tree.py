from django.utils.translation import gettext as _

from portal.kit.standing import stood_on
from portal.units.enums import CHILDREN, Level, UnitState
from portal.units.models import Unit


class Tree:
    """The units a file names beside those there are; a fixed number of queries.

    A closed unit comes back as a new one would; at another place only when nothing stands on it.
    """

    def __init__(self, rows, context):
        self.rows, self.context = rows, context
        codes = {row.values["code"] for row in rows} | {row.values["parent"] for row in rows if row.values["parent"]}
        named = Unit.objects.filter(code__in=codes).select_related("parent")
        self.known = {unit.code: unit for unit in named if unit.state == UnitState.ACTIVE}
        self.closed = {unit.code: unit for unit in named if unit.state == UnitState.CLOSED}
        self.bound = self.bound_keys()
        self.ours = {unit.code for unit in named if unit.is_within(context.unit)}
        self.levels = {code: unit.level for code, unit in self.known.items() if code in self.ours}
        self.levels |= self.former_parents()
        self.levels |= {row.values["code"]: row.values["level"] for row in rows if row.values["code"] not in self.known}

    def bound_keys(self) -> set[int]:
        """Closed units that cannot come back elsewhere."""
        keys = [unit.pk for unit in self.closed.values()]
        return stood_on(Unit.objects.filter(pk__in=keys)) if keys else set()

    def former_parents(self) -> dict[str, str]:
        """Code → level of the units closed ones stood under, where those are still in use and ours."""
        above = [unit.parent for unit in self.closed.values() if unit.parent and unit.parent.state == UnitState.ACTIVE]
        return {unit.code: unit.level for unit in above if unit.is_within(self.context.unit)}

    def judge(self, row) -> None:
        code = row.values["code"]
        closed = self.closed.get(code)
        unit = self.known.get(code) or (closed if closed and closed.pk in self.bound else None)
        if unit is not None and code not in self.ours:
            message = _("代码 %s 已在系统登记，不在您的管理范围内。") % code
            row.refuse("code", message, code="foreign", advice=_("请核对代码。"))
        elif unit is not None:
            self.refuse_move(row, unit)
        if closed is not None:
            self.judge_return(row, closed)
        elif unit is None:
            self.judge_new(row)

    def judge_return(self, row, unit) -> None:
        """A closed unit's row is judged like a new one's, with the place it had where the row names none."""
        if row.values["parent"] is None and unit.parent and unit.code in self.ours:
            row.values["parent"] = unit.parent.code
        if row.state == "clean":
            self.judge_new(row)
        if row.state == "clean":
            message = _("代码 %s 的单位已撤销，保存后恢复使用。") % unit.code
            row.warn("code", message, code="reopened", advice=_("如果不是同一个单位，请改用别的代码。"))

    def refuse_move(self, row, unit) -> None:
        parent = unit.parent.code if unit.parent else None
        if row.values["level"] != unit.level or row.values["parent"] not in (None, parent):
            message = _("%(name)s已登记为%(level)s，上级代码 %(parent)s，这里不能改动。")
            about = {"name": unit.name, "level": unit.get_level_display(), "parent": parent or "—"}
            row.refuse(
                "parent", message % about, code="move", advice=_("请按已登记的层级和上级填写；确需调整的，请联系系统管理员。")
            )

    def judge_new(self, row) -> None:
        values = row.values
        if not (values["code"].isascii() and values["code"].isalnum()):
            row.refuse("code", _("代码只能用字母和数字。"), code="code_odd", advice=_("请核对代码。"))
        elif not values["parent"]:
            row.refuse("parent", _("新单位要有上级。"), code="parent_missing", advice=_("请填写上级单位的代码。"))
        elif values["parent"] not in self.levels:
            message = _("您的管理范围内没有代码为 %s 的上级单位。") % values["parent"]
            row.refuse("parent", message, code="parent_unknown", advice=_("请核对上级代码，或在本表中加上这个上级。"))
        elif values["level"] not in CHILDREN[self.levels[values["parent"]]]:
            about = {"level": Level(values["level"]).label, "above": Level(self.levels[values["parent"]]).label}
            message = _("%(level)s不能设在%(above)s之下。") % about
            row.refuse("level", message, code="level_unfit", advice=_("请核对层级和上级代码。"))

    def refuse_orphans(self) -> None:
        """A new unit falls with the row of its parent, down to the last."""
        refused = {row.values["code"] for row in self.rows if row.state != "clean"} - self.known.keys()
        while fallen := [row for row in self.rows if row.state == "clean" and row.values["parent"] in refused]:
            for row in fallen:
                message = _("它的上级 %s 在本表中被退回。") % row.values["parent"]
                row.refuse("parent", message, code="parent_refused", advice=_("请先改正上级那一行。"))
            refused = {row.values["code"] for row in fallen}
