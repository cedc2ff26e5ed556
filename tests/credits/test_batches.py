"""Batches of results: frozen, counted, hashed; accepted, returned and recognised as acts of their own."""

from datetime import timedelta

import pytest
from django.utils import timezone

from credits.actions import accepting, batching, checking, consequences
from credits.facts.acceptance import to_send
from credits.facts.batch_figures import differences
from credits.facts.batches import standing_of
from credits.models import Acceptance, Certificate, CreditEntry, Declaration, ResultBatch, ResultLine
from portal.accounts.models import Message
from portal.audit.models import Event
from portal.kit.errors import Denied, Refused, WrongState
from schools.actions import merges
from tests import factories
from tests.credits import ledger
from tests.credits.policy import sets
from tests.credits.results import declared, drawn, sent_up, staff


@pytest.fixture
def batch(first, program, abilities, clerk, bureau):
    return sent_up(first, program, abilities["C6"], clerk, grades=("excellent", "passed", "passed"))


def states(model=Declaration):
    return set(model.objects.values_list("state", flat=True))


def test_a_batch_holds_what_was_taken_with_counts_and_digest(batch, sixian):
    lines = list(ResultLine.objects.select_related("teacher", "ability"))

    assert (batch.number, batch.to_unit, batch.people, batch.results) == (1, sixian, 3, 3)
    assert (batch.excellent, batch.passed, batch.failed, batch.credits) == (1, 2, 0, 3000)
    assert batch.digest == batching.digest_of(lines)
    assert states() == {"batched"}
    assert Message.objects.filter(user__username="sixian").exists()


def test_nothing_is_sent_up_twice(batch, first, program, clerk):
    with pytest.raises(Refused, match="没有已验收"):
        batching.send_up(unit=first, program=program, by=clerk)


def test_sheet_results_and_declarations_go_up_together(first, program, abilities, clerk):
    one, other = staff(first, 2)
    accepting.accept(result=declared(one, program, abilities["C6"]), by=clerk)
    accepting.accept(result=ledger.credit(other, program, abilities["A1"]), by=clerk)

    assert batching.send_up(unit=first, program=program, by=clerk).results == 2


def test_of_a_review_and_a_sheet_result_of_one_point_the_better_goes_up(first, program, abilities, clerk):
    one, other = staff(first, 2)
    for teacher, grade in ((one, "passed"), (other, "excellent")):
        accepting.accept(result=ledger.credit(teacher, program, abilities["C6"]), by=clerk)
        accepting.accept(result=declared(teacher, program, abilities["C6"], grade), by=clerk)

    batch = batching.send_up(unit=first, program=program, by=clerk)

    assert {(line.teacher, line.declaration is None) for line in batch.lines.all()} == {(one, True), (other, False)}
    assert to_send(first, program) == []


def test_acceptance_check_and_recognition_are_three_acts(batch, bureau):
    with pytest.raises(WrongState):
        batching.recognise(batch=batch, by=bureau)
    batching.accept_batch(batch=batch, by=bureau)
    batching.recognise(batch=batch, by=bureau)

    assert (batch.state, states(), states(ResultLine)) == ("recognised", {"recognised"}, {"recognised"})
    assert [event.verb for event in Event.objects.filter(object_type="credits.resultbatch").order_by("pk")] == [
        "batch.submitted",
        "batch.accepted",
        "batch.recognised",
    ]


def test_credits_count_from_recognition_where_a_notice_says_so(sixian, first, program, abilities, clerk, bureau):
    sets(sixian, credits_after="recognition")
    batch = sent_up(first, program, abilities["C6"], clerk)
    batching.accept_batch(batch=batch, by=bureau)
    assert not CreditEntry.objects.exists()

    batching.recognise(batch=batch, by=bureau)

    assert CreditEntry.objects.current().count() == 3


def test_a_returned_batch_gives_the_school_its_results_back(batch, first, program, clerk, bureau):
    batching.send_back(batch=batch, reason="人数不符", by=bureau)

    assert (batch.state, states(), states(ResultLine)) == ("returned", {"accepted"}, {"returned"})
    again = batching.send_up(unit=first, program=program, by=clerk)
    assert (again.number, again.results) == (2, 3)


