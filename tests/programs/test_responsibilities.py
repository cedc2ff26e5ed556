"""职责分工: the county is the responsible body, the school does the work (泗教师字〔2022〕1号 三); who files with whom."""

import pytest
from django.urls import reverse

from portal.units.enums import Level
from programs.enums.responsibilities import DutyKind, Part
from programs.facts.responsibilities import responsibilities
from programs.models import CalendarStep, Group, GroupMember, Notice, Task
from tests.awards.factories import sheet_of
from tests.programs.calendars import FOSHAN, SIXIAN, YUEYANG, clerk, loaded

pytestmark = pytest.mark.django_db


def rows_of(kind=None):
    return [row for row in responsibilities(Notice.objects.get()) if kind in (None, row.kind)]


def test_the_steps_of_the_si_county_table_are_the_countys_or_the_schools():
    loaded(SIXIAN)

    steps = rows_of(DutyKind.STEP)

    assert len(steps) == CalendarStep.objects.current().count() == 21
    assert {level for row in steps for level in row.parts} == {Level.COUNTY, Level.SCHOOL}
    assert all(row.parts[level] == [Part.OWNS] for row in steps for level in row.parts)


def test_foshan_asks_its_districts_for_plans_and_files_them():
    loaded(FOSHAN)

    [plan] = [row for row in rows_of() if row.name == "区“提升工程2.0”规划实施方案"]

    assert (plan.told(Level.COUNTY), plan.told(Level.CITY), plan.told(Level.SCHOOL)) == ("报送", "审核备案", "")
    assert plan.clause.key == "附件1六(四)3"


def test_a_filing_before_a_gate_is_told_as_one():
    loaded(YUEYANG)
    Task.objects.filter(pk=Task.objects.first().pk).update(gate="start", route="county", receiver_level="city")

    [row] = rows_of(DutyKind.START)

    assert row.told(Level.COUNTY).endswith("汇总")


def test_every_duty_of_the_notice_has_its_clause_and_somebody():
    loaded(YUEYANG)

    assert rows_of()
    assert all(row.clause and any(row.cells) for row in rows_of())


def test_the_page_tells_the_newest_notice_narrows_by_kind_and_exports(client):
    units = loaded(SIXIAN)
    client.force_login(clerk(units["school0"], "school_admin"))
    address = reverse("programs:responsibility-list")

    page = client.get(address)
    sheet = sheet_of(client.get(address, {"kind": "step", "export": "xlsx"}))

    assert "泗教师字〔2022〕1号" in page.content.decode()
    assert len(page.context["rows"]) > len(sheet) - 1 == 21
    assert sheet[0][:4] == ["类别", "事项", "条款", "第一责任人"]


def test_many_duties_cost_the_queries_of_one(django_assert_num_queries):
    loaded(SIXIAN)
    notice = Notice.objects.select_related("issuer").get()
    with django_assert_num_queries(3):
        everything = responsibilities(notice)
    CalendarStep.objects.exclude(pk=CalendarStep.objects.first().pk).update(state="withdrawn")
    Task.objects.exclude(pk=Task.objects.first().pk).update(state="void")
    with django_assert_num_queries(3):
        assert len(responsibilities(notice)) < len(everything)


def test_rest_reports_the_same_of_a_notice_one_may_read_only(sends):
    units = loaded(SIXIAN)
    by = clerk(units["school0"], "school_admin")

    rows = sends(by, "reports/responsibilities/", method="get").json()["results"]
    missing = sends(by, "reports/responsibilities/?notice=无", method="get")

    assert {"kind": "日程", "county": "负责"}.items() <= rows[0].items()
    assert missing.status_code == 404


def test_the_head_of_the_county_and_of_the_school_stand_beside_their_duties(client, sends):
    units = loaded(SIXIAN)
    notice, school = Notice.objects.select_related("issuer").get(), units["school0"]
    group = Group.objects.create(unit=notice.issuer, program=notice.program, kind="leadership_group", year=2022)
    GroupMember.objects.create(group=group, role="leader", name="组长甲", starts_on="2022-03-19")
    head = clerk(school, "cio")
    client.force_login(head)

    page = client.get(reverse("programs:responsibility-list"))
    rows = sends(head, "reports/responsibilities/", method="get").json()["results"]

    told = {level: {row.answerable for row in page.context["rows"] if set(row.parts) == {level}} for level in ("county", "school")}
    assert told == {"county": {f"{notice.issuer.name}：组长甲"}, "school": {f"{school.name}：{head.name}"}}
    assert {row["head"] for row in rows if row["school"] == "负责" and not row["county"]} == told["school"]
