"""Closing a year of hours, opening it again, and adjusting single rows of a closed one."""

from datetime import date

from django.db import transaction
from django.db.models.functions import Now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from credits.enums.choosing import YearState
from credits.enums.ledger import HoursKind, RecordState, Source
from credits.facts.years import caps_of, claimed, closing, places_of
from credits.models import ClosedYear, TrainingHours
from credits.policies import years as policies
from credits.rules.hours import Claim, Claimed
from portal.audit.recording import record
from portal.kit.clock import database_now, local
from portal.kit.errors import Refused, WrongState
from portal.kit.numbers import plain_hundredths
from portal.kit.reasons import reason_of
from portal.kit.text import clean_text
from portal.units.models import Unit
from schools.models import Teacher

REASON_LIMIT = 200
MOST_HOURS = 100_000
UNITS = ("hours", "joint_credits")
UNIT_WORDS = {"hours": _lazy("学时"), "joint_credits": _lazy("学分")}


@transaction.atomic
def close(*, unit: Unit, program, year: int, reason: str, by) -> ClosedYear:
    """Close the hours of a year at and below a unit."""
    policies.check_close(by, unit)
    reason = reason_of(reason, limit=REASON_LIMIT)
    if year > local(database_now()).year:
        raise Refused(_("%d 年度还没有开始，不能结账。") % year, fields={"year": _("请核对年度。")})
    Unit.objects.select_for_update().get(pk=unit.pk)
    if (standing := closing(unit, program, year)) is not None:
        raise WrongState(_("%(year)d 年度的学时已由%(unit)s结账。") % {"year": year, "unit": standing.unit.name})
    about = {"unit": unit, "program": program, "year": year}
    row = ClosedYear.objects.create(**about, reason=reason, closed_by=by, closed_at=Now())
    record(by, "year.closed", row, note=reason)
    return row


@transaction.atomic
def reopen(*, row: ClosedYear, reason: str, by) -> None:
    """Let the hours of a closed year be recorded freely again."""
    policies.check_close(by, row.unit)
    reason = reason_of(reason, limit=REASON_LIMIT)
    if not ClosedYear.objects.closed().filter(pk=row.pk).stamp(state=YearState.OPENED):
        raise WrongState(_("“%s”已经重新开放。") % row)
    record(by, "year.opened", row, changes={"state": (YearState.CLOSED, YearState.OPENED)}, note=reason)


@transaction.atomic
def adjust(
    *, row: TrainingHours, passed: bool, reason: str, by, hours: int | None = None, joint_credits: int | None = None
) -> TrainingHours | None:
    """Set right a row of a closed year: it is voided, and a new one with the right amount (hundredths) takes its place.

    ``hours`` for a row of hours, ``joint_credits`` for one of joint credits: neither is ever turned into the other. Nothing
    (0) means that the row should not have been; then there is no new one.
    """
    policies.check_adjust(by, row.teacher)
    reason = reason_of(reason, limit=REASON_LIMIT)
    _check_closed(row.teacher.unit, row.program, row.year)
    unit, amount = _amount(row, {"hours": hours, "joint_credits": joint_credits}, passed)
    name = (row.program_id, row.teacher_id, row.kind, row.course, row.ends_on, row.institution_id)
    _check_cap(row.teacher, row.program, Claim(*name, hours or 0, joint_credits or 0, passed))
    if not TrainingHours.objects.current().filter(pk=row.pk).stamp(state=RecordState.VOID):
        raise WrongState(_("“%s”已经作废或调整过。") % row)
    changes = {unit: (getattr(row, unit), amount), "passed": (row.passed, passed)}
    record(by, "hours.adjusted", row, unit=row.teacher.unit, changes=changes, note=reason)
    if not amount:
        return None
    kept = ("teacher", "unit", "program", "kind", "starts_on", "ends_on", "year", "course", "institution")
    about = {name: getattr(row, name) for name in kept}
    said = {unit: amount, "passed": passed, "source": Source.BUREAU, "adjusts": row, "adjustment": reason}
    return TrainingHours.objects.create(**about, **said)


