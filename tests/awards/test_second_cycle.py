"""A selection with entirely other rules, loaded from its file: nothing in the code knows of it."""

from datetime import date
from pathlib import Path

import pytest
from django.utils import timezone

from awards.actions import cycle_drafts, eligibility, nominations, recommending
from awards.facts_desk.cities import city_desk
from awards.models import AwardCycle, Eligibility, Nomination
from awards.previewing import dry_run
from awards.printing import form_of
from credits.models import CompletionRun, CompletionStat
from portal.audit.models import Change
from portal.kit.errors import DomainError
from programs.loading import load_notice
from programs.models import Designation, EvaluationPeriod, Filing, PerformanceEvaluation, Task
from schools.models import School
from tests import factories
from tests.awards.conftest import open_for_a_week
from tests.awards.factories import submitted

FILE = Path(__file__).parent / "samples/second-cycle.yaml"


@pytest.fixture
def second(cycle):
    """The second cycle under way, a week before its deadline."""
    load_notice(file=FILE.read_bytes(), by=None)
    return open_for_a_week(AwardCycle.objects.get(code="second-2025"))


@pytest.fixture
def seven(wenzhou, hangzhou):
    """Seven counties in Wenzhou, two in Hangzhou."""
    found = [factories.unit(f"3303{n}", f"温{n}县", "county", wenzhou) for n in range(50, 57)]
    return found + [factories.unit(f"3301{n}", f"杭{n}区", "county", hangzhou) for n in (50, 51)]


def kindergarten(code, county, kind="kindergarten"):
    unit = factories.unit(code, f"第{code}幼儿园", "school", county)
    School.objects.create(unit=unit, kind=kind)
    return unit


def verdict(cycle, unit, key):
    eligibility.score_cycle(cycle=cycle, by=None)
    return Eligibility.objects.current().get(cycle=cycle, unit=unit, category__key=key)


def test_thirty_percent_are_rounded_down_but_each_city_has_one(second, seven):
    load_notice(file=FILE.read_bytes() + b"\n# counted anew\n", by=None)

    places = dict(second.quotas.values_list("unit__name", "places"))

    assert (places["温州市"], places["杭州市"]) == (2, 1)


def test_publicity_is_three_working_days(second):
    assert (second.terms.notice_days, second.terms.province_notice, second.terms.city_notice) == (3, True, False)


def test_only_kindergartens_that_filed_in_time_qualify(second, seven):
    there, late, school = kindergarten("k1", seven[0]), kindergarten("k2", seven[0]), kindergarten("s1", seven[0], "school")
    task = Task.objects.create(
        issuer=second.unit, program=second.program, title="名册", due_at=timezone.now(), state=Task.State.OPEN
    )
    Filing.objects.create(task=task, unit=late, receiver=second.unit, due_at="2024-01-01T00:00:00+08:00")
    eligibility.score_cycle(cycle=second, by=None)
    answers = dict(Eligibility.objects.current().filter(cycle=second, unit__level="school").values_list("unit", "eligible"))

    assert answers == {there.pk: True, late.pk: False, school.pk: False}


def test_no_unit_honoured_in_the_previous_cycle_qualifies(second, cycle, seven):
    honoured, other = seven[0], seven[1]
    for county in (honoured, other):
        designation(second, county)
    Nomination.objects.create(
        cycle=cycle, category=cycle.categories.get(key="county_unit"), unit=honoured, via=honoured.parent, state="announced"
    )
    AwardCycle.objects.filter(pk=cycle.pk).update(state="announced")

    row = verdict(second, honoured, "county")

    assert row.eligible is False
    finding = row.findings.get(measure="not_honoured")
    assert finding.text == "已获评：2023年全省提升工程2.0工作先进单位和优秀管理者评选：区县级先进单位。"
    assert finding.sources[0]["model"] == "awards.nomination"
    assert Eligibility.objects.current().get(cycle=second, unit=other, category__key="county").eligible is True


def designation(cycle, unit):
    return Designation.objects.create(program=cycle.program, unit=unit, kind="pilot", level="county", starts_on="2024-01-01")


