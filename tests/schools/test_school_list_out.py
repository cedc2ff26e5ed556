"""实施学校名单 as it goes out in the layout of 附件4, and back in without a change."""

import pytest
from django.db import transaction
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.sheets.registry import layout_of
from portal.sheets.templating import template
from portal.units.models import Unit
from schools.actions.listing import add_school
from schools.actions.schools import describe
from schools.enums import Stage
from schools.exports_list import districts, sheet_name
from schools.finding import schools_in_reach, units_in_reach
from tests import factories
from tests.schools import people
from tests.schools.lists import FIRST, SECOND, annex_4, counts, out, reads, sheet, told
from tests.sheets.books import opened, saved
from tests.sheets.flow import findings


class Undone(Exception):
    """Ends an example so that the next begins with the same tables."""


@pytest.fixture
def described(town, harbour, saves):
    """Two schools of the town, one with a roster of two; one of the harbour; one nobody described."""
    saves(annex_4(FIRST, SECOND))
    saves(sheet(["港口幼儿园", "幼儿园", None, None, None], district="港口学区"))
    unit = Unit.objects.get(name="城区第一小学")
    people.teacher(unit, "林小雨", 1)
    people.teacher(unit, "陈小雨", 2)
    people.teacher(people.school("2133000005", "城区第五小学", town), "何小雨", 3)


def test_the_list_is_laid_out_as_annex_4(described, yueqing_bureau):
    book = opened(out(yueqing_bureau))

    assert book.sheetnames == ["城区学区", "港口学区"]
    assert list(map(list, book["城区学区"].iter_rows(values_only=True))) == [
        ["乐清市2026年实施学校（幼儿园）名单", *[None] * 7],
        ["所在学区", "城区学区", *[None] * 6],
        ["联系人", "", None, None, "所在单位", "", None, None],
        ["联系人手机号", "", None, None, "邮箱", "", None, None],
        ["序号", "实施学校名称", "所属学段", "联系人", "联系电话", "教师数", "办学性质", "教师数来源"],
        [1, "城区第一小学", "小学", "周小满", "13900000001", 2, "公办", "名册"],
        [2, "城区（附属）学校", "小学、初中", "吴冬", "0577-61880001", 82, "公办", "填报"],
        ["合计", *[None] * 4, 84, None, None],
        ["占本区域教师总数比例", *[None] * 4, pytest.approx(84 / 85), None, None],
        ["注：教师数有名册的按名册（在岗和请假人员）计算，没有的用填报数，来源见末列；由系统计算，不必填写。", *[None] * 7],
        ["注：本区域（城区学区）教师总数 85 人，其中 2 所学校按名册、1 所按填报、0 所没有数字。", *[None] * 7],
        ["注：另有 1 所学校还没有填写学校信息，未列入名单。", *[None] * 7],
        ["注：本次导出共 2 张表，合计教师 84 人，占各表区域教师总数 85 人的 98.8%。", *[None] * 7],
    ]


def test_schools_of_the_second_line_are_in_the_order_of_the_tree(described, yueqing_bureau):
    units = schools_in_reach(yueqing_bureau)

    found = districts(units, units_in_reach(yueqing_bureau))

    assert [(one.unit.name, len(one.schools), one.listed.total, one.area.total) for one in found] == [
        ("城区学区", 2, 84, 85),
        ("港口学区", 1, 0, 0),
    ]
    assert found[1].share is None


def test_the_list_comes_back_unchanged(described, yueqing, yueqing_bureau):
    upload = reads(out(yueqing_bureau), yueqing, by=yueqing_bureau)

    assert counts(upload) == (0, 0, 3, 0, 0)
    assert findings(upload, "row", "normalised") == []
    assert findings(upload, "warning") == []


def test_the_template_comes_back_unchanged(described, yueqing, yueqing_bureau):
    upload = reads(template(layout_of("schools"), yueqing), yueqing, by=yueqing_bureau)

    assert (counts(upload), findings(upload, "row")) == ((0, 0, 3, 0, 1), [(6, "所属学段*", "required")])


