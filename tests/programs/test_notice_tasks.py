from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.urls import reverse

from portal.kit.clock import local
from portal.kit.errors import Denied, Refused
from portal.units.actions import load_units, read_units
from programs.actions.tasks import open_task
from programs.actions.yearly import a_year_later, plan_year
from programs.facts.calendar import columns_of
from programs.loading import load_notice
from programs.models import Filing, Notice, Task
from programs.notice_file import NoticeRefused, read_notice
from tests import factories
from tests.programs.calendars import FOSHAN, SIXIAN, YUEQING, YUEYANG, clerk, loaded, opened, step
from tests.programs.notice_samples import four_trees, shipped

pytestmark = pytest.mark.django_db
SAMPLES = Path(__file__).parent / "samples"


def sample(name: str, *changes: tuple[str, str]) -> bytes:
    text = (SAMPLES / f"{name}.yaml").read_text()
    for before, after in changes:
        assert before in text
        text = text.replace(before, after)
    return text.encode()


def asked(task) -> dict[str, str]:
    """Who files with whom."""
    rows = Filing.objects.filter(task=task).select_related("unit", "receiver").order_by("unit__path")
    return {row.unit.name: row.receiver.name for row in rows}


def test_loading_drafts_the_tasks_and_asks_nobody():
    loaded(FOSHAN)

    rows = Task.objects.values_list("key", "state", "review", "paper_copies", "gate")
    assert ("group_lists", "draft", "review", 3, "") in rows
    assert ("development_plan", "draft", "file", 0, "start") in rows
    assert ("assessment_results", "draft", "review", 0, "completion") in rows
    assert len(rows) == 11
    assert Filing.objects.count() == 0


def test_foshans_districts_file_three_originals_by_the_17th():
    units = loaded(FOSHAN)
    task = opened("group_lists")

    assert asked(task) == {"南海区": "佛山市"}
    assert local(task.due_at).isoformat() == "2020-04-17T23:59:00+08:00"
    assert task.citation == "佛教人〔2020〕8号 第2段"
    assert units["440605"].filings.get().task == task


def test_yueyangs_schools_file_past_the_county():
    units = loaded(YUEYANG, schools=2, below="430623")
    factories.unit("2143060001", "市直第一中学", "school", units[YUEYANG])

    assert asked(opened("school_plan")) == {"第1小学": "岳阳市", "第2小学": "岳阳市", "市直第一中学": "岳阳市"}
    assert asked(opened("regional_plan")) == {"华容县": "岳阳市", "市直第一中学": "岳阳市"}


def test_foshans_schools_file_with_their_district():
    units = loaded(FOSHAN, schools=1, below="440605")

    assert asked(opened("development_plan")) == {"第1小学": "南海区"}
    assert Filing.objects.get().receiver == units["440605"]


def test_a_task_whose_day_the_notice_does_not_give_says_where_it_comes_from():
    loaded(YUEQING)

    assert "附件4没有写期限，按附件2的期限。" in Task.objects.get(key="school_list").explanation


def test_yueqings_small_schools_may_plan_together_and_every_school_checks_its_campus():
    loaded(YUEQING, schools=1)

    rows = {task.key: task for task in Task.objects.all()}

    assert [key for key, task in rows.items() if task.by_area] == ["development_plan", "school_plan"]
    assert rows["school_plan"].citation == "乐教政〔2020〕22号 三(三)"
    assert asked(opened("digital_campus")) == {"第1小学": "乐清市"}
    assert [column["type"] for column in rows["digital_campus"].columns] == ["list"] * 6 + ["text"]


def test_yueyang_calls_for_demonstrations_and_for_names_to_upper_training():
    units = loaded(YUEYANG, schools=1, below="430623")

    assert asked(opened("demonstration")) == {"华容县": "岳阳市", "第1小学": "岳阳市"}
    assert asked(opened("upper_training")) == {"华容县": units[YUEYANG].name}
    assert Task.objects.get(key="upper_training").columns[3]["choices"] == ["国培计划", "省培计划"]


def test_foshans_schools_are_diagnosed_and_hand_in_outcomes_to_their_district():
    loaded(FOSHAN, schools=1, below="440605")

    assert asked(opened("school_test")) == asked(opened("outcomes")) == {"第1小学": "南海区"}
    assert Task.objects.get(key="outcomes").citation == "佛教人〔2020〕8号 附件1四(四)"


def test_sixians_lessons_are_reported_for_review():
    loaded(SIXIAN, schools=1)

    assert asked(opened("lessons")) == {"第1小学": "泗县"}


def test_loading_again_changes_drafts_alone_and_voids_those_that_are_gone():
    loaded(SIXIAN)
    opened("school_plan")
    text = shipped("sixian-2022").decode()
    newer = text.replace("title: 整校推进实施方案\n", "title: 学校方案\n").replace("title: 校本应用考核结果\n", "title: 考核结果\n")
    start, end = newer.index("  - key: ability_choices\n"), newer.index("  - key: school_plan\n")
    newer = (newer[:start] + newer[end:]).replace("owner: [school], task: ability_choices,", "owner: [school],")
    load_notice(file=newer.encode(), by=None)

    states = dict(Task.objects.values_list("key", "state"))
    titles = dict(Task.objects.values_list("key", "title"))
    assert (titles["school_plan"], states["school_plan"]) == ("整校推进实施方案", "open")
    assert (titles["assessment_results"], states["ability_choices"]) == ("考核结果", "void")


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ("task: school_plan,", "task: lost,", "tasks 里没有“lost”这项任务"),
        ("    route: school_plan_route\n", "", "写明由谁报送"),
        ("    route: school_plan_route\n", "    route: school_plan_route\n    to: city\n", "不再写 to 和 through"),
        ('due: "2024-03-15T17:00:00+08:00"', "due: 2024-01-01", "早于开始"),
        ('due: "2024-03-15T17:00:00+08:00"', "due: 2024-13-01", "没有这一天"),
        ('{by: 2024-03-31, value: "0.1"}', '{by: 2024-03-31, year: 2024, value: "0.1"}', "写一个，也只写一个"),
        ("counting: each_step", "counting: each_year", "计法应为 each_step"),
        ('value: "0.4"}', 'value: "0.5"}', "比例之和应为 1"),
        ("wording: 将整校推进方案直接报市教育局审核备案}", "wording: 将方案寄送}", "没有这句原文"),
    ],
)
def test_a_file_that_cannot_be_names_what_is_wrong(before, after, words):
    with pytest.raises(NoticeRefused, match=words):
        read_notice(sample("quarterly-city", (before, after)))


