"""The province's verbs on sets of recommendations."""

import pytest

from awards.actions import judging, publishing
from awards.models import Nomination
from portal.accounts.models import Message
from portal.audit.models import Event
from portal.kit.errors import Denied, Refused, WrongState
from tests import factories
from tests.awards.factories import recommended, submitted
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

    with django_assert_num_queries(18):
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
        with pytest.raises(Refused):
            judging.reconsider(cycle=cycle, ids=wrong, reason="有误。", by=province_office)
    with pytest.raises(Denied):
        judging.accept_all(cycle=cycle, ids=ids(rows), by=wenzhou_bureau)

    assert states(rows) == ["recommended"] * 3


def test_deciding_asks_the_same_for_one_and_for_three(cycle, rows, province_office, django_assert_num_queries):
    judging.accept_all(cycle=cycle, ids=ids(rows), by=province_office)
    province_office.current_posts()

    with django_assert_num_queries(22):
        answer = judging.decide(cycle=cycle, chosen=ids(rows[:2]), declined=ids(rows[2:]), by=province_office, reason="证据不足。")

    assert answer == {"decided": 2, "declined": 1}
    assert states(rows) == ["decided", "decided", "declined"]


def test_declining_needs_a_reason_which_is_kept(cycle, rows, province_office):
    judging.accept_all(cycle=cycle, ids=ids(rows), by=province_office)
    with pytest.raises(Refused) as refusal:
        judging.decide(cycle=cycle, chosen=ids(rows[:1]), declined=ids(rows[1:]), by=province_office, reason=" ")
    assert str(refusal.value) == "请写明不入选理由（不超过 500 字）。"
    assert states(rows) == ["accepted"] * 3

    judging.decide(cycle=cycle, chosen=ids(rows[:1]), declined=ids(rows[1:]), by=province_office, reason="证据不足。")

    assert [Nomination.objects.get(pk=row.pk).decision_reason for row in rows] == ["", "证据不足。", "证据不足。"]
    assert Event.objects.about(rows[1]).last().note == "证据不足。"


def test_a_declined_recommendation_has_used_its_place(cycle, rows, province_office):
    judging.accept_all(cycle=cycle, ids=ids(rows), by=province_office)

    judging.decide(cycle=cycle, chosen=[], declined=ids(rows), by=province_office, reason="证据不足。")

    assert cycle.quotas.get(unit__code="330300").left() == 0


def test_a_decision_is_taken_back_until_somebody_asks_to_publish(cycle, rows, province_office, django_assert_num_queries):
    judging.accept_all(cycle=cycle, ids=ids(rows), by=province_office)
    judging.decide(cycle=cycle, chosen=ids(rows[:2]), declined=ids(rows[2:]), by=province_office, reason="证据不足。")
    with pytest.raises(Refused):
        judging.reconsider(cycle=cycle, ids=ids(rows), reason="", by=province_office)

    with django_assert_num_queries(7):
        assert judging.reconsider(cycle=cycle, ids=ids(rows), reason="补充了材料。", by=province_office) == 3

    assert states(rows) == ["accepted"] * 3
    row = Nomination.objects.get(pk=rows[2].pk)
    assert (row.decided_at, row.decided_by, row.decision_reason) == (None, None, "")
    assert Event.objects.about(row).last().note == "补充了材料。"

    judging.decide(cycle=cycle, chosen=ids(rows), declined=[], by=province_office)
    publishing.announce(cycle=cycle, by=province_office)
    for late in (
        lambda: judging.reconsider(cycle=cycle, ids=ids(rows), reason="补充了材料。", by=province_office),
        lambda: judging.decide(cycle=cycle, chosen=ids(rows), declined=[], by=province_office),
    ):
        with pytest.raises(WrongState) as refusal:
            late()
        assert refusal.value.code == "release_asked"


@pytest.mark.parametrize("count", [1, 3])
def test_publishing_tells_everybody_in_one_go(
    cycle, rows, county_unit, counties, bureaus, province_office, zhejiang, count, django_assert_num_queries
):
    waiting = submitted(county_unit, counties[3], bureaus[counties[3].pk])
    judging.accept_all(cycle=cycle, ids=ids(rows), by=province_office)
    chosen, declined = ids(rows[:count]), ids(rows[count:])
    judging.decide(cycle=cycle, chosen=chosen, declined=declined, by=province_office, reason="证据不足。")
    publishing.announce(cycle=cycle, by=province_office)
    leader = factories.user("province2", zhejiang, "bureau_leader")
    leader.current_posts()

    with django_assert_num_queries(22):
        publishing.announce(cycle=cycle, by=leader)

    told = [Message.objects.filter(user=bureaus[row.unit_id]).latest("pk").text for row in rows]
    assert told[0] == "乐清市教育局 获评“区县级先进单位”。"
    assert [("不入选：证据不足。" in text) for text in told] == [False] * count + [True] * (3 - count)
    closing = Message.objects.filter(user=bureaus[waiting.unit_id]).latest("pk").text
    assert "推荐表停在“已报设区市”，没有进入省级评定，不再办理" in closing


@pytest.mark.parametrize("count", [1, 3])
def test_rest_asks_the_same_however_many(cycle, rows, province_office, count, django_assert_num_queries):
    office = client_of(province_office)
    office.get("/api/v1/cycles/zj-2023/")

    with django_assert_num_queries(20):
        answer = office.post("/api/v1/cycles/zj-2023/accept/", {"nominations": ids(rows[:count])}).json()

    assert answer == {"accepted": ids(rows[:count]), "refused": []}


def test_rest_tells_those_refused(rows, counties, province_office):
    counties[0].media_reports.update(state="void")

    answer = client_of(province_office).post("/api/v1/cycles/zj-2023/accept/", {"nominations": ids(rows)}).json()

    assert answer["accepted"] == ids(rows[1:])
    [refused] = answer["refused"]
    assert (refused["id"], refused["code"]) == (rows[0].pk, "needs_person")
    assert "浙工程办函〔2023〕7号" in refused["clause"]


def test_rest_takes_decisions_back_and_warns_of_what_is_unfinished(cycle, rows, province_office):
    office = client_of(province_office)
    judging.accept_all(cycle=cycle, ids=ids(rows), by=province_office)
    refused = office.post("/api/v1/cycles/zj-2023/decide/", {"declined": ids(rows)})
    assert (refused.status_code, refused.json()["fields"]) == (422, {"reason": "1 至 500 字"})
    office.post("/api/v1/cycles/zj-2023/decide/", {"declined": ids(rows), "reason": "证据不足。"})

    answer = office.post("/api/v1/cycles/zj-2023/reconsider/", {"nominations": ids(rows), "reason": "误点。"})
    assert answer.json() == {"accepted": 3}

    judging.decide(cycle=cycle, chosen=ids(rows), declined=[], by=province_office)
    asked = office.post("/api/v1/cycles/zj-2023/announce/")
    assert asked.status_code == 202
    assert asked.json()["unfinished"][0].startswith("还没有到截止时间：")


def test_over_rest_a_request_is_confirmed_by_its_key_where_it_is_told(cycle, decided, province_office, leader):
    address = "/api/v1/cycles/zj-2023/announce/"
    asked = client_of(province_office).post(address, {"release": 0})

    only_asking = client_of(leader).post(address, {"release": 0})
    done = client_of(leader).post(address, {"release": asked.json()["release"]})

    assert (asked.status_code, only_asking.status_code, done.status_code) == (202, 412, 200)
