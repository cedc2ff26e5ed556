"""Scoring comes to its end whatever becomes of judges and forms, and nobody chooses among scores that were seen."""

import pytest
from django.urls import reverse

from awards.actions import judging, panels, recusing, scoring
from awards.facts_desk.judge_desk import waiting_of
from awards.facts_desk.panels import board_of
from awards.marking.criteria import typed
from awards.models import Ballot, Judge, JudgingPanel, Placing, Quota, Recusal
from portal.accounts.models import Post, User
from portal.audit.models import Event
from portal.kit.errors import Refused, WrongState
from tests import factories
from tests.awards.factories import recommended, sheet_of
from tests.awards.holding import accepted, again, city_notice, settled
from tests.awards.test_panels import ballot_of, give, give_all, started
from tests.awards.test_publicity import objected


@pytest.fixture
def rows(taken_in):
    return taken_in


def fresh(panel) -> JudgingPanel:
    return JudgingPanel.objects.select_related("cycle__unit", "category__cycle").get(pk=panel.pk)


def seat_of(panel, user) -> Judge:
    return Judge.objects.select_related("panel__cycle__unit", "user").get(panel=panel, user=user)


def places() -> list[tuple]:
    return list(Placing.objects.order_by("rank", "pk").values_list("nomination_id", "rank", "tied"))


@pytest.fixture
def resting(panel, rows, experts, province_office):
    """Scoring began; the first nomination rests on the first expert alone."""
    for judge in panel.judges.exclude(user=experts[0]):
        recusing.recuse(judge=judge, nomination=rows[0], reason="有关系", by=province_office)
    return started(panel, province_office)


@pytest.fixture
def seen(panel, rows, experts, province_office):
    """Every score was seen, and another round of the first nomination began."""
    started(panel, province_office)
    give_all(experts, {rows[0]: ("60", "95", "90"), rows[1]: ("10", "80", "80"), rows[2]: ("70", "70", "70")})
    panels.moderate(panel=fresh(panel), nomination=rows[0], reason="分差", by=province_office)
    return fresh(panel)


def test_the_only_judge_of_a_nomination_is_not_taken_from_it_by_the_office(resting, rows, experts, province_office):
    judge = seat_of(resting, experts[0])

    with pytest.raises(WrongState, match="只有专家1一名评委，退出后没有评委可评"):
        panels.unseat(judge=judge, reason="因病", by=province_office)
    with pytest.raises(WrongState, match="由评委本人申报"):
        recusing.recuse(judge=judge, nomination=rows[0], reason="有关系", by=province_office)

    panels.unseat(judge=seat_of(resting, experts[1]), reason="因病", by=province_office)
    assert [line.nomination for line in board_of(fresh(resting)).resting_on(judge)] == [rows[0]]


def test_what_nobody_can_score_is_passed_over_with_a_reason_and_named_on_record(resting, rows, experts, province_office, client):
    recusing.recuse(judge=seat_of(resting, experts[0]), nomination=rows[0], reason="亲属", by=experts[0])
    give_all(experts, {rows[1]: ("80", "85", "90"), rows[2]: ("70", "75", "80")})
    with pytest.raises(Refused, match="没有评分，结束评分请写明原因"):
        panels.close(panel=fresh(resting), anyway=True, by=province_office)
    with pytest.raises(WrongState, match="1 条没有评分、不排名次") as refusal:
        panels.close(panel=fresh(resting), reason="全部评委回避", by=province_office)
    assert (refusal.value.code, rows[0].subject in str(refusal.value)) == ("doubts_open", True)
    client.force_login(province_office)
    assert "1 条没有评分、不排名次" in client.get(resting.get_absolute_url()).content.decode()

    client.post(f"{resting.get_absolute_url()}close/", {"reason": "全部评委回避", "anyway": "on"})

    assert places() == [(rows[1].pk, 1, False), (rows[2].pk, 2, False)]
    event = Event.objects.get(verb="judging.closed")
    assert (event.note, event.data["unscored"]) == ("全部评委回避", [rows[0].subject])
    judging.decide(cycle=resting.cycle, chosen=[row.pk for row in rows], declined=[], by=province_office)


