"""What a selection's file may ask for is what the portal does: the rest is refused in words, in the file and in the editor."""

from pathlib import Path

import pytest
import yaml
from django.urls import reverse
from pydantic import ValidationError

from awards.actions import cycle_drafts as actions
from awards.cycle_data import section_in, text_with
from awards.drafting import faults_in
from awards.models import AwardCycle, CycleDraft
from awards.notice_section import CycleSection
from awards.routes import recommender, route_fault
from programs.loading import load_notice
from programs.notice_file import NoticeRefused
from tests.awards.conftest import NOTICE

SECOND = Path(__file__).parent / "samples/second-cycle.yaml"
ROUND_THE_COUNTY = ["school", "county", "city", "province"]


@pytest.fixture
def draft(cycle, zhejiang):
    load_notice(file=SECOND.read_bytes(), by=None)
    notice = AwardCycle.objects.get(code="second-2025").notice
    text = SECOND.read_text(encoding="utf-8")
    return actions.begin(notice=notice, unit=zhejiang, code="third-2026", name="第三届", text=text, by=None)


@pytest.fixture
def office(client, province_office):
    client.force_login(province_office)
    return client


def with_category(draft, key="kindergarten", **changes):
    section = section_in(draft.text)
    rows = [row | changes if row["key"] == key else row for row in section["categories"]]
    return written(draft, categories=rows)


def written(draft, **parts):
    text = text_with(section_in(draft.text) | parts)
    return actions.write(draft=draft, text=text, revision=draft.revision, by=None)


def told(draft) -> str:
    return "".join(fault.message for fault in faults_in(draft))


def sent_by(form) -> dict:
    """What a browser sends of a form nobody touched."""
    return {name: form[name].value() for name in form.fields if form[name].value() not in (None, False)}


def section_of(draft):
    return section_in(CycleDraft.objects.get(pk=draft.pk).text)


def test_the_files_there_are_say_nothing_that_does_not_run(draft):
    assert told(draft) == ""
    for file in (NOTICE, SECOND):
        CycleSection.model_validate(yaml.safe_load(file.read_text(encoding="utf-8"))["cycle"])


@pytest.mark.parametrize(
    ("nominee", "route"),
    [
        ("county", ["county", "city", "province"]),
        ("city", ["city", "province"]),
        ("institution", ["institution", "province"]),
        ("school", ["school", "city", "province"]),
        ("county", ["county", "province"]),
    ],
    ids="→".join,
)
def test_a_route_through_the_city_or_straight_to_the_office_runs(nominee, route):
    assert route_fault(nominee, route) == ""
    assert recommender(nominee, route) == ("city" if "city" in route else nominee)


@pytest.mark.parametrize(
    ("nominee", "route", "sentence"),
    [
        ("school", ROUND_THE_COUNTY, "只能经设区市一级"),
        ("school", ["school", "county", "province"], "只能经设区市一级"),
        ("institution", ["institution", "city", "province"], "培训机构不经设区市"),
        ("school", ["county", "city", "province"], "从申报主体开始"),
        ("city", ["city", "county"], "从下级到上级"),
        ("county", ["county", "city", "city"], "从下级到上级"),
    ],
    ids=["two steps between", "the county alone between", "an institution by a city", "another nominee", "downwards", "in a ring"],
)
def test_a_route_the_portal_does_not_run_is_refused_in_words(draft, nominee, route, sentence):
    form = "annex-5" if nominee == "institution" else "annex-3"
    draft = with_category(draft, nominee=nominee, route=route, form=form)

    assert sentence in told(draft)


def test_a_notice_file_with_such_a_route_does_not_load(draft):
    text = SECOND.read_text(encoding="utf-8").replace("[school, city, province]", "[school, county, province]")

    with pytest.raises(NoticeRefused, match="学校→县（市、区）→省"):
        load_notice(file=text.encode(), by=None)


def test_the_editor_offers_only_routes_that_run_and_keeps_one_a_file_came_with(office, draft):
    address = reverse("awards:draft-cycle-part", args=[draft.pk, "categories", 2])
    usual = ["县（市、区）→设区市→省", "设区市→省", "学校→设区市→省", "培训机构→省"]
    assert [name for _way, name in office.get(address).context["form"].fields["route"].choices] == usual

    draft = with_category(draft, "county", route=["county", "province"])
    form = office.get(address).context["form"]
    assert [name for _way, name in form.fields["route"].choices] == [*usual, "县（市、区）→省"]
    assert office.post(address, sent_by(form)).status_code == 302
    assert section_of(draft)["categories"][1]["route"] == ["county", "province"]


def test_a_route_that_does_not_fit_the_nominee_is_told_beside_it(office, draft):
    address = reverse("awards:draft-cycle-part", args=[draft.pk, "categories", 2])
    fields = sent_by(office.get(address).context["form"]) | {"route": "school city province"}

    answer = office.post(address, fields)

    assert "从申报主体开始" in str(answer.context["form"].errors["route"])


def test_an_old_draft_with_a_route_that_does_not_run_still_shows_it_in_words(office, draft):
    draft = with_category(draft, route=ROUND_THE_COUNTY)

    page = office.get(draft.get_absolute_url()).content.decode()

    assert "学校→县（市、区）→设区市→省" in page


