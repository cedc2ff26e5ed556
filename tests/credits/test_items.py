"""What a point asks: shipped defaults, and what offices set for their own, each version beside the one before."""

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from credits.actions import items as actions
from credits.facts.items import items_of, items_of_each
from credits.models import EvidenceItem
from credits.rules.items import Wanted, faults
from portal.audit.models import Event
from portal.kit.errors import Denied, Refused, Stale, WrongState
from tests import factories

SAID = {
    "name": "课堂实录",
    "kinds": ["video"],
    "largest": 1024,
    "minutes": 45,
    "characters": None,
    "required": True,
    "excellent": ["技术使用恰当", "学生参与充分"],
    "passed": ["能看到技术使用"],
}


@pytest.fixture
def loaded(abilities):
    actions.load_items(rows=actions.read_items(), by=None)
    return abilities


@pytest.fixture
def a5(loaded):
    return loaded["A5"]


@pytest.fixture
def page(a5, sixian):
    return f"{reverse('credits:ability', args=['A5'])}?unit={sixian.code}"


def names(items):
    return [item.name for item in items]


def test_the_shipped_defaults_are_85_items_of_all_thirty_points_and_say_they_are_not_official(loaded):
    items = EvidenceItem.objects.all()
    assert items.count() == 85
    assert {item.ability.code for item in items.select_related("ability")} == set(loaded)
    assert all(item.default and item.kinds and not item.excellent and item.largest is None for item in items)


def test_loading_again_changes_nothing_and_a_changed_default_leaves_the_old_one_behind(loaded):
    assert actions.load_items(rows=actions.read_items(), by=None) == {"new": 0, "changed": 0, "unchanged": 85}
    rows = actions.read_items()
    rows[0] = {**rows[0], "name": "学情分析"}
    assert actions.load_items(rows=rows, by=None)["changed"] == 1
    versions = EvidenceItem.objects.filter(key="A1-1").order_by("version").values_list("name", "state", "version")
    assert list(versions) == [("学情分析方案（文档）", "replaced", 1), ("学情分析", "current", 2)]


def test_the_command_loads_the_items_with_the_points(db, capsys):
    call_command("load_abilities", "--json")
    assert '"items_new": 85' in capsys.readouterr().out


def test_an_edit_replaces_the_row_and_binds_below_the_office_alone(a5, sixian, first, bureau):
    item = items_of(a5, sixian)[1]
    made = actions.change(item=item, unit=sixian, by=bureau, **SAID)
    assert names(items_of(a5, first)) == ["导入环节教学设计（文档）", "课堂实录", "教学反思"]
    assert names(items_of(a5)) == ["导入环节教学设计（文档）", "课堂导入实录片段（视频）", "教学反思"]
    assert [one.default for one in items_of(a5, first)] == [True, False, True]
    assert (made.key, made.minutes, made.version) == ("A5-2", 45, 2)
    change = Event.objects.get(verb="item.changed", actor=bureau).changes.get(field="name")
    assert (change.before, change.after) == ("课堂导入实录片段（视频）", "课堂实录")


def test_the_nearest_office_holds(a5, sixian, first, bureau):
    suzhou = sixian.parent
    city = factories.user("suzhou", suzhou, "bureau")
    actions.change(item=items_of(a5, suzhou)[0], unit=suzhou, by=city, **SAID | {"name": "市定"})
    assert names(items_of(a5, first))[0] == "市定"
    actions.change(item=items_of(a5, sixian)[0], unit=sixian, by=bureau, **SAID | {"name": "县定"})
    assert names(items_of(a5, first))[0] == "县定"
    assert names(items_of(a5, suzhou))[0] == "市定"


def test_who_changes_what_another_has_changed_since_is_told(a5, sixian, bureau):
    seen = items_of(a5, sixian)[0]
    actions.change(item=seen, unit=sixian, by=bureau, **SAID)
    with pytest.raises(Stale, match="刚被他人修改"):
        actions.change(item=seen, unit=sixian, by=bureau, **SAID | {"name": "另一个"})
    assert not EvidenceItem.objects.filter(name="另一个").exists()


def test_items_are_added_dropped_and_given_up_again(a5, sixian, bureau):
    added = actions.add(ability=a5, unit=sixian, by=bureau, **SAID)
    assert (added.key, added.position) == ("A5-4", 4)
    actions.drop(item=added, unit=sixian, reason="不再要求", by=bureau)
    assert len(items_of(a5, sixian)) == 3
    with pytest.raises(WrongState, match="已经停用"):
        actions.drop(item=added, unit=sixian, reason="不再要求", by=bureau)
    assert actions.restore(ability=a5, unit=sixian, reason="改用默认", by=bureau) == 3
    assert {item.unit for item in items_of(a5, sixian)} == {None}
    again = actions.add(ability=a5, unit=sixian, by=bureau, **SAID)
    assert again.key == "A5-5"


def test_the_last_item_of_a_point_cannot_go(a5, sixian, bureau):
    for item in items_of(a5, sixian)[1:]:
        actions.drop(item=item, unit=sixian, reason="不要", by=bureau)
    with pytest.raises(Refused, match="只剩这一项"):
        actions.drop(item=items_of(a5, sixian)[0], unit=sixian, reason="不要", by=bureau)


@pytest.mark.parametrize("role", ["school_admin", "bureau_leader", "expert"])
def test_only_offices_and_bureaus_of_province_city_and_county_set_items(a5, sixian, first, role):
    unit = first if role == "school_admin" else sixian
    with pytest.raises(Denied):
        actions.add(ability=a5, unit=unit, by=factories.user("someone", unit, role), **SAID)


def test_a_bureau_sets_nothing_for_a_school_or_for_another_county(a5, first, bureau, abroad, sixian):
    for unit, by in ((first, bureau), (sixian, abroad)):
        with pytest.raises(Denied):
            actions.add(ability=a5, unit=unit, by=by, **SAID)


