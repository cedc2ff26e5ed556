"""What an upheld objection struck from a city's notice is put forward again only where the programme office lets it."""

import pytest
from django.urls import reverse

from awards.actions import nominations, recommending, reserving
from awards.actions.following import follow_units
from awards.actions.readmitting import readmit
from awards.models import QuotaBound, Readmission
from portal.accounts.models import Message
from portal.audit.models import Event
from portal.kit.errors import Denied, Refused, WrongState
from portal.units.models import Unit
from tests import factories
from tests.awards.factories import drafted, recommended, submitted
from tests.awards.holding import again, city_notice, settled
from tests.awards.test_api import client_of
from tests.awards.test_publicity import objected

WHY = "经复核，所涉材料已更正。"


def struck(cycle, row, wenzhou, by):
    """An objection to ``row`` was upheld on a notice of Wenzhou."""
    notice = city_notice(cycle, wenzhou, by)
    settled(objected(notice, row), by, upheld=True)
    return notice


@pytest.fixture
def back(cycle, county_unit, counties, bureaus, years, wenzhou, wenzhou_bureau):
    """Yueqing's form, struck by an upheld objection and handed in to its city again."""
    row = recommended(county_unit, counties[0], bureaus[counties[0].pk], wenzhou_bureau)
    struck(cycle, row, wenzhou, wenzhou_bureau)
    nominations.submit(nomination=again(row), by=bureaus[row.unit_id])
    return again(row)


def test_a_struck_form_is_not_recommended_again_on_the_citys_word_alone(back, wenzhou_bureau):
    with pytest.raises(WrongState, match=r"公示期间对乐清市教育局的异议属实（.+），经浙江省.+准许后才能再推荐") as refusal:
        recommending.recommend(nomination=back, by=wenzhou_bureau)

    assert (refusal.value.code, again(back).state) == ("upheld_objection", "submitted")


def test_the_office_lets_it_with_a_reason_both_are_told_and_it_goes_on(back, bureaus, wenzhou_bureau, province_office):
    readmit(nomination=back, reason=WHY, by=province_office)

    assert Event.objects.get(verb="nomination.readmitted").note == WHY
    for user in (wenzhou_bureau, bureaus[back.unit_id]):
        assert WHY in Message.objects.filter(user=user).latest("pk").text
    assert recommending.recommend(nomination=again(back), by=wenzhou_bureau).state == "recommended"


def test_the_desk_of_the_city_a_county_moved_to_tells_it_as_the_act_does(client, cycle, back, hangzhou, province_office):
    """The objection was to a notice of Wenzhou; the form goes through Hangzhou now."""
    Unit.objects.filter(pk=back.unit_id).update(path=f"{hangzhou.path}{back.unit.code}/", parent=hangzhou)
    follow_units(cycle=cycle, by=province_office)
    bureau = factories.user("hangzhou", hangzhou, "bureau")
    client.force_login(bureau)

    page = client.get(reverse("awards:desk", args=[cycle.code])).content.decode()

    assert "须工程办准许" in page
    with pytest.raises(WrongState, match="异议属实"):
        recommending.recommend(nomination=again(back), by=bureau)
    readmit(nomination=again(back), reason=WHY, by=province_office)
    assert "须工程办准许" not in client.get(reverse("awards:desk", args=[cycle.code])).content.decode()


def test_another_upheld_objection_bars_it_anew(cycle, back, bureaus, wenzhou, wenzhou_bureau, province_office):
    readmit(nomination=back, reason=WHY, by=province_office)
    row = recommending.recommend(nomination=again(back), by=wenzhou_bureau)
    struck(cycle, row, wenzhou, wenzhou_bureau)
    nominations.submit(nomination=again(row), by=bureaus[row.unit_id])

    with pytest.raises(WrongState):
        recommending.recommend(nomination=again(row), by=wenzhou_bureau)


def test_a_new_form_of_the_same_unit_does_not_get_round_it(back, county_unit, bureaus, wenzhou_bureau):
    by = bureaus[back.unit_id]
    nominations.withdraw(nomination=back, by=by)
    new = submitted(county_unit, back.unit, by)

    with pytest.raises(WrongState, match="异议属实"):
        recommending.recommend(nomination=new, by=wenzhou_bureau)


