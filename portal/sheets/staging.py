"""Rows of one upload laid beside the table they are for, in a temporary table that ends with the transaction.

The statements are the same on PostgreSQL and SQLite (UPDATE … FROM, IS DISTINCT FROM); the two differ only in how
rows are poured in and how a row is made into JSON.
"""

import datetime
import json
from itertools import islice

from django.db import connection, models

TABLE = "sheet_stage"
LINKS = "sheet_stage_links"
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
    return lambda value: field.get_db_prep_save(value, connection)


def blank_of(field):
    """What an empty cell stands for in a field that knows no NULL."""
    return "" if not field.null and isinstance(field, models.CharField | models.TextField) else None


class Stage:
    """A temporary table with a line number, the given model fields, the row each line matches and whether it differs.

    Made, filled and dropped inside one transaction.
    """

    def __init__(self, model, fields):
        self.model = model
        self.fields = [model._meta.get_field(name) for name in fields]
        self.columns = [quoted(field.column) for field in self.fields]

    def __enter__(self):
        typed = ", ".join(f"{quoted(f.column)} {self.type_of(f)}" for f in self.fields)
        key = self.type_of(self.model._meta.pk)
        self.run(f"CREATE TEMPORARY TABLE {TABLE} (line integer, target {key}, differs integer, {typed})")
        self.run(f"CREATE TEMPORARY TABLE {LINKS} (line integer, field integer, unit_id bigint)")
        return self

    def __exit__(self, error, *_rest):
        if error is None:
            self.run(f"DROP TABLE {TABLE}")
            self.run(f"DROP TABLE {LINKS}")

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

    def fill(self, rows, *, targets=False):
        """Pour in ``rows``: (line, value, …) in the order of the fields, with the row id after the line if ``targets``."""
        blanks = [blank_of(field) for field in self.fields]
        makers = [as_stored(field) for field in self.fields]
        first = 2 if targets else 1
        ready = ([*row[:first], *map(settled, row[first:], blanks, makers)] for row in rows)
        names = ["line", *(["target"] if targets else []), *self.columns]
        pour(TABLE, names, ready)
        if connection.vendor == "postgresql":
            self.run(f"ANALYZE {TABLE} (line)")  # how many rows there are is all the planner needs

    def link(self, rows):
        """Pour in what lines name several of: (line, number of the field, unit id)."""
        pour(LINKS, ["line", "field", "unit_id"], rows)


def settled(value, blank, maker):
    if value is None:
        return blank
    return maker(value) if maker else value


def pour(table, names, rows):
    """Bring many rows into a temporary table: COPY on PostgreSQL, one prepared insert on SQLite."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.copy_expert(f"COPY {table} ({', '.join(names)}) FROM STDIN", Lines(rows))
        else:
            marks = ", ".join(["?"] * len(names))
            statement = f"INSERT INTO {table} ({', '.join(names)}) VALUES ({marks})"
            cursor.connection.executemany(statement, map(as_sqlite, rows))


def as_sqlite(row):
    return [value.isoformat() if isinstance(value, datetime.date) else value for value in row]


class Lines:
    """Rows as the text COPY reads, a block at a time."""

    BLOCK = 500

    def __init__(self, rows):
        self.rows, self.rest = iter(rows), ""

    def read(self, size=-1):
        while len(self.rest) < size:
            block = "".join(map(line, islice(self.rows, self.BLOCK)))
            if not block:
                break
            self.rest += block
        out, self.rest = self.rest[:size], self.rest[size:]
        return out


def line(row):
    return "\t".join("\\N" if v is None else v.translate(ESCAPES) if v.__class__ is str else str(v) for v in row) + "\n"


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
