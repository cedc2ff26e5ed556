"""Rules on places and 公示 of a selection being prepared: written by forms, looked at before they are saved."""

import pytest
from django.urls import reverse

from awards.actions import cycle_drafts as actions
from awards.cycle_data import section_in, text_with
from awards.drafting import faults_in
from awards.facts_desk.draft_doubts import doubts_in
from awards.forms.cycle_quotas import RULES
from awards.models import CycleDraft
from programs.notice_data import rows_of
from tests import factories
from tests.awards.conftest import NOTICE

SECOND = NOTICE.parents[2] / "tests/awards/samples/second-cycle.yaml"
EVERY_BOUND = [
    {"kind": "cap", "categories": ["county_unit"], "per": "unit", "most": 3, "clause": "三1"},
    {"kind": "composition", "sort": "rural", "per": "city", "least_share": "0.5", "rounding": "up", "clause": "三1"},
    {"kind": "composition", "sort": "small", "per": "county", "most": 2, "except_for": ["330382"], "clause": "三1"},
    {"kind": "grades", "grades": [{"name": "一等奖", "places": 3}, {"name": "二等奖", "places": 5}], "clause": "三1"},
    {"kind": "one_category", "per": "person", "clause": "三1"},
    {"kind": "reserve", "number": 2, "clause": "三1", "text": "可列备选"},
    {"kind": "unit_or_person", "clause": "三1"},
]


@pytest.fixture
def draft(cycle, zhejiang):
    text = NOTICE.read_text(encoding="utf-8")
    return actions.begin(notice=cycle.notice, unit=zhejiang, code="zj-2024", name="再评一次", text=text, by=None)


@pytest.fixture
def office(client, province_office):
    client.force_login(province_office)
    return client


def written(draft, **parts):
    return actions.write(draft=draft, text=text_with(section_in(draft.text) | parts), revision=draft.revision, by=None)


def section_of(draft):
    return section_in(CycleDraft.objects.get(pk=draft.pk).text)


def sent_by(form) -> dict:
    """What a browser sends of a form nobody touched."""
    return {name: form[name].value() for name in form.fields if form[name].value() not in (None, False)}


def added(client, draft, kind: str, **fields):
    address = f"{reverse('awards:draft-quota-add', args=[draft.pk])}?kind={kind}"
    rows = (
        section_of(draft)["quotas" if kind in ("share", "table", "per_unit", "span") else "quota_rules"]
        if "place" in fields
        else []
    )
    return client.post(address, {"revision": draft.revision, "place": len(rows) + 1, "clause": "三1", **fields})


def test_every_kind_has_a_form_that_says_what_the_kind_is_for(office, draft):
    for kind, rule in RULES.items():
        page = office.get(f"{reverse('awards:draft-quota-add', args=[draft.pk])}?kind={kind}")

        assert rule.meaning in page.content.decode()
        assert set(page.context["form"].fields) >= set(rule.model_fields) - {
            "kind",
            "only_if",
        }  # a rule of one reading is written in the file


def test_what_nobody_touched_is_written_back_as_it_was(office, draft):
    draft = written(draft, quota_rules=EVERY_BOUND)
    before = draft.text
    addresses = [("quotas", 1), *(("quota_rules", at) for at in range(1, len(EVERY_BOUND) + 1))]

    for name, at in addresses:
        address = reverse("awards:draft-quota", args=[draft.pk, name, at])
        form = office.get(address).context["form"]
        assert office.post(address, sent_by(form)).status_code == 302, (name, at)

    assert CycleDraft.objects.get(pk=draft.pk).text == before
    assert faults_in(draft) == []


def test_a_share_is_typed_in_percent_looked_at_and_then_saved(office, draft, wenzhou, counties):
    draft = written(draft, quotas=[])
    fields = {"category": "county_unit", "per": "city", "share_of": "counties", "share": "30", "rounding": "down", "minimum": "1"}

    seen = added(office, draft, "share", **fields, preview="yes")

    preview = seen.context["preview"]
    assert preview.sentence == "按各单位区县数的 30% 分配，逐个单位舍去小数，每个单位至少 1 个"
    assert [(one.name, one.row.places) for one in preview.given if one.counted] == [("温州市", 1)]
    assert "quotas" not in section_of(draft)
    assert added(office, draft, "share", **fields).status_code == 302
    rule = section_of(draft)["quotas"][0]["rule"]
    assert rule == {"kind": "share", "share_of": "counties", "share": "0.3", "rounding": "down", "minimum": 1}


