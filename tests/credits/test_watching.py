"""Reports on learners, managers and who comes first (佛教人〔2020〕8号 附件1六(一)1(2)、六(二)二; 泗教师字〔2022〕1号 一4、二1)."""

from datetime import date
from functools import partial
from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from credits.actions.completion import score
from credits.facts.watching.learners import GROUPINGS, learners
from credits.facts.watching.managers import school_teams
from credits.models import PanelMember, ReviewPanel
from credits.views import watching
from programs.models import Activity, Group, GroupMember, Participation, PolicyValue
from tests import factories
from tests.credits import ledger
from tests.schools import people

pytestmark = pytest.mark.django_db
YEAR = (date(2022, 1, 1), date(2022, 12, 31))
PERIOD = {"since": "2022-01-01", "until": "2022-12-31"}


@pytest.fixture
def academy(sixian):
    return factories.unit("JG01", "远程研修中心", "institution", sixian)


@pytest.fixture
def learned(first, second, program, academy):
    """Two people of one school with the institution, one of whom failed once; one of another school by the school itself."""
    lin, chen = people.teacher(first, "林小雨", 1), people.teacher(first, "陈默", 2)
    wang = people.teacher(second, "王一", 3)
    ledger.hours(lin, program, "online", 1050, institution=academy, ends_on=date(2022, 4, 20))
    ledger.hours(chen, program, "online", 1000, institution=academy, ends_on=date(2022, 5, 10))
    ledger.hours(chen, program, "online", 500, institution=academy, course="补学", passed=False, ends_on=date(2022, 5, 12))
    ledger.hours(wang, program, "practice", 600, course="校本研修", ends_on=date(2022, 5, 30))
    ledger.hours(wang, program, "practice", 900, course="往年", ends_on=date(2021, 5, 30))
    return lin, chen, wang


def told(unit, program, by) -> list:
    return [
        (line.name, line.figures["people"], line.figures["rows"], line.hours, line.share)
        for line in learners(unit, program, *YEAR, by)
    ]


def test_learners_are_told_by_institution_course_and_school(sixian, program, learned):
    assert told(sixian, program, "institution") == [("远程研修中心", 2, 3, 2550, 6666), ("学校自行登记", 1, 1, 600, 10_000)]
    assert told(sixian, program, "course") == [
        ("研修", 2, 2, 2050, 10_000),
        ("校本研修", 1, 1, 600, 10_000),
        ("补学", 1, 1, 500, 0),
    ]
    assert [row[:2] for row in told(sixian, program, "school")] == [("泗县第一小学", 2), ("泗县第二小学", 1)]


def test_months_tell_what_else_was_collected_while_people_learned(sixian, first, program, learned):
    held = Activity.objects.create(unit=first, program=program, kind="course", title="研讨", starts_on=date(2022, 6, 3))
    Participation.objects.create(activity=held, name="林小雨")
    Participation.objects.create(activity=held, name="陈默", signed_in=False)

    lines = learners(sixian, program, *YEAR, "month")

    assert [(line.name, line.figures["people"], line.signed_in) for line in lines] == [
        ("2022-04", 1, None),
        ("2022-05", 2, None),
        ("2022-06", None, 1),
    ]


def test_the_page_shows_filters_and_hands_out_the_table(client, bureau, abroad, learned):
    client.force_login(bureau)
    address = reverse("credits:learners")

    page = client.get(address, PERIOD)
    book = client.get(address, PERIOD | {"by": "month", "export": "xlsx"})

    assert [row[0][0] for row in page.context["rows"]] == ["远程研修中心", "学校自行登记"]
    sheet = load_workbook(BytesIO(b"".join(book.streaming_content))).active
    assert [cell.value for cell in sheet[1]][-2:] == ["活动签到人次", "提交申报"]
    assert client.get(address, {"since": "2022-05-01", "until": "2022-01-01"}).context["rows"] == []
    assert client.get(address, PERIOD | {"by": "weather"}).context["rows"] == []
    client.force_login(abroad)
    assert client.get(address, PERIOD | {"unit": "341324"}).status_code == 404


@pytest.fixture
def team(first, program):
    """The school's team: its head, trained face to face, who also reads; somebody who was not trained."""
    head = people.teacher(first, "校长甲", 11)
    head.user = factories.user("head", first, "teacher")
    head.save()
    group = Group.objects.create(unit=first, program=program, kind="management_team", year=2022)
    day = {"starts_on": date(2022, 4, 1)}
    GroupMember.objects.create(group=group, role="leader", name="校长甲", teacher=head, **day)
    GroupMember.objects.create(group=group, role="member", name="主任乙", **day)
    course = Activity.objects.create(
        unit=first.parent,
        program=program,
        kind="course",
        title="领导力",
        audience="managers",
        mode="face_to_face",
        starts_on=date(2022, 4, 8),
    )
    Participation.objects.create(activity=course, name="校长甲", teacher=head)
    panel = ReviewPanel.objects.create(unit=first, program=program)
    PanelMember.objects.create(panel=panel, user=head.user)
    return course


