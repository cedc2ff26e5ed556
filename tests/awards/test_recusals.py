"""A declared recusal that was a mistake is ended by the office, on record, and never to choose among results."""

import pytest
from django.urls import reverse

from awards.actions import panels, recusing
from awards.facts_desk.judge_desk import waiting_of
from awards.models import Recusal
from portal.audit.models import Event
from portal.kit.errors import Denied, Refused, WrongState
from tests import factories
from tests.awards.test_panels import give_all, started


@pytest.fixture
def declared(panel, taken_in, experts, province_office):
    """The lead keeps out of the first nomination while the panel scores."""
    started(panel, province_office)
    return recusing.recuse(judge=panel.judges.get(user=experts[0]), nomination=taken_in[0], reason="点错了", by=experts[0])


def test_the_judge_scores_it_after_all_and_both_acts_stay_on_record(declared, taken_in, experts, province_office):
    assert taken_in[0].pk not in waiting_of(experts[0]).values_list("nomination", flat=True)

    recusing.end_recusal(recusal=declared, reason="本人误报", by=province_office)

    assert taken_in[0].pk in waiting_of(experts[0]).values_list("nomination", flat=True)
    assert [(row.state, row.reason) for row in Recusal.objects.all()] == [("ended", "点错了")]
    [event] = Event.objects.filter(verb="judging.recusal_ended")
    assert (event.note, event.actor) == ("本人误报", province_office)
    with pytest.raises(WrongState):
        recusing.end_recusal(recusal=declared, reason="再来", by=province_office)
    again = recusing.recuse(judge=declared.judge, nomination=taken_in[0], reason="确有关系", by=experts[0])
    assert again.state == "standing"


def test_only_the_office_ends_it_and_says_why(declared, experts, wenzhou_bureau, province_office):
    for person in (experts[0], wenzhou_bureau):
        with pytest.raises(Denied):
            recusing.end_recusal(recusal=declared, reason="误报", by=person)
    with pytest.raises(Refused):
        recusing.end_recusal(recusal=declared, reason=" ", by=province_office)


def test_what_a_rule_demands_is_not_ended(panel, taken_in, wenzhou, province_office):
    townsman = factories.user("townsman", wenzhou, "expert")
    judge = panels.seat(panel=panel, user=townsman, part="member", by=province_office)
    own = recusing.recuse(judge=judge, nomination=taken_in[0], reason="同市", by=province_office)
    started(panel, province_office)

    for row in (own, judge.recusals.get(nomination=taken_in[1])):
        with pytest.raises(WrongState) as refusal:
            recusing.end_recusal(recusal=row, reason="误报", by=province_office)
        assert refusal.value.code == "conflict"


def test_not_once_scores_can_be_seen(declared, taken_in, experts, province_office):
    give_all(experts[1:], {taken_in[0]: ("90", "91")})
    give_all(experts, dict.fromkeys(taken_in[1:], ("80", "81", "82")))

    with pytest.raises(WrongState, match="公开过"):
        recusing.end_recusal(recusal=declared, reason="误报", by=province_office)


def test_the_office_ends_it_on_the_page_of_the_panel(client, declared, province_office, wenzhou_bureau):
    act = reverse("awards:panel-act", args=["zj-2023", "county_unit", "end-recusal"])
    client.force_login(wenzhou_bureau)
    assert client.post(act, {"recusal": declared.pk, "reason": "误报"}).status_code == 404
    client.force_login(province_office)
    assert "解除回避" in client.get(declared.judge.panel.get_absolute_url()).content.decode()

    done = client.post(act, {"recusal": declared.pk, "reason": "误报"}, follow=True).content.decode()

    assert "已解除回避" in done
    assert Recusal.objects.get().state == "ended"
