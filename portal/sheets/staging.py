"""Rows of one upload laid beside the table they are for, in a temporary table that ends with the transaction.

The statements are the same on PostgreSQL and SQLite (UPDATE … FROM, IS DISTINCT FROM); the two differ only in how
rows are poured in and how a row is made into JSON.
"""

import datetime
import json
import re
from itertools import chain, islice

from django.db import connection, models

TABLE = "sheet_stage"
LINKS = "sheet_stage_links"
KNOWN = "sheet_stage_known"
BLOCK = 500
SPECIAL = re.compile(r"[\\\t\n\r]")
ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})
PLAIN_FIELDS = (
    models.CharField,
    models.TextField,
    models.IntegerField,
    models.BooleanField,
    models.DateField,
    models.ForeignKey,
)


def quoted(name):
    return connection.ops.quote_name(name)


def as_stored(field):
    """How a Python value of ``field`` stands in the database; None where it stands as it is."""
    if isinstance(field, PLAIN_FIELDS) and type(field).get_prep_value in {kind.get_prep_value for kind in PLAIN_FIELDS}:
        return None
    if isinstance(field, models.CharField | models.TextField):
        return field.get_prep_value
    return lambda value: field.get_db_prep_save(value, connection)


def blank_of(field):
    """What an empty cell stands for in a field that knows no NULL."""
    return "" if not field.null and isinstance(field, models.CharField | models.TextField) else None


class Stage:
    """A temporary table: line number, the given model fields, the row each line matches, whether it differs, its digest.

    Made, filled and dropped inside one transaction.
    """

    def __init__(self, model, fields):
        self.model = model
        self.fields = [model._meta.get_field(name) for name in fields]
        self.columns = [quoted(field.column) for field in self.fields]

    def __enter__(self):
        typed = ", ".join(f"{quoted(f.column)} {self.type_of(f)}" for f in self.fields)
        key, moment = self.type_of(self.model._meta.pk), self.model._meta.get_field("updated_at").db_type(connection)
        self.run(f"CREATE TEMPORARY TABLE {TABLE} (line integer, target {key}, differs integer, digest varchar(32), {typed})")
        self.run(f"CREATE TEMPORARY TABLE {LINKS} (line integer, field integer, unit_id bigint)")
        self.run(f"CREATE TEMPORARY TABLE {KNOWN} (target {key} PRIMARY KEY, stamp {moment})")
        return self

    def __exit__(self, error, *_rest):
        if error is None:
            for table in (TABLE, LINKS, KNOWN):
                self.run(f"DROP TABLE {table}")

    def type_of(self, field):
        automatic = isinstance(field, models.AutoField | models.BigAutoField)
        return field.rel_db_type(connection) if automatic else field.db_type(connection)

    def run(self, statement, parameters=()):
        """How many rows the statement touched."""
        with connection.cursor() as cursor:
            cursor.execute(statement, parameters)
            return cursor.rowcount

    def ask(self, statement, parameters=()):
        """All rows of a query."""
        with connection.cursor() as cursor:
            cursor.execute(statement, parameters)
            return cursor.fetchall()

    def count(self, condition, parameters=()):
        return self.ask(f"SELECT count(*) FROM {TABLE} s WHERE {condition}", parameters)[0][0]

    def fill(self, rows, mark="digest"):
        """Pour in ``rows``: (line, its digest or, where ``mark`` is "target", the row it is for, {field: value})."""
        laid_out = map(self.laid_out, blocks_of(rows))
        pour(TABLE, ["line", mark, *self.columns], laid_out)
        if connection.vendor == "postgresql":
            self.run(f"ANALYZE {TABLE} (line)")  # how many rows there are is all the planner needs

    def laid_out(self, block):
        """The columns of a block of rows, with every value as it stands in the database."""
        lines, marks, values = zip(*block, strict=True)
        settled = (settle([each[field.name] for each in values], field) for field in self.fields)
        return [lines, marks, *settled]

    def link(self, rows):
        """Pour in what lines name several of: (line, number of the field, unit id)."""
        pour(LINKS, ["line", "field", "unit_id"], map(transposed, blocks_of(rows)))

    def pour_known(self, rows):
        """Pour in rows nothing is compared with: (row id, the stamp it should bear)."""
        pour(KNOWN, ["target", "stamp"], map(transposed, blocks_of(rows)))


def blocks_of(rows):
    rows = iter(rows)
    return iter(lambda: list(islice(rows, BLOCK)), [])


def transposed(block):
    return list(zip(*block, strict=True))


def settle(values, field):
    """A column of values of a field as the database holds them."""
    blank, maker = blank_of(field), as_stored(field)
    if maker:
        return [blank if value is None else maker(value) for value in values]
    return values if blank is None else [blank if value is None else value for value in values]


def pour(table, names, blocks):
    """Bring many rows, given as blocks of columns, into a temporary table: COPY on PostgreSQL, one prepared insert on SQLite."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.copy_expert(f"COPY {table} ({', '.join(names)}) FROM STDIN", Lines(blocks))
        else:
            marks = ", ".join(["?"] * len(names))
            rows = chain.from_iterable(zip(*map(as_sqlite, block), strict=True) for block in blocks)
            cursor.connection.executemany(f"INSERT INTO {table} ({', '.join(names)}) VALUES ({marks})", rows)


def as_sqlite(column):
    if not any(isinstance(value, datetime.date) for value in column):
        return column
    return [value.isoformat() if isinstance(value, datetime.date) else value for value in column]


class Lines:
    """Rows as the text COPY reads, a block at a time."""

    def __init__(self, blocks):
        self.blocks, self.rest = iter(blocks), ""

    def read(self, size=-1):
        while len(self.rest) < size:
            block = next(self.blocks, None)
            if block is None:
                break
            self.rest += "\n".join(map("\t".join, zip(*map(as_copied, block), strict=True))) + "\n"
        out, self.rest = self.rest[:size], self.rest[size:]
        return out


def as_copied(column):
    """A column as COPY reads it; what needs escaping is looked for once in all of it."""
    texts = ["\\N" if value is None else value if value.__class__ is str else str(value) for value in column]
    if not SPECIAL.search("".join(value for value in column if value.__class__ is str)):
        return texts
    return [value.translate(ESCAPES) if value.__class__ is str else text for value, text in zip(column, texts, strict=True)]


def row_as_json(alias, columns, *more):
    """An SQL expression for the named columns of a row as a JSON object; ``more`` are "'name', expression" pairs."""
    pairs = ", ".join([*(f"'{name}', {alias}.{quoted(column)}" for name, column in columns), *more])
    if connection.vendor == "postgresql":
        return f"jsonb_build_object({pairs})"
    return f"json_object({pairs})"


def json_list(expression, source):
    """An SQL expression for a list of numbers in JSON, from ``source`` (FROM and WHERE)."""
    if connection.vendor == "postgresql":
        return f"(SELECT coalesce(jsonb_agg({expression} ORDER BY {expression}), '[]'::jsonb) FROM {source})"
    return f"(SELECT coalesce(json_group_array(v), '[]') FROM (SELECT {expression} AS v FROM {source} ORDER BY 1))"


def read_json(value):
    return json.loads(value) if isinstance(value, str) else value