def test_a_printed_table_takes_names_and_codes_and_tells_where_the_formula_differs(office, draft):
    address = reverse("awards:draft-quota", args=[draft.pk, "quotas", 1])
    fields = sent_by(office.get(address).context["form"]) | {"printed": "温州市 12 4\n330100 13 3\n"}

    preview = office.post(address, fields | {"preview": "yes"}).context["preview"]

    assert [one.row.places for one in preview.given[:2]] == [4, 3]
    assert preview.differing == 1
    assert office.post(address, fields).status_code == 302
    quota = section_of(draft)["quotas"][0]
    assert quota["printed"] == [{"unit": "330300", "basis": 12, "places": 4}, {"unit": "330100", "basis": 13, "places": 3}]
    assert quota["text"] == "推优名额由区县数25%的比例四舍五入计算所得"


WRONG = [
    ("share", {"share": "130"}, "share", "不大于 100，现在是 130"),
    ("share", {"share": "30", "share_of": ""}, "share_of", "必填"),
    ("span", {"least": "5", "most": "4"}, "least", "至少 5 个，多于最多 4 个"),
    ("table", {}, "printed", "固定表要写出每个单位的名额"),
    ("table", {"printed": "某处 1 1"}, "printed", "没有“某处”"),
    ("table", {"printed": "温州市 12"}, "printed", "第 1 行"),
    ("per_unit", {"number": "0"}, "number", "不能小于 1"),
    ("per_unit", {"number": "1", "clause": ""}, "clause", "必填"),
    ("cap", {"per": "county", "most": ""}, "most", "必填"),
    ("composition", {"sort": "rural", "per": "county", "least": "1"}, "per", "只能按每个设区市"),
    ("composition", {"sort": "rural", "per": "city", "least": "1", "most": "2"}, "least", "四者写一个"),
    ("grades", {"grades": "一等奖 3\n一等奖 2"}, "grades", "等次名称重复"),
    ("grades", {"grades": "一等奖 三"}, "grades", "第 1 行"),
    ("grades", {"grades": "一等奖"}, "grades", "第 1 行：缺少这一项"),
]


def test_what_is_wrong_stands_beside_its_field(office, draft):
    draft = written(draft, quotas=[])
    for kind, fields, wrong, sentence in WRONG:
        common = {"category": "county_unit", "rounding": "down", "share_of": "counties"}
        common |= {"per": "city"} if "per" not in fields else {}

        answer = added(office, draft, kind, **(common | fields))

        assert answer.status_code == 422
        assert sentence in "".join(answer.context["form"].errors.get(wrong, [])), answer.context["form"].errors


def test_what_is_left_empty_is_not_written(office, draft):
    page = office.get(f"{reverse('awards:draft-quota-add', args=[draft.pk])}?kind=composition")
    assert page.context["form"]["except_for"].value() == ""

    fields = {"sort": "rural", "per": "county", "most": "2", "except_for": "330382， 330381"}
    assert added(office, draft, "composition", **fields).status_code == 302

    rule = section_of(draft)["quota_rules"][0]
    assert rule["except_for"] == ["330382", "330381"]
    assert set(rule) == {"kind", "sort", "per", "most", "except_for", "clause"}


def test_a_second_rule_for_the_same_category_is_refused(office, draft):
    answer = added(office, draft, "per_unit", category="county_unit", per="city", number="1")

    assert "已经写了一条" in answer.context["form"].errors["category"][0]


def test_a_rule_becomes_one_of_another_kind_and_keeps_its_clause_and_place(office, draft):
    draft = written(draft, quota_rules=EVERY_BOUND)
    address = f"{reverse('awards:draft-quota', args=[draft.pk, 'quota_rules', 1])}?kind=composition"
    form = office.get(address).context["form"]
    fields = sent_by(form) | {"sort": "kindergarten", "per": "county", "most": "2"}

    assert office.post(address, fields).status_code == 302

    rule = section_of(draft)["quota_rules"][0]
    assert rule == {
        "kind": "composition",
        "categories": ["county_unit"],
        "sort": "kindergarten",
        "per": "county",
        "most": 2,
        "rounding": "down",
        "clause": "三1",
    }


def test_a_share_of_places_is_told_for_the_numbers_there_are(office, draft):
    fields = {"sort": "rural", "per": "city", "least_share": "50", "rounding": "up", "preview": "yes"}

    preview = added(office, draft, "composition", **fields).context["preview"]

    assert preview.examples == [
        "1 个名额时，乡村学校至少 1 个",
        "2 个名额时，乡村学校至少 1 个",
        "3 个名额时，乡村学校至少 2 个",
    ]


