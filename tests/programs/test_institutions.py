"""Training institutions checked, recommended, chosen, judged."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from portal.kit.errors import Denied, Refused, WrongState
from programs.actions import choices, institutions
from programs.enums.institutions import MOVES, TURN, ChoiceState
from programs.facts.institutions import checklist, opinions_of, recommended_to
from programs.loading import load_notice
from programs.models import ChoiceObjection, Engagement, InstitutionChoice, Qualification
from programs.parameters.institutions import Need, Needs
from programs.rules.institutions import Answer, eligible, lines
from tests import factories
from tests.programs import factories as evidence
from tests.programs.notice_samples import small
from tests.schools import people

NEEDS = """\
  - parameter: institution_requirements
    value:
      items:
        - {key: licence, words: 已取得远程培训资质}
        - {key: projects, words: 独立承担过国培计划项目, years: [2017, 2019]}
    clause: 一
    wording: 每人不少于40学时
  - parameter: total_hours
"""


@pytest.fixture
def program(db):
    return evidence.program()


@pytest.fixture
def academy(zhejiang):
    return factories.unit("JG001", "培训学院", "institution", zhejiang)


@pytest.fixture
def other(zhejiang):
    return factories.unit("JG002", "研修中心", "institution", zhejiang)


@pytest.fixture
def school(yueqing):
    return people.school("2133000001", "乐清市第一小学", yueqing)


@pytest.fixture
def clerk(school):
    return factories.user("clerk", school, "school_admin")


@pytest.fixture
def asked(yueqing, program):
    names = (", name: 中小学教师信息技术应用能力提升工程2.0", ", name: 提升工程2.0")
    load_notice(file=small(names, ("  - parameter: total_hours\n", NEEDS)), by=None)


def chosen(school, institution, **fields):
    day = timezone.localdate()
    values = {"open_until": day, "starts_on": day + timedelta(days=1), "reason": "方案贴合本校规划"} | fields
    return choices.choose(unit=school, institution=institution, by=None, **values)


def closed(choice):
    """The choice after its days."""
    InstitutionChoice.objects.filter(pk=choice.pk).update(open_until=timezone.localdate() - timedelta(days=1))
    choice.refresh_from_db()
    return choice


def test_the_checklist_follows_the_notice_and_the_years_it_names(asked, academy, yueqing, program):
    def check(key, met, **fields):
        institutions.check(institution=academy, unit=yueqing, program=program, key=key, met=met, by=None, **fields)
        return checklist(academy, yueqing, program)

    assert [line.met for line, _row in checklist(academy, yueqing, program).lines] == [None, None]
    assert check("licence", True).eligible is None
    found = check("projects", True, years=[2016, 2020])
    assert (found.eligible, found.lines[1][0].text) == (False, "没有 2017–2019 年的记录")
    assert check("projects", True, years=[2020, 2019]).eligible is True
    assert Qualification.objects.current().count() == 2


def test_a_county_need_not_check_again_what_its_city_has(asked, academy, yueqing, school, program):
    institutions.check(institution=academy, unit=yueqing, program=program, key="licence", met=True, by=None)

    [licence, _projects] = checklist(academy, school, program).lines

    assert licence[0].met is True
    assert licence[1].unit == yueqing


@pytest.mark.parametrize(
    ("way", "answers", "result"),
    [
        ("all", {"a": True, "b": True}, True),
        ("all", {"a": True}, None),
        ("all", {"a": False}, False),
        ("any", {"a": True}, True),
        ("any", {"a": False}, None),
        ("any", {"a": False, "b": False}, False),
    ],
)
def test_all_or_any_decide_as_early_as_they_can(way, answers, result):
    needs = Needs(way=way, items=[Need(key="a", words="甲"), Need(key="b", words="乙")])

    assert eligible(needs, lines(needs, {key: Answer(met) for key, met in answers.items()})) is result


def test_what_no_notice_asks_is_not_checked(academy, yueqing, program):
    with pytest.raises(Refused, match="乐清市适用的通知没有这一项条件"):
        institutions.check(institution=academy, unit=yueqing, program=program, key="licence", met=True, by=None)


def test_a_bureau_checks_in_the_browser_with_evidence(client, asked, academy, yueqing, yueqing_bureau):
    client.force_login(yueqing_bureau)
    page = reverse("programs:institution-qualifications", args=["JG001"])
    address = reverse("programs:institution-check", args=["JG001", "projects"])

    client.post(address, {"met": "yes", "years": "2017、2018", "evidence": SimpleUploadedFile("证明.pdf", b"%PDF-1 x")})
    row = Qualification.objects.get()
    file = client.get(reverse("programs:institution-evidence", args=["qualification", row.pk]))

    assert (row.years, row.unit, row.checked_by) == ([2017, 2018], yueqing, yueqing_bureau)
    assert b"".join(file.streaming_content) == b"%PDF-1 x"
    assert "证明.pdf" in client.get(page).content.decode()


def test_schools_choose_from_the_nearest_list(academy, other, wenzhou, yueqing, school):
    institutions.recommend(institution=academy, unit=yueqing, by=None)

    whose, rows = recommended_to(school)

    assert (whose, [row.institution for row in rows]) == (yueqing, [academy])
    with pytest.raises(Refused, match="研修中心不在乐清市的推荐名单中"):
        chosen(school, other)


def test_a_choice_becomes_an_engagement_after_its_days(academy, school):
    row = chosen(school, academy)

    with pytest.raises(WrongState, match="异议期到"):
        choices.settle(choice=row, by=None)
    engagement = choices.settle(choice=closed(row), by=None)

    row.refresh_from_db()
    assert (row.state, row.engagement, engagement.starts_on) == ("settled", engagement, row.starts_on)


def test_a_change_ends_the_engagement_it_replaces(academy, other, school):
    before = Engagement.objects.create(institution=academy, unit=school, starts_on=date(2020, 1, 1))
    with pytest.raises(Refused, match="培训学院已在承训"):
        chosen(school, academy)

    row = closed(chosen(school, other))
    choices.settle(choice=row, by=None)

    before.refresh_from_db()
    assert row.replaces == before
    assert before.ends_on == row.starts_on - timedelta(days=1)


def test_an_open_objection_holds_the_choice_and_an_upheld_one_ends_it(academy, school, yueqing_bureau, clerk):
    row = chosen(school, academy)
    objection = choices.object_to(choice=row, text="没有公开比选", by=clerk)
    with pytest.raises(WrongState, match="还有没有答复的异议"):
        choices.settle(choice=closed(row), by=yueqing_bureau)
    with pytest.raises(Denied):
        choices.answer(objection=objection, upheld=True, text="属实", by=clerk)

    choices.answer(objection=ChoiceObjection.objects.get(), upheld=True, text="属实", by=yueqing_bureau)

    assert InstitutionChoice.objects.get().state == "refused"
    chosen(school, academy)


def test_nobody_objects_after_the_days(academy, school, clerk):
    with pytest.raises(WrongState, match="异议期已于"):
        choices.object_to(choice=closed(chosen(school, academy)), text="晚了", by=clerk)


def test_a_school_chooses_in_the_browser(client, academy, school, clerk, yueqing_bureau, xihu_bureau):
    client.force_login(clerk)
    day = timezone.localdate()
    typed = {"unit": school.code, "institution": "培训学院", "reason": "方案好", "open_until": day, "starts_on": day}

    assert client.post(reverse("programs:choice-new"), typed).status_code == 422
    client.post(reverse("programs:choice-new"), typed | {"starts_on": day + timedelta(days=1)})
    row = InstitutionChoice.objects.get()
    client.post(reverse("programs:choice-object", args=[row.pk]), {"text": "有异议"})
    client.force_login(yueqing_bureau)
    client.post(reverse("programs:choice-answer", args=[row.objections.get().pk]), {"upheld": "no", "text": "已核实，不属实"})
    closed(row)
    client.post(reverse("programs:choice-settle", args=[row.pk]))

    assert Engagement.objects.get().unit == school
    assert "已核实" in client.get(reverse("programs:choice", args=[row.pk])).content.decode()
    client.force_login(xihu_bureau)
    assert client.get(reverse("programs:choice", args=[row.pk])).status_code == 404


def test_every_state_of_a_choice_has_its_moves_and_its_turn():
    assert set(MOVES) == set(TURN) == set(ChoiceState)


def test_three_sources_are_put_together_and_lead_to_a_consequence(academy, yueqing, program, yueqing_bureau):
    about = {"institution": academy, "unit": yueqing, "program": program, "year": 2021, "by": None}
    with pytest.raises(Refused, match="培训学院 2021 年度还没有评价"):
        institutions.conclude(**about, consequence="keep", note="好")
    institutions.give_opinion(**about, source="self", score=9500)
    institutions.give_opinion(**about, source="trainees", score=8000, people=120)
    [partly] = opinions_of(academy, yueqing_bureau)
    assert [str(label) for label in partly.missing] == ["专家评价"]
    institutions.give_opinion(**about, source="experts", score=6001)
    institutions.conclude(**about, consequence="replace", note="学员评价偏低")

    [year] = opinions_of(academy, yueqing_bureau)

    assert (year.mean, year.verdict.consequence, year.missing) == (7834, "replace", [])


def test_an_institution_presents_itself_and_no_other(client, academy, other):
    client.force_login(factories.user("trainer", academy, "institution"))
    own, foreign = (reverse("programs:institution-present", args=[code]) for code in ("JG001", "JG002"))

    client.post(own, {"about": "<b>本院</b>介绍", "link": "https://example.com/a"})

    shown = client.get(reverse("programs:institution-presentation", args=["JG001"])).content.decode()
    assert "&lt;b&gt;本院&lt;/b&gt;介绍" in shown
    assert client.get(foreign).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_choices_asks_the_same_however_many(client, academy, yueqing, yueqing_bureau, count, django_assert_num_queries):
    for number in range(count):
        chosen(people.school(f"213300001{number}", f"第{number}小学", yueqing), academy)
    client.force_login(yueqing_bureau)

    with django_assert_num_queries(6):
        page = client.get(reverse("programs:choice-list"))

    assert len(page.context["page"].rows) == count


def test_a_school_s_push_lasts_as_long_as_the_notice_says_and_a_region_s_as_long_as_it_likes(yueqing, program, school, academy):
    months = "  - parameter: school_push_months\n    value: 12\n    clause: 一\n    wording: 每人不少于40学时\n"
    names = (", name: 中小学教师信息技术应用能力提升工程2.0", ", name: 提升工程2.0")
    notice = load_notice(file=small(names, ("  - parameter: total_hours\n", f"{months}  - parameter: total_hours\n")), by=None)
    first = date(2099, 3, 1)

    with pytest.raises(Refused, match="从 2099-03-01 起应到 2100-02-28 止") as refused:
        chosen(school, academy, starts_on=first, ends_on=date(2099, 12, 31))

    assert refused.value.clause == f"{notice.number} 一"
    assert chosen(school, academy, starts_on=first).ends_on == date(2100, 2, 28)
    assert chosen(yueqing, academy, starts_on=first).ends_on is None


def test_an_institution_sees_the_conditions_of_every_unit_that_deals_with_it(client, asked, academy, school, wenzhou):
    page = reverse("programs:institution-qualifications", args=["JG001"])
    client.force_login(factories.user("trainer", academy, "institution"))
    before = client.get(page)
    chosen(school, academy)

    shown = client.get(page)

    assert (before.context["judge"].name, before.context["list"].lines) == ("浙江省", [])
    assert (shown.context["judge"].name, len(shown.context["list"].lines)) == ("乐清市", 2)
    assert client.get(page, {"unit": "330382"}).status_code == 200
    assert client.get(page, {"unit": "330300"}).status_code == 404
    said = client.get("/api/v1/institution-profiles/JG001/checklist/", {"unit": "330382"})
    assert [row["met"] for row in said.json()["conditions"]] == [None, None]


def test_units_without_conditions_are_not_offered_to_an_institution(client, asked, academy, yueqing, wenzhou, hangzhou):
    for unit in (yueqing, wenzhou, hangzhou):
        institutions.recommend(institution=academy, unit=unit, by=None)
    client.force_login(factories.user("trainer", academy, "institution"))

    shown = client.get(reverse("programs:institution-qualifications", args=["JG001"]))

    assert [unit.name for unit in shown.context["judges"]] == ["乐清市"]


def test_the_form_of_recommending_offers_the_institutions_by_name(client, academy, other, yueqing_bureau):
    client.force_login(yueqing_bureau)

    shown = client.get(reverse("programs:institution-recommend"), {"institution": "JG002"}).content.decode()

    assert '<option value="JG001">培训学院</option>' in shown
    assert 'value="JG002"' in shown
    assert 'list="id_institution_offered"' in shown
