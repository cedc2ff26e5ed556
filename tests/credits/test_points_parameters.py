"""Points by number, dimension, environment and name: the statements, the pure judge and the words of them agree."""

import csv
from dataclasses import replace
from datetime import date
from pathlib import Path
from random import Random

import pytest
from django.utils import timezone

import credits
from credits.actions import accepting, batching
from credits.actions.completion import score
from credits.dossiers import judged, lines_of
from credits.enums.choosing import Stage
from credits.enums.declarations import LIVE, DeclarationState
from credits.enums.ledger import Completion
from credits.facts.checks import differences
from credits.facts.completion import requirement_of
from credits.facts.ledger import record_of
from credits.facts.runs import missing_of, rules_of, short_of
from credits.models import CompletionResult, Declaration, MicroAbility, Selection
from credits.rules.completion import NUMBERS, Record, Requirement, chosen, judge
from credits.rules.planning import Point, Wanted
from credits.rules.standing import standings
from credits.words import completion as words
from programs.policy import resolve
from schools.models import School
from tests.credits import ledger
from tests.credits.policy import sets
from tests.credits.results import declared
from tests.schools import people

END = date(2022, 12, 31)
TABLE = Path(credits.__file__).parent / "data" / "abilities.csv"


@pytest.fixture(scope="module")
def catalogue():
    with TABLE.open(encoding="utf-8-sig") as file:
        rows = csv.DictReader(file)
        return {row["code"]: Point(row["code"], int(row["credits"]) * 100, row["dimension"], row["environment"]) for row in rows}


@pytest.fixture
def points(catalogue):
    return lambda *codes: tuple(catalogue[code] for code in codes)


def asks(**choice) -> Requirement:
    return Requirement(credits=2000, choice=Wanted(**choice))


def short(requirement, *passed) -> dict:
    return judge(requirement, Record(points=passed, credits=sum(point.credits for point in passed))).shortfalls


def test_twenty_credits_by_two_points_are_not_three_points(points):
    assert short(asks(points=3), *points("C6", "C7")) == {"points": 1}
    assert short(asks(), *points("C6", "C7")) == {}


def test_dimensions_are_counted_and_those_named_must_be_there(points):
    passed = points("C6", "C7")
    covered = {point.dimension for point in passed}
    missing = {"learner_analysis", "academic_assessment"} - covered

    assert short(asks(dimensions=4), *passed) == {"dimensions": 4 - len(covered)}
    named = judge(asks(cover=frozenset({"learner_analysis", "academic_assessment"})), Record(points=passed))
    assert (named.shortfalls["cover"], set(named.uncovered)) == (len(missing), missing)


def test_compulsory_points_count_one_by_one_and_excluded_ones_not_at_all(points):
    compulsory = judge(asks(compulsory=frozenset({"A1", "C6"})), Record(points=points("C6", "C7")))

    assert (compulsory.shortfalls, compulsory.unpassed) == ({"compulsory": 1}, ("A1",))
    assert short(asks(excluded=frozenset({"C6"})), *points("C6", "C7")) == {"credits": 1000}


def test_points_of_other_environments_do_not_count_where_the_notice_names_some(points):
    assert short(asks(environments=frozenset({"multimedia"})), *points("C6", "C7")) == {"credits": 2000}


def test_where_all_points_are_of_one_environment_the_best_one_counts(points):
    mixed = points("A1", "A2", "C6", "C7")
    found = chosen(asks(single=True), Record(points=mixed))

    assert short(asks(single=True), *mixed) == {}
    assert (found.had["credits"], found.had["points"]) == (2000, 2)
    assert short(asks(single=True), *points("A1", "C6"))["credits"] == 1000


def test_nothing_of_the_choice_is_asked_where_no_notice_asks_it(points):
    own = replace(asks(), choice=Wanted())

    assert not own.by_point
    assert judge(own, Record(credits=2000)).status == Completion.COMPLETE


def test_a_number_of_points_alone_is_a_requirement():
    alone = Requirement(choice=Wanted(points=2))

    assert judge(alone, Record()).shortfalls == {"points": 2}


def test_standings_of_points_are_told_in_whole_numbers(points):
    record = Record(points=points("C6", "C7"), credits=2000)
    _judgement, lines = standings(asks(points=3, dimensions=1), record)

    told = [(one.parameter, words.amount(one.parameter, one.had), words.margin(one.parameter, one.margin)) for one in lines]
    assert told[:2] == [("credits", "20 学分", "+0 学分"), ("points", "2 个", "−1 个")]


CASES = {
    "numbers": {"point_count": 3, "dimension_count": 2},
    "dimensions": {"dimensions": ["learner_analysis", "academic_assessment"]},
    "environments": {"environments": ["multimedia", "blended"], "excluded_points": ["A1", "B2"]},
    "single": {"environment_rule": "single", "point_count": 2, "compulsory_points": ["A1", "C6"]},
    "of-school": {"environment_rule": "of_school", "dimension_count": 2},
}


