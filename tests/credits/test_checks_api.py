"""Batches, checks, items, findings and rates over REST: what one may see, and nothing of what was promised to stay hidden."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from credits.actions import checking
from tests.credits.results import drawn, sent_up

SOON = timezone.localdate() + timedelta(days=7)


@pytest.fixture
def batch(first, program, abilities, clerk):
    return sent_up(first, program, abilities["C6"], clerk, count=12, grades=("excellent", "passed"))


@pytest.fixture
def check(sixian, program, batch, bureau):
    return drawn(sixian, program, [batch], bureau, ratio=Decimal("0.2"))


def test_lists_are_scoped(client, check, clerk, abroad):
    for path in ("result-batches", "result-lines", "sampled-items"):
        client.force_login(clerk)
        assert client.get(f"/api/v1/{path}/").json()["results"], path
        client.force_login(abroad)
        assert client.get(f"/api/v1/{path}/").json()["results"] == [], path


def test_a_batch_tells_its_counts_and_credits_as_decimals(client, batch, bureau):
    client.force_login(bureau)

    [row] = client.get("/api/v1/result-batches/?unit=341324&state=submitted").json()["results"]

    assert (row["code"], row["unit"], row["results"], row["excellent"], row["credits"]) == (batch.code, "3413249001", 12, 6, "120")
    assert row["digest"] == batch.digest


def test_the_seed_stays_hidden_until_the_draw(client, sixian, program, batch, bureau):
    check = checking.freeze(unit=sixian, program=program, name="抽查", batches=[batch], by=bureau, ratio=Decimal("0.2"))
    client.force_login(bureau)
    address = f"/api/v1/spot-checks/{check.pk}/"
    before = client.get(address).json()
    checking.draw_sample(check=check, by=bureau)

    after = client.get(address).json()

    assert (before["seed"], before["seed_digest"], before["percent"]) == ("", check.seed_digest, "20")
    assert after["seed"] == check.seed


def test_rates_are_for_those_who_hold_the_check(client, check, bureau, clerk):
    one, other = check.items.order_by("pk")[:2]
    checking.pass_item(item=one, by=bureau)
    checking.find(item=other, category="missing", text="缺实录", due_on=SOON, by=bureau)
    client.force_login(bureau)

    [row] = client.get(f"/api/v1/spot-checks/{check.pk}/rates/").json()
    [found] = client.get("/api/v1/check-findings/?category=missing").json()["results"]

    assert (row["looked_at"], row["in_order"], row["rate"], row["target"]) == (2, 1, "0.5000", None)
    assert (found["item"], found["state"]) == (other.pk, "open")
    client.force_login(clerk)
    assert client.get(f"/api/v1/spot-checks/{check.pk}/rates/").status_code == 403


@pytest.mark.parametrize("path", ["result-batches", "result-lines", "spot-checks", "sampled-items", "check-findings"])
def test_lists_ask_the_same_however_many(client, check, bureau, path, django_assert_max_num_queries):
    client.force_login(bureau)
    client.get(f"/api/v1/{path}/")

    with django_assert_max_num_queries(12):
        client.get(f"/api/v1/{path}/")
