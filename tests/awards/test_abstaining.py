"""本次不推荐: none is a valid answer, it can be taken back before the deadline, and it stands in the way of its opposite."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from awards.actions import answering, eligibility, nominations, recommending, reminding
from awards.actions.cycles import move_deadline
from awards.facts_desk.cities import city_desk
from awards.facts_desk.missing import missing_of
from awards.facts_desk.package import lacking
from awards.facts_desk.unfinished import told, unfinished_of
from awards.models import Abstention, AwardCycle, Nomination, Quota, Reminder
from portal.accounts.models import Message
from portal.audit.models import Event
from portal.kit.errors import Denied, Refused, WrongState
from portal.kit.templatetags.portal import moment
from programs.models import TrainingInstitution
from tests import factories
from tests.awards.factories import drafted, recommended, sheet_of, submitted
from tests.awards.test_front_page import desk_of


def close(cycle, *keys):
    for phase in AwardCycle.objects.get(pk=cycle.pk).phases.filter(key__in=keys):
        ended = timezone.now() - timedelta(minutes=1)
        move_deadline(phase=phase, ends_at=ended, reason="测试", by=None)


def test_a_county_answers_that_it_puts_nobody_forward_and_takes_it_back(client, cycle, county_unit, yueqing, bureaus):
    client.force_login(bureaus[yueqing.pk])
    asked = {"category": "county_unit", "unit": yueqing.code, "note": "今年重点在薄弱校"}

    for _twice in range(2):
        client.post(reverse("awards:abstain", args=[cycle.code]), asked)

    answer = Abstention.objects.get()
    assert (answer.state, answer.note, answer.unit) == ("standing", "今年重点在薄弱校", yueqing)
    page = client.get(cycle.get_absolute_url()).content.decode()
    assert "答复本次不推荐" in page
    client.post(reverse("awards:draft", args=[cycle.code]), asked)
    assert not Nomination.objects.exists()

    client.post(reverse("awards:take-back", args=[cycle.code, answer.pk]))
    client.post(reverse("awards:draft", args=[cycle.code]), asked)

    answer.refresh_from_db()
    assert (answer.state, Nomination.objects.count()) == ("ended", 1)
    assert list(Event.objects.about(answer).values_list("verb", flat=True)) == ["abstention.declared", "abstention.taken_back"]


def test_a_form_stands_in_the_way_of_the_answer(cycle, county_unit, yueqing, bureaus):
    by = bureaus[yueqing.pk]
    drafted(county_unit, yueqing, by)

    with pytest.raises(WrongState, match="请先放弃草稿"):
        answering.abstain(category=county_unit, unit=yueqing, by=by)


def test_a_city_that_chooses_none_recommends_none_until_it_takes_that_back(county_unit, yueqing, bureaus, wenzhou, wenzhou_bureau):
    row = submitted(county_unit, yueqing, bureaus[yueqing.pk])
    answer = answering.abstain(category=county_unit, unit=wenzhou, by=wenzhou_bureau)

    with pytest.raises(WrongState) as refusal:
        recommending.recommend(nomination=row, by=wenzhou_bureau)
    assert refusal.value.code == "abstained"

    answering.take_back(answer=answer, by=wenzhou_bureau)
    assert recommending.recommend(nomination=Nomination.objects.get(), by=wenzhou_bureau).state == "recommended"
    with pytest.raises(WrongState, match="已推荐 1 个"):
        answering.abstain(category=county_unit, unit=wenzhou, by=wenzhou_bureau)


def test_answers_stand_once_the_deadline_has_passed(cycle, county_unit, yueqing, counties, bureaus):
    answering.abstain(category=county_unit, unit=yueqing, by=bureaus[yueqing.pk])
    close(cycle, "nominate")
    answer = Abstention.objects.select_related("category__cycle", "unit").get()

    with pytest.raises(WrongState, match="截止"):
        answering.take_back(answer=answer, by=bureaus[yueqing.pk])
    with pytest.raises(WrongState, match="截止"):
        answering.abstain(category=answer.category, unit=counties[1], by=bureaus[counties[1].pk])


def test_nobody_answers_for_another(county_unit, yueqing, xihu_bureau, wenzhou, bureaus):
    with pytest.raises(Denied):
        answering.abstain(category=county_unit, unit=yueqing, by=xihu_bureau)
    with pytest.raises(Denied):
        answering.abstain(category=county_unit, unit=wenzhou, by=bureaus[yueqing.pk])


def test_an_institution_answers_for_its_managers_too(cycle, institution):
    by = factories.user("jg", institution, "institution")
    manager = cycle.categories.select_related("cycle").get(key="institution_manager")

    assert answering.abstain(category=manager, unit=institution, by=by).state == "standing"


def test_an_institution_without_tasks_may_not_nominate(cycle, institution):
    """一1: 承担提升工程2.0培训任务的省级培训机构."""
    TrainingInstitution.objects.update(undertook_tasks=False)
    by = factories.user("jg", institution, "institution")

    with pytest.raises(Denied, match="没有承担培训任务"):
        nominations.draft(category=cycle.categories.select_related("cycle").get(key="institution"), unit=institution, by=by)


def owed(cycle, city=None):
    return {one.unit.name: one.owed for one in missing_of(cycle, city)}


def test_who_has_answered_is_not_missing(cycle, county_unit, counties, bureaus, wenzhou, wenzhou_bureau, institution):
    assert set(owed(cycle, wenzhou)) == {unit.name for unit in counties}
    assert owed(cycle)["温州市"] == "区县级先进单位、设区市先进单位"
    assert owed(cycle)[institution.name] == "先进单位（培训机构）"

    recommended(county_unit, counties[0], bureaus[counties[0].pk], wenzhou_bureau)
    answering.abstain(category=county_unit, unit=counties[1], by=bureaus[counties[1].pk])
    drafted(county_unit, counties[2], bureaus[counties[2].pk])

    assert set(owed(cycle, wenzhou)) == {counties[2].name, counties[3].name}
    assert owed(cycle)["温州市"] == "设区市先进单位"


def test_the_office_reminds_those_it_ticked_after_being_asked(client, cycle, wenzhou, province_office, wenzhou_bureau):
    client.force_login(province_office)
    address = reverse("awards:remind", args=[cycle.code])

    asked = client.post(address, {"row": wenzhou.code})
    assert "向 1 个还没有答复的单位" in asked.content.decode()
    assert not Message.objects.filter(user=wenzhou_bureau).exists()
    for _again in range(2):
        client.post(address, {"row": wenzhou.code, "confirmed": "yes"})

    assert "还没有报送" in Message.objects.filter(user=wenzhou_bureau).latest("pk").text
    assert Reminder.objects.get().times == 2
    page = client.get(reverse("awards:missing", args=[cycle.code])).content.decode()
    assert "（共 2 次）" in page


def test_a_city_reminds_its_own_counties_alone(cycle, counties, wenzhou, wenzhou_bureau, hangzhou):
    reminding.remind(cycle=cycle, city=wenzhou, by=wenzhou_bureau)

    assert set(Reminder.objects.values_list("unit", flat=True)) == {county.pk for county in counties}
    for city in (hangzhou, None):
        with pytest.raises(Denied):
            reminding.remind(cycle=cycle, city=city, by=wenzhou_bureau)
    with pytest.raises(Refused):
        reminding.remind(cycle=cycle, city=wenzhou, codes=["330106"], by=wenzhou_bureau)


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_the_missing_asks_the_same_however_many(
    cycle, counties, bureaus, county_unit, wenzhou, count, django_assert_num_queries
):
    for unit in counties[count:]:
        answering.abstain(category=county_unit, unit=unit, by=bureaus[unit.pk])
    fresh = AwardCycle.objects.prefetch_related("categories").get(pk=cycle.pk)

    with django_assert_num_queries(10):
        assert len(missing_of(fresh, wenzhou)) == count


def test_who_does_not_qualify_stands_last_with_the_verdict_and_is_counted_apart(client, cycle, counties, wenzhou, wenzhou_bureau):
    counties[0].evaluations.update(score=1000)
    eligibility.score_cycle(cycle=cycle, by=None)
    client.force_login(wenzhou_bureau)
    address = f"{reverse('awards:missing', args=[cycle.code])}?unit={wenzhou.code}"

    rows = missing_of(AwardCycle.objects.get(pk=cycle.pk), wenzhou)
    page = client.get(address).content.decode()
    asked = client.post(address.replace("/missing/", "/remind/"), {"all": "yes"}).content.decode()

    assert [(one.unit, one.unable) for one in rows] == [(unit, False) for unit in counties[1:]] + [(counties[0], True)]
    assert "共 4 个单位，其中 1 个按最近一次认定不符合条件" in page
    assert page.count("不符合条件</span>") == 1
    assert "向 4 个还没有答复的单位发送催报消息？其中 1 个按最近一次认定不符合条件。" in asked


def test_reminding_needs_a_tick_or_the_button_for_all(client, cycle, counties, wenzhou, wenzhou_bureau):
    client.force_login(wenzhou_bureau)
    address = f"{reverse('awards:remind', args=[cycle.code])}?unit={wenzhou.code}"

    refused = client.post(address, {"confirmed": "yes"}, follow=True).content.decode()
    assert "请先选择要催报的单位" in refused
    assert not Reminder.objects.exists()
    client.post(address, {"all": "yes", "confirmed": "yes"})

    assert Reminder.objects.count() == len(counties)


def test_front_page_desk_and_list_count_alike(cycle, county_unit, counties, bureaus, wenzhou, wenzhou_bureau):
    counties[0].evaluations.update(score=1000)
    eligibility.score_cycle(cycle=cycle, by=None)
    drafted(county_unit, counties[1], bureaus[counties[1].pk])
    back = submitted(county_unit, counties[2], bureaus[counties[2].pk])
    recommending.send_back(nomination=back, reason="请补充。", by=wenzhou_bureau)
    fresh = AwardCycle.objects.get(pk=cycle.pk)

    rows = missing_of(fresh, wenzhou)
    [overdue] = desk_of(wenzhou_bureau).overdue
    told = [lack.text for lack in lacking(city_desk(fresh, wenzhou, wenzhou_bureau))]

    assert (len(rows), sum(one.unable for one in rows)) == (4, 1)
    assert "4 个区县没有报送“区县级先进单位”，也没有答复不推荐，其中 1 个按最近一次认定不符合条件" in told
    assert len(overdue.units) == 3
    assert "另有 1 个没有报送的按最近一次认定不符合条件" in overdue.title


def test_the_comparison_tells_the_time_of_the_newest_verdict_it_shows(
    client, cycle, county_unit, counties, wenzhou, wenzhou_bureau
):
    eligibility.score_cycle(cycle=cycle, by=None)
    batch = cycle.runs.get()
    cycle.runs.update(as_of=batch.as_of - timedelta(hours=1))
    eligibility.attest(
        category=county_unit, unit=counties[0], clause="二(一)1区县(3)", met=True, reason="方案齐全。", by=wenzhou_bureau
    )
    client.force_login(wenzhou_bureau)

    page = client.get(f"{reverse('awards:compare', args=[cycle.code])}?unit={wenzhou.code}").content.decode()

    shown = [moment(one.as_of) for one in cycle.runs.order_by("pk")]
    assert len(set(shown)) == 2
    assert f"认定结果按 {shown[1]} 的数据。其中最早的按 {shown[0]} 的数据" in page


def test_counties_stand_side_by_side_clause_by_clause(client, cycle, county_unit, counties, wenzhou, wenzhou_bureau):
    eligibility.score_cycle(cycle=cycle, by=None)
    answering.abstain(category=county_unit, unit=counties[3], by=factories.user("late", counties[3], "bureau"))
    client.force_login(wenzhou_bureau)
    address = f"{reverse('awards:compare', args=[cycle.code])}?unit={wenzhou.code}"

    page = client.get(address).content.decode()
    rows = sheet_of(client.get(address + "&export=xlsx"))

    assert all(county.name in page for county in counties)
    assert rows[0][2:] == [county.name for county in counties]
    assert rows[2][5] == "本次不推荐"
    assert [row[0] for row in rows[4:]] == [
        "二(一)1区县(1)",
        "二(一)1区县(1)",
        "二(一)1区县(2)",
        "二(一)1区县(3)",
        "二(一)1区县(4)",
    ]
    assert rows[4][2].startswith("符合 91.4 分")


def test_where_the_notice_asks_for_a_number_none_is_no_answer(client, cycle, county_unit, wenzhou, wenzhou_bureau, province_office):
    """The act, the quota's own page and the page that publishes say it with the clause."""
    span = {"kind": "span", "least": 1, "most": 3}
    quota = Quota.objects.get(category=county_unit, unit=wenzhou)
    Quota.objects.filter(pk=quota.pk).update(parameters=span, printed=False)

    with pytest.raises(WrongState, match="温州市至少推荐 1 个，已推荐 0 个，不能答复“本次不推荐”") as refusal:
        answering.abstain(category=county_unit, unit=wenzhou, by=wenzhou_bureau)

    assert (refusal.value.code, refusal.value.clause) == ("quota_least", "浙工程办函〔2023〕7号 附件1")
    assert not Abstention.objects.exists()
    assert "推荐不到通知要求的下限：温州市至少推荐 1 个，已推荐 0 个（浙工程办函〔2023〕7号 附件1）。" in told(unfinished_of(cycle))
    client.force_login(province_office)
    desk = reverse("awards:desk", args=[cycle.code]) + "?unit=330300"
    for address in (quota.get_absolute_url(), reverse("awards:quotas", args=[cycle.code]), desk):
        assert "温州市至少推荐 1 个，已推荐 0 个" in client.get(address).content.decode()
