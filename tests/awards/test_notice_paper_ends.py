"""The PDF of a public notice ends when a name leaves it, and when the notice is taken back."""

import pytest

from awards.actions import listing, nominations, publicity, recommending
from awards.models import NoticeName, PublicNotice
from portal.accounts.models import Message
from tests.awards.factories import recommended
from tests.awards.holding import again, city_notice, settled
from tests.awards.test_papers_over import verified
from tests.awards.test_publicity import objected

pytestmark = pytest.mark.django_db


@pytest.fixture
def notice(row, wenzhou_bureau):
    """Wenzhou's notice with that name, running."""
    return city_notice(row.cycle, row.via, wenzhou_bureau)


def sent_back(notice, row, city, province):
    recommending.send_back(nomination=again(row), reason="理由请写具体", by=province)


def upheld(notice, row, city, province):
    settled(objected(notice, row), city, upheld=True)


def upheld_afterwards(notice, row, city, province):
    """What was left open is answered after the notice ended."""
    objection = objected(notice, row)
    PublicNotice.objects.filter(pk=notice.pk).update(state="ended")
    settled(objection, city, upheld=True)


def cancelled(notice, row, city, province):
    publicity.cancel(notice=notice, reason="文字有误", by=city)


def test_its_office_hears_of_it_and_the_page_says_so_until_it_is_issued_anew(
    client, notice, row, bureaus, wenzhou_bureau, county_unit, counties
):
    other = recommended(county_unit, counties[1], bureaus[counties[1].pk], wenzhou_bureau)
    NoticeName.objects.create(notice=notice, nomination=other, position=2, category_name="先进单位", subject=other.subject)
    document = listing.issue_notice(notice=notice, by=wenzhou_bureau)
    said = f"正式 PDF {document.number} 已作废：{row.subject}不再公示。"
    client.force_login(wenzhou_bureau)
    assert "已作废" not in client.get(notice.get_absolute_url()).content.decode()

    nominations.withdraw(nomination=again(row), by=bureaus[row.unit_id])

    told = Message.objects.filter(user=wenzhou_bureau, text__contains="正式 PDF 已作废").get()
    assert (told.text, told.url) == (f"“{notice.title}”的正式 PDF 已作废：{row.subject}不再公示。", notice.get_absolute_url())
    assert said in client.get(notice.get_absolute_url()).content.decode()
    listing.issue_notice(notice=notice, by=wenzhou_bureau)
    assert said not in client.get(notice.get_absolute_url()).content.decode()


@pytest.mark.parametrize("act", [sent_back, upheld, upheld_afterwards, cancelled])
def test_the_paper_of_a_notice_ends_with_a_name_of_it(act, client, notice, row, wenzhou_bureau, province_office):
    document = listing.issue_notice(notice=notice, by=wenzhou_bureau)
    assert verified(client, document) == (200, True)

    act(notice, row, wenzhou_bureau, province_office)

    assert verified(client, document) == (404, False)
    document.refresh_from_db()
    assert row.subject in document.reason or document.reason == "公示已撤销：文字有误"


def test_an_objection_that_is_dismissed_leaves_the_paper_as_it_is(client, notice, row, wenzhou_bureau):
    document = listing.issue_notice(notice=notice, by=wenzhou_bureau)

    settled(objected(notice, row), wenzhou_bureau, upheld=False)

    assert verified(client, document) == (200, True)
