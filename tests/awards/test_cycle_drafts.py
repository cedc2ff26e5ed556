"""A selection prepared in the portal: written, checked, tried on everybody, issued."""

import pytest
from django.urls import reverse

from awards.actions import cycle_drafts as actions
from awards.cycle_data import section_in, text_with
from awards.drafting import faults_in
from awards.models import AwardCycle, CycleDraft, Eligibility
from awards.previewing import dry_run
from portal.audit.models import Change, Event
from portal.kit.errors import Denied, Refused, Stale, WrongState
from programs.models import EvaluationPeriod, InstitutionRanking, PerformanceEvaluation
from tests import factories
from tests.awards.conftest import NOTICE, qualify
from tests.awards.factories import sheet_of

BACKWARDS = {"key": "recommend", "label": "报送", "opens": "2025-02-01T00:00", "until": "2025-01-01T00:00", "clause": "三2"}


@pytest.fixture
def draft(cycle, zhejiang):
    """The cycle of 2023 once more, to be changed."""
    return actions.begin(
        notice=cycle.notice,
        unit=zhejiang,
        code="zj-2024",
        name="再评一次",
        text=NOTICE.read_text(encoding="utf-8"),
        by=None,
    )


@pytest.fixture
def office(client, province_office):
    client.force_login(province_office)
    return client


def outcome_of(draft, unit, key="county_unit"):
    return next(one for one in dry_run(draft).outcomes if one.unit == unit and one.key == key)


def written(draft, **parts):
    text = text_with(section_in(draft.text) | parts)
    return actions.write(draft=draft, text=text, revision=draft.revision, by=None)


def test_a_draft_takes_the_cycle_of_a_notice_file_under_a_code_of_its_own(draft):
    assert faults_in(draft) == []
    assert (draft.code, draft.name) == ("zj-2024", "再评一次")
    assert len(section_in(draft.text)["categories"]) == 6


def test_a_draft_like_an_earlier_cycle_takes_all_but_its_calendar(cycle, zhejiang):
    draft = actions.begin(notice=cycle.notice, unit=zhejiang, code="zj-2025", name="新的", earlier=cycle, by=None)

    assert "calendar" not in section_in(draft.text)
    assert [fault.message for fault in faults_in(draft)] == ["日程里还没有“推荐报送”的截止时间。"]


def test_an_exported_draft_comes_back_as_it_was(draft, cycle, zhejiang):
    again = actions.begin(notice=cycle.notice, unit=zhejiang, code="zj-2024", name="再评一次", text=draft.text, by=None)

    assert again.text == draft.text


def test_issuing_sets_the_cycle_up_and_a_draft_is_issued_once(draft):
    cycle = actions.issue(draft=draft, revision=draft.revision, by=None)

    assert AwardCycle.objects.get(code="zj-2024").categories.count() == 6
    assert CycleDraft.objects.get(pk=draft.pk).cycle == cycle
    with pytest.raises(WrongState, match="已启动，不能再改"):
        actions.issue(draft=draft, revision=draft.revision, by=None)


def test_a_code_that_is_taken_is_refused(draft):
    draft = written(draft, code="zj-2023")

    with pytest.raises(Refused, match="评选代码 zj-2023 已由另一次评选使用"):
        actions.issue(draft=draft, revision=draft.revision, by=None)


def test_two_who_write_at_once_do_not_overwrite_each_other(draft):
    stale = CycleDraft.objects.get(pk=draft.pk)
    written(draft, name="甲")

    with pytest.raises(Stale):
        actions.write(draft=stale, text=text_with(section_in(stale.text) | {"name": "乙"}), revision=1, by=None)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"calendar": [BACKWARDS]}, "开始时间须早于截止时间"),
        ({"categories": []}, "缺少这一项"),
        ({"assumptions": [{"key": "city_cases", "text": "x", "value": "甲", "choices": [{"value": "乙", "text": "y"}]}]}, "约定"),
        ({"limits": {"reason_characters": 0}}, "不能小于 1"),
        ({"limits": {"clause": "九(九)"}}, "没有条款“九(九)”"),
    ],
    ids=["ends before it opens", "no category", "a value nobody offers", "no reason", "an unknown clause"],
)
def test_what_is_wrong_with_a_draft_is_said_in_words(draft, change, sentence):
    draft = written(draft, **change)

    assert any(sentence in fault.message for fault in faults_in(draft)), [fault.message for fault in faults_in(draft)]


