"""A judging panel: conflicts, hidden scores, moderation, places."""

import pytest
from django.urls import reverse

from awards.actions import judging, panels, recusing, scoring
from awards.facts_desk.panels import board_of
from awards.marking.criteria import typed
from awards.models import Ballot, JudgingPanel, Recusal
from portal.kit.errors import Denied, Refused, WrongState
from tests import factories


@pytest.fixture
def rows(taken_in):
    return taken_in


def started(panel, by):
    panels.start(panel=panel, by=by)
    panel.refresh_from_db()
    return panel


def ballot_of(expert, row, round=1) -> Ballot:
    rows = Ballot.objects.select_related("judge__panel__cycle", "nomination__unit")
    return rows.get(judge__user=expert, nomination=row, round=round)


def give(expert, row, mark, round=1):
    ballot = ballot_of(expert, row, round)
    return scoring.give(ballot=ballot, version=ballot.version, typed={"c1": mark}, comment="", by=expert)


def give_all(experts, marks: dict):
    for row, texts in marks.items():
        for expert, text in zip(experts, texts, strict=True):
            give(expert, row, text)


def test_judges_of_the_same_city_and_the_nominee_itself_are_kept_out_by_rule(
    panel, rows, wenzhou, hangzhou, counties, bureaus, province_office
):
    townsman = factories.user("townsman", wenzhou, "expert")
    stranger = factories.user("stranger", hangzhou, "expert")
    teacher = factories.user("inside", counties[0], "expert", name="某甲")
    for user in (townsman, stranger, teacher):
        panels.seat(panel=panel, user=user, part="member", by=province_office)

    started(panel, province_office)

    grounds = {(r.judge.user.username, r.nomination_id): r.ground for r in Recusal.objects.select_related("judge__user")}
    assert {key: ground for key, ground in grounds.items() if key[0] == "townsman"} == {
        ("townsman", row.pk): "same_city" for row in rows
    }
    assert grounds[("inside", rows[0].pk)] == "own_unit"
    assert "stranger" not in {name for name, _row in grounds}


def test_whoever_organises_the_judging_does_not_judge(panel, zhejiang, province_office, wenzhou_bureau):
    with pytest.raises(Refused):
        panels.seat(panel=panel, user=factories.user("province2", zhejiang, "bureau_leader"), part="member", by=province_office)
    with pytest.raises(Denied):
        panels.start(panel=panel, by=wenzhou_bureau)


def test_a_panel_has_one_lead_and_nobody_twice(panel, experts, zhejiang, province_office):
    with pytest.raises(WrongState):
        panels.seat(panel=panel, user=experts[0], part="member", by=province_office)
    with pytest.raises(WrongState):
        panels.seat(panel=panel, user=factories.user("other", zhejiang, "expert"), part="lead", by=province_office)


def test_a_declared_relation_takes_the_nomination_from_the_judge(panel, rows, experts, province_office):
    started(panel, province_office)
    judge = panel.judges.get(user=experts[0])

    recusing.recuse(judge=judge, nomination=rows[0], reason="亲属在该局任职", by=experts[0])

    with pytest.raises(WrongState) as refusal:
        give(experts[0], rows[0], "90")
    assert "回避" in str(refusal.value)
    assert [line.ballots[0].judge.user for line in board_of(panel).lines if line.nomination == rows[0]] == [experts[1]]


def test_scoring_does_not_begin_while_somebody_is_left_without_a_judge(rows, county_unit, wenzhou, province_office):
    panel = panels.open_panel(category=county_unit, by=province_office)
    panels.seat(panel=panel, user=factories.user("townsman", wenzhou, "expert"), part="member", by=province_office)

    with pytest.raises(WrongState) as refusal:
        panels.start(panel=panel, by=province_office)

    assert "没有评委可评" in str(refusal.value)
    assert JudgingPanel.objects.get(pk=panel.pk).state == "preparing"
    assert not Ballot.objects.exists()


