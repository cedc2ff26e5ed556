"""A newer catalogue takes the place of the older one; what was passed under that counts once, with its own credits."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from credits.actions import certifying, declaring
from credits.actions.abilities import load_abilities, read_abilities
from credits.actions.choosing import choose
from credits.actions.completion import score
from credits.facts.acceptance import told
from credits.facts.by_point import by_point, sums_of
from credits.facts.certificates import due_entries
from credits.facts.checks import differences
from credits.facts.declarations import undeclared
from credits.facts.items import items_of
from credits.facts.ledger import doings_of, record_of
from credits.facts.planning import plan_for
from credits.models import Certificate, CompletionResult, CreditEntry, Declaration, MicroAbility, Selection
from credits.rules.catalogues import is_version, order
from credits.words import planning as words
from portal.audit.models import Event
from portal.jobs.running import run_job
from portal.kit.errors import Refused
from tests.credits import declared, ledger, results
from tests.credits.choosing import chosen
from tests.credits.reviewing import policy
from tests.schools.people import id_number
from tests.sheets.flow import bring, findings, keep

END = date(2022, 12, 31)
HEAD = ["姓名", "证件号码", "能力点编号", "等级", "评审日期"]
CHOICES = ["姓名", "证件号码", "能力点编号"]


def newer(*, version="3.0", without=(), **credits):
    """Load the shipped table as another version: some points with other credits, some left out."""
    rows = [row | {"credits": str(credits.get(row["code"], row["credits"]))} for row in read_abilities()]
    return load_abilities(rows=[row for row in rows if row["code"] not in without], by=None, catalogue=version)


def today(code):
    return MicroAbility.objects.current().get(code=code)


def line(code, grade="合格", day="2022-11-01"):
    return ["林小雨", id_number(1), code, grade, day]


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


@pytest.fixture
def twice(lin, program, abilities):
    """C6 passed under both versions, first for 10 and then for 18 credits."""
    ledger.credit(lin, program, abilities["C6"], assessed_on=date(2022, 9, 1))
    newer(C6=18)
    ledger.credit(lin, program, today("C6"), "excellent", assessed_on=date(2022, 10, 1))
    return lin


def test_all_ways_of_adding_up_take_the_first_standing_result(twice, first, sixian, program, abilities):
    """Completion, its judge, the check of figures, the acceptance page, certificates and the points page."""
    run = score(program=program, unit=sixian, as_of=END, by=None)

    stored = CompletionResult.objects.get(run=run, teacher=twice).credits
    (person,) = told([twice], first, program)
    points = by_point(first, program, END)
    assert (stored, record_of(twice, program, END).credits, person.credits) == (1000, 1000, 1000)
    assert sums_of(points).earned == 1000
    assert [(one.ability.catalogue, one.passed, one.excellent) for one in points if one.ability.code == "C6"] == [
        ("3.0", 0, 0),
        ("2.0", 1, 0),
    ]
    assert differences() == []
    assert not due_entries(first, program).exists()


def test_once_the_first_result_is_void_the_second_counts(twice, first, sixian, program):
    CreditEntry.objects.filter(ability__catalogue="2.0").update(state="void")

    run = score(program=program, unit=sixian, as_of=END, by=None)

    assert CompletionResult.objects.get(run=run, teacher=twice).credits == 1800
    assert record_of(twice, program, END).credits == 1800
    assert sums_of(by_point(first, program, END)).earned == 1800


def test_statements_by_point_and_judge_agree_over_two_versions(twice, sixian, program):
    policy(sixian, point_count=1)

    run = score(program=program, unit=sixian, as_of=END, by=None)

    result = CompletionResult.objects.get(run=run, teacher=twice)
    assert (result.credits, result.points) == (1000, 1)
    assert differences() == []


def certify(unit, program, by):
    run_job(certifying.request_certificates(unit=unit, program=program, by=by).pk)


def test_a_point_is_certified_once_whatever_versions_it_was_passed_under(twice, first, sixian, program, bureau, abilities):
    policy(sixian, certificate_after="each")

    assert [entry.ability for entry in due_entries(first, program)] == [abilities["C6"]]
    certify(first, program, bureau)

    assert Certificate.objects.get().ability == abilities["C6"]
    with pytest.raises(Refused, match="没有应发的证书"):
        certify(first, program, bureau)


def test_two_runs_at_once_certify_a_point_once(twice, first, sixian, program, bureau):
    """What a run read before another numbered it is looked at again behind the counter's lock."""
    policy(sixian, certificate_after="each")
    entries = list(CreditEntry.objects.select_related("teacher__unit", "ability").order_by("pk"))
    certifying._number(entries[:1], program, first, bureau)

    made, refused = certifying._number(entries, program, first, bureau)

    assert (made, refused) == ([], [])


def test_the_points_page_tells_the_versions_apart(client, twice, clerk):
    client.force_login(clerk)

    html = client.get(reverse("credits:points"), {"as_of": "2022-12-31"}).content.decode()
    lines = b"".join(client.get(reverse("credits:points"), {"export": "csv"}).streaming_content).decode("utf-8-sig").splitlines()

    assert "（2.0 版目录）" in html
    assert len(lines) == 32
    assert next(row for row in lines if row.startswith("C6,2.0,")).endswith(",10")


def test_lists_find_a_point_under_every_version(client, twice, clerk):
    client.force_login(clerk)

    page = client.get(reverse("credits:credit-list"), {"ability": "C6"})

    assert len(page.context["page"].rows) == 2


def test_a_sheet_speaks_of_the_version_in_use_or_of_one_it_names(lin, first, program, clerk, abilities):
    newer(C6=4)

    keep(bring("credits", [HEAD, line("C6"), line("2.0 C7")], unit=first, by=clerk), by=clerk)

    kept = CreditEntry.objects.order_by("ability__code").values_list("ability__code", "ability__catalogue")
    assert list(kept) == [("C6", "3.0"), ("C7", "2.0")]


def test_a_sheet_does_not_bring_a_point_passed_under_another_version(lin, first, program, clerk, abilities):
    ledger.credit(lin, program, abilities["C6"])
    newer(C6=4)

    upload = bring("credits", [HEAD, line("C6"), line("C7"), line("2.0 C7")], unit=first, by=clerk)
    chosen_ = bring("selections", [CHOICES, line("C6")[:3]], unit=first, by=clerk)

    assert [one[2] for one in findings(upload, "row")] == ["other_version", "other_version"]
    assert "已按 2.0 版目录考核合格，同一能力点只计一次学分。" in upload.findings.filter(code="other_version").first().message
    assert [one[2] for one in findings(chosen_, "row")] == ["other_version"]


def test_a_sheet_does_not_choose_a_point_chosen_under_another_version(lin, first, program, clerk, abilities):
    chosen(lin, "C6", program=program)
    newer(C6=4)

    upload = bring("selections", [CHOICES, line("C6")[:3]], unit=first, by=clerk)

    assert "已按 2.0 版目录选定，不必再选。" in upload.findings.get(code="other_version").message


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