def _amount(row: TrainingHours, given: dict[str, int | None], passed: bool) -> tuple[str, int]:
    """The field a row is recorded in and what it is to say; ``Refused`` for the other one, and where nothing changes."""
    unit, other = UNITS if row.hours is not None else UNITS[::-1]
    amount, words = given[unit], {"unit": UNIT_WORDS[unit], "other": UNIT_WORDS[other]}
    if given[other] is not None:
        raise Refused(_("这条记录按%(unit)s登记，不能改填%(other)s，两者不能互相折算。") % words, fields={other: _("请核对。")})
    if amount is None or not 0 <= amount <= MOST_HOURS:
        raise Refused(_("请填 0 到 1000 的%(unit)s。") % words, fields={unit: _("请核对%(unit)s。") % words})
    if amount == getattr(row, unit) and passed == row.passed:
        raise Refused(_("%(unit)s和合格情况都没有改动。") % words, fields={unit: _("请填调整后的%(unit)s。") % words})
    return unit, amount


@transaction.atomic
def add_late(*, teacher, program, kind: str, hours: int, course: str, ends_on: date, reason: str, by, passed=True) -> TrainingHours:
    """Enter hours (hundredths) that were forgotten when their year was closed."""
    policies.check_adjust(by, teacher)
    reason, course = reason_of(reason, limit=REASON_LIMIT), clean_text(course)
    _check_closed(teacher.unit, program, ends_on.year)
    if not course or len(course) > 120 or kind not in HoursKind.values or not 0 < hours <= MOST_HOURS:
        raise Refused(_("请填写课程名称和大于 0、不超过 1000 的学时。"), fields={"hours": _("请核对学时。")})
    claim = Claim(program.pk, teacher.pk, kind, course, ends_on, None, hours, passed=passed)
    _check_first(claim, _check_cap(teacher, program, claim), teacher)
    about = {"teacher": teacher, "unit": teacher.unit, "program": program, "kind": kind, "year": ends_on.year}
    said = {"hours": hours, "passed": passed, "course": course, "ends_on": ends_on, "source": Source.BUREAU}
    row = TrainingHours.objects.create(**about, **said, adjustment=reason)
    record(by, "hours.added_late", row, unit=teacher.unit, note=reason)
    return row


def _check_cap(teacher, program, claim: Claim) -> Claimed:
    """Keep a claim within the cap of its kind, one claim of a teacher after the other; what else the teacher has on record."""
    Teacher.objects.select_for_update().only("pk").get(pk=teacher.pk)
    known = claimed([teacher.pk])
    cap = caps_of([teacher.unit], program).get(teacher.unit_id, {}).get(claim.kind)
    if cap is not None and known.exceeds(claim, most := int(cap.value) * 100):
        words = {"kind": cap.label, "cap": int(cap.value), "room": plain_hundredths(known.room(claim, most))}
        text = _("超过%(kind)s %(cap)d 学时，还可登记 %(room)s 学时。") % words
        raise Refused(text, code="over_cap", clause=cap.citation, fields={"hours": _("请核对学时。")})
    return known


def _check_first(claim: Claim, known: Claimed, teacher) -> None:
    """Refuse what is on record already, in this or another programme; who adjusts a teacher's hours sees all of them."""
    if (other := known.activities.get(claim.activity)) is not None:
        program, unit = places_of([other], TrainingHours.objects.filter(teacher=teacher))[other.row]
        words = {"name": teacher.name, "course": claim.course, "day": claim.ends_on.isoformat(), "program": program, "unit": unit}
        text = _("%(name)s %(day)s 结束的“%(course)s”在%(program)s（%(unit)s）已有记录，不能重复登记。") % words
        raise Refused(text, fields={"course": _("已有记录")})


def check_open(row: TrainingHours) -> None:
    """Raises ``WrongState`` for a row whose year is closed where its teacher works."""
    if (standing := closing(row.teacher.unit, row.program, row.year)) is not None:
        words = {"year": row.year, "unit": standing.unit.name}
        raise WrongState(_("%(year)d 年度的学时已由%(unit)s结账，只能由主管部门调整。") % words)


def _check_closed(unit, program, year) -> None:
    if closing(unit, program, year) is None:
        raise WrongState(_("%d 年度的学时还没有结账，请直接登记或作废。") % year)
