"""Under another notice nothing of the Zhejiang one of 2023 is asked for, cited or told."""

import re
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import timezone

from awards.actions import answering, eligibility, nominations, recommending
from awards.facts_desk.cities import city_desk
from awards.forms.check import required_fields
from awards.forms.cycle_drafts import CategoryForm
from awards.forms.nominations import NominationForm
from awards.models import AwardCycle, CycleDraft, CyclePhase, Eligibility, Nomination
from awards.policies import citing
from awards.printing import form_of
from portal.kit.errors import Denied, Refused, WrongState
from programs.loading import load_notice
from programs.models import Designation, EvaluationPeriod, PerformanceEvaluation, TrainingInstitution
from schools.models import School
from tests import factories
from tests.awards.conftest import open_for_a_week
from tests.awards.factories import drafted, submitted

FILE = Path(__file__).parent / "samples/second-cycle.yaml"
FORM = {"contact": "陈知行", "phone": "0577-62520000", "reason": "组织有力，应用深入。"}


def load(text: str) -> AwardCycle:
    """The cycle of the second notice, its text changed, under way."""
    load_notice(file=text.encode(), by=None)
    return open_for_a_week(AwardCycle.objects.get(code="second-2025"))


@pytest.fixture
def text():
    return FILE.read_text(encoding="utf-8")


@pytest.fixture
def second(cycle, text):
    return load(text)


@pytest.fixture
def nursery(wenzhou, second):
    unit = factories.unit("k1", "第一幼儿园", "school", factories.unit("330350", "温甲县", "county", wenzhou))
    School.objects.create(unit=unit, kind="kindergarten")
    return unit


@pytest.fixture
def head(nursery):
    return factories.user("k1", nursery, "school_admin", phone="13900000001")


def category(cycle, key):
    return cycle.categories.select_related("cycle").get(key=key)


def scored(nursery, second):
    """A score of the nursery on record, which no condition of its category looks at."""
    period = EvaluationPeriod.objects.get(program=second.program, number=2)
    return PerformanceEvaluation.objects.create(unit=nursery, period=period, scope="school", score=9100)


def test_who_is_not_judged_by_scores_hands_in_without_one(second, nursery, head, wenzhou):
    second.quotas.update(places=1)
    row = nominations.draft(category=category(second, "kindergarten"), unit=nursery, by=head)
    row = nominations.save(nomination=row, version=row.version, values=FORM, by=head)

    row = nominations.submit(nomination=row, by=head)
    row = recommending.recommend(nomination=row, by=factories.user("wzj", wenzhou, "bureau"))

    assert (row.state, row.period) == ("recommended", None)
    assert (form_of(row).period, form_of(row).score) == ("", "")


def test_the_form_asks_for_a_result_only_where_a_condition_looks_at_it(
    cycle, second, nursery, head, county_unit, counties, bureaus
):
    other = nominations.draft(category=category(second, "kindergarten"), unit=nursery, by=head)
    scored(nursery, second)
    field = NominationForm.of(other).mark_required().fields["period"]
    assert "period" not in required_fields(other)
    assert (field.required, [name for _key, name in field.choices]) == (False, ["不填", "第 2 期 91 分"])
    assert NominationForm.of(other)["period"].value() == ""

    own = nominations.draft(category=county_unit, unit=counties[0], by=bureaus[counties[0].pk])
    assert "period" in required_fields(own)
    with pytest.raises(Refused, match="绩效评价得分或排名"):
        nominations.submit(nomination=own, by=bureaus[counties[0].pk])


def test_a_result_quoted_without_need_is_the_one_on_record(second, nursery, head):
    score = scored(nursery, second)
    row = drafted(category(second, "kindergarten"), nursery, head)
    score.score = 9200
    score.save()

    with pytest.raises(Refused, match="结果已有变化"):
        nominations.submit(nomination=row, by=head)


def told_of_going_up(category, unit, by, stranger, **values) -> set[str]:
    """The clauses cited to a stranger who recommends, and to the clerk of a city who answers for another."""
    row = submitted(category, unit, by, **values)
    with pytest.raises(Denied) as recommending_it:
        recommending.recommend(nomination=row, by=stranger)
    with pytest.raises(Denied) as answering_it:
        answering.abstain(category=category, unit=row.via, by=stranger)
    return {recommending_it.value.clause, answering_it.value.clause}


