"""A layout's model as SQL: names, conditions and joins that comparing, saving and undoing share."""

from functools import cached_property

from django.db import connection, models

from portal.sheets.enums import RowState
from portal.sheets.staging import LINKS, quoted

KEPT_BY_HAND = {"state", "upload", "created_at", "updated_at"}


class Target:
    """The table a layout writes; ``present`` are the stored fields the file has columns for (others stay as they are)."""

    def __init__(self, layout, present=None):
        self.layout, self.model = layout, layout.target
        self.meta = self.model._meta
        self.table, self.key = quoted(self.meta.db_table), quoted(self.meta.pk.column)
        self.present = present
        self.fields = list(layout.stored_fields)
        self.compared = [name for name in self.fields if self.speaks_of(name) and name not in (*layout.identity, *layout.once)]

    def speaks_of(self, name):
        name = self.layout.follows.get(name, name)
        return self.present is None or name in self.present or name not in self.layout.by_field

    def column(self, name):
        return quoted(self.meta.get_field(name).column)

    @property
    def current(self):
        return f"t.state = '{RowState.CURRENT}'"

    @property
    def expected(self):
        """Rows a whole list should name; the values are the layout's own words, never a user's."""
        conditions = [self.current]
        for name, values in self.layout.expected.items():
            listed = ", ".join(f"'{value}'" for value in values)
            conditions.append(f"t.{self.column(name)} IN ({listed})")
        return " AND ".join(conditions)

    def same(self):
        """Whether row ``t`` and line ``s`` name the same thing."""
        conditions = [self.current]
        for name in self.layout.identity:
            equals = "IS NOT DISTINCT FROM" if self.meta.get_field(name).null else "="
            conditions.append(f"t.{self.column(name)} {equals} s.{self.column(name)}")
        return " AND ".join(conditions)

    def differs(self):
        """Whether row ``t`` would change by line ``s``."""
        own = [f"t.{self.column(name)} IS DISTINCT FROM s.{self.column(name)}" for name in self.compared]
        return " OR ".join(own + [link.differs() for link in self.links]) or "1 = 0"

    @cached_property
    def links(self):
        named = [name for name in self.layout.linked_fields if self.speaks_of(name)]
        return [Link(self, number, name) for number, name in enumerate(named)]

    def in_scope(self):
        """(join, condition) that keep rows of the upload's unit and below; the condition takes the ends of its path."""
        unit = self.meta.get_field(self.layout.unit_field)
        units = quoted(unit.related_model._meta.db_table)
        return f"JOIN {units} u ON u.id = t.{quoted(unit.column)}", "u.path >= %s AND u.path < %s"

    def prior_values(self):
        """(name in the JSON, column) of what an undo must put back."""
        return [(name, self.meta.get_field(name).column) for name in [*self.fields, "state", "upload"]]

    def made_with(self):
        """Columns a new row needs beyond those of the file, with their values."""
        made = {}
        for field in self.meta.concrete_fields:
            if field.primary_key or field.name in self.fields or field.name in KEPT_BY_HAND:
                continue
            if field.has_default():
                made[quoted(field.column)] = field.get_db_prep_save(field.get_default(), connection)
            elif field.db_default is models.NOT_PROVIDED and not field.null:
                made[quoted(field.column)] = ""
        return made


class Link:
    """A many-to-many field of units: how its rows compare with what a line names."""

    def __init__(self, target, number, name):
        self.number, self.name = number, name
        field = target.meta.get_field(name)
        through = field.remote_field.through._meta
        self.table = quoted(through.db_table)
        self.own = quoted(through.get_field(field.m2m_field_name()).column)
        self.other = quoted(through.get_field(field.m2m_reverse_field_name()).column)

    def named(self):
        """Whether line ``s`` names the unit of link ``x``."""
        return f"SELECT 1 FROM {LINKS} l WHERE l.line = s.line AND l.field = {self.number} AND l.unit_id = x.{self.other}"

    def held(self):
        """Whether row ``s.target`` holds the unit of named link ``l``."""
        return f"SELECT 1 FROM {self.table} x WHERE x.{self.own} = s.target AND x.{self.other} = l.unit_id"

    def differs(self):
        lacks = f"SELECT 1 FROM {LINKS} l WHERE l.line = s.line AND l.field = {self.number} AND NOT EXISTS ({self.held()})"
        exceeds = f"SELECT 1 FROM {self.table} x WHERE x.{self.own} = s.target AND NOT EXISTS ({self.named()})"
        return f"EXISTS ({lacks}) OR EXISTS ({exceeds})"
