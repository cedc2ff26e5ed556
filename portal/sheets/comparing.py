"""What a file would do to the table: which rows are new, changed, unchanged, vanished."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from portal.sheets.departures import Decided
from portal.sheets.recognising import remember
from portal.sheets.saving import Saving
from portal.sheets.staging import KNOWN, LINKS, TABLE, Stage
from portal.sheets.tables import Target

SAMPLE = 100


def signature(row):
    """The digest by which a line may be known again; one that there was something to say about has none."""
    return None if row.findings else row.digest


@dataclass
class Comparison:
    """The groups of an upload: counts and samples: rows, (row, {field: value before}) pairs, (key, text) pairs of those gone."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    vanished: int = 0
    new_rows: list = field(default_factory=list)
    changed_rows: list = field(default_factory=list)
    vanished_rows: list = field(default_factory=list)

    def counts(self):
        return {name: getattr(self, name) for name in ("new", "changed", "unchanged", "vanished")}


class Outrun(Exception):
    """A row known from before was changed between the reading of its line and the comparison."""


class Compared:
    """The clean rows of an upload laid beside their table; use inside a transaction, as a context manager.

    Known rows are not compared, only held against the stamp they were known by; raises ``Outrun`` where one bears another.
    """

    def __init__(self, rows, context, present):
        self.known = [*(row.known for row in rows if row.known), *context.standing]
        self.rows, self.context = [row for row in rows if not row.known], context
        self.layout = context.layout
        self.target = Target(self.layout, present)
        self.stage = Stage(self.layout.target, self.target.fields)

    def __enter__(self):
        self.stage.__enter__()
        self.hold_known()
        self.pour()
        self.refuse_foreign()
        self.match()
        return self

    def __exit__(self, *error):
        self.stage.__exit__(*error)

    def hold_known(self):
        """Make sure, in this transaction, that known rows stand as they did when they were recognised."""
        if not self.known:
            return
        self.stage.pour_known(self.known)
        ((still,),) = self.stage.ask(
            f"SELECT count(*) FROM {KNOWN} k JOIN {self.target.table} t ON t.{self.target.key} = k.target "
            f"WHERE t.updated_at = k.stamp AND {self.target.current}"
        )
        if still != len(self.known):
            raise Outrun

    def pour(self):
        stored, context = self.layout.stored, self.context
        self.stage.fill((number, signature(row), stored(row, context)) for number, row in enumerate(self.rows))
        if self.stage.count("1 = 1") != len(self.rows):
            raise RuntimeError("rows were lost on their way into the stage")
        if self.target.links:
            self.stage.run(f"CREATE INDEX {LINKS}_line ON {LINKS} (line, field)")
            self.stage.link(self.named_links())

    def named_links(self):
        for number, row in enumerate(self.rows):
            for link in self.target.links:
                for unit in row.values[link.name] or ():
                    yield number, link.number, unit

    def refuse_foreign(self):
        """Lines that name a row of a unit outside the scope; possible only where a row's name does not hold its unit."""
        if self.layout.judges_scope or self.layout.unit_field in self.layout.identity:
            return
        join, within = self.target.in_scope()
        found = self.stage.ask(
            f"SELECT s.line FROM {TABLE} s JOIN {self.target.table} t ON {self.target.same()} {join} WHERE NOT ({within})",
            self.scope(),
        )
        for (number,) in found:
            self.rows[number].refuse(self.layout.identity[0], _("已在系统登记，不在您的管理范围内。"), code="foreign")
            self.stage.run(f"DELETE FROM {TABLE} WHERE line = %s", [number])

    def scope(self):
        return self.layout.span(self.context.unit)

    def match(self):
        target = self.target
        matched = self.stage.run(f"UPDATE {TABLE} AS s SET target = t.{target.key} FROM {target.table} t WHERE {target.same()}")
        if matched:
            self.stage.run(
                f"UPDATE {TABLE} AS s SET differs = 1 FROM {target.table} t "
                f"WHERE t.{target.key} = s.target AND ({target.differs()})"
            )

    def vanished_from(self):
        """FROM and WHERE of the rows in scope the file does not name."""
        join, within = self.target.in_scope()
        named = (f"EXISTS (SELECT 1 FROM {table} s WHERE s.target = t.{self.target.key})" for table in (TABLE, KNOWN))
        return f"{self.target.table} t {join} WHERE {self.target.expected} AND {within} AND NOT {' AND NOT '.join(named)}"

    def save(self, upload, event, stamp):
        """Write what was found; ``event`` is the audit row of the act, ``stamp`` its moment. How many vanished rows went."""
        decided = Decided(self.layout, upload.choices) if self.context.whole else None
        return Saving(self, upload, event, stamp).run(decided)

    def remember(self):
        """Keep what was found or made equal, so that the same line is known next time."""
        remember(self.stage, self.target, self.layout)

    def standing(self):
        """(key, stamp) of the rows that hold just what a line without any finding says, known ones too, in order."""
        equal = self.stage.ask(
            f"SELECT t.{self.target.key}, CAST(t.updated_at AS text) FROM {TABLE} s JOIN {self.target.table} t "
            f"ON {self.target.same()} WHERE s.digest IS NOT NULL AND NOT ({self.target.differs()})"
        )
        return sorted([*equal, *self.known])

    def comparison(self):
        """Counts of the four groups and a sample of three."""
        ((total, new, changed),) = self.stage.ask(f"SELECT count(*), count(*) - count(s.target), count(s.differs) FROM {TABLE} s")
        result = Comparison(new=new, changed=changed, unchanged=total - new - changed + len(self.known))
        result.new_rows = [self.rows[n] for (n,) in self.sample("s.line", "s.target IS NULL")]
        result.changed_rows = self.changed_sample()
        if self.context.whole:
            self.add_vanished(result)
        return result

    def sample(self, what, condition):
        return self.stage.ask(f"SELECT {what} FROM {TABLE} s WHERE {condition} ORDER BY s.line LIMIT {SAMPLE}")

    def changed_sample(self):
        pairs = self.sample("s.line, s.target", "s.differs = 1")
        known = self.queryset().in_bulk([key for _number, key in pairs]) if pairs else {}
        return [(self.rows[number], self.values_of(known[key])) for number, key in pairs]

    def values_of(self, instance):
        """The values of a stored row under the fields of the sheet, as ``Row.values`` would hold them."""
        values = {}
        for name in self.layout.by_field:
            if name in self.layout.linked_fields:
                values[name] = tuple(sorted(unit.pk for unit in getattr(instance, name).all()))
            elif name in self.target.fields:
                values[name] = getattr(instance, self.target.meta.get_field(name).attname)
        return values

    def queryset(self):
        """Stored rows with what their texts need, so that a sample costs the same however many it holds."""
        related = [f.name for f in self.target.meta.concrete_fields if f.many_to_one and not f.null]
        return self.layout.target._base_manager.select_related(*related).prefetch_related(*self.layout.linked_fields)

    def add_vanished(self, result):
        source = self.vanished_from()
        result.vanished = self.stage.ask(f"SELECT count(*) FROM {source}", self.scope())[0][0]
        keys = self.stage.ask(f"SELECT t.{self.target.key} FROM {source} ORDER BY 1 LIMIT {SAMPLE}", self.scope())
        known = self.queryset().in_bulk([key for (key,) in keys]) if keys else {}
        result.vanished_rows = [(pk, self.layout.told_vanished(row)) for pk, row in known.items()]
