"""What was passed under an older version of the catalogue counts once, with its own credits."""

from datetime import date

import pytest
from django.urls import reverse

from credits.actions import certifying
from credits.actions.completion import score
from credits.facts.acceptance import told
from credits.facts.by_point import by_point, sums_of
from credits.facts.certificates import due_entries
from credits.facts.checks import differences
from credits.facts.ledger import record_of
from credits.models import Certificate, CompletionResult, CreditEntry
from portal.jobs.running import run_job
from portal.kit.errors import Refused
from tests.credits import ledger
from tests.credits.catalogues import newer, today
from tests.credits.choosing import chosen
from tests.credits.reviewing import policy
from tests.schools.people import id_number
from tests.sheets.flow import bring, findings, keep

END = date(2022, 12, 31)
HEAD = ["姓名", "证件号码", "能力点编号", "等级", "评审日期"]
CHOICES = ["姓名", "证件号码", "能力点编号"]


def line(code, grade="合格", day="2022-11-01"):
    return ["林小雨", id_number(1), code, grade, day]


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
