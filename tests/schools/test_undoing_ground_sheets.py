"""Sheets written through actions are undone like the others: units closed, posts ended, prior values back."""

import pytest

from portal.accounts.models import Post, User
from portal.audit.models import Event
from portal.kit.errors import DependedOn, Refused
from portal.kit.standing import relations_to, standing_on
from portal.sheets import actions
from portal.units.models import Unit
from portal.units.standing import noun
from tests import factories
from tests.sheets.flow import bring, findings, keep

UNITS = ["代码", "名称", "层级", "上级代码", "类别", "计入名额"]
ACCOUNTS = ["姓名", "手机号", "单位", "角色", "教职工号"]
DISTRICT = ["XQ01", "乐成学区", "学区", "330382", None, None]
SCHOOL = ["1133000001", "某小学", "学校", "XQ01", None, None]


@pytest.fixture
def units(wenzhou, yueqing, wenzhou_bureau):
    """Brings units in for Wenzhou and saves them."""

    def save(*rows, name="表.xlsx"):
        return keep(bring("units", [UNITS, *rows], unit=wenzhou, by=wenzhou_bureau, name=name), by=wenzhou_bureau)

    return save


@pytest.fixture
def accounts(wenzhou, wenzhou_bureau):
    def save(*rows):
        return keep(bring("accounts", [ACCOUNTS, *rows], unit=wenzhou, by=wenzhou_bureau), by=wenzhou_bureau)

    return save


def states(*codes):
    return dict(Unit.objects.filter(code__in=codes).values_list("code", "state"))


def test_units_an_upload_made_are_closed_and_changed_ones_as_before(units, yueqing, wenzhou_bureau):
    upload = units(SCHOOL, DISTRICT, ["330382", "乐清市改", "县（市、区）", None, None, "否"])

    actions.undo(upload=upload, by=wenzhou_bureau)

    yueqing.refresh_from_db()
    assert states("XQ01", "1133000001") == {"XQ01": "closed", "1133000001": "closed"}
    assert (yueqing.name, yueqing.counts_for_quota, yueqing.state) == ("乐清市", True, "active")
    told = Event.objects.filter(verb__in=["unit.closed", "upload.undone"]).order_by("verb", "object_text")
    assert list(told.values_list("verb", "object_text", "actor")) == [
        ("unit.closed", "乐成学区", wenzhou_bureau.pk),
        ("unit.closed", "某小学", wenzhou_bureau.pk),
        ("upload.undone", "表.xlsx", wenzhou_bureau.pk),
    ]


def test_a_unit_taken_back_comes_back_with_the_same_file(units):
    actions.undo(upload=units(DISTRICT, SCHOOL), by=None)

    again = units(DISTRICT, SCHOOL)

    assert (again.counts["new"], again.state) == (2, "done")
    assert findings(again, "warning") == [(2, "代码", "reopened"), (3, "代码", "reopened")]
    assert states("XQ01", "1133000001") == {"XQ01": "active", "1133000001": "active"}
    assert Event.objects.filter(verb="unit.reopened").count() == 2
    actions.undo(upload=again, by=None)
    assert states("XQ01") == {"XQ01": "closed"}


def test_a_unit_taken_back_comes_back_elsewhere_and_carries_what_was_below(units, wenzhou):
    lucheng = factories.unit("330302", "鹿城区", "county", wenzhou)
    actions.undo(upload=units(DISTRICT, SCHOOL), by=None)

    units(["XQ01", "五马学区", "学区", "330302", None, None])

    district, school = Unit.objects.get(code="XQ01"), Unit.objects.get(code="1133000001")
    assert (district.name, district.path, district.parent) == ("五马学区", f"{lucheng.path}XQ01/", lucheng)
    assert (school.path, school.state) == (f"{district.path}1133000001/", "closed")


def test_a_closed_unit_with_work_on_it_comes_back_only_where_it_stood(units, wenzhou, yueqing):
    factories.unit("330302", "鹿城区", "county", wenzhou)
    zone = factories.unit("XQ01", "乐成学区", "school_district", yueqing, state="closed")
    factories.post(factories.user("lin"), zone, "bureau")

    moved = bring("units", [UNITS, ["XQ01", "乐成学区", "学区", "330302", None, None]], unit=wenzhou)
    same = units(["XQ01", "乐成学区", "学区", None, None, None])

    assert (findings(moved, "row"), same.counts["new"]) == ([(2, "上级代码", "move")], 1)
    assert states("XQ01") == {"XQ01": "active"}


def test_a_closed_unit_is_no_parent(units, wenzhou):
    actions.undo(upload=units(DISTRICT), by=None)

    assert findings(bring("units", [UNITS, SCHOOL], unit=wenzhou), "row") == [(2, "上级代码", "parent_unknown")]


