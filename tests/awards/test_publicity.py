"""Public notices: the gate, the days, objections, what they hold and what they cost."""

from datetime import date, timedelta

import pytest

from awards.actions import judging, objections, publicity, publishing
from awards.models import AwardCycle, Nomination, NoticeName, Objection, PublicNotice, SpecialDay
from portal.kit.errors import Denied, Refused, WrongState
from tests import factories
from tests.awards.by_hand import today

FACTS = "该单位 2022 年培训记录与实际不符，有签到表为证。"


def objected(notice, row) -> Objection:
    listed = notice.names.select_related("notice__cycle", "notice__unit").get(nomination=row)
    return objections.object_to(listed=listed, name="王某某", contact="13900000099", text=FACTS)


def fresh(objection) -> Objection:
    return Objection.objects.select_related("notice__cycle__unit", "notice__unit", "listed").get(pk=objection.pk)


def over(notice) -> PublicNotice:
    """The same notice once its last day has passed."""
    PublicNotice.objects.filter(pk=notice.pk).update(starts_on=today() - timedelta(9), ends_on=today() - timedelta(1))
    return PublicNotice.objects.select_related("cycle__unit", "unit").get(pk=notice.pk)


def states(rows) -> list[str]:
    return [Nomination.objects.get(pk=row.pk).state for row in rows]


def test_a_notice_lists_what_is_decided_and_moves_it(running, decided):
    assert [name.nomination_id for name in running.names.all()] == [row.pk for row in decided[:2]]
    assert states(decided) == ["on_notice", "on_notice", "reserved"]
    assert (running.ends_on - running.starts_on).days >= 4


@pytest.mark.parametrize(
    ("field", "text", "told"),
    [
        ("body", "联系人 13800138000", "正文"),
        ("body", "第一行\n邮箱 a@example.com", "正文第 2 行"),
        ("title", "名单 330302199001011234", "标题"),
        ("receiver_phone", "13800138000", "受理电话"),
    ],
)
def test_the_gate_refuses_personal_data_and_names_the_place(notice, province_office, field, text, told):
    texts = {"title": "公示", "body": "名单如下", "receiver": "省工程办", "receiver_phone": "0571-88880000"} | {field: text}
    publicity.write(notice=notice, days=5, by=province_office, **texts)

    with pytest.raises(Refused) as refusal:
        publicity.start(notice=notice, starts_on=today(), by=province_office)

    assert (refusal.value.code, told in str(refusal.value)) == ("personal_data", True)
    assert "13800138000" not in str(refusal.value)
    assert PublicNotice.objects.get(pk=notice.pk).state == "draft"


def test_a_number_in_a_name_is_caught_too(notice, province_office):
    NoticeName.objects.filter(notice=notice, position=2).update(workplace="某局 13800138000")

    with pytest.raises(Refused) as refusal:
        publicity.start(notice=notice, starts_on=today(), by=province_office)

    assert "名单第 2 行" in str(refusal.value)


def test_a_year_without_its_arrangement_is_asked_of_the_office(notice, province_office):
    SpecialDay.objects.all().delete()
    far = date(2031, 5, 5)

    with pytest.raises(WrongState) as refusal:
        publicity.start(notice=notice, starts_on=far, by=province_office)

    assert refusal.value.code == "days_missing"
    assert "2031" in str(refusal.value)


def test_one_day_of_a_year_is_not_its_arrangement(client, notice, province_office):
    SpecialDay.objects.filter(day__year=2031).delete()
    SpecialDay.objects.create(day=date(2031, 1, 1), kind="rest", name="元旦")

    with pytest.raises(WrongState, match=r"2031 年劳动节的节假日安排还没有录入，请先在“节假日安排”录入") as refusal:
        publicity.start(notice=notice, starts_on=date(2031, 4, 28), by=province_office)

    assert refusal.value.code == "days_missing"
    client.force_login(province_office)
    page = client.get("/working-days/", {"year": 2031}).content.decode()
    assert "还没有录入放假日的节日：春节、清明、劳动节、端午、国庆节" in page
    SpecialDay.objects.create(day=date(2031, 5, 1), kind="rest", name="劳动节")
    assert publicity.start(notice=notice, starts_on=date(2031, 4, 28), by=province_office).ends_on == date(2031, 5, 5)


def test_the_page_says_beforehand_which_days_are_missing(client, notice, province_office):
    client.force_login(province_office)
    assert "今天开始的话" in client.get(notice.get_absolute_url()).content.decode()
    PublicNotice.objects.filter(pk=notice.pk).update(days=700)  # into years whose arrangement is not out yet
    SpecialDay.objects.all().delete()

    page = client.get(notice.get_absolute_url()).content.decode()

    assert "年的节假日安排还没有录入，省级录入后才能计算截止日期、开始公示" in page
    assert "今天开始的话" not in page


def test_results_wait_until_the_notice_is_over(cycle, running, province_office, zhejiang):
    for act in (
        lambda: publishing.announce(cycle=cycle, by=province_office),
        lambda: publicity.end(notice=running, by=province_office),
    ):
        with pytest.raises(WrongState):
            act()

    publicity.end(notice=over(running), by=province_office)

    assert set(cycle.nominations.filter(notice_names__notice=running).values_list("state", flat=True)) == {"cleared"}
    publishing.announce(cycle=cycle, by=province_office)
    publishing.announce(cycle=cycle, by=factories.user("province2", zhejiang, "bureau_leader"))
    assert AwardCycle.objects.get(pk=cycle.pk).state == "announced"


