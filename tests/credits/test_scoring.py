from datetime import date
from pathlib import Path
from random import Random

import pytest
from django.db.models import Sum

from credits.actions.completion import request_scoring, score
from credits.enums.ledger import PASSING, Completion
from credits.facts.completion import requirement_of
from credits.facts.runs import lacks_of, rows_below
from credits.models import CompletionResult, CompletionStat, CreditEntry
from credits.rules.completion import Record, judge
from portal.jobs.running import run_job
from portal.kit.standing import standing_on
from programs.loading import load_notice
from programs.models import Program
from programs.policy import resolve
from schools.models import Employment, Teacher
from tests import factories
from tests.credits import ledger
from tests.schools import people

END = date(2022, 12, 31)


@pytest.fixture
def ground(db):
    """Four counties and cities under the notices of the four places, two schools each."""
    places = {}
    for code, name, level, parents in (
        ("341324", "泗县", "county", (("340000", "安徽省", "province"), ("341300", "宿州市", "city"))),
        ("430600", "岳阳市", "city", (("430000", "湖南省", "province"),)),
        ("440600", "佛山市", "city", (("440000", "广东省", "province"),)),
        ("330382", "乐清市", "county", (("330000", "浙江省", "province"), ("330300", "温州市", "city"))),
    ):
        parent = None
        for above in parents:
            parent = factories.unit(*above, parent)
        places[name] = factories.unit(code, name, level, parent)
    return places


@pytest.fixture
def notices(ground):
    for name in ("sixian-2022", "yueyang-2020", "foshan-2020", "yueqing-2020"):
        load_notice(file=Path(f"programs/notices/{name}.yaml").read_bytes(), by=None)
    return Program.objects.get(code="ict2")


def schools_of(unit, count=2):
    return [people.school(f"{unit.code}9{n:03}", f"{unit.name}第{n}小学", unit) for n in range(count)]


def expected(program, teacher, rule):
    """The pure judge over facts gathered one teacher at a time."""
    sums = {}
    for kind in ("online", "practice", "face_to_face"):
        rows = teacher.hours.current().filter(kind=kind, ends_on__lte=END)
        sums[kind] = rows.aggregate(n=Sum("hours"))["n"] or 0
        sums[f"{kind}_passed"] = rows.filter(passed=True).aggregate(n=Sum("hours"))["n"] or 0
    rows = teacher.hours.current().filter(ends_on__lte=END)
    sums["joint"] = rows.aggregate(n=Sum("joint_credits"))["n"] or 0
    sums["joint_passed"] = rows.filter(passed=True).aggregate(n=Sum("joint_credits"))["n"] or 0
    passed = CreditEntry.objects.current().filter(teacher=teacher, grade__in=PASSING, assessed_on__lte=END)
    return judge(
        rule,
        Record(
            category=teacher.category,
            born_on=teacher.born_on,
            joined_on=teacher.joined_on,
            credits=passed.aggregate(n=Sum("ability__credits"))["n"] or 0,
            assessed=teacher.assessments.current().filter(passed=True, assessed_on__lte=END).exists(),
            **sums,
        ),
    )


def fill(program, abilities, unit, dice):
    """Teachers of one school with ledgers that fell by chance."""
    for _number in range(12):
        teacher = people.teacher(
            unit,
            f"教师{Teacher.objects.count()}",
            Teacher.objects.count() + 1,
            category=dice.choice(["teacher", "teacher", "principal", "support", "researcher"]),
            born_on=dice.choice([None, date(1972, 11, 30), date(1972, 12, 1), date(1985, 1, 1)]),
            joined_on=dice.choice([None, date(2010, 9, 1), date(2021, 9, 1), date(2023, 1, 1)]),
        )
        for course in range(dice.randrange(5)):
            ends = dice.choice([date(2021, 5, 1), date(2022, 6, 1), date(2023, 1, 1)])
            amount = dice.choice([1000, 1250, 2500, 3000, 5000])
            if dice.random() < 0.25:
                ledger.joint(teacher, program, amount, course=f"课程{course}", ends_on=ends)
            else:
                kind = dice.choice(["online", "practice", "face_to_face"])
                state, passed = dice.choice(["current", "current", "void"]), dice.random() < 0.8
                ledger.hours(teacher, program, kind, amount, course=f"课程{course}", ends_on=ends, passed=passed, state=state)
        for code in dice.sample(sorted(abilities), dice.randrange(5)):
            ledger.credit(teacher, program, abilities[code], dice.choice(["excellent", "passed", "failed"]))
        if dice.random() < 0.4:
            ledger.assessment(teacher, program, passed=dice.random() < 0.7)


