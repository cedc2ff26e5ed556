"""Rows of one teacher's ledger."""

from datetime import date

from credits.models import CreditEntry, ExternalAssessment, TrainingHours


def hours(teacher, program, kind, amount, *, course="研修", ends_on=date(2022, 6, 30), **fields):
    """``amount`` in hundredths of an hour."""
    own = {"teacher": teacher, "unit": teacher.unit, "program": program, "year": ends_on.year}
    return TrainingHours.objects.create(kind=kind, hours=amount, course=course, ends_on=ends_on, **own, **fields)


def joint(teacher, program, amount, *, course="培训与实践", ends_on=date(2022, 6, 30), **fields):
    own = {"teacher": teacher, "unit": teacher.unit, "program": program, "year": ends_on.year}
    return TrainingHours.objects.create(kind="online", joint_credits=amount, course=course, ends_on=ends_on, **own, **fields)


def credit(teacher, program, ability, grade="passed", assessed_on=date(2022, 9, 1)):
    own = {"teacher": teacher, "unit": teacher.unit, "program": program}
    return CreditEntry.objects.create(ability=ability, grade=grade, assessed_on=assessed_on, **own)


def assessment(teacher, program, *, passed=True, assessed_on=date(2022, 9, 1)):
    own = {"teacher": teacher, "unit": teacher.unit, "program": program}
    return ExternalAssessment.objects.create(platform="考核管理平台", passed=passed, assessed_on=assessed_on, **own)
