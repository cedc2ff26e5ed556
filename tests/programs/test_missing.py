"""Who has not filed: counted, named, reminded; whose turn it is; 95 counties of which twelve do not file."""

from datetime import timedelta

import pytest
from django.core import mail

from portal.accounts.models import Message
from portal.kit.clock import database_now, local
from portal.kit.errors import Refused
from programs.actions import easing, reminding, reviewing
from programs.facts.collating import row_count, totals
from programs.facts.missing import contacts_of, reminder
from programs.facts.tasks import Standing, children_of, due_for, standing, standing_of
from programs.models import Filing, Task
from schools.models import School
from tests import factories
from tests.programs.asked import alike, due, filing_of, handed_in, opened

WHY = "来电说明"


@pytest.fixture
def schools(wenzhou, yueqing):
    return [factories.unit(f"213300000{n}", f"第{n}小学", "school", yueqing) for n in (1, 2)]


# ---- who has not filed


def test_counts_by_unit_and_task(zhejiang, wenzhou, hangzhou, yueqing, xihu, province_office):
    first, second = opened(zhejiang), opened(zhejiang, title="第二张")
    handed_in(filing_of(first, yueqing))
    due(second)

    found = standing([first, second], [wenzhou, hangzhou])

    assert found[wenzhou.pk, first.pk] == Standing(asked=1, handed_in=1, to_review=1)
    assert found[hangzhou.pk, first.pk] == Standing(asked=1, missing=1)
    assert found[hangzhou.pk, second.pk] == Standing(asked=1, missing=1, overdue=1)
    assert [unit.name for unit in children_of(province_office, first, zhejiang)] == ["杭州市", "温州市"]


def test_the_text_names_exactly_those_missing(zhejiang, task, yueqing, xihu):
    handed_in(filing_of(task, xihu))

    text = reminder(task, task.filings.all(), database_now())
    assert "乐清市" in text
    assert "西湖区" not in text
    handed_in(filing_of(task, yueqing))
    assert reminder(task, task.filings.all(), database_now()) == ""


def test_the_text_tells_a_unit_s_own_day(task, yueqing, xihu):
    own = filing_of(task, yueqing)
    easing.extend(filing=own, due_at=task.due_at + timedelta(days=5), reason=WHY, by=None)
    own.refresh_from_db()

    text = reminder(task, task.filings.all(), database_now())

    assert f"乐清市（延至 {local(own.due_at):%Y-%m-%d %H:%M}）" in text
    assert "西湖区（" not in text


def test_the_text_keeps_overdue_and_returned_apart(task, yueqing, xihu):
    reviewing.send_back(filing=handed_in(filing_of(task, yueqing)), reason=WHY, by=None)
    due(task)

    lines = reminder(task, task.filings.all(), database_now()).splitlines()

    assert lines[1:3] == ["已逾期（1）：西湖区", "退回后未重报（1）：乐清市"]


def test_the_number_a_school_gave_stands_open_and_an_accounts_is_masked(yueqing, schools, yueqing_bureau):
    School.objects.create(unit=schools[0], contact="值班室", phone="0577-62520000")
    yueqing_bureau.phone = "13900990011"
    yueqing_bureau.save()

    found = contacts_of([yueqing, *schools])

    assert found[schools[0].pk].shown == "0577-62520000"
    assert found[yueqing.pk].shown == "1*********1"
    assert schools[1].pk not in found


def test_reminding_tells_staff_by_message_and_mail(task, yueqing_bureau, xihu_bureau, xihu, django_capture_on_commit_callbacks):
    handed_in(filing_of(task, xihu))
    yueqing_bureau.email = "office@example.org"
    yueqing_bureau.save()
    Message.objects.all().delete()

    with django_capture_on_commit_callbacks(execute=True):
        assert len(reminding.remind(task=task, by=None).units) == 1

    assert [message.user for message in Message.objects.all()] == [yueqing_bureau]
    assert [(letter.to, letter.subject) for letter in mail.outbox] == [(["office@example.org"], "催报：实施情况统计")]
    assert Filing.objects.filter(reminded_at__isnull=False).count() == 1


def test_a_city_reminds_those_below_it_only(task, yueqing_bureau, xihu_bureau, wenzhou_bureau):
    assert len(reminding.remind(task=task, by=wenzhou_bureau).units) == 1
    with pytest.raises(Refused, match="没有需要催报"):
        reminding.remind(task=task, by=yueqing_bureau)


def test_nobody_is_reminded_of_what_is_in(task, yueqing, xihu):
    for unit in (yueqing, xihu):
        handed_in(filing_of(task, unit))

    with pytest.raises(Refused, match="没有需要催报"):
        reminding.remind(task=task, by=None)


# ---- whose turn


def test_due_for_names_the_next_step_of_each(zhejiang, yueqing, xihu, province_office, yueqing_bureau):
    task = opened(zhejiang, review="file")
    filing = filing_of(task, yueqing)
    assert list(due_for(yueqing_bureau)) == [filing]
    assert list(due_for(province_office)) == []

    handed_in(filing)
    assert list(due_for(yueqing_bureau)) == []
    assert list(due_for(province_office)) == [filing]
    reviewing.accept(filing=filing, by=None)
    reviewing.put_on_file(filing=filing, by=None)
    assert list(due_for(province_office)) == []


# ---- a 收表 of 95 units


def test_ninety_five_counties_of_which_twelve_do_not_file(zhejiang, wenzhou, province_office):
    counties = [factories.unit(f"3388{n:02}", f"县{n:02}", "county", wenzhou) for n in range(95)]
    task = opened(zhejiang)
    alike(task, counties[12:], [1, "实验小学", 10, "0.1", "是", "", ""])

    figures = standing_of(task.filings.all())
    text = reminder(task, task.filings.all(), database_now())
    assert figures == Standing(asked=95, handed_in=83, missing=12, to_review=83)
    assert "未报（12）：" + "、".join(unit.name for unit in counties[:12]) in text
    assert row_count(task, Filing.objects.all()) == 83
    assert {name: str(total) for name, total in totals(task, Filing.objects.all()).items()} == {
        "教师数": "830",
        "经费（元）": "8.3",
    }
    assert Task.objects.get().filings.overdue().count() == 0
