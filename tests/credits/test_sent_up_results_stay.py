"""A sheet's result that was sent up goes by the county's acts on its batch, so that the batch and the ledger say the same."""

import pytest
from django.urls import reverse

from credits.actions import accepting, batching, certifying, consequences
from credits.actions.ledger import void
from credits.facts.acceptance import to_send, waiting_of
from credits.facts.batch_figures import differences
from credits.facts.certificates import due_entries
from credits.models import Certificate, CreditEntry, ResultLine
from portal.audit.models import Event
from portal.kit.errors import DependedOn, WrongState
from portal.sheets import actions as uploads
from schools.actions import merges
from tests import factories
from tests.credits import ledger
from tests.credits.results import declared
from tests.credits.reviewing import policy
from tests.schools import people
from tests.sheets.flow import bring, findings, keep

HEAD = ["行码", "能力点编号", "等级", "评审日期"]


@pytest.fixture
def teacher(first):
    return people.teacher(first, "林小雨", 1)


def brought(unit, by, *rows):
    return bring("credits", [HEAD, *([one.code, point, grade, day] for one, point, grade, day in rows)], unit=unit, by=by)


@pytest.fixture
def upload(first, teacher, abilities, bureau):
    """C6 of 林小雨 and A1 of 陈默, both 合格."""
    other = people.teacher(first, "陈默", 2)
    day = "2022-09-01"
    return keep(brought(first, bureau, (teacher, "C6", "合格", day), (other, "A1", "合格", day)), by=bureau)


@pytest.fixture
def entry(upload, teacher):
    return CreditEntry.objects.select_related("teacher__unit").get(teacher=teacher)


@pytest.fixture
def line(entry, first, program, clerk):
    """C6 of 林小雨 in the first batch of the school; A1 of 陈默 was not accepted yet."""
    accepting.accept(result=entry, by=clerk)
    return batching.send_up(unit=first, program=program, by=clerk).lines.select_related("batch", "teacher__user", "entry").get()


def recognised(line, by):
    batching.accept_batch(batch=line.batch, by=by)
    batching.recognise(batch=line.batch, by=by)


@pytest.mark.parametrize("far", ["submitted", "recognised"])
def test_it_is_not_voided_alone(line, entry, bureau, far):
    if far == "recognised":
        recognised(line, bureau)

    with pytest.raises(WrongState, match=r"已随.*第 1 批上报，不能单独作废，请由县级在上报的批次中暂停认定"):
        void(row=entry, reason="登记有误", by=bureau)

    assert CreditEntry.objects.get(pk=entry.pk).state == "current"
    assert not Event.objects.filter(verb="ledger.voided").exists()


def test_the_act_that_is_named_takes_it_back(line, entry, bureau, sixian, first, program):
    policy(sixian, certificate_after="each")
    recognised(line, bureau)
    certifying._number(list(due_entries(first, program).select_related("teacher__unit", "ability")), program, first, bureau)

    consequences.suspend(line=line, reason="雷同", by=bureau)
    consequences.reject(line=line, reason="抄袭", by=bureau)

    assert CreditEntry.objects.get(pk=entry.pk).state == "void"
    assert Certificate.objects.get(entry=entry).state == "revoked"
    assert differences() == []


def test_once_the_batch_is_back_at_the_school_it_is_voided_as_before(line, entry, bureau):
    batching.send_back(batch=line.batch, reason="人数不符", by=bureau)

    void(row=entry, reason="登记有误", by=bureau)

    assert CreditEntry.objects.get(pk=entry.pk).state == "void"
    assert differences() == []


def test_the_undo_of_its_sheet_names_what_stands_in_a_batch(upload, line, bureau):
    with pytest.raises(DependedOn, match=r"其中 1 行的结果已经上报.*林小雨.*C6.*第 1 批.*县级退回批次.*逐条作废") as refused:
        uploads.undo(upload=upload, by=bureau)

    assert refused.value.fields == {"rows": ["1"]}
    assert set(CreditEntry.objects.values_list("state", flat=True)) == {"current"}
    void(row=CreditEntry.objects.get(ability__code="A1"), reason="登记有误", by=bureau)


def test_the_page_of_the_upload_says_so(client, upload, line, bureau):
    client.force_login(bureau)

    told = client.post(reverse("sheets:undo", args=[upload.pk]), follow=True).content.decode()

    assert "林小雨" in told
    assert "结果已经上报" in told


def test_once_the_batch_is_back_the_sheet_is_undone_as_before(upload, line, bureau):
    batching.send_back(batch=line.batch, reason="人数不符", by=bureau)

    uploads.undo(upload=upload, by=bureau)

    assert set(CreditEntry.objects.values_list("state", flat=True)) == {"void"}
    assert differences() == []


