"""What rosters put on the front page: the school's tasks, the bureau's, and nobody else's."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from portal.kit.desk import Awaited, Deadline, Figure, Waiting
from portal.shell.roster_sources import rosters
from schools.actions import censuses, merges, transfers
from schools.models import Transfer
from tests import factories
from tests.schools import people


def said(user, kind) -> list[str]:
    user.forget_posts()
    items = [item for item in rosters(user, user.current_posts()[0]) if isinstance(item, kind)]
    return [getattr(item, "what", None) or f"{item.label} {item.value}" for item in items]


@pytest.fixture
def first(yueqing):
    return people.school("1133000001", "第一小学", yueqing)


@pytest.fixture
def second(yueqing):
    return people.school("1133000002", "第二小学", yueqing)


@pytest.fixture
def clerk(first):
    return factories.user("first", first, "school_admin")


@pytest.fixture
def second_clerk(second):
    return factories.user("second", second, "school_admin")


@pytest.fixture
def lin(first):
    return people.teacher(first, "林小雨", 1)


@pytest.fixture
def asked(lin, second, second_clerk):
    return transfers.ask(teacher=lin, to_unit=second, name="林小雨", starts_on=date(2024, 2, 1), by=second_clerk)


def test_a_request_waits_for_the_old_school_and_is_awaited_by_the_new(asked, clerk, second_clerk, yueqing_bureau):
    assert said(clerk, Waiting) == ["第二小学申请调入林小雨"]
    assert said(second_clerk, Awaited) == ["申请调入林小雨"]
    assert said(yueqing_bureau, Waiting) == []


def test_a_request_unanswered_for_a_week_waits_for_those_above(asked, yueqing_bureau, xihu_bureau):
    Transfer.objects.filter(pk=asked.pk).update(created_at=timezone.now() - timedelta(days=8))

    assert said(yueqing_bureau, Waiting) == ["第二小学申请调入林小雨"]
    assert said(xihu_bureau, Waiting) == []


def test_a_merge_waits_for_somebody_else(lin, first, clerk, yueqing_bureau):
    merges.propose(keep=lin, drop=people.teacher(first, "林小雨", 2), reason="同一人", by=yueqing_bureau)

    assert said(clerk, Waiting) == ["yueqing提出合并林小雨的重复登记"]
    assert said(yueqing_bureau, Waiting) == []


def test_an_open_census_waits_for_the_school_and_its_report_for_the_county(
    lin, first, clerk, yueqing, yueqing_bureau, wenzhou_bureau
):
    today = timezone.localdate()
    census = censuses.call(unit=yueqing, title="秋季名册", counted_on=today, due_on=today + timedelta(days=5), by=yueqing_bureau)

    assert said(clerk, Waiting) == ["上报教师名册：秋季名册"]
    assert said(clerk, Deadline) == said(yueqing_bureau, Deadline) == ["秋季名册上报截止"]
    report = censuses.report(census=census, unit=first, by=clerk)
    assert said(clerk, Waiting) == []
    [waiting] = [item for item in rosters(yueqing_bureau, yueqing_bureau.current_posts()[0]) if isinstance(item, Waiting)]
    assert waiting.what == "秋季名册：1 所学校的名册等待审核"
    assert waiting.url == f"{reverse('schools:census', args=[census.pk])}?state=submitted"
    assert said(wenzhou_bureau, Waiting) == []
    censuses.send_back(report=report, reason="有误", by=yueqing_bureau)
    assert said(clerk, Waiting) == ["重新上报教师名册：秋季名册（有误）"]


def test_schools_and_counties_count_their_people(lin, clerk, yueqing_bureau, province_office):
    assert said(clerk, Figure) == said(yueqing_bureau, Figure) == ["在岗和请假人员 1"]
    assert said(province_office, Figure) == []


def test_a_teacher_has_none_of_it(lin, first):
    teacher = factories.user("teacher", first, "teacher")

    assert list(rosters(teacher, teacher.current_posts()[0])) == []


@pytest.mark.parametrize("count", [1, 3])
def test_the_sources_ask_the_same_however_many(
    first, second, second_clerk, yueqing_bureau, clerk, count, django_assert_num_queries
):
    for number in range(count):
        teacher = people.teacher(first, f"人{number}", number)
        transfers.ask(teacher=teacher, to_unit=second, name=teacher.name, starts_on=date(2024, 2, 1), by=second_clerk)
    clerk.forget_posts()
    post = clerk.current_posts()[0]

    with django_assert_num_queries(5):
        items = list(rosters(clerk, post))

    assert sum(isinstance(item, Waiting) for item in items) == count
