"""Every assumption of zj-2023 either offers readings that change what the portal does, or says why there is only one."""

import pytest
from django.urls import reverse

from awards.actions import cycle_drafts as actions
from awards.actions import eligibility, recommending
from awards.assumed import in_force, retyped
from awards.cycle_data import section_in, text_with
from awards.drafting import faults_in
from awards.facts_desk.drafts import draft_page
from awards.facts_desk.nominating import not_nominated
from awards.findings import Source
from awards.measures.showcase import Showcased, ShowcaseFact
from awards.models import AwardCycle, CycleDraft
from awards.nominee_facts import NomineeFacts
from awards.policies.cycles import check_takes_part
from awards.previewing import dry_run
from portal.kit.errors import Denied, Spent
from programs.loading import load_notice
from programs.models import Engagement, MediaReport, Showcase
from tests import factories
from tests.awards.conftest import NOTICE, open_for_a_week
from tests.awards.factories import submitted
from tests.awards.test_cycle_drafts import draft, outcome_of  # noqa: F401  the draft is a fixture

MANAGER = {"period": None, "manager_position": "科长", "manager_title": "高级教师", "manager_basis": "科长，某教干〔2021〕3号"}


def read_as(cycle, key: str, value: str) -> AwardCycle:
    """The cycle as its notice would set it up with another reading chosen."""
    lines = NOTICE.read_text(encoding="utf-8").split(f"- key: {key}\n")
    head, rest = lines[0], lines[1]
    before = rest.split("      value: ", 1)[1].split("\n", 1)[0]
    text = head + f"- key: {key}\n" + rest.replace(f"      value: {before}\n", f"      value: {value}\n", 1)
    load_notice(file=text.encode(), by=None)
    return open_for_a_week(AwardCycle.objects.prefetch_related("categories").get(pk=cycle.pk))


def test_each_assumption_offers_readings_or_says_why_there_is_none(cycle):
    silent = ("没有别的读法可选", "所以不设别的读法")

    for row in cycle.assumptions:
        assert len(row["choices"]) > 1 or any(words in row["text"] for words in silent), row["key"]
    chosen = {row["key"] for row in cycle.assumptions if row["choices"]}
    assert chosen == {
        *("institution_both", "rank_rounding", "rank_period", "city_cases"),
        *("takes_part", "showcase_kinds", "one_manager_each"),
    }


@pytest.mark.parametrize(
    ("national", "kind", "state"),
    [("any", "lesson", "met"), ("any", "exemplar", "met"), ("exemplar", "exemplar", "met"), ("exemplar", "lesson", "not_met")],
)
def test_which_national_cases_count_is_a_parameter(national, kind, state):
    fact = ShowcaseFact("national", kind, 2022, "某案例", Source("programs.showcase", 1, "某案例"))
    measure = Showcased(measure="showcase", levels=["national"], national=national)

    finding = measure.judge(NomineeFacts(showcases=[fact]), "二(一)1区县(2)")

    assert finding.state == state
    assert ("没有入选国家典型案例的记录" in finding.text) == (state == "not_met")


def test_the_reading_of_national_cases_changes_the_verdict_in_the_dry_run(draft, counties):  # noqa: F811
    yueqing = counties[0]
    MediaReport.objects.all().delete()
    Showcase.objects.create(unit=yueqing, title="一节课", level="national", kind="lesson", year=2022)
    assert outcome_of(draft, yueqing).verdict.eligible is True

    changed = actions.assume(draft=draft, key="showcase_kinds", value="exemplar", revision=draft.revision, by=None)

    assert outcome_of(changed, yueqing).verdict.eligible is not True


def test_whether_an_institution_needs_engagements_on_record_changes_who_may_nominate(cycle, institution, wenzhou, province_office):
    category = cycle.categories.select_related("cycle__notice").get(key="institution")
    check_takes_part(category, institution)

    cycle = read_as(cycle, "takes_part", "engaged")
    category = cycle.categories.select_related("cycle__notice").get(key="institution")

    with pytest.raises(Denied, match="没有承担培训任务的登记和承训记录") as refusal:
        check_takes_part(category, institution)
    assert refusal.value.clause == "浙工程办函〔2023〕7号 一1"
    assert institution.code not in {row["unit"] for row in not_nominated(cycle, province_office)}
    Engagement.objects.create(institution=institution, unit=wenzhou, starts_on="2021-01-01")
    check_takes_part(category, institution)
    assert institution.code in {row["unit"] for row in not_nominated(cycle, province_office)}


def test_an_engagement_elsewhere_or_taken_back_is_none(cycle, institution, wenzhou):
    cycle = read_as(cycle, "takes_part", "engaged")
    elsewhere = factories.unit("340100", "合肥市", "city", factories.unit("340000", "安徽省", "province"))
    Engagement.objects.create(institution=institution, unit=elsewhere, starts_on="2021-01-01")
    Engagement.objects.create(institution=institution, unit=wenzhou, starts_on="2021-01-01", state="withdrawn")

    with pytest.raises(Denied):
        check_takes_part(cycle.categories.select_related("cycle__notice").get(key="institution"), institution)