def test_an_invented_citys_schools_file_past_the_county_by_the_minute():
    units = four_trees()
    county = factories.unit("330602", "越城区", "county", units["330600"])
    factories.unit("2133060001", "第1小学", "school", county)
    load_notice(file=sample("quarterly-city"), by=None)

    task = opened("school_plan")

    assert asked(task) == {"第1小学": "绍兴市"}
    assert (task.review, task.gate, local(task.due_at).hour) == ("file", "start", 17)
    assert task.due_at == datetime(2024, 3, 15, 9, tzinfo=UTC)


def test_a_time_without_a_zone_is_that_of_clocks_in_china():
    units = four_trees()
    county = factories.unit("330602", "越城区", "county", units["330600"])
    factories.unit("2133060001", "第1小学", "school", county)
    load_notice(file=sample("quarterly-city", ('due: "2024-03-15T17:00:00+08:00"', 'due: "2024-03-15T17:00:00"')), by=None)

    assert opened("school_plan").due_at == datetime(2024, 3, 15, 9, tzinfo=UTC)


def test_an_invented_countys_district_collates_its_schools():
    units = four_trees()
    town = factories.unit("330382001", "城区学区", "school_district", units[YUEQING])
    factories.unit("2133030001", "城区小学", "school", town)
    factories.unit("2133030002", "别处小学", "school", units[YUEQING])
    load_notice(file=sample("paper-county"), by=None)

    filing = Filing.objects.get(task=opened("usage"))

    assert (filing.unit.name, filing.collator, filing.receiver) == ("城区小学", town, units[YUEQING])
    assert [column["heading"] for column in filing.task.columns] == ["教师数", "是否全员应用"]


def test_the_invented_notices_of_other_provinces_load_without_a_change_of_code():
    load_units(rows=read_units(SAMPLES / "units.csv"), by=None)
    for name in ("linlan-2024", "songxi-2025"):
        load_notice(file=sample(name), by=None)

    plan = opened("school_plan")

    assert set(asked(plan).values()) == {"临澜市（虚构）"}
    assert plan.filings.count() == 3
    assert asked(opened("group_lists")) == {"松溪县初级中学（虚构）": "松溪县（虚构）"}
    assert [(task.year, task.key) for task in plan_year(notice=plan.notice, by=None)] == [(2025, "yearly_summary")]


def test_a_district_nobody_knows_is_refused():
    four_trees()

    with pytest.raises(Refused, match="所列的学区没有登记：城区学区"):
        load_notice(file=sample("paper-county"), by=None)
    assert Notice.objects.count() == 0


def test_next_years_tasks_are_made_from_this_years():
    units = loaded(FOSHAN)
    notice = Notice.objects.get()

    made = plan_year(notice=notice, by=clerk(units[FOSHAN]))

    assert sorted((task.key, task.year, task.state) for task in made) == [
        ("yearly_districts", 2022, "draft"),
        ("yearly_schools", 2022, "draft"),
    ]
    assert {local(task.due_at).date().isoformat() for task in made} == {"2022-01-31"}
    assert [task.year for task in plan_year(notice=notice, by=None)] == [2023, 2023]


def test_a_year_later_knows_leap_days():
    assert local(a_year_later(datetime(2024, 2, 29, 4, tzinfo=UTC))).date().isoformat() == "2025-02-28"
    assert a_year_later(None) is None


def test_a_notice_without_yearly_tasks_and_a_stranger_are_refused():
    units = loaded(SIXIAN)

    with pytest.raises(Refused, match="没有每年都要报送的任务"):
        plan_year(notice=Notice.objects.get(), by=None)
    with pytest.raises(Denied):
        plan_year(notice=Notice.objects.get(), by=clerk(units[YUEQING]))


def test_the_page_makes_next_years_tasks(client):
    units = loaded(FOSHAN)
    client.force_login(clerk(units[FOSHAN]))
    page = reverse("programs:calendar-yearly")

    assert "生成 2022 年度任务" in client.get(page).content.decode()
    assert client.post(page, {"notice": Notice.objects.get().pk}).status_code == 302
    assert Task.objects.filter(year=2022).count() == 2
    client.force_login(clerk(units["440605"]))
    assert client.get(page).context["found"] == []


def test_a_task_of_a_later_year_tells_the_steps_standing():
    units = loaded(FOSHAN)
    open_task(task=Task.objects.get(key="yearly_districts"), by=None)
    for task in plan_year(notice=Notice.objects.get(), by=None):
        open_task(task=task, by=None)

    assert columns_of([step("yearly_districts")])[0].task.year == 2022
    assert units["440605"].filings.count() == 2
