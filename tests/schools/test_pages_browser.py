"""The pages of rosters in a real browser: wide and narrow, with JavaScript and without."""

import os
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from schools.actions import censuses, merges, transfers
from schools.actions import schools as describing
from tests import factories
from tests.browser import faults_of, wider_than_the_window
from tests.schools import people
from tests.sheets.flow import bring

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LONG = "乐清市虹桥镇第一中学教育集团实验小学（东校区）"


@pytest.fixture
def world(yueqing, wenzhou, yueqing_bureau):
    """A county with two schools, some people, a census with a report, a transfer and a merge."""
    first, second = people.school("1133000001", LONG, yueqing), people.school("1133000002", "乐清市第二小学", yueqing)
    clerk = factories.user("first", first, "school_admin", name="陈管理")
    colleague = factories.user("colleague", yueqing, "bureau", name="林经办")
    plain = {"kind": "school", "ownership": "public", "stages": ["primary", "junior_secondary"]}
    describing.describe(unit=first, by=None, rural=True, small=True, remote=True, contact="陈老师", phone="13800138009", **plain)
    staff = [
        people.teacher(
            first, f"林小雨{number}", number, stage="primary", subject="道德与法治", title="associate", phone="13800138001"
        )
        for number in range(12)
    ]
    double = people.teacher(second, "阿依古丽·买买提艾力", 50, stage="primary")
    today = timezone.localdate()
    census = censuses.call(
        unit=yueqing, title="2026学年第一学期教师名册", counted_on=today, due_on=today + timedelta(days=9), by=yueqing_bureau
    )
    report = censuses.report(census=census, unit=second, by=yueqing_bureau)
    asked = transfers.ask(teacher=staff[0], to_unit=second, name="林小雨0", starts_on=date(2024, 2, 1), by=colleague)
    merge = merges.propose(keep=staff[1], drop=staff[2], reason="同一身份证扫描件", by=colleague)
    changed = ["林小雨3", people.id_number(3), "小学", "美术"]
    preview = bring("roster", [["姓名", "证件号码", "学段", "任教学科"], changed], unit=first, by=yueqing_bureau, whole=True)
    pages = {
        "preview": preview.get_absolute_url(),
        "list": reverse("schools:teacher-list"),
        "nobody": reverse("schools:teacher-list") + "?q=没有",
        "teacher": staff[0].get_absolute_url(),
        "edit": reverse("schools:teacher-edit", args=[staff[0].code]),
        "status": reverse("schools:teacher-status", args=[staff[0].code]),
        "reveal": reverse("schools:teacher-reveal", args=[staff[0].code]),
        "merging": reverse("schools:merge-new", args=[staff[0].code]),
        "merge": merge.get_absolute_url(),
        "merges": reverse("schools:merge-list"),
        "transfers": reverse("schools:transfer-list"),
        "transfer": asked.get_absolute_url(),
        "asking": reverse("schools:transfer-new"),
        "censuses": reverse("schools:census-list"),
        "calling": reverse("schools:census-new"),
        "census": census.get_absolute_url(),
        "report": report.get_absolute_url(),
        "reporting": reverse("schools:report-new", args=[census.pk, first.code]),
        "schools": reverse("schools:school-list"),
        "school": reverse("schools:school", args=[first.code]),
        "home": "/",
    }
    return {"pages": pages, "clerk": clerk, "double": double, "census": census, "staff": staff}


@pytest.mark.parametrize("person", ["yueqing", "first"])
@pytest.mark.parametrize("width", [1366, 390])
def test_axe_finds_nothing_and_nothing_is_too_wide(open_page, sign_in, world, width, person):
    page = sign_in(open_page(width, 844), person)

    for name, address in world["pages"].items():
        page.goto(address)
        if folder := os.environ.get("SHOTS"):
            page.screenshot(path=f"{folder}/{person}-{width}-{name}.png", full_page=True)
        assert (name, faults_of(page), wider_than_the_window(page)) == (name, [], False)