def test_the_way_up_is_cited_by_the_clause_its_own_calendar_gives(text, cycle, wenzhou, nursery, head, xihu_bureau):
    named = re.sub(r"(key: nominate.*clause: )三1", r"\1二2", text)

    found = told_of_going_up(category(load(named), "kindergarten"), nursery, head, xihu_bureau, period=None)

    assert found == {"浙演示〔2025〕1号 二2"}


def test_of_the_selection_of_2023_the_citations_are_what_they_were(cycle, county_unit, counties, bureaus, xihu_bureau, institution):
    assert told_of_going_up(county_unit, counties[0], bureaus[counties[0].pk], xihu_bureau) == {"浙工程办函〔2023〕7号 三1"}

    by = factories.user("jg", institution, "institution")
    row = nominations.draft(category=category(cycle, "institution"), unit=institution, by=by)
    with pytest.raises(WrongState) as straight:
        nominations.submit(nomination=row, by=by)
    assert straight.value.clause == "浙工程办函〔2023〕7号 三1"

    TrainingInstitution.objects.update(undertook_tasks=False)
    with pytest.raises(Denied) as idle:
        nominations.draft(category=category(cycle, "institution"), unit=institution, by=by)
    assert idle.value.clause == "浙工程办函〔2023〕7号 一1"


def test_without_a_step_for_handing_in_the_next_best_clause_is_cited_and_none_made_up(second):
    kindergarten = category(second, "kindergarten")
    CyclePhase.objects.filter(cycle=second, key="nominate").delete()
    assert citing.of_route(kindergarten) == "浙演示〔2025〕1号 三1"

    CyclePhase.objects.filter(cycle=second).delete()
    kindergarten = category(second, "kindergarten")
    assert citing.of_route(kindergarten) == citing.of_taking_part(kindergarten) == "浙演示〔2025〕1号 一1"

    kindergarten.clause = ""
    cited = (citing.of_route(kindergarten), citing.of_taking_part(kindergarten), citing.of_category(kindergarten))
    assert cited == ("", "", "")


def test_the_hints_name_an_annex_only_where_the_own_notice_prints_that_form(second, nursery, head, county_unit, counties, bureaus):
    own = NominationForm.of(nominations.draft(category=county_unit, unit=counties[0], by=bureaus[counties[0].pk]))
    other = NominationForm.of(nominations.draft(category=category(second, "kindergarten"), unit=nursery, by=head))

    assert own.fields["reason"].help_text == "主要围绕推选要求逐项进行简要阐述，不超过 800 字（附件3）。"
    assert own.fields["period"].help_text == "选其中一期分数即可（附件3）。"
    assert other.fields["reason"].help_text == "主要围绕推选要求逐项进行简要阐述，不超过 300 字。"
    assert "附件" not in str(other.fields["period"].help_text)


def test_the_desk_names_the_clause_of_the_places_a_citys_own_forms_leave_alone(cycle, second, wenzhou, wenzhou_bureau):
    assert city_desk(cycle, wenzhou, wenzhou_bureau).beside == "附件1"
    assert city_desk(second, wenzhou, wenzhou_bureau).beside == "二1"


def test_papers_are_called_by_their_annexes_only_where_the_own_notice_prints_them(
    client, cycle, second, wenzhou, wenzhou_bureau, nursery, head
):
    own, other = (city_desk(one, wenzhou, wenzhou_bureau).papers for one in (cycle, second))
    assert (own.summary, own.together) == ("附件2汇总表", "附件2–4")
    assert (other.summary, other.together) == ("汇总表", "汇总表和推荐表")

    client.force_login(wenzhou_bureau)
    pages = [
        client.get(f"{reverse('awards:desk', args=[one.code])}?unit={wenzhou.code}").content.decode() for one in (cycle, second)
    ]
    assert "附件2汇总表预览" in pages[0]
    assert "汇总表预览" in pages[1]
    assert "附件2" not in pages[1]


def test_the_list_of_sealed_copies_names_papers_as_the_own_notice_does(client, cycle, second, province_office):
    client.force_login(province_office)
    pages = [client.get(reverse("awards:all-papers", args=[one.code])) for one in (cycle, second)]
    offered = [[str(name) for _key, name in page.context["form"].fields["form"].choices] for page in pages]

    assert offered[0] == [
        "全部",
        "附件2 汇总表",
        "附件3 单位推荐表",
        "附件4 管理者推荐表",
        "附件5 机构推荐表",
        "附件6 机构管理者推荐表",
    ]
    assert offered[1] == ["全部", "单位推荐表"]


