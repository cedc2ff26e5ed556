"""代录: a city or the programme office enters what came on paper or by mail, with the original, and it stays marked."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from awards.actions import nominations, recommending
from awards.actions.cycles import move_deadline
from awards.actions.entering import enter_on_behalf
from awards.models import Attachment, Nomination
from portal.accounts.models import Message
from portal.audit.models import Event
from portal.kit.errors import Denied, Refused, WrongState
from tests.awards.factories import REASON
from tests.awards.test_api import client_of

VALUES = {"contact": "陈知行", "phone": "0577-62520000", "period": 2, "reason": REASON}


def original():
    return SimpleUploadedFile("推荐表扫描件.pdf", b"%PDF-1.7\n" + b"0" * 64, content_type="application/pdf")


def entered(category, unit, by, **changes):
    said = {"source": "paper", "file": original(), "reason": "网络故障，交来纸质表。"} | changes
    return enter_on_behalf(category=category, unit=unit, by=by, **said)


def test_what_a_city_enters_goes_the_usual_way_and_says_whence_it_came(county_unit, counties, wenzhou_bureau, bureaus):
    row = entered(county_unit, counties[0], wenzhou_bureau)

    assert (row.entered_by, row.get_entered_from_display(), row.contact) == (wenzhou_bureau, "纸质", "")
    assert Attachment.objects.get(nomination=row).file_name == "推荐表扫描件.pdf"
    assert Event.objects.get(verb="nomination.entered").note == "网络故障，交来纸质表。"
    assert Message.objects.filter(user=bureaus[counties[0].pk], text__contains="代本单位录入").exists()
    row = nominations.save(nomination=row, version=row.version, values=VALUES, by=wenzhou_bureau)
    row = nominations.submit(nomination=row, by=wenzhou_bureau)
    assert recommending.recommend(nomination=row, by=wenzhou_bureau).state == "recommended"


def test_the_unit_itself_may_go_on_with_it_and_take_it_back(county_unit, counties, wenzhou_bureau, bureaus):
    row, own = entered(county_unit, counties[0], wenzhou_bureau), bureaus[counties[0].pk]

    row = nominations.save(nomination=row, version=row.version, values=VALUES, by=own)
    nominations.withdraw(nomination=row, by=own)

    assert Nomination.objects.get().state == "withdrawn"


def test_source_original_and_reason_are_asked_for(county_unit, counties, wenzhou_bureau):
    for wrong in ({"source": "online"}, {"file": None}, {"reason": " "}):
        with pytest.raises(Refused):
            entered(county_unit, counties[0], wenzhou_bureau, **wrong)
    assert not Nomination.objects.exists()


def test_a_form_the_unit_began_itself_is_left_alone(draft, county_unit, counties, wenzhou_bureau):
    with pytest.raises(WrongState) as refusal:
        entered(county_unit, counties[0], wenzhou_bureau)

    assert refusal.value.code == "has_a_form"
    with pytest.raises(Denied):
        nominations.save(nomination=draft, version=draft.version, values=VALUES, by=wenzhou_bureau)


def test_only_those_above_enter(county_unit, counties, bureaus, xihu_bureau):
    for by in (bureaus[counties[1].pk], xihu_bureau):
        with pytest.raises(Denied):
            entered(county_unit, counties[0], by)


def test_the_page_of_those_missing_leads_to_it_and_the_form_is_marked(
    client, cycle, counties, county_unit, wenzhou, wenzhou_bureau
):
    client.force_login(wenzhou_bureau)
    address = f"{reverse('awards:enter', args=[cycle.code])}?unit={wenzhou.code}&for={counties[0].code}&category=county_unit"
    missing = client.get(f"{reverse('awards:missing', args=[cycle.code])}?unit={wenzhou.code}").content.decode()
    assert address.replace("&", "&amp;") in missing

    said = {"unit": counties[0].code, "category": "county_unit", "source": "mail", "file": original(), "reason": "邮件交来。"}
    page = client.post(address, said, follow=True)

    row = Nomination.objects.get()
    assert page.redirect_chain == [(row.get_absolute_url(), 302)]
    assert f"由{wenzhou_bureau.name}代录，来源：邮件" in page.content.decode()


def test_what_lacks_is_asked_for_on_the_page(client, cycle, counties, wenzhou, wenzhou_bureau):
    client.force_login(wenzhou_bureau)
    address = f"{reverse('awards:enter', args=[cycle.code])}?unit={wenzhou.code}"

    page = client.post(address, {"unit": counties[0].code, "category": "county_unit", "source": "mail", "reason": "邮件"})

    assert page.status_code == 422
    assert not Nomination.objects.exists()


def at(cycle, wenzhou, **named):
    named = "".join(f"&{name}={value}" for name, value in named.items())
    return f"{reverse('awards:enter', args=[cycle.code])}?unit={wenzhou.code}{named}"


def test_unit_and_category_come_first_and_the_link_names_both(client, cycle, counties, wenzhou, wenzhou_bureau):
    client.force_login(wenzhou_bureau)

    first = client.get(at(cycle, wenzhou)).content.decode()
    second = client.get(at(cycle, wenzhou, **{"for": counties[1].code, "category": "county_manager"})).content.decode()
    missing = client.get(f"{reverse('awards:missing', args=[cycle.code])}?unit={wenzhou.code}").content.decode()

    assert ('name="for"' in first, "id_for_offered" in first, 'type="file"' in first) == (True, True, False)
    assert 'type="file"' in second
    assert f"代录推荐表：{counties[1].name} · " in second
    assert '<option value="" selected>请选择</option>' in second
    assert f"for={counties[0].code}&amp;category=county_unit" in missing


def test_what_stands_in_the_way_is_said_before_anything_is_uploaded(
    client, cycle, counties, county_unit, wenzhou, wenzhou_bureau, draft
):
    client.force_login(wenzhou_bureau)
    own = client.get(at(cycle, wenzhou, **{"for": draft.unit.code, "category": "county_unit"})).content.decode()
    for key in ("nominate", "recommend"):
        ended = timezone.now() - timedelta(minutes=1)
        move_deadline(phase=cycle.phases.get(key=key), ends_at=ended, reason="测试", by=None)
    late = client.get(at(cycle, wenzhou, **{"for": counties[2].code, "category": "county_unit"})).content.decode()

    assert "由它自己填报" in own
    assert "截止" in late.split("现在不能代录：")[1].split("</div>")[0]
    assert ('type="file"' in own, 'type="file"' in late) == (False, False)


def test_who_does_not_qualify_is_told_with_the_clauses_before_the_upload(client, cycle, counties, wenzhou, wenzhou_bureau):
    counties[2].evaluations.update(score=1000)
    client.force_login(wenzhou_bureau)
    named = {"category": "county_unit"}

    bad = client.get(at(cycle, wenzhou, **{"for": counties[2].code}, **named)).content.decode()
    good = client.get(at(cycle, wenzhou, **{"for": counties[1].code}, **named)).content.decode()

    warned = bad.split("按现有数据不符合推选条件")[1].split("</div>")[0]
    assert "二(一)1区县(1)" in warned
    assert "仍要代录" in bad
    assert ("不符合推选条件" in good, "仍要代录" in good) == (False, False)


def test_a_unit_not_known_asks_for_it_again_and_a_wrong_one_uploads_nothing(client, cycle, counties, wenzhou, wenzhou_bureau):
    client.force_login(wenzhou_bureau)

    page = client.post(at(cycle, wenzhou), {"unit": "无此县", "category": "county_unit", "source": "mail", "file": original()})

    assert page.status_code == 422
    assert "没有找到" in page.content.decode()
    assert not Nomination.objects.exists()


def test_nobody_else_is_offered_the_page(client, cycle, counties, bureaus):
    client.force_login(bureaus[counties[0].pk])

    assert client.get(reverse("awards:enter", args=[cycle.code])).status_code == 404


def over_rest(client, cycle, unit, **changes):
    said = {"unit": unit.code, "category": "county_unit", "source": "paper", "file": original(), "reason": "交来纸质表。"} | changes
    given = {name: value for name, value in said.items() if value is not None}
    address = f"/api/v1/cycles/{cycle.code}/enter/"
    return client.post(address, given, format="multipart", headers={"Idempotency-Key": "e1"})


def test_a_city_enters_over_rest_once_however_often_it_is_sent(cycle, counties, wenzhou_bureau):
    city = client_of(wenzhou_bureau)
    made = over_rest(city, cycle, counties[0])
    again = over_rest(city, cycle, counties[0])

    row = Nomination.objects.get()
    assert (made.status_code, made.json()["id"], again.content) == (201, row.pk, made.content)
    assert (row.entered_by, row.entered_from, row.attachments.count()) == (wenzhou_bureau, "paper", 1)
    assert Event.objects.filter(verb="nomination.entered").count() == 1
    changed = city.patch(f"/api/v1/nominations/{row.pk}/", {"reason": REASON}, headers={"If-Match": made.headers["ETag"]})
    assert changed.status_code == 200


def test_over_rest_only_those_above_enter_and_only_with_the_original(cycle, counties, bureaus, wenzhou_bureau, xihu_bureau):
    assert over_rest(client_of(bureaus[counties[0].pk]), cycle, counties[0]).status_code == 403
    assert over_rest(client_of(xihu_bureau), cycle, counties[0]).status_code == 404
    lacking = over_rest(client_of(wenzhou_bureau), cycle, counties[0], file=None)
    assert (lacking.status_code, lacking.json()["fields"]) == (422, {"file": "请附上原件。"})
    assert over_rest(client_of(wenzhou_bureau), cycle, counties[0], source="online").status_code == 400
    for reason in (None, " "):
        unexplained = over_rest(client_of(wenzhou_bureau), cycle, counties[0], reason=reason)
        assert (unexplained.status_code, list(unexplained.json()["fields"])) == (400, ["reason"])
    assert not Nomination.objects.exists()
