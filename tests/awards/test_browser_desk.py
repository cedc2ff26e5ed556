"""The city's desk and 代录 in a browser: every act of a row lies in sight, nothing is wider than the window."""

import pytest
from django.urls import reverse

from awards.actions import eligibility, recommending
from programs.models import EvaluationPeriod, PerformanceEvaluation
from tests.awards.factories import submitted
from tests.browser import looked_at

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
OUTSIDE = """() => [...document.querySelectorAll("table.side-by-side td:last-child .btn")].filter((one) => {
  const button = one.getBoundingClientRect(), frame = one.closest(".table-responsive").getBoundingClientRect();
  return one.checkVisibility() && button.width > 0 && button.right > frame.right + 1;
}).map((one) => one.textContent.trim())"""

IN_ONE_LINE = """() => document.querySelectorAll("table.side-by-side td:last-child").forEach((one) => {
  one.classList.add("nowrap");
  one.closest("tr").querySelectorAll("td:has(> div.nowrap)").forEach((cell) => { cell.classList.add("nowrap"); });
  one.querySelectorAll("div.nowrap").forEach((line) => { line.style.display = "inline"; });
})"""


@pytest.fixture
def spent(cycle, county_unit, counties, bureaus, wenzhou, wenzhou_bureau):
    """Three places used and a fourth form that waits, each county with four periods on record."""
    for number in (1, 3, 4):
        said = {"year": 2020 + number, "name": f"第{number}期"}
        period, _created = EvaluationPeriod.objects.get_or_create(program=cycle.program, number=number, defaults=said)
        for county in counties:
            PerformanceEvaluation.objects.create(unit=county, period=period, scope="region_average", score=9018, rank=4)
    rows = [submitted(county_unit, county, bureaus[county.pk]) for county in counties]
    for row in rows[1:]:
        recommending.recommend(nomination=row, by=wenzhou_bureau)
    eligibility.score_cycle(cycle=cycle, by=None)
    return rows


def test_at_an_office_screen_no_button_of_a_row_is_cut_off(open_page, sign_in, cycle, spent, wenzhou):
    page = sign_in(open_page(width=1366), "wenzhou")
    page.goto(f"{reverse('awards:desk', args=[cycle.code])}?unit={wenzhou.code}")

    assert page.get_by_text("名额已用完").count() == 1
    assert page.evaluate(OUTSIDE) == []
    page.evaluate(IN_ONE_LINE)
    assert "退回" in "".join(page.evaluate(OUTSIDE))


@pytest.mark.parametrize("width", [1366, 390])
def test_desk_missing_and_entering_are_clean(open_page, sign_in, cycle, spent, counties, wenzhou, width):
    page, city = sign_in(open_page(width=width), "wenzhou"), f"?unit={wenzhou.code}"
    enter = reverse("awards:enter", args=[cycle.code]) + city
    chosen = f"{enter}&for={counties[0].code}&category=county_manager"

    looked_at(page, [reverse(f"awards:{name}", args=[cycle.code]) + city for name in ("desk", "missing", "compare")])
    looked_at(page, [enter, chosen])
