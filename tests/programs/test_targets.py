from datetime import date

import pytest
from django.urls import reverse

from programs.enums.targets import Verdict
from programs.facts.targets import aims, below, reached
from programs.loading import load_notice
from programs.measures import measures
from programs.models import Group, Program, Target
from tests import factories
from tests.programs.calendars import FOSHAN, YUEYANG, clerk, loaded
from tests.programs.factories import showcase
from tests.programs.notice_samples import four_trees
from tests.programs.test_designations import given
from tests.programs.test_notice_tasks import sample

pytestmark = pytest.mark.django_db
END = date(2022, 12, 31)


def aim(unit, key, until=END):
    return next(one for one in aims(unit, Program.objects.get(), until) if one.target.key == key)


def test_every_target_of_foshan_has_somebody_who_counts_it():
    loaded(FOSHAN)

    assert {row.measured_by for row in Target.objects.all()} <= set(measures())


def test_yueyang_counts_schools_and_says_when_a_school_counts():
    units = loaded(YUEYANG)

    found = aim(units[YUEYANG], "trained_schools")

    assert [(step.target.deadline, step.asked) for step in found.steps] == [("2021 年底", "70%"), ("2022 年底", "100%")]
    assert found.readings[0].startswith("有要求的教师全部完成的学校，计为完成的学校")
    assert [step.verdict for step in found.steps] == [Verdict.UNKNOWN, Verdict.UNKNOWN]  # never scored


def test_a_number_counts_what_was_given_by_the_day(client):
    units = loaded(FOSHAN)
    for number in range(3):
        given(units["440605"], "lead_trainer", person=f"陈{number}")
    given(units["440605"], "lead_trainer", person="后来", starts_on=date(2023, 1, 1))

    step = aim(units[FOSHAN], "lead_trainers").current

    assert (step.done, step.needed, step.short, step.asked) == (3, 100, 97, "100 名")
    assert step.verdict == Verdict.OPEN
    assert aim(units[FOSHAN], "lead_trainers", date(2023, 1, 1)).current.verdict == Verdict.MISSED


def test_a_district_adds_to_its_citys_number_and_is_asked_nothing_itself():
    units = loaded(FOSHAN)
    given(units["440605"], "lead_trainer", person="陈甲")

    step = aim(units["440605"], "lead_trainers").current

    assert (step.done, step.verdict) == (1, Verdict.PART)


def test_each_year_of_an_at_least_counts_for_itself():
    units = loaded(FOSHAN)
    for number in range(5):
        given(units[FOSHAN], "advanced_trainee", person=f"甲{number}", starts_on=date(2020, 9, 1))
    given(units[FOSHAN], "advanced_trainee", person="乙", starts_on=date(2021, 9, 1))

    assert [step.done for step in aim(units[FOSHAN], "leaders_trained").steps] == [5, 1]


def test_lessons_count_by_their_year():
    units = loaded(FOSHAN)
    showcase(units["440605"], "课例一", kind="lesson", year=2022)
    showcase(units["440605"], "课例二", kind="lesson", year=2023)
    showcase(units["440605"], "案例", kind="exemplar", year=2022)

    assert aim(units[FOSHAN], "model_lessons").current.done == 1


def test_one_team_per_school_is_a_share_of_all_schools():
    units = loaded(FOSHAN, schools=4, below="440605")
    program = Program.objects.get()
    given_to = {"program": program, "kind": "training_team", "year": 2022}
    for number in range(3):
        Group.objects.create(unit=units[f"school{number}"], **given_to)
    Group.objects.create(unit=units[FOSHAN], **given_to)  # the city's own is no school's
    today = date(2030, 1, 1)

    found = aim(units[FOSHAN], "school_training_teams", today)
    rows = below(found, found.current, units[FOSHAN], program, today)

    assert (found.current.done, found.current.needed, found.current.percent) == (3, 4, 7500)
    assert [(row.unit.name, row.step.done, row.step.needed) for row in rows] == [("南海区", 3, 4)]


def test_quarters_of_an_invented_notice_come_in_order():
    units = four_trees()
    load_notice(file=sample("quarterly-city"), by=None)

    found = aim(units["330600"], "quarterly_teachers", date(2024, 5, 1))

    assert [(step.target.deadline, step.asked) for step in found.steps] == [
        ("2024-03-31", "10%"),
        ("2024-06-30", "30%"),
        ("2024-09-30", "60%"),
        ("2024 年底", "100%"),
    ]
    assert found.current.target.deadline == "2024-06-30"
    assert aim(units["330600"], "quarterly_lessons", date(2024, 5, 1)).measure.key == "showcases_lesson"


def test_the_completion_page_is_given_shares_alone():
    units = loaded(FOSHAN)

    keys = {step.target.key for step in reached(units[FOSHAN], Program.objects.get(), END)}

    assert keys == {"trained_teachers", "school_training_teams"}


@pytest.mark.parametrize("count", [1, 3])
def test_a_target_asks_the_database_the_same_however_many_units(client, count, django_assert_num_queries):
    units = loaded(FOSHAN, schools=0)
    for number in range(count):
        county = factories.unit(f"44060{number + 6}", f"区{number}", "county", units[FOSHAN])
        given(county, "lead_trainer", person="陈甲")
    client.force_login(clerk(units[FOSHAN]))
    page = Target.objects.get(key="lead_trainers").get_absolute_url()

    with django_assert_num_queries(14):
        response = client.get(page)

    assert sum(row.step.done for row in response.context["below"]) == count


def test_the_pages_show_the_plan_the_reading_and_the_rows_behind(client):
    units = loaded(FOSHAN)
    given(units["440605"], "lead_trainer", person="陈甲")
    client.force_login(clerk(units[FOSHAN]))

    page = client.get(reverse("programs:target-list"))
    content = page.content.decode()
    charts = {one.target.key: chart for one, chart in page.context["aims"]}
    assert charts["trained_teachers"]["series"][0]["values"] == [30, 80, 100]
    assert charts["lead_trainers"] is None
    for words in ("佛教人〔2020〕8号 附件1三(四)", "按登记的称号计数", "还差 99"):
        assert words in content
    one = client.get(Target.objects.get(key="lead_trainers").get_absolute_url())
    assert one.context["rows_page"] == f"{reverse('programs:designation-list')}?unit=440600&kind=lead_trainer"
    file = b"".join(client.get(reverse("programs:target-list"), {"export": "csv"}).streaming_content).decode()
    assert "区级信息化教学创新首席培训师" in file


def test_a_target_of_another_tree_is_not_there(client):
    units = loaded(FOSHAN)
    client.force_login(clerk(units["341324"]))

    assert client.get(Target.objects.first().get_absolute_url()).status_code == 404
