"""Institutions called for, bidding under seal, compared, chosen with reasons (乐教政〔2020〕22号 三(三))."""

from datetime import timedelta

import pytest
from django.urls import reverse

from portal.accounts.models import Message
from portal.audit.models import Event
from portal.kit.clock import database_now
from portal.kit.errors import Denied, Refused, WrongState
from programs.actions import calls
from programs.enums.calls import BID_MOVES, BID_TONES, CALL_MOVES, CALL_TONES, BidState, CallState
from programs.models import InstitutionBid, InstitutionCall, RecommendedInstitution
from tests import factories
from tests.awards.factories import sheet_of
from tests.programs.asked import whole
from tests.programs.factories import program
from tests.sheets.books import as_file

pytestmark = pytest.mark.django_db
LIST = reverse("programs:call-list")


def plan(name="方案.pdf"):
    return as_file(b"%PDF-1.4 plan", name)


def called(unit, **about) -> InstitutionCall:
    values = {
        "title": "遴选承训机构",
        "conditions": "具备省级远程培训资质。",
        "closes_at": database_now() + timedelta(days=7),
    } | about
    return calls.call(unit=unit, program=program(), by=None, **values)


def close(call) -> None:
    InstitutionCall.objects.filter(pk=call.pk).update(closes_at=database_now() - timedelta(minutes=1))
    call.refresh_from_db()


@pytest.fixture
def academy(zhejiang):
    return factories.unit("JG001", "培训学院", "institution", zhejiang)


@pytest.fixture
def centre(zhejiang):
    return factories.unit("JG002", "研修中心", "institution", zhejiang)


@pytest.fixture
def bidder(academy):
    return factories.user("academy", academy, "institution")


def answered(call, institution, **about) -> InstitutionBid:
    return calls.bid(call=call, institution=institution, by=None, **{"summary": "整校推进", "evidence": plan()} | about)


def test_moves_and_tones_name_every_state():
    assert set(CALL_MOVES) == set(CALL_TONES) == set(CallState)
    assert set(BID_MOVES) == set(BID_TONES) == set(BidState)


def test_a_call_is_the_bureaus_and_lies_ahead(yueqing, yueqing_bureau, xihu_bureau):
    with pytest.raises(Denied):
        calls.call(unit=yueqing, program=program(), title="a", conditions="b", closes_at=database_now(), by=xihu_bureau)
    with pytest.raises(Refused, match="晚于现在"):
        called(yueqing, closes_at=database_now())
    with pytest.raises(Refused, match="标题和应征条件"):
        called(yueqing, conditions="  ")
    assert InstitutionCall.objects.count() == 0


def test_bids_stay_sealed_until_the_call_closes(yueqing, yueqing_bureau, academy, bidder):
    call = called(yueqing)
    bid = answered(call, academy)

    assert list(InstitutionBid.objects.visible_to(bidder)) == [bid]
    assert list(InstitutionBid.objects.visible_to(yueqing_bureau)) == []
    with pytest.raises(WrongState, match="截止后才能比选"):
        calls.decide(call=call, chosen={bid.pk: "方案完整"}, result="一家", by=yueqing_bureau)
    close(call)
    assert list(InstitutionBid.objects.visible_to(yueqing_bureau)) == [bid]


def test_a_bid_needs_a_plan_is_changed_and_taken_back_before_the_deadline_only(yueqing, academy, bidder):
    call = called(yueqing)
    with pytest.raises(Refused, match="整校推进方案"):
        answered(call, academy, evidence=None)
    with pytest.raises(Denied):
        calls.bid(call=call, institution=academy, summary="a", evidence=plan(), by=factories.user("x", yueqing, "bureau"))
    with pytest.raises(Refused, match="格式"):
        answered(call, academy, evidence=as_file(b"MZ program", "方案.pdf"))
    first = answered(call, academy, fee=50_000)
    calls.take_back(bid=first, by=bidder)
    again = answered(call, academy, evidence=None, fee=48_000)

    assert (again.pk, again.state, again.fee, again.evidence_name) == (first.pk, "handed_in", 48_000, "方案.pdf")
    close(call)
    again.refresh_from_db()
    for act in (lambda: answered(call, academy), lambda: calls.take_back(bid=again, by=bidder)):
        with pytest.raises(WrongState, match="已于"):
            act()


def test_who_is_chosen_comes_on_the_list_and_everybody_hears_why(yueqing, yueqing_bureau, academy, centre, bidder):
    call = called(yueqing)
    best, other = answered(call, academy), answered(call, centre)
    close(call)
    with pytest.raises(Refused, match="未入选"):
        calls.decide(call=call, chosen={best.pk: "方案完整"}, result="入选一家", by=yueqing_bureau)
    with pytest.raises(Refused, match="没有应征"):
        calls.decide(call=call, chosen={0: "方案完整"}, result="入选一家", others="略逊", by=yueqing_bureau)

    calls.decide(call=call, chosen={best.pk: "方案完整"}, result="入选一家", others="方案不完整", by=yueqing_bureau)

    other.refresh_from_db()
    assert (call.state, other.state, other.reason) == ("decided", "passed_over", "方案不完整")
    assert RecommendedInstitution.objects.current().get(unit=yueqing).institution == academy
    assert "入选。方案完整" in Message.objects.get(user=bidder).text
    assert Event.objects.filter(verb="call.decided", unit=yueqing).count() == 1
    with pytest.raises(WrongState):
        calls.decide(call=call, chosen={}, result="改", others="改", by=yueqing_bureau)