def test_scores_are_seen_only_when_all_are_in(panel, rows, experts, province_office):
    started(panel, province_office)
    marks = {rows[0]: ("90", "92", "91"), rows[1]: ("88.25", "88", "88"), rows[2]: ("70", "95", "80")}
    give_all(experts, {row: marks[row] for row in rows[:2]})
    give(experts[0], rows[2], "70")
    give(experts[1], rows[2], "95")
    before = board_of(panel)
    assert (before.revealed, before.lacking, {line.placed for line in before.lines}) == (False, 1, {None})

    give(experts[2], rows[2], "80")

    board = board_of(panel)
    assert board.revealed
    told = [(line.nomination.pk, line.placed.rank, line.placed.scored.average_text, line.apart) for line in board.lines]
    assert told == [(rows[0].pk, 1, "91", False), (rows[1].pk, 2, "88.08", False), (rows[2].pk, 3, "81.67", True)]


def test_a_score_is_given_once_by_its_judge_and_in_full(panel, rows, experts, province_office):
    panels.set_rules(panel=panel, criteria=typed("组织 60\n成效 40"), spread=1500, tie_rule="median", by=province_office)
    started(panel, province_office)
    ballot = ballot_of(experts[0], rows[0])
    with pytest.raises(Refused) as refusal:
        scoring.give(ballot=ballot, version=ballot.version, typed={"c1": "90"}, comment="", by=experts[0])
    assert refusal.value.fields == {"c2": "必填"}
    with pytest.raises(Denied):
        scoring.give(ballot=ballot, version=ballot.version, typed={"c1": "90", "c2": "80"}, comment="", by=experts[1])

    ballot = ballot_of(experts[0], rows[0])
    given = scoring.give(ballot=ballot, version=ballot.version, typed={"c1": "90.5", "c2": "80"}, comment="好", by=experts[0])

    assert given.total == 9050 * 60 + 8000 * 40
    with pytest.raises(WrongState):
        scoring.keep(ballot=given, version=given.version, typed={"c1": "1"}, comment="", by=experts[0])


def test_scores_far_apart_go_to_another_round_that_counts_instead(panel, rows, experts, province_office):
    started(panel, province_office)
    give_all(experts, {rows[0]: ("60", "95", "90"), rows[1]: ("80", "80", "80"), rows[2]: ("85", "85", "85")})
    with pytest.raises(Refused):
        panels.moderate(panel=panel, nomination=rows[0], reason=" ", by=province_office)

    panels.moderate(panel=panel, nomination=rows[0], reason="分差 35 分，请对照材料复议", by=province_office)

    assert not board_of(panel).revealed
    for expert, mark in zip(experts, ("88", "92", "90"), strict=True):
        give(expert, rows[0], mark, round=2)
    first = board_of(panel).lines[0]
    assert (first.nomination, first.latest_round, first.placed.scored.average_text, first.apart) == (rows[0], 2, "90", False)
    assert sorted(one.total for one in first.earlier) == [600000, 900000, 950000]


def test_an_order_that_repeats_a_number_comes_back_with_what_was_typed(client, panel, rows, experts, province_office):
    panels.set_rules(panel=panel, criteria=typed("综合 100"), spread=1500, tie_rule="office", by=province_office)
    started(panel, province_office)
    give_all(experts, {rows[0]: ("90", "90", "90"), rows[1]: ("95", "85", "90"), rows[2]: ("70", "70", "70")})
    panels.close(panel=panel, by=province_office)
    client.force_login(province_office)
    address = reverse("awards:panel-act", args=["zj-2023", "county_unit", "settle"])
    sent = {f"place-{rows[0].pk}": "1", f"place-{rows[1].pk}": "1", "reason": "材料更实"}

    again = client.post(address, sent)
    done = client.post(address, sent | {f"place-{rows[1].pk}": "2"})

    assert again.status_code == 422
    assert {field.html_name: field.value() for field in again.context["form"]} == sent
    assert "有两个对象填了同一个先后。" in again.content.decode()
    assert done.status_code == 302
    assert list(panel.placings.order_by("rank").values_list("nomination_id", flat=True))[:2] == [rows[0].pk, rows[1].pk]