def test_where_a_ratio_is_set_a_check_comes_before_recognition(sixian, batch, program, bureau):
    sets(sixian, spot_check_ratio="0.1")
    batching.accept_batch(batch=batch, by=bureau)
    with pytest.raises(WrongState, match="还没有经过抽查") as refused:
        batching.recognise(batch=batch, by=bureau)
    assert refused.value.clause == "泗教师字〔2022〕1号 引言"

    check = drawn(sixian, program, [batch], bureau)
    checking.pass_item(item=check.items.get(), by=bureau)
    checking.close(check=check, by=bureau)

    assert batching.recognise(batch=batch, by=bureau) == 3


def test_a_suspended_result_is_left_out_of_recognition(batch, bureau):
    line = batch.lines.order_by("pk").first()
    consequences.suspend(line=line, reason="材料雷同", by=bureau)
    assert CreditEntry.objects.current().count() == 2

    batching.accept_batch(batch=batch, by=bureau)

    assert batching.recognise(batch=batch, by=bureau) == 2
    line.refresh_from_db()
    assert (line.state, line.declaration.state) == ("suspended", "suspended")


def test_what_was_taken_out_of_a_batch_stands_beside_its_figures_and_not_in_them(batch, bureau):
    before = standing_of(batch)
    line = batch.lines.get(grade="excellent")
    consequences.suspend(line=line, reason="材料雷同", by=bureau)
    after = standing_of(batch)

    assert (before.people, before.results, before.excellent, before.passed, before.credits, before.out) == (3, 3, 1, 2, 3000, 0)
    assert (after.people, after.results, after.excellent, after.passed, after.credits) == (2, 2, 0, 2, 2000)
    assert (after.out, after.out_credits, batch.results, batch.credits) == (1, 1000, 3, 3000)


def test_who_still_has_a_finding_is_named_where_recognition_is_refused(sixian, batch, program, bureau):
    batching.accept_batch(batch=batch, by=bureau)
    check = drawn(sixian, program, [batch], bureau, ratio=1)
    found, other, _third = check.items.order_by("line__teacher__name")
    for item in (found, other):
        checking.find(item=item, category="missing", text="缺实录", due_on=timezone.localdate() + timedelta(days=7), by=bureau)

    with pytest.raises(WrongState, match="还有 2 个抽查问题没有处理完（教师1 C6、教师2 C6），"):
        batching.recognise(batch=batch, by=bureau)

    for item in (found, other):
        consequences.suspend(line=item.line, reason="材料不全", by=bureau)
    assert batching.recognise(batch=batch, by=bureau) == 1


def test_of_many_findings_the_first_five_are_named(sixian, first, program, abilities, bureau):
    batch = sent_up(first, program, abilities["C7"], bureau, count=6, start=10)
    for item in drawn(sixian, program, [batch], bureau, ratio=1).items.all():
        checking.find(item=item, category="missing", text="缺实录", due_on=timezone.localdate() + timedelta(days=7), by=bureau)

    with pytest.raises(WrongState) as refused:
        batching.check_checked(batch)

    assert "还有 6 个抽查问题" in str(refused.value)
    assert str(refused.value).count("C7") == 5
    assert "C7等）" in str(refused.value)


def test_a_suspended_result_is_given_back_or_rejected(batch, bureau):
    kept, lost, _third = batch.lines.order_by("pk")
    for line in (kept, lost):
        consequences.suspend(line=line, reason="材料雷同", by=bureau)
    consequences.give_back(line=kept, reason="经核实系本人材料", by=bureau)
    consequences.reject(line=lost, reason="抄袭", by=bureau)

    assert (kept.state, kept.declaration.state, lost.declaration.state) == ("submitted", "batched", "failed")
    assert CreditEntry.objects.current().count() == 2
    with pytest.raises(WrongState):
        consequences.give_back(line=lost, reason="再看", by=bureau)


def test_giving_back_skips_neither_acceptance_nor_the_check_nor_recognition(sixian, batch, bureau):
    sets(sixian, spot_check_ratio="0.1")
    line = batch.lines.first()
    consequences.suspend(line=line, reason="待核实", by=bureau)

    consequences.give_back(line=line, reason="属实", by=bureau)

    assert states(ResultLine) == {"submitted"}
    batching.accept_batch(batch=batch, by=bureau)
    with pytest.raises(WrongState, match="还没有经过抽查"):
        batching.recognise(batch=batch, by=bureau)
    assert differences() == []