def test_the_editor_names_forms_by_the_annexes_of_the_notice_it_prepares_for(cycle):
    def labels(clauses):
        form = CategoryForm(None, draft=CycleDraft(), data={"categories": [], "clauses": clauses})
        return [name for key, name in form.fields["form"].choices if key], form.fields["summary"].label

    own = list(cycle.notice.clauses.filter(state="current").values("key", "title", "text"))

    assert labels(own) == (
        ["附件3 单位推荐表", "附件4 管理者推荐表", "附件5 机构推荐表", "附件6 机构管理者推荐表"],
        "列入附件2汇总表",
    )
    plain = (["单位推荐表", "管理者推荐表", "机构推荐表", "机构管理者推荐表"], "列入汇总表")
    assert labels([{"key": "附件3", "title": "报名表", "text": ""}]) == plain


def test_a_citys_own_forms_with_places_are_not_said_to_take_none(client, cycle, wenzhou, wenzhou_bureau):
    client.force_login(wenzhou_bureau)
    address = reverse("awards:desk", args=[cycle.code])
    assert "不占附件1的名额" in client.get(address).content.decode()

    quota = cycle.quotas.get(unit=wenzhou)
    quota.pk, quota.category = None, category(cycle, "city_unit")
    quota.save()

    page = client.get(address).content.decode()
    assert "本级申报，意见由本级填写。" in page
    assert "不占附件1的名额" not in page


def honoured_in(cycle, unit, key):
    Nomination.objects.create(cycle=cycle, category=category(cycle, key), unit=unit, via=unit.parent, state="announced")
    AwardCycle.objects.filter(pk=cycle.pk).update(state="announced")


def barred(cycle, unit) -> bool:
    Designation.objects.create(program=cycle.program, unit=unit, kind="pilot", level="county", starts_on="2024-01-01")
    eligibility.score_cycle(cycle=cycle, by=None)
    finding = Eligibility.objects.current().get(cycle=cycle, unit=unit, category__key="county").findings.get(measure="not_honoured")
    return finding.state != "met"


def moved_to(text: str, year: int) -> str:
    """The file of the second cycle with its calendar in another year."""
    return text.replace("2025-09-01", f"{year}-09-01").replace("2025-10-31", f"{year}-10-31")


def test_an_honour_of_a_later_selection_does_not_count_against_an_earlier_one(cycle, text, counties):
    """The one of 2023 was loaded first; this one was due in 2021."""
    earlier = load(moved_to(text, 2021))
    honoured_in(cycle, counties[0], "county_unit")

    assert not barred(earlier, counties[0])


def test_which_selection_was_the_last_is_told_by_date_not_by_when_its_file_was_loaded(cycle, text, counties):
    """That of 2021, loaded last, lies before that of 2023; only the last one counts."""
    second = load(text)
    first = text.replace("code: second-2025", "code: first-2021").replace("浙演示〔2025〕1号", "浙演示〔2021〕1号")
    load_notice(file=moved_to(first, 2021).encode(), by=None)
    long_ago, lately = counties[:2]
    honoured_in(AwardCycle.objects.get(code="first-2021"), long_ago, "county")
    honoured_in(cycle, lately, "county_unit")

    assert (barred(second, long_ago), barred(second, lately)) == (False, True)


def test_a_selection_without_a_deadline_lies_at_the_date_of_its_notice(cycle, text, counties):
    second = load(text)
    CyclePhase.objects.filter(cycle=cycle, key="recommend").update(printed_ends_at=None)
    honoured_in(cycle, counties[0], "county_unit")

    assert barred(second, counties[0])


def test_a_selection_of_another_programme_does_not_count(cycle, text, counties):
    other = load(text.replace("{code: ict2, name: 中小学教师信息技术应用能力提升工程2.0}", "{code: art1, name: 美育提升工程}"))
    honoured_in(cycle, counties[0], "county_unit")

    assert other.program_id != cycle.program_id
    assert not barred(other, counties[0])


def test_the_page_says_how_assumptions_really_change(client, cycle, province_office):
    client.force_login(province_office)
    address = reverse("awards:cycle", args=[cycle.code])
    page = client.get(address).content.decode()
    assert "由发文单位在结果公布前导入改正后的通知文件" in page
    assert "活动启动前可以更改" not in page

    AwardCycle.objects.filter(pk=cycle.pk).update(state="announced", updated_at=timezone.now())
    assert "结果已经公布，不再更改" in client.get(address).content.decode()
