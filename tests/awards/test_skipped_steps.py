"""Corpus row 97: nobody leaves out a step, changes what was handed in, or decides on his own."""

import pytest

from awards.actions import eligibility, publishing
from awards.models import Nomination
from portal.kit.errors import DomainError
from tests.awards.factories import drafted, recommended, submitted
from tests.awards.test_api import client_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def rows(cycle, county_unit, counties, bureaus, wenzhou_bureau, province_office):
    """The same form at three steps."""
    eligibility.score_cycle(cycle=cycle, by=province_office)
    first, second, third = counties[:3]
    return {
        "draft": drafted(county_unit, first, bureaus[first.pk]),
        "submitted": submitted(county_unit, second, bureaus[second.pk]),
        "recommended": recommended(county_unit, third, bureaus[third.pk], wenzhou_bureau),
    }


@pytest.fixture
def people(rows, bureaus, wenzhou_bureau, province_office):
    counties = {f"county of {step}": bureaus[row.unit_id] for step, row in rows.items()}
    return counties | {"city": wenzhou_bureau, "province": province_office}


SKIPS = {
    "a county puts its own draft forward": ("county of draft", "draft", "recommend", {"opinion": "同意。"}, {403, 409}),
    "a city puts a draft forward": ("city", "draft", "recommend", {"opinion": "同意。"}, {404}),
    "a county puts forward what it handed in": ("county of submitted", "submitted", "recommend", {"opinion": "同意。"}, {403}),
    "a county hands in twice": ("county of submitted", "submitted", "submit", {}, {409}),
    "the province takes in what no city recommended": ("province", "submitted", "accept", {}, {403, 404, 409}),
    "a city takes in its own recommendation": ("city", "recommended", "accept", {}, {403}),
    "a county takes in its own": ("county of recommended", "recommended", "accept", {}, {403}),
    "a city recommends twice": ("city", "recommended", "recommend", {"opinion": "同意。"}, {409}),
}


@pytest.mark.parametrize("name", SKIPS)
def test_a_skipped_step_is_refused_and_changes_nothing(name, rows, people):
    who, step, act, body, statuses = SKIPS[name]
    row = rows[step]

    answer = client_of(people[who]).post(f"/api/v1/nominations/{row.pk}/{act}/", body)

    assert answer.status_code in statuses, answer.content.decode()
    assert Nomination.objects.get(pk=row.pk).state == row.state


def test_each_step_in_its_order_is_taken(rows, people):
    """Canary: the same calls by the right person at the right time go through."""
    pk = rows["submitted"].pk

    done = client_of(people["city"]).post(f"/api/v1/nominations/{pk}/recommend/", {"opinion": "同意。"})
    taken = client_of(people["province"]).post(f"/api/v1/nominations/{pk}/accept/")

    assert [(done.status_code, done.json()["state"]), (taken.status_code, taken.json()["state"])] == [
        (200, "recommended"),
        (200, "accepted"),
    ]


@pytest.mark.parametrize("step", ["submitted", "recommended"])
def test_what_was_handed_in_is_edited_no_more(step, rows, people):
    row = rows[step]
    client = client_of(people[f"county of {step}"])
    version = client.get(f"/api/v1/nominations/{row.pk}/").headers["ETag"]

    answer = client.patch(f"/api/v1/nominations/{row.pk}/", {"reason": "改过了。"}, HTTP_IF_MATCH=version)

    assert answer.status_code in {403, 409}
    assert Nomination.objects.get(pk=row.pk).reason == row.reason


def test_nobody_below_the_province_decides_and_the_province_not_before_taking_in(cycle, rows, people):
    chosen = {"chosen": [rows["recommended"].pk], "declined": []}
    statuses = {
        who: client_of(person).post(f"/api/v1/cycles/{cycle.code}/decide/", chosen, format="json").status_code
        for who, person in people.items()
    }

    assert statuses == dict.fromkeys(people, 403) | {
        "province": 422
    }  # the province may decide, but not on what it has not taken in
    assert Nomination.objects.get(pk=rows["recommended"].pk).state == "recommended"


def test_nothing_is_published_before_it_is_decided(cycle, rows, province_office):
    with pytest.raises(DomainError):
        publishing.announce(cycle=cycle, by=province_office)
