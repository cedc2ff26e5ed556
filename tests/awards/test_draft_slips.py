"""Slips in the text of a selection being prepared: every page of it opens and tells the fault in its place."""

from copy import deepcopy

import pytest
from django.urls import reverse
from pydantic import ValidationError

from awards.actions import cycle_drafts as actions
from awards.cycle_data import section_in, text_with
from awards.drafting import faults_in
from awards.forms.cycle_drafts import CategoryForm
from awards.models import CycleDraft
from awards.notice_section import CategoryPart
from programs.faults import faults_of
from programs.notice_data import text_of
from programs.yaml_reading import FaultyTextError, read_yaml
from tests.awards.test_draft_quotas import draft, office, section_of, sent_by  # noqa: F401  the first two are fixtures

CRITERIA = {"all_of": [{"measure": "attested", "clause": "二(一)1", "text": "经认定"}]}
CATEGORY = {"key": "county_unit", "name": "区县级先进单位", "kind": "advanced_unit", "nominee": "county", "form": "annex-3"}
SOUND = {
    "calendar": [{"key": "recommend", "label": "报送", "until": "2025-11-30", "clause": "三2"}],
    "limits": {"reason_characters": 800},
    "contacts": [{"office": "办公室"}],
    "assumptions": [{"key": "gap", "text": "没有写明", "value": 1, "choices": [{"value": 1, "text": "一种"}]}],
    "categories": [CATEGORY | {"route": ["county", "city", "province"], "clause": "二(一)1", "criteria": CRITERIA}],
    "quotas": [{"category": "county_unit", "per": "city", "rule": {"kind": "per_unit", "number": 1}, "clause": "三1"}],
    "quota_rules": [{"kind": "cap", "most": 2, "clause": "三1"}],
}
CHAIN = {"measure": "attested"}
for _step in range(40):
    CHAIN = {"all_of": [CHAIN]}
ONE, ROW = ("categories", 0), ("assumptions", 0)
LEAF = (*ONE, "criteria", "all_of", 0)
# Where the slip is made, what stands there then, and the key of the file the fault names.
SLIPS = [
    (("quotas", 0, "rule"), "table", "cycle.quotas[1].rule"),
    (("quotas", 0, "rule"), {"kind": ["table"]}, "cycle.quotas[1].rule"),
    (("quotas", 0, "rule"), {"share_of": "counties", "share": "sNaN", "rounding": "up"}, "cycle.quotas[1].rule.share"),
    (("quotas", 0, "rule"), {"share_of": "counties", "share": "1e99999999", "rounding": "up"}, "cycle.quotas[1].rule.share"),
    (("quotas", 0, "rule", "number"), 99999999999, "cycle.quotas[1].rule.number"),
    (("quotas", 0, "printed"), [{"unit": "330300", "basis": 1, "places": 99999999999}], "cycle.quotas[1].printed[1].places"),
    (("quotas", 0, "category"), ["county_unit"], "cycle.quotas[1].category"),
    (("quota_rules",), ["foo"], "cycle.quota_rules[1]"),
    (("quota_rules", 0, "categories"), 5, "cycle.quota_rules[1].categories"),
    ((*LEAF, "assumes"), "foo", "cycle.categories[1].criteria.all_of[1].assumes"),
    ((*LEAF, "assumes"), {"min": ["gap"]}, "cycle.categories[1].criteria.all_of[1].assumes.min"),
    ((*LEAF, "assumes"), {"min": "nowhere"}, "cycle"),
    ((*LEAF, "measure"), "magic", "cycle.categories[1].criteria.all_of[1]"),
    ((*LEAF, "revision"), "abc", "cycle.categories[1].criteria.all_of[1].revision"),
    ((*ONE, "criteria"), None, "cycle.categories[1].criteria"),
    ((*ONE, "criteria"), "foo", "cycle.categories[1].criteria"),
    ((*ONE, "criteria"), {"all_of": ["foo"]}, "cycle.categories[1].criteria.all_of[1]"),
    ((*ONE, "criteria"), {"all_of": 5}, "cycle.categories[1].criteria.all_of"),
    ((*ONE, "criteria"), CHAIN | {"k_of": 0}, "cycle.categories[1].criteria.k_of"),
    ((*ONE, "route"), 5, "cycle.categories[1].route"),
    ((*ONE, "route"), [5, {"a": "b"}], "cycle.categories[1].route[1]"),
    ((*ONE, "kind"), ["advanced_unit"], "cycle.categories[1].kind"),
    ((*ONE, "nominee"), {"county": 1}, "cycle.categories[1].nominee"),
    ((*ONE, "key"), "区县", "cycle.categories[1].key"),
    ((*ONE, "key"), 5, "cycle.categories[1].key"),
    ((*ONE, "name"), "长" * 61, "cycle.categories[1].name"),
    ((*ROW, "key"), ["gap"], "cycle.assumptions[1].key"),
    ((*ROW, "choices"), 5, "cycle.assumptions[1].choices"),
    ((*ROW, "value"), [1], "cycle.assumptions[1].value"),
    (("calendar", 0, "until"), 20251130, "cycle.calendar[1].until"),
    (("calendar", 0, "until"), "0001-01-01", "cycle.calendar[1].until"),
    (("calendar", 0, "label"), "长" * 61, "cycle.calendar[1].label"),
    (("limits",), "foo", "cycle.limits"),
    (("publicity",), ["foo"], "cycle.publicity"),
    (("name",), "长" * 121, "cycle.name"),
]
ROWS = [("part", name) for name in ("categories", "calendar", "contacts", "assumptions")] + [("quota", "quotas")]
PLAIN = [f"awards:draft-{name}" for name in ("cycle", "cycle-file", "cycle-preview", "cycle-issue", "cycle-head", "publicity")]


