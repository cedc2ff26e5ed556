"""Pages of a nomination as a person opens and sends them."""

from django.urls import reverse

JSON = {"headers": {"Accept": "application/json"}}


def page_of(client, row):
    return client.get(row.get_absolute_url()).content.decode()


def act(client, row, name, data=None, **options):
    return client.post(reverse(f"awards:{name}", args=[row.pk]), data or {}, **options)
