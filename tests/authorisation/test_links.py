"""What a page links to is there: nobody is led to a page that answers as if it did not exist, or breaks."""

from collections import deque
from html.parser import HTMLParser
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest
from django.db import transaction
from django.test import Client
from django.urls import Resolver404, resolve, reverse

from portal.units.models import Unit

pytestmark = pytest.mark.django_db
LEFT_OUT = {"account_logout", "api-schema", "api-docs"}  # the end of the walk, and what is tested and slow
PEOPLE = ("cio", "province", "sysadmin", "secadmin", "auditor")


class Links(HTMLParser):
    """The addresses a page links to, in order."""

    def __init__(self, page: str):
        super().__init__()
        self.found = []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        if tag == "a" and (address := dict(attrs).get("href")):
            self.found.append(address)


def view_of(address: str) -> str | None:
    """The name of the view an address of ours leads to; None for anything else, such as a static file."""
    try:
        return resolve(urlsplit(address).path).view_name
    except Resolver404:
        return None


def dead_links(user) -> list[str]:
    """Links that answer 4xx or 5xx, walking from the front page, one link from each kind of page to each other kind."""
    client = Client(raise_request_exception=False)
    client.force_login(user)
    waiting, opened, known, dead = deque([(reverse("shell:home"), "")]), set(), set(), []
    while waiting:
        address, source = waiting.popleft()
        opened.add(address)
        with transaction.atomic():
            response = client.get(address)
            page = b"".join(response).decode(errors="replace")
            transaction.set_rollback(True)
        if response.status_code >= 400:
            dead.append(f"{response.status_code} {address} linked from {source}")
        if response.status_code != 200 or "html" not in response.headers["Content-Type"]:
            continue
        here = view_of(address)
        for link in Links(page).found:
            target = urldefrag(urljoin(address, link)).url
            if urlsplit(target).netloc or target in opened or (there := view_of(target)) is None or there in LEFT_OUT:
                continue
            if (here, there) not in known:
                known.add((here, there))
                opened.add(target)
                waiting.append((target, address))
    assert len(opened) > 10, "the walk has gone nowhere"
    return dead


@pytest.mark.parametrize("person", PEOPLE)
def test_every_kind_of_link_leads_somewhere(person, world):
    assert dead_links(world.people[person]) == []


def test_the_walk_notices_a_link_that_leads_nowhere(world, monkeypatch):
    monkeypatch.setattr(Unit, "get_absolute_url", lambda unit: reverse("units:unit", args=["99999999"]))

    faults = dead_links(world.people["sysadmin"])

    assert any(fault.startswith("404 /units/99999999/ linked from ") for fault in faults)
