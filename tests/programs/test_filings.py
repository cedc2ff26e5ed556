"""One unit's filing from due to record, and what the unit above may ease."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, transaction

from portal.accounts.models import Message
from portal.audit.models import Event
from portal.kit.clock import database_now, local
from portal.kit.errors import Denied, Refused, WrongState
from programs.actions import easing, filings, reminding, reviewing
from programs.actions.entering import enter_on_behalf
from programs.actions.tasks import close_task, void_task
from programs.contents import ContentKind, content_kinds, register
from programs.enums.filings import HANDED_IN, MISSING, MOVES, NOT_ASKED, TONES, TURN, FilingState
from programs.facts.collating import row_count, totals
from programs.facts.missing import contacts_of, reminder
from programs.facts.tasks import Standing, children_of, due_for, standing, standing_of
from programs.facts.versions import differences
from programs.models import Filing, Task
from programs.rules.columns import AskedColumn
from programs.rules.differences import data_differ, rows_differ
from schools.models import School
from tests import factories
from tests.programs.asked import ROW, alike, due, filing_of, handed_in, opened, soon, workbook

WHY = "来电说明"


@pytest.fixture
def task(zhejiang, yueqing, xihu):
    return opened(zhejiang)


@pytest.fixture
def filing(task, yueqing):
    return filing_of(task, yueqing)


def again(filing) -> Filing:
    return filing_of(filing.task, filing.unit)


# ---- the tables beside the enum


def test_moves_turns_and_tones_name_every_state():
    assert set(MOVES) == set(TURN) == set(TONES) == set(FilingState)
    assert set().union(*MOVES.values()) | {FilingState.DUE} == set(FilingState)


def test_a_state_is_either_missing_handed_in_or_not_asked():
    assert set(FilingState) == MISSING | HANDED_IN | NOT_ASKED
    assert not MISSING & HANDED_IN
    assert not NOT_ASKED & (MISSING | HANDED_IN)


# ---- from due to record


def test_a_filing_goes_from_due_to_its_record_number(zhejiang, yueqing, yueqing_bureau, province_office):
    filing = filing_of(opened(zhejiang, review="file"), yueqing)

    handed_in(filing, by=yueqing_bureau)
    assert (filing.state, filing.submitted_by, filing.late) == ("submitted", yueqing_bureau, False)
    reviewing.accept(filing=filing, by=province_office)
    reviewing.put_on_file(filing=filing, by=province_office)

    assert (filing.state, filing.number) == ("filed", f"330000-{database_now().year}-0001")
    verbs = list(Event.objects.about(filing).values_list("verb", flat=True))
    assert verbs == ["filing.prepared", "filing.submitted", "filing.accepted", "filing.put_on_file"]


def test_what_only_has_to_arrive_is_not_reviewed_and_may_be_replaced(zhejiang, yueqing):
    filing = filing_of(opened(zhejiang, review="none"), yueqing)
    handed_in(filing)

    with pytest.raises(WrongState, match="收到即可"):
        reviewing.accept(filing=filing, by=None)
    handed_in(filing)

    assert (filing.state, filing.current.number, filing.turn) == ("submitted", 2, "nobody")


def test_a_return_is_sent_back_with_its_reason_and_filed_again(filing, province_office, yueqing_bureau):
    handed_in(filing)
    reviewing.send_back(filing=filing, reason="少了一所学校", by=province_office)

    assert (filing.state, filing.return_reason, filing.current) == ("returned", "少了一所学校", None)
    assert "少了一所学校" in Message.objects.filter(user=yueqing_bureau).latest("pk").text
    handed_in(filing)
    assert (filing.state, filing.return_reason) == ("submitted", "")


def test_sending_back_asks_for_a_reason(filing):
    handed_in(filing)

    with pytest.raises(Refused, match="理由"):
        reviewing.send_back(filing=filing, reason="  ", by=None)
    assert again(filing).state == "submitted"


def test_a_unit_takes_back_what_nobody_has_looked_at(filing, yueqing_bureau):
    handed_in(filing)
    filings.withdraw(filing=filing, by=yueqing_bureau)

    assert (filing.state, filing.current, filing.submitted_at) == ("due", None, None)
    handed_in(filing)
    reviewing.accept(filing=filing, by=None)
    with pytest.raises(WrongState, match="不能撤回"):
        filings.withdraw(filing=filing, by=yueqing_bureau)


def test_a_record_number_is_given_once(zhejiang, yueqing, xihu):
    task = opened(zhejiang, review="file")
    for unit in (yueqing, xihu):
        filing = handed_in(filing_of(task, unit))
        reviewing.accept(filing=filing, by=None)
    reviewing.put_on_file(filing=filing_of(task, yueqing), number="浙备1号", by=None)

    with pytest.raises(Refused, match="已经用过"):
        reviewing.put_on_file(filing=filing_of(task, xihu), number="浙备1号", by=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        Filing.objects.filter(unit=xihu).update(number="浙备1号")


def test_a_filing_that_was_handed_in_has_a_version(filing):
    with pytest.raises(IntegrityError), transaction.atomic():
        Filing.objects.filter(pk=filing.pk).update(state="submitted")


def test_a_filing_on_record_has_its_time(filing):
    handed_in(filing)

    with pytest.raises(IntegrityError), transaction.atomic():
        Filing.objects.filter(pk=filing.pk).update(state="filed")


# ---- through a collating unit


@pytest.fixture
def schools(wenzhou, yueqing):
    return [factories.unit(f"213300000{n}", f"第{n}小学", "school", yueqing) for n in (1, 2)]


@pytest.fixture
def through_the_county(wenzhou, schools):
    return opened(wenzhou, chosen={"levels": ["school"]}, route="county")


def test_a_county_passes_on_what_its_schools_handed_in(through_the_county, schools, yueqing_bureau, wenzhou_bureau):
    filing = handed_in(filing_of(through_the_county, schools[0]))
    assert (filing.state, filing.turn) == ("collating", "collator")
    with pytest.raises(WrongState):
        reviewing.accept(filing=filing, by=wenzhou_bureau)

    reviewing.pass_on(filing=filing, by=yueqing_bureau)

    assert (filing.state, filing.turn) == ("submitted", "receiver")
    with pytest.raises(WrongState, match="不能撤回"):
        filings.withdraw(filing=filing, by=None)


def test_a_county_sends_back_before_and_not_after_it_passed_on(through_the_county, schools, yueqing_bureau):
    first, second = (handed_in(filing_of(through_the_county, school)) for school in schools)
    reviewing.send_back(filing=first, reason=WHY, by=yueqing_bureau)
    reviewing.pass_on(filing=second, by=yueqing_bureau)

    with pytest.raises(Denied):
        reviewing.send_back(filing=second, reason=WHY, by=yueqing_bureau)


# ---- who may


def test_only_the_unit_hands_in_and_only_the_receiver_reviews(filing, yueqing_bureau, xihu_bureau, wenzhou_bureau):
    for person in (xihu_bureau, wenzhou_bureau):
        with pytest.raises(Denied):
            filings.prepare(filing=filing, by=person, files=[workbook(ROW)])
    handed_in(filing, by=yueqing_bureau)

    for person in (yueqing_bureau, wenzhou_bureau):
        for act in (reviewing.accept, reviewing.put_on_file):
            with pytest.raises(Denied):
                act(filing=filing, by=person)
        with pytest.raises(Denied):
            reviewing.send_back(filing=filing, reason=WHY, by=person)


@pytest.mark.parametrize(
    "ease",
    [
        lambda f, by: easing.extend(filing=f, due_at=soon(days=30), reason=WHY, by=by),
        lambda f, by: easing.allow_late(filing=f, reason=WHY, by=by),
        lambda f, by: easing.unlock(filing=f, reason=WHY, by=by),
        lambda f, by: easing.exempt(filing=f, reason=WHY, by=by),
        lambda f, by: easing.ask_again(filing=f, reason=WHY, by=by),
        lambda f, by: easing.receive_paper(filing=f, copies=0, by=by),
        lambda f, by: enter_on_behalf(filing=f, source="mail", files=[workbook(ROW)], reason=WHY, by=by),
    ],
    ids=["extend", "late", "unlock", "exempt", "again", "paper", "enter"],
)
def test_nobody_eases_his_own_units_filing(filing, yueqing_bureau, ease):
    with pytest.raises(Denied):
        ease(filing, yueqing_bureau)


def test_who_sees_a_filing(filing, task, province_office, wenzhou_bureau, yueqing_bureau, xihu_bureau):
    seen = {person: filing in Filing.objects.visible_to(person) for person in (province_office, wenzhou_bureau, xihu_bureau)}

    assert seen == {province_office: True, wenzhou_bureau: True, xihu_bureau: False}
    assert list(Filing.objects.visible_to(yueqing_bureau)) == [filing]


# ---- deadlines by the database's clock


def test_after_the_deadline_nothing_is_taken(filing, task):
    due(task)

    with pytest.raises(WrongState) as refused:
        handed_in(filing)
    assert refused.value.code == "deadline_passed"
    assert again(filing).state == "due"


def test_the_clock_of_the_web_machine_does_not_matter(filing, task, monkeypatch):
    due(task)
    monkeypatch.setattr("programs.actions.handing_in.database_now", lambda: database_now() - timedelta(days=30))

    with pytest.raises(WrongState):
        handed_in(filing)
    assert again(filing).state == "due"


def test_a_return_that_may_still_come_is_marked_late_for_good(filing, task, province_office):
    due(task)
    easing.allow_late(filing=filing, reason=WHY, by=province_office)
    handed_in(filing)
    assert (filing.state, filing.late, filing.current.late) == ("submitted", True, True)

    reviewing.send_back(filing=filing, reason=WHY, by=province_office)
    easing.extend(filing=filing, due_at=soon(days=9), reason=WHY, by=province_office)
    handed_in(filing)

    assert (filing.late, filing.extended, filing.current.late) == (True, True, False)


def test_an_extended_unit_files_in_time(filing, task):
    due(task)
    easing.extend(filing=filing, due_at=soon(hours=1), reason=WHY, by=None)

    handed_in(filing)

    assert (filing.late, filing.extended) == (False, True)
    change = Event.objects.get(verb="filing.extended").changes.get()
    assert (change.field, change.after) == ("due_at", local(filing.due_at).strftime("%Y-%m-%d %H:%M"))


def test_a_deadline_only_moves_ahead(filing):
    with pytest.raises(Refused, match="晚于原来的"):
        easing.extend(filing=filing, due_at=filing.due_at - timedelta(hours=1), reason=WHY, by=None)


def test_what_was_sent_back_may_come_again_after_the_deadline_without_being_late(filing, task):
    handed_in(filing)
    due(task)
    reviewing.send_back(filing=filing, reason=WHY, by=None)

    handed_in(filing)

    assert (filing.state, filing.late) == ("submitted", False)


def test_nothing_is_withdrawn_after_the_deadline(filing, task):
    handed_in(filing)
    due(task)

    with pytest.raises(WrongState, match="截止"):
        filings.withdraw(filing=filing, by=None)


def test_before_it_opens_nothing_is_taken(zhejiang, yueqing):
    filing = filing_of(opened(zhejiang, opens_at=soon(days=1)), yueqing)

    with pytest.raises(WrongState, match="起报送"):
        handed_in(filing)


def test_a_closed_task_takes_what_was_unlocked_once(filing, task):
    close_task(task=task, by=None)
    filing = again(filing)
    with pytest.raises(WrongState, match="已结束收取"):
        handed_in(filing)

    easing.unlock(filing=filing, reason=WHY, by=None)
    handed_in(filing)

    assert (filing.state, filing.unlocked) == ("submitted", False)


def test_a_void_task_takes_nothing(filing, task):
    void_task(task=task, reason=WHY, by=None)

    with pytest.raises(WrongState, match="已作废"):
        handed_in(again(filing))


def test_what_was_accepted_is_replaced_only_when_unlocked(filing):
    handed_in(filing)
    reviewing.accept(filing=filing, by=None)
    with pytest.raises(WrongState, match="解锁"):
        handed_in(again(filing))

    easing.unlock(filing=filing, reason=WHY, by=None)
    handed_in(filing)

    assert (filing.state, filing.current.number) == ("submitted", 2)


# ---- eased, entered, on paper


def test_a_return_that_came_by_chat_is_entered_with_its_original_and_stays_marked(filing, task, province_office):
    due(task)

    enter_on_behalf(filing=filing, source="chat", files=[workbook(ROW, name="群里的表.xlsx")], reason=WHY, by=province_office)

    version = again(filing).current
    assert (version.source, version.entered_by, version.note) == ("chat", province_office, WHY)
    assert [file.name for file in version.files.all()] == ["群里的表.xlsx"]
    assert again(filing).late is True


@pytest.mark.parametrize(
    ("about", "words"),
    [({"files": []}, "原件"), ({"source": "online"}, "哪里来"), ({"reason": ""}, "理由")],
)
def test_entering_asks_for_source_original_and_reason(filing, about, words):
    given = {"source": "paper", "files": [workbook(ROW)], "reason": WHY} | about

    with pytest.raises(Refused, match=words):
        enter_on_behalf(filing=filing, by=None, **given)


def test_an_exempt_unit_is_not_asked_and_may_be_asked_again(filing, task):
    easing.exempt(filing=filing, reason=WHY, by=None)
    assert standing_of(task.filings.all()).asked == 1
    with pytest.raises(WrongState):
        handed_in(again(filing))

    easing.ask_again(filing=filing, reason=WHY, by=None)

    assert standing_of(task.filings.all()).asked == 2


def test_only_an_exemption_is_taken_back(filing):
    handed_in(filing)

    with pytest.raises(WrongState, match="没有免报"):
        easing.ask_again(filing=filing, reason=WHY, by=None)
    assert again(filing).state == "submitted"


def test_paper_is_counted_apart(zhejiang, yueqing):
    filing = filing_of(opened(zhejiang, paper_copies=3), yueqing)
    easing.receive_paper(filing=filing, copies=2, by=None)

    assert (filing.paper_received, filing.electronic) == (2, False)
    with pytest.raises(Refused, match="纸质 3 份"):
        easing.receive_paper(filing=filing, copies=4, by=None)


# ---- other content


def test_answers_are_typed_under_their_headings(zhejiang, yueqing):
    columns = [AskedColumn("今年的计划", required=True), AskedColumn("困难")]
    filing = filing_of(opened(zhejiang, content="text", columns=columns), yueqing)

    with pytest.raises(Refused, match="今年的计划"):
        filings.prepare(filing=filing, by=None, texts={"困难": "没有"})
    filings.prepare_and_submit(filing=filing, by=None, texts={"今年的计划": "培训 300 人"})

    assert again(filing).current.data == {"texts": {"今年的计划": "培训 300 人", "困难": ""}}


def test_what_stands_in_the_portal_is_frozen_when_it_is_handed_in(zhejiang, yueqing):
    roster = [{"name": "甲"}]
    if "test_roster" not in content_kinds():
        register(ContentKind("test_roster", "名单", freeze=lambda unit, task: {"members": list(roster)} if roster else None))
    filing = filing_of(opened(zhejiang, content="test_roster"), yueqing)
    kind = content_kinds()["test_roster"]

    filings.prepare_and_submit(filing=filing, by=None)
    before = again(filing).current

    assert kind.freeze(yueqing, filing.task) == before.data
    assert before.data["members"] == [{"name": "甲"}]


def test_files_nobody_hands_in_are_refused(zhejiang, yueqing):
    filing = filing_of(opened(zhejiang, content="file"), yueqing)

    with pytest.raises(Refused, match="不收"):
        filings.prepare(filing=filing, by=None, files=[workbook(ROW, name="病毒.exe")])


def test_nothing_prepared_is_nothing_to_hand_in(filing):
    with pytest.raises(Refused, match="没有待报送"):
        filings.submit(filing=filing, by=None)
    with pytest.raises(Refused, match="选择要报送的文件"):
        filings.prepare(filing=filing, by=None)


# ---- versions side by side


def test_versions_differ_row_by_row(filing):
    handed_in(filing, ROW, [2, "第二小学", 8, 1, "否", "", ""])
    before = filing.current
    handed_in(filing, ROW, [2, "第二小学", 9, 1, "否", "", ""], [3, "第三小学", 5, 1, "否", "", ""])

    first, second = differences(before, again(filing).current)[:2]

    assert (first.kind, first.place, first.cells) == ("changed", "2", (("教师数", "8", "9"),))
    assert (second.kind, second.place, second.cells[0]) == ("added", "3", ("学校名称", "", "第三小学"))


def test_rows_that_went_are_told_as_they_were():
    found = rows_differ(["单位", "人数"], [["甲", "1"], ["乙", "2"]], [["乙", "2"]])

    assert [(one.kind, one.place, one.cells) for one in found] == [("gone", "1", (("单位", "甲", ""), ("人数", "1", "")))]


def test_frozen_content_differs_place_by_place():
    found = data_differ({"成员": [{"姓名": "甲"}]}, {"成员": [{"姓名": "乙"}, {"姓名": "丙"}]})

    assert [(one.kind, one.place) for one in found] == [("changed", "成员 1 / 姓名"), ("added", "成员 2 / 姓名")]


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
        assert reminding.remind(task=task, by=None) == 1

    assert [message.user for message in Message.objects.all()] == [yueqing_bureau]
    assert [(letter.to, letter.subject) for letter in mail.outbox] == [(["office@example.org"], "催报：实施情况统计")]
    assert Filing.objects.filter(reminded_at__isnull=False).count() == 1


def test_a_city_reminds_those_below_it_only(task, yueqing_bureau, xihu_bureau, wenzhou_bureau):
    assert reminding.remind(task=task, by=wenzhou_bureau) == 1
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
