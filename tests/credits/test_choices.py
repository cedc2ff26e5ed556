"""选点: planned by the school, proposed by teachers, agreed by the group, confirmed and reported by the school."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import F
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from credits.actions import choice_reports, choices, plans
from credits.actions.choosing import choose
from credits.enums.choosing import GONE, MOVES, OPEN, TURN, Stage
from credits.facts.choosing import by_ability, plan_of, standings
from credits.models import Declaration, Selection, SelectionPlan, SelectionReport
from portal.audit.models import Event
from portal.kit.errors import Denied, Refused, WrongState
from programs.finding import today
from tests import factories
from tests.schools import people
from tests.schools.people import id_number
from tests.sheets.flow import bring, keep

YEAR = 2022


def person(school, name, serial, **fields):
    """A teacher who has an account."""
    row = people.teacher(school, name, serial, **fields)
    row.user = factories.user(f"t{serial}", school, "teacher", name=name)
    row.save()
    return row


@pytest.fixture
def head(first, program, abilities):
    return person(first, "组长甲", 1, subject="语文", research_group="语文教研组")


@pytest.fixture
def lin(first, program, abilities):
    return person(first, "林小雨", 2, subject="语文", research_group="语文教研组")


@pytest.fixture
def plan(first, program, head, clerk, abilities):
    points = [abilities["C6"], abilities["C7"]]
    return plans.set_up(unit=first, program=program, year=YEAR, subject="语文", head=head, abilities=points, by=clerk)


def chosen(teacher, *codes, program):
    return choose(teacher=teacher, program=program, codes=codes, by=teacher.user)


def stages(teacher):
    return dict(Selection.objects.filter(teacher=teacher).values_list("ability__code", "stage"))


def test_every_stage_has_its_moves_and_somebody_whose_turn_it_is():
    assert set(MOVES) == set(TURN) == set(Stage)
    assert all(not MOVES[stage] for stage in GONE)
    assert all(MOVES[stage] for stage in OPEN)


def test_a_teachers_choice_goes_from_the_group_to_the_school(lin, head, clerk, plan, program):
    made = chosen(lin, "C6", "C7", program=program)
    assert {(row.stage, row.plan_id, row.source) for row in made} == {("proposed", plan.pk, "teacher")}
    assert choices.agree(selections=made, by=head.user) == choices.Moved(2, 0)
    agreed = list(Selection.objects.filter(teacher=lin))
    assert {(row.stage, row.agreed_by, row.agreed_as) for row in agreed} == {("agreed", head.user, "语文教研组")}
    assert all(row.agreed_at for row in agreed)
    assert choices.confirm(selections=agreed, by=clerk).done == 2
    assert stages(lin) == {"C6": "confirmed", "C7": "confirmed"}
    verbs = Event.objects.filter(object_type="credits.selection").values_list("verb", flat=True)
    assert sorted(set(verbs)) == ["selection.agreed", "selection.chosen", "selection.confirmed"]


def test_what_the_school_enters_or_brings_in_is_confirmed_at_once(lin, clerk, first, program):
    assert choose(teacher=lin, program=program, codes=["A1"], by=clerk)[0].stage == "confirmed"
    chosen(lin, "A2", program=program)
    keep(bring("selections", [["姓名", "证件号码", "能力点编号"], ["林小雨", id_number(2), "A2"]], unit=first, by=clerk), by=clerk)
    assert stages(lin) == {"A1": "confirmed", "A2": "confirmed"}


def test_nothing_is_confirmed_before_the_group_agreed_and_a_second_agreement_changes_nothing(lin, clerk, program, plan):
    made = chosen(lin, "C6", program=program)
    assert choices.confirm(selections=made, by=clerk) == choices.Moved(0, 1)
    choices.agree(selections=made, by=clerk, group="语文组")
    assert choices.agree(selections=made, by=clerk, group="另一组") == choices.Moved(0, 1)
    assert Selection.objects.get(teacher=lin).agreed_as == "语文组"


def test_a_head_agrees_for_his_group_alone_and_never_for_himself(head, lin, first, clerk, program, plan):
    other = person(first, "数学教师", 3, subject="数学")
    own, foreign = chosen(head, "C6", program=program), chosen(other, "A1", program=program)
    for made in (own, foreign):
        with pytest.raises(Denied):
            choices.agree(selections=made, by=head.user)
    assert choices.agree(selections=own, by=clerk).done == 1
    with pytest.raises(Denied):
        choices.confirm(selections=Selection.objects.filter(teacher=head), by=head.user)


def test_another_school_and_a_colleague_do_nothing_with_a_choice(lin, first, second, program, plan):
    made = chosen(lin, "C6", program=program)
    outsiders = [factories.user("other", second, "school_admin"), person(first, "同事", 4, subject="语文").user]
    for by in outsiders:
        for act in (choices.agree, choices.confirm):
            with pytest.raises(Denied):
                act(selections=made, by=by)
        with pytest.raises(Denied):
            choices.send_back(selections=made, reason="不合适", by=by)
        with pytest.raises(Denied):
            choices.withdraw(selection=made[0], by=by)
    assert stages(lin) == {"C6": "proposed"}


def test_what_is_sent_back_counts_no_more_and_may_be_chosen_anew(lin, head, program, plan):
    made = chosen(lin, "C6", program=program)
    choices.send_back(selections=made, reason="本组已有三人选 C6", by=head.user)
    row = Selection.objects.get(teacher=lin)
    assert (row.stage, row.state, row.reason) == ("returned", "void", "本组已有三人选 C6")
    chosen(lin, "C6", "A1", program=program)
    assert sorted(Selection.objects.current().filter(teacher=lin).values_list("ability__code", flat=True)) == ["A1", "C6"]


def test_a_return_needs_a_reason_and_a_declared_point_stays(lin, clerk, program, plan, abilities):
    made = chosen(lin, "C6", program=program)
    with pytest.raises(Refused, match="请写明退回的原因"):
        choices.send_back(selections=made, reason=" ", by=clerk)
    Declaration.objects.create(teacher=lin, ability=abilities["C6"], program=program, unit=lin.unit)
    with pytest.raises(Refused, match="已经申报"):
        choices.send_back(selections=made, reason="不合适", by=clerk)


def test_a_teacher_takes_back_what_is_not_confirmed(lin, clerk, program, plan):
    made = chosen(lin, "C6", "C7", program=program)
    choices.withdraw(selection=made[0], by=lin.user)
    choices.agree(selections=made[1:], by=clerk)
    choices.confirm(selections=Selection.objects.filter(stage="agreed"), by=clerk)
    with pytest.raises(WrongState, match="已由学校确认"):
        choices.withdraw(selection=Selection.objects.get(stage="confirmed"), by=lin.user)
    assert sorted(stages(lin).values()) == ["confirmed", "withdrawn"]


def test_after_the_closing_day_the_school_chooses_for_the_teacher(lin, head, clerk, program, plan):
    plans.revise(plan=plan, abilities=[], head=head, closes_on=date(2022, 4, 30), by=clerk)
    with pytest.raises(WrongState, match="已于 2022-04-30 截止"):
        chosen(lin, "C6", program=program)
    assert choose(teacher=lin, program=program, codes=["C6"], by=clerk)[0].stage == "confirmed"


def test_on_the_closing_day_itself_a_teacher_still_chooses(lin, head, clerk, program, plan):
    plans.revise(plan=plan, abilities=[], head=head, closes_on=today(), by=clerk)
    assert chosen(lin, "C6", program=program)


def test_the_plan_of_ones_subject_goes_before_the_plan_for_all(lin, first, clerk, program, plan):
    whole = plans.set_up(unit=first, program=program, year=YEAR, abilities=[], by=clerk)
    assert plan_of(lin, program) == plan
    assert plan_of(people.teacher(first, "数学教师", 3, subject="数学"), program) == whole
    plans.void(plan=plan, reason="重新制定", by=clerk)
    assert plan_of(lin, program) == whole


def test_choices_made_before_the_plan_join_it(lin, head, first, clerk, program):
    [made] = chosen(lin, "C6", program=program)
    assert made.plan is None
    plan = plans.set_up(unit=first, program=program, year=YEAR, subject="语文", head=head, abilities=[], by=clerk)
    assert choices.agree(selections=Selection.objects.filter(plan=plan).select_related("plan__head"), by=head.user).done == 1


def test_one_plan_per_year_and_subject_and_a_head_of_the_school(first, second, clerk, program, plan, abilities):
    with pytest.raises(Refused, match="2022 年度已有“语文”的选点规划"):
        plans.set_up(unit=first, program=program, year=YEAR, subject="语文", abilities=[], by=clerk)
    stranger = people.teacher(second, "外校人", 9)
    with pytest.raises(Refused, match="外校人不在泗县第一小学任教"):
        plans.set_up(unit=first, program=program, year=YEAR, subject="数学", head=stranger, abilities=[], by=clerk)
    with pytest.raises(IntegrityError), transaction.atomic():
        SelectionPlan.objects.create(unit=first, program=program, year=YEAR, subject="语文")
    assert SelectionPlan.objects.count() == 1


def test_a_county_plans_for_a_school_but_not_for_itself(first, sixian, bureau, abroad, program):
    assert plans.set_up(unit=first, program=program, year=YEAR, abilities=[], by=bureau)
    for unit, by in ((sixian, bureau), (first, abroad)):
        with pytest.raises(Denied):
            plans.set_up(unit=unit, program=program, year=YEAR + 1, abilities=[], by=by)


def confirmed(teacher, program, clerk, *codes):
    choose(teacher=teacher, program=program, codes=codes, by=clerk)


def test_a_school_reports_once_and_again_after_a_change(lin, head, first, clerk, program, bureau):
    confirmed(lin, program, clerk, "C6", "C7")
    row = choice_reports.report(unit=first, program=program, year=YEAR, by=clerk)
    assert (row.teachers, row.chosen, row.points, row.number) == (2, 1, 2, 1)
    with pytest.raises(WrongState, match="没有变动"):
        choice_reports.report(unit=first, program=program, year=YEAR, by=clerk)
    confirmed(head, program, clerk, "A1")
    assert standings(first, program, YEAR)[0].changed
    assert choice_reports.report(unit=first, program=program, year=YEAR, by=clerk).number == 2
    assert sorted(SelectionReport.objects.values_list("state", flat=True)) == ["filed", "replaced"]


def test_one_point_in_place_of_another_is_a_change_though_the_figures_are_the_same(lin, first, clerk, program):
    confirmed(lin, program, clerk, "C6", "C7")
    row = choice_reports.report(unit=first, program=program, year=YEAR, by=clerk)
    SelectionReport.objects.filter(pk=row.pk).update(reported_at=row.reported_at - timedelta(minutes=1))
    Selection.objects.update(
        created_at=F("created_at") - timedelta(minutes=2), confirmed_at=F("confirmed_at") - timedelta(minutes=2)
    )
    assert not standings(first, program, YEAR)[0].changed

    choices.send_back(selections=Selection.objects.filter(ability__code="C7"), reason="换点", by=clerk)
    confirmed(lin, program, clerk, "A1")

    now = standings(first, program, YEAR)[0]
    assert (now.chosen, now.points, now.changed) == (1, 2, True)


def test_nothing_is_reported_while_choices_wait_or_nobody_chose(lin, head, first, clerk, program):
    with pytest.raises(Refused, match="还没有教师确认选点"):
        choice_reports.report(unit=first, program=program, year=YEAR, by=clerk)
    confirmed(head, program, clerk, "A1")
    chosen(lin, "C6", program=program)
    with pytest.raises(Refused, match="还有 1 条选点没有商定或确认"):
        choice_reports.report(unit=first, program=program, year=YEAR, by=clerk)


def test_the_bureau_sends_a_report_back_with_a_reason(lin, first, clerk, program, bureau):
    confirmed(lin, program, clerk, "C6")
    row = choice_reports.report(unit=first, program=program, year=YEAR, by=clerk)
    with pytest.raises(Denied):
        choice_reports.send_back(row=row, reason="请补报", by=clerk)
    choice_reports.send_back(row=row, reason="请补报", by=bureau)
    assert standings(first, program, YEAR)[0].report is None
    assert choice_reports.report(unit=first, program=program, year=YEAR, by=clerk).number == 2


def test_the_county_counts_teachers_choices_and_points_of_every_school(lin, head, first, second, sixian, clerk, program, abilities):
    people.teacher(second, "王一", 5)
    people.teacher(second, "教辅人", 6, category="support")
    confirmed(lin, program, clerk, "C6", "C7")
    chosen(head, "C6", program=program)
    told = [(one.unit, one.teachers, one.chosen, one.lacking, one.points, one.open) for one in standings(sixian, program, YEAR)]
    assert told == [(first, 2, 1, 1, 2, 1), (second, 1, 0, 1, 0, 0)]
    assert by_ability(sixian, program) == [(abilities["C6"], 1), (abilities["C7"], 1)]


def test_the_standing_of_schools_costs_the_same_however_many(lin, first, second, sixian, program, django_assert_num_queries):
    with django_assert_num_queries(4):
        assert len(standings(sixian, program, YEAR)) == 1
    people.teacher(second, "王一", 5)
    people.teacher(people.school("3413249003", "泗县第三小学", sixian), "李二", 6)
    with django_assert_num_queries(4):
        assert len(standings(sixian, program, YEAR)) == 3


def test_constraints_hold(lin, program, abilities, first):
    about = {"teacher": lin, "unit": first, "program": program}
    Selection.objects.create(ability=abilities["A1"], stage="returned", state="void", **about)
    for wrong in ({"stage": "returned"}, {"stage": "agreed"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Selection.objects.create(ability=abilities["A1"], **wrong, **about)
    figures = {"unit": first, "program": program, "year": YEAR, "points": 1, "reported_at": "2022-05-01T00:00+08:00"}
    SelectionReport.objects.create(teachers=1, chosen=1, **figures)
    for wrong in ({"teachers": 1, "chosen": 1}, {"teachers": 1, "chosen": 2, "state": "replaced"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            SelectionReport.objects.create(**figures, **wrong)


# pages


def test_the_planner_is_the_teachers_way_in(client, lin, plan, program):
    client.force_login(lin.user)
    page = reverse("credits:planner", args=[lin.code])
    assert "2022 年度语文选点规划" in client.get(page).content.decode()
    html = client.post(reverse("credits:choose", args=[lin.code]), {"points": ["C6"]}, follow=True).content.decode()
    assert "等待教研组商定、学校确认" in html
    row = Selection.objects.get(teacher=lin)
    client.post(reverse("credits:choice-withdraw", args=[row.pk]))
    assert stages(lin) == {"C6": "withdrawn"}


def test_the_head_agrees_and_the_school_confirms_on_the_desk_after_being_asked(client, lin, head, clerk, plan, program):
    made = chosen(lin, "C6", "C7", program=program)
    sent = {"row": [row.pk for row in made]}
    move = reverse("credits:choice-move")
    client.force_login(head.user)
    assert "林小雨" in client.get(reverse("credits:choice-list")).content.decode()
    asked = client.post(move, sent | {"act": "agree"}).content.decode()
    assert "登记教研组已商定这 2 条选点？" in asked
    assert stages(lin) == {"C6": "proposed", "C7": "proposed"}
    client.post(move, sent | {"act": "agree", "confirmed": "yes"})
    client.force_login(clerk)
    client.post(move, {"plan": plan.pk, "act": "confirm", "confirmed": "yes"})
    assert stages(lin) == {"C6": "confirmed", "C7": "confirmed"}
    html = client.post(move, sent | {"act": "confirm"}, follow=True).content.decode()
    assert "都不能办理" in html


def test_a_return_on_the_desk_asks_for_its_reason(client, lin, clerk, plan, program):
    made = chosen(lin, "C6", program=program)
    client.force_login(clerk)
    sent = {"row": [made[0].pk], "act": "return", "confirmed": "yes"}
    assert client.post(reverse("credits:choice-move"), sent | {"reason": ""}).status_code == 422
    client.post(reverse("credits:choice-move"), sent | {"reason": "请改选 A 类"})
    client.force_login(lin.user)
    assert "退回：请改选 A 类" in client.get(reverse("credits:planner", args=[lin.code])).content.decode()


@pytest.mark.parametrize("sent", [{"act": "agree"}, {"act": "agree", "row": ["x", "9" * 30]}])
def test_nothing_ticked_is_told(client, clerk, program, sent):
    client.force_login(clerk)
    assert "请先勾选选点。" in client.post(reverse("credits:choice-move"), sent, follow=True).content.decode()


def test_an_unknown_act_is_not_found(client, clerk, program):
    client.force_login(clerk)
    assert client.post(reverse("credits:choice-move"), {"act": "delete"}).status_code == 404


def test_the_desk_shows_no_foreign_choice(client, lin, second, plan, program):
    chosen(lin, "C6", program=program)
    client.force_login(factories.user("other", second, "school_admin"))
    assert "林小雨" not in client.get(reverse("credits:choice-list")).content.decode()


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("", 2),
        ("stage=proposed", 1),
        ("stage=returned", 1),
        ("dimension=academic_assessment", 1),
        ("environment=smart", 1),
        ("q=林", 1),
    ],
)
def test_the_desk_is_narrowed_by_stage_point_and_person(client, lin, head, clerk, plan, program, query, count):
    [c6] = chosen(lin, "C6", program=program)
    choices.send_back(selections=chosen(head, "C7", program=program), reason="换一个", by=clerk)
    confirmed(head, program, clerk, "A1")
    client.force_login(clerk)
    page = client.get(f"{reverse('credits:choice-list')}?{query}").context["page"]
    assert len(page.rows) == count
    assert not query or c6.pk in [row.pk for row in page.rows] or "returned" in query


def test_the_desk_costs_the_same_for_one_and_three_choices(client, lin, head, clerk, plan, program, django_assert_num_queries):
    client.force_login(clerk)
    chosen(lin, "C6", program=program)
    client.get(reverse("credits:choice-list"))
    with CaptureQueriesContext(connection) as one:
        client.get(reverse("credits:choice-list"))
    chosen(head, "C6", "C7", program=program)
    with django_assert_num_queries(len(one)):
        client.get(reverse("credits:choice-list"))


def test_a_school_plans_changes_and_voids_on_pages(client, head, lin, first, clerk, program):
    client.force_login(clerk)
    sent = {
        "year": "2022",
        "subject": "语文",
        "head": head.code,
        "closes_on": "2099-04-30",
        "abilities": ["C6", "C7"],
        "note": "先选 C 类",
    }
    client.post(reverse("credits:plan-new"), sent)
    plan = SelectionPlan.objects.get()
    assert [one.code for one in plan.abilities.all()] == ["C6", "C7"]
    assert plan.research_group == "语文教研组"
    html = client.get(plan.get_absolute_url()).content.decode()
    assert "还没有选点的教师" in html
    assert "林小雨" in html
    client.post(reverse("credits:plan-change", args=[plan.pk]), {"head": "", "abilities": ["A1"]})
    plan.refresh_from_db()
    assert (plan.head, [one.code for one in plan.abilities.all()]) == (None, ["A1"])
    client.post(reverse("credits:plan-void", args=[plan.pk]), {"reason": "重新制定"})
    assert "还没有选点规划" in client.get(reverse("credits:plan-list")).content.decode()
    assert client.get(reverse("credits:plan-change", args=[plan.pk])).status_code == 404


def test_a_plan_of_another_school_is_not_found(client, second, plan):
    client.force_login(factories.user("other", second, "school_admin"))
    assert client.get(plan.get_absolute_url()).status_code == 404
    assert client.get(reverse("credits:plan-change", args=[plan.pk])).status_code == 404


def test_a_school_reports_and_the_county_sees_who_did_not(client, lin, first, second, sixian, clerk, bureau, program):
    people.teacher(second, "王一", 5)
    confirmed(lin, program, clerk, "C6", "C7")
    client.force_login(clerk)
    asked = client.get(f"{reverse('credits:choice-report')}?year=2022").content.decode()
    assert "1 名教师中 1 人已确认选点，共 2 个" in asked
    client.post(f"{reverse('credits:choice-report')}?year=2022", {"note": "全部确认"})
    assert "全部确认" in client.get(f"{reverse('credits:choice-overview')}?year=2022").content.decode()
    client.force_login(bureau)
    answer = client.get(f"{reverse('credits:choice-overview')}?year=2022")
    html = answer.content.decode()
    assert answer.context["sums"] == {"teachers": 2, "chosen": 1, "lacking": 1, "points": 2, "open": 0, "schools": 2, "filed": 1}
    assert "还没有上报 2022 年度教师选点：泗县第二小学。" in html
    assert [(one[0].code, one[1]) for one in answer.context["points"]] == [("C6", 1), ("C7", 1)]
    shown = client.get(f"{reverse('credits:choice-overview')}?year=2022&show=missing").context["rows"]
    assert [one.unit for one in shown] == [second]
    client.post(reverse("credits:choice-report-return", args=[SelectionReport.objects.get().pk]), {"reason": "请核对"})
    assert SelectionReport.objects.get().state == "returned"


def cells(response):
    return [list(row) for row in load_workbook(BytesIO(b"".join(response))).active.iter_rows(values_only=True)]


def test_the_county_takes_schools_and_points_home_as_workbooks(client, lin, first, clerk, bureau, program):
    confirmed(lin, program, clerk, "C6", "C7")
    client.force_login(bureau)
    page = f"{reverse('credits:choice-overview')}?year=2022&export=xlsx"
    assert cells(client.get(page))[1][:7] == ["3413249001", "泗县第一小学", 1, 1, 0, 2, 0]
    assert [row[0] for row in cells(client.get(f"{page}&of=points"))] == ["能力点编号", "C6", "C7"]
    assert cells(client.get(f"{reverse('credits:choice-list')}?export=xlsx"))[1][8] == "已确认"


def test_rest_tells_how_choosing_goes_and_how_far_a_choice_is(client, lin, head, first, clerk, program):
    confirmed(lin, program, clerk, "C6")
    chosen(head, "C7", program=program)
    client.force_login(clerk)
    [row] = client.get("/api/v1/reports/choices/?year=2022").json()["results"]
    assert (row["unit"], row["teachers"], row["chosen"], row["open"], row["reported_at"]) == (first.code, 2, 1, 1, None)
    assert client.get("/api/v1/reports/choices/?year=MMXXII").status_code == 400
    rows = client.get("/api/v1/selections/").json()["results"]
    assert {row["ability"]: row["stage"] for row in rows} == {"C6": "confirmed", "C7": "proposed"}