def test_a_judge_who_never_scores_does_not_hold_it_open_for_ever(resting, rows, experts, province_office):
    give_all(experts[1:], {rows[1]: ("80", "80"), rows[2]: ("70", "70")})
    with pytest.raises(WrongState, match="没有评分"):
        panels.close(panel=fresh(resting), reason="评委失联", by=province_office)

    panels.close(panel=fresh(resting), reason="评委失联", anyway=True, by=province_office)

    assert [pk for pk, *_rest in places()] == [rows[1].pk, rows[2].pk]


def test_of_another_round_nobody_gives_the_round_before_counts(seen, rows, experts, province_office, client):
    with pytest.raises(Refused):
        panels.close(panel=fresh(seen), anyway=True, by=province_office)

    panels.close(panel=fresh(seen), reason="评委不再评", anyway=True, by=province_office)

    first = Placing.objects.get(nomination=rows[0])
    assert (first.total, first.count, first.rank) == (2450000, 3, 1)
    line = board_of(fresh(seen)).lines[0]
    assert (line.nomination, line.latest_round, line.lacking, line.placed.scored.average_text) == (rows[0], 1, 0, "81.67")
    client.force_login(province_office)
    sheet = sheet_of(client.get(seen.get_absolute_url(), {"export": "xlsx"}))
    assert [float(cell) for cell in sheet[1][6:]] == [60, 95, 90]


def test_a_form_sent_back_while_it_is_scored_holds_nothing_up_and_gets_no_place(
    cycle, rows_recommended, years, county_unit, experts, wenzhou, wenzhou_bureau, province_office, client
):
    rows = rows_recommended
    notice = city_notice(cycle, wenzhou, wenzhou_bureau)
    accepted(cycle, rows, province_office)
    panel = panels.open_panel(category=county_unit, by=province_office)
    for expert in experts:
        panels.seat(panel=panel, user=expert, part="member", by=province_office)
    started(panel, province_office)
    give(experts[0], rows[0], "99")
    settled(objected(notice, rows[0]), wenzhou_bureau, upheld=True)

    assert rows[0].pk not in waiting_of(experts[1]).values_list("nomination", flat=True)
    with pytest.raises(WrongState, match="已经退回，不再评分"):
        give(experts[1], rows[0], "99")
    client.force_login(province_office)
    page = client.get(panel.get_absolute_url())
    assert page.content.decode().count("不再评审") == 1
    assert [int(key) for key, _name in page.context["recuse_form"].fields["nomination"].choices] == [rows[1].pk, rows[2].pk]
    with pytest.raises(WrongState, match="不用登记回避"):
        recusing.recuse(judge=panel.judges.first(), nomination=again(rows[0]), reason="亲属", by=province_office)
    give_all(experts, {rows[1]: ("80", "80", "80"), rows[2]: ("70", "70", "70")})
    assert board_of(fresh(panel)).revealed
    panels.close(panel=fresh(panel), by=province_office)

    assert places() == [(rows[1].pk, 1, False), (rows[2].pk, 2, False)]
    assert Event.objects.get(verb="judging.closed").data["out"] == [rows[0].subject]


@pytest.fixture
def rows_recommended(cycle, county_unit, counties, bureaus, wenzhou_bureau):
    return [recommended(county_unit, county, bureaus[county.pk], wenzhou_bureau) for county in counties[:3]]


def test_once_scores_were_seen_another_round_opens_neither_seats_nor_recusals(seen, rows, experts, province_office, client):
    assert not board_of(seen).revealed
    judge = seat_of(seen, experts[0])
    for by in (province_office, experts[0]):
        with pytest.raises(WrongState, match="公开过"):
            recusing.recuse(judge=judge, nomination=rows[1], reason="看过分数以后", by=by)
    with pytest.raises(WrongState, match="公开过"):
        panels.unseat(judge=judge, reason="看过分数以后", by=province_office)
    client.force_login(province_office)
    page = client.get(seen.get_absolute_url()).content.decode()
    assert [word for word in ("退出专家组", "登记回避", "解除回避") if word in page] == []