def test_a_broken_category_is_told_once(draft):
    """Not also that there is no category."""
    categories = section_in(draft.text)["categories"]
    draft = written(draft, categories=[{key: value for key, value in categories[0].items() if key != "form"}], quotas=[])

    assert [(fault.key, fault.message) for fault in faults_in(draft)] == [("cycle.categories[1].form", "缺少这一项。")]


def test_another_reading_of_a_gap_changes_the_verdict_in_the_dry_run_and_is_on_record(draft, cycle, wenzhou, province_office):
    five = [factories.unit(f"33036{n}", f"某区{n}", "county", wenzhou) for n in range(5)]
    for rank, county in enumerate(five, start=1):
        qualify(county, cycle, rank=rank)
    third = five[2]

    assert outcome_of(draft, third).verdict.eligible is False
    changed = actions.assume(draft=draft, key="rank_rounding", value="up", revision=draft.revision, by=province_office)

    assert outcome_of(changed, third).verdict.eligible is True
    event = Event.objects.get(verb="cycle.assumption_changed")
    change = Change.objects.get(event=event)
    assert change.field == "rank_rounding"
    assert "向上取整" in str(change.after)


def test_whether_an_institution_needs_both_conditions_is_a_choice(draft, cycle, institution):
    _ranked(institution, cycle)

    assert outcome_of(draft, institution, "institution").verdict.eligible is False
    changed = actions.assume(draft=draft, key="institution_both", value="1", revision=draft.revision, by=None)

    assert outcome_of(changed, institution, "institution").verdict.eligible is True


def _ranked(institution, cycle):
    period = EvaluationPeriod.objects.get(program=cycle.program, number=1)
    InstitutionRanking.objects.create(unit=institution, period=period, rank=2)


def test_a_dry_run_tells_near_misses_and_empty_places_and_stores_nothing(draft, cycle, counties, wenzhou):
    PerformanceEvaluation.objects.filter(unit=counties[0]).update(score=8980)
    before = (AwardCycle.objects.count(), Eligibility.objects.count(), Event.objects.count())

    run = dry_run(draft)

    near = next(one for one in run.outcomes if one.unit == counties[0] and one.key == "county_unit")
    assert (near.outcome, near.lacks) == ("near", "二(一)1区县(1) 差 0.2 分")
    empty = {one.unit: one.empty for one in run.places}
    assert (empty["温州市"], empty["杭州市"]) == (0, 3)
    assert (AwardCycle.objects.count(), Eligibility.objects.count(), Event.objects.count()) == before


def test_a_dry_run_does_not_count_places_of_managers_as_empty_before_they_are_named(office, draft):
    quotas = section_in(draft.text)["quotas"]
    managers = {"category": "county_manager", "per": "city", "rule": {"kind": "per_unit", "number": 2}, "clause": "附件1"}
    draft = written(draft, quotas=[*quotas, managers])

    places = dry_run(draft).places_in(category="county_manager")
    page = office.get(reverse("awards:draft-cycle-preview", args=[draft.pk]), {"category": "county_manager"}).content.decode()
    rest = office.get(f"/api/v1/cycle-drafts/{draft.pk}/preview/", {"category": "county_manager"}).json()["places"]

    assert {(one.places, one.empty) for one in places} == {(2, None)}
    assert ("至少空" in page, page.count("申报后才知道")) == (False, len(places))
    assert {one["empty"] for one in rest} == {None}
    assert any(one.empty for one in dry_run(draft).places_in(category="county_unit"))


