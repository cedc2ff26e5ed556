from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from portal.units.models import Unit
from programs.facts.bulletin import bulletin
from programs.models import Filing, Program
from tests import factories
from tests.programs.calendars import FOSHAN, brought, clerk, loaded, opened

pytestmark = pytest.mark.django_db
YEAR = (date(2020, 1, 1), date(2020, 12, 31))


def foshan(districts=2):
    """Districts with a school each; the first handed its list in late, the second not at all."""
    units = loaded(FOSHAN, schools=0)
    Unit.objects.filter(code="440605").update(name="南海区")
    places = [units["440605"]]
    for number in range(1, districts):
        places.append(factories.unit(f"44060{number + 5}", f"第{number}区", "county", units[FOSHAN]))
    task = opened("group_lists")
    brought(task, places[0], "submitted")
    Filing.objects.filter(unit=places[0]).update(late=True, submitted_at=timezone.now())
    return units, places


def test_a_bulletin_tells_on_time_late_and_missing_apart():
    units, places = foshan()

    lines = bulletin(units[FOSHAN], places, Program.objects.get(), *YEAR)

    told = [(line.unit.name, line.filed.asked, line.on_time, line.filed.late, line.filed.missing) for line in lines]
    assert told == [("南海区", 1, 0, 1, 0), ("第1区", 1, 0, 0, 1)]


def test_a_period_counts_what_was_due_in_it():
    units, places = foshan()

    lines = bulletin(units[FOSHAN], places, Program.objects.get(), date(2020, 4, 18), date(2020, 12, 31))

    assert [line.filed.asked for line in lines] == [0, 0]


@pytest.mark.parametrize("count", [1, 3])
def test_a_bulletin_asks_the_database_the_same_however_many(count, django_assert_num_queries):
    units, places = foshan(count)

    with django_assert_num_queries(20):
        assert len(bulletin(units[FOSHAN], places, Program.objects.get(), *YEAR)) == count


def test_the_page_and_its_files_say_the_same(client):
    units, _places = foshan()
    client.force_login(clerk(units[FOSHAN]))
    page, asked = reverse("programs:bulletin"), {"since": "2020-01-01", "until": "2020-12-31"}

    shown = client.get(page, asked)
    assert [row["name"] for row, _cells in shown.context["table"]] == ["南海区", "第1区"]
    file = b"".join(client.get(page, asked | {"export": "csv"}).streaming_content).decode()
    assert "440605,南海区,县（市、区）,1,0,1,0" in file
    refused = client.get(page, {"since": "2020-12-31", "until": "2020-01-01"})
    assert "止期早于起期" in refused.content.decode()


def test_rest_gives_the_period_it_counted(client):
    units, _places = foshan()
    client.force_login(clerk(units[FOSHAN], "client"))

    answer = client.get("/api/v1/reports/bulletin/", {"from": "2020-01-01", "to": "2020-12-31"}).json()

    assert (answer["from"], answer["to"]) == ("2020-01-01", "2020-12-31")
    assert [(row["name"], row["late"], row["missing"]) for row in answer["results"]] == [("南海区", 1, 0), ("第1区", 0, 1)]
    assert client.get("/api/v1/reports/bulletin/", {"from": "2020"}).status_code == 400
