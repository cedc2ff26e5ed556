"""The province's verbs on sets of recommendations."""

import pytest

from awards.actions import judging
from awards.models import Nomination
from portal.audit.models import Event
from portal.kit.errors import Denied, Refused, WrongState
from tests.awards.factories import recommended
from tests.awards.test_api import client_of


@pytest.fixture
def rows(counties, bureaus, county_unit, wenzhou_bureau):
    return [recommended(county_unit, county, bureaus[county.pk], wenzhou_bureau) for county in counties[:3]]


def ids(rows) -> list[int]:
    return [row.pk for row in rows]


def states(rows) -> list[str]:
    return [Nomination.objects.get(pk=row.pk).state for row in rows]


@pytest.mark.parametrize("count", [1, 3])
def test_taking_in_a_set_asks_the_same_however_many(cycle, rows, province_office, count, django_assert_num_queries):
    province_office.current_posts()

    with django_assert_num_queries(14):
        intake = judging.accept_all(cycle=cycle, ids=ids(rows[:count]), by=province_office)

    assert ids(intake.accepted) == ids(rows[:count])
    assert states(rows[:count]) == ["accepted"] * count
    assert Event.objects.filter(verb="nomination.accepted").count() == count


def test_each_taken_in_keeps_its_own_verdict_and_moves_on_a_version(cycle, rows, province_office):
    judging.accept_all(cycle=cycle, ids=ids(rows), by=province_office)

    for row in rows:
        now = Nomination.objects.get(pk=row.pk)
        assert (now.frozen["eligible"], now.version) == (True, row.version + 1)
        assert now.updated_at > row.updated_at
        assert Event.objects.about(now).last().unit_id == row.unit_id


def test_those_that_do_not_hold_any_more_are_told_and_stay(cycle, rows, counties, province_office):
    judging.accept(nomination=rows[1], by=province_office)
    counties[0].media_reports.update(state="void")

    intake = judging.accept_all(cycle=cycle, ids=ids(rows), by=province_office)

    assert ids(intake.accepted) == [rows[2].pk]
    assert [(row.pk, refusal.code) for row, refusal in intake.refused] == [
        (rows[0].pk, "needs_person"),
        (rows[1].pk, "wrong_state"),
    ]
    assert states(rows) == ["recommended", "accepted", "accepted"]


def test_one_alone_is_refused_outright(rows, counties, province_office):
    counties[0].media_reports.update(state="void")

    with pytest.raises(WrongState):
        judging.accept(nomination=rows[0], by=province_office)

    assert states(rows[:1]) == ["recommended"]


def test_a_set_names_each_once_and_only_those_of_the_cycle(cycle, rows, province_office, wenzhou_bureau):
    for wrong in ([], [rows[0].pk, rows[0].pk], [rows[0].pk, 999999]):
        with pytest.raises(Refused):
            judging.accept_all(cycle=cycle, ids=wrong, by=province_office)
        with pytest.raises(Refused):
            judging.decide(cycle=cycle, chosen=wrong, declined=[], by=province_office)
    with pytest.raises(Denied):
        judging.accept_all(cycle=cycle, ids=ids(rows), by=wenzhou_bureau)

    assert states(rows) == ["recommended"] * 3


def test_deciding_asks_the_same_for_one_and_for_three(cycle, rows, province_office, django_assert_num_queries):
    judging.accept_all(cycle=cycle, ids=ids(rows), by=province_office)
    province_office.current_posts()

    with django_assert_num_queries(7):
        answer = judging.decide(cycle=cycle, chosen=ids(rows[:2]), declined=ids(rows[2:]), by=province_office)

    assert answer == {"decided": 2, "declined": 1}
    assert states(rows) == ["decided", "decided", "declined"]


@pytest.mark.parametrize("count", [1, 3])
def test_rest_asks_the_same_however_many(cycle, rows, province_office, count, django_assert_num_queries):
    office = client_of(province_office)
    office.get("/api/v1/cycles/zj-2023/")

    with django_assert_num_queries(19):
        answer = office.post("/api/v1/cycles/zj-2023/accept/", {"nominations": ids(rows[:count])}).json()

    assert answer == {"accepted": ids(rows[:count]), "refused": []}


def test_rest_tells_those_refused(rows, counties, province_office):
    counties[0].media_reports.update(state="void")

    answer = client_of(province_office).post("/api/v1/cycles/zj-2023/accept/", {"nominations": ids(rows)}).json()

    assert answer["accepted"] == ids(rows[1:])
    [refused] = answer["refused"]
    assert (refused["id"], refused["code"]) == (rows[0].pk, "needs_person")
    assert "浙工程办函〔2023〕7号" in refused["clause"]
