"""One act on many returns: done where it can be, told where it cannot."""

import pytest
from django.urls import reverse

from programs.models import Filing, FilingVersion
from tests.programs.asked import filing_of, opened


@pytest.fixture
def task(zhejiang, yueqing, xihu):
    return opened(zhejiang)


@pytest.fixture
def returns(task, yueqing, xihu):
    """Two counties have filed, the one's return has been accepted already."""
    for unit, state in ((yueqing, "submitted"), (xihu, "accepted")):
        filing = filing_of(task, unit)
        version = FilingVersion.objects.create(filing=filing, number=1, state="submitted" if state == "submitted" else "accepted")
        Filing.objects.filter(pk=filing.pk).update(state=state, current=version, submitted_at=version.prepared_at)
    return [filing_of(task, unit) for unit in (yueqing, xihu)]


def test_what_can_be_accepted_is_and_the_rest_is_told(client, task, returns, province_office):
    client.force_login(province_office)
    address = reverse("programs:task-returns", args=[task.pk, "accept"])
    ticked = {"row": [row.pk for row in returns]}

    asked = client.post(address, ticked)
    assert "所选 2 个单位" in asked.content.decode()
    assert Filing.objects.filter(state="accepted").count() == 1
    told = client.post(address, ticked | {"confirmed": "yes"})

    outcome = told.context["outcome"]
    assert [row.unit.name for row in outcome.done] == ["乐清市"]
    assert [(row.unit.name, error.code) for row, error in outcome.refused] == [("西湖区", "wrong_state")]
    assert Filing.objects.filter(state="accepted").count() == 2


def test_many_are_sent_back_with_one_reason(client, task, returns, province_office):
    client.force_login(province_office)
    address = reverse("programs:task-returns", args=[task.pk, "send-back"])
    ticked = {"row": [row.pk for row in returns], "confirmed": "yes"}

    assert client.post(address, ticked).status_code == 422
    client.post(address, ticked | {"reason": "缺附件"})

    assert list(Filing.objects.values_list("state", "return_reason")) == [("returned", "缺附件")] * 2


def test_the_page_offers_what_makes_sense_and_only_to_who_receives(client, task, returns, province_office, yueqing_bureau):
    client.force_login(province_office)
    assert [act for act, _label in client.get(task.get_absolute_url()).context["offered"]] == ["accept", "send-back"]
    client.force_login(yueqing_bureau)
    assert client.get(task.get_absolute_url()).context["offered"] == []
    address = reverse("programs:task-returns", args=[task.pk, "accept"])
    assert client.post(address, {"row": [returns[0].pk], "confirmed": "yes"}).status_code == 404


def test_many_over_rest(sends, returns, province_office, yueqing_bureau):
    ids = [row.pk for row in returns]

    told = sends(province_office, "filings/many/", {"act": "accept", "filings": ids}).json()

    assert told["done"] == [ids[0]]
    assert [(one["filing"], one["code"]) for one in told["refused"]] == [(ids[1], "wrong_state")]
    assert sends(yueqing_bureau, "filings/many/", {"act": "accept", "filings": ids}).status_code == 404
