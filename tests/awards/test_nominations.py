"""The award line from a county's draft to the announced result."""

from datetime import timedelta

import pytest
from django.utils import timezone

from awards.actions import eligibility, judging, nominations, publishing, recommending
from awards.actions.cycles import move_deadline
from awards.enums import HOLDING, MOVES, TONES, TURN, NominationState
from awards.models import AwardCycle, Nomination, Quota
from awards.phones import phone_fault
from portal.accounts.models import Message
from portal.audit.models import Event
from portal.kit.errors import Denied, Refused, Spent, Stale, WrongState
from tests import factories

REASON = "组织有力，应用深入。"


def filled(nomination, by, **values):
    given = {"contact": "陈知行", "phone": "0577-62520000", "period": 2, "reason": REASON} | values
    return nominations.save(nomination=nomination, version=nomination.version, values=given, by=by)


@pytest.fixture
def submitted(county_unit, counties, bureaus):
    """A form of each county, handed in to the city."""
    rows = []
    for county in counties:
        by = bureaus[county.pk]
        row = filled(nominations.draft(category=county_unit, unit=county, by=by), by)
        rows.append(nominations.submit(nomination=row, by=by))
    return rows


def test_every_state_has_its_moves_its_turn_and_its_tone():
    assert set(MOVES) == set(TURN) == set(TONES) == set(NominationState)
    assert {state for moves in MOVES.values() for state in moves} == set(NominationState) - {NominationState.DRAFT}


def test_a_county_reaches_the_announcement(submitted, wenzhou_bureau, province_office, zhejiang, cycle):
    leader = factories.user("province2", zhejiang, "bureau_leader")
    row = recommending.recommend(nomination=submitted[0], by=wenzhou_bureau, opinion="同意推荐。")
    assert (row.state, row.position, row.opinion) == ("recommended", 1, "同意推荐。")
    for other in submitted[1:]:
        nominations.withdraw(nomination=other, by=other.submitted_by)

    row = judging.accept(nomination=row, by=province_office)
    judging.decide(cycle=cycle, chosen=[row.pk], declined=[], by=province_office)
    asked = publishing.announce(cycle=cycle, by=province_office)
    assert asked.state == "asked"
    with pytest.raises(Denied) as refusal:
        publishing.announce(cycle=cycle, by=province_office)
    assert refusal.value.code == "second_person_needed"
    publishing.announce(cycle=AwardCycle.objects.get(), by=leader)

    row.refresh_from_db()
    assert row.state == "announced"
    assert AwardCycle.objects.get().state == "announced"
    verbs = list(Event.objects.about(row).values_list("verb", flat=True))
    assert verbs == [
        "nomination.drafted",
        "nomination.edited",
        "nomination.submitted",
        "nomination.recommended",
        "nomination.accepted",
        "nomination.decided",
    ]


def test_the_fourth_county_of_wenzhou_finds_the_three_places_spent(submitted, wenzhou_bureau):
    for row in submitted[:3]:
        recommending.recommend(nomination=row, by=wenzhou_bureau)

    with pytest.raises(Spent) as refusal:
        recommending.recommend(nomination=submitted[3], by=wenzhou_bureau)

    assert str(refusal.value) == "温州市的 3 个名额已用完。"
    assert refusal.value.clause == "浙工程办函〔2023〕7号 附件1"
    assert Quota.objects.get(unit__code="330300").left() == 0


def test_a_withdrawn_recommendation_gives_its_place_back(submitted, wenzhou_bureau):
    for row in submitted[:3]:
        recommending.recommend(nomination=row, by=wenzhou_bureau)
    row = Nomination.objects.get(pk=submitted[0].pk)
    nominations.withdraw(nomination=row, by=row.submitted_by)

    assert Message.objects.filter(user=wenzhou_bureau, text__contains="撤回了").exists()
    assert recommending.recommend(nomination=submitted[3], by=wenzhou_bureau).state == "recommended"


