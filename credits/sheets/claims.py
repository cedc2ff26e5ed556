"""What keeps a row of hours out of the ledger besides its own cells: a closed year, a second claim, a full cap."""

from django.utils.translation import gettext as _now

from credits.facts.years import caps_of, claimed, closings, places_of, seen_from
from credits.rules.hours import Claim
from portal.kit.numbers import plain_hundredths
from portal.units.models import Unit
from programs.models import Program


def refuse_claims(rows, program: Program, unit: Unit) -> None:
    """Look at the clean rows of a file for ``unit``; a fixed number of queries for each thousand teachers or claims."""
    rows = [row for row in rows if row.state == "clean"]
    if not rows:
        return
    schools = Unit.objects.in_bulk({row.values["unit"] for row in rows})
    closed, caps = closings(program), caps_of(schools.values(), program)
    known, twice = claimed(row.values["teacher"] for row in rows), []
    for row in rows:
        claim, school = _claim(row, program), schools[row.values["unit"]]
        if known.unchanged(claim):
            continue
        _refuse_closed(row, school, closed)
        if cap := caps.get(school.pk, {}).get(claim.kind):
            _refuse_over(row, claim, known, cap)
        if other := known.same_as(claim):
            twice.append((row, claim, other))
        elif row.state == "clean":
            known.add(claim)
    _refuse_second(twice, unit)


def _claim(row, program) -> Claim:
    values = row.values
    name = (values[field] for field in ("teacher", "kind", "course", "ends_on", "institution"))
    return Claim(program.pk, *name, values["hours"] or 0, values["joint_credits"] or 0, values["passed"])


def _refuse_closed(row, unit, closed) -> None:
    year = row.values["year"]
    standing = next((one for one in closed if one.year == year and unit.is_within(one.unit)), None)
    if standing is not None:
        message = _now("%(year)d 年度的学时已由%(unit)s结账。") % {"year": year, "unit": standing.unit.name}
        row.refuse("ends_on", message, code="year_closed", advice=_now("确需更改的，请主管部门办理调整。"))


def _refuse_second(twice, unit) -> None:
    """Refuse (row, what it claims, what that repeats), telling of the other claim what everybody who reads the findings may see."""
    places = places_of((other for _row, _claim, other in twice), seen_from(unit))
    for row, claim, other in twice:
        advice = _now("同一活动只计一次；确属不同课程的，请写全课程名称。")
        row.refuse("course", _told(claim, other, places), code="claimed_twice", advice=advice)


def _told(claim: Claim, other: Claim, places: dict[int, tuple[str, str]]) -> str:
    """With programme, unit and day of a row that may be seen; of any other only that there is one."""
    if other.row is None:
        return _now("同一活动、日期和学时类型已登记为“%s”。") % other.course
    if other.row in places:
        program, unit = places[other.row]
        words = {"course": other.course, "program": program, "unit": unit, "day": other.ends_on.isoformat()}
        return _now("同一活动、日期和学时类型已登记为“%(course)s”（%(program)s，%(unit)s，%(day)s 结束）。") % words
    if other.program != claim.program:
        return _now("同一活动、日期和学时类型在另一项目已登记。")
    return _now("同一活动、日期和学时类型其他单位已登记。")


def _refuse_over(row, claim, known, cap) -> None:
    most = int(cap.value) * 100
    if known.exceeds(claim, most):
        words = {"kind": cap.label, "cap": int(cap.value), "clause": cap.citation}
        message = _now("超过%(kind)s %(cap)d 学时（依据：%(clause)s）。") % words
        room = plain_hundredths(known.room(claim, most))
        row.refuse("hours", message, code="over_cap", advice=_now("还可登记 %s 学时。") % room)
