"""What the front page tells each person of a running selection."""

import pytest
from django.urls import reverse

from awards.actions import eligibility, judging, nominations, publishing, recommending
from portal.shell.award_sources import ONE_BY_ONE, selections
from portal.shell.desk import gather
from programs.models import MediaReport
from tests import factories
from tests.awards.conftest import qualify
from tests.awards.test_nominations import filled, submitted

__all__ = ["submitted"]


def desk_of(user):
    user.forget_posts()
    return gather(user, user.current_posts()[0], from_sources=(selections,))


def tasks_of(user):
    """What waits for a person, without the offers to put one's own unit forward."""
    return [item for item in desk_of(user).waiting if item.button != "去申报"]


def test_a_unit_is_told_what_it_may_still_apply_for(county_unit, counties, bureaus):
    by = bureaus[counties[0].pk]
    [offer] = desk_of(by).waiting
    assert (offer.what, offer.button) == (f"可以申报“{county_unit}”，还没有开始填写", "去申报")

    nominations.draft(category=county_unit, unit=counties[0], by=by)

    assert [item.button for item in desk_of(by).waiting] == ["去填写"]


def test_a_county_finds_its_draft_and_then_waits_for_its_city(county_unit, counties, bureaus):
    by = bureaus[counties[0].pk]
    row = filled(nominations.draft(category=county_unit, unit=counties[0], by=by), by)

    [waiting] = desk_of(by).waiting
    assert waiting.what == f"填写并报送推荐表：{row}"
    assert waiting.until == row.cycle.phase("nominate").ends_at

    nominations.submit(nomination=row, by=by)
    desk = desk_of(by)
    assert (desk.waiting, [item.who for item in desk.awaited]) == ([], ["温州市教育局"])


def test_a_returned_form_says_so(submitted, wenzhou_bureau):
    row = recommending.send_back(nomination=submitted[0], reason="请核对案例。", by=wenzhou_bureau)

    [waiting] = desk_of(row.submitted_by).waiting

    assert waiting.what == f"修改被退回的推荐表：{row}"
    assert waiting.since == row.returned_at


def test_a_city_finds_each_form_and_who_has_not_filed(submitted, wenzhou, wenzhou_bureau):
    factories.unit("330399", "迟报县", "county", wenzhou)

    desk = desk_of(wenzhou_bureau)

    assert [item.url for item in tasks_of(wenzhou_bureau)] == [row.get_absolute_url() for row in submitted]
    [overdue] = desk.overdue
    assert overdue.units == ("迟报县",)
    assert overdue.text.startswith("迟报县：\n")
    assert [(figure.label, figure.value) for figure in desk.figures] == [("已用推荐名额", "0 / 3"), ("已报送的县（市、区）", "4")]


def test_many_forms_become_one_line(county_unit, submitted, wenzhou, wenzhou_bureau, cycle):
    for number in range(ONE_BY_ONE + 1 - len(submitted)):
        county = qualify(factories.unit(f"33039{number}", f"另县{number}", "county", wenzhou), cycle)
        by = factories.user(f"another{number}", county, "bureau", phone=f"1380000000{number}")
        row = filled(nominations.draft(category=county_unit, unit=county, by=by), by)
        nominations.submit(nomination=row, by=by)

    [waiting] = tasks_of(wenzhou_bureau)

    assert waiting.what == "6 份推荐表等待审核推荐"
    assert waiting.url == reverse("awards:desk", args=[cycle.code])


def test_another_city_hears_nothing_of_it(submitted, hangzhou):
    stranger = factories.user("hangzhou", hangzhou, "bureau")

    assert (tasks_of(stranger), desk_of(stranger).awaited) == ([], [])


def test_the_office_accepts_decides_and_sees_all_cities(submitted, wenzhou_bureau, province_office):
    for row in submitted[:2]:
        recommending.recommend(nomination=row, by=wenzhou_bureau)
    row = judging.accept(nomination=submitted[0].__class__.objects.get(pk=submitted[0].pk), by=province_office)

    desk = desk_of(province_office)

    assert sorted(item.button for item in desk.waiting) == ["受理", "评定"]
    assert row.state == "accepted"
    [drawn] = desk.pictures
    assert drawn.ranking[0][1].text == "2 / 3"
    assert len(desk.overdue[0].units) == 10


def test_the_second_person_is_asked_to_publish(submitted, wenzhou_bureau, province_office, zhejiang, cycle):
    row = recommending.recommend(nomination=submitted[0], by=wenzhou_bureau)
    for other in submitted[1:]:
        nominations.withdraw(nomination=other, by=other.submitted_by)
    judging.accept(nomination=row, by=province_office)
    judging.decide(cycle=cycle, chosen=[row.pk], declined=[], by=province_office)
    publishing.announce(cycle=cycle, by=province_office)

    second = desk_of(factories.user("province2", zhejiang, "bureau_leader"))

    assert [item.button for item in second.waiting] == ["核对并公布"]
    assert [item.who for item in desk_of(province_office).awaited] == ["另一位经办人"]


def test_a_teacher_sees_the_deadlines_only(cycle, yueqing):
    desk = desk_of(factories.user("teacher", yueqing, "teacher"))

    assert len(desk.deadlines) == 2
    assert (desk.waiting, desk.figures, desk.pictures, desk.overdue) == ([], [], [], [])


@pytest.mark.parametrize("count", [1, 3])
def test_the_selection_asks_the_database_the_same_however_many_forms(submitted, wenzhou_bureau, count, django_assert_num_queries):
    for row in submitted[count:]:
        nominations.withdraw(nomination=row, by=row.submitted_by)
    post = wenzhou_bureau.current_posts()[0]

    with django_assert_num_queries(18):
        items = list(selections(wenzhou_bureau, post))

    assert sum(getattr(item, "button", "") == "审核" for item in items) == count


def test_a_category_one_cannot_qualify_in_is_not_offered(cycle, county_unit, wenzhou, counties, bureaus, wenzhou_bureau):
    MediaReport.objects.filter(unit=counties[3]).update(state="void")
    eligibility.score_cycle(cycle=cycle, by=None)

    offers = [item.what for item in desk_of(bureaus[counties[3].pk]).waiting]

    assert offers == [f"可以申报“{county_unit}”（有条件待人工认定），还没有开始填写"]
    assert desk_of(wenzhou_bureau).waiting == []


def test_only_who_may_qualify_is_dunned_and_a_returned_form_is_marked(cycle, submitted, wenzhou, wenzhou_bureau):
    qualify(factories.unit("330398", "落后县", "county", wenzhou), cycle, score=5000, rank=6)
    qualify(factories.unit("330399", "迟报县", "county", wenzhou), cycle)
    recommending.send_back(nomination=submitted[0], reason="请核对案例。", by=wenzhou_bureau)
    eligibility.score_cycle(cycle=cycle, by=None)

    [overdue] = desk_of(wenzhou_bureau).overdue

    assert set(overdue.units) == {"乐清市（已退回、待重报）", "迟报县"}


def test_a_city_whose_recommendation_was_declined_has_recommended(submitted, wenzhou_bureau, province_office, cycle):
    row = recommending.recommend(nomination=submitted[0], by=wenzhou_bureau)
    judging.accept(nomination=row, by=province_office)
    judging.decide(cycle=cycle, chosen=[], declined=[row.pk], by=province_office, reason="证据不足。")

    desk = desk_of(province_office)

    assert "温州市" not in desk.overdue[0].units
    tiles = {tile.name: (tile.value, tile.text) for _shade, tile in desk.pictures[0].shaded}
    assert tiles["温州市"] == (33, "1 / 3")