def test_nor_is_a_recusal_of_another_nomination_ended(panel, rows, experts, province_office):
    started(panel, province_office)
    kept = recusing.recuse(judge=seat_of(panel, experts[2]), nomination=rows[1], reason="亲属", by=experts[2])
    give_all(experts, {rows[0]: ("60", "95", "90"), rows[2]: ("70", "70", "70")})
    give_all(experts[:2], {rows[1]: ("80", "80")})
    panels.moderate(panel=fresh(panel), nomination=rows[0], reason="分差", by=province_office)

    with pytest.raises(WrongState, match="公开过"):
        recusing.end_recusal(recusal=kept, reason="误报", by=province_office)


def test_another_round_needs_scores_to_look_at_again(resting, rows, experts, province_office, client):
    recusing.recuse(judge=seat_of(resting, experts[0]), nomination=rows[0], reason="亲属", by=experts[0])
    give_all(experts, dict.fromkeys(rows[1:], ("80", "85", "90")))
    client.force_login(province_office)

    answer = client.post(f"{resting.get_absolute_url()}moderate/", {"nomination": rows[0].pk, "reason": "复议"})

    assert answer.status_code == 422
    assert "没有评分，不能复议" in answer.content.decode()


@pytest.mark.parametrize("key", ["place-²", "place-" + "9" * 40])
def test_an_order_of_what_is_no_number_is_refused_in_words(client, panel, rows, experts, province_office, key):
    panels.set_rules(panel=panel, criteria=typed("综合 100"), spread=1500, tie_rule="office", by=province_office)
    started(panel, province_office)
    give_all(experts, dict.fromkeys(rows, ("90", "90", "90")))
    panels.close(panel=panel, by=province_office)
    client.force_login(province_office)

    answer = client.post(f"{panel.get_absolute_url()}settle/", {key: "1", "reason": "材料更实"})

    assert answer.status_code == 422
    assert "先后请填数字。" in answer.content.decode()


def test_who_acts_on_what_has_gone_on_meanwhile_is_told_so(panel, rows, experts, zhejiang, province_office):
    stale = fresh(panel)
    started(panel, province_office)
    with pytest.raises(WrongState):
        panels.start(panel=stale, by=province_office)
    stale.state = "preparing"
    with pytest.raises(WrongState):
        panels.seat(panel=stale, user=factories.user("late", zhejiang, "expert"), part="member", by=province_office)
    ballot = ballot_of(experts[2], rows[0])
    judge = seat_of(panel, experts[1])
    for row in rows:
        give_all(experts[:2], {row: ("90", "80")})
    panels.close(panel=fresh(panel), reason="时间到", anyway=True, by=province_office)

    with pytest.raises(WrongState):
        scoring.give(ballot=ballot, version=ballot.version, typed={"c1": "0"}, comment="", by=experts[2])
    with pytest.raises(WrongState):
        panels.unseat(judge=judge, reason="因病", by=province_office)
    assert Ballot.objects.given().count() == 6
    assert Judge.objects.seated().count() == 3


def test_a_settled_tie_is_told_as_it_stands_on_record(client, panel, rows, experts, province_office):
    panels.set_rules(panel=panel, criteria=typed("综合 100"), spread=1500, tie_rule="office", by=province_office)
    started(panel, province_office)
    give_all(experts, {rows[0]: ("90", "90", "90"), rows[1]: ("95", "85", "90"), rows[2]: ("70", "70", "70")})
    panels.close(panel=panel, by=province_office)
    panels.settle(panel=fresh(panel), ids=[rows[1].pk, rows[0].pk], reason="材料更实", by=province_office)
    client.force_login(province_office)
    kept = [(rows[1].pk, 1, False), (rows[0].pk, 2, False), (rows[2].pk, 3, False)]
    assert places() == kept

    board = board_of(fresh(panel))
    page = client.get(panel.get_absolute_url()).content.decode()
    told = client.get("/api/v1/reports/judging/", {"cycle": "zj-2023"}).json()["results"]
    sheet = sheet_of(client.get(panel.get_absolute_url(), {"export": "xlsx"}))

    assert [(line.nomination.pk, line.placed.rank, line.placed.tied) for line in board.lines] == kept
    assert ">并列<" not in page
    assert [(row["subject"], row["rank"], row["tied"]) for row in told] == [
        (row.subject, rank, False) for row, rank in ((rows[1], 1), (rows[0], 2), (rows[2], 3))
    ]
    assert [(int(line[0]), line[1]) for line in sheet[1:]] == [(1, rows[1].subject), (2, rows[0].subject), (3, rows[2].subject)]