def test_a_school_is_told_who_of_its_managers_lacks_training_and_who_reads(sixian, first, second, program, team):
    one, other = school_teams(sixian, program)

    assert (one.leader, one.trained, one.lacking, one.readers, one.face_first) == (
        "校长甲",
        ["校长甲"],
        ["主任乙"],
        ["校长甲"],
        True,
    )
    assert (other.members, other.face_first, other.done) == ([], None, False)
    Participation.objects.create(activity=team, name="主任乙", workplace="泗县第一小学")
    assert school_teams(first, program)[0].done
    Activity.objects.update(audience="teachers")
    assert school_teams(first, program)[0].lacking == ["校长甲", "主任乙"]


def test_teams_of_many_schools_cost_what_those_of_one_cost(sixian, second, program, team, django_assert_max_num_queries):
    with django_assert_max_num_queries(10) as one:
        school_teams(sixian, program)
    for number in range(3):
        people.school(f"34132491{number:02}", f"第{number}小学", sixian)
    with django_assert_max_num_queries(len(one)):
        assert len(school_teams(sixian, program)) == 5


@pytest.fixture
def excellent(sixian, first, second, program, abilities):
    """Three who have finished: with two results graded 优秀, with one, with none; and one with three who has not."""
    names = [("林小雨", 2), ("陈默", 1), ("王一", 0)]
    for number, (name, count) in enumerate(names, start=1):
        teacher = people.teacher(first, name, number, subject="语文")
        ledger.hours(teacher, program, "online", 3000)
        ledger.hours(teacher, program, "practice", 3000, course="实践")
        for at, code in enumerate(("C6", "C7")):
            ledger.credit(teacher, program, abilities[code], "excellent" if at < count else "passed")
    late = people.teacher(second, "未完成", 9)
    ledger.credit(late, program, abilities["A1"], "excellent")
    return score(program=program, unit=sixian, as_of=date(2022, 12, 31), by=None)


def test_those_who_have_finished_with_most_excellent_results_come_first(client, excellent, bureau, abroad, sixian):
    client.force_login(bureau)

    page = client.get(reverse("credits:priority"))

    assert [(row[2][0], row[4][0]) for row in page.context["rows"]] == [("林小雨", 2), ("陈默", 1)]
    assert "没有通知规定优秀教师优先" in page.content.decode()
    rows = client.get("/api/v1/reports/priority/", {"unit": "341324"}).json()["results"]
    assert [row["name"] for row in rows] == ["林小雨", "陈默"]
    client.force_login(abroad)
    assert client.get("/api/v1/reports/priority/", {"unit": "341324"}).status_code == 404


def test_the_list_comes_page_by_page_and_whole_as_a_file(client, excellent, bureau, monkeypatch):
    monkeypatch.setattr(watching, "page_of", partial(watching.page_of, size=1))
    client.force_login(bureau)
    address = reverse("credits:priority")

    first = client.get(address).context["page"]
    second = client.get(address + first.next_url).context

    assert (first.total, second["page"].first_number, second["page"].next_url) == (2, 2, None)
    assert [row[2][0] for row in second["rows"]] == ["陈默"]
    whole = load_workbook(BytesIO(client.get(address, {"export": "xlsx"}).getvalue())).active
    assert [row[2] for row in whole.iter_rows(min_row=2, values_only=True)] == ["林小雨", "陈默"]


def test_the_clause_stands_under_the_list_where_a_notice_asks(client, excellent, bureau, sixian):
    clause = sixian.notices.get().clauses.get(key="三3")
    values = {"parameter": "outstanding_first", "value": "advanced_training", "wording": "优先"}
    PolicyValue.objects.create(notice=clause.notice, clause=clause, unit=sixian, **values)
    client.force_login(bureau)

    assert "泗教师字〔2022〕1号 三3：优先" in client.get(reverse("credits:priority")).content.decode()


@pytest.mark.parametrize("by", list(GROUPINGS))
def test_reports_over_rest_are_for_ones_own_units(client, by, learned, team, bureau, abroad):
    asked = {"by": by, "from": "2022-01-01", "to": "2022-12-31", "unit": "341324"}
    client.force_login(bureau)

    assert client.get("/api/v1/reports/learners/", asked).json()["results"]
    assert client.get("/api/v1/reports/learners/", asked | {"by": "weather"}).status_code == 400
    assert client.get("/api/v1/reports/managers/").json()["results"][0]["lacking"] == "主任乙"
    client.force_login(abroad)
    assert client.get("/api/v1/reports/learners/", asked).status_code == 404
