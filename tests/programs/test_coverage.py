"""Pilots over places, stages and subjects (佛教人〔2020〕8号 附件1四(二)5)."""

from datetime import date

import pytest
from django.urls import reverse

from programs.actions.designations import designate
from programs.facts.coverage import coverage_of
from programs.facts.pilot_candidates import candidates_of
from schools.models import School
from tests.awards.factories import sheet_of
from tests.programs.factories import program
from tests.schools import people

pytestmark = pytest.mark.django_db
DAY = date(2020, 9, 1)
PAGE, REPORT = reverse("programs:pilot-coverage"), reverse("report-pilot-coverage")


def taught(code, name, parent, *stages) -> School:
    row = School.objects.create(unit=people.school(code, name, parent))
    for stage in stages:
        row.stages.create(stage=stage)
    return row


def pilot(school, level="city", **about):
    return designate(program=program(), unit=school.unit, kind="pilot", level=level, starts_on=DAY, by=None, **about)


@pytest.fixture
def schools(yueqing):
    first = taught("2133000001", "第一小学", yueqing, "primary", "junior_secondary")
    second = taught("2133000002", "第二中学", yueqing, "senior_secondary")
    people.teacher(first.unit, "教师一", 1, subject="语文")
    people.teacher(second.unit, "教师二", 2, subject="物理")
    return first, second


def test_what_the_pilots_leave_out_is_named(wenzhou, yueqing, schools):
    assert coverage_of(wenzhou, program(), DAY).gaps == ["没有试点的单位：乐清市。", "没有试点学校教师任教的学科：物理、语文。"]
    pilot(schools[0])
    pilot(schools[0], "provincial")

    found = coverage_of(wenzhou, program(), DAY)
    [place] = found.places

    assert (place.pilots, place.provincial, place.subjects) == (1, 1, ("语文",))
    assert place.cells(found.stages) == [(1, True), (1, True), (0, True)]
    assert found.gaps == ["乐清市的试点没有覆盖：普通高中。", "没有试点学校教师任教的学科：物理。"]


def test_a_pilot_that_has_ended_covers_nothing(wenzhou, schools):
    pilot(schools[0], ends_on=date(2021, 1, 1))

    assert coverage_of(wenzhou, program(), date(2021, 1, 2)).places[0].pilots == 0


@pytest.mark.parametrize("count", [1, 3])
def test_the_queries_do_not_grow_with_the_places(zhejiang, wenzhou, yueqing, hangzhou, count, django_assert_num_queries):
    for number in range(count):
        pilot(taught(f"213300000{number}", f"第{number}小学", yueqing, "primary"))
    kept = program()

    with django_assert_num_queries(4):
        assert coverage_of(yueqing if count == 1 else wenzhou, kept, DAY).gaps == []


def test_a_bureau_reads_the_table_the_file_and_the_report(client, wenzhou, yueqing, xihu, schools, wenzhou_bureau):
    pilot(schools[0])
    client.force_login(wenzhou_bureau)

    page = client.get(PAGE).content.decode()
    assert "乐清市的试点没有覆盖：普通高中。" in page
    assert client.get(PAGE, {"unit": xihu.code}).status_code == 404
    file = b"".join(client.get(PAGE, {"export": "csv"}).streaming_content).decode()
    assert "普通高中" in file.splitlines()[0]
    answer = client.get(REPORT).json()
    assert answer["gaps"] == ["乐清市的试点没有覆盖：普通高中。", "没有试点学校教师任教的学科：物理。"]
    assert answer["results"][0]["lacking"] == "普通高中"
    assert (answer["results"][0]["stages"], answer["results"][0]["pilots"]) == ("小学、初中", 1)


def test_candidates_are_provincial_pilots_first_then_those_that_close_most_gaps(
    client, sends, wenzhou, yueqing, schools, wenzhou_bureau
):
    provincial = taught("2133000003", "第三小学", yueqing, "primary")
    pilot(provincial, "provincial")
    plain = taught("2133000004", "第四小学", yueqing, "primary")
    client.force_login(wenzhou_bureau)

    rows = candidates_of(wenzhou, program(), DAY)

    assert [(row.unit.name, row.provincial, row.closed) for row in rows] == [
        ("第三小学", True, 0),
        ("第一小学", False, 2),
        ("第二中学", False, 2),
    ]
    assert rows[1].reasons == ["补学段：初中", "补学科：语文"]
    assert plain.unit not in [row.unit for row in rows]
    assert "省级试点优先" in client.get(PAGE).content.decode()
    assert [line[2] for line in sheet_of(client.get(PAGE, {"export": "candidates"}))][1:] == ["第三小学", "第一小学", "第二中学"]
    told = sends(wenzhou_bureau, "reports/pilot-candidates/", method="get").json()["results"]
    assert [row["name"] for row in told] == ["第三小学", "第一小学", "第二中学"]
    pilot(provincial)
    assert provincial.unit not in [row.unit for row in candidates_of(wenzhou, program(), DAY)]


@pytest.mark.parametrize("count", [1, 3])
def test_candidates_cost_the_same_however_many(yueqing, count, django_assert_num_queries):
    for number in range(count):
        taught(f"213300000{number}", f"第{number}小学", yueqing, "primary")
    kept = program()

    with django_assert_num_queries(8):
        assert len(candidates_of(yueqing, kept, DAY)) == count