def test_nothing_more_is_taken_in_where_a_panel_scores(
    county_unit, counties, bureaus, panel, rows, experts, wenzhou_bureau, province_office, client
):
    started(panel, province_office)
    Quota.objects.filter(category=county_unit).update(places=9)
    late = recommended(county_unit, counties[3], bureaus[counties[3].pk], wenzhou_bureau)
    with pytest.raises(WrongState, match="正在评分，结束评分后再受理") as refusal:
        judging.accept(nomination=again(late), by=province_office)
    assert (refusal.value.code, again(late).state) == ("panel_scoring", "recommended")
    client.force_login(province_office)
    page = reverse("awards:province", args=[county_unit.cycle.code])
    assert f"{panel}正在评分，结束评分后再受理、评定。" in client.get(page).content.decode()

    give_all(experts, dict.fromkeys(rows, ("80", "85", "90")))
    panels.close(panel=fresh(panel), by=province_office)

    assert "正在评分" not in client.get(page).content.decode()
    assert judging.accept(nomination=again(late), by=province_office).state == "accepted"


def test_who_took_up_a_post_that_keeps_him_out_scores_no_more(panel, rows, experts, wenzhou, province_office, client):
    started(panel, province_office)
    Post.objects.create(user=experts[1], unit=wenzhou, role="expert")
    person = User.objects.get(pk=experts[1].pk)

    with pytest.raises(WrongState, match="按规则应当回避（同一设区市）") as refusal:
        give(person, rows[0], "100")

    assert refusal.value.code == "conflict"
    assert not Ballot.objects.given().exists()
    client.force_login(person)
    page = client.get(reverse("awards:ballot", args=[ballot_of(person, rows[0]).pk])).content.decode()
    assert 'name="c1"' not in page
    assert "按规则应当回避（同一设区市）" in page
    give(experts[2], rows[0], "80")


def test_what_a_judge_declared_goes_with_him_to_another_seat(panel, rows, experts, province_office):
    recusing.recuse(judge=seat_of(panel, experts[1]), nomination=rows[0], reason="亲属", by=province_office)
    panels.unseat(judge=seat_of(panel, experts[1]), reason="误", by=province_office)

    judge = panels.seat(panel=fresh(panel), user=experts[1], part="member", by=province_office)

    kept = Recusal.objects.standing().get()
    assert (kept.judge, kept.reason, kept.ground) == (judge, "亲属", "declared")
    started(panel, province_office)
    with pytest.raises(WrongState, match="回避"):
        give_again(judge, rows[0])
    recusing.end_recusal(recusal=Recusal.objects.get(), reason="误报", by=province_office)
    give_again(judge, rows[0])


def give_again(judge, row):
    ballot = Ballot.objects.select_related("judge__panel__cycle", "judge__user", "nomination__unit").get(
        judge=judge, nomination=row
    )
    scoring.give(ballot=ballot, version=ballot.version, typed={"c1": "90"}, comment="", by=judge.user)


def test_the_leads_score_parts_only_those_the_lead_scored(panel, rows, experts, province_office):
    panels.set_rules(panel=panel, criteria=typed("综合 100"), spread=10000, tie_rule="lead", by=province_office)
    recusing.recuse(judge=seat_of(panel, experts[0]), nomination=rows[1], reason="亲属", by=province_office)
    started(panel, province_office)
    give_all(experts, {rows[0]: ("0", "90", "90"), rows[2]: ("10", "10", "10")})
    give_all(experts[1:], {rows[1]: ("60", "60")})

    panels.close(panel=fresh(panel), by=province_office)

    assert sorted(places(), key=lambda place: place[0]) == [(rows[0].pk, 1, True), (rows[1].pk, 1, True), (rows[2].pk, 3, False)]