def test_a_city_takes_its_recommendation_back_and_keeps_the_form(submitted, wenzhou_bureau):
    for row in submitted[:3]:
        recommending.recommend(nomination=row, by=wenzhou_bureau, opinion="同意推荐。")
    row = Nomination.objects.get(pk=submitted[0].pk)
    with pytest.raises(Denied):
        nominations.withdraw(nomination=row, by=wenzhou_bureau)
    with pytest.raises(Refused):
        recommending.revoke(nomination=row, reason="", by=wenzhou_bureau)
    with pytest.raises(Denied):
        recommending.revoke(nomination=row, reason="改主意。", by=row.submitted_by)

    row = recommending.revoke(nomination=row, reason="另一县更合适。", by=wenzhou_bureau)

    assert (row.state, row.reason, row.opinion, row.position, row.recommended_at) == ("submitted", REASON, "", None, None)
    assert Message.objects.filter(user=row.submitted_by, text__contains="另一县更合适。").exists()
    assert Event.objects.about(row).last().note == "另一县更合适。"
    assert recommending.recommend(nomination=submitted[3], by=wenzhou_bureau).position == 3
    assert list(Nomination.objects.exclude(position=None).order_by("position").values_list("position", flat=True)) == [1, 2, 3]


def test_a_citys_own_form_is_withdrawn_and_not_revoked(cycle, wenzhou, wenzhou_bureau):
    category = cycle.categories.select_related("cycle").get(key="city_unit")
    row = nominations.draft(category=category, unit=wenzhou, by=wenzhou_bureau)
    Nomination.objects.update(state="recommended")
    row.refresh_from_db()

    with pytest.raises(WrongState):
        recommending.revoke(nomination=row, reason="改主意。", by=wenzhou_bureau)

    assert nominations.withdraw(nomination=row, by=wenzhou_bureau).state == "withdrawn"


def test_a_new_draft_is_filled_from_the_form_withdrawn(submitted, county_unit):
    row = submitted[0]
    nominations.withdraw(nomination=row, by=row.submitted_by)

    again = nominations.draft(category=county_unit, unit=row.unit, by=row.submitted_by)

    assert again.pk != row.pk
    assert (again.state, again.reason, again.phone, again.period, again.score) == ("draft", REASON, row.phone, 2, 9140)
    assert Event.objects.about(again).get().data == {"filled_from": row.pk}


@pytest.mark.parametrize(
    ("phone", "fault"),
    [
        ("13912345678", ""),
        ("0577-62520000", ""),
        ("0577-62520000-801", ""),
        ("0577-62520000转801", ""),
        ("（0577）62520000", ""),
        ("abc", "不是有效的电话号码"),
        ("1391234567", "不是有效的电话号码"),
        ("62520000", "座机请带上区号"),
        ("13912345678、13912345679", "不止一个号码"),
    ],
)
def test_a_phone_number_is_a_mobile_or_a_landline_with_its_area_code(phone, fault):
    assert fault in phone_fault(phone)
    assert bool(fault) == bool(phone_fault(phone))


def test_a_draft_keeps_any_phone_number_and_handing_in_refuses_a_wrong_one(county_unit, counties, bureaus):
    by = bureaus[counties[0].pk]
    row = filled(nominations.draft(category=county_unit, unit=counties[0], by=by), by, phone="abc")
    assert row.phone == "abc"

    with pytest.raises(Refused) as refusal:
        nominations.submit(nomination=row, by=by)

    assert set(refusal.value.fields) == {"phone"}
    assert "请先改正联系方式" in str(refusal.value)


def test_every_condition_in_the_way_is_named(county_unit, wenzhou, counties):
    from programs.models import MediaReport
    from tests.awards.conftest import qualify

    county = qualify(factories.unit("330399", "某市", "county", wenzhou), county_unit.cycle, score=8960, rank=5)
    MediaReport.objects.filter(unit=county).stamp(state="void")
    by = factories.user("weak", county, "bureau", phone="13911111111")
    row = filled(nominations.draft(category=county_unit, unit=county, by=by), by)

    with pytest.raises(WrongState) as refusal:
        nominations.submit(nomination=row, by=by)

    assert "（1）区域平均：第2期89.6分" in str(refusal.value)
    assert "（2）第2期在本设区市 5 个区县中排第 5 名" in str(refusal.value)
    assert refusal.value.clause == "浙工程办函〔2023〕7号 二(一)1区县(1)"


def test_asking_for_a_draft_twice_gives_the_same_one(county_unit, counties, bureaus):
    by = bureaus[counties[0].pk]

    first = nominations.draft(category=county_unit, unit=counties[0], by=by)

    assert nominations.draft(category=county_unit, unit=counties[0], by=by) == first


def test_a_form_is_not_handed_in_while_fields_lack(county_unit, counties, bureaus):
    by = bureaus[counties[0].pk]
    row = nominations.draft(category=county_unit, unit=counties[0], by=by)

    with pytest.raises(Refused) as refusal:
        nominations.submit(nomination=row, by=by)

    assert set(refusal.value.fields) == {"period", "reason"}
    assert str(refusal.value) == "请先填写：推荐理由、绩效评价得分或排名。"


