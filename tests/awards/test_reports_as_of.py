"""``?as_of=`` on reports: answered where the past is known, refused where only the present is, ignored nowhere."""

from datetime import timedelta

import pytest
from django.utils import timezone

from awards.api import cycles, nominating, publicity
from awards.models import Nomination
from portal.kit.clock import database_now, local
from tests.awards.test_api import client_of

PRESENT = ("quota-usage/", "results/", "judging/", "not-nominated/?cycle=zj-2023")


def ask(api, report: str, **query):
    name, _mark, more = report.partition("?")
    return api.get(f"/api/v1/reports/{name}", {**dict(part.split("=") for part in more.split("&") if part), **query})


@pytest.fixture
def api(province_office, cycle):
    return client_of(province_office, "read")


@pytest.mark.parametrize("report", PRESENT)
def test_a_report_of_the_present_refuses_another_day(api, report):
    day = local(database_now()).date()

    for other in ("2023-01-01", "2023-01-01T00:00:00Z", str(day + timedelta(days=1))):
        answer = ask(api, report, as_of=other)
        assert (answer.status_code, answer.json()["detail"]) == (
            400,
            "这个报表只有现在的数据，不能查其他日期的：as_of 请不填，或填今天。",
        )
    assert ask(api, report, as_of=str(day)).status_code == 200
    assert ask(api, report).status_code == 200
    assert ask(api, report, as_of="昨天").json()["detail"] == "as_of 应为 ISO-8601 日期。"


def test_every_award_report_answers_a_day_or_refuses_it():
    found = {view.view_class: view.view_class.dated for view in _views()}

    assert found == {
        cycles.QuotaUsageReport: False,
        cycles.AwardsReport: True,
        publicity.ResultsReport: False,
        publicity.JudgingReport: False,
        nominating.NotNominatedReport: False,
    }


def _views():
    return [one.callback for module in (cycles, publicity, nominating) for one in module.urlpatterns]


def test_a_day_is_answered_up_to_its_end(api, taken_in):
    then = timezone.make_aware(timezone.datetime(2023, 11, 20, 15, 0))
    Nomination.objects.filter(pk=taken_in[0].pk).update(recommended_at=then)

    counts = {
        day: len(ask(api, "awards/", as_of=day).json()["results"]) for day in ("2023-11-19", "2023-11-20", "2023-11-20T14:00:00")
    }

    assert counts == {"2023-11-19": 0, "2023-11-20": 1, "2023-11-20T14:00:00": 0}
    assert ask(api, "awards/", as_of="x").json()["detail"] == "as_of 应为 ISO-8601 日期或时间。"


def test_the_state_of_a_row_changed_since_is_not_told_as_that_of_the_past(api, taken_in):
    then = timezone.make_aware(timezone.datetime(2023, 11, 20, 15, 0))
    Nomination.objects.filter(pk=taken_in[0].pk).update(recommended_at=then)

    [row] = ask(api, "awards/", as_of="2023-11-20").json()["results"]
    Nomination.objects.filter(pk=taken_in[0].pk).update(updated_at=then)
    [unchanged] = ask(api, "awards/", as_of="2023-11-20").json()["results"]

    assert (row["state"], row["state_text"], unchanged["state"]) == ("", "", "accepted")