def test_the_office_may_let_the_unit_by_the_form_that_was_taken_back(back, county_unit, bureaus, wenzhou_bureau, province_office):
    by = bureaus[back.unit_id]
    nominations.withdraw(nomination=back, by=by)
    readmit(nomination=again(back), reason=WHY, by=province_office)

    new = submitted(county_unit, back.unit, by)

    assert recommending.recommend(nomination=new, by=wenzhou_bureau).state == "recommended"


def test_a_city_that_was_struck_itself_waits_for_the_office_too(cycle, years, wenzhou, wenzhou_bureau, province_office):
    category = cycle.categories.select_related("cycle").get(key="city_manager")
    person = {"period": None, "manager_name": "陈知行", "manager_position": "处长", "manager_title": "高级教师"}
    person |= {"manager_workplace": "温州市教育局", "manager_basis": "处长，某教干〔2021〕3号"}
    row = recommending.recommend(nomination=drafted(category, wenzhou, wenzhou_bureau, **person), by=wenzhou_bureau)
    struck(cycle, row, wenzhou, wenzhou_bureau)

    with pytest.raises(WrongState, match="异议属实"):
        recommending.recommend(nomination=again(row), by=wenzhou_bureau)
    readmit(nomination=again(row), reason=WHY, by=province_office)
    assert recommending.recommend(nomination=again(row), by=wenzhou_bureau).state == "recommended"


def test_another_manager_of_the_unit_is_free_the_same_one_is_not(cycle, counties, bureaus, years, wenzhou, wenzhou_bureau):
    category = cycle.categories.select_related("cycle").get(key="county_manager")
    by = bureaus[counties[0].pk]
    person = {"period": None, "manager_position": "科长", "manager_title": "高级教师", "manager_workplace": "乐清市教育局"}
    person["manager_basis"] = "培训科科长，某教干〔2021〕3号"
    row = submitted(category, counties[0], by, manager_name="陈知行", **person)
    struck(cycle, row, wenzhou, wenzhou_bureau)
    nominations.submit(nomination=again(row), by=by)
    assert attested_refusal(again(row), wenzhou_bureau) == "upheld_objection"

    recommending.send_back(nomination=again(row), reason="换人", by=wenzhou_bureau)
    row = again(row)
    nominations.save(nomination=row, version=row.version, values={"manager_name": "林一舟"}, by=by)
    nominations.submit(nomination=again(row), by=by)

    assert attested_refusal(again(row), wenzhou_bureau) == "needs_person"


def attested_refusal(row, by) -> str:
    """Why a manager's form is not recommended: clauses a person attests are open here."""
    with pytest.raises(WrongState) as refusal:
        recommending.recommend(nomination=row, by=by)
    return refusal.value.code


def test_nobody_else_lets_it_nor_without_a_reason_nor_where_nothing_bars(
    back, county_unit, counties, bureaus, wenzhou_bureau, province_office
):
    for by in (wenzhou_bureau, bureaus[back.unit_id]):
        with pytest.raises(Denied):
            readmit(nomination=back, reason=WHY, by=by)
    with pytest.raises(Refused, match="准许再推荐的理由"):
        readmit(nomination=back, reason=" ", by=province_office)
    other = submitted(county_unit, counties[1], bureaus[counties[1].pk])
    with pytest.raises(WrongState, match="没有属实的异议"):
        readmit(nomination=other, reason=WHY, by=province_office)

    assert not Readmission.objects.exists()


def test_nor_is_it_put_on_the_reserve_list(cycle, back, wenzhou_bureau):
    QuotaBound.objects.create(cycle=cycle, parameters={"kind": "reserve", "number": 2, "clause": "三1"}, position=9)

    with pytest.raises(WrongState) as refusal:
        reserving.reserve(nomination=back, by=wenzhou_bureau)

    assert refusal.value.code == "upheld_objection"


