"""What enters supervision and the yearly assessment of a head (泗教师字〔2022〕1号 附件2四(三)5; 乐教政〔2020〕22号 三(四))."""

import io
import zipfile
from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from portal.units.models import Unit
from programs.enums.heads import READINGS, WEIGHTS, Part
from programs.facts.heads import head_lines
from programs.models import Filing, Group, Program
from programs.rules.heads import composite, ranks, rate, weight_known
from schools.models import School
from tests import factories
from tests.awards.factories import sheet_of
from tests.programs.calendars import YUEYANG, brought, clerk, loaded, opened

pytestmark = pytest.mark.django_db
YEAR = (date(2020, 1, 1), date(2022, 12, 31))
LIST = reverse("programs:head-list")


def test_the_weights_add_up_to_a_hundred_and_each_part_says_what_it_counts():
    assert sum(WEIGHTS.values()) == 100
    assert set(WEIGHTS) == set(READINGS) == set(Part)


def test_the_composite_weighs_what_is_known_and_rounds_half_up():
    assert composite(dict.fromkeys(Part, 10_000)) == 10_000
    assert composite({}) is None
    assert composite({Part.COMPLETION: 8_000, Part.TARGETS: 5_000}) == 6_800  # (30 × 80 + 20 × 50) / 50
    assert composite({Part.TEAMS: 1, Part.ENVIRONMENT: 0}) == 1  # 0.67 of a hundredth
    assert composite({Part.TARGETS: 1, Part.ACCEPTANCE: 0}) == 1  # exactly one half
    assert weight_known({Part.COMPLETION: 0, Part.TARGETS: None}) == 30


def test_a_rate_is_cut_off_and_the_same_score_shares_a_rank():
    assert (rate(2, 3), rate(3, 3), rate(0, 0)) == (6_666, 10_000, None)
    assert ranks([9_000, None, 9_500, 9_000, 8_000]) == [2, None, 1, 2, 4]


@pytest.fixture
def city():
    """Three schools asked for a plan: on time with both teams, late, not at all."""
    units = loaded(YUEYANG, schools=3)
    schools = [units[f"school{number}"] for number in range(3)]
    task = opened("school_plan")
    for school in schools[:2]:
        brought(task, school, "accepted")
    Filing.objects.filter(task=task, unit=schools[1]).update(late=True, submitted_at=timezone.now())
    program = Program.objects.get()
    for kind in ("management_team", "training_team"):
        Group.objects.create(unit=schools[0], program=program, kind=kind, year=2020)
    School.objects.create(unit=schools[0], environment="smart")
    clerk(schools[0], "cio")
    return units, schools, program


def place_of(units, schools):
    return Unit.objects.get(pk=schools[0].parent_id)


def test_each_school_has_its_parts_from_its_records(city):
    units, schools, program = city

    found = {row.unit.pk: row for row in head_lines(place_of(units, schools), program, *YEAR)}
    first, late, none = (found[school.pk] for school in schools)

    assert first.parts[Part.FILINGS] == 10_000
    assert (late.parts[Part.FILINGS], none.parts[Part.FILINGS]) == (0, 0)
    assert (first.parts[Part.TEAMS], none.parts[Part.TEAMS]) == (10_000, 0)
    assert (first.parts[Part.ENVIRONMENT], none.parts[Part.ENVIRONMENT]) == (10_000, None)
    assert (first.score, first.rank, first.known, first.head != "") == (10_000, 1, 30, True)
    assert (late.score, late.rank, none.rank) == (0, 2, 2)


def test_a_head_sees_his_own_school_ranked_among_the_others(city):
    _units, schools, program = city

    [row] = head_lines(schools[1], program, *YEAR)

    assert (row.unit, row.rank) == (schools[1], 2)


@pytest.mark.parametrize("count", [1, 3])
def test_the_queries_do_not_grow_with_the_schools(count, django_assert_num_queries):
    units = loaded(YUEYANG, schools=count)
    place, program = Unit.objects.get(pk=units["school0"].parent_id), Program.objects.get()

    with django_assert_num_queries(21):
        assert len(head_lines(place, program, *YEAR)) == count


def test_the_page_the_sheet_and_the_report_say_the_same(client, sends, city):
    units, schools, _program = city
    by = clerk(place_of(units, schools))
    client.force_login(by)
    asked = {"since": "2020-01-01", "until": "2022-12-31"}

    page = client.get(LIST, asked)
    sheet = sheet_of(client.get(LIST, asked | {"export": "xlsx"}))
    told = sends(by, "reports/heads/?from=2020-01-01&to=2022-12-31", method="get").json()

    assert [row.unit for row in page.context["rows"]] == schools
    assert "权重是假定" in page.content.decode()
    assert [line[0] for line in sheet[1:]] == [school.code for school in schools]
    assert sheet[1][sheet[0].index("综合得分")] == 100
    assert {row["unit"]: row["score"] for row in told["results"]} == {
        schools[0].code: "100",
        schools[1].code: "0",
        schools[2].code: "0",
    }
    assert told["weights"]["completion"] == 30
    assert client.get(LIST, {"since": "2022-01-01", "until": "2020-01-01"}).context["rows"] == []


def test_one_heads_figures_print_as_a_sheet(client, city):
    _units, schools, _program = city
    client.force_login(clerk(schools[0], "school_admin"))
    address = reverse("programs:head", args=[schools[0].code])

    page = client.get(address, {"since": "2020-01-01", "until": "2022-12-31"})
    printed = client.get(address, {"since": "2020-01-01", "until": "2022-12-31", "export": "pdf"})

    assert "综合得分" in page.content.decode()
    assert printed.content[:5] == b"%PDF-"
    assert client.get(reverse("programs:head", args=[schools[1].code])).status_code == 404


def test_bureaus_are_compared_as_schools_are(city):
    units, schools, program = city
    place = place_of(units, schools)
    other = factories.unit("430700", "第二市", "city", place.parent)

    found = {row.unit: row for row in head_lines(place.parent, program, *YEAR, "city")}

    assert found[place].parts[Part.FILINGS] == 3_333
    assert other in found


def test_the_sheets_of_all_heads_come_in_one_archive_in_the_order_of_the_list(client, city):
    units, schools, _program = city
    client.force_login(clerk(units[YUEYANG]))
    asked = {"since": "2020-01-01", "until": "2022-12-31", "level": "school"}
    page = client.get(LIST, asked)

    answer = client.get(LIST, asked | {"export": "zip"})

    with zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))) as packed:
        names = packed.namelist()
        assert packed.read(names[0]).startswith(b"%PDF")
    assert names == [f"{n:03}-{row.unit.name}-{row.unit.code}.pdf" for n, row in enumerate(page.context["rows"], start=1)]
    assert len(names) == len(schools)
    assert "export=zip" in page.content.decode()