def test_only_the_office_and_those_above_prepare_a_selection(draft, cycle, wenzhou, zhejiang):
    with pytest.raises(Denied):
        actions.begin(notice=cycle.notice, unit=zhejiang, code="x", name="x", by=factories.user("wz", wenzhou, "bureau"))


def test_a_draft_is_begun_and_shown_in_the_browser(office, cycle, zhejiang):
    fields = {"notice": cycle.notice.pk, "unit": zhejiang.code, "code": "zj-2026", "name": "第二届", "earlier": cycle.pk}

    response = office.post(reverse("awards:draft-cycle-new"), fields, follow=True)

    assert response.status_code == 200
    text = response.content.decode()
    assert "第二届" in text
    assert "还有 1 处要改" in text
    bad = office.post(reverse("awards:draft-cycle-new"), fields | {"code": "Bad Code"}).content.decode()
    assert "代码只能用小写字母、数字和短横" in bad


@pytest.mark.parametrize(
    "name", ["draft-cycle", "draft-cycle-file", "draft-cycle-preview", "draft-cycle-issue", "draft-cycle-head"]
)
def test_every_page_of_a_draft_opens(office, draft, counties, name):
    assert office.get(reverse(f"awards:{name}", args=[draft.pk])).status_code == 200


@pytest.mark.parametrize("name", ["categories", "calendar", "contacts", "assumptions"])
def test_every_part_has_a_form(office, draft, name):
    assert office.get(reverse("awards:draft-cycle-add", args=[draft.pk, name])).status_code == 200


def test_a_step_of_the_calendar_is_written_with_date_and_time(office, draft):
    fields = {
        "revision": draft.revision,
        "key": "notice",
        "label": "公示",
        "opens": "2025-12-01T09:00:00",
        "until": "2025-12-05T17:30:00",
        "clause": "三3",
        "place": 5,
    }

    response = office.post(reverse("awards:draft-cycle-add", args=[draft.pk, "calendar"]), fields)

    assert response.status_code == 302, response.content.decode()
    step = section_in(CycleDraft.objects.get(pk=draft.pk).text)["calendar"][-1]
    assert (step["key"], step["until"]) == ("notice", "2025-12-05T17:30:00+08:00")


def test_a_condition_is_added_changed_and_taken_out_in_the_browser(office, draft):
    address = reverse("awards:draft-condition", args=[draft.pk, "county_unit", "0"])
    fields = {"revision": draft.revision, "clause": "二(一)1", "text": "全部报送按时", "min": "95", "assumes": "", "tasks": ""}

    response = office.post(f"{address}?kind=filing_punctuality", fields)

    assert response.status_code == 302, response.content.decode()
    draft.refresh_from_db()
    category = section_in(draft.text)["categories"][0]
    assert category["criteria"]["all_of"][-1] == {
        "clause": "二(一)1",
        "text": "全部报送按时",
        "measure": "filing_punctuality",
        "min": "95",
    }
    assert faults_in(draft) == []
    gone = reverse("awards:draft-condition-remove", args=[draft.pk, "county_unit", "0.2"])
    assert office.post(gone, {"revision": draft.revision}).status_code == 302
    draft.refresh_from_db()
    assert len(section_in(draft.text)["categories"][0]["criteria"]["all_of"]) == 2


def test_a_condition_that_cannot_be_is_refused_beside_its_field(office, draft):
    address = reverse("awards:draft-condition", args=[draft.pk, "county_unit", "0"])

    response = office.post(f"{address}?kind=evaluation_score", {"revision": draft.revision, "min": "120", "times": "1"})

    assert response.status_code == 422
    assert "不能大于 100" in response.content.decode()


