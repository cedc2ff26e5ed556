"""What the three administrators find on the front page."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from portal.audit.models import Event
from portal.audit.recording import record
from portal.audit.sealing import seal
from portal.jobs.models import Job
from portal.shell import admin_sources, sources
from portal.shell.desk import sources_of
from tests import factories


def told(source, user) -> dict[str, tuple[str, str]]:
    return {figure.label: (figure.value, figure.note) for figure in source(user, user.current_posts()[0])}


@pytest.fixture
def auditor(zhejiang):
    return factories.user("auditor", zhejiang, "auditor")


def test_the_system_administrator_sees_the_queue(zhejiang):
    sysadmin = factories.user("sysadmin", zhejiang, "sysadmin")
    now = timezone.now()
    Job.objects.create(kind="a.b", title="核算", state="waiting")
    Job.objects.create(kind="a.b", title="核算", state="failed", error="x", finished_at=now - timedelta(days=1))
    Job.objects.create(kind="a.b", title="核算", state="failed", error="x", finished_at=now - timedelta(days=8))

    found = told(admin_sources.running, sysadmin)

    assert found["等待和进行中的后台任务"][0] == "1"
    assert found["近 7 天未完成的任务"] == ("1", "")
    assert found["有效的接口令牌"] == ("0", "")


def test_the_security_administrator_sees_posts_and_accounts(zhejiang, yueqing_bureau, wenzhou_bureau):
    secadmin = factories.user("secadmin", zhejiang, "secadmin")
    type(secadmin).objects.filter(pk=wenzhou_bureau.pk).update(is_active=False)
    late = timezone.now() - timedelta(hours=1)
    type(secadmin).objects.filter(pk=yueqing_bureau.pk).update(first_password_until=late)

    found = told(admin_sources.accounts, secadmin)

    assert found["在任的任职"][0] == "3"
    assert found["初始密码未改的账号"] == ("1", "其中 1 个已过期")
    assert found["已停用的账号"] == ("1", "")


def test_the_auditor_sees_the_week_and_whether_the_newest_seal_holds(auditor, yueqing, yueqing_bureau):
    Event.objects.all().delete()
    assert told(admin_sources.log, auditor)["最近一次封存"] == ("—", "还没有封存")
    event = record(yueqing_bureau, "unit.revised", yueqing, unit=yueqing)
    seal()
    record(yueqing_bureau, "unit.revised", yueqing, unit=yueqing)

    found = told(admin_sources.log, auditor)
    Event.objects.filter(pk=event.pk).update(note="改过")
    broken = told(admin_sources.log, auditor)

    assert found["近 7 天的操作记录"][0] == "2"
    assert found["最近一次封存"][1] == "此后 1 条未封存"
    assert (found["最近一段核对"][0], broken["最近一段核对"][0]) == ("一致", "不一致")


def test_each_administrator_sees_only_his_own_and_no_deadlines_of_units(auditor, yueqing_bureau):
    (post,) = auditor.current_posts()
    (office,) = yueqing_bureau.current_posts()

    assert list(admin_sources.running(auditor, post)) == list(admin_sources.accounts(auditor, post)) == []
    assert list(admin_sources.log(yueqing_bureau, office)) == []
    assert sources.calendar not in sources_of(post)
    assert sources.calendar in sources_of(office)


def test_the_front_page_of_an_administrator_leaves_the_deadlines_out(client, auditor, yueqing_bureau):
    client.force_login(auditor)
    own = client.get(reverse("shell:home")).content.decode()
    client.force_login(yueqing_bureau)
    office = client.get(reverse("shell:home")).content.decode()

    assert ("近 30 天截止" in own, "近 30 天截止" in office) == (False, True)
    assert "近 7 天的操作记录" in own
