"""How long the public page vouches for the papers of a selection (文书有效期): set by its office, for all of them, in one step."""

from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.urls import reverse

from awards.actions import paper
from awards.facts_desk.fairness import parts_of
from awards.models import AwardCycle, Nomination
from portal.audit.models import Change
from portal.documents import actions as documents
from portal.documents import issuing
from portal.documents.models import Document, new_code
from portal.kit.clock import database_now, local
from portal.kit.errors import Denied, Refused
from tests.documents.factories import issued

pytestmark = pytest.mark.django_db
WHY = "结果公布满一年"


@pytest.fixture
def today():
    return local(database_now()).date()


def again(row):
    """As a later request reads it."""
    return Nomination.objects.select_related("cycle", "category", "unit__parent__parent", "via").get(pk=row.pk)


def verified(client, code) -> int:
    return client.get(reverse("documents:verify", args=[code])).status_code


def test_papers_issued_before_and_after_end_on_the_day_the_office_says(taken_in, cycle, province_office, today):
    end = today + timedelta(days=365)
    before = paper.issue_one(nomination=again(taken_in[0]), by=province_office)

    changed = paper.set_papers_until(cycle=cycle, until=end, reason=WHY, by=province_office)
    after = paper.issue_one(nomination=again(taken_in[1]), by=province_office)

    assert changed == 1
    before.refresh_from_db()
    assert (before.expires_on, after.expires_on) == (end, end)
    assert {issue.until() for issue in paper.issues_of(AwardCycle.objects.get(pk=cycle.pk))} == {end}
    told = Change.objects.filter(field__in=["papers_until", "expires_on"]).order_by("pk")
    assert [(one.field, one.before, one.after) for one in told] == [
        ("expires_on", "", str(end)),
        ("papers_until", "", str(end)),
    ]


def test_the_day_after_the_public_page_answers_as_for_a_wrong_code(client, taken_in, cycle, province_office, today, monkeypatch):
    row = paper.issue_one(nomination=again(taken_in[0]), by=province_office)
    paper.set_papers_until(cycle=cycle, until=today, reason=WHY, by=province_office)
    assert verified(client, row.code) == 200

    monkeypatch.setattr("django.utils.timezone.localdate", lambda: today + timedelta(days=1))

    assert (verified(client, row.code), verified(client, new_code())) == (404, 404)
    client.force_login(province_office)
    assert "已过期" in client.get(row.get_absolute_url()).content.decode()


def test_the_office_makes_them_hold_longer_or_for_good_again(client, taken_in, cycle, province_office, today):
    row = paper.issue_one(nomination=again(taken_in[0]), by=province_office)
    paper.set_papers_until(cycle=cycle, until=today, reason=WHY, by=province_office)
    Document.objects.filter(pk=row.pk).stamp(expires_on=today - timedelta(days=1))
    assert verified(client, row.code) == 404

    assert paper.set_papers_until(cycle=cycle, until=None, reason="长期保存", by=province_office) == 1

    assert verified(client, row.code) == 200


def test_papers_of_other_series_and_revoked_ones_are_left_alone(taken_in, cycle, province_office, yueqing, today):
    other = issued(yueqing, series="zj-2024")
    gone = paper.issue_one(nomination=again(taken_in[0]), by=province_office)
    documents.revoke(document=gone, reason="填错", by=province_office)

    assert paper.set_papers_until(cycle=cycle, until=today, reason=WHY, by=province_office) == 0

    assert set(Document.objects.filter(pk__in=[other.pk, gone.pk]).values_list("expires_on", flat=True)) == {None}


def test_a_day_that_is_over_is_refused_and_changes_nothing(client, taken_in, cycle, province_office, today):
    row = paper.issue_one(nomination=again(taken_in[0]), by=province_office)
    client.force_login(province_office)

    answer = client.post(
        reverse("awards:papers-until", args=[cycle.code]), {"until": str(today - timedelta(days=1)), "reason": WHY}
    )

    assert (answer.status_code, "今天或以后" in answer.content.decode()) == (422, True)
    assert WHY in answer.content.decode()  # what was typed is still there
    row.refresh_from_db()
    cycle.refresh_from_db()
    assert (row.expires_on, cycle.papers_until) == (None, None)
    with pytest.raises(Refused):
        paper.set_papers_until(cycle=cycle, until=today, reason=" ", by=province_office)


def test_only_the_office_that_runs_it_sets_it_on_the_page_and_over_rest(client, cycle, province_office, wenzhou_bureau, today):
    page, rest = reverse("awards:papers-until", args=[cycle.code]), f"/api/v1/cycles/{cycle.code}/papers-until/"
    asked = {"until": str(today), "reason": WHY}

    client.force_login(wenzhou_bureau)
    assert client.post(page, asked).status_code == 404
    assert client.post(rest, asked, content_type="application/json").status_code == 403
    with pytest.raises(Denied):
        paper.set_papers_until(cycle=cycle, until=today, reason=WHY, by=wenzhou_bureau)

    client.force_login(province_office)
    told = client.post(rest, asked, content_type="application/json")
    assert (told.status_code, told.json()) == (200, {"until": str(today), "changed": 0})
    client.post(page, {"until": "", "reason": "长期保存"})
    cycle.refresh_from_db()
    assert cycle.papers_until is None


def test_a_paper_asked_for_with_an_older_copy_of_the_selection_takes_the_day_in_force(taken_in, cycle, province_office, today):
    row = again(taken_in[0])
    paper.set_papers_until(cycle=cycle, until=today, reason=WHY, by=province_office)

    assert row.cycle.papers_until is None
    assert paper.issue_one(nomination=row, by=province_office).expires_on == today


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("until", "ends"), [(None, True), (issuing.for_good, False)], ids=["held", "canary: nothing held"])
def test_a_paper_numbered_while_the_day_changes_takes_the_new_one(taken_in, cycle, province_office, today, until, ends):
    [issue] = paper.issues_of(cycle)[1:2]
    if until:
        issue = replace(issue, until=until)

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            paper.set_papers_until(cycle=cycle, until=today, reason=WHY, by=province_office)
            numbering = pool.submit(numbered, issue)
            wait([numbering], timeout=1)  # it stands at the row of the selection; the canary is through
        numbering.result(30)

    assert (Document.objects.get().expires_on == today) is ends


def numbered(issue):
    try:
        issuing.intend([issue], None)
    finally:
        connection.close()


def test_the_fairness_package_tells_it(taken_in, cycle, province_office, today):
    paper.issue_one(nomination=again(taken_in[0]), by=province_office)
    paper.set_papers_until(cycle=cycle, until=today, reason=WHY, by=province_office)

    parts = parts_of(AwardCycle.objects.get(pk=cycle.pk))

    assert parts["01-rules"]()["papers_until"] == today
    assert [row["expires_on"] for row in parts["15-papers"]()["documents"]] == [today]
