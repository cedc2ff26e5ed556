"""A newer catalogue takes the place of the older one; points are chosen, declared and planned under one version each."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from credits.actions import declaring
from credits.actions.abilities import load_abilities, read_abilities
from credits.actions.choosing import choose
from credits.facts.declarations import undeclared
from credits.facts.items import items_of
from credits.facts.ledger import doings_of
from credits.facts.planning import plan_for
from credits.models import Declaration, MicroAbility, Selection
from credits.rules.catalogues import is_version, order
from credits.words import planning as words
from portal.audit.models import Event
from portal.kit.errors import Refused
from tests.credits import declared, ledger, results
from tests.credits.catalogues import newer, today

END = date(2022, 12, 31)


@pytest.mark.parametrize(
    ("text", "well"), [("2.0", True), ("10", True), ("2.0.1", True), ("新版", False), ("2.", False), ("", False)]
)
def test_a_version_is_numbers(text, well):
    assert is_version(text) is well


def test_ten_is_newer_than_nine_and_two_the_same_as_two_point_nought():
    assert order("10.0") > order("9.1") > order("9")
    assert order("2") == order("2.0")


def test_a_newer_catalogue_retires_the_older_one(abilities):
    counts = newer(C6=4)

    assert counts == {"new": 30, "changed": 0, "unchanged": 0, "voided": 0, "retired": 30}
    assert {row.catalogue for row in MicroAbility.objects.current()} == {"3.0"}
    assert MicroAbility.objects.current().count() == 30
    assert Event.objects.filter(verb="ability.retired").count() == 30
    assert newer(C6=4)["unchanged"] == 30


def test_loading_the_older_one_again_brings_none_of_it_back(abilities):
    newer()

    counts = load_abilities(rows=read_abilities(), by=None)

    assert counts == {"new": 0, "changed": 0, "unchanged": 30, "voided": 0, "retired": 0}
    assert {row.catalogue for row in MicroAbility.objects.current()} == {"3.0"}
    with pytest.raises(Refused, match="目录版本“新版”应为数字"):
        newer(version="新版")


def test_the_database_keeps_one_point_in_use_for_each_code(abilities):
    newer()

    with pytest.raises(IntegrityError), transaction.atomic():
        MicroAbility.objects.filter(catalogue="2.0", code="C6").update(state="current")


def test_a_new_version_asks_for_what_the_older_one_asked(abilities, first):
    old = declared.item(abilities["C6"], key="C6-1", name="课堂实录", default=True)
    own = declared.item(abilities["C6"], key="C6-1", name="本校课堂实录", unit=first)

    newer()

    assert [item.name for item in items_of(today("C6"))] == ["课堂实录"]
    assert [item.name for item in items_of(today("C6"), first)] == ["本校课堂实录"]
    assert items_of(abilities["C6"]) == [old]
    assert items_of(abilities["C6"], first) == [own]


def test_a_point_chosen_is_one_choice_of_the_version_in_use(lin, program, clerk, abilities):
    newer(C7=8)

    choose(teacher=lin, program=program, codes=["C7"], by=clerk)

    assert Selection.objects.get().ability == today("C7")


def test_a_choice_stays_under_its_version_and_is_not_made_twice(lin, program, clerk, abilities):
    choose(teacher=lin, program=program, codes=["C7"], by=clerk)
    newer(C7=8)

    assert choose(teacher=lin, program=program, codes=["C7"], by=clerk) == []
    assert Selection.objects.get().ability == abilities["C7"]


def test_what_was_passed_under_the_older_version_is_not_chosen_again(lin, program, clerk, abilities):
    ledger.credit(lin, program, abilities["C6"])
    newer(C6=4)

    with pytest.raises(Refused, match=r"C6 .*（2.0 版目录） 已经考核合格，不必再选：同一能力点只计一次学分。"):
        choose(teacher=lin, program=program, codes=["C6"], by=clerk)


def test_what_was_chosen_under_the_older_version_is_declared_under_it(client, lin, program, clerk, abilities):
    declared.item(abilities["C7"], key="C7-1")
    choose(teacher=lin, program=program, codes=["C7"], by=clerk)
    newer(C7=8)
    client.force_login(lin.user)

    client.post(reverse("credits:declaration-start"), {"teacher": lin.code, "ability": "C7"})

    assert Declaration.objects.get().ability == abilities["C7"]
    assert Declaration.objects.get().state == "draft"


def test_what_was_chosen_under_the_newer_version_is_declared_under_that(client, lin, program, clerk, abilities):
    newer(C7=8)
    choose(teacher=lin, program=program, codes=["C7"], by=clerk)

    assert declaring.start(teacher=lin, ability=today("C7"), by=lin.user).ability == today("C7")


def test_what_was_passed_under_one_version_is_not_declared_under_another(client, lin, program, clerk, abilities):
    choose(teacher=lin, program=program, codes=["C6"], by=clerk)
    newer(C6=4)
    ledger.credit(lin, program, today("C6"))
    client.force_login(lin.user)

    answer = client.post(reverse("credits:declaration-start"), {"teacher": lin.code, "ability": "C6"}, follow=True)

    assert "已经考核合格，同一能力点只计一次学分，不必再申报。" in answer.content.decode()
    assert not Declaration.objects.exists()
    assert answer.context["waiting"] == []


def test_the_page_of_a_point_shows_the_version_in_use_and_of_one_that_left_its_last(client, abilities, clerk):
    newer(C6=4, without=["A1"])
    client.force_login(clerk)

    assert client.get(reverse("credits:ability", args=["C6"])).context["ability"] == today("C6")
    assert client.get(reverse("credits:ability", args=["A1"])).context["ability"] == abilities["A1"]
    assert client.get(reverse("credits:ability", args=["Z9"])).status_code == 404
    assert client.get(reverse("credits:ability-list")).context["catalogue"].count == 29


def test_the_planner_counts_what_was_passed_with_the_credits_of_then(lin, program, abilities):
    ledger.credit(lin, program, abilities["C6"])
    newer(C6=4, C7=10)

    plan = plan_for(lin, program)

    assert words.verdict(plan, plan.chosen) == ["还缺 10 学分。"]
    assert [[point.code for point in one.points] for one in plan.proposals] == [["C7"]]
    assert plan.abilities["C6"].credits == 400


def test_the_planner_counts_what_was_passed_of_a_point_that_left(lin, program, abilities):
    ledger.credit(lin, program, abilities["C6"])
    ledger.credit(lin, program, abilities["C7"])
    newer(without=["C6"])

    plan = plan_for(lin, program)

    assert words.verdict(plan, plan.chosen) == []
    assert [ability.code for ability in plan.named(plan.passed)] == ["C7", "C6"]


def test_the_planner_weighs_a_choice_under_its_own_version(lin, program, clerk, abilities):
    choose(teacher=lin, program=program, codes=["C6", "C7"], by=clerk)
    newer(C6=4, C7=4)

    plan = plan_for(lin, program)

    assert words.verdict(plan, plan.chosen) == []


def test_a_choice_passed_under_another_version_waits_for_nothing(lin, program, clerk, abilities):
    choose(teacher=lin, program=program, codes=["C6"], by=clerk)
    newer(C6=4)
    ledger.credit(lin, program, today("C6"))

    doing = doings_of([(lin.pk, lin.unit.path)], program.pk, END)[lin.pk]

    assert (doing.chosen, doing.unassessed) == (1, 0)
    assert not undeclared(Selection.objects.all()).exists()


def test_credits_results_rest_on_are_not_reloaded(lin, program, abilities):
    entry = ledger.credit(lin, program, abilities["C6"])

    with pytest.raises(
        Refused, match=r"C6 已有按 2.0 版目录评定的结果，不能再改学分、维度或环境；确需更改的，请按新的目录版本载入。"
    ):
        newer(version="2.0", C6=4, C7=4)

    abilities["C7"].refresh_from_db()
    entry.refresh_from_db()
    assert (entry.earned, abilities["C7"].credits) == (1000, 1000)


def test_a_declaration_that_was_graded_holds_its_credits_too(lin, program, abilities):
    results.declared(lin, program, abilities["C6"])

    with pytest.raises(Refused, match=r"C6 已有按 2.0 版目录评定的结果"):
        newer(version="2.0", C6=4)


def test_credits_nothing_rests_on_may_be_set_right(lin, program, abilities):
    ledger.credit(lin, program, abilities["C6"])

    assert newer(version="2.0", C7=4)["changed"] == 1