def test_closing_writes_places_and_ties_are_settled_with_a_reason(panel, rows, experts, province_office):
    panels.set_rules(panel=panel, criteria=typed("综合 100"), spread=1500, tie_rule="office", by=province_office)
    started(panel, province_office)
    give_all(experts, {rows[0]: ("90", "90", "90"), rows[1]: ("95", "85", "90"), rows[2]: ("70", "70", "70")})

    panels.close(panel=panel, by=province_office)

    assert [(p.nomination_id, p.rank, p.tied) for p in panel.placings.order_by("nomination")] == [
        (rows[0].pk, 1, True),
        (rows[1].pk, 1, True),
        (rows[2].pk, 3, False),
    ]
    for wrong in ([rows[1].pk], [rows[1].pk, rows[2].pk], [rows[1].pk, rows[1].pk]):
        with pytest.raises(Refused):
            panels.settle(panel=panel, ids=wrong, reason="材料更实", by=province_office)
    panels.settle(panel=panel, ids=[rows[1].pk, rows[0].pk], reason="材料更实", by=province_office)
    assert [(p.nomination_id, p.rank, p.tied) for p in panel.placings.order_by("rank")] == [
        (rows[1].pk, 1, False),
        (rows[0].pk, 2, False),
        (rows[2].pk, 3, False),
    ]


def test_closing_early_needs_a_reason_and_one_score_each(panel, rows, experts, province_office):
    started(panel, province_office)
    give(experts[0], rows[0], "90")
    with pytest.raises(WrongState):
        panels.close(panel=panel, reason="时间已到", by=province_office)
    give(experts[0], rows[1], "80")
    give(experts[0], rows[2], "70")
    with pytest.raises(Refused):
        panels.close(panel=panel, by=province_office)

    with pytest.raises(WrongState, match="3 条只有 1 人评分"):
        panels.close(panel=panel, reason="两名评委因病退出", by=province_office)
    panels.close(panel=panel, reason="两名评委因病退出", anyway=True, by=province_office)

    assert board_of(JudgingPanel.objects.get(pk=panel.pk)).revealed


def test_nobody_is_taken_off_after_the_scores_can_be_seen(panel, rows, experts, province_office):
    started(panel, province_office)
    give_all(experts, dict.fromkeys(rows, ("80", "85", "90")))

    judge = panel.judges.get(user=experts[0])
    with pytest.raises(WrongState):
        panels.unseat(judge=judge, reason="压低分数", by=province_office)
    with pytest.raises(WrongState):
        recusing.recuse(judge=judge, nomination=rows[0], reason="有关系", by=province_office)


@pytest.mark.parametrize("count", [1, 3])
def test_a_board_asks_the_same_however_many(panel, rows, experts, province_office, count, django_assert_num_queries):
    for row in rows[count:]:
        row.refresh_from_db()
        judging.decide(cycle=panel.cycle, chosen=[row.pk], declined=[], by=province_office)
    started(panel, province_office)

    with django_assert_num_queries(4):
        assert len(board_of(panel).lines) == count


def test_scores_far_apart_or_by_one_judge_alone_are_told_before_the_scoring_is_closed(
    panel, rows, experts, province_office, client
):
    for judge in panel.judges.exclude(user=experts[0]):
        recusing.recuse(judge=judge, nomination=rows[0], reason="有关系", by=province_office)
    started(panel, province_office)
    give(experts[0], rows[0], "99")
    give_all(experts, {rows[1]: ("60", "95", "90"), rows[2]: ("85", "85", "85")})
    client.force_login(province_office)
    page = client.get(panel.get_absolute_url()).content.decode()

    assert page.count("1 条评分分差超界，1 条只有 1 人评分") == 1
    assert 'name="anyway"' in page
    with pytest.raises(WrongState) as refusal:
        panels.close(panel=panel, by=province_office)
    assert refusal.value.code == "doubts_open"
    client.post(f"{panel.get_absolute_url()}close/", {"anyway": "on"})
    assert JudgingPanel.objects.get(pk=panel.pk).state == "closed"
    province = client.get(f"/awards/{panel.cycle.code}/province/?category={panel.category.key}").content.decode()
    assert "第 1 名，99 分" in province
    assert "只有 1 人评分" in province