def test_a_number_from_the_roster_is_not_taken_for_a_reported_one(described, saves, yueqing_bureau):
    book = opened(out(yueqing_bureau))
    book["城区学区"]["F6"] = 50

    upload = saves(saved(book))

    assert counts(upload) == (0, 0, 3, 0, 0)
    assert [found for found in findings(upload, "warning") if found[2] != "row_skipped"] == [(6, "教师数", "roster_counted")]
    assert told("城区第一小学")[4] == 37


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_the_database_the_same_however_many(town, yueqing_bureau, count, django_assert_num_queries):
    for number in range(count):
        unit = people.school(
            f"213300000{number}", f"第{number}小学", factories.unit(f"Q{number}", "学区", "school_district", town.parent)
        )
        describe(unit=unit, stages=[Stage.PRIMARY], by=None)
    units, reach = schools_in_reach(yueqing_bureau), units_in_reach(yueqing_bureau)

    with django_assert_num_queries(5):
        assert len(districts(units, reach)) == count


def test_the_page_gives_the_list_to_those_over_schools(client, described, yueqing_bureau):
    client.force_login(yueqing_bureau)

    page = client.get(reverse("schools:school-list"))
    answer = client.get(reverse("schools:school-list"), {"export": "annex-4", "stage": "kindergarten"})

    assert "?export=annex-4" in page.content.decode()
    assert opened(answer.content).sheetnames == ["港口学区"]
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_school_learns_nothing_of_its_district_from_the_list(client, described):
    unit = Unit.objects.get(name="城区第一小学")
    client.force_login(factories.user("clerk", unit, "school_admin"))

    page = client.get(reverse("schools:school-list"))
    answer = client.get(reverse("schools:school-list"), {"export": "annex-4"}, follow=True)

    assert "annex-4" not in page.content.decode()
    assert "没有可以列入名单的学校" in answer.content.decode()


def test_sheets_have_names_a_workbook_may_have():
    used: set[str] = set()

    assert [sheet_name(name, used) for name in ("城区[一]", "城区(一)", "城区(一)", "长" * 40)] == [
        "城区 一",
        "城区(一)",
        "城区(一) 2",
        "长" * 26,
    ]


NAMES = [
    "实验小学",
    "合计小学",
    "注：小学",
    "（私立）幼儿园",
    "学校名称小学",
    "=1+1小学",
    "占比例学校",
    "阿·依小学",
    "联系人（校）",
    "A·B School",
]
CONTACTS = ["", "周小满", "买买提·吐尔逊", "=SUM(1)", "总负责人", "-", "张 Three"]
PHONES = ["", "13900000001", "0577-61880001", "664498", "057761880001-801"]


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rows=st.lists(
        st.tuples(
            st.sampled_from(NAMES),
            st.sets(st.sampled_from(list(Stage)), min_size=1),
            st.sampled_from(CONTACTS),
            st.sampled_from(PHONES),
            st.none() | st.integers(0, 20_000),
            st.booleans(),
            st.sampled_from(["public", "private"]),
        ),
        min_size=1,
        max_size=6,
        unique_by=lambda row: row[0],
    )
)
def test_whatever_the_list_says_it_comes_back_unchanged(town, yueqing, yueqing_bureau, rows):
    try:
        with transaction.atomic():
            there_and_back(rows, town, yueqing, yueqing_bureau)
            raise Undone
    except Undone:
        pass


def there_and_back(rows, town, yueqing, by):
    for number, (name, stages, contact, phone, teachers, counted, ownership) in enumerate(rows):
        about = {"contact": contact, "phone": phone, "reported_teachers": teachers, "ownership": ownership}
        made = add_school(parent=town, name=name, stages=stages, by=None, **about)
        if counted:
            people.teacher(made.unit, "林小雨", number + 1)

    upload = reads(out(by), yueqing, by=by)

    assert (counts(upload), findings(upload, "row")) == ((0, 0, len(rows), 0, 0), [])
