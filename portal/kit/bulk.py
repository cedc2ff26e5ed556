"""Rows made in the database from rows of the database, one statement however many."""

from django.db import connection


def insert_from(model, columns: dict[str, str], queryset) -> int:
    """INSERT … SELECT: ``columns`` maps fields of ``model`` to names in ``queryset``; how many rows were made."""
    quote = connection.ops.quote_name
    names = ", ".join(quote(model._meta.get_field(field).column) for field in columns)
    select, parameters = queryset.order_by("pk").values_list(*columns.values()).query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {quote(model._meta.db_table)} ({names}) {select}", parameters)
        return cursor.rowcount
