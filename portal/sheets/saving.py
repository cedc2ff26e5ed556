"""Compared rows written: each step one statement for all rows, prior values and audit rows kept on the way."""

from django.db import connection

from portal.audit.models import Change
from portal.sheets.enums import RowState
from portal.sheets.models import PriorRow, Upload
from portal.sheets.staging import LINKS, TABLE, json_list, quoted, row_as_json

HIDDEN = "'***'"


class Saving:
    """Writes what a ``Compared`` found, for one upload at one moment; ``event`` is the audit row the changes hang on."""

    def __init__(self, compared, upload, event, stamp):
        self.compared, self.target, self.stage = compared, compared.target, compared.stage
        self.upload, self.event = upload, event
        field = self.target.meta.get_field("updated_at")
        self.stamp = field.get_db_prep_save(stamp, connection)

    def run(self, decided=None):
        """Write everything; answers how many vanished rows were let go."""
        if self.stage.count("s.differs = 1"):
            self.keep_prior(f"{TABLE} s JOIN {self.target.table} t ON t.{self.target.key} = s.target WHERE s.differs = 1")
            self.tell_changes()
            self.update()
        departed = sum(self.let_go(*group) for group in decided.groups()) if decided else 0
        self.insert()
        self.link()
        return departed

    def keep_prior(self, source, parameters=()):
        """Copy the values rows have before this upload, for its undo."""
        meta = PriorRow._meta
        columns = ", ".join(quoted(meta.get_field(name).column) for name in ("upload", "row_id", "values"))
        values = self.with_links(row_as_json("t", self.target.prior_values(), f"'as_left', {self.as_left()}"))
        self.stage.run(
            f"INSERT INTO {quoted(meta.db_table)} ({columns}) SELECT %s, t.{self.target.key}, {values} FROM {source}",
            [self.upload.pk, *parameters],
        )

    def as_left(self):
        """1 where the row stands as its last upload, or an undo, left it; 0 where it was changed otherwise since."""
        uploads = f"SELECT 1 FROM {quoted(Upload._meta.db_table)} w WHERE w.id = t.upload_id AND w.applied_at = t.updated_at"
        undone = f"SELECT 1 FROM {quoted(Upload._meta.db_table)} w WHERE w.undone_at = t.updated_at"
        return f"CASE WHEN EXISTS ({uploads}) OR EXISTS ({undone}) THEN 1 ELSE 0 END"

    def with_links(self, values):
        for link in self.target.links:
            source = f"{link.table} x WHERE x.{link.own} = t.{self.target.key}"
            held = json_list(f"x.{link.other}", source)
            if connection.vendor == "postgresql":
                values = f"{values} || jsonb_build_object('{link.name}', {held})"
            else:
                values = f"json_set({values}, '$.{link.name}', json({held}))"
        return values

    def tell_changes(self):
        """Audit rows for every changed field, one statement a field; personal values are not told."""
        names = ", ".join(quoted(Change._meta.get_field(n).column) for n in ("event", "object_id", "field", "before", "after"))
        for name in self.target.compared:
            column = self.target.column(name)
            shown = [self.text(name, f"{alias}.{column}") for alias in ("t", "s")]
            self.stage.run(
                f"INSERT INTO {quoted(Change._meta.db_table)} ({names}) "
                f"SELECT %s, CAST(t.{self.target.key} AS text), %s, {shown[0]}, {shown[1]} "
                f"FROM {TABLE} s JOIN {self.target.table} t ON t.{self.target.key} = s.target "
                f"WHERE s.differs = 1 AND t.{column} IS DISTINCT FROM s.{column}",
                [self.event.pk, name],
            )

    def text(self, name, expression):
        column = self.target.layout.by_field.get(name)
        return HIDDEN if column is None or column.personal else f"COALESCE(CAST({expression} AS text), '')"

    def update(self):
        changes = [f"{self.target.column(name)} = s.{self.target.column(name)}" for name in self.target.compared]
        changes += ["upload_id = %s", "updated_at = %s"]
        self.stage.run(
            f"UPDATE {self.target.table} AS t SET {', '.join(changes)} FROM {TABLE} s "
            f"WHERE t.{self.target.key} = s.target AND s.differs = 1",
            [self.upload.pk, self.stamp],
        )

    def let_go(self, departure, keys, only):
        """Take vanished rows out in one way: just ``keys``, or all but those."""
        chosen = f"t.{self.target.key} {'IN' if only else 'NOT IN'} ({', '.join(['%s'] * len(keys))})" if keys else "1 = 1"
        source, scope = f"{self.compared.vanished_from()} AND {chosen}", [*self.compared.scope(), *keys]
        self.keep_prior(source, scope)
        sets = {self.target.column(name): value for name, value in departure.sets.items()}
        return self.stage.run(
            f"UPDATE {self.target.table} SET {', '.join(f'{column} = %s' for column in sets)}, upload_id = %s, updated_at = %s "
            f"WHERE {self.target.key} IN (SELECT t.{self.target.key} FROM {source})",
            [*sets.values(), self.upload.pk, self.stamp, *scope],
        )

    def insert(self):
        made = self.target.made_with()
        own = [self.target.column(name) for name in self.target.fields]
        names = [*own, *made, "state", "upload_id", "created_at", "updated_at"]
        values = [*(f"s.{column}" for column in own), *["%s"] * (len(made) + 4)]
        self.stage.run(
            f"INSERT INTO {self.target.table} ({', '.join(names)}) SELECT {', '.join(values)} FROM {TABLE} s "
            "WHERE s.target IS NULL ORDER BY s.line",
            [*made.values(), RowState.CURRENT, self.upload.pk, self.stamp, self.stamp],
        )

    def link(self):
        """Bring the many-to-many rows of new and changed rows in line with the file."""
        if not self.target.links:
            return
        same = self.target.same()
        self.stage.run(
            f"UPDATE {TABLE} AS s SET target = t.{self.target.key}, differs = 1 FROM {self.target.table} t "
            f"WHERE s.target IS NULL AND {same}"
        )
        for link in self.target.links:
            self.stage.run(
                f"DELETE FROM {link.table} WHERE id IN (SELECT x.id FROM {TABLE} s JOIN {link.table} x "
                f"ON x.{link.own} = s.target WHERE s.differs = 1 AND NOT EXISTS ({link.named()}))"
            )
            self.stage.run(
                f"INSERT INTO {link.table} ({link.own}, {link.other}) SELECT s.target, l.unit_id "
                f"FROM {TABLE} s JOIN {LINKS} l ON l.line = s.line AND l.field = {link.number} "
                f"WHERE s.differs = 1 AND NOT EXISTS ({link.held()})"
            )
