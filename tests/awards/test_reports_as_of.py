"""``?as_of=`` on reports: answered where the past is known, refused where only the present is, ignored nowhere."""

from datetime import timedelta

import pytest

from awards.actions import allotting, eligibility, nominations, recommending
from awards.actions.following import follow_units
from awards.api import cycles, nominating, publicity
from awards.models import Nomination, Quota, QuotaChange
from portal.kit.clock import database_now, local
from portal.units.models import Unit
from programs.loading import load_notice
from tests.awards.conftest import NOTICE
from tests.awards.factories import submitted
from tests.awards.holding import again
from tests.awards.test_api import client_of
from tests.past import noon, on

PRINTED = '{unit: "330300", basis: 12, places: 3}'
PRESENT = ("results/", "judging/", "not-nominated/?cycle=zj-2023")


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
        cycles.QuotaUsageReport: True,
        cycles.AwardsReport: True,
        publicity.ResultsReport: False,
        publicity.JudgingReport: False,
        nominating.NotNominatedReport: False,
    }


def _views():
    return [one.callback for module in (cycles, publicity, nominating) for one in module.urlpatterns]


def told(api, report: str, back: int) -> list[dict]:
    return ask(api, report, as_of=str(noon(back).date())).json()["results"]


def wenzhous(api, back: int) -> dict:
    """Wenzhou's quota on a day gone by."""
    return next(row for row in told(api, "quota-usage/", back) if row["unit"] == "330300")


@pytest.fixture
def goings(county_unit, counties, bureaus, wenzhou_bureau):
    """Wenzhou recommended one nine days ago and another seven, took the first back five days ago and recommended it anew three."""
    first, second = (submitted(county_unit, county, bureaus[county.pk]) for county in counties[:2])
    on(9, recommending.recommend, nomination=first, by=wenzhou_bureau)
    on(7, recommending.recommend, nomination=second, by=wenzhou_bureau)
    on(5, recommending.revoke, nomination=first, reason="请补充材料", by=wenzhou_bureau)
    on(3, recommending.recommend, nomination=first, by=wenzhou_bureau)
    return first, second


def test_places_used_on_a_day_are_those_held_when_it_ended(api, goings):
    Quota.objects.update(created_at=noon(20))

    days = [wenzhous(api, back) for back in (10, 9, 7, 5, 3, 0)]
    assert [(row["used"], row["left"]) for row in days] == [(0, 3), (1, 2), (2, 1), (1, 2), (2, 1), (2, 1)]


def test_places_changed_since_are_told_as_they_were(api, cycle, wenzhou, province_office):
    Quota.objects.update(created_at=noon(20))
    quota = Quota.objects.get(category__key="county_unit", unit=wenzhou)
    for back, places in ((8, 5), (4, 4)):
        change = on(back, allotting.change_places, quota=quota, places=places, reason="新增功能区", by=province_office)
        QuotaChange.objects.filter(pk=change.pk).update(created_at=noon(back))

    was, between, now = (wenzhous(api, back) for back in (9, 6, 0))

    assert [row["places"] for row in (was, between, now)] == [3, 5, 4]
    assert [len(row["changes"]) for row in (was, between, now)] == [0, 1, 2]


def test_a_table_the_notice_corrected_is_told_as_it_was(api, cycle):
    Quota.objects.update(created_at=noon(20))
    corrected = NOTICE.read_text(encoding="utf-8").replace(PRINTED, PRINTED.replace("places: 3", "places: 4"))
    on(4, load_notice, file=corrected.encode(), by=None)

    was, now = (wenzhous(api, back) for back in (5, 0))

    assert [(row["name"], row["ruled"], row["places"]) for row in (was, now)] == [("温州市", 3, 3), ("温州市", 4, 4)]


def test_a_rule_the_notice_changed_since_is_told_as_it_was(api, cycle):
    Quota.objects.update(created_at=noon(20))
    text = NOTICE.read_text(encoding="utf-8")
    on(4, load_notice, file=text.replace("clause: 附件1", "clause: 三1").replace('share: "0.25"', 'share: "0.3"').encode(), by=None)

    was, now = (wenzhous(api, back) for back in (5, 0))

    assert (was["clause"], now["clause"]) == ("浙工程办函〔2023〕7号 附件1", "浙工程办函〔2023〕7号 三1")
    assert (was["formula"], now["formula"]) == ("12 × 25% = 3.00 → 3", "12 × 30% = 3.60 → 4")