def test_where_the_office_chose_notice_nothing_is_published_without(cycle, decided, province_office):
    chosen = {"paper_required": False, "city_notice": False, "province_notice": True, "notice_days": 5}
    publicity.choose(cycle=cycle, reason="按惯例先公示", by=province_office, **chosen)

    with pytest.raises(WrongState) as refusal:
        publishing.announce(cycle=cycle, by=province_office)

    assert "先公示后公布" in str(refusal.value)


def test_an_objection_holds_its_name_and_keeps_the_notice_open(running, decided, province_office):
    row = objected(running, decided[0])

    assert NoticeName.objects.get(nomination=decided[0]).state == "held"
    with pytest.raises(WrongState) as refusal:
        publicity.end(notice=over(running), by=province_office)
    assert refusal.value.code == "objection_open"

    objections.investigate(objection=fresh(row), note="调阅签到表", by=province_office)
    objections.answer(objection=fresh(row), upheld=False, text="经核实，记录属实。", by=province_office)

    assert NoticeName.objects.get(nomination=decided[0]).state == "listed"
    publicity.end(notice=over(running), by=province_office)
    assert states(decided) == ["cleared", "cleared", "reserved"]


def test_an_upheld_objection_costs_the_place_and_offers_it_to_the_reserve(cycle, running, decided, province_office, zhejiang):
    row = objected(running, decided[0])
    with pytest.raises(WrongState):
        objections.answer(objection=fresh(row), upheld=True, text="属实", by=province_office)
    objections.investigate(objection=fresh(row), note="实地核查", by=province_office)

    objections.answer(objection=fresh(row), upheld=True, text="核查属实，取消入选。", by=province_office)

    assert states(decided) == ["declined", "on_notice", "decided"]
    second = publicity.draft(cycle=cycle, unit=zhejiang, by=province_office)
    assert [name.nomination_id for name in second.names.all()] == [decided[2].pk]
    with pytest.raises(WrongState):
        objections.answer(objection=fresh(row), upheld=False, text="再改", by=province_office)


@pytest.mark.parametrize("wrong", [{"name": "匿"}, {"contact": ""}, {"contact": "abc"}, {"text": "不好"}])
def test_objections_are_made_by_name_with_contact_and_facts(running, decided, wrong):
    listed = running.names.select_related("notice__cycle").first()
    given = {"name": "王某某", "contact": "13900000099", "text": FACTS} | wrong

    with pytest.raises(Refused) as refusal:
        objections.object_to(listed=listed, **given)

    assert set(refusal.value.fields) == set(wrong)
    assert not Objection.objects.exists()


def test_who_objected_stands_encrypted_and_is_seen_by_its_office_alone(
    running, decided, province_office, wenzhou_bureau, bureaus, django_db_blocker
):
    from django.db import connection

    objected(running, decided[0])
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, contact, text FROM awards_objection")
        stored = "".join(cursor.fetchone())

    assert "王某某" not in stored
    assert "13900000099" not in stored
    assert Objection.objects.visible_to(province_office).get().name == "王某某"
    for other in (wenzhou_bureau, bureaus[decided[0].unit_id]):
        assert not Objection.objects.visible_to(other).exists()


def test_a_city_gives_notice_of_what_it_has_and_only_of_that(
    cycle, county_unit, counties, bureaus, years, wenzhou, wenzhou_bureau, hangzhou
):
    from tests.awards.factories import recommended

    row = recommended(county_unit, counties[0], bureaus[counties[0].pk], wenzhou_bureau)
    with pytest.raises(Denied):
        publicity.draft(cycle=cycle, unit=hangzhou, by=wenzhou_bureau)
    notice = publicity.draft(cycle=cycle, unit=wenzhou, by=wenzhou_bureau)
    texts = {"title": "公示", "body": "名单", "receiver": "温州市教育局", "receiver_phone": "0577-88880000"}
    notice = publicity.write(notice=notice, days=3, by=wenzhou_bureau, **texts)
    notice = publicity.start(notice=notice, starts_on=today(), by=wenzhou_bureau)
    assert states([row]) == ["recommended"]

    complaint = objected(notice, row)
    with pytest.raises(WrongState) as refusal:
        judging.accept(nomination=Nomination.objects.get(pk=row.pk), by=factories.user("p", cycle.unit, "office"))
    assert refusal.value.code == "held"

    objections.investigate(objection=fresh(complaint), note="核查", by=wenzhou_bureau)
    objections.answer(objection=fresh(complaint), upheld=True, text="属实。", by=wenzhou_bureau)
    assert states([row]) == ["returned"]


def test_paper_is_awaited_where_the_office_chose_so(cycle, county_unit, counties, bureaus, wenzhou_bureau, province_office):
    from tests.awards.factories import recommended

    row = recommended(county_unit, counties[0], bureaus[counties[0].pk], wenzhou_bureau)
    chosen = {"paper_required": True, "city_notice": False, "province_notice": False, "notice_days": 5}
    publicity.choose(cycle=cycle, reason="以纸质件为准", by=province_office, **chosen)
    with pytest.raises(WrongState) as refusal:
        judging.accept(nomination=row, by=province_office)
    assert "纸质件" in str(refusal.value)

    publicity.receive_paper(nomination=row, copies=3, received_on=today(), by=province_office)

    assert judging.accept(nomination=row, by=province_office).state == "accepted"
