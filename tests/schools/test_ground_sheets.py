import pytest

from portal.accounts.models import Post, User
from portal.units.models import Unit
from tests import factories
from tests.sheets.flow import bring, findings, keep

UNITS = ["代码", "名称", "层级", "上级代码", "类别", "计入名额"]
ACCOUNTS = ["姓名", "手机号", "单位", "角色", "教职工号"]


def test_a_county_brings_in_its_districts_and_schools_in_any_order(yueqing, yueqing_bureau):
    rows = [
        UNITS,
        ["1133000001", "某小学", "学校", "XQ01", None, "否"],
        ["XQ01", "乐成学区", "学区", "330382", None, None],
    ]

    upload = keep(bring("units", rows, unit=yueqing, by=yueqing_bureau), by=yueqing_bureau)

    school = Unit.objects.get(code="1133000001")
    assert upload.counts["new"] == 2
    assert (school.path, school.counts_for_quota) == (f"{yueqing.path}XQ01/1133000001/", False)
    again = bring("units", rows, unit=yueqing, by=yueqing_bureau)
    assert (again.counts["new"], again.counts["changed"], again.counts["unchanged"]) == (0, 0, 2)


def test_a_name_changes_and_what_the_file_lacks_stays(wenzhou, wenzhou_bureau):
    zone = factories.unit("330399", "某管理区", "county", wenzhou, kind="functional_zone", local=True, counts_for_quota=False)

    rows = [["代码", "名称", "层级"], ["330399", "某经开区", "县（市、区）"]]
    upload = keep(bring("units", rows, unit=wenzhou, by=wenzhou_bureau), by=wenzhou_bureau)

    zone.refresh_from_db()
    assert upload.counts["changed"] == 1
    assert (zone.name, zone.kind, zone.local, zone.counts_for_quota) == ("某经开区", "functional_zone", True, False)


def test_rows_out_of_place_are_refused_and_take_their_children_along(wenzhou, yueqing, xihu, wenzhou_bureau):
    rows = [
        UNITS,
        ["330106", "西湖区", "县（市、区）", "330100", None, None],
        ["330382", "乐清市", "县（市、区）", "330000", None, None],
        ["XQ-1", "某学区", "学区", "330382", None, None],
        ["XQ02", "某学区", "学区", "330300", None, None],
        ["XQ03", "某学区", "学区", "330999", None, None],
        ["1133000001", "某小学", "学校", "XQ02", None, None],
        ["XQ04", "某学区", "学区", None, None, None],
    ]

    upload = bring("units", rows, unit=wenzhou, by=wenzhou_bureau)

    assert sorted(findings(upload, "row")) == [
        (2, "代码", "foreign"),
        (3, "上级代码", "move"),
        (4, "代码", "code_odd"),
        (5, "层级", "level_unfit"),
        (6, "上级代码", "parent_unknown"),
        (7, "上级代码", "parent_refused"),
        (8, "上级代码", "parent_missing"),
    ]


def test_accounts_come_with_posts_and_let_nobody_in_before_a_reset(yueqing, wenzhou, wenzhou_bureau):
    school = factories.unit("1133000001", "某小学", "school", yueqing)
    factories.user("lin", school, "teacher", name="林老师", phone="13900000001")
    rows = [
        ACCOUNTS,
        ["林老师", "13900000001", "乐清市", "业务经办", None],
        ["陈校长", "139 0000 0002", "某小学", "校长", "0007"],
        ["陈校长", "13900000002", "乐清市", "分管领导", None],
    ]

    upload = keep(bring("accounts", rows, unit=wenzhou, by=wenzhou_bureau), by=wenzhou_bureau)

    assert upload.counts["new"] == 3
    head = User.objects.with_phone("13900000002").get()
    assert not head.has_usable_password()
    assert set(head.posts.values_list("unit__name", "role", "staff_number")) == {
        ("某小学", "cio", "0007"),
        ("乐清市", "bureau_leader", ""),
    }
    assert User.objects.get(username="lin").has_usable_password()
    again = bring("accounts", rows, unit=wenzhou, by=wenzhou_bureau)
    assert (again.counts["new"], again.counts["unchanged"]) == (0, 3)


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (["某人", "13900000003", "乐清市", "系统管理员", None], "denied"),
        (["某人", "13900000003", "乐清市", "教师", None], "refused_input"),
        (["别人", "13900000001", "乐清市", "业务经办", None], "phone_of_another"),
        (["某人", "1390000", "乐清市", "业务经办", None], "phone"),
        (["某人", "13900000003", "西湖区", "业务经办", None], "unit_unknown"),
    ],
    ids=["admin role", "role unfit", "phone of another", "short phone", "another city"],
)
def test_an_account_row_is_refused(yueqing, xihu, wenzhou, wenzhou_bureau, row, code):
    factories.user("lin", yueqing, "bureau", name="林老师", phone="13900000001")

    upload = bring("accounts", [ACCOUNTS, row], unit=wenzhou, by=wenzhou_bureau)

    assert [found[2] for found in findings(upload, "row")] == [code]
    assert Post.objects.count() == 2
