"""Experts asked about plans before the receiver decides (佛教人〔2020〕8号 附件1六(一)1: 专家委员会)."""

from datetime import date

import pytest
from django.urls import reverse

from portal.accounts.models import Message
from portal.audit.models import Event
from portal.kit.desk import Waiting
from portal.kit.errors import Denied, Refused, WrongState
from portal.shell.filing_sources import filings as on_front_page
from programs.actions import consulting, filings, reviewing
from programs.enums.consulting import ADVICE_MOVES, ADVICE_TONES, AdviceState
from programs.facts.consulting import experts_for
from programs.models import Filing, FilingAdvice
from tests import factories
from tests.programs.asked import filing_of, opened
from tests.sheets.books import as_file

pytestmark = pytest.mark.django_db
DUE = date(2099, 5, 1)


@pytest.fixture
def filing(wenzhou, yueqing):
    """A plan of the county that waits for the city."""
    filing = filing_of(opened(wenzhou, content="file"), yueqing)
    filings.prepare_and_submit(filing=filing, by=None, files=[as_file(b"%PDF-1.4 plan", "方案.pdf")])
    return filing_of(filing.task, yueqing)


@pytest.fixture
def expert(zhejiang):
    return factories.user("expert", zhejiang, "expert")


def asked(filing, expert, by=None, **about) -> FilingAdvice:
    return consulting.ask(filing=filing, expert=expert, by=by, **{"due_on": DUE} | about)


def given(advice, by, opinion="mend", text="目标应细化") -> None:
    consulting.give(advice=advice, opinion=opinion, text=text, by=by)


def test_moves_and_tones_name_every_state():
    assert set(ADVICE_MOVES) == set(ADVICE_TONES) == set(AdviceState)


def test_an_expert_sees_the_filing_only_while_he_is_asked_and_finds_it_on_the_front_page(filing, expert, wenzhou_bureau):
    assert not Filing.objects.visible_to(expert).exists()

    advice = asked(filing, expert, wenzhou_bureau, question="目标是否可测")

    assert Filing.objects.visible_to(expert).get() == filing
    assert "评议乐清市" in Message.objects.get(user=expert).text
    waiting = [item for item in on_front_page(expert, expert.current_posts()[0]) if isinstance(item, Waiting)]
    assert [item.url for item in waiting] == [filing.get_absolute_url()]
    consulting.recall(advice=advice, reason="换人", by=wenzhou_bureau)
    assert not Filing.objects.visible_to(expert).exists()
    assert asked(filing, expert, wenzhou_bureau).pk == advice.pk


def test_the_expert_speaks_once_of_the_version_that_counts_and_who_asked_hears(filing, expert, wenzhou_bureau):
    advice = asked(filing, expert, wenzhou_bureau)

    given(advice, expert)

    assert (advice.state, advice.advice, advice.version) == ("given", "mend", filing.current)
    assert "修改后通过" in Message.objects.get(user=wenzhou_bureau).text
    assert Event.objects.filter(verb="advice.given").count() == 1
    with pytest.raises(WrongState):
        given(advice, expert)
    assert filing_of(filing.task, filing.unit).state == "submitted"


def test_who_may_not_asks_nobody_and_speaks_for_nobody(filing, expert, wenzhou_bureau, yueqing_bureau, xihu_bureau):
    for by in (yueqing_bureau, xihu_bureau):
        with pytest.raises(Denied):
            asked(filing, expert, by)
    advice = asked(filing, expert, wenzhou_bureau)
    with pytest.raises(Denied):
        given(advice, wenzhou_bureau)
    assert advice not in FilingAdvice.objects.visible_to(yueqing_bureau)
    with pytest.raises(Refused, match="专家岗位"):
        asked(filing, xihu_bureau, wenzhou_bureau)
    with pytest.raises(Refused, match="早于今天"):
        asked(filing, factories.user("e2", filing.receiver, "expert"), wenzhou_bureau, due_on=date(2000, 1, 1))
    with pytest.raises(Refused, match="评议说明"):
        given(advice, expert, text=" ")


def test_nothing_is_asked_or_said_once_it_is_decided(filing, expert, wenzhou_bureau):
    advice = asked(filing, expert, wenzhou_bureau)
    reviewing.accept(filing=filing, by=wenzhou_bureau)

    with pytest.raises(WrongState, match="没有待评议"):
        given(advice, expert)
    with pytest.raises(WrongState, match="没有待评议"):
        asked(filing, factories.user("e2", filing.receiver, "expert"), wenzhou_bureau)


def test_experts_stand_near_the_receiver(filing, expert, wenzhou, hangzhou):
    near, far = factories.user("near", filing.unit, "expert"), factories.user("far", hangzhou, "expert")

    found = set(experts_for(wenzhou))

    assert {near, expert} == found
    assert far not in found


def test_the_pages_ask_answer_and_show(client, filing, expert, wenzhou_bureau):
    client.force_login(wenzhou_bureau)
    ask = reverse("programs:advice-ask", args=[filing.pk])
    assert client.post(ask, {"expert": expert.pk, "due_on": "2000-01-01"}).status_code == 422
    client.post(ask, {"expert": expert.pk, "due_on": "2099-05-01", "question": "是否可测"})
    advice = FilingAdvice.objects.get()
    client.force_login(expert)
    page = client.get(filing.get_absolute_url()).content.decode()
    assert "是否可测" in page
    assert reverse("programs:advice-give", args=[advice.pk]) in page
    assert "审核通过</a>" not in page
    client.post(reverse("programs:advice-give", args=[advice.pk]), {"opinion": "pass", "text": "可行"})
    assert client.get(reverse("programs:advice-list")).context["page"].rows[0].advice == "pass"
    assert client.get(reverse("programs:advice-give", args=[advice.pk])).status_code == 404
    client.force_login(wenzhou_bureau)
    assert "建议通过" in client.get(filing.get_absolute_url()).content.decode()
    client.force_login(factories.user("own", filing.unit, "bureau"))
    assert "建议通过" not in client.get(filing.get_absolute_url()).content.decode()


def test_rest_asks_and_answers(sends, filing, expert, wenzhou_bureau, yueqing_bureau):
    sent = {"filing": filing.pk, "expert": expert.username, "due_on": "2099-05-01"}

    made = sends(wenzhou_bureau, "filing-advice/", sent)
    path = f"filing-advice/{made.json()['id']}"
    refused = sends(wenzhou_bureau, f"{path}/give/", {"opinion": "pass", "text": "可行"})
    done = sends(expert, f"{path}/give/", {"opinion": "return", "text": "重写"})

    assert (made.status_code, refused.status_code) == (201, 403)
    assert (done.json()["advice"], done.json()["version"]) == ("return", 1)
    assert sends(yueqing_bureau, f"{path}/", method="get").status_code == 404
    assert sends(wenzhou_bureau, f"{path}/recall/", {"reason": "换人"}).status_code == 409


def test_a_list_of_three_costs_what_a_list_of_one_costs(client, filing, wenzhou, wenzhou_bureau, django_assert_max_num_queries):
    client.force_login(wenzhou_bureau)
    address = reverse("programs:advice-list")
    asked(filing, factories.user("e0", wenzhou, "expert"))
    with django_assert_max_num_queries(40) as one:
        client.get(address)
    for number in (1, 2):
        asked(filing, factories.user(f"e{number}", wenzhou, "expert"))
    with django_assert_max_num_queries(len(one)):
        assert len(client.get(address).context["page"].rows) == 3