@pytest.mark.parametrize(
    ("said", "field", "sentence"),
    [
        ({"name": ""}, "name", "请填写名称。"),
        ({"name": "长" * 61}, "name", "名称不超过 60 字。"),
        ({"kinds": ()}, "kinds", "请至少选一种提交形式。"),
        ({"kinds": ("hologram",)}, "kinds", "没有这种提交形式。"),
        ({"largest": 1025}, "largest", "填 1 到 1024 MB，不限制时留空。"),
        ({"minutes": 0}, "minutes", "填 1 到 180 分钟，不限制时留空。"),
        ({"kinds": ("document",), "minutes": 5}, "minutes", "提交形式里没有视频或音频，不必填这项限制。"),
        ({"characters": 500}, "characters", "提交形式里没有在线填写的文字，不必填这项限制。"),
        ({"passed": ("清楚", "清楚")}, "passed", "指标有重复的。"),
        ({"excellent": ("很" * 201,)}, "excellent", "每条指标不超过 200 字。"),
    ],
)
def test_an_item_that_makes_no_sense_is_told_beside_its_field(said, field, sentence):
    assert faults(Wanted(**{"name": "课堂实录", "kinds": ("video",)} | said)) == {field: sentence}


def test_an_item_with_limits_and_indicators_makes_sense():
    assert faults(Wanted("课堂实录", ("video", "text"), largest=1024, minutes=45, characters=500, passed=("清楚",))) == {}


def test_one_item_in_use_per_key(a5, sixian):
    EvidenceItem.objects.create(ability=a5, unit=sixian, key="A5-1", name="一", kinds=["text"])
    EvidenceItem.objects.create(ability=a5, unit=sixian.parent, key="A5-1", name="一", kinds=["text"])
    for unit in (sixian, None):
        with pytest.raises(IntegrityError), transaction.atomic():
            EvidenceItem.objects.create(ability=a5, unit=unit, key="A5-1", name="二", kinds=["text"])


def test_the_items_of_all_points_come_in_one_query(loaded, first, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert len(items_of_each(loaded.values(), first)) == 30


def test_the_page_shows_the_items_marked_as_defaults_and_to_the_office_the_buttons(client, page, clerk, bureau):
    client.force_login(bureau)
    html = client.get(page).content.decode()
    assert html.count("默认，非官方") == 4
    assert "导入环节教学设计（文档）" in html
    assert "增加材料" in html
    client.force_login(clerk)
    html = client.get(reverse("credits:ability", args=["A5"])).content.decode()
    assert "默认，非官方" in html
    assert "增加材料" not in html


def test_the_office_changes_an_item_on_its_page_and_finds_the_old_wording_under_it(client, page, bureau, a5, sixian):
    client.force_login(bureau)
    form = f"{reverse('credits:item-change', args=['A5', 'A5-2'])}?unit={sixian.code}"
    seen = client.get(form).context["form"]["seen"].value()
    sent = {"name": "课堂实录", "kinds": ["video"], "minutes": "45", "required": "on", "seen": seen}
    client.post(form, sent | {"excellent": "技术使用恰当\n学生参与充分\n", "passed": ""})
    assert items_of(a5, sixian)[1].excellent == ["技术使用恰当", "学生参与充分"]
    html = client.get(page).content.decode()
    assert "不超过 45 分钟" in html
    assert "学生参与充分" in html
    assert "默认，非官方" in html
    answer = client.post(form, sent | {"name": "另一个"})
    assert answer.status_code == 422
    assert "刚被他人修改" in answer.content.decode()


def test_dropping_and_giving_up_ask_for_a_reason(client, page, bureau, a5, sixian):
    client.force_login(bureau)
    drop = f"{reverse('credits:item-drop', args=['A5', 'A5-2'])}?unit={sixian.code}"
    assert client.post(drop, {"reason": ""}).status_code == 422
    client.post(drop, {"reason": "不再要求"})
    assert len(items_of(a5, sixian)) == 2
    assert "不再要求" in [event.note for event in Event.objects.filter(verb="item.dropped")]
    client.post(f"{reverse('credits:item-restore', args=['A5'])}?unit={sixian.code}", {"reason": "改用默认"})
    assert len(items_of(a5, sixian)) == 3


def test_a_school_finds_no_form(client, a5, clerk):
    client.force_login(clerk)
    for name, args in (("item-new", ["A5"]), ("item-change", ["A5", "A5-1"]), ("item-drop", ["A5", "A5-1"])):
        assert client.get(reverse(f"credits:{name}", args=args)).status_code == 404


def test_the_page_costs_the_same_for_three_items_and_six(client, page, bureau, a5, sixian, django_assert_num_queries):
    client.force_login(bureau)
    actions.add(ability=a5, unit=sixian, by=bureau, **SAID)
    client.get(page)
    with CaptureQueriesContext(connection) as few:
        client.get(page)
    for name in ("一", "二"):
        actions.add(ability=a5, unit=sixian, by=bureau, **SAID | {"name": name})
    with django_assert_num_queries(len(few)):
        client.get(page)


def test_rest_lists_the_items_in_use_and_whose_they_are(client, a5, sixian, bureau):
    actions.change(item=items_of(a5, sixian)[1], unit=sixian, by=bureau, **SAID)
    client.force_login(bureau)
    rows = client.get("/api/v1/evidence-items/?ability=A5&state=current").json()["results"]
    told = [(row["key"], row["unit"], row["default"], row["minutes"]) for row in rows]
    assert told.count(("A5-2", None, True, None)) == 1
    assert told.count(("A5-2", sixian.code, False, 45)) == 1
    assert len(rows) == 6