def test_a_reason_of_800_characters_fits_and_801_do_not(county_unit, counties, bureaus):
    by = bureaus[counties[0].pk]
    row = nominations.draft(category=county_unit, unit=counties[0], by=by)

    row = filled(row, by, reason="好\r\n" * 400 + "𠮷" * 400)

    with pytest.raises(Refused) as refusal:
        filled(row, by, reason="好" * 801)
    assert refusal.value.fields == {"reason": "现有 801 字，最多 800 字"}
    assert refusal.value.clause == "浙工程办函〔2023〕7号 附件3"


def test_the_score_is_looked_up_and_never_typed(county_unit, counties, bureaus):
    by = bureaus[counties[0].pk]
    row = filled(nominations.draft(category=county_unit, unit=counties[0], by=by), by)

    assert (row.period, row.score, row.result_text) == (2, 9140, "第 2 期 91.4 分")
    with pytest.raises(Refused) as refusal:
        filled(row, by, period=3)
    assert str(refusal.value) == "乐清市 没有第 3 期的结果，请从列出的期次中选择。"


def test_a_stale_form_is_told_what_changed(county_unit, counties, bureaus):
    by = bureaus[counties[0].pk]
    row = nominations.draft(category=county_unit, unit=counties[0], by=by)
    mine, theirs = Nomination.objects.get(pk=row.pk), Nomination.objects.get(pk=row.pk)
    nominations.save(nomination=theirs, version=theirs.version, values={"reason": "他人写的。"}, by=by)

    with pytest.raises(Stale) as refusal:
        nominations.save(nomination=mine, version=1, values={"reason": "我写的。"}, by=by)

    assert refusal.value.fields == {"reason": "他人写的。"}
    assert Nomination.objects.get(pk=row.pk).reason == "他人写的。"


def test_who_does_not_qualify_is_refused_with_the_condition_missed(county_unit, wenzhou, bureaus):
    from tests.awards.conftest import qualify

    county = qualify(factories.unit("330399", "某市", "county", wenzhou), county_unit.cycle, score=8960)
    by = factories.user("weak", county, "bureau", phone="13911111111")
    row = filled(nominations.draft(category=county_unit, unit=county, by=by), by)

    with pytest.raises(WrongState) as refusal:
        nominations.submit(nomination=row, by=by)

    assert str(refusal.value) == "某市 不符合推选条件：区域平均：第2期89.6分；90 分及以上 0 次，要求至少 1 次。"
    assert refusal.value.clause == "浙工程办函〔2023〕7号 二(一)1区县(1)"


def test_a_county_with_an_open_clause_waits_for_its_city_to_attest(county_unit, wenzhou, wenzhou_bureau, counties):
    from programs.models import MediaReport

    county = counties[0]
    MediaReport.objects.filter(unit=county).stamp(state="void")
    by = factories.user("open", county, "bureau", phone="13911111112")
    row = filled(nominations.draft(category=county_unit, unit=county, by=by), by)
    row = nominations.submit(nomination=row, by=by)
    with pytest.raises(WrongState) as refusal:
        recommending.recommend(nomination=row, by=wenzhou_bureau)
    assert refusal.value.code == "needs_person"

    with pytest.raises(Denied):
        eligibility.attest(category=county_unit, unit=county, clause="二(一)1区县(3)", met=True, reason="自评", by=by)
    verdict = eligibility.attest(
        category=county_unit, unit=county, clause="二(一)1区县(3)", met=True, reason="实地查看，组织保障到位。", by=wenzhou_bureau
    )

    assert verdict.eligible is True
    assert recommending.recommend(nomination=row, by=wenzhou_bureau).state == "recommended"


def test_a_city_returns_a_form_with_a_reason_and_gets_it_again(submitted, wenzhou_bureau):
    row = submitted[0]
    with pytest.raises(Refused):
        recommending.send_back(nomination=row, reason=" ", by=wenzhou_bureau)

    row = recommending.send_back(nomination=row, reason="请补充数据。", by=wenzhou_bureau)
    assert (row.state, row.return_reason) == ("returned", "请补充数据。")
    assert Message.objects.filter(user=row.submitted_by, text__contains="请补充数据。").exists()

    assert nominations.submit(nomination=row, by=row.submitted_by).state == "submitted"