def test_a_void_call_is_told_to_who_answered(yueqing, yueqing_bureau, academy, bidder):
    call = called(yueqing)
    calls.bid(call=call, institution=academy, summary="整校推进", evidence=plan(), by=bidder)

    calls.void(call=call, reason="条件有误", by=yueqing_bureau)

    assert "条件有误" in Message.objects.get(user=bidder).text
    with pytest.raises(WrongState):
        answered(call, academy)


def test_the_pages_carry_a_call_from_publishing_to_its_result(client, yueqing, yueqing_bureau, academy, centre, bidder):
    program()
    client.force_login(yueqing_bureau)
    sent = {"unit": "330382", "title": "遴选", "conditions": "资质", "closes_at": "2099-01-01T12:00"}
    made = client.post(reverse("programs:call-new"), sent)
    call = InstitutionCall.objects.get()
    assert made.url == call.get_absolute_url()
    assert client.post(reverse("programs:call-new"), sent | {"closes_at": "2000-01-01T12:00"}).status_code == 422
    client.force_login(bidder)
    assert call.title in client.get(LIST).content.decode()
    answer = {"summary": "方案要点甲", "fee": "480.50", "evidence": plan()}
    client.post(reverse("programs:call-bid", args=[call.pk]), answer)
    assert "方案要点甲" in client.get(made.url).content.decode()
    client.force_login(yueqing_bureau)
    assert "已有 1 家机构应征" in client.get(made.url).content.decode()
    assert client.get(reverse("programs:call-decide", args=[call.pk])).status_code == 404
    close(call)
    bid = InstitutionBid.objects.get()
    page = client.get(made.url).content.decode()
    assert "480.50" in page
    assert "方案要点甲" in page
    assert whole(client.get(reverse("programs:call-plan", args=[bid.pk]))) == b"%PDF-1.4 plan"
    assert sheet_of(client.get(made.url, {"export": "xlsx"}))[1][:2] == ["JG001", "培训学院"]
    decide = reverse("programs:call-decide", args=[call.pk])
    assert client.post(decide, {"result": "选定", f"bid_{bid.pk}": ""}).status_code == 422
    client.post(decide, {"result": "选定", f"bid_{bid.pk}": "方案完整"})
    assert "方案完整" in client.get(made.url).content.decode()


def test_a_stranger_reads_neither_call_nor_plan(client, yueqing, xihu_bureau, academy):
    call = called(yueqing)
    bid = answered(call, academy)
    close(call)
    client.force_login(xihu_bureau)

    assert client.get(call.get_absolute_url()).status_code == 404
    assert client.get(reverse("programs:call-plan", args=[bid.pk])).status_code == 404
    assert list(client.get(LIST).context["page"].rows) == []


def test_a_list_of_three_costs_what_a_list_of_one_costs(client, yueqing, yueqing_bureau, django_assert_max_num_queries):
    client.force_login(yueqing_bureau)
    called(yueqing)
    with django_assert_max_num_queries(40) as one:
        client.get(LIST)
    called(yueqing)
    called(yueqing)
    with django_assert_max_num_queries(len(one)):
        assert len(client.get(LIST).context["page"].rows) == 3


def test_rest_does_the_same(sends, client, yueqing, yueqing_bureau, academy, bidder):
    program()
    sent = {"unit": "330382", "program": "ict2", "title": "遴选", "conditions": "资质", "closes_at": "2099-01-01T12:00:00+08:00"}
    made = sends(yueqing_bureau, "institution-calls/", sent)
    path = f"institution-calls/{made.json()['id']}"
    client.force_login(bidder)
    bid = client.post(f"/api/v1/{path}/bid/", {"summary": "要点", "fee": "480.5", "evidence": plan()})
    assert (made.status_code, bid.status_code, bid.json()["fee"]) == (201, 201, "480.5")
    assert sends(yueqing_bureau, f"{path}/bids/", method="get").json() == []
    assert sends(yueqing_bureau, f"{path}/bid/", {"summary": "要点"}).status_code == 403
    assert sends(bidder, f"{path}/take-back/").json()["state"] == "withdrawn"
    client.force_login(bidder)
    client.post(f"/api/v1/{path}/bid/", {"summary": "要点"})
    close(InstitutionCall.objects.get())
    [row] = sends(yueqing_bureau, f"{path}/bids/", method="get").json()
    assert sends(bidder, f"{path}/decide/", {"chosen": [], "result": "无"}).status_code == 403

    done = sends(yueqing_bureau, f"{path}/decide/", {"chosen": [{"bid": row["id"], "reason": "完整"}], "result": "入选一家"})

    assert (done.json()["state"], done.json()["result"]) == ("decided", "入选一家")
    assert sends(yueqing_bureau, f"{path}/void/", {"reason": "晚了"}).status_code == 409
