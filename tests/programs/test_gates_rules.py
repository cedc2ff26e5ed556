from programs.enums.filings import FilingState
from programs.enums.tasks import Gate, Review
from programs.rules.gates import Need, passages

CLAUSE = "佛教人〔2020〕8号 附件1六(四)3"


def need(state, *, gate=Gate.START, review=Review.FILE, title="学校信息化教育教学发展规划"):
    return Need(gate, title, CLAUSE, 1, state, review)


def test_a_gate_is_passed_when_all_it_asks_is_on_file():
    plan, research = need(FilingState.FILED), need(FilingState.ACCEPTED, title="校本研修方案")

    assert passages([plan, need(FilingState.FILED)])[Gate.START].passed
    assert passages([plan, research])[Gate.START].lacking == [research]


def test_who_is_exempt_is_held_up_by_nothing():
    assert passages([need(FilingState.EXEMPT)])[Gate.START].passed


def test_entrance_and_exit_are_told_apart_and_a_gate_that_asks_nothing_is_not_there():
    found = passages([need(FilingState.FILED), need(FilingState.DUE, gate=Gate.COMPLETION)])

    assert (found[Gate.START].passed, found[Gate.COMPLETION].passed) == (True, False)
    assert passages([]) == {}
