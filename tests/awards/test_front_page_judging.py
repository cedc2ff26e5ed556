"""What the front page tells judges, and the office of public notices."""

import pytest

from awards.actions import objections, panels, publicity
from awards.facts_desk.judge_desk import waiting_of
from awards.models import Nomination, Objection, PublicNotice
from portal.shell.desk import gather
from portal.shell.publicity_sources import judging_and_notices
from tests.awards.test_publicity import fresh, objected, over


def desk_of(user):
    user.forget_posts()
    return gather(user, user.current_posts()[0], from_sources=(judging_and_notices,))


def told(user) -> list[tuple[str, str]]:
    return [(item.what, item.button) for item in desk_of(user).waiting]


def test_a_judge_finds_his_open_scores_until_they_are_given(panel, experts, province_office):
    assert told(experts[0]) == []
    panels.start(panel=panel, by=province_office)

    [item] = desk_of(experts[0]).waiting

    assert "还有 3 份评分没有提交" in item.what
    assert item.url == f"/judging/{waiting_of(experts[0]).first().pk}/"
    assert told(province_office) == []


def test_an_objection_waits_to_be_looked_into_and_then_to_be_answered(running, decided, province_office, wenzhou_bureau):
    row = objected(running, decided[0])

    assert told(province_office) == [(f"调查核实异议 {row.number}：{decided[0].subject}", "调查核实")]
    assert told(wenzhou_bureau) == []
    objections.investigate(objection=fresh(row), note="调阅签到表", by=province_office)
    assert told(province_office) == [(f"答复异议 {row.number}：{decided[0].subject}（名单暂缓）", "答复办结")]


def test_a_notice_tells_its_last_day_and_asks_to_be_ended_after_it(running, province_office):
    [due] = desk_of(province_office).deadlines
    assert due.deadline.what == f"公示截止：{running.title}"

    over(running)

    assert told(province_office) == [(f"公示期已满，请结束：{running.title}", "结束公示")]


def test_a_notice_that_is_over_with_an_open_objection_says_what_holds_it(running, decided, province_office):
    row = objected(running, decided[0])
    over(running)

    assert [button for _what, button in told(province_office)].count("办理异议") == 1
    assert row.state == Objection.State.RECEIVED


def test_who_took_a_place_that_fell_free_is_to_be_listed(cycle, running, decided, province_office):
    chosen = {"paper_required": False, "city_notice": False, "province_notice": True, "notice_days": 5}
    publicity.choose(cycle=cycle, reason="按惯例先公示", by=province_office, **chosen)
    assert told(province_office) == []
    row = fresh(objected(running, decided[0]))
    objections.investigate(objection=row, note="调阅签到表", by=province_office)
    objections.answer(objection=fresh(row), upheld=True, text="经核实，情况属实。", by=province_office)

    assert told(province_office) == [(f"{cycle.name}有 1 条入选还没有公示", "起草公示")]


@pytest.mark.parametrize("count", [1, 2])
def test_it_asks_the_same_however_many(running, decided, province_office, count, django_assert_num_queries):
    for row in decided[:count]:
        objected(running, row)
    PublicNotice.objects.filter(pk=running.pk).update(days=count)
    Nomination.objects.filter(pk=decided[2].pk).update(state="decided")
    province_office.current_posts()

    with django_assert_num_queries(5):
        list(judging_and_notices(province_office, None))