def test_a_place_is_counted_where_the_county_lay_when_it_took_it(api, cycle, goings, cities, province_office, wenzhou_bureau):
    """Taken back by Wenzhou, moved to Ningbo: what it held before was Wenzhou's."""
    Quota.objects.update(created_at=noon(20))
    first, _second = goings
    on(2, recommending.revoke, nomination=first, reason="随区划调整", by=wenzhou_bureau)
    Unit.objects.filter(pk=first.unit_id).update(path=cities["330200"].path + f"{first.unit.code}/", parent=cities["330200"])
    on(1, follow_units, cycle=cycle, by=province_office)

    days = [{row["name"]: row["used"] for row in told(api, "quota-usage/", back)} for back in (3, 0)]

    assert [(used["温州市"], used["宁波市"]) for used in days] == [(2, 0), (1, 0)]
    assert {row["unit"]: row["via"] for row in told(api, "awards/", 3)}[first.unit.code] == "温州市"
    assert again(first).via.name == "宁波市"


def test_whom_a_form_named_on_a_day_is_told_whoever_it_names_now(api, cycle, counties, bureaus, wenzhou_bureau, province_office):
    managers = cycle.categories.select_related("cycle").get(key="county_manager")
    about = {
        "manager_position": "主任",
        "manager_workplace": "乐清市教育局",
        "manager_title": "高级教师",
        "manager_basis": "任职文件",
        "period": None,
    }
    by = bureaus[counties[0].pk]
    for clause, _text in managers.attested:
        eligibility.attest(category=managers, unit=counties[0], clause=clause, met=True, reason="见总结", by=wenzhou_bureau)
    row = on(9, submitted, category=managers, unit=counties[0], by=by, manager_name="陈甲", **about)
    on(8, recommending.recommend, nomination=row, by=wenzhou_bureau)
    on(6, recommending.send_back, nomination=row, reason="请换人", by=province_office)
    on(5, nominations.save, nomination=row, version=row.version, values={"manager_name": "林乙"}, by=by)
    on(4, nominations.submit, nomination=row, by=by)
    on(3, recommending.recommend, nomination=row, by=wenzhou_bureau)

    assert [told(api, "awards/", back)[0]["subject"] for back in (7, 2)] == ["陈甲", "林乙"]


def test_quotas_given_out_later_and_days_to_come_are_not_told(api, cycle):
    tomorrow = str(noon(-1).date())
    answer = ask(api, "quota-usage/", as_of=tomorrow)

    assert told(api, "quota-usage/", 1) == []
    assert (answer.status_code, answer.json()["detail"]) == (400, "as_of 不能晚于今天。")
    assert ask(api, "awards/", as_of=tomorrow).status_code == 400


def test_the_past_of_places_costs_the_same_however_much_happened(api, goings, django_assert_num_queries):
    Quota.objects.update(created_at=noon(20))
    ask(api, "quota-usage/")

    with django_assert_num_queries(12):
        ask(api, "quota-usage/", as_of=str(noon(4).date()))


def test_who_was_recommended_on_a_day_is_who_held_a_place_when_it_ended(api, goings):
    first, second = goings
    days = {back: {row["unit"]: row["recommended_at"] for row in told(api, "awards/", back)} for back in (8, 5, 3)}

    assert [list(days[back]) for back in (8, 5, 3)] == [
        [first.unit.code],
        [second.unit.code],
        [second.unit.code, first.unit.code],
    ]
    assert [days[back][first.unit.code][:10] for back in (8, 3)] == [str(noon(9).date()), str(noon(3).date())]
    assert ask(api, "awards/", as_of="x").json()["detail"] == "as_of 应为 ISO-8601 日期或时间。"


def test_a_moment_is_told_to_the_minute(api, goings):
    noons = noon(7)

    counts = [len(ask(api, "awards/", as_of=(noons + timedelta(minutes=m)).isoformat()).json()["results"]) for m in (-1, 1)]

    assert counts == [1, 2]


def test_the_state_of_a_row_changed_since_is_not_told_as_that_of_the_past(api, goings):
    [row] = told(api, "awards/", 8)
    Nomination.objects.update(updated_at=noon(9))
    [unchanged] = told(api, "awards/", 8)

    assert (row["state"], row["state_text"], row["position"], unchanged["state"]) == ("", "", None, "recommended")