def test_every_condition_of_the_notice_can_be_opened_and_kept_as_it_is(office, draft):
    """What a form shows of a condition is what it writes back."""
    before = section_in(draft.text)["categories"]
    for category in before:
        page = office.get(reverse("awards:draft-category", args=[draft.pk, category["key"]]))
        for one in page.context["conditions"]:
            address = reverse("awards:draft-condition", args=[draft.pk, category["key"], one.path])
            form = office.get(address).context["form"]
            sent = {name: form[name].value() for name in form.fields if form[name].value() is not None}
            assert office.post(address, sent).status_code == 302, (category["key"], one.path)

    after = section_in(CycleDraft.objects.get(pk=draft.pk).text)["categories"]
    assert [row["key"] for row in after] == [row["key"] for row in before]
    assert faults_in(CycleDraft.objects.get(pk=draft.pk)) == []


def test_the_dry_run_comes_as_a_workbook_of_what_is_filtered(office, draft, counties):
    address = reverse("awards:draft-cycle-preview", args=[draft.pk])

    rows = sheet_of(office.get(address, {"outcome": "yes", "category": "county_unit", "export": "xlsx"}))

    assert [row[4] for row in rows[1:]] == ["符合条件"] * 4


def test_a_draft_of_another_province_is_not_there(client, draft):
    other = factories.unit("440000", "广东省", "province")
    client.force_login(factories.user("gd", other, "office"))

    assert client.get(draft.get_absolute_url()).status_code == 404


def test_a_draft_is_begun_read_tried_and_issued_over_rest(office, cycle, zhejiang, counties):
    asked = {"notice": cycle.notice.number, "unit": zhejiang.code, "code": "zj-2027", "name": "接口筹备"}
    made = office.post(
        "/api/v1/cycle-drafts/", asked | {"text": NOTICE.read_text(encoding="utf-8")}, content_type="application/json"
    )
    assert (made.status_code, made.json()["faults"]) == (201, [])
    address = f"/api/v1/cycle-drafts/{made.json()['id']}/"

    read = office.post(
        f"{address}assume/",
        {"key": "city_cases", "value": False},
        content_type="application/json",
        headers={"If-Match": made.headers["ETag"]},
    )
    tried = office.get(f"{address}preview/").json()
    issued = office.post(f"{address}issue/", headers={"If-Match": read.headers["ETag"]})

    assert "value: false" in read.json()["text"]
    assert (tried["faults"], tried["counts"]["yes"]) == ([], 4)
    assert (issued.status_code, issued.json()["cycle"]) == (200, "zj-2027")
    assert office.post(f"{address}issue/").status_code == 428


def test_an_unsound_draft_is_tried_over_rest_with_its_faults_alone(office, draft):
    CycleDraft.objects.filter(pk=draft.pk).update(text="cycle: {name: 不全}")

    tried = office.get(f"/api/v1/cycle-drafts/{draft.pk}/preview/").json()

    assert tried["faults"]
    assert (tried["rows"], tried["places"]) == ([], [])


def test_a_long_dry_run_comes_page_by_page_of_what_is_filtered(office, draft, counties, wenzhou):
    """Every county of a province and every school of a cycle for schools can be reached."""
    more = [factories.unit(f"3303{n}", f"某区{n}", "county", wenzhou) for n in range(20, 72)]
    address = reverse("awards:draft-cycle-preview", args=[draft.pk])
    asked = {"category": "county_unit", "city": "温州市"}

    first = office.get(address, asked).context["page"]
    second = office.get(address + first.next_url).context

    assert (first.total, len(first.rows), first.previous_url) == (len(more) + 4, 50, None)
    assert [one.outcome for one in first.rows[:4]] == ["yes"] * 4
    assert (second["page"].first_number, len(second["page"].rows), second["page"].next_url) == (51, 6, None)
    assert [one.unit for one in second["places"]] == ["温州市"]
    assert office.get(address, asked | {"n": "9999"}).context["page"].first_number == 51
    tried = office.get(f"/api/v1/cycle-drafts/{draft.pk}/preview/", asked | {"outcome": "yes"}).json()
    assert (tried["found"], len(tried["rows"]), tried["next"], len(tried["places"])) == (4, 4, None, 1)
