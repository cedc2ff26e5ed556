"""The commands of completion, and figures that must agree with their records."""

import json

import pytest
from django.core.management import CommandError, call_command

from credits.models import CompletionResult, CompletionStat
from portal.audit.models import Event
from schools.models import Teacher
from tests.credits import ledger
from tests.schools import people


@pytest.fixture
def run(capsys):
    """Exit code and JSON of a command."""

    def run(*words):
        code = 0
        try:
            call_command(*words, "--json")
        except SystemExit as ended:
            code = ended.code
        return code, json.loads(capsys.readouterr().out.splitlines()[-1])

    return run


def test_score_completion_tells_every_unit_below_and_the_total(run, program, abilities, first, second):
    done = people.teacher(first, "甲", 1)
    people.teacher(first, "乙", 2)
    people.teacher(second, "丙", 3, category="support")
    ledger.hours(done, program, "online", 3000)
    ledger.hours(done, program, "practice", 3000, course="实践")
    for code in ("C6", "C7"):
        ledger.credit(done, program, abilities[code])

    code, told = run("score_completion", "--program", "ict2", "--unit", "341324", "--as-of", "2022-12-31")

    assert (code, told["as_of"]) == (0, "2022-12-31")
    assert told["rows"] == [
        {
            "unit": "3413249001",
            "name": "泗县第一小学",
            "level": "school",
            "required": 2,
            "complete": 1,
            "incomplete": 1,
            "no_requirement": 0,
            "rate": "0.5000",
        },
        {
            "unit": "3413249002",
            "name": "泗县第二小学",
            "level": "school",
            "required": 0,
            "complete": 0,
            "incomplete": 0,
            "no_requirement": 1,
            "rate": None,
        },
    ]
    assert told["total"] == {"required": 2, "complete": 1, "incomplete": 1, "no_requirement": 1, "rate": "0.5000"}


def test_a_school_is_its_own_row_and_without_unit_the_provinces_head_theirs(run, program, first, zhejiang):
    people.teacher(first)

    _code, school = run("score_completion", "--program", "ict2", "--unit", first.code)
    _code, everything = run("score_completion", "--program", "ict2")

    assert [row["unit"] for row in school["rows"]] == [first.code]
    assert [row["unit"] for row in everything["rows"]] == ["330000", "340000", "341300", "341324", first.code]
    assert everything["total"]["required"] == 1


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["--program", "ict2", "--unit", "341324", "--as", "abroad"], "denied"),
        (["--program", "ict2", "--unit", "341324", "--as-of", "2999-01-01"], "refused_input"),
    ],
)
def test_what_is_refused_ends_with_one(run, program, abroad, words, code):
    ended, told = run("score_completion", *words)

    assert (ended, told["code"]) == (1, code)


@pytest.mark.parametrize("words", [["--program", "none"], ["--program", "ict2", "--unit", "999999"]])
def test_what_does_not_exist_is_misuse(program, words):
    with pytest.raises(CommandError) as error:
        call_command("score_completion", *words)

    assert error.value.returncode == 2


def test_score_completion_tells_people_too(program, first, capsys):
    call_command("score_completion", "--program", "ict2", "--unit", first.code)

    assert "合计\t应完成 0" in capsys.readouterr().out


@pytest.mark.parametrize("name", ["import_hours", "import_credits", "import_roster"])
def test_short_imports_are_there(name, capsys):
    with pytest.raises(SystemExit) as ended:
        call_command(name, "--help")

    assert ended.value.code == 0
    assert "--accept-partial" in capsys.readouterr().out


def test_figures_that_agree_are_no_fault(run, scored):
    assert run("check_figures") == (0, {"differences": [], "fixed": 0, "needs_person": []})


def test_figures_that_differ_are_listed_and_mended(run, scored, first, second):
    CompletionStat.objects.filter(run=scored, unit=first).update(required=5, complete=3)
    CompletionResult.objects.filter(run=scored, teacher__name="王一").update(status="complete")
    Teacher.objects.filter(name="陈默").update(unit=second)

    code, told = run("check_figures")
    found = [(row["figure"], row.get("unit", row["stored"]), row["recorded"]) for row in told["differences"]]
    mended, after = run("check_figures", "--fix")

    assert code == 1
    assert found == [
        ("result.status", "complete", "incomplete"),
        ("completion.complete", "341324", 1),
        ("completion.incomplete", "341324", 2),
        ("completion.schools_complete", "341324", 1),
        ("completion.required", first.code, 2),
        ("completion.complete", first.code, 0),
        ("completion.complete", second.code, 1),
        ("completion.incomplete", second.code, 0),
        ("completion.schools_complete", second.code, 1),
        ("completion.rank", second.code, 2),
        ("teacher.unit", second.code, first.code),
    ]
    assert (mended, after["fixed"], after["needs_person"], run("check_figures")[0]) == (0, len(found), [], 0)
    assert Event.objects.filter(verb="figures.mended").count() == 3
    assert CompletionStat.objects.get(run=scored, unit=second).rank == 1
