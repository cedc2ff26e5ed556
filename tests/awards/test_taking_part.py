"""One answer to who may put somebody forward: lists, reminders, scoring and the act itself agree."""

import pytest
from django.urls import reverse

from awards import facts
from awards.actions import nominations
from awards.actions.entering import enter_on_behalf
from awards.facts_desk.missing import missing_of
from awards.facts_desk.nominating import not_nominated
from awards.models import AwardCycle, Nomination
from awards.policies.cycles import check_takes_part
from portal.kit.errors import Denied
from programs.models import TrainingInstitution
from tests import factories
from tests.awards.test_api import client_of


def allowed(cycle, unit) -> bool:
    category = next(one for one in cycle.categories.all() if one.nominee == unit.level)
    try:
        check_takes_part(category, unit)
    except Denied:
        return False
    return True


@pytest.fixture
def units(cycle, zhejiang, wenzhou, institution):
    """Of each level one that counts, or undertook tasks, and one that does not."""
    idle = factories.unit("JG02", "未承担的机构", "institution", zhejiang)
    TrainingInstitution.objects.create(unit=idle, undertook_tasks=False)
    uncounted = {"counts_for_quota": False}
    return [
        factories.unit("330382", "乐清市", "county", wenzhou),
        factories.unit("330399", "某开发区", "county", wenzhou, **uncounted),
        factories.unit("330999", "省直管县", "county", zhejiang),
        factories.unit("331200", "某市", "city", zhejiang, **uncounted),
        wenzhou,
        institution,
        idle,
    ]


def test_lists_reminders_scoring_and_the_act_agree_who_takes_part(cycle, units, wenzhou, province_office):
    cycle = AwardCycle.objects.prefetch_related("categories__cycle__notice").get(pk=cycle.pk)
    told = {row["unit"] for row in not_nominated(cycle, province_office)}
    reminded = {one.unit.code for one in [*missing_of(cycle), *missing_of(cycle, wenzhou)]}
    scored = {unit.code for _category, unit in facts.possible_nominees(cycle)}

    for unit in units:
        answer = allowed(cycle, unit)
        assert answer == (unit.code not in ("330399", "330999", "JG02"))
        assert (unit.code in told, unit.code in reminded, unit.code in scored) == (answer, answer, answer), unit


def test_a_county_directly_under_the_province_is_told_before_it_writes_that_no_city_chooses_it(
    client, cycle, zhejiang, province_office
):
    county = factories.unit("330999", "省直管县", "county", zhejiang)
    by = factories.user("direct", county, "bureau")
    category = cycle.categories.select_related("cycle__notice").get(key="county_unit")
    told = "不属于任何设区市，没有报送路径"

    with pytest.raises(Denied, match=told) as refusal:
        nominations.draft(category=category, unit=county, by=by)
    with pytest.raises(Denied, match=told):
        enter_on_behalf(category=category, unit=county, source="paper", file=None, reason="纸质", by=province_office)
    client.force_login(by)
    page = client.get(reverse("awards:cycle", args=[cycle.code])).content.decode()
    body = {"cycle": cycle.code, "category": "county_unit", "unit": county.code}
    answer = client_of(by).post("/api/v1/nominations/", body)

    assert refusal.value.clause == "浙工程办函〔2023〕7号 三1"
    assert told in page
    assert (answer.status_code, answer.json()["code"]) == (403, "no_way")
    assert client.get(reverse("awards:nominee", args=[cycle.code, "county_unit", county.code])).status_code == 200
    assert not Nomination.objects.exists()


def test_where_its_category_goes_straight_to_the_office_it_may_file(cycle, zhejiang):
    county = factories.unit("330999", "省直管县", "county", zhejiang)
    category = cycle.categories.select_related("cycle__notice").get(key="county_unit")
    category.route = ["county", "province"]
    category.save()

    row = nominations.draft(category=category, unit=county, by=factories.user("direct", county, "bureau"))

    assert row.via == county
