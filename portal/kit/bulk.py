"""Rows made in the database from rows of the database, one statement however many."""

from django.db import connection
from django.db.models import Value


def insert_from(model, columns: dict[str, str], queryset, *, order: str = "pk") -> int:
    """INSERT … SELECT: ``columns`` maps fields of ``model`` to names in ``queryset``; how many rows were made, in the
    order of ``order``.

    Fields that are not named take what the model gives them.
    """
    given = {f"default_{field.name}": field for field in _defaulted(model, columns)}
    queryset = queryset.annotate(**{name: Value(field.get_default(), field) for name, field in given.items()})
    columns = columns | {field.name: name for name, field in given.items()}
    quote = connection.ops.quote_name
    names = ", ".join(quote(model._meta.get_field(field).column) for field in columns)
    select, parameters = queryset.order_by(order).values_list(*columns.values()).query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {quote(model._meta.db_table)} ({names}) {select}", parameters)
        return cursor.rowcount


def check_keys_as_we_go() -> None:
    """Let PostgreSQL check the foreign keys of this transaction after each statement, not all of them at its end.

    Where a statement writes thousands of rows its checks find them still at hand; a key that leads nowhere is refused all the same.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def _defaulted(model, columns) -> list:
    """Fields outside ``columns`` that must say something and that the database does not fill by itself."""
    rest = (field for field in model._meta.concrete_fields if field.name not in columns and not field.primary_key)
    return [field for field in rest if not field.null and not field.has_db_default()]
