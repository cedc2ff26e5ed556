from datetime import date

import pytest
from django.urls import reverse

from portal.audit.models import Event
from portal.kit.errors import Denied, Refused, WrongState
from programs.actions.calendar import report_step
from programs.actions.designations import designate
from programs.enums.calendar import Standing
from programs.facts.calendar import columns_of, matrix, owns_of, steps_over
from programs.models import CalendarStep, Program, StepProgress
from tests import factories
from tests.programs.calendars import FOSHAN, SIXIAN, YUEQING, YUEYANG, brought, clerk, loaded, opened, step

pytestmark = pytest.mark.django_db
APRIL = date(2022, 4, 15)


def say(units, key, who, state="done", *, by=None, today=APRIL, **said):
    return report_step(step=step(key), unit=units[who], state=state, today=today, by=by, **{"evidence": "培训记录，档案室"} | said)


def cell(units, who, key, day=APRIL):
    columns = columns_of([step(key)])
    return matrix(units[SIXIAN], [units[who]], columns, day).rows[0][1][0]


def test_every_step_of_the_si_county_table_is_there_with_its_owner():
    loaded(SIXIAN)

    owners = {row.key: row.owners for row in CalendarStep.objects.current()}
    assert len(owners) == 21
    assert owners["kick_off"] == ["county"]
    assert owners["inspection_ready"] == ["county", "school"]
    assert step("november").closes_on == date(2022, 11, 30)


def test_a_school_reports_its_own_step_with_what_shows_it():
    units = loaded(SIXIAN)
    by = clerk(units["school0"], "school_admin")

    row = say(units, "second_training", "school0", by=by)

    assert (row.state, row.done_on, row.reported_by) == ("done", APRIL, by)
    assert Event.objects.get(verb="step.reported").unit == units["school0"]
    assert cell(units, "school0", "second_training").own.standing == Standing.DONE


@pytest.mark.parametrize(
    ("key", "who", "said", "error", "words"),
    [
        ("kick_off", "school0", {}, Refused, "不是第1小学的事项"),
        ("second_training", "school0", {"evidence": " "}, Refused, "完成后应有材料（培训记录）"),
        ("second_training", "school0", {"done_on": date(2022, 4, 16)}, Refused, "在今天之后"),
    ],
)
def test_a_report_is_refused_with_the_clause_where_the_step_is_not_the_units_or_shows_nothing(key, who, said, error, words):
    units = loaded(SIXIAN)

    with pytest.raises(error, match=words) as refusal:
        say(units, key, who, **said)

    assert StepProgress.objects.count() == 0
    if said.get("done_on") is None:
        assert refusal.value.clause.startswith("泗教师字〔2022〕1号 附件3")


def test_nobody_reports_for_another_unit():
    units = loaded(SIXIAN)

    with pytest.raises(Denied, match="只有第1小学或其上级"):
        say(units, "second_training", "school0", by=clerk(units["school1"], "school_admin"))


def test_what_a_filing_tells_is_not_reported_by_hand():
    units = loaded(SIXIAN)
    task = opened("school_plan")

    with pytest.raises(WrongState, match="由“整校推进实施方案”的报送情况得出"):
        say(units, "school_scheme", "school0")

    brought(task, units["school0"], "filed")
    assert cell(units, "school0", "school_scheme").own.standing == Standing.DONE
    assert cell(units, "school1", "school_scheme", date(2022, 5, 1)).own.standing == Standing.OVERDUE


