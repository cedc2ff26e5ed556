"""Hours of a kind count up to a cap, however they come in."""

from dataclasses import replace
from datetime import date

import pytest

from credits.actions import years
from credits.rules.hours import Claimed
from portal.kit.errors import Refused
from programs.loading import load_notice
from tests.credits import ledger
from tests.credits.claims import HEAD, claim, codes, line
from tests.programs.notice_samples import small
from tests.schools import people
from tests.sheets.flow import bring

CAP = """\
  - parameter: practice_hours_cap
    value: 30
    clause: 一
    wording: 每人不少于40学时
  - parameter: total_hours
"""


@pytest.fixture
def lin(first, program):
    return people.teacher(first, "林小雨", 1)


@pytest.fixture
def capped(sixian, program):
    text = small(issuer=f'"{sixian.code}"').decode().replace("  - parameter: total_hours\n", CAP, 1)
    load_notice(file=text.encode(), by=None)


def test_what_still_counts_leaves_out_the_row_that_is_changed():
    known = Claimed()
    known.add(claim(hours=2000))
    known.add(claim("实践二", hours=500))
    assert known.room(claim(hours=2500), 3000) == 2500
    assert known.room(claim("实践三"), 3000) == 500
    assert known.room(claim("实践三"), 2000) == 0


def test_hours_that_were_not_passed_use_up_no_cap():
    known = Claimed()
    known.add(replace(claim(hours=3000), passed=False))
    assert known.room(claim("实践二"), 3000) == 3000
    assert not known.exceeds(claim("实践二", hours=3000), 3000)
    assert not known.exceeds(replace(claim("实践三", hours=9900), passed=False), 3000)
    known.add(claim("实践二", hours=3000))
    assert known.exceeds(claim(hours=3000), 3000)


def test_a_row_over_its_cap_may_come_down():
    known = Claimed()
    known.add(claim(hours=5000))
    assert not known.exceeds(claim(hours=4000), 3000)
    assert known.exceeds(claim(hours=5100), 3000)


@pytest.mark.usefixtures("capped")
def test_no_more_than_the_cap_of_a_kind_is_recorded(first, program, lin, clerk):
    ledger.hours(lin, program, "practice", 2000, course="以前的")
    rows = [line(8, course="一"), line(4, course="二"), line(2, course="三"), line(99, kind="网络研修", course="四")]
    upload = bring("hours", [HEAD, *rows], unit=first, by=clerk)
    assert codes(upload) == ["over_cap"]
    finding = upload.findings.get(code="over_cap")
    assert "超过实践应用学时上限 30 学时（依据：" in finding.message
    assert finding.advice == "还可登记 2 学时。"


@pytest.mark.usefixtures("capped")
def test_a_failed_course_leaves_the_whole_cap_to_a_passed_one(first, program, lin, clerk):
    upload = bring("hours", [HEAD, line(30, course="一", passed="不合格"), line(30, course="二")], unit=first, by=clerk)
    assert codes(upload) == []


@pytest.mark.usefixtures("capped")
def test_an_adjustment_keeps_to_the_cap(program, lin, bureau, closed):
    row = ledger.hours(lin, program, "practice", 1000)
    ledger.hours(lin, program, "practice", 1500, course="另一课程")
    with pytest.raises(Refused, match="超过实践应用学时上限 30 学时，还可登记 15 学时。") as refusal:
        years.adjust(row=row, hours=1600, passed=True, reason="核增", by=bureau)
    assert refusal.value.clause
    assert years.adjust(row=row, hours=1500, passed=True, reason="核增", by=bureau).hours == 1500


@pytest.mark.usefixtures("capped")
def test_what_is_entered_late_keeps_to_the_cap(program, lin, bureau, closed):
    ledger.hours(lin, program, "practice", 2000)
    ledger.hours(lin, program, "practice", 3000, course="没有通过的", passed=False)
    said = {"teacher": lin, "program": program, "kind": "practice", "course": "漏登的", "reason": "漏登", "by": bureau}
    with pytest.raises(Refused, match="还可登记 10 学时"):
        years.add_late(hours=1100, ends_on=date(2022, 5, 1), **said)
    assert years.add_late(hours=1000, ends_on=date(2022, 5, 1), **said).hours == 1000
    assert years.add_late(hours=900, passed=False, ends_on=date(2022, 5, 2), **said).passed is False
