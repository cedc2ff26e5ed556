"""A good roster spoilt at one to five places: what was accepted goes out by the template and comes back unchanged."""

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.sheets.registry import layout_of
from portal.sheets.templating import template
from schools.models import Employment, Teacher
from tests.schools import people
from tests.schools.people import id_number
from tests.sheets.books import xlsx
from tests.sheets.flow import bring, keep

HEADINGS = [
    *("教职工号", "姓名", "性别", "证件类型", "证件号码", "出生日期", "人员类别", "学段", "任教学科"),
    *("教研组", "职务", "职称", "手机号", "短号", "电子邮箱", "入职日期", "在岗状态"),
]
ROWS = 6
TYPED = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), max_size=12)
ODD = st.sampled_from(
    [
        *(None, "", "无", "-", "NULL", "=1+1", "'", "＝SUM(A1)", "\u200b", "张　三", "买买提•吐尔逊", "𠮷", "0001", "男", "女 "),
        *("身份证", "护照", "E12345678", id_number(3), id_number(77), id_number(77)[:-1] + "?", 3.3e17, 12345, True),
        *("2020.9.1", "2020年9月1日", "20200901", "20/9/1", 44075, "校长", "教辅", "幼儿园", "初中", "生物", "中学高级"),
        *("13900000077", "139 0000 0077", "13900000077/13900000078", "a@b.cn", "a@b", "664498", "退休", "产假", "在编"),
    ]
)
SPOILT = st.lists(
    st.tuples(st.integers(0, ROWS - 1), st.integers(0, len(HEADINGS) - 1), st.one_of(ODD, TYPED)), min_size=1, max_size=5
)


class Undone(Exception):
    """Ends an example so that the next begins with the same tables."""


def good(number):
    own = [f"{number:04}", f"教师{'甲乙丙丁戊己'[number]}", None, None, id_number(number + 1), None, "教师", "小学", "语文"]
    return [*own, "语文组", None, "一级教师", f"1390000000{number}", None, None, "2010-09-01", "在岗"]


@pytest.fixture
def school(yueqing):
    return people.school("2133000001", "乐成第一小学", yueqing)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(spoilt=SPOILT)
def test_what_was_accepted_goes_out_and_comes_back_unchanged(spoilt, school):
    try:
        with transaction.atomic():
            walk(spoilt, school)
            raise Undone
    except Undone:
        pass


def walk(spoilt, school):
    rows = [good(number) for number in range(ROWS)]
    for row, column, value in spoilt:
        rows[row][column] = value
    upload = bring("roster", xlsx([HEADINGS, *rows]), unit=school)
    if upload.state != "preview" or not upload.counts["new"]:
        return
    told = set(upload.findings.filter(severity="row").values_list("row", flat=True))
    assert upload.counts["new"] + upload.counts["refused"] == ROWS
    assert len(told) == upload.counts["refused"]
    keep(upload, accept_partial=True)

    employed = Teacher.objects.employed().count()
    assert Employment.objects.active().count() == employed
    if employed:
        again = bring("roster", template(layout_of("roster"), school), unit=school, name="模板.xlsx", whole=True)
        counts = again.counts
        found = list(again.findings.values_list("code", "value", "message"))
        assert (counts["unchanged"], counts["new"], counts["changed"], counts["refused"]) == (employed, 0, 0, 0), found
        assert counts["vanished"] == 0
