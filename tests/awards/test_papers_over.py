"""A paper ends with its place: what was withdrawn, sent back, revoked or struck is vouched for by nobody any more."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from awards.actions import judging, nominations, paper, recommending
from awards.models import Nomination
from portal.audit.models import Event
from portal.documents.models import Document, SealedCopy
from portal.documents.sealing import copies
from portal.jobs.running import run_job
from portal.kit.errors import WrongState
from tests.awards.factories import recommended
from tests.awards.holding import city_notice, settled
from tests.awards.test_publicity import objected
from tests.documents.test_sealed_copies import scanned

pytestmark = pytest.mark.django_db


def again(row) -> Nomination:
    """As a later request reads it."""
    return Nomination.objects.select_related("cycle", "category__cycle", "unit__parent__parent", "via").get(pk=row.pk)


def withdrawn(row, bureaus, _city, _province):
    nominations.withdraw(nomination=again(row), by=bureaus[row.unit_id])


def sent_back(row, _bureaus, _city, province):
    recommending.send_back(nomination=again(row), reason="理由请写具体", by=province)


def revoked(row, _bureaus, city, _province):
    recommending.revoke(nomination=again(row), reason="改推他县", by=city)


def struck(row, _bureaus, city, _province):
    notice = city_notice(row.cycle, row.via, city)
    settled(objected(notice, row), city, upheld=True)


ENDS = [
    (withdrawn, "推荐已撤回"),
    (sent_back, "推荐已退回：理由请写具体"),
    (revoked, "推荐已撤销：改推他县"),
    (struck, "推荐已退回：公示期间异议属实"),
]


def verified(client, document) -> tuple[int, bool]:
    response = client.get(reverse("documents:verify", args=[document.code]))
    return response.status_code, "有效" in response.content.decode()


@pytest.mark.parametrize(("act", "why"), ENDS, ids=[act.__name__ for act, _why in ENDS])
def test_the_paper_ends_with_its_place(act, why, client, row, bureaus, wenzhou_bureau, province_office):
    document = paper.issue_one(nomination=again(row), by=wenzhou_bureau)
    copy = copies.hand_in(document=document, content=scanned(document), by=wenzhou_bureau)
    assert verified(client, document) == (200, True)

    act(row, bureaus, wenzhou_bureau, province_office)

    assert verified(client, document) == (404, False)
    with pytest.raises(WrongState, match=f"{document.number}已作废（{why}"):
        copies.confirm(copy=copy, stamped=True, signed=True, copies=3, by=wenzhou_bureau)
    assert SealedCopy.objects.get().state == "read"
    assert Event.objects.about(document).filter(verb="document.revoked", note__startswith=why).count() == 1
    client.force_login(wenzhou_bureau)
    page = client.get(reverse("documents:sealed", args=[document.number])).content.decode()
    assert why in page
    assert "确认收到盖章件" not in page


def test_recommended_again_unchanged_it_gets_a_new_number_and_only_that_one_stands(
    client, row, bureaus, wenzhou_bureau, province_office
):
    first = paper.issue_one(nomination=again(row), by=wenzhou_bureau)
    revoked(row, bureaus, wenzhou_bureau, province_office)
    recommending.recommend(nomination=again(row), by=wenzhou_bureau)

    second = paper.issue_one(nomination=again(row), by=wenzhou_bureau)

    assert second.content_hash == first.content_hash
    assert second.number != first.number
    assert (verified(client, first), verified(client, second)) == ((404, False), (200, True))


def test_after_a_new_draft_one_paper_of_the_county_stands(client, row, county_unit, bureaus, wenzhou_bureau):
    first = paper.issue_one(nomination=again(row), by=wenzhou_bureau)
    withdrawn(row, bureaus, None, None)
    anew = recommended(county_unit, row.unit, bureaus[row.unit_id], wenzhou_bureau)
    second = paper.issue_one(nomination=again(anew), by=wenzhou_bureau)

    assert list(Document.objects.filter(state="issued")) == [second]
    assert verified(client, first) == (404, False)


def test_a_place_that_is_kept_keeps_its_paper(client, row, cycle, wenzhou_bureau, province_office):
    document = paper.issue_one(nomination=again(row), by=wenzhou_bureau)

    judging.accept_all(cycle=cycle, ids=[row.pk], by=province_office)
    judging.decide(cycle=cycle, chosen=[], declined=[row.pk], reason="名额所限", by=province_office)

    assert verified(client, document) == (200, True)


def test_what_is_withdrawn_before_its_batch_ran_is_told_there_and_never_issued(
    cycle, row, counties, county_unit, bureaus, wenzhou, wenzhou_bureau
):
    stays = recommended(county_unit, counties[1], bureaus[counties[1].pk], wenzhou_bureau)
    job = paper.request_batch(cycle=cycle, unit=wenzhou, by=wenzhou_bureau)
    withdrawn(row, bureaus, None, None)

    done = run_job(job.pk)

    assert done.state == "done"
    assert [one["reason"].partition("：")[2] for one in done.result["refused"]] == ["推荐已撤回"]
    forms = Document.objects.filter(state="issued", form="annex-3").values_list("subject_id", flat=True)
    assert list(forms) == [str(stays.pk)]


def test_a_form_taken_back_since_the_page_was_read_is_not_numbered(row, bureaus, wenzhou_bureau):
    read_before = again(row)
    withdrawn(row, bureaus, None, None)

    with pytest.raises(WrongState, match="刚被撤回或退回"):
        paper.issue_one(nomination=read_before, by=wenzhou_bureau)

    assert not Document.objects.exists()


def test_ending_costs_the_same_however_many_papers_there_were(row, bureaus, wenzhou_bureau, province_office):
    def cost() -> int:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            recommending.revoke(nomination=again(row), reason="改推他县", by=wenzhou_bureau)
        return len(asked)

    costs = []
    for opinion in ("同意推荐。", "同意。", "同意推荐该县。"):
        paper.issue_one(nomination=again(row), by=wenzhou_bureau)
        costs.append(cost())
        recommending.recommend(nomination=again(row), by=wenzhou_bureau, opinion=opinion)

    assert len(set(costs)) == 1
