"""Pages of a nomination as a person opens and sends them."""

from datetime import date

from django.urls import reverse

from portal.kit.clock import database_now, local

JSON = {"headers": {"Accept": "application/json"}}


def page_of(client, row):
    return client.get(row.get_absolute_url()).content.decode()


def act(client, row, name, data=None, **options):
    return client.post(reverse(f"awards:{name}", args=[row.pk]), data or {}, **options)


def today() -> date:
    """The day by the database's clock, as in China."""
    return local(database_now()).date()