def test_who_stands_by_in_a_city_that_the_county_leaves_is_taken_off_its_list_on_record(
    cycle, county_unit, counties, bureaus, years, wenzhou_bureau, hangzhou, province_office
):
    QuotaBound.objects.create(cycle=cycle, parameters={"kind": "reserve", "number": 2, "clause": "三1"}, position=9)
    row = submitted(county_unit, counties[0], bureaus[counties[0].pk])
    reserving.reserve(nomination=row, by=wenzhou_bureau)
    Unit.objects.filter(pk=row.unit_id).update(path=f"{hangzhou.path}{row.unit.code}/", parent=hangzhou)

    follow_units(cycle=cycle, by=province_office)

    event = Event.objects.get(verb="reserve.dropped")
    assert (event.object_id, event.unit, event.actor) == (str(row.pk), row.via, province_office)
    assert not row.reserves.waiting().exists()


def test_the_page_of_the_places_offers_it_for_the_reserve_only_once_the_office_lets_it(
    client, cycle, back, county_unit, counties, bureaus, wenzhou_bureau, province_office
):
    QuotaBound.objects.create(cycle=cycle, parameters={"kind": "reserve", "number": 2, "clause": "三1"}, position=9)
    other = submitted(county_unit, counties[1], bureaus[counties[1].pk])
    address = reverse("awards:quota", args=[cycle.code, "county_unit", back.via.code])
    client.force_login(wenzhou_bureau)

    before = client.get(address).content.decode()
    readmit(nomination=back, reason=WHY, by=province_office)
    after = client.get(address).content.decode()

    offered = [f'name="nomination" value="{row.pk}"' for row in (back, other)]
    assert ([one in before for one in offered], "公示期间异议属实" in before) == ([False, True], True)
    assert ([one in after for one in offered], "公示期间异议属实" in after) == ([True, True], False)


def test_desk_and_form_say_so_and_the_office_lets_it_on_the_form(client, cycle, back, wenzhou, wenzhou_bureau, province_office):
    recommend, readmitting = reverse("awards:recommend", args=[back.pk]), reverse("awards:readmit", args=[back.pk])
    desk = f"{reverse('awards:desk', args=[cycle.code])}?unit={wenzhou.code}"
    client.force_login(wenzhou_bureau)
    before, form = client.get(desk).content.decode(), client.get(back.get_absolute_url()).content.decode()
    assert "须工程办准许" in before
    assert recommend not in before
    assert "写明理由准许后才能再推荐" in form
    assert readmitting not in form

    client.force_login(province_office)
    assert readmitting in client.get(back.get_absolute_url()).content.decode()
    done = client.post(readmitting, {"reason": WHY}, follow=True).content.decode()
    assert "已准许乐清市教育局再次推荐" in done

    client.force_login(wenzhou_bureau)
    after = client.get(desk).content.decode()
    assert "工程办已准许再推荐" in after
    assert recommend in after


def test_the_office_lets_it_over_rest_and_the_city_may_not(back, wenzhou_bureau, province_office):
    address = f"/api/v1/nominations/{back.pk}/readmit/"

    refused, done = (client_of(by).post(address, {"reason": WHY}) for by in (wenzhou_bureau, province_office))
    again_asked = client_of(province_office).post(address, {"reason": WHY})

    assert (refused.status_code, done.status_code, again_asked.status_code) == (403, 200, 409)
    assert Readmission.objects.get().reason == WHY


def test_the_desk_asks_the_database_the_same_however_many_were_struck(
    client, cycle, back, county_unit, counties, bureaus, wenzhou, wenzhou_bureau, django_assert_num_queries
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.force_login(wenzhou_bureau)
    desk = f"{reverse('awards:desk', args=[cycle.code])}?unit={wenzhou.code}"
    client.get(desk)
    with CaptureQueriesContext(connection) as one:
        client.get(desk)
    row = submitted(county_unit, counties[1], bureaus[counties[1].pk])
    struck(cycle, row, wenzhou, wenzhou_bureau)

    with django_assert_num_queries(len(one)):
        client.get(desk)
