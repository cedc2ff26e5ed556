"""Asking units for something: whom, through whom, from when to when, and by whom."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from portal.accounts.models import Message
from portal.audit.models import Event
from portal.kit.errors import Denied, Refused, Stale, WrongState
from programs.actions.tasks import close_task, describe_columns, open_task, refresh_filings, reopen_task, void_task
from programs.enums.tasks import TASK_MOVES, TASK_TONES, TaskState
from programs.models import Filing, Task
from programs.rules.columns import AskedColumn
from schools.models import School
from tests import factories
from tests.programs.asked import drafted, opened, soon


def asked(task):
    return [filing.unit.name for filing in task.filings.select_related("unit").order_by("unit__path")]


def through(task):
    rows = task.filings.select_related("unit", "collator", "receiver").order_by("unit__path")
    return {row.unit.name: (row.collator and row.collator.name, row.receiver.name) for row in rows}


@pytest.fixture
def schools(yueqing, wenzhou):
    """Two schools of 乐清市, one of them in a 学区, and one directly under the city."""
    district = factories.unit("330382001", "乐成学区", "school_district", yueqing)
    return {
        "district": district,
        "inside": factories.unit("2133000001", "乐成小学", "school", district),
        "outside": factories.unit("2133000002", "虹桥小学", "school", yueqing),
        "direct": factories.unit("2133000003", "温州中学", "school", wenzhou),
    }


def test_every_state_of_a_task_has_its_moves_and_tone():
    assert set(TASK_MOVES) == set(TASK_TONES) == set(TaskState)


@pytest.mark.parametrize(
    ("chosen", "names"),
    [
        ({"levels": ["county"]}, ["西湖区", "乐清市"]),
        ({"levels": ["county"], "under": ["330300"]}, ["乐清市"]),
        ({"units": ["330106"]}, ["西湖区"]),
        ({"levels": ["city"], "units": ["330382"]}, ["杭州市", "温州市", "乐清市"]),
        ({"levels": ["county"], "except": ["330382"]}, ["西湖区"]),
    ],
    ids=["level", "subtree", "list", "both", "without some"],
)
def test_units_are_chosen_by_level_subtree_or_list(zhejiang, yueqing, xihu, chosen, names):
    assert asked(opened(zhejiang, chosen=chosen)) == names


def test_nobody_outside_the_issuers_subtree_is_asked(wenzhou, yueqing, xihu):
    assert asked(opened(wenzhou, chosen={"levels": ["county"], "units": ["330106", "330000"]})) == ["乐清市"]


def test_closed_units_are_not_asked(zhejiang, yueqing, xihu):
    xihu.state = "closed"
    xihu.save()

    assert asked(opened(zhejiang)) == ["乐清市"]


def test_a_task_that_asks_nobody_is_not_opened(zhejiang):
    task = drafted(zhejiang)

    with pytest.raises(Refused, match="没有选中任何单位"):
        open_task(task=task, by=None)
    assert Task.objects.get().state == "draft"


@pytest.mark.parametrize(
    ("route", "inside", "outside", "direct"),
    [
        ("direct", None, None, None),
        ("county", "乐清市", "乐清市", None),
        ("school_district", "乐成学区", None, None),
    ],
)
def test_schools_file_through_the_level_named_and_past_those_that_are_not(wenzhou, schools, route, inside, outside, direct):
    task = opened(wenzhou, chosen={"levels": ["school"]}, route=route)

    assert through(task) == {
        "温州中学": (direct, "温州市"),
        "乐成小学": (inside, "温州市"),
        "虹桥小学": (outside, "温州市"),
    }


def test_teaching_points_file_through_their_central_school(yueqing, schools):
    central = School.objects.create(unit=schools["outside"], kind="central")
    School.objects.create(unit=schools["inside"], kind="teaching_point", central_school=central)

    task = opened(yueqing, chosen={"levels": ["school"]}, route="central_school")

    assert through(task) == {"乐成小学": ("虹桥小学", "乐清市"), "虹桥小学": (None, "乐清市")}


def test_a_level_between_may_be_the_one_that_receives(wenzhou, schools):
    task = opened(wenzhou, chosen={"levels": ["school"]}, receiver_level="county")

    assert through(task)["虹桥小学"] == (None, "乐清市")
    assert through(task)["温州中学"] == (None, "温州市")


def test_the_staff_of_the_units_are_told(zhejiang, yueqing, yueqing_bureau, wenzhou_bureau):
    opened(zhejiang)

    message = Message.objects.get()
    assert message.user == yueqing_bureau
    assert "实施情况统计" in message.text


def test_units_that_come_later_are_asked_too_and_none_twice(zhejiang, wenzhou, yueqing):
    task = opened(zhejiang)
    factories.unit("330304", "瓯海区", "county", wenzhou)

    assert refresh_filings(task=task, by=None) == 1
    assert refresh_filings(task=task, by=None) == 0
    assert asked(task) == ["瓯海区", "乐清市"]


def test_a_unit_owes_a_task_once(zhejiang, yueqing):
    task = opened(zhejiang)

    with pytest.raises(IntegrityError), transaction.atomic():
        Filing.objects.create(task=task, unit=yueqing, receiver=zhejiang, due_at=task.due_at)


@pytest.mark.parametrize("count", [1, 3])
def test_opening_asks_the_database_the_same_however_many(zhejiang, wenzhou, count):
    for n in range(count):
        factories.unit(f"33030{n + 1}", f"县{n}", "county", wenzhou)
    task = drafted(zhejiang, route="county")

    with CaptureQueriesContext(connection) as asked_of:
        open_task(task=task, by=None)

    assert len(asked_of) == 13


def test_opening_tells_everybody_who_is_asked_once_and_widening_only_those_it_adds(zhejiang, wenzhou, yueqing):
    clerk, newcomer = factories.user("clerk", yueqing, "bureau"), factories.user("newcomer", zhejiang, "expert")
    factories.post(clerk, factories.unit("330381", "瑞安市", "county", wenzhou), "bureau_leader")
    task = opened(zhejiang, title="年度统计")
    factories.post(newcomer, factories.unit("330383", "龙港市", "county", wenzhou), "bureau")

    refresh_filings(task=task, by=None)

    told = [(message.user, message.text[:16], message.url) for message in Message.objects.order_by("pk")]
    line = ("浙江省请报送“年度统计”，截止 "[:16], task.get_absolute_url())
    assert told == [(clerk, *line), (newcomer, *line)]


def test_columns_are_corrected_before_and_not_after_it_is_opened(zhejiang, yueqing):
    task, columns = drafted(zhejiang), [AskedColumn("学校名称", required=True), AskedColumn("教师数", "integer", sum=True)]

    describe_columns(task=task, columns=columns, by=None)
    open_task(task=task, by=None)

    assert [column["heading"] for column in Task.objects.get().columns] == ["学校名称", "教师数"]
    with pytest.raises(WrongState, match="已经发布"):
        describe_columns(task=task, columns=columns, by=None)


@pytest.mark.parametrize(
    ("about", "words"),
    [
        ({"title": " "}, "标题"),
        ({"content": "nothing"}, "没有"),
    ],
)
def test_what_cannot_be_asked_is_refused(zhejiang, about, words):
    with pytest.raises(Refused, match=words):
        drafted(zhejiang, **about)


def test_a_deadline_before_the_start_is_refused(zhejiang):
    with pytest.raises(Refused, match="晚于开始时间"):
        drafted(zhejiang, opens_at=soon(days=5), due_at=soon(days=4))


def test_a_table_without_headings_is_not_opened(zhejiang, yueqing):
    task = drafted(zhejiang, blank=None, head={}, columns=[])

    with pytest.raises(Refused, match="空白表"):
        open_task(task=task, by=None)


def test_only_the_issuer_and_those_above_manage_it(zhejiang, wenzhou, yueqing, wenzhou_bureau, yueqing_bureau, xihu_bureau):
    task = opened(wenzhou)

    for person in (yueqing_bureau, xihu_bureau):
        with pytest.raises(Denied):
            close_task(task=task, by=person)
    close_task(task=task, by=wenzhou_bureau)
    assert Event.objects.filter(verb="task.closed", actor=wenzhou_bureau).count() == 1


def test_who_sees_what_is_asked(zhejiang, wenzhou, province_office, yueqing_bureau, wenzhou_bureau, xihu_bureau):
    draft, open_one = drafted(wenzhou), opened(wenzhou)

    def seen(person):
        return set(Task.objects.visible_to(person))

    assert seen(wenzhou_bureau) == seen(province_office) == {draft, open_one}
    assert seen(yueqing_bureau) == {open_one}
    assert seen(xihu_bureau) == set()


def test_closing_reopening_and_voiding(zhejiang, yueqing):
    task = opened(zhejiang)
    close_task(task=task, by=None)
    reopen_task(task=task, reason="还有单位要报", by=None)
    void_task(task=task, reason="重复发布", by=None)

    with pytest.raises(WrongState):
        reopen_task(task=task, reason="x", by=None)
    with pytest.raises(Refused, match="请写明原因"):
        void_task(task=opened(zhejiang), reason=" ", by=None)


def test_two_people_do_not_move_a_task_at_once(zhejiang, yueqing):
    task = opened(zhejiang)
    other = Task.objects.get(pk=task.pk)
    close_task(task=other, by=None)

    with pytest.raises(Stale):
        void_task(task=task, reason="x", by=None)


def test_a_failing_audit_row_leaves_nothing_opened(zhejiang, yueqing, monkeypatch):
    task = drafted(zhejiang)
    monkeypatch.setattr("portal.audit.recording.Event.save", _fail)

    with pytest.raises(RuntimeError):
        open_task(task=task, by=None)

    assert (Task.objects.get().state, Filing.objects.count()) == ("draft", 0)


def _fail(*_args, **_kwargs):
    raise RuntimeError("no audit")