@pytest.mark.parametrize(("complete", "eligible", "margin"), [(95, True, "+0"), (94, False, "-1")], ids=["95 %", "94 %"])
def test_the_rate_of_completion_counts_the_newest_run(second, seven, complete, eligible, margin):
    for day, done in ((date(2025, 1, 1), 100), (date(2025, 6, 1), complete)):
        run = CompletionRun.objects.create(program=second.program, unit=second.unit, as_of=day, finished_at=timezone.now())
        CompletionStat.objects.create(run=run, unit=seven[0], required=100, complete=done, incomplete=100 - done)

    row = verdict(second, seven[0], "county")

    assert row.eligible is eligible
    finding = row.findings.get(measure="completion_rate")
    assert (finding.value, finding.threshold, finding.margin) == (str(complete), "95", margin)


def test_a_third_kindergarten_of_a_county_is_refused_by_its_clause(second, seven, wenzhou):
    load_notice(file=FILE.read_bytes().replace(b'"0.3"', b'"0.9"'), by=None)
    category = second.categories.select_related("cycle").get(key="kindergarten")
    city = factories.user("wzj", wenzhou, "bureau")
    period = EvaluationPeriod.objects.get(program=second.program, number=2)
    rows = []
    for number, code in enumerate(("k1", "k2", "k3")):
        unit = kindergarten(code, seven[0])
        PerformanceEvaluation.objects.create(unit=unit, period=period, scope="school", score=9100)
        rows.append(submitted(category, unit, factories.user(code, unit, "school_admin", phone=f"1390000000{number}")))
    for row in rows[:2]:
        recommending.recommend(nomination=row, by=city)

    with pytest.raises(DomainError, match="最多 2") as refused:
        recommending.recommend(nomination=rows[2], by=city)

    assert refused.value.clause == "浙演示〔2025〕1号 二2"


def test_the_file_of_the_second_cycle_can_be_prepared_as_a_draft_too(second, seven, zhejiang):
    draft = cycle_drafts.begin(notice=second.notice, unit=zhejiang, code="third-2026", name="第三届", earlier=second, by=None)
    text = draft.text + "".join(
        ["  calendar:\n", '  - {key: recommend, label: 报送, until: "2026-10-31T17:00:00+08:00", clause: 三1}\n']
    )
    draft = cycle_drafts.write(draft=draft, text=text, revision=draft.revision, by=None)

    places = {one.unit: one.places for one in dry_run(draft).places}

    assert (places["温州市"], places["杭州市"]) == (2, 1)


def test_the_draft_tells_its_quota_rules_in_their_own_sentences(client, second, zhejiang, province_office):
    text = FILE.read_text(encoding="utf-8")
    draft = cycle_drafts.begin(notice=second.notice, unit=zhejiang, code="third-2026", name="第三届", text=text, by=None)
    client.force_login(province_office)

    page = client.get(draft.get_absolute_url()).content.decode()

    assert "按各单位区县数的 30% 分配，逐个单位舍去小数，每个单位至少 1 个</td>" in page
    assert "“示范幼儿园”中，每个县（市、区）幼儿园最多 2 个</td>" in page


def test_a_schools_form_lies_on_the_desk_names_its_county_and_can_be_withdrawn(second, seven, wenzhou):
    load_notice(file=FILE.read_bytes() + b"\n# counted anew\n", by=None)
    category = second.categories.select_related("cycle").get(key="kindergarten")
    unit, city = kindergarten("k1", seven[0]), factories.user("wzj", wenzhou, "bureau")
    kindergarten("k2", seven[1])
    period = EvaluationPeriod.objects.get(program=second.program, number=2)
    PerformanceEvaluation.objects.create(unit=unit, period=period, scope="school", score=9100)
    clerk = factories.user("k1", unit, "school_admin", phone="13900000001")
    row = submitted(category, unit, clerk, reason="请联系13912345678")

    group = city_desk(AwardCycle.objects.get(pk=second.pk), wenzhou, city).groups[0]

    assert [(one.unit, one.county, one.scores[1].score, one.waits) for one in group.candidates] == [(unit, "温50县", 9100, True)]
    assert form_of(row).belongs == "温50县（温州市）"
    assert Change.objects.get(field="reason").after == "请联系1*********8"
    assert nominations.withdraw(nomination=row, by=clerk).state == "withdrawn"
