"""What the unit above may ease, enter on behalf and note of paper."""

import pytest

from portal.kit.errors import Refused, WrongState
from programs.actions import easing
from programs.actions.entering import enter_on_behalf
from programs.facts.tasks import standing_of
from tests.programs.asked import ROW, again, due, filing_of, handed_in, opened, workbook

WHY = "来电说明"


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
    [({"files": []}, "原件"), ({"source": "online"}, "哪里来"), ({"reason": ""}, "原因")],
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
