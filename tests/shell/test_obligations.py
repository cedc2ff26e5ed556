"""docs/obligations.md: a row for each of the 164 obligations, and nothing named there that does not exist."""

import re
from collections import Counter
from pathlib import Path

import pytest
from django.core.management import get_commands
from django.urls import Resolver404, get_resolver, resolve

PAGE = Path("docs/obligations.md")
NUMBERS = {"ZJ": 28, "YQ": 30, "SX": 44, "YY": 25, "FS": 37}
ROW = re.compile(r"^\| ((?:ZJ|YQ|SX|YY|FS)-\d\d) \| (.+) \| (.+) \| (done|part|not yet) \| (.+) \|$")


@pytest.fixture(scope="module")
def rows():
    return [match.groups() for line in PAGE.read_text().splitlines() if (match := ROW.match(line))]


def named(rows, pattern):
    return {name for *_row, where in rows for name in re.findall(pattern, where)}


def test_every_obligation_has_exactly_one_row(rows):
    wanted = [f"{notice}-{number:02}" for notice, last in NUMBERS.items() for number in range(1, last + 1)]
    assert [row[0] for row in rows] == wanted
    assert len(wanted) == 164


def test_the_totals_are_those_of_the_rows(rows):
    counted = Counter(state for *_row, state, _where in rows)
    assert f"| {counted['done']} | {counted['part']} | {counted['not yet']} | {len(rows)} |" in PAGE.read_text()


def test_what_is_missing_is_said_where_something_is(rows):
    assert [row[0] for row in rows if row[3] == "done" and "not yet" in row[4]] == []


def test_every_test_named_exists(rows):
    assert [name for name in named(rows, r"`(tests/[\w/.]+)`") if not Path(name).exists()] == []


def test_every_page_named_exists(rows):
    known = addresses(get_resolver())
    assert [page for page in named(rows, r"`(/[^`]*)`") if page.lstrip("/") not in known and not answers(page)] == []


def test_every_command_named_exists(rows):
    commands = named(rows, r"`([a-z]+_[a-z_]+)`")
    parameters = {"pass_rate_target", "certificate_after"}
    assert commands - parameters <= set(get_commands())


def addresses(resolver, before="") -> set[str]:
    """Every address as the URL files write it."""
    found = set()
    for entry in resolver.url_patterns:
        whole = f"{before}{entry.pattern}"
        found |= addresses(entry, whole) if hasattr(entry, "url_patterns") else {whole}
    return found


def answers(page: str) -> bool:
    try:
        resolve(page)
    except Resolver404:
        return False
    return True