def with_slip(section: dict, place: tuple, value) -> dict:
    made = deepcopy(section)
    node = made
    for step in place[:-1]:
        node = node[step]
    node[place[-1]] = value
    if value is None:
        del node[place[-1]]
    return made


def addresses(row, keys) -> list[str]:
    """Every page of the small draft, its forms among them, that reads what was written."""
    forms = [reverse(f"awards:draft-{'cycle-part' if kind == 'part' else kind}", args=[row.pk, name, 1]) for kind, name in ROWS]
    forms += [reverse("awards:draft-quota", args=[row.pk, "quota_rules", 1])]
    forms += [reverse("awards:draft-category", args=[row.pk, key]) for key in keys]
    forms += [reverse("awards:draft-condition", args=[row.pk, key, path]) for key in keys for path in ("0", "0.0")]
    forms += [f"{reverse('awards:draft-condition', args=[row.pk, key, '0'])}?kind=attested" for key in keys]
    rest = [f"/api/v1/cycle-drafts/{row.pk}/", f"/api/v1/cycle-drafts/{row.pk}/preview/"]
    return [reverse(name, args=[row.pk]) for name in PLAIN] + forms + rest


def answers(client, address: str) -> list[int]:
    """What a page answers when it is opened, and what its form answers when it is sent back untouched."""
    seen = client.get(address)
    form = seen.context and seen.context.get("form")
    if not form or "file" in form.fields or "sure" in form.fields:
        return [seen.status_code]
    return [seen.status_code, client.post(address, sent_by(form) | {"preview": "yes"}).status_code]


def test_no_page_of_a_draft_breaks_on_a_slip_and_the_fault_names_its_place(office, draft):  # noqa: F811
    """One walk over all slips: the draft is the same small one each time, with one thing wrong."""
    office.raise_request_exception = False
    small = {name: section_in(draft.text)[name] for name in ("code", "name", "unit")} | SOUND
    actions.write(draft=draft, text=text_with(small), revision=draft.revision, by=None)
    assert faults_in(CycleDraft.objects.get(pk=draft.pk)) == []
    broken, unsaid = [], []
    for place, value, key in SLIPS:
        text = text_of({"cycle": with_slip(small, place, value)})
        CycleDraft.objects.filter(pk=draft.pk).update(text=text)
        seen = office.get(reverse("awards:draft-cycle", args=[draft.pk]))
        parts = seen.context["parts"] if seen.status_code == 200 else []
        keys = [row.url_key for _key, _name, rows in parts for row in rows if row.url_key]
        for address in addresses(draft, keys):
            broken += [(place, value, address, code) for code in answers(office, address) if code >= 500]
            CycleDraft.objects.filter(pk=draft.pk).update(text=text)
        told = [fault.key for fault in faults_in(CycleDraft.objects.get(pk=draft.pk))]
        unsaid += [] if any(one.startswith(key) for one in told) else [(place, value, told)]

    assert broken == []
    assert unsaid == []


