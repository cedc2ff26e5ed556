"""回执: addressees of a notice confirm that they got it, and the issuer sees who has not."""

import pytest
from django.urls import reverse

from portal.accounts.models import Message
from portal.kit.errors import Denied, Refused, WrongState
from programs.actions import receipts
from programs.loading import load_notice
from programs.models import Notice, NoticeReceipt
from tests import factories
from tests.programs.notice_samples import small


@pytest.fixture
def notice(zhejiang, wenzhou, hangzhou):
    load_notice(file=small(issuer='"330000"'), by=None)
    return Notice.objects.get()


@pytest.fixture
def academy(zhejiang):
    return factories.unit("JG001", "培训学院", "institution", zhejiang)


def asked(notice, **chosen):
    return receipts.ask_receipts(notice=notice, chosen=chosen or {"levels": ["city"]}, by=None)


def test_cities_and_institutions_are_asked_once_and_told(notice, academy, wenzhou_bureau):
    own = factories.user("own", academy, "institution")

    assert asked(notice, levels=["city"], units=["JG001"]) == 3
    with pytest.raises(Refused, match="都已在签收名单中"):
        asked(notice)
    assert {message.user for message in Message.objects.filter(text__startswith="请签收通知")} == {own, wenzhou_bureau}


def test_a_unit_confirms_once_and_nobody_for_another(notice, wenzhou_bureau, province_office):
    asked(notice)
    receipt = NoticeReceipt.objects.get(unit__code="330300")

    with pytest.raises(Denied, match="只有温州市的人员可以签收"):
        receipts.confirm(receipt=receipt, by=province_office)
    receipts.confirm(receipt=receipt, by=wenzhou_bureau)
    with pytest.raises(WrongState, match="温州市已经签收"):
        receipts.confirm(receipt=receipt, by=wenzhou_bureau)

    assert (receipt.confirmed_by, receipt.confirmed_at is not None) == (wenzhou_bureau, True)


def test_the_issuer_sees_who_has_not_and_reminds_exactly_those(client, notice, wenzhou_bureau, province_office, xihu_bureau):
    client.force_login(province_office)
    client.post(reverse("programs:receipt-ask", args=[notice.pk]), {"levels": ["city"]})
    receipt = NoticeReceipt.objects.get(unit__code="330300")
    client.force_login(wenzhou_bureau)
    assert "签收通知" in client.get("/").content.decode()
    client.post(reverse("programs:receipt-confirm", args=[receipt.pk]))
    client.force_login(province_office)
    page = reverse("programs:receipt-list", args=[notice.pk])

    waiting = client.get(page, {"state": "asked"}).context["page"].rows
    client.post(reverse("programs:receipt-remind", args=[notice.pk]))

    assert [row.unit.name for row in waiting] == ["杭州市"]
    assert [row.unit.name for row in NoticeReceipt.objects.exclude(reminded_at=None)] == ["杭州市"]
    file = b"".join(client.get(page, {"export": "csv"}).streaming_content).decode()
    assert ("温州市" in file, "已签收" in file) == (True, True)
    client.force_login(wenzhou_bureau)
    assert [row.unit.name for row in client.get(page).context["page"].rows] == ["温州市"]
    assert client.get(reverse("programs:receipt-ask", args=[notice.pk])).status_code == 404
    client.force_login(xihu_bureau)
    assert client.post(reverse("programs:receipt-confirm", args=[receipt.pk])).status_code == 404


def test_receipts_over_rest(client, sends, notice, wenzhou_bureau, province_office):
    at = f"notices/{notice.pk}"
    assert sends(wenzhou_bureau, f"{at}/ask-receipts/", {"levels": ["city"]}).status_code == 403
    assert sends(province_office, f"{at}/ask-receipts/", {"levels": ["city"]}).json() == {"units": 2}
    client.force_login(wenzhou_bureau)
    [row] = client.get("/api/v1/notice-receipts/", {"notice": notice.pk}).json()["results"]

    told = sends(wenzhou_bureau, f"notice-receipts/{row['id']}/confirm/").json()

    assert (told["state"], told["confirmed_by"]) == ("confirmed", wenzhou_bureau.name)
    assert sends(province_office, f"notice-receipts/{row['id']}/confirm/").status_code == 403
    assert sends(province_office, f"{at}/remind-receipts/").json() == {"units": 1}


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_the_same_however_many(client, notice, zhejiang, province_office, count, django_assert_num_queries):
    for number in range(count):
        unit = factories.unit(f"33090{number}", f"第{number}市", "city", zhejiang)
        NoticeReceipt.objects.create(notice=notice, unit=unit)
    client.force_login(province_office)

    with django_assert_num_queries(11):
        page = client.get(reverse("programs:receipt-list", args=[notice.pk]))

    assert len(page.context["page"].rows) == count
