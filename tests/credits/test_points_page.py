"""能力点学分: credits by point, dimension and environment, as tables, as charts and over REST."""

from datetime import date

import pytest
from django.urls import reverse

from credits.models import Selection
from portal.kit.templatetags.portal import grouped_hundredths
from tests.credits import ledger
from tests.credits.results import staff

PAGE, REST = "credits:points", "report-credits-by-ability"


@pytest.fixture
def assessed(first, second, program, abilities):
    """A1 (4 学分) passed by two and failed by one at the first school, C6 (10) excellent at the second; one chose B1."""
    one, two, three = staff(first, 3)
    ledger.credit(one, program, abilities["A1"], "excellent")
    ledger.credit(two, program, abilities["A1"], assessed_on=date(2023, 5, 1))
    ledger.credit(three, program, abilities["A1"], "failed")
    ledger.credit(staff(second, 1, start=9)[0], program, abilities["C6"], "excellent")
    Selection.objects.create(teacher=one, unit=first, program=program, ability=abilities["B1"])
    return abilities


def figures(page) -> dict:
    rows = {row.ability.code: row for row in page.context["points"]}
    return {code: (rows[code].selected, rows[code].excellent, rows[code].passed, rows[code].failed) for code in ("A1", "B1", "C6")}


def test_a_county_sees_points_dimensions_and_environments(client, assessed, bureau):
    client.force_login(bureau)

    page = client.get(reverse(PAGE))

    worth = {code: assessed[code].credits for code in ("A1", "C6")}
    assert figures(page) == {"A1": (0, 1, 1, 1), "B1": (1, 0, 0, 0), "C6": (0, 1, 0, 0)}
    assert page.context["sums"].earned == 2 * worth["A1"] + worth["C6"]
    crossed = {str(one.label): [cell.earned for cell in cells] for one, cells, _total in page.context["kinds"]}
    assert crossed[assessed["A1"].get_dimension_display()][0] == 2 * worth["A1"]
    assert sum(sum(cells) for cells in crossed.values()) == page.context["sums"].earned
    assert len(page.context["by_point"]["labels"]) == 30
    assert [one["name"] for one in page.context["by_kind"]["series"]] == [place.label for place in page.context["environments"]]
    assert "chart-points" in page.content.decode()


@pytest.mark.parametrize(("hundredths", "shown"), [(1_489_450, "14,894.5"), (400, "4"), (0, "0"), (None, "—")])
def test_sums_are_shown_with_their_thousands_parted(hundredths, shown):
    assert grouped_hundredths(hundredths) == shown


def test_it_is_narrowed_to_a_school_and_a_day(client, assessed, bureau, clerk, first, second):
    client.force_login(bureau)
    of_second = client.get(reverse(PAGE), {"unit": second.code})
    by_then = client.get(reverse(PAGE), {"as_of": "2022-12-31"})
    client.force_login(clerk)

    assert figures(of_second) == {"A1": (0, 0, 0, 0), "B1": (0, 0, 0, 0), "C6": (0, 1, 0, 0)}
    assert figures(by_then)["A1"] == (0, 1, 0, 1)
    assert figures(client.get(reverse(PAGE)))["C6"] == (0, 0, 0, 0)
    assert client.get(reverse(PAGE), {"unit": second.code}).status_code == 404
    assert client.get(reverse(PAGE), {"as_of": "昨天"}).status_code == 200


def test_it_is_given_out_as_a_file(client, assessed, clerk):
    client.force_login(clerk)

    lines = b"".join(client.get(reverse(PAGE), {"export": "csv"}).streaming_content).decode("utf-8-sig").splitlines()

    assert len(lines) == 31
    assert lines[1].startswith("A1,")
    assert lines[1].endswith(",0,1,1,1,8")


@pytest.mark.parametrize(("kind", "count"), [("dimension", 4), ("environment", 3)])
def test_rest_adds_up_by_dimension_and_environment(client, assessed, bureau, kind, count):
    client.force_login(bureau)

    rows = client.get(reverse(REST), {"by": kind}).json()["results"]
    lines = b"".join(client.get(reverse(REST), {"by": kind, "format": "csv"}).streaming_content).decode("utf-8-sig").splitlines()

    assert (len(rows), sum(row["points"] for row in rows), sum(row["failed"] for row in rows)) == (count, 30, 1)
    assert len(lines) == count + 1
    assert lines[0].startswith({"dimension": "维度", "environment": "环境"}[kind])
    assert client.get(reverse(REST), {"by": "subject"}).status_code == 400


def test_who_has_no_office_and_who_has_no_notice_is_told_so(client, first, db):
    from tests import factories

    client.force_login(factories.user("lin", first, "teacher"))

    assert "没有可以查看的单位或项目" in client.get(reverse(PAGE)).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_it_asks_the_same_however_many(client, first, program, abilities, clerk, count, django_assert_max_num_queries):
    for teacher in staff(first, count):
        ledger.credit(teacher, program, abilities["A1"])
    client.force_login(clerk)
    client.get(reverse(PAGE))

    with django_assert_max_num_queries(17):
        page = client.get(reverse(PAGE))

    assert figures(page)["A1"] == (0, 0, count, 0)
