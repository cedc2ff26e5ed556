"""The pages of quotas in a browser: nothing axe finds, nothing wider than the window, at both widths."""

import pytest
from django.urls import reverse

from awards.actions import allotting, recommending, reserving
from awards.models import Nomination, Quota, QuotaBound
from tests.awards.factories import submitted
from tests.browser import looked_at

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
GRADES = [{"name": "一等奖", "places": 1}, {"name": "二等奖", "places": 2}]
RULES = [
    {"kind": "reserve", "number": 2, "clause": "附件1"},
    {"kind": "unit_or_person", "clause": "二(二)"},
    {"kind": "grades", "categories": ["county_unit"], "grades": GRADES, "clause": "附件1"},
]


@pytest.mark.parametrize("width", [1366, 390])
def test_pages_of_quotas_are_clean(
    open_page, sign_in, cycle, county_unit, counties, bureaus, wenzhou_bureau, province_office, width
):
    for position, rule in enumerate(RULES):
        QuotaBound.objects.create(cycle=cycle, position=position, parameters=rule)
    rows = [submitted(county_unit, county, bureaus[county.pk]) for county in counties]
    for row in rows[:2]:
        recommending.recommend(nomination=row, by=wenzhou_bureau)
    recommending.revoke(nomination=rows[1], reason="材料有误", by=wenzhou_bureau)
    reserving.reserve(nomination=rows[2], by=wenzhou_bureau)
    Nomination.objects.filter(pk=rows[0].pk).update(state="accepted")
    quota = Quota.objects.select_related("cycle", "unit").get(unit__code="330300")
    allotting.change_places(quota=quota, places=4, reason="新增功能区", by=province_office)
    page = sign_in(open_page(width=width), "province")

    names = ("quotas", "ledger", "simulation", "grades")
    looked_at(page, [*(reverse(f"awards:{name}", args=[cycle.code]) for name in names), quota.get_absolute_url()])
