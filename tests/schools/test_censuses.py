"""统计时点: rosters reported, looked at, locked, unlocked; and who has not reported."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from portal.accounts.models import Message
from portal.audit.models import Event
from portal.kit.errors import Denied, Refused, WrongState
from schools.actions import censuses as actions
from schools.actions import people as changes
from schools.models import Census, RosterReport, School
from tests import factories
from tests.schools import people

LIST = reverse("schools:census-list")


def text(response) -> str:
    return response.content.decode()


def call(unit, by, *, days=7, title="秋季名册"):
    today = timezone.localdate()
    return actions.call(unit=unit, title=title, counted_on=today - timedelta(days=30), due_on=today + timedelta(days=days), by=by)


@pytest.fixture
def census(yueqing, yueqing_bureau):
    return call(yueqing, yueqing_bureau)


@pytest.fixture
def report(census, lin, first_school, first_clerk):
    return actions.report(census=census, unit=first_school, by=first_clerk)


def test_a_report_keeps_the_figures_of_its_day(report, first_school, lin, yueqing_bureau):
    assert report.figures == {"total": 1, "principal": 0, "teacher": 1, "support": 0, "researcher": 0}


def test_a_reported_roster_is_closed_until_it_is_returned(report, lin, first_clerk, yueqing_bureau):
    with pytest.raises(Refused, match="已上报"):
        changes.revise(teacher=lin, values={"position": "主任"}, by=first_clerk)

    actions.send_back(report=report, reason="缺两人", by=yueqing_bureau)
    changes.revise(teacher=lin, values={"position": "主任"}, by=first_clerk)

    assert "名册被退回：缺两人" in [message.text for message in Message.objects.filter(user=first_clerk)]


def test_a_locked_roster_is_unlocked_from_above_with_a_reason(report, census, first_school, first_clerk, yueqing_bureau):
    actions.lock(report=report, by=yueqing_bureau)
    with pytest.raises(WrongState):
        actions.report(census=census, unit=first_school, by=first_clerk)
    with pytest.raises(Refused):
        actions.unlock(report=report, reason=" ", by=yueqing_bureau)
    with pytest.raises(Denied):
        actions.unlock(report=report, reason="漏报", by=first_clerk)

    actions.unlock(report=report, reason="漏报", by=yueqing_bureau)

    assert actions.report(census=census, unit=first_school, by=first_clerk).state == "submitted"


def test_an_empty_roster_and_a_foreign_school_are_not_reported(census, second_school, second_clerk, far_school, province_office):
    with pytest.raises(Refused, match="还没有人"):
        actions.report(census=census, unit=second_school, by=second_clerk)
    with pytest.raises(Refused, match="不在"):
        actions.report(census=census, unit=far_school, by=province_office)


def test_only_an_office_or_bureau_calls_and_not_twice_for_a_day(census, yueqing, yueqing_bureau, first_clerk, xihu_bureau):
    for person in (first_clerk, xihu_bureau):
        with pytest.raises(Denied):
            call(yueqing, person)
    with pytest.raises(WrongState):
        call(yueqing, yueqing_bureau)
    with pytest.raises(Refused):
        actions.call(unit=yueqing, title="x", counted_on=date(2024, 9, 2), due_on=date(2024, 9, 1), by=yueqing_bureau)


def test_a_bureau_calls_on_its_page(client, yueqing_bureau, yueqing):
    client.force_login(yueqing_bureau)
    address = reverse("schools:census-new")
    sent = {"unit": yueqing.pk, "title": "秋季名册", "counted_on": "2024-09-01", "due_on": "2024-09-20"}

    assert "早于统计时点" in text(client.post(address, sent | {"due_on": "2024-08-01"}))
    response = client.post(address, sent, follow=True)

    assert "已设统计时点“秋季名册”" in text(response)
    assert Census.objects.get().unit == yueqing


def test_a_school_does_not_call(client, first_clerk):
    client.force_login(first_clerk)

    assert client.get(reverse("schools:census-new")).status_code == 404
    assert reverse("schools:census-new") not in text(client.get(LIST))


def test_a_school_looks_at_its_figures_and_reports(client, census, lin, first_school, first_clerk):
    client.force_login(first_clerk)
    address = reverse("schools:report-new", args=[census.pk, first_school.code])

    assert address in text(client.get(census.get_absolute_url()))
    assert "核对无误，上报 1 人" in text(client.get(address))
    response = client.post(address, follow=True)

    assert "已上报 1 人。" in text(response)
    assert "与上报时一致" in text(response)
    assert client.get(address).url == RosterReport.objects.get().get_absolute_url()


def test_the_bureau_sees_who_has_reported_and_who_has_not(client, report, census, second_school, yueqing_bureau):
    School.objects.create(unit=second_school, contact="陈老师", phone="0577-61230000")
    client.force_login(yueqing_bureau)

    response = client.get(census.get_absolute_url())

    counts = response.context["counts"]
    assert {name: counts[name] for name in ("due", "filed", "missing", "overdue", "returned", "submitted")} == {
        "due": 2,
        "filed": 1,
        "missing": 1,
        "overdue": 0,
        "returned": 0,
        "submitted": 1,
    }
    assert "陈老师" in text(response)
    assert "0577-61230000" in text(response)
    assert response.context["reminder"].startswith("乐清市第二小学：")
    assert [unit.name for unit in client.get(census.get_absolute_url(), {"state": "missing"}).context["page"].rows] == [
        "乐清市第二小学"
    ]


def test_after_the_day_who_is_missing_is_late_and_who_comes_is_marked(
    client, lin, second_school, first_school, yueqing, yueqing_bureau
):
    census = call(yueqing, yueqing_bureau, days=-1)
    actions.report(census=census, unit=first_school, by=yueqing_bureau)
    client.force_login(yueqing_bureau)

    response = client.get(census.get_absolute_url())

    assert [(unit.name, unit.told) for unit in response.context["page"].rows] == [
        ("乐清市第一小学", "已上报（逾期）"),
        ("乐清市第二小学", "逾期未报"),
    ]
    assert (response.context["counts"]["overdue"], response.context["counts"]["missing"]) == (1, 0)
    assert "现已逾期" in response.context["reminder"]


def test_the_list_of_schools_is_exported_as_filtered(client, report, census, second_school, yueqing_bureau):
    client.force_login(yueqing_bureau)

    def lines(**query):
        answer = client.get(census.get_absolute_url(), {"export": "csv", **query})
        return b"".join(answer.streaming_content).decode().splitlines()

    assert [line.split(",")[1:5] for line in lines()[1:]] == [
        ["乐清市第一小学", "乐清市", "已上报", "1"],
        ["乐清市第二小学", "乐清市", "未报", ""],
    ]
    assert len(lines(state="locked")) == 1


def test_ticked_reports_are_locked_after_asking(client, report, census, yueqing_bureau):
    client.force_login(yueqing_bureau)
    address = reverse("schools:census-lock", args=[census.pk])

    assert "请先勾选" in text(client.post(address, {"row": "x"}, follow=True))
    assert "确定锁定所选 1 所学校的名册？" in text(client.post(address, {"row": report.pk}))
    response = client.post(address, {"row": report.pk, "confirmed": "yes"}, follow=True)

    assert "已锁定 1 所学校的名册。" in text(response)
    report.refresh_from_db()
    assert report.state == "locked"


def test_a_school_does_not_lock_itself(client, report, census, first_clerk):
    client.force_login(first_clerk)

    client.post(reverse("schools:census-lock", args=[census.pk]), {"row": report.pk, "confirmed": "yes"})
    client.post(reverse("schools:report-lock", args=[report.pk]))

    report.refresh_from_db()
    assert report.state == "submitted"


def test_the_report_page_returns_locks_and_unlocks(client, report, yueqing_bureau):
    client.force_login(yueqing_bureau)
    page = reverse("schools:report", args=[report.pk])

    assert "退回" in text(client.get(page))
    assert "理由" in text(client.post(reverse("schools:report-send-back", args=[report.pk]), {"reason": ""}, follow=True))
    client.post(reverse("schools:report-lock", args=[report.pk]))
    client.post(reverse("schools:report-unlock", args=[report.pk]), {"reason": "漏报一人"})

    report.refresh_from_db()
    assert (report.state, report.reason) == ("unlocked", "漏报一人")
    assert "漏报一人" in text(client.get(page))


def test_the_report_page_says_what_changed_since(client, report, census, first_school, yueqing_bureau):
    actions.send_back(report=report, reason="缺一人", by=yueqing_bureau)
    people.teacher(first_school, "新来的", 2)
    client.force_login(yueqing_bureau)

    response = client.get(reverse("schools:report", args=[report.pk]))

    assert "上报后有改动" in text(response)
    assert response.context["figures"][0][1:] == (1, 2, 1)


def test_others_see_neither_census_nor_report(client, report, census, xihu_bureau, second_clerk, first_school):
    client.force_login(xihu_bureau)
    assert client.get(census.get_absolute_url()).status_code == 404
    assert client.get(report.get_absolute_url()).status_code == 404
    client.force_login(second_clerk)
    assert client.get(report.get_absolute_url()).status_code == 404
    assert client.get(reverse("schools:report-new", args=[census.pk, first_school.code])).status_code == 404
    assert "乐清市第一小学" not in text(client.get(census.get_absolute_url()))


def test_a_province_sees_the_whole_and_a_leader_only_looks(client, report, census, yueqing):
    leader = factories.user("leader", yueqing, "bureau_leader")
    client.force_login(leader)

    assert client.get(census.get_absolute_url()).status_code == 200


@pytest.mark.parametrize("count", [1, 3])
def test_the_pages_ask_the_same_however_many_schools(client, census, yueqing, yueqing_bureau, count, django_assert_num_queries):
    for number in range(count):
        school = people.school(f"113300001{number}", f"学校{number}", yueqing)
        people.teacher(school, f"人{number}", number)
        actions.report(census=census, unit=school, by=yueqing_bureau)
    client.force_login(yueqing_bureau)

    with django_assert_num_queries(11):
        response = client.get(census.get_absolute_url())
    with django_assert_num_queries(7):
        client.get(LIST)

    assert len(response.context["page"].rows) == count


def address(name, census) -> str:
    return reverse(f"schools:census-{name}", args=[census.pk])


def test_a_deadline_is_moved_later_with_a_reason_the_missing_are_told(client, census, second_clerk, yueqing_bureau):
    client.force_login(yueqing_bureau)
    later = census.due_on + timedelta(days=5)
    assert address("extend", census) in text(client.get(census.get_absolute_url()))

    assert "不晚于现在的截止日期" in text(client.post(address("extend", census), {"due_on": census.due_on, "reason": "停课"}))
    assert client.post(address("extend", census), {"due_on": later, "reason": ""}).status_code == 422
    client.post(address("extend", census), {"due_on": later, "reason": "台风停课"})

    census.refresh_from_db()
    assert census.due_on == later
    assert Event.objects.get(verb="census.extended").note == "台风停课"
    told = Message.objects.get(user=second_clerk)
    assert told.text == f"“秋季名册”的上报截止日期延长到 {later}：台风停课"


def test_who_was_late_stays_late_when_the_deadline_moves(lin, first_school, yueqing, yueqing_bureau):
    census = call(yueqing, yueqing_bureau, days=-1)
    report = actions.report(census=census, unit=first_school, by=yueqing_bureau)

    actions.extend(census=census, due_on=census.due_on + timedelta(days=9), reason="停课", by=yueqing_bureau)

    report.refresh_from_db()
    assert report.late
    actions.send_back(report=report, reason="缺一人", by=yueqing_bureau)
    assert not actions.report(census=census, unit=first_school, by=yueqing_bureau).late


def test_a_census_nobody_reported_for_is_taken_back(client, census, lin, first_school, first_clerk, yueqing_bureau):
    client.force_login(yueqing_bureau)
    assert address("void", census) in text(client.get(census.get_absolute_url()))

    assert client.post(address("void", census), {"reason": " "}).status_code == 422
    answer = client.post(address("void", census), {"reason": "日期有误"}, follow=True)

    assert "已作废" in text(answer)
    assert client.get(census.get_absolute_url()).status_code == 404
    assert Event.objects.get(verb="census.voided").note == "日期有误"
    with pytest.raises(WrongState, match="已作废"):
        actions.report(census=census, unit=first_school, by=first_clerk)
    call(census.unit, yueqing_bureau)


def test_a_census_somebody_reported_for_stays_and_names_him(client, report, census, yueqing_bureau):
    actions.send_back(report=report, reason="缺一人", by=yueqing_bureau)
    client.force_login(yueqing_bureau)

    assert address("void", census) not in text(client.get(census.get_absolute_url()))
    answer = client.post(address("void", census), {"reason": "日期有误"})

    assert "已有 1 所学校上报（乐清市第一小学），统计时点不能作废。" in text(answer)
    assert Census.objects.get().state == "current"


@pytest.mark.parametrize("name", ["extend", "void"])
def test_who_did_not_call_a_census_neither_moves_nor_voids_it(client, census, first_clerk, yueqing, name):
    for person in (first_clerk, factories.user("leader", yueqing, "bureau_leader")):
        client.force_login(person)
        assert client.get(address(name, census)).status_code == 404
        assert address(name, census) not in text(client.get(census.get_absolute_url()))


def test_reminding_reaches_exactly_who_is_missing(
    client, report, census, first_clerk, second_school, second_clerk, yueqing, yueqing_bureau
):
    people.school("1133000003", "没有账号小学", yueqing)
    client.force_login(yueqing_bureau)
    assert "还没有催报过" in text(client.get(census.get_absolute_url()))

    answer = client.post(address("remind", census), follow=True)

    said = text(answer)
    assert "已向 1 所学校发送催报消息。" in said
    assert "没有账号小学等 1 所学校还没有账号" in said
    told = Message.objects.filter(text__contains="请于").get()
    assert (told.user, told.url) == (second_clerk, reverse("schools:report-new", args=[census.pk, second_school.code]))
    reminded = {unit.name: unit.reminded_at for unit in answer.context["page"].rows}
    assert reminded["乐清市第一小学"] is None
    assert reminded["乐清市第二小学"] == reminded["没有账号小学"] == answer.context["reminded_at"]
    assert answer.context["reminder"].startswith("乐清市第二小学、没有账号小学：")
    assert Event.objects.get(verb="census.reminded").data == {"schools": 2, "unreached": 1}


def test_a_returned_roster_is_reminded_of_too(report, census, first_clerk, yueqing_bureau):
    actions.send_back(report=report, reason="缺一人", by=yueqing_bureau)

    done = actions.remind(census=census, by=yueqing_bureau)

    assert [unit.name for unit in done.schools] == ["乐清市第一小学"]


def test_with_everybody_in_there_is_nobody_to_remind(report, census, yueqing_bureau):
    with pytest.raises(WrongState, match="没有要催报的学校"):
        actions.remind(census=census, by=yueqing_bureau)


def test_a_county_reminds_its_own_schools_of_a_census_called_above(census, second_school, far_school, xihu_bureau, province_office):
    above = call(province_office.posts.get().unit, province_office, title="全省名册")

    done = actions.remind(census=above, by=xihu_bureau)

    assert [unit.name for unit in done.schools] == ["西湖小学"]


def test_a_school_reminds_nobody(client, census, first_clerk, second_school):
    with pytest.raises(Denied):
        actions.remind(census=census, by=first_clerk)
    client.force_login(first_clerk)

    assert "给未报学校发消息" not in text(client.get(census.get_absolute_url()))


@pytest.mark.parametrize("count", [1, 3])
def test_reminding_asks_the_same_however_many(census, yueqing, yueqing_bureau, count, django_assert_num_queries):
    for number in range(count):
        school = people.school(f"113300001{number}", f"学校{number}", yueqing)
        factories.user(f"clerk{number}", school, "school_admin")

    with django_assert_num_queries(11):
        actions.remind(census=census, by=yueqing_bureau)