def test_a_part_without_its_heading_is_judged_like_one_with_it(draft):  # noqa: F811
    section = section_in(draft.text)
    assert faults_in(actions.write(draft=draft, text=text_of(section), revision=draft.revision, by=None)) == []

    bad = text_of(section | {"limits": {"reason_characters": 0}})
    faults = faults_in(actions.write(draft=draft, text=bad, revision=draft.revision, by=None))

    assert [(fault.key, fault.message) for fault in faults] == [("limits.reason_characters", "不能小于 1。")]


def test_a_category_without_conditions_takes_its_first_by_the_page(office, draft):  # noqa: F811
    section = section_in(draft.text)
    del section["categories"][0]["criteria"]
    draft = actions.write(draft=draft, text=text_with(section), revision=draft.revision, by=None)
    address = reverse("awards:draft-condition", args=[draft.pk, "county_unit", "0"])

    sent = {"revision": draft.revision, "clause": "二(一)1", "text": "经认定", "assumes": ""}

    assert office.post(f"{address}?kind=attested", sent).status_code == 302
    assert section_of(draft)["categories"][0]["criteria"] == CRITERIA


def test_a_version_that_is_no_number_changes_nothing_and_is_said(office, draft):  # noqa: F811
    buttons = [
        ("draft-cycle-assume", [], {"key": "rank_rounding", "value": "up"}),
        ("draft-cycle-remove", ["calendar", 1], {}),
        ("draft-condition-remove", ["county_unit", "0.1"], {}),
    ]
    for name, rest, sent in buttons:
        for revision in ("", "abc", "1" * 5000, "-1", "²"):
            address = reverse(f"awards:{name}", args=[draft.pk, *rest])
            answer = office.post(address, sent | {"revision": revision}, follow=True)
            assert "没有收到草稿的版本，什么也没有改" in answer.content.decode(), (name, revision)

    assert CycleDraft.objects.get(pk=draft.pk).text == draft.text


@pytest.mark.parametrize("text", ['name: "a\\0b"', 'name: "\\ud800"', '"a\\0": b'])
def test_what_neither_database_nor_page_can_hold_is_a_fault_of_its_line(text):
    with pytest.raises(FaultyTextError) as refused:
        read_yaml(f"code: x\n{text}")

    assert (refused.value.fault.line, refused.value.fault.message) == (2, "含有不可见的控制字符。")


@pytest.mark.parametrize(
    ("kind", "nominee", "form", "right"),
    [
        ("outstanding_manager", "county", "annex-3", "annex-4"),
        ("outstanding_manager", "institution", "annex-5", "annex-6"),
        ("advanced_unit", "school", "annex-4", "annex-3"),
        ("advanced_unit", "institution", "annex-6", "annex-5"),
        ("advanced_unit", "county", "annex-5", "annex-3"),
        ("outstanding_manager", "institution", "annex-4", "annex-6"),
    ],
)
def test_a_form_made_for_others_is_refused_on_its_line(kind, nominee, form, right):
    route = [nominee, "province"] if nominee == "institution" else [nominee, "city", "province"]
    row = CATEGORY | {"kind": kind, "nominee": nominee, "route": route, "criteria": CRITERIA}
    text = text_of(row | {"form": form})
    data, root = read_yaml(text)

    with pytest.raises(ValidationError) as refused:
        CategoryPart.model_validate(data)

    (fault,) = faults_of(refused.value, root)
    line = text.splitlines().index(f"form: {form}") + 1
    assert (fault.line, fault.key) == (line, "form")
    assert fault.message.startswith(f"{form} 用于")
    assert fault.message.endswith(f"推荐表应为 {right}。")
    assert CategoryPart.model_validate(data | {"form": right}).form == right


def test_a_form_that_is_left_open_is_the_one_that_fits():
    typed = {"revision": 1, "key": "school_manager", "name": "学校管理者", "kind": "outstanding_manager", "nominee": "school"}
    form = CategoryForm(typed | {"route": "school city province", "place": 1}, draft=CycleDraft(), data={"clauses": []})

    assert form.is_valid(), form.errors
    assert form.made["form"] == "annex-4"
