"""One unit's filing from due to record, and who may do what with it."""

import pytest
from django.db import IntegrityError, transaction

from portal.accounts.models import Message
from portal.audit.models import Event
from portal.kit.clock import database_now
from portal.kit.errors import Denied, Refused, WrongState
from programs.actions import easing, filings, reviewing
from programs.actions.entering import enter_on_behalf
from programs.enums.filings import HANDED_IN, MISSING, MOVES, NOT_ASKED, TONES, TURN, FilingState
from programs.models import Filing
from tests.programs.asked import ROW, again, filing_of, handed_in, opened, soon, workbook

WHY = "来电说明"


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

    with pytest.raises(Refused, match="请写明原因"):
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
