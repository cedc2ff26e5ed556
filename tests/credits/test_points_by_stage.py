"""The teacher's path on one page: every point by stage with the way to the next act; whose turn it is, and what is awaited."""

from datetime import date

import pytest
from django.urls import reverse

from credits import dossiers
from credits.actions import accepting, batching, consequences
from credits.actions.completion import score
from credits.enums.declarations import DeclarationState as S
from credits.models import CreditEntry, ResultLine, Selection
from credits.words.completion import Act, Doing, Who, awaited_acts
from credits.words.stages import PointStage, anchor_of
from tests.credits import ledger
from tests.credits.declared import account, chosen
from tests.credits.reviewing import declared
from tests.schools import people


@pytest.fixture
def page(client, lin):
    account(lin) if lin.user is None else None
    client.force_login(lin.user)
    return lambda: client.get(reverse("credits:my"))


def test_every_point_stands_once_under_its_stage_with_the_way_on(page, lin, abilities, program):
    chosen(lin, abilities["A2"], program)
    rows = {
        state: declared(lin, abilities[code], program, state, **fields)
        for code, state, fields in [
            ("A3", S.DRAFT, {}),
            ("A4", S.RETURNED, {}),
            ("A5", S.REVIEWING, {}),
            ("B1", S.BATCHED, {"grade": "passed"}),
            ("B2", S.RECOGNISED, {"grade": "passed"}),
        ]
    }
    chosen(lin, abilities["A3"], program)

    answer = page()

    told = {group.stage: [(line.ability.code, line.act) for line in group.lines] for group in answer.context["stages"]}
    assert told == {
        PointStage.RETURNED: [("A4", "修改后重新提交")],
        PointStage.DRAFTED: [("A3", "继续填写并提交")],
        PointStage.CHOSEN: [("A2", "")],
        PointStage.READ: [("A5", "查看")],
        PointStage.ACCEPTED: [("B1", "查看")],
        PointStage.RECOGNISED: [("B2", "查看")],
    }
    text = answer.content.decode()
    assert all(row.get_absolute_url() in text for row in rows.values())
    assert reverse("credits:declaration-start") in text


def test_the_sentence_about_drafts_leads_to_them(page, lin, abilities, program):
    chosen(lin, abilities["A3"], program)
    declared(lin, abilities["A3"], program, S.DRAFT)

    text = page().content.decode()

    assert '<a href="#points-drafted">提交起草中的 1 项申报</a>' in text
    assert 'id="points-drafted"' in text


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_the_database_the_same_however_many_points(page, lin, abilities, program, count, django_assert_num_queries):
    for code in ("A3", "A4", "A5")[:count]:
        chosen(lin, abilities[code], program)
        declared(lin, abilities[code], program, S.DRAFT)
    page()

    with django_assert_num_queries(28):
        page()


def test_a_choice_that_was_sent_back_is_no_point_under_way(page, lin, abilities, program):
    Selection.objects.filter(pk=chosen(lin, abilities["A2"], program).pk).update(stage="returned", state="void")

    assert page().context["stages"] == []


def test_a_point_that_failed_before_and_is_read_again_waits_for_the_panel(first, program, abilities):
    teacher = people.teacher(first, "陈默", 2)
    chosen(teacher, abilities["C6"], program)
    ledger.credit(teacher, program, abilities["C6"], "failed")
    declared(teacher, abilities["C6"], program, S.REVIEWING, attempt=2)

    acts = dossiers.judged(teacher, program).acts

    assert Act(Who.PANEL, "评审 1 项申报", "reviewing") in acts
    assert not any("再选能力点" in act.text for act in acts)


