"""Objections have a count of their own, by the client behind our proxies."""

import pytest
from django.urls import reverse

from portal.documents import limits


@pytest.fixture(autouse=True)
def one_minute(monkeypatch, settings):
    settings.TRUSTED_PROXIES = 1
    monkeypatch.setattr(limits.time, "time", lambda: 1_700_000_000.0)


def test_who_spent_his_guesses_may_still_object_and_others_may_when_he_spent_his_objections(client, running):
    him, her = ({"x-forwarded-for": f"10.0.0.1, 203.0.113.{number}"} for number in (7, 8))
    guesses = [client.get(reverse("documents:verify", args=["x"]), headers=him).status_code for _ in range(11)]

    his = [client.post(running.public_url, {}, headers=him).status_code for _ in range(11)]

    assert (guesses[-1], his) == (429, [422] * 10 + [429])
    assert client.post(running.public_url, {}, headers=her).status_code == 422
