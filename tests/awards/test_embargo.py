"""Decisions nobody has published stay with the office."""

import pytest
from django.urls import reverse

from awards.actions import judging, publishing
from awards.models import AwardCycle, Nomination
from portal.audit.models import Event
from tests import factories
from tests.awards.test_api import client_of

SECRET = "金丝雀：证据不足"


@pytest.fixture
def decided(cycle, taken_in, province_office):
    ids = [row.pk for row in taken_in]
    judging.decide(cycle=cycle, chosen=ids[:1], declined=ids[1:2], reserved=ids[2:], by=province_office, reason=SECRET)
    return taken_in


def told_to(client, user, rows) -> dict[str, str]:
    """Every page and every answer over REST that ``user`` may ask about ``rows``, by address."""
    client.force_login(user)
    code = rows[0].cycle.code
    pages = ["/", reverse("awards:cycle", args=[code]), reverse("awards:desk", args=[code]), reverse("audit:event-list")]
    pages += [row.get_absolute_url() for row in rows]
    pages += [
        reverse(f"awards:{name}", args=[code]) for name in ("eligibility", "quotas", "ledger", "compare", "papers", "missing")
    ]
    pages += [reverse("awards:quota", args=[code, row.category.key, row.via.code]) for row in rows]
    rest = client_of(user)
    answers = ["/api/v1/nominations/", "/api/v1/reports/awards/", "/api/v1/reports/awards/?format=csv"]
    answers += [f"/api/v1/nominations/{row.pk}/" for row in rows]
    return {page: _text(client.get(page)) for page in pages} | {one: _text(rest.get(one)) for one in answers}


def _text(response) -> str:
    body = b"".join(response.streaming_content) if response.streaming else response.content
    return body.decode()


LEAKS = (
    SECRET,
    "（不入选",
    *(
        f"{before}{word}{after}"
        for word in ("入选", "不入选", "省级候补")
        for before, after in ((">", "<"), (",", ","), ('"', '"'))
    ),
    *('"declined"', '"decided"', '"reserved"', "nomination.decided<", "nomination.declined<"),
)


def test_neither_city_nor_nominee_nor_client_learns_of_a_decision(client, decided, wenzhou_bureau, bureaus, zhejiang):
    for user in [wenzhou_bureau, *(bureaus[row.unit_id] for row in decided)]:
        assert leaked(told_to(client, user, decided)) == [], user
    assert leaked(told_to(client, factories.user("peer", zhejiang, "client"), decided)) == []


def test_the_time_of_a_change_does_not_tell_which_decision_it_was(decided):
    assert len({row.updated_at for row in Nomination.objects.filter(pk__in=[row.pk for row in decided])}) == 1


def leaked(told: dict[str, str]) -> list[tuple[str, str]]:
    return [(page, leak) for page, text in told.items() for leak in LEAKS if leak in text]


def test_the_office_sees_what_was_decided(client, decided, province_office):
    told = "".join(told_to(client, province_office, decided).values())

    assert SECRET in told
    assert '"reserved"' in told
    assert ">省级候补<" in told


def test_everybody_concerned_learns_of_it_once_published(client, cycle, decided, province_office, zhejiang, bureaus):
    publishing.announce(cycle=cycle, by=province_office)
    publishing.announce(cycle=AwardCycle.objects.get(pk=cycle.pk), by=factories.user("province2", zhejiang, "bureau_leader"))

    assert SECRET in "".join(told_to(client, bureaus[decided[1].unit_id], decided[1:2]).values())
    assert [Nomination.objects.get(pk=row.pk).state for row in decided] == ["announced", "declined", "declined"]


def test_the_log_of_a_subtree_keeps_decisions_with_the_office(decided, wenzhou_bureau, province_office):
    about = {"nomination.decided", "nomination.declined", "nomination.reserved"}

    assert not Event.objects.visible_to(wenzhou_bureau).filter(verb__in=about).exists()
    assert set(Event.objects.visible_to(province_office).filter(verb__in=about).values_list("verb", flat=True)) == about


def test_a_veiled_row_costs_one_more_question_however_many(decided, wenzhou_bureau, django_assert_num_queries):
    wenzhou_bureau.current_posts()

    with django_assert_num_queries(2):
        rows = list(Nomination.objects.visible_to(wenzhou_bureau))

    assert {row.state for row in rows} == {"accepted"}