def test_an_audit_failure_undoes_a_report(monkeypatch):
    units = loaded(SIXIAN)

    def broken(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr("programs.actions.calendar.record", broken)
    with pytest.raises(RuntimeError):
        say(units, "second_training", "school0")
    assert StepProgress.objects.count() == 0


def test_the_row_above_counts_how_many_below_are_done():
    units = loaded(SIXIAN)
    say(units, "second_training", "school0")
    say(units, "second_training", "school1", "in_progress")
    task = opened("cases")
    brought(task, units["school2"], "submitted")

    counted = cell(units, SIXIAN, "second_training").tally
    assert (counted.total, counted.done, counted.in_progress, counted.not_begun, counted.overdue) == (3, 1, 1, 1, 0)
    late = cell(units, SIXIAN, "second_training", date(2022, 6, 1)).tally
    assert (late.done, late.overdue) == (1, 2)
    filed = cell(units, SIXIAN, "cases_filed").tally
    assert (filed.total, filed.done, filed.overdue) == (3, 1, 2)


def test_an_issuer_counts_in_the_rows_over_it_for_its_own_steps():
    units = loaded(SIXIAN)
    say(units, "kick_off", SIXIAN)
    columns = columns_of([step("kick_off")])

    rows = matrix(units["341300"], [units["341300"], units[SIXIAN]], columns, APRIL).rows

    assert (rows[0][1][0].own, rows[0][1][0].tally.total, rows[0][1][0].tally.done) == (None, 1, 1)
    assert (rows[1][1][0].own.standing, rows[1][1][0].tally.total) == (Standing.DONE, 0)


def test_a_districts_wave_concerns_its_schools_alone():
    units = loaded(YUEQING, schools=0)
    town = factories.unit("330382001", "城区学区", "school_district", units[YUEQING])
    inside = factories.unit("2133030001", "城区小学", "school", town)
    outside = factories.unit("2133030002", "市直小学", "school", units[YUEQING])
    column = columns_of([step("chengqu")])[0]

    assert (column.concerns(inside), column.concerns(outside)) == (True, False)
    assert matrix(units[YUEQING], [units[YUEQING]], [column], APRIL).rows[0][1][0].tally.total == 1


def test_a_pilots_step_concerns_designated_units_alone():
    units = loaded(YUEYANG)
    program = Program.objects.get()
    given = {"program": program, "kind": "pilot", "level": "city", "starts_on": date(2020, 8, 1), "by": None}
    designate(unit=units["430623"], **given)
    designate(unit=units["school0"], **given)
    columns = columns_of([step("pilot_schools")])

    owns = owns_of([units["430623"], units["school0"], units["school1"]], columns, date(2020, 9, 1))
    tally = matrix(units[YUEYANG], [units[YUEYANG]], columns, date(2020, 9, 1)).rows[0][1][0].tally

    assert {unit for unit, _step in owns} == {units["430623"].pk, units["school0"].pk}
    assert tally.total == 2


def test_an_opened_task_sets_the_days_of_its_step():
    loaded(FOSHAN)
    task = opened("development_plan")
    column = columns_of([step("development_plan_filed")])[0]

    assert (column.opens_on, column.closes_on) == (date(2020, 9, 1), date(2020, 12, 31))
    assert column.task == task


@pytest.mark.parametrize("count", [1, 3])
def test_the_matrix_asks_the_database_the_same_however_many(count, django_assert_num_queries):
    units = loaded(SIXIAN, schools=count)
    for number in range(count):
        say(units, "second_training", f"school{number}")
    opened("school_plan")

    with django_assert_num_queries(7):
        columns = columns_of(steps_over(units[SIXIAN]))
        rows = [units[SIXIAN], *(units[f"school{number}"] for number in range(count))]
        assert len(matrix(units[SIXIAN], rows, columns, APRIL).rows) == count + 1


def test_a_single_unit_reads_its_steps_by_date_and_no_empty_count(client):
    units = loaded(SIXIAN)
    client.force_login(clerk(units["school0"], "school_admin"))

    response = client.get(reverse("programs:calendar"))

    days = [column.closes_on or column.opens_on for column, _cell in response.context["agenda"]]
    assert len(days) == len(response.context["matrix"].columns) == 21
    assert days == sorted(days)
    page = response.content.decode()
    assert "共 0 条" not in page
    assert "由县（市、区）办理" in page
    client.force_login(clerk(units[SIXIAN]))
    assert client.get(reverse("programs:calendar")).context["agenda"] is None


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_the_database_the_same_however_many(client, count, django_assert_num_queries):
    units = loaded(SIXIAN, schools=count)
    client.force_login(clerk(units[SIXIAN]))

    with django_assert_num_queries(15):
        response = client.get(reverse("programs:calendar"))

    assert len(response.context["matrix"].rows) == count + 1


def test_the_page_is_narrowed_by_owner_notice_and_level_and_exported(client):
    units = loaded(SIXIAN)
    client.force_login(clerk(units[SIXIAN]))
    page = reverse("programs:calendar")

    county = client.get(page, {"owner": "county"}).context["matrix"]
    assert {column.step.owners[0] for column in county.columns} == {"county"}
    everything = client.get(page, {"rows": "school", "notice": step("kick_off").notice_id}).context["matrix"]
    assert [unit.name for unit, _cells in everything.rows] == ["泗县", "第1小学", "第2小学", "第3小学"]
    file = b"".join(client.get(page, {"export": "csv"}).streaming_content).decode()
    assert "召开启动会（2022-04-30）" in file
    assert len(file.strip().splitlines()) == 5


def test_a_school_reports_on_the_page_and_sees_a_refusal_beside_its_field(client):
    units = loaded(SIXIAN)
    client.force_login(clerk(units["school0"], "cio"))
    page = reverse("programs:calendar-report", args=[step("second_training").pk, units["school0"].code])

    refused = client.post(page, {"state": "done", "evidence": ""})
    assert refused.status_code == 422
    assert refused.context["form"].errors["evidence"] == ["请写明材料。"]
    assert client.post(page, {"state": "done", "evidence": "培训记录"}).status_code == 302
    assert StepProgress.objects.get().evidence == "培训记录"
    assert "培训记录" in client.get(page).content.decode()


def test_a_foreign_schools_step_is_not_there(client):
    units = loaded(SIXIAN)
    client.force_login(clerk(units["school1"], "cio"))

    page = reverse("programs:calendar-report", args=[step("second_training").pk, units["school0"].code])

    assert client.get(page).status_code == 404
    assert client.get(reverse("programs:calendar"), {"unit": units["school0"].code}).status_code == 404


def test_a_step_that_follows_a_filing_leads_to_it(client):
    units = loaded(SIXIAN)
    task = opened("school_plan")
    client.force_login(clerk(units["school0"], "cio"))

    response = client.get(reverse("programs:calendar-report", args=[step("school_scheme").pk, units["school0"].code]))

    assert response.url == task.filings.get(unit=units["school0"]).get_absolute_url()


def test_yueqings_waves_are_drawn_by_half_years(client):
    units = loaded(YUEQING)
    client.force_login(clerk(units[YUEQING]))

    context = client.get(reverse("programs:calendar-waves")).context

    assert context["halves"][0] == (2020, 2)
    assert [wave.districts for wave, _marks in context["rows"]] == [("城区学区",), ("大荆学区",), ("虹桥学区",), ("柳市学区",)]
    assert context["rows"][0][1] == [True, True, False, False, False]