def test_a_rule_is_taken_out_and_the_others_stay(office, draft):
    draft = written(draft, quota_rules=EVERY_BOUND)
    address = reverse("awards:draft-cycle-remove", args=[draft.pk, "quota_rules", 2])

    assert office.post(address, {"revision": draft.revision}).status_code == 302

    assert section_of(draft)["quota_rules"] == [EVERY_BOUND[0], *EVERY_BOUND[2:]]


def test_what_is_not_there_is_not_found(office, draft):
    for address in ("quotas/add/?kind=nothing", "quotas/quotas/2/", "quotas/contacts/1/", "quotas/quotas/0/"):
        assert office.get(f"{draft.get_absolute_url()}{address}").status_code == 404


def test_public_notice_is_written_with_its_step_and_taken_back(office, draft):
    address = reverse("awards:draft-publicity", args=[draft.pk])
    fields = {"revision": draft.revision, "asked": "on", "working_days": "3", "province": "on", "clause": "三3"}
    fields |= {"opens": "2025-12-01T00:00:00", "until": "2025-12-03T23:59:59"}

    assert office.post(address, fields).status_code == 302

    section = section_of(draft)
    assert section["publicity"] == {"working_days": 3, "province": True, "city": False, "clause": "三3"}
    assert [row["key"] for row in section["calendar"]] == ["nominate", "recommend", "judge", "notice", "announce"]
    assert section["calendar"][3]["until"] == "2025-12-03T23:59:59+08:00"
    assert faults_in(CycleDraft.objects.get(pk=draft.pk)) == []
    again = office.get(address).context["form"]
    assert office.post(address, sent_by(again)).status_code == 302
    assert section_of(draft) == section

    assert office.post(address, {"revision": CycleDraft.objects.get(pk=draft.pk).revision}).status_code == 302
    assert "publicity" not in section_of(draft)
    assert section_of(draft)["calendar"] == section["calendar"]


NOT_A_NOTICE = [
    ({"working_days": ""}, "working_days", "缺少这一项"),
    ({"working_days": "61"}, "working_days", "不能大于 60"),
    ({"province": ""}, "province", "至少选一个"),
    ({"opens": "2025-10-01T00:00:00", "until": "2025-10-03T00:00:00"}, "until", "3 个工作日，到 2025-10-11 为止"),
    ({"opens": "2025-12-03T00:00:00", "until": "2025-12-01T00:00:00"}, "until", "开始时间须早于截止时间"),
]


def test_a_public_notice_that_cannot_be_is_refused_beside_its_field(office, draft):
    known = {"revision": draft.revision, "asked": "on", "working_days": "3", "province": "on", "clause": "三3"}
    for fields, wrong, sentence in NOT_A_NOTICE:
        answer = office.post(reverse("awards:draft-publicity", args=[draft.pk]), known | fields)

        assert answer.status_code == 422
        assert sentence in "".join(answer.context["form"].errors.get(wrong, [])), answer.context["form"].errors


def test_the_second_sample_goes_through_the_forms_unchanged(office, zhejiang, cycle):
    factories.unit("330106", "西湖区", "county", cycle.unit)
    text = SECOND.read_text(encoding="utf-8")
    draft = actions.begin(notice=cycle.notice, unit=zhejiang, code="second-2026", name="又一次", text=text, by=None)
    before = draft.text

    for address in [reverse("awards:draft-quota", args=[draft.pk, name, 1]) for name in ("quotas", "quota_rules")]:
        form = office.get(address).context["form"]
        form.fields["clause"].choices += [(form["clause"].value(), "")]
        office.post(address, sent_by(form) | {"clause": "三1"})
    clauses = {row["clause"] for name in ("quotas", "quota_rules") for row in rows_of(section_of(draft), name)}

    assert clauses == {"三1"}
    assert section_of(draft)["quotas"][0]["rule"] == section_in(before)["quotas"][0]["rule"]


def test_remarks_that_no_longer_fit_the_rules_are_told_before_the_start(office, draft):
    section = section_in(draft.text)
    before = doubts_in(draft)
    [quota] = [row for row in section["quotas"] if row["category"] == "county_unit"]
    rewritten = quota | {"rule": quota["rule"] | {"share": "0.30"}, "printed": []}
    draft = written(draft, quotas=[rewritten if row is quota else row for row in section["quotas"]])

    told = "".join(doubts_in(draft))

    assert before == []
    assert told.count("的文字说 25%，规则是 30%") == 2
    assert told.count("草稿里没有表") == 1
    for name in ("", "-issue"):
        page = office.get(reverse(f"awards:draft-cycle{name}", args=[draft.pk]), follow=True).content.decode()
        assert "文字与规则有 3 处不一致" in page