def test_what_was_never_suspended_is_not_given_back(batch, bureau):
    line = batch.lines.first()

    with pytest.raises(WrongState, match="已上报，不能改为"):
        consequences.give_back(line=line, reason="属实", by=bureau)

    assert states(ResultLine) == {"submitted"}


def test_a_returned_batch_leaves_no_recognised_line(batch, first, program, clerk, bureau):
    """What was suspended stays so and, given back later, is the school's again like the others."""
    early, late, _third = batch.lines.order_by("pk")
    for line in (early, late):
        consequences.suspend(line=line, reason="待核实", by=bureau)
    consequences.give_back(line=early, reason="属实", by=bureau)

    batching.send_back(batch=batch, reason="人数不符", by=bureau)
    consequences.give_back(line=late, reason="属实", by=bureau)

    assert (states(ResultLine), states()) == ({"returned"}, {"accepted"})
    assert differences() == []
    assert batching.send_up(unit=first, program=program, by=clerk).results == 3


def test_in_a_recognised_batch_a_result_given_back_is_recognised(batch, bureau):
    batching.accept_batch(batch=batch, by=bureau)
    early, late, _third = batch.lines.order_by("pk")
    consequences.suspend(line=early, reason="待核实", by=bureau)
    batching.recognise(batch=batch, by=bureau)
    late.refresh_from_db()
    consequences.suspend(line=late, reason="待核实", by=bureau)

    for line in (early, late):
        consequences.give_back(line=line, reason="属实", by=bureau)

    assert (states(ResultLine), states()) == ({"recognised"}, {"recognised"})
    assert CreditEntry.objects.current().count() == 3


def test_a_suspended_sheet_result_comes_back_as_it_was(first, program, abilities, clerk, bureau):
    [one] = staff(first, 1)
    entry = ledger.credit(one, program, abilities["A1"])
    accepting.accept(result=entry, by=clerk)
    line = batching.send_up(unit=first, program=program, by=clerk).lines.get()

    consequences.suspend(line=line, reason="待核实", by=bureau)
    assert not CreditEntry.objects.current().exists()
    consequences.give_back(line=line, reason="属实", by=bureau)

    assert CreditEntry.objects.current().get() == entry


def test_a_certificate_goes_the_way_of_its_result(batch, sixian, program, bureau):
    kept, lost, _third = batch.lines.order_by("pk")
    for line in (kept, lost):
        entry = CreditEntry.objects.get(declaration=line.declaration)
        own = {"teacher": line.teacher, "ability": line.ability, "program": program, "unit": line.unit, "entry": entry}
        Certificate.objects.create(**own, issuer=sixian, grade=line.grade, number=line.code, issued_on=line.assessed_on)
        consequences.suspend(line=line, reason="材料雷同", by=bureau)
    assert states(Certificate) == {"suspended"}

    consequences.give_back(line=kept, reason="属实", by=bureau)
    consequences.reject(line=lost, reason="抄袭", by=bureau)

    assert dict(Certificate.objects.values_list("number", "state")) == {kept.code: "valid", lost.code: "revoked"}


def test_a_school_does_not_decide_on_its_own_batch(batch, clerk, abroad):
    for somebody in (clerk, abroad):
        with pytest.raises(Denied):
            batching.accept_batch(batch=batch, by=somebody)
    assert ResultBatch.objects.get().state == "submitted"


def test_a_merge_hands_acceptances_over_and_nothing_is_sent_up_twice(sixian, first, program, abilities, clerk, bureau):
    keep, drop = staff(first, 2)
    accepting.accept(result=ledger.credit(drop, program, abilities["A1"]), by=clerk)
    batch = batching.send_up(unit=first, program=program, by=clerk)
    colleague = factories.user("colleague", sixian, "bureau")

    merges.confirm(merge=merges.propose(keep=keep, drop=drop, reason="同一人", by=bureau), by=colleague)

    assert (Acceptance.objects.get().teacher, batch.lines.get().teacher) == (keep, drop)
    assert to_send(first, program) == []
    assert differences() == []