def test_results_that_wait_for_the_county_are_told_and_leave_nobody_incomplete(client, bureau, first, program, abilities):
    teacher = people.teacher(first, "陈默", 2)
    ledger.hours(teacher, program, "online", 3000)
    ledger.hours(teacher, program, "practice", 3000)
    for code in ("C6", "C7"):
        row = declared(teacher, abilities[code], program, S.BATCHED, grade="passed")
        CreditEntry.objects.filter(pk=ledger.credit(teacher, program, abilities[code]).pk).update(declaration=row)

    found = dossiers.judged(teacher, program)

    assert (found.missing, found.acts) == ([], [])
    assert [(act.who, act.text) for act in found.awaited] == [(Who.COUNTY, "认定已上报的 2 项结果")]
    client.force_login(bureau)
    assert "县级主管部门认定已上报的 2 项结果" in client.get(reverse("credits:teacher", args=[teacher.code])).content.decode()


@pytest.fixture
def by_sheet(first, program, abilities, clerk):
    """陈默 has his hours, and C6 and C7 by sheet; the school has accepted both."""
    teacher = people.teacher(first, "陈默", 2)
    ledger.hours(teacher, program, "online", 3000)
    ledger.hours(teacher, program, "practice", 3000)
    for code in ("C6", "C7"):
        chosen(teacher, abilities[code], program)
        accepting.accept(result=ledger.credit(teacher, program, abilities[code]), by=clerk)
    return teacher


def awaited_of(teacher, program):
    return [(act.who, act.text) for act in dossiers.judged(teacher, program).awaited]


def test_results_by_sheet_are_awaited_of_the_school_and_once_sent_up_of_the_county(by_sheet, first, program, clerk, bureau):
    assert awaited_of(by_sheet, program) == [(Who.SCHOOL, "上报 2 项已验收的结果")]

    batch = batching.send_up(unit=first, program=program, by=clerk)
    assert awaited_of(by_sheet, program) == [(Who.COUNTY, "认定已上报的 2 项结果")]

    batching.accept_batch(batch=batch, by=bureau)
    batching.recognise(batch=batch, by=bureau)
    assert awaited_of(by_sheet, program) == []


def test_a_suspended_result_by_sheet_is_the_countys_next_act(client, by_sheet, first, program, clerk, bureau):
    batching.send_up(unit=first, program=program, by=clerk)
    line = ResultLine.objects.select_related("batch", "entry__teacher", "teacher__user").get(ability__code="C7")
    consequences.suspend(line=line, reason="雷同", by=bureau)

    found = dossiers.judged(by_sheet, program)

    assert [(act.who, act.text) for act in found.acts] == [(Who.COUNTY, "核实暂停认定的 1 项结果")]
    assert [(act.who, act.text) for act in found.awaited] == [(Who.COUNTY, "认定已上报的 1 项结果")]
    client.force_login(clerk)
    assert 'href="#points-suspended"' not in client.get(reverse("credits:teacher", args=[by_sheet.code])).content.decode()


def test_what_is_awaited_stands_on_the_list_of_people_in_the_file_and_over_rest(
    client, by_sheet, first, sixian, program, clerk, bureau
):
    batching.send_up(unit=first, program=program, by=clerk)
    score(program=program, unit=sixian, as_of=date(2022, 12, 31), by=None)
    client.force_login(clerk)

    page = client.get(reverse("credits:completion"), {"unit": first.code}).content.decode()
    assert "另有（不影响完成情况）：县级主管部门认定已上报的 2 项结果" in page
    (row,) = client.get("/api/v1/reports/completion-people/").json()["results"]
    assert (row["next"], row["awaited"]) == ("", "县级主管部门：认定已上报的 2 项结果")
    judgement = client.get(f"/api/v1/teachers/{by_sheet.code}/dossier/").json()["judgement"]
    assert judgement["awaited"] == [{"who": "county", "who_name": "县级主管部门", "text": "认定已上报的 2 项结果"}]


def test_only_what_others_take_up_is_awaited():
    doing = Doing(awaited=(("accepted", 1), ("suspended", 2)))

    assert [act.who for act in awaited_acts(doing)] == [Who.SCHOOL, Who.COUNTY]
    assert anchor_of("draft") == "points-drafted"