def test_places_for_units_that_do_not_put_forward_are_refused_and_a_cap_named_instead(draft):
    quotas = [{"category": "kindergarten", "per": "county", "rule": {"kind": "per_unit", "number": 2}, "clause": "二1"}]

    found = told(written(draft, quotas=quotas))

    assert "“示范幼儿园”由设区市推荐，分给县（市、区）的名额（per: county）管不到任何推荐" in found
    assert "per: city" in found
    assert "kind: cap，per: county" in found


def test_places_of_counties_that_report_straight_are_theirs(draft):
    draft = with_category(draft, "county", route=["county", "province"])
    quota = {"category": "county", "rule": {"kind": "per_unit", "number": 1}, "clause": "二1"}

    assert told(written(draft, quotas=[quota | {"per": "county"}])) == ""
    assert "名额请分给县（市、区）" in told(written(CycleDraft.objects.get(pk=draft.pk), quotas=[quota | {"per": "city"}]))


def test_schools_that_report_straight_have_no_places_to_give(draft):
    draft = with_category(draft, route=["school", "province"])

    assert "分不到学校" in told(draft)


def test_the_editor_offers_places_only_to_those_who_put_forward(office, draft):
    address = f"{reverse('awards:draft-quota-add', args=[draft.pk])}?kind=per_unit"
    fields = {"revision": draft.revision, "place": 2, "clause": "二1", "category": "county", "number": "1"}

    offered = [key for key, _name in office.get(address).context["form"].fields["per"].choices]

    assert offered == ["city"]
    assert "per" in office.post(address, fields | {"per": "county"}).context["form"].errors


def test_of_two_who_put_forward_the_editor_takes_the_one_of_the_category(office, draft):
    draft = with_category(draft, "county", route=["county", "province"])
    address = f"{reverse('awards:draft-quota-add', args=[draft.pk])}?kind=per_unit"
    fields = {"revision": draft.revision, "place": 2, "clause": "二1", "category": "county", "number": "1"}

    refused = office.post(address, fields | {"per": "city"})

    assert "“先进县”由县（市、区）推荐" in str(refused.context["form"].errors["per"])
    assert office.post(address, fields | {"per": "county"}).status_code == 302


def test_a_unit_has_one_form_in_a_category_and_no_other_number_is_taken(draft):
    assert told(with_category(draft, per_unit=1)) == ""

    assert "per_unit 只能写 1" in told(with_category(CycleDraft.objects.get(pk=draft.pk), per_unit=2))


@pytest.mark.parametrize(("before", "after"), [(None, None), (1, 1), (3, 1)])
def test_the_editor_does_not_ask_for_that_number_and_mends_another(office, draft, before, after):
    draft = with_category(draft, **({"per_unit": before} if before else {}))
    address = reverse("awards:draft-cycle-part", args=[draft.pk, "categories", 1])
    form = office.get(address).context["form"]

    assert "per_unit" not in form.fields
    assert office.post(address, sent_by(form)).status_code == 302
    assert section_of(draft)["categories"][0].get("per_unit") == after


def test_two_conditions_for_a_person_under_one_clause_are_refused(draft):
    twice = [{"measure": "attested", "text": text} for text in ("管理规范", "成效明显")]

    found = told(with_category(draft, criteria={"clause": "一1", "all_of": twice}))

    assert "“示范幼儿园”里有不止一条人工认定的条件用了同一条款：一1" in found


def test_conditions_for_a_person_under_clauses_of_their_own_are_taken(draft):
    each = [{"measure": "attested", "text": "管理规范", "clause": clause} for clause in ("一1", "一2")]

    assert told(with_category(draft, criteria={"all_of": each})) == ""


def test_the_same_clause_in_another_category_is_another_decision():
    data = yaml.safe_load(NOTICE.read_text(encoding="utf-8"))["cycle"]
    managers = [row for row in data["categories"] if row["kind"] == "outstanding_manager"]
    assert len({str(row["criteria"]) for row in managers}) == 1

    CycleSection.model_validate(data)

    managers[0]["criteria"]["all_of"].append(managers[0]["criteria"]["all_of"][0])
    with pytest.raises(ValidationError, match="同一条款"):
        CycleSection.model_validate(data)


def test_more_than_one_form_of_a_unit_in_a_category_is_refused_where_it_is_written_with_the_way_round_it(draft):
    [fault] = faults_in(with_category(draft, per_unit=2))

    assert fault.key == "cycle.categories[1].per_unit"
    assert fault.line > 1
    assert fault.message == (
        "“示范幼儿园”写的是每个单位 2 份推荐表：每个单位在一个类别里只能报一份，per_unit 只能写 1 或不写；要多报，请分成几个类别。"
    )


def test_the_same_is_told_when_a_notice_is_brought_in(cycle):
    text = NOTICE.read_text(encoding="utf-8").replace("      per_unit: 1\n", "      per_unit: 2\n", 1)

    with pytest.raises(NoticeRefused) as refusal:
        load_notice(file=text.encode(), by=None)

    [fault] = refusal.value.faults
    assert (fault.key, fault.line) == ("cycle.categories[4].per_unit", text[: text.index("per_unit: 2")].count("\n") + 1)
    assert "“区县级优秀管理者”写的是每个单位 2 份推荐表" in fault.message