@pytest.mark.parametrize("seed", [2020, 2022, 2023])
def test_the_statements_and_the_pure_judge_agree_on_everybody(ground, notices, abilities, seed):
    dice = Random(seed)
    for unit in ground.values():
        for school in schools_of(unit):
            fill(notices, abilities, school, dice)

    for unit in ground.values():
        province = type(unit).objects.get(pk=unit.ancestor("province").pk)
        run = score(program=notices, unit=province, as_of=END, by=None)
        results = CompletionResult.objects.filter(run=run).select_related("teacher", "unit")
        assert results.count() == Teacher.objects.filter(unit__path__startswith=unit.path).count()
        for result in results:
            wanted = expected(notices, result.teacher, requirement_of(resolve(result.unit, notices)))
            names = ("online", "practice", "face_to_face", "total", "share", "credits", "joint")
            had = {name: getattr(result, f"{name}_short") for name in names if getattr(result, f"{name}_short")}
            assert (result.status, had, result.relief) == (wanted.status, wanted.shortfalls, wanted.relief)
            assert lacks_of(result) == wanted.lacks
    assert CompletionResult.objects.values("status").distinct().count() == 3
    assert CompletionResult.objects.filter(lacks_entry=True).exists()


def test_figures_add_up_the_tree_and_no_requirement_stands_apart(ground, notices):
    sixian = ground["泗县"]
    first, second = schools_of(sixian)
    done = people.teacher(first, "甲", 1)
    people.teacher(first, "乙", 2)
    people.teacher(second, "丙", 3, category="support")
    ledger.hours(done, notices, "online", 3000)
    ledger.hours(done, notices, "practice", 3000, course="实践")
    run = score(program=notices, unit=sixian, as_of=END, by=None)

    figures = CompletionStat.objects.filter(run=run).order_by("unit__path")
    assert list(figures.values_list("unit__name", "required", "complete", "incomplete", "no_requirement")) == [
        ("泗县", 2, 0, 2, 1),
        (first.name, 2, 0, 2, 0),
        (second.name, 0, 0, 0, 1),
    ]
    lacks = CompletionResult.objects.get(run=run, teacher=done)
    assert (lacks.status, lacks.credits_short) == (Completion.INCOMPLETE, 2000)


def test_a_run_as_of_an_earlier_day_sees_who_worked_there_then(ground, notices):
    first, second = schools_of(ground["泗县"])
    moved = people.teacher(first, "甲", 1)
    Employment.objects.filter(teacher=moved).update(ends_on=date(2022, 8, 31), ending="transferred")
    Employment.objects.create(teacher=moved, unit=second, starts_on=date(2022, 9, 1))
    Teacher.objects.filter(pk=moved.pk).update(unit=second)

    earlier = score(program=notices, unit=ground["泗县"], as_of=date(2022, 6, 30), by=None)
    later = score(program=notices, unit=ground["泗县"], as_of=END, by=None)

    assert CompletionResult.objects.get(run=earlier).unit == first
    assert CompletionResult.objects.get(run=later).unit == second


def test_of_two_employments_on_one_day_the_one_entered_last_counts(ground, notices):
    first, second = schools_of(ground["泗县"])
    returned = people.teacher(first, "甲", 1)
    Employment.objects.filter(teacher=returned).update(ends_on=date(2023, 3, 1), ending="retired")
    Employment.objects.create(teacher=returned, unit=second, starts_on=date(2022, 9, 1))

    run = score(program=notices, unit=ground["泗县"], as_of=END, by=None)

    assert CompletionResult.objects.get(run=run).unit == second


def test_scoring_is_a_job_that_tells_its_figures(ground, notices):
    people.teacher(schools_of(ground["泗县"])[0], "甲", 1)

    job = run_job(request_scoring(program=notices, unit=ground["泗县"], by=None, send=False).pk)

    assert (job.state, job.result["required"], job.result["complete"]) == ("done", 1, 0)


def test_the_number_of_statements_does_not_grow_with_teachers(ground, notices, django_assert_max_num_queries):
    first, _second = schools_of(ground["泗县"])
    for number in range(3):
        people.teacher(first, f"教师{number}", number + 1)

    with django_assert_max_num_queries(24):
        score(program=notices, unit=ground["泗县"], as_of=END, by=None)


def test_figures_hold_no_unit_up_that_is_taken_back(notices, ground):
    score(program=notices, unit=ground["泗县"], as_of=END, by=None)
    sixian = type(ground["泗县"]).objects.filter(pk=ground["泗县"].pk)

    holding = {standing.model.__name__ for standing in standing_on(sixian)}
    assert "PolicyValue" in holding
    assert not holding & {"CompletionRun", "CompletionResult", "CompletionStat"}


def test_a_closed_school_nobody_worked_at_is_not_listed(notices, ground):
    first, second = schools_of(ground["泗县"])
    people.teacher(first, "甲", 1)
    type(second).objects.filter(pk=second.pk).update(state="closed")

    run = score(program=notices, unit=ground["泗县"], as_of=END, by=None)

    assert [row.unit for row in rows_below(run, ground["泗县"])] == [first]
