"""What a newer version of a notice no longer says no longer binds; where something rests on it, the version is refused."""

from datetime import timedelta

import pytest
import yaml

from awards.actions import allotting, answering, eligibility, nominations
from awards.actions.cycles import move_deadline
from awards.actions.withdrawing import HANGING, pointing_at_categories
from awards.models import AwardCategory, AwardCycle, Quota
from awards.policies.cycles import is_late
from awards.results import quota_rows
from portal.audit.models import Event
from portal.kit.clock import database_now
from portal.kit.errors import DomainError
from programs.loading import load_notice
from tests import factories
from tests.awards.conftest import NOTICE
from tests.awards.factories import drafted, recommended

FOR_MANAGERS = {"category": "city_manager", "per": "city", "rule": {"kind": "per_unit", "number": 1}, "clause": "二(二)"}


def reloaded(change) -> AwardCycle:
    """The cycle after a version of its notice whose ``cycle`` part went through ``change``."""
    data = yaml.safe_load(NOTICE.read_text(encoding="utf-8"))
    change(data["cycle"])
    load_notice(file=yaml.safe_dump(data, allow_unicode=True).encode(), by=None)
    return AwardCycle.objects.get(code="zj-2023")


def without_category(*keys):
    def change(section):
        section["categories"] = [one for one in section["categories"] if one["key"] not in keys]
        section["quotas"] = [one for one in section["quotas"] if one["category"] not in keys]
        section["quota_rules"] = []

    return change


def without_step(key):
    def change(section):
        section["calendar"] = [one for one in section["calendar"] if one["key"] != key]

    return change


def without_quotas(section):
    section["quotas"] = []


def with_places_for_managers(section):
    section["quotas"].append(FOR_MANAGERS)


def test_a_category_nobody_used_goes_with_its_places(cycle):
    reloaded(with_places_for_managers)
    assert cycle.quotas.filter(category__key="city_manager").count() == 11

    reloaded(without_category("city_manager"))

    assert not cycle.categories.filter(key="city_manager").exists()
    assert set(cycle.quotas.values_list("category__key", flat=True)) == {"county_unit"}
    told = Event.objects.get(verb="category.withdrawn")
    assert (told.object_text, told.data["key"], told.unit) == ("设区市优秀管理者", "city_manager", cycle.unit)
    assert Event.objects.filter(verb="quota.withdrawn").count() == 11


def begun(cycle, category, wenzhou, by):
    nominations.draft(category=category, unit=wenzhou, by=by)


def taken_back(cycle, category, wenzhou, by):
    nominations.withdraw(nomination=nominations.draft(category=category, unit=wenzhou, by=by), by=by)


def abstained(cycle, category, wenzhou, by):
    answering.abstain(category=category, unit=wenzhou, by=by)


def scored(cycle, category, wenzhou, by):
    eligibility.score_cycle(cycle=cycle, by=None)


@pytest.mark.parametrize(
    ("use", "what"), [(begun, "推荐"), (taken_back, "推荐"), (abstained, "“本次不推荐”的答复"), (scored, "资格评定记录")]
)
def test_a_category_that_something_rests_on_stays_and_the_version_is_refused(cycle, wenzhou, wenzhou_bureau, use, what):
    category = cycle.categories.select_related("cycle__notice").get(key="city_unit")
    use(cycle, category, wenzhou, wenzhou_bureau)

    with pytest.raises(DomainError) as refusal:
        reloaded(without_category("city_unit"))

    assert f"类别“设区市先进单位”已有{what}，不能从通知中去掉。" in refusal.value.sentence()
    assert cycle.categories.filter(key="city_unit").exists()


def test_every_kind_of_row_that_can_rest_on_a_category_has_a_name():
    assert {one.related_model._meta.model_name for one in pointing_at_categories()} == set(HANGING)


