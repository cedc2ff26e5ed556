"""The panel's page of the office and the desk of a judge, as a person opens and sends them."""

import pytest
from django.urls import reverse

from awards.actions import panels
from awards.models import Ballot, JudgingPanel, Recusal
from tests.awards.by_hand import JSON
from tests.awards.factories import sheet_of

SECRET = "87.65"


@pytest.fixture
def rows(taken_in):
    return taken_in


@pytest.fixture
def scoring(panel, province_office):
    panels.start(panel=panel, by=province_office)
    return JudgingPanel.objects.select_related("cycle", "category").get(pk=panel.pk)


@pytest.fixture
def ballot(scoring, experts, rows):
    return Ballot.objects.get(judge__user=experts[0], nomination=rows[0])


def send(client, ballot, act="finish", **data):
    return client.post(reverse("awards:ballot", args=[ballot.pk]), {"act": act, "version": ballot.version} | data)


def page_of_panel(client, panel, **query):
    return client.get(panel.get_absolute_url(), query)


def act(client, panel, name, **data):
    return client.post(reverse("awards:panel-act", args=["zj-2023", "county_unit", name]), data, follow=True)


def test_the_office_sets_a_panel_up_on_pages(client, rows, experts, province_office):
    client.force_login(province_office)
    client.post(reverse("awards:panel-list", args=["zj-2023"]), {"category": "county_unit"})
    panel = JudgingPanel.objects.get()
    act(client, panel, "rules", criteria="组织 60\n成效 40", spread="12.5", tie_rule="lead")
    for number, expert in enumerate(experts):
        act(client, panel, "seat", username=expert.username, part="member" if number else "lead")
    started = act(client, panel, "start").content.decode()

    panel.refresh_from_db()
    assert (panel.state, panel.spread, panel.tie_rule) == ("scoring", 1250, "lead")
    assert "评分开始，共 9 份评分交给 3 名评委。" in started


def test_wrong_rules_are_refused_in_words(client, panel, province_office):
    client.force_login(province_office)

    page = act(client, panel, "rules", criteria="组织 60", spread="10", tie_rule="lead").content.decode()

    assert "权重合计 100%" in page
    assert JudgingPanel.objects.get().criteria[0]["weight"] == 100


def test_nobody_but_office_and_judges_finds_a_panel(client, panel, ballot, wenzhou_bureau, bureaus, rows):
    for user in (wenzhou_bureau, bureaus[rows[0].unit_id]):
        client.force_login(user)
        assert page_of_panel(client, panel).status_code == 404
        assert client.get(reverse("awards:ballot", args=[ballot.pk])).status_code == 404
        assert client.get(reverse("awards:judge-desk")).context["page"].rows == []


def test_a_score_hides_from_the_other_judges_and_the_office_until_all_are_in(
    client, scoring, ballot, rows, experts, province_office
):
    client.force_login(experts[0])
    assert send(client, ballot, c1=SECRET, advice="材料扎实").status_code == 302
    assert SECRET in client.get(reverse("awards:ballot", args=[ballot.pk])).content.decode()

    for other in (experts[1], province_office):
        client.force_login(other)
        assert client.get(reverse("awards:ballot", args=[ballot.pk])).status_code == 404
        for address in (reverse("awards:judge-desk"), "/"):
            assert SECRET not in client.get(address).content.decode()
    client.force_login(province_office)
    page = page_of_panel(client, scoring)
    assert "已评 1/9" in page.content.decode()
    assert SECRET not in page.content.decode()
    assert page_of_panel(client, scoring, export="xlsx").status_code == 404

    for one in Ballot.objects.filter(state="draft").select_related("judge__user"):
        client.force_login(one.judge.user)
        send(client, one, c1="90")

    client.force_login(province_office)
    assert SECRET in page_of_panel(client, scoring).content.decode()
    sheet = sheet_of(page_of_panel(client, scoring, export="xlsx"))
    assert sheet[0][:6] == ["名次", "推荐对象", "推荐单位", "平均分", "分差", "轮次"]
    assert SECRET in [str(cell) for row in sheet for cell in row]


def test_a_score_saves_itself_and_tells_what_is_no_score(client, ballot, experts):
    client.force_login(experts[0])
    address = reverse("awards:ballot", args=[ballot.pk])

    kept = client.post(address, {"version": ballot.version, "c1": "88.5", "advice": "先记"}, **JSON)
    wrong = client.post(address, {"version": kept.json()["fields"]["version"], "c1": "888"}, **JSON)
    stale = client.post(address, {"version": ballot.version, "c1": "70"}, **JSON)

    assert (kept.status_code, wrong.status_code, stale.status_code) == (200, 422, 412)
    ballot.refresh_from_db()
    assert (ballot.marks, ballot.comment, ballot.state) == ({"c1": 8850}, "先记", "draft")


def test_giving_leads_to_the_next_and_keeps_what_was_typed_when_refused(client, ballot, experts):
    client.force_login(experts[0])

    refused = send(client, ballot, c1="一百", advice="写了很多")
    given = send(client, ballot, c1="91", advice="好")

    assert refused.status_code == 422
    assert "写了很多" in refused.content.decode()
    following = Ballot.objects.filter(judge__user=experts[0], state="draft").order_by("pk").first()
    assert given.url == reverse("awards:ballot", args=[following.pk])


def test_a_judge_keeps_out_on_his_own_page(client, ballot, experts, rows):
    client.force_login(experts[0])
    refused = client.post(reverse("awards:ballot-recuse", args=[ballot.pk]), {"reason": ""})
    assert not Recusal.objects.exists()

    client.post(reverse("awards:ballot-recuse", args=[ballot.pk]), {"reason": "亲属在该局任职"})

    assert refused.status_code == 422
    assert Recusal.objects.get().nomination_id == rows[0].pk
    assert client.get(reverse("awards:ballot", args=[ballot.pk])).status_code == 404


def test_the_phone_of_a_form_is_not_shown_to_judges(client, ballot, experts):
    client.force_login(experts[0])

    page = client.get(reverse("awards:ballot", args=[ballot.pk])).content.decode()

    assert "组织有力，应用深入。" in page
    assert "0577-62520000" not in page


@pytest.mark.parametrize("count", [1, 3])
def test_a_desk_asks_the_same_however_many(client, panel, rows, experts, province_office, count, django_assert_num_queries):
    from awards.actions import judging

    if count == 1:
        judging.decide(cycle=panel.cycle, chosen=[row.pk for row in rows[1:]], declined=[], by=province_office)
    panels.start(panel=panel, by=province_office)
    client.force_login(experts[0])
    client.get(reverse("awards:judge-desk"))

    with django_assert_num_queries(8):
        assert len(client.get(reverse("awards:judge-desk")).context["page"].rows) == count