def fill(program, abilities, schools, dice):
    for serial in range(1, 41):
        one = people.teacher(schools[serial % 2], f"教师{serial}", serial, born_on=date(1980, 1, 1))
        for kind in ("online", "practice"):
            ledger.hours(one, program, kind, dice.choice([1000, 3000]), course=kind)
        for code in dice.sample(sorted(abilities), dice.randrange(8)):
            ledger.credit(one, program, abilities[code], dice.choice(["excellent", "passed", "passed", "failed"]))


@pytest.mark.parametrize("asked", CASES)
def test_statements_and_judge_agree_on_everybody(sixian, program, abilities, first, second, asked):
    sets(sixian, **CASES[asked])
    School.objects.update_or_create(unit=first, defaults={"environment": "blended"})
    about = {"dimension": "academic_assessment", "environment": "smart", "credits": 900, "position": 1}
    newer = MicroAbility.objects.create(catalogue="3.0", code="A1", name="新目录", state="void", **about)
    fill(program, abilities, [first, second], Random(20))
    both = people.teacher(first, "两版", 99)
    ledger.credit(both, program, abilities["A1"], assessed_on=date(2022, 9, 2))
    ledger.credit(both, program, newer)

    run = score(program=program, unit=sixian, as_of=END, by=None)

    environment = {first.pk: "blended"}
    results = CompletionResult.objects.filter(run=run).select_related("teacher", "unit", "rule")
    assert results.count() == 41
    for result in results:
        requirement = requirement_of(resolve(result.unit, program), environment.get(result.unit_id, ""))
        record = record_of(result.teacher, program, END)
        found = {name: value for name, value in short_of(result).items() if value}
        had = {name: getattr(result, name) for name in ("credits", *NUMBERS)}
        assert (found, had) == (judge(requirement, record).shortfalls, chosen(requirement, record).had)
    assert differences() == []


def test_a_spoiled_number_of_points_is_found(sixian, program, abilities, first):
    sets(sixian, point_count=3)
    one = people.teacher(first, "甲", 1)
    ledger.credit(one, program, abilities["C6"])
    run = score(program=program, unit=sixian, as_of=END, by=None)
    CompletionResult.objects.filter(run=run).update(points=2)

    found = {row["figure"] for row in differences(END - END)}

    assert "result.points" in found


def test_the_run_the_list_and_the_person_tell_the_same_clause(sixian, program, abilities, first, bureau):
    sets(sixian, point_count=3, compulsory_points=["A1"])
    one = people.teacher(first, "甲", 1)
    ledger.credit(one, program, abilities["C6"])
    run = score(program=program, unit=sixian, as_of=END, by=None)

    stored = missing_of(CompletionResult.objects.select_related("rule").get(run=run, teacher=one))
    [rule] = rules_of(run, sixian, bureau)
    person = judged(one, program)

    assert ("points", "还要再通过 2 个能力点") in {(row.parameter, row.text) for row in stored}
    assert {row.citation for row in stored if row.parameter == "points"} == {"泗教师字〔2022〕1号 引言"}
    assert ("compulsory", "A1") in {(line["parameter"], line["value"]) for line in rule.lines}
    assert "必选的能力点还有 1 个没有通过：A1" in {row.text for row in person.missing}
    assert {"通过的能力点", "必选能力点"} <= {str(line["label"]) for line in lines_of(person, bureau)}


def test_whose_turn_it_is_follows_the_point_from_choice_to_recognition(sixian, program, abilities, first, bureau):
    sets(sixian, credits_after="recognition")
    one, ability = people.teacher(first, "甲", 1), abilities["C6"]
    turns = []

    def turn():
        turns.append([str(act.who.label) for act in judged(one, program).acts if act.who.value not in ("teacher", "institution")])

    Selection.objects.create(teacher=one, unit=first, program=program, ability=ability, stage="proposed")
    turn()
    Selection.objects.update(stage="confirmed", confirmed_at=timezone.now())
    turn()
    result = declared(one, program, ability, state="reviewing")
    turn()
    Declaration.objects.update(state="graded")
    result.refresh_from_db()
    turn()
    accepting.accept(result=result, by=bureau)
    turn()
    batching.send_up(unit=first, program=program, by=bureau)
    turn()

    assert turns == [["教研组"], ["学校"], ["评审组"], ["学校"], ["学校"], ["县级主管部门"]]


def test_every_way_of_a_point_has_its_turn():
    ways = {state.value for state in LIVE - {DeclarationState.RECOGNISED}} | {
        stage.value for stage in (Stage.PROPOSED, Stage.AGREED)
    }

    assert set(words.ON_THE_WAY) == ways