@pytest.mark.parametrize("grade", ["优秀", "不合格"])
def test_another_sheet_does_not_change_its_grade(line, teacher, clerk, grade):
    again = brought(teacher.unit, clerk, (teacher, "C6", grade, "2022-09-01"))

    assert findings(again, "row") == [(2, "等级", "sent_up")]
    assert "由县级退回批次" in again.findings.get(severity="row").advice


def test_the_same_grade_again_changes_nothing(line, teacher, clerk):
    again = brought(teacher.unit, clerk, (teacher, "C6", "合格", "2022-10-10"))

    assert (again.counts["unchanged"], again.counts["changed"], again.counts["refused"]) == (1, 0, 0)


@pytest.mark.parametrize("method", ["get", "post"])
def test_the_page_of_the_void_asks_for_nothing(client, line, entry, clerk, method):
    client.force_login(clerk)

    answer = getattr(client, method)(reverse("credits:void", args=["credits", entry.pk]), {"reason": "录错了"}, follow=True)

    assert "不能单独作废" in answer.content.decode()
    assert CreditEntry.objects.get(pk=entry.pk).state == "current"


def test_lists_offer_no_button_for_it_but_for_its_neighbour(client, line, entry, clerk):
    client.force_login(clerk)
    neighbour = CreditEntry.objects.get(ability__code="A1")

    told = client.get(reverse("credits:credit-list")).content.decode()
    own = client.get(reverse("credits:teacher", args=[entry.teacher.code])).content.decode()

    for page in (told, own):
        assert reverse("credits:void", args=["credits", entry.pk]) not in page
        assert "按上报批次办理" in page
    assert reverse("credits:void", args=["credits", neighbour.pk]) in told


# a better review of the same point, accepted afterwards


@pytest.fixture
def better(line, teacher, program, abilities, clerk):
    row = declared(teacher, program, abilities["C6"], "excellent")
    accepting.accept(result=row, by=clerk)
    return row


def test_a_better_review_counts_instead_and_the_line_stays(better, line, entry):
    assert CreditEntry.objects.current().get(teacher=entry.teacher).declaration == better
    assert ResultLine.objects.get(pk=line.pk).state == "submitted"
    assert differences() == []


def test_once_the_school_does_not_take_the_review_what_was_sent_up_counts_again(better, entry, clerk):
    accepting.refuse(result=better, reason="缺材料", by=clerk)

    assert CreditEntry.objects.current().get(teacher=entry.teacher) == entry
    assert Event.objects.get(verb="ledger.restored").actor == clerk
    assert differences() == []


def test_a_line_whose_result_counts_no_more_is_a_difference(line, entry):
    CreditEntry.objects.filter(pk=entry.pk).update(state="void")

    assert [(row["figure"], row["line"], row["recorded"]) for row in differences()] == [("line.entry", line.code, "void")]


# what was accepted, and another grade since


@pytest.mark.parametrize("way", ["sheet", "undo"])
def test_a_result_whose_grade_changed_since_it_was_accepted_waits_anew(first, program, teacher, upload, entry, clerk, bureau, way):
    """Accepted as 合格 or 优秀 and changed since, it is not sent up as it was accepted."""
    later = brought(first, bureau, (teacher, "C6", "优秀", "2022-09-01"))
    if way == "undo":
        later = keep(later, by=bureau)
        entry.refresh_from_db()
    accepting.accept(result=entry, by=clerk)
    assert len(to_send(first, program)) == 1

    if way == "undo":
        uploads.undo(upload=later, by=bureau)
    else:
        keep(later, by=bureau)

    entry.refresh_from_db()
    assert to_send(first, program) == []
    assert entry in waiting_of(first, program, [teacher.pk])
    accepting.accept(result=entry, by=clerk)
    assert batching.send_up(unit=first, program=program, by=clerk).lines.get().grade == entry.grade


def test_the_same_grade_again_leaves_what_was_accepted(first, program, teacher, entry, clerk, bureau):
    accepting.accept(result=entry, by=clerk)

    keep(brought(first, bureau, (teacher, "C6", "合格", "2022-09-05")), by=bureau)

    assert len(to_send(first, program)) == 1


# two registrations of one person


def test_once_the_better_of_two_registrations_is_void_what_was_sent_up_counts_again(
    line, entry, sixian, first, program, abilities, teacher, bureau
):
    other = people.teacher(first, "林晓雨", 3)
    better = ledger.credit(other, program, abilities["C6"], "excellent")
    colleague = factories.user("colleague", sixian, "bureau")
    merges.confirm(merge=merges.propose(keep=other, drop=teacher, reason="同一人", by=bureau), by=colleague)
    assert CreditEntry.objects.current().get(teacher=other) == better

    void(row=CreditEntry.objects.select_related("teacher__unit").get(pk=better.pk), reason="登记有误", by=bureau)

    assert CreditEntry.objects.current().get(teacher=other) == entry
    assert differences() == []
