from datetime import date

import pytest
from django.urls import reverse

from credits.actions.completion import score
from credits.models import ExternalAssessment
from programs.facts.gates import barred, exits_pending, gates_of, held_at, held_up
from programs.loading import load_notice
from programs.models import Program
from tests import factories
from tests.programs.calendars import FOSHAN, brought, clerk, loaded, opened
from tests.programs.notice_samples import four_trees
from tests.programs.test_notice_tasks import sample
from tests.schools import people
from tests.sheets.flow import bring, findings, keep

pytestmark = pytest.mark.django_db


def foshan():
    """Two schools of 南海区, of which the first has both papers of the start gate on file."""
    units = loaded(FOSHAN, schools=2, below="440605")
    for key in ("development_plan", "research_plan"):
        brought(opened(key), units["school0"], "filed")
    return units, Program.objects.get()


def shaoxing(count=1):
    """An invented city whose schools wait with outside assessments until their plan is on file."""
    units = four_trees()
    county = factories.unit("330602", "越城区", "county", units["330600"])
    schools = [factories.unit(f"21330600{number:02}", f"第{number + 1}小学", "school", county) for number in range(count)]
    load_notice(file=sample("quarterly-city"), by=None)
    return units, schools, opened("school_plan"), Program.objects.get()


def test_a_school_is_held_up_until_both_papers_are_on_file():
    units, program = foshan()

    found = gates_of([units["school0"], units["school1"]], program)

    assert found[units["school0"].pk]["start"].passed
    assert [need.title for need in found[units["school1"].pk]["start"].lacking] == ["学校信息化教育教学发展规划", "校本研修方案"]
    assert list(held_up(units[FOSHAN], program, "start")) == [units["school1"]]


def test_a_review_is_not_yet_a_record():
    units, program = foshan()
    brought_back = units["school0"].filings.get(task__key="research_plan")
    type(brought_back).objects.filter(pk=brought_back.pk).update(state="accepted")

    assert list(held_up(units[FOSHAN], program, "start")) == [units["school0"], units["school1"]]


def test_foshan_says_nothing_of_what_waits_so_nothing_does():
    units, program = foshan()

    assert barred([units["school1"].pk], program, "assessments") == {}


def test_where_a_notice_says_what_waits_the_refusal_names_paper_and_clause():
    _units, schools, task, program = shaoxing()

    told = barred([schools[0].pk], program, "assessments")[schools[0].pk]

    assert told == "第1小学入口未通过（整校推进方案尚未通过审核或备案），暂缓登记外部测评结果（依据：临教师〔2024〕12号 三）。"
    assert barred([schools[0].pk], program, "hours") == {}
    brought(task, schools[0], "filed")
    assert barred([schools[0].pk], program, "assessments") == {}


@pytest.mark.parametrize("count", [1, 3])
def test_gates_ask_the_database_the_same_however_many(count, django_assert_num_queries):
    _units, schools, _task, program = shaoxing(count)

    with django_assert_num_queries(4):
        assert len(gates_of(schools, program)) == count
        assert len(barred([school.pk for school in schools], program, "assessments")) == count


def test_the_page_lists_who_is_held_up_and_says_that_nothing_waits(client):
    units, _program = foshan()
    client.force_login(clerk(units[FOSHAN]))
    page = reverse("programs:gate-list")

    shown = client.get(page)
    assert [row.name for row in shown.context["page"].rows] == ["第2小学"]
    assert "没有通知规定入口未通过时暂缓哪些工作" in shown.content.decode()
    everybody = client.get(page, {"passed": "all"}).context["page"].rows
    assert [(row.name, row.passage.passed) for row in everybody] == [("第1小学", True), ("第2小学", False)]
    assert (
        "第2小学,未通过,学校信息化教育教学发展规划、校本研修方案"
        in b"".join(client.get(page, {"export": "csv"}).streaming_content).decode()
    )


def test_the_completion_page_says_who_is_held_up_and_by_what(client):
    units, program = foshan()
    score(program=program, unit=units[FOSHAN], as_of=date(2022, 12, 31), by=None)
    page = reverse("credits:completion")

    client.force_login(clerk(units[FOSHAN]))
    assert "入口未通过" in client.get(page).content.decode()
    assert held_at(units[FOSHAN], program)[0].schools == 1
    client.force_login(clerk(units["school1"], "cio"))
    assert "佛教人〔2020〕8号 附件1六(四)3" in client.get(page).content.decode()
    client.force_login(clerk(units["school0"], "cio"))
    assert "入口未通过" not in client.get(page).content.decode()


def test_the_sheet_of_outside_assessments_waits_for_the_gate():
    _units, schools, task, _program = shaoxing()
    people.teacher(schools[0], "林晓", 1)
    by = clerk(schools[0], "school_admin")
    table = [["姓名", "证件号码", "平台", "结果", "日期"], ["林晓", people.id_number(1), "考核管理平台", "通过", "2024-05-01"]]

    refused = bring("assessments", table, unit=schools[0], by=by)
    assert findings(refused, "row") == [(2, "姓名", "gate_closed")]
    assert "入口未通过（整校推进方案尚未通过审核或备案）" in refused.findings.get(severity="row").message
    brought(task, schools[0], "filed")
    assert keep(bring("assessments", table, unit=schools[0], by=by), by=by).state == "done"
    assert ExternalAssessment.objects.get().passed


def held_until_the_exit(count=1):
    """The invented city, where the summary is the exit and completion counts once it is on file."""
    units = four_trees()
    county = factories.unit("330602", "越城区", "county", units["330600"])
    schools = [factories.unit(f"21330600{number:02}", f"第{number + 1}小学", "school", county) for number in range(count)]
    said = "    clause: 三\n    wording: 将整校推进方案直接报市教育局审核备案\n"
    rule = f"  - parameter: completion_gate_holds\n    value: not_counted\n{said}"
    load_notice(file=sample("quarterly-city", ("targets:\n", f"{rule}targets:\n"), ("gate: start", "gate: completion")), by=None)
    return county, schools, opened("school_plan"), Program.objects.get()


def test_completion_waits_for_the_papers_of_the_exit_where_a_notice_says_so(client):
    county, schools, task, program = held_until_the_exit(2)
    brought(task, schools[0], "filed")

    found = exits_pending(county, program)

    assert set(found) == {county.path, schools[1].path}
    assert found[county.path].text == "待出口备案（1 所：整校推进方案；依据：临教师〔2024〕12号 三）"
    people.teacher(schools[1], "林晓", 1)
    score(program=program, unit=county, as_of=date(2024, 12, 31), by=None)
    client.force_login(clerk(county))
    page = client.get(reverse("credits:completion"))
    assert [row.exit is not None for row in page.context["rows"]] == [False, True]
    assert "完成情况待出口备案" in page.content.decode()
    rows = client.get(reverse("report-completion"), {"unit": county.code}).json()["results"]
    assert [row["exit"][:5] for row in rows] == ["", "待出口备案"]
    brought(task, schools[1], "filed")
    assert exits_pending(county, program) == {}


def test_without_such_a_notice_nothing_waits_for_the_exit():
    units, _program = foshan()

    assert exits_pending(units[FOSHAN], Program.objects.get()) == {}


@pytest.mark.parametrize("count", [1, 3])
def test_the_exit_asks_the_database_the_same_however_many(count, django_assert_num_queries):
    county, _schools, _task, program = held_until_the_exit(count)

    with django_assert_num_queries(3):
        assert exits_pending(county, program)[county.path].schools == count