@pytest.mark.parametrize(("reading", "second"), [("unit", "recommended"), ("city", "submitted")])
def test_how_many_managers_a_city_and_its_counties_put_forward_follows_the_reading(
    cycle, counties, bureaus, wenzhou, wenzhou_bureau, reading, second
):
    cycle = read_as(cycle, "one_manager_each", reading)
    category = cycle.categories.select_related("cycle__notice").get(key="county_manager")
    rows = []
    for county, name in zip(counties[:2], ("陈知行", "林一舟"), strict=True):
        person = MANAGER | {"manager_name": name, "manager_workplace": county.bureau()}
        rows.append(submitted(category, county, bureaus[county.pk], **person))
        for clause, _text in category.attested:
            eligibility.attest(category=category, unit=county, clause=clause, met=True, reason="已核。", by=wenzhou_bureau)
    recommending.recommend(nomination=rows[0], by=wenzhou_bureau)

    if second == "recommended":
        recommending.recommend(nomination=rows[1], by=wenzhou_bureau)
    else:
        with pytest.raises(Spent, match="每个设区市最多 1 个") as refusal:
            recommending.recommend(nomination=rows[1], by=wenzhou_bureau)
        assert refusal.value.clause == "浙工程办函〔2023〕7号 二(二)"

    rows[1].refresh_from_db()
    assert rows[1].state == second


def test_a_rule_binds_only_under_the_readings_it_names():
    rules = [{"kind": "cap"}, {"kind": "cap", "only_if": {"a": "x"}}, {"kind": "cap", "only_if": {"a": "y"}}]

    assert in_force(rules, {"a": "x"}) == rules[:2]
    with pytest.raises(ValueError, match="“a”"):
        in_force(rules, {})


def test_a_draft_says_which_rule_waits_for_a_reading_and_refuses_one_that_is_not_stated(draft):  # noqa: F811
    page = draft_page(draft)
    [line] = page["quotas"][1].lines
    assert line.says.endswith("（约定为“每个设区市连同所辖区县合计推荐1名，培训机构各1名。”时才执行，现在不执行）")
    assert "二(二)" in next(one.bears_on for one in page["readings"] if one.key == "one_manager_each")
    changed = actions.assume(draft=draft, key="one_manager_each", value="city", revision=draft.revision, by=None)
    assert draft_page(changed)["quotas"][1].lines[0].says.endswith("现在执行）")
    assert dry_run(changed).outcomes

    rest = [row for row in section_in(changed.text)["assumptions"] if row["key"] != "one_manager_each"]
    text = actions.text_with(section_in(changed.text) | {"assumptions": rest})
    broken = actions.write(draft=changed, text=text, revision=changed.revision, by=None)
    assert any("名额规则引用了约定“one_manager_each”" in fault.message for fault in faults_in(broken))


def test_a_reading_opened_and_saved_keeps_the_kind_of_its_values(client, draft, province_office):  # noqa: F811
    """``only_if: {key: true}`` binds on true, not on the text "true"."""
    client.force_login(province_office)
    before = section_in(draft.text)
    assert {type(row["value"]) for row in before["assumptions"] if "value" in row} == {bool, int, str}
    for at in range(1, len(before["assumptions"]) + 1):
        address = reverse("awards:draft-cycle-part", args=[draft.pk, "assumptions", at])
        form = client.get(address).context["form"]
        sent = {name: form[name].value() for name in form.fields if form[name].value() is not None}
        answer = client.post(address, {name: str(value).replace("\n", "\r\n") for name, value in sent.items()})
        assert answer.status_code == 302, answer.content.decode()

    draft.refresh_from_db()
    assert section_in(draft.text) == before
    assert [type(row.get("value")) for row in section_in(draft.text)["assumptions"]] == [
        type(row.get("value")) for row in before["assumptions"]
    ]
    assert draft_page(draft)["quotas"] == draft_page(CycleDraft(text=text_with(before), notice=draft.notice))["quotas"]


@pytest.mark.parametrize(
    ("text", "standing", "value"),
    [
        ("true", [True, False], True),
        ("true", ["true", "false"], "true"),
        ("1", [1, 2], 1),
        ("1", ["1", "1.5"], "1"),
        ("3", [1, 2], 3),
        ("96", ["95", "95.01"], "96"),
        ("false", [], False),
        ("12", [], 12),
        ("95.01", [], "95.01"),
        ("007", [], "007"),
        ("down", [True], "down"),
    ],
)
def test_a_typed_value_is_of_the_kind_that_stands_or_as_the_file_reads_it(text, standing, value):
    found = retyped(text, standing)

    assert (found, type(found)) == (value, type(value))


def test_another_reading_typed_beside_true_and_false_stays_true(client, draft, province_office):  # noqa: F811
    client.force_login(province_office)
    rows = section_in(draft.text)["assumptions"]
    at = next(at for at, row in enumerate(rows, 1) if row.get("value") is True)
    address = reverse("awards:draft-cycle-part", args=[draft.pk, "assumptions", at])
    form = client.get(address).context["form"]
    sent = {name: form[name].value() for name in form.fields if form[name].value() is not None}

    answer = client.post(address, sent | {"choices": "true | 照通知\nfalse | 不照", "value": "false"})

    assert answer.status_code == 302, answer.content.decode()
    draft.refresh_from_db()
    row = section_in(draft.text)["assumptions"][at - 1]
    assert ([one["value"] for one in row["choices"]], row["value"]) == ([True, False], False)