def test_a_city_lists_its_choices_in_its_own_order(submitted, wenzhou, wenzhou_bureau, county_unit):
    ids = [recommending.recommend(nomination=row, by=wenzhou_bureau).pk for row in submitted[:3]]

    recommending.put_in_order(category=county_unit, via=wenzhou, ids=ids[::-1], by=wenzhou_bureau)

    ordered = Nomination.objects.filter(state__in=HOLDING).order_by("position").values_list("pk", flat=True)
    assert list(ordered) == ids[::-1]
    with pytest.raises(Refused):
        recommending.put_in_order(category=county_unit, via=wenzhou, ids=ids[:2], by=wenzhou_bureau)


def test_another_city_may_not_recommend(submitted, hangzhou):
    stranger = factories.user("hangzhou", hangzhou, "bureau")

    with pytest.raises(Denied) as refusal:
        recommending.recommend(nomination=submitted[0], by=stranger)

    assert str(refusal.value) == "只有温州市教育局可以推荐。"


def test_after_the_deadline_nothing_is_handed_in(county_unit, counties, bureaus, cycle):
    by = bureaus[counties[0].pk]
    row = filled(nominations.draft(category=county_unit, unit=counties[0], by=by), by)
    for phase in cycle.phases.filter(key__in=["nominate", "recommend"]):
        move_deadline(phase=phase, ends_at=timezone.now() - timedelta(seconds=1), reason="测试", by=None)

    with pytest.raises(WrongState) as refusal:
        nominations.submit(nomination=Nomination.objects.get(pk=row.pk), by=by)

    assert refusal.value.code == "deadline_passed"


def test_each_unit_may_name_one_manager_and_none_is_fine(cycle, counties, bureaus):
    category = cycle.categories.select_related("cycle").get(key="county_manager")
    by = bureaus[counties[0].pk]
    row = nominations.draft(category=category, unit=counties[0], by=by)
    manager = {
        "manager_name": "买买提•吐尔逊",
        "manager_position": "主任",
        "manager_title": "高级教师",
        "manager_workplace": "乐清市教育局",
        "manager_basis": "中心主任，某教干〔2021〕3号",
    }

    row = filled(row, by, period=None, **manager)
    assert row.manager_name == "买买提\u00b7吐尔逊"
    assert nominations.submit(nomination=row, by=by).state == "submitted"
    assert nominations.draft(category=category, unit=counties[0], by=by).pk == row.pk


def test_a_city_puts_itself_forward_without_using_a_place(cycle, wenzhou, wenzhou_bureau):
    from tests.awards.conftest import qualify

    qualify(wenzhou, cycle, score=9500)
    category = cycle.categories.select_related("cycle").get(key="city_unit")
    row = nominations.draft(category=category, unit=wenzhou, by=wenzhou_bureau)
    row = filled(row, wenzhou_bureau)

    with pytest.raises(WrongState) as refusal:
        recommending.recommend(nomination=row, by=wenzhou_bureau)
    assert refusal.value.code == "not_eligible"

    from programs.models import EvaluationPeriod, PerformanceEvaluation, Showcase

    third = EvaluationPeriod.objects.get_or_create(program=cycle.program, number=3, defaults={"year": 2023, "name": "第3期"})[0]
    PerformanceEvaluation.objects.create(unit=wenzhou, period=third, scope="region_average", score=9100)
    Showcase.objects.create(unit=wenzhou, title="案例", level="national", kind="exemplar", year=2022)

    assert recommending.recommend(nomination=row, by=wenzhou_bureau).state == "recommended"
    assert Quota.objects.get(unit=wenzhou).used() == 0


def test_a_failing_audit_undoes_the_recommendation(submitted, wenzhou_bureau, monkeypatch):
    def broken(*args, **kwargs):
        raise RuntimeError("the log is full")

    monkeypatch.setattr(recommending, "record", broken)
    with pytest.raises(RuntimeError):
        recommending.recommend(nomination=submitted[0], by=wenzhou_bureau)

    assert Nomination.objects.get(pk=submitted[0].pk).state == "submitted"


def test_results_are_published_only_when_all_is_decided(submitted, wenzhou_bureau, province_office, cycle):
    recommending.recommend(nomination=submitted[0], by=wenzhou_bureau)

    with pytest.raises(WrongState) as refusal:
        publishing.announce(cycle=cycle, by=province_office)

    assert str(refusal.value) == "还有 1 条推荐未评定，评定后再公布。"