def test_undo_is_refused_where_something_stands_on_a_new_unit(units, wenzhou_bureau):
    upload = units(DISTRICT, SCHOOL)
    district, school = Unit.objects.get(code="XQ01"), Unit.objects.get(code="1133000001")
    factories.unit("1133000002", "另一小学", "school", district)
    factories.user("lin", school, "teacher")

    with pytest.raises(DependedOn, match="“乐成学区”、“某小学”之下已有下级单位 1 条、在任岗位 1 条，不能撤销单位"):
        actions.undo(upload=upload, by=wenzhou_bureau)
    assert states("XQ01", "1133000001") == {"XQ01": "active", "1133000001": "active"}

    Unit.objects.filter(code="1133000002").update(state="closed")
    Post.objects.filter(role="teacher").update(state="ended")
    actions.undo(upload=upload, by=wenzhou_bureau)
    assert states("XQ01") == {"XQ01": "closed"}


def test_undo_is_refused_where_a_later_file_changed_a_row(units):
    first = units(DISTRICT, name="学区.xlsx")
    later = units(["XQ01", "乐成中心学区", "学区", None, None, None], name="更名.xlsx")

    with pytest.raises(DependedOn, match=r"其中 1 行后来又被“更名\.xlsx”改动，请先撤销那次导入"):
        actions.undo(upload=first, by=None)
    actions.undo(upload=later, by=None)
    actions.undo(upload=first, by=None)

    assert list(Unit.objects.filter(code="XQ01").values_list("name", "state")) == [("乐成学区", "closed")]


def test_undo_is_refused_where_a_row_was_changed_by_hand(units):
    upload = units(DISTRICT)
    Unit.objects.filter(code="XQ01").update(name="改过")

    with pytest.raises(DependedOn, match="其中 1 行后来被改动"):
        actions.undo(upload=upload, by=None)


@pytest.mark.parametrize("count", [1, 3])
def test_what_stands_on_units_is_asked_once_a_relation_however_many(yueqing, count, django_assert_num_queries):
    for number in range(count):
        factories.post(factories.user(f"lin{number}"), factories.unit(f"XQ{number}", "学区", "school_district", yueqing), "bureau")

    with django_assert_num_queries(len(list(relations_to(Unit)))):
        [posts] = standing_on(Unit.objects.filter(level="school_district"))

    assert (posts.model, posts.total) == (Post, count)


def test_whatever_can_stand_on_a_unit_has_a_name_people_know():
    models = {relation.related_model for relation in relations_to(Unit)}

    assert [model._meta.label_lower for model in models if noun(model) == "其他记录"] == []


def test_an_upload_from_before_values_were_kept_is_not_undone(units):
    upload = units(DISTRICT)
    upload.prior_rows.all().delete()

    with pytest.raises(Refused, match="没有留下原值"):
        actions.undo(upload=upload, by=None)
    assert states("XQ01") == {"XQ01": "active"}


def test_an_audit_failure_undoes_the_undo(units, monkeypatch):
    upload = units(DISTRICT)
    monkeypatch.setattr("portal.units.actions.record", lambda *args, **kwargs: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        actions.undo(upload=upload, by=None)

    upload.refresh_from_db()
    assert (upload.state, states("XQ01")) == ("done", {"XQ01": "active"})


def test_posts_an_upload_gave_end_and_accounts_nobody_used_close(accounts, yueqing, wenzhou_bureau):
    lin = factories.user("lin", yueqing, "bureau", name="林老师", phone="13900000001")
    upload = accounts(
        ["林老师", "13900000001", "乐清市", "分管领导", None],
        ["陈校长", "13900000002", "乐清市", "业务经办", None],
        ["王主任", "13900000003", "乐清市", "业务经办", None],
    )
    User.objects.filter(name="王主任").update(last_login="2026-01-01T00:00:00Z")

    actions.undo(upload=upload, by=wenzhou_bureau)

    assert set(Post.objects.exclude(user=wenzhou_bureau).values_list("user__name", "role", "state")) == {
        ("林老师", "bureau", "active"),
        ("林老师", "bureau_leader", "ended"),
        ("陈校长", "bureau", "ended"),
        ("王主任", "bureau", "ended"),
    }
    assert set(User.objects.values_list("name", "is_active")) == {
        ("wenzhou", True),
        (lin.name, True),
        ("陈校长", False),
        ("王主任", True),
    }
    assert not User.objects.with_phone("13900000002").exists()


def test_after_an_undo_the_corrected_accounts_come_in(accounts, yueqing):
    actions.undo(upload=accounts(["陈小长", "13900000002", "乐清市", "业务经办", None]), by=None)

    again = accounts(["陈校长", "13900000002", "乐清市", "业务经办", None])

    assert (again.counts["new"], findings(again, "row")) == (1, [])
    assert User.objects.with_phone("13900000002").get().name == "陈校长"


def test_undo_is_refused_where_a_post_has_ended_since(accounts, yueqing):
    upload = accounts(["陈校长", "13900000002", "乐清市", "业务经办", None])
    Post.objects.filter(user__name="陈校长").update(state="ended")

    with pytest.raises(DependedOn):
        actions.undo(upload=upload, by=None)
