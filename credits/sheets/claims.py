"""What keeps a row of hours out of the ledger besides its own cells: a closed year, a second claim, a full cap."""

from django.utils.translation import gettext as _now

from credits.facts.years import caps_of, claimed, closings
from credits.rules.hours import Claim
from portal.kit.numbers import plain_hundredths
from portal.units.models import Unit
from programs.models import Program


def refuse_claims(rows, program: Program) -> None:
    """Look at rows that are clean so far; a fixed number of queries for each thousand teachers."""
    rows = [row for row in rows if row.state == "clean"]
    if not rows:
        return
    units = Unit.objects.in_bulk({row.values["unit"] for row in rows})
    closed, caps = closings(program), caps_of(units.values(), program)
    known = claimed((row.values["teacher"] for row in rows), program)
    for row in rows:
        claim, unit = _claim(row), units[row.values["unit"]]
        if known.unchanged(claim):
            continue
        _refuse_closed(row, unit, closed)
        _refuse_second(row, known.same_as(claim))
        if cap := caps.get(unit.pk, {}).get(claim.kind):
            _refuse_over(row, claim, known, cap)
        if row.state == "clean":
            known.add(claim)


def _claim(row) -> Claim:
    values = row.values
    name = (values[field] for field in ("teacher", "kind", "course", "ends_on", "institution"))
    return Claim(*name, values["hours"] or 0, values["joint_credits"] or 0, values["passed"])


def _refuse_closed(row, unit, closed) -> None:
    year = row.values["year"]
    standing = next((one for one in closed if one.year == year and unit.is_within(one.unit)), None)
    if standing is not None:
        message = _now("%(year)d 年度的学时已由%(unit)s结账。") % {"year": year, "unit": standing.unit.name}
        row.refuse("ends_on", message, code="year_closed", advice=_now("确需更改的，请主管部门办理调整。"))


def _refuse_second(row, other) -> None:
    if other is not None:
        message = _now("同一活动、日期和学时类型已登记为“%s”。") % other.course
        row.refuse("course", message, code="claimed_twice", advice=_now("同一活动只计一次；确属不同课程的，请写全课程名称。"))


def _refuse_over(row, claim, known, cap) -> None:
    most = int(cap.value) * 100
    if known.exceeds(claim, most):
        words = {"kind": cap.label, "cap": int(cap.value), "clause": cap.citation}
        message = _now("超过%(kind)s %(cap)d 学时（依据：%(clause)s）。") % words
        room = plain_hundredths(known.room(claim, most))
        row.refuse("hours", message, code="over_cap", advice=_now("还可登记 %s 学时。") % room)
