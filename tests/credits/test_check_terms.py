"""Strata, ratio and the formula of the pass rate come from the policy of the day a check is set up, each with its clause."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from credits.actions import accepting, checking
from credits.facts.acceptance import acceptance_rate
from credits.facts.check_terms import DEFAULTS, terms_of
from credits.facts.spot_checks import rates_of
from credits.models import SpotCheck
from credits.rules.sampling import thawed
from portal.kit.errors import Refused
from programs.models import PolicyValue
from programs.parameters import parameter_named
from tests.credits.policy import sets
from tests.credits.results import declared, sent_up, staff

SOON = timezone.localdate() + timedelta(days=7)


@pytest.fixture
def batch(first, program, abilities, bureau):
    return sent_up(first, program, abilities["C6"], bureau, count=4, grades=("passed", "excellent"))


@pytest.fixture
def frozen(sixian, program, batch, bureau):
    def freeze(**more):
        more = {"ratio": Decimal(1)} | more
        return checking.freeze(unit=sixian, program=program, name="11月抽查", batches=[batch], by=bureau, **more)

    return freeze


def said(check):
    return {term.parameter: (term.value, bool(term.citation)) for term in terms_of(check)}


def test_without_a_notice_a_check_goes_by_marked_defaults(frozen):
    check = frozen()

    assert check.strata == ["school"]
    assert said(check) == {key: (value, False) for key, value in DEFAULTS.items()}
    assert {term.source for term in terms_of(check)} == {"默认，通知没有规定"}


def test_a_notice_sets_strata_ratio_and_formula(sixian, frozen):
    sets(sixian, spot_check_strata=["grade"], spot_check_ratio="0.5", pass_rate_findings="all", pass_rate_of="people")

    check = frozen(ratio=None)

    assert (check.strata, check.ratio) == (["grade"], 5000)
    assert {entry.stratum for entry in thawed(check.entries)} == {"合格", "优秀"}
    assert said(check) == {
        "spot_check_strata": (["grade"], True),
        "pass_rate_findings": ("all", True),
        "pass_rate_of": ("people", True),
    }
    assert {term.source for term in terms_of(check)} == {check.ratio_citation}


def test_strata_may_be_finer_than_the_notice_and_leave_none_out(sixian, frozen):
    sets(sixian, spot_check_strata=["grade"])

    assert frozen(strata=["school", "grade"]).strata == ["school", "grade"]
    with pytest.raises(Refused, match="抽查须按等级分层。") as refusal:
        frozen(strata=["school"])
    assert refusal.value.clause


def test_strata_chosen_without_a_notice_are_no_default(frozen):
    strata, *_formula = terms_of(frozen(strata=[]))

    assert (strata.text, strata.source) == ("不分层", "自行选定，通知没有规定")


def test_a_notice_that_changes_later_does_not_change_a_check_set_up_before(sixian, frozen):
    check = frozen()
    sets(sixian, pass_rate_findings="all")

    check.refresh_from_db()

    assert said(check)["pass_rate_findings"] == ("uncleared", False)


def test_a_check_from_before_there_was_a_choice_goes_by_the_defaults(frozen):
    check = frozen(strata=["school", "grade"])
    SpotCheck.objects.update(terms={})
    check.refresh_from_db()

    assert said(check) == {key: (value, False) for key, value in (DEFAULTS | {"spot_check_strata": ["school", "grade"]}).items()}


@pytest.mark.parametrize(("findings", "percent"), [("all", "75%"), ("uncleared", "100%"), ("upheld", "100%")])
def test_the_formula_says_whether_a_mended_result_failed(sixian, frozen, bureau, first, findings, percent):
    sets(sixian, pass_rate_findings=findings)
    check = frozen()
    checking.draw_sample(check=check, by=bureau)
    bad, *fine = check.items.order_by("pk")
    for item in fine:
        checking.pass_item(item=item, by=bureau)
    finding = checking.find(item=bad, category="missing", text="缺课堂实录", due_on=SOON, by=bureau)
    checking.mend(finding=finding, done="已补", by=bureau)
    checking.settle(finding=finding, cleared=True, remark="", by=bureau)

    assert dict(rates_of(check))[first].percent == percent


def test_the_rate_of_acceptance_counts_people_where_a_notice_does(sixian, first, program, abilities, clerk):
    one, two = staff(first, 2)
    for teacher, code in ((one, "C6"), (one, "C7"), (two, "C6")):
        accepting.accept(result=declared(teacher, program, abilities[code]), by=clerk)
    accepting.refuse(result=declared(two, program, abilities["A1"]), reason="缺材料", by=clerk)
    assert (acceptance_rate(first, program).looked_at, acceptance_rate(first, program).in_order) == (4, 3)

    sets(sixian, pass_rate_of="people")

    assert (acceptance_rate(first, program).looked_at, acceptance_rate(first, program).in_order) == (2, 1)


def test_pages_show_the_terms_with_clause_or_as_default(client, sixian, frozen, bureau):
    sets(sixian, pass_rate_of="people")
    clause = PolicyValue.objects.get(parameter="pass_rate_of").clause
    client.force_login(bureau)

    new = client.get(reverse("credits:check-new")).content.decode()
    page = client.get(frozen().get_absolute_url()).content.decode()

    for html in (new, page):
        assert f"各项都合格的教师人数 ÷ 已检查的教师人数（{clause.notice.number} {clause.key}）" in html
        assert "发现问题、整改后未经复查通过的计不合格（默认，通知没有规定）" in html
        assert "学校（默认，通知没有规定）" in html


def test_rest_shows_the_terms_a_check_was_set_up_with(client, sixian, frozen, bureau):
    sets(sixian, pass_rate_of="people", spot_check_strata=["grade"])
    check = frozen()
    sets(sixian, pass_rate_of="results")
    clause = PolicyValue.objects.get(parameter="pass_rate_of").clause
    client.force_login(bureau)

    [row] = client.get("/api/v1/spot-checks/").json()["results"]

    cited = f"{clause.notice.number} {clause.key}"
    shown = ("parameter", "value", "text", "clause", "source")
    assert [tuple(term[name] for name in shown) for term in row["terms"]] == [
        ("spot_check_strata", ["grade"], "等级", cited, cited),
        ("pass_rate_findings", "uncleared", "发现问题、整改后未经复查通过的计不合格", None, "默认，通知没有规定"),
        ("pass_rate_of", "people", "各项都合格的教师人数 ÷ 已检查的教师人数", cited, cited),
    ]
    assert client.get(f"/api/v1/spot-checks/{check.pk}/").json()["terms"] == row["terms"]


@pytest.mark.parametrize(
    ("key", "upper", "lower", "keeps"),
    [
        ("pass_rate_findings", "uncleared", "all", True),
        ("pass_rate_findings", "uncleared", "upheld", False),
        ("pass_rate_of", "people", "results", False),
        ("spot_check_strata", ["school"], ["school", "grade"], True),
        ("spot_check_strata", ["school"], ["grade"], False),
    ],
)
def test_a_lower_unit_may_ask_more_and_not_less(key, upper, lower, keeps):
    assert parameter_named(key).keeps(upper, lower) is keeps
