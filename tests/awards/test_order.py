"""Lists by city follow 附件1 of the notice, which puts 丽水 and 台州 before 舟山 against their codes."""

import pytest
from django.urls import reverse

from awards.actions import eligibility
from awards.actions.paper import issues_of
from awards.models import AwardCycle, Nomination
from awards.reports import award_rows
from tests import factories
from tests.awards.conftest import qualify
from tests.awards.factories import recommended, sheet_of

IN_ORDER = ["丽水某县", "台州某县", "舟山某县"]


@pytest.fixture
def rows(cities, cycle, county_unit):
    """One of two counties of each of the three, recommended in the order of their codes."""
    for code, name in (("330900", "舟山"), ("331000", "台州"), ("331100", "丽水")):
        county = qualify(factories.unit(f"{code[:4]}81", f"{name}某县", "county", cities[code]), cycle)
        factories.unit(f"{code[:4]}82", f"{name}他县", "county", cities[code])
        bureau = factories.user(f"county{code}", county, "bureau", phone=f"139{code}01")
        recommended(county_unit, county, bureau, factories.user(f"city{code}", cities[code], "bureau"))
    return Nomination.objects.all()


def test_the_lists_of_the_province(client, cycle, rows, province_office):
    client.force_login(province_office)
    address = reverse("awards:province", args=[cycle.code])

    assert [row.unit.name for row in client.get(address).context["page"]] == IN_ORDER
    assert [row[3] for row in sheet_of(client.get(address, {"export": "xlsx"}))[1:]] == IN_ORDER
    assert [row["name"] for row in award_rows(province_office, cycle)] == IN_ORDER
    assert [issue.unit.name for issue in issues_of(cycle) if issue.form.form == "annex-3"] == IN_ORDER


def test_the_list_to_publish_and_the_published_one(client, cycle, rows, province_office):
    client.force_login(province_office)
    rows.update(state="decided")

    [(_category, winners)] = client.get(reverse("awards:announce", args=[cycle.code])).context["groups"]
    assert [row.unit.name for row in winners] == IN_ORDER

    rows.update(state="announced")
    AwardCycle.objects.update(state="announced")
    [(_category, winners)] = client.get(reverse("awards:results", args=[cycle.code])).context["groups"]
    assert [row.unit.name for row in winners] == IN_ORDER


def test_the_verdicts_and_the_choice_of_a_city(client, cycle, rows, province_office):
    eligibility.score_cycle(cycle=cycle, by=None)
    client.force_login(province_office)
    address = reverse("awards:eligibility", args=[cycle.code])

    for query, expected in (({}, IN_ORDER), ({"order": "-unit"}, IN_ORDER[::-1])):
        lines = client.get(address, query).context["lines"]
        assert [line.unit.name for line in lines if line.verdict.eligible] == expected
    cities = client.get(reverse("awards:desk", args=[cycle.code])).context["cities"]
    assert [city.name for city in cities][-3:] == ["丽水市", "台州市", "舟山市"]