def test_a_step_dropped_from_the_calendar_holds_nobody_to_its_end_and_its_moves_stay_on_record(cycle):
    phase = cycle.phases.get(key="nominate")
    move_deadline(phase=phase, ends_at=database_now() - timedelta(hours=1), reason="提前", by=None)
    assert is_late(AwardCycle.objects.get(pk=cycle.pk), "nominate")

    later = reloaded(without_step("nominate"))

    assert later.phase("nominate") is None
    assert not is_late(later, "nominate")
    assert Event.objects.filter(verb="cycle.deadline_moved", note="提前").exists()
    told = Event.objects.get(verb="cycle.step_withdrawn")
    assert (told.note, {one.field for one in told.changes.all()}) == ("推荐申报", {"nominate.opens_at", "nominate.ends_at"})


def test_places_the_notice_no_longer_gives_bind_no_more_and_are_told_of_the_day_before(cycle, wenzhou, province_office):
    before = database_now()
    then = {row["unit"]: row["places"] for row in quota_rows(cycle)}

    later = reloaded(without_quotas)

    assert not Quota.objects.filter(cycle=later).exists()
    assert quota_rows(later) == []
    past = quota_rows(later, province_office, before)
    assert {row["unit"]: row["places"] for row in past} == then
    assert list(then) == [row["unit"] for row in past]
    assert {row["category_name"] for row in past} == {"区县级先进单位"}
    assert [row["unit"] for row in quota_rows(later, factories.user("wz9", wenzhou, "bureau"), before)] == ["330300"]
    assert quota_rows(later, province_office, database_now()) == []


def test_places_of_a_category_that_went_too_are_told_of_the_day_before(cycle):
    reloaded(with_places_for_managers)
    before = database_now()
    reloaded(without_category("city_manager"))

    past = [row for row in quota_rows(cycle, None, before) if row["category"] == "city_manager"]

    assert [(row["category_name"], row["places"], row["used"]) for row in past] == [("设区市优秀管理者", 1, 0)] * 11


def test_places_that_are_held_stay_and_the_version_is_refused(cycle, county_unit, yueqing, counties, bureaus, wenzhou_bureau):
    recommended(county_unit, yueqing, bureaus[yueqing.pk], wenzhou_bureau)

    with pytest.raises(DomainError) as refusal:
        reloaded(without_quotas)

    assert "温州市“区县级先进单位”的名额已推荐 1 个，不能从通知中去掉。" in refusal.value.sentence()
    assert cycle.quotas.count() == 11


def test_places_changed_by_hand_stay_even_when_changed_back(cycle, wenzhou, province_office):
    for places in (4, 3):
        quota = cycle.quotas.get(unit=wenzhou)
        allotting.change_places(quota=quota, places=places, reason="新增功能区", by=province_office)

    with pytest.raises(DomainError) as refusal:
        reloaded(without_quotas)

    assert "温州市“区县级先进单位”的名额由人工调整过，不能从通知中去掉。" in refusal.value.sentence()


def test_places_nobody_dropped_stay_as_they_were(cycle, county_unit, yueqing, counties, bureaus):
    drafted(county_unit, yueqing, bureaus[yueqing.pk])
    rows = set(cycle.quotas.values_list("pk", flat=True))

    later = reloaded(lambda section: section.update(name="改名"))

    assert later.name == "改名"
    assert set(later.quotas.values_list("pk", flat=True)) == rows
    assert AwardCategory.objects.filter(cycle=later).count() == 6
    assert not Event.objects.filter(verb__endswith="withdrawn").exists()


def test_places_of_a_closed_city_that_are_held_do_not_hold_up_the_notice(
    cycle, county_unit, yueqing, counties, bureaus, wenzhou, wenzhou_bureau
):
    recommended(county_unit, yueqing, bureaus[yueqing.pk], wenzhou_bureau)
    wenzhou.state = "closed"
    wenzhou.save()

    def unprinted(section):
        printed = section["quotas"][0]["printed"]
        section["quotas"][0]["printed"] = [row for row in printed if row["unit"] != "330300"]

    later = reloaded(unprinted)

    assert later.quotas.get(unit=wenzhou).places == 3
