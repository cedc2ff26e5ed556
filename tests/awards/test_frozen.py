"""Findings are kept when a form is handed in, and compared with those of the moment it is decided."""

import pytest
from django.urls import reverse

from awards.actions import judging
from awards.enums import FindingState
from awards.facts_desk.changes import changes_of
from awards.findings import Finding, Verdict
from awards.frozen import compared, differences, kept
from awards.models import Nomination
from programs.models import MediaReport, PerformanceEvaluation
from tests import factories
from tests.awards.factories import recommended


@pytest.fixture
def row(counties, county_unit, bureaus, wenzhou, yueqing):
    return recommended(county_unit, yueqing, bureaus[yueqing.pk], factories.user("wz", wenzhou, "bureau"))


def lowered(county):
    PerformanceEvaluation.objects.filter(unit=county).update(score=9050)


def test_a_form_keeps_value_threshold_measure_and_records_of_every_finding(row):
    score = row.frozen["first"]["findings"][0]

    assert (score["measure"], score["value"], score["threshold"], score["margin"]) == ("evaluation_score", "91.4", "90", "+1.4")
    assert score["sources"][0]["text"] == "第2期 区域平均 91.4 分"


def test_nothing_has_changed_while_the_evidence_stands(row, cycle):
    assert changes_of(cycle, [row]) == {}


def test_what_changed_since_it_was_handed_in_is_told_though_it_was_accepted_meanwhile(row, cycle, yueqing, province_office):
    lowered(yueqing)
    judging.accept(nomination=row, by=province_office)

    [difference] = changes_of(cycle, [Nomination.objects.get(pk=row.pk)])[row.pk]

    assert difference.clause == "二(一)1区县(1)"
    assert not difference.turned
    assert "91.4分" in difference.before
    assert "90.5分" in difference.after


def test_a_decision_keeps_what_it_knew_of_changes(row, cycle, yueqing, province_office):
    judging.accept(nomination=row, by=province_office)
    lowered(yueqing)

    judging.decide(cycle=cycle, chosen=[row.pk], declined=[], by=province_office)

    [told] = Nomination.objects.get(pk=row.pk).frozen["decided"]
    assert told.startswith("二(一)1区县(1) 报送时：符合，区域平均：第2期91.4分")


def test_the_office_sees_it_before_it_decides(client, row, cycle, county_unit, yueqing, province_office):
    MediaReport.objects.filter(unit=yueqing).update(state="void")
    client.force_login(province_office)

    desk = client.get(reverse("awards:province", args=[cycle.code]), {"category": county_unit.key}).content.decode()
    page = client.get(reverse("awards:nominee", args=[cycle.code, county_unit.key, yueqing.code])).content.decode()

    assert "报送后 1 项依据有变" in desk
    assert "报送以后有 1 项条件的依据变了" in page
    assert "结论不同" in page


@pytest.mark.parametrize("count", [1, 3])
def test_comparing_costs_the_same_however_many_forms(
    counties, county_unit, bureaus, wenzhou, cycle, count, django_assert_num_queries
):
    city = factories.user("wz", wenzhou, "bureau")
    rows = [recommended(county_unit, county, bureaus[county.pk], city) for county in counties[:count]]
    lowered(counties[0])

    with django_assert_num_queries(8):
        changes_of(cycle, rows)


def finding(clause, state, value):
    return Finding("attested", FindingState(state), f"{clause}{value}", value=value, clause=clause)


def test_conditions_are_matched_clause_by_clause_also_when_one_is_new_or_gone():
    before = kept(Verdict(True, (finding("甲", "met", "1"), finding("甲", "met", "2"), finding("丙", "met", "5"))))
    now = Verdict(True, (finding("甲", "met", "1"), finding("乙", "not_met", "3"), finding("甲", "met", "4")))

    lines = compared(before, now)

    assert [(line.clause, line.differs, line.turned) for line in lines] == [
        ("甲", False, False),
        ("乙", True, True),
        ("甲", True, False),
        ("丙", True, True),
    ]
    assert (lines[1].before, lines[3].after) == ("—", "—")
    assert differences(before, now) == lines[1:]


def test_that_an_open_clause_was_attested_meanwhile_is_the_ordinary_course_and_no_change():
    before = kept(Verdict(None, (finding("甲", "needs_person", ""), finding("乙", "needs_person", ""), finding("丙", "met", ""))))
    now = Verdict(False, (finding("甲", "met", ""), finding("乙", "not_met", ""), finding("丙", "not_met", "")))

    lines = compared(before, now)

    assert [(line.clause, line.attested, line.differs) for line in lines] == [
        ("甲", True, False),
        ("乙", False, True),
        ("丙", False, True),
    ]
    assert [line.clause for line in differences(before, now)] == ["乙", "丙"]


def test_an_open_clause_of_another_measure_that_is_met_by_now_is_a_change():
    def ranked(state, value):
        return Finding("evaluation_rank", FindingState(state), f"排名{value}", value=value, clause="甲")

    [line] = compared(kept(Verdict(None, (ranked("needs_person", ""),))), Verdict(True, (ranked("met", "3"),)))

    assert (line.attested, line.differs) == (False, True)
