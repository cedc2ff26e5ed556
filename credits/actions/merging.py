"""The ledgers of two registrations of one person made one."""

from django.db.models import Q
from django.utils.translation import gettext as _

from credits.actions.following import rest_anew
from credits.enums.ledger import Grade, RecordState
from credits.enums.reviews import CertificateState
from credits.models import Acceptance, Certificate, CreditEntry, ExternalAssessment, Selection, TrainingHours
from portal.audit.recording import record
from schools.models import Teacher

GRADES = {Grade.FAILED: 0, Grade.PASSED: 1, Grade.EXCELLENT: 2}
# What makes two rows the same thing reported twice, and which of the two says more.
SAME = {
    TrainingHours: (
        lambda row: (row.kind, row.course, row.ends_on, row.institution_id),
        lambda row: (row.passed, row.hours or 0, row.joint_credits or 0),
    ),
    Selection: (lambda row: row.ability_id, lambda row: 0),
    CreditEntry: (lambda row: row.ability_id, lambda row: (GRADES[row.grade], -row.assessed_on.toordinal())),
    ExternalAssessment: (lambda row: row.platform, lambda row: (row.passed, -row.assessed_on.toordinal())),
}


def carry(*, keep: Teacher, drop: Teacher, by) -> None:
    """Hand every row of ``drop`` over to ``keep``; of what both hold only the row that says more counts on, the other is void."""
    moved = voided = 0
    for model, (same, says) in SAME.items():
        rows = list(model.objects.select_for_update().filter(Q(teacher=keep) | Q(teacher=drop)).order_by("pk"))
        less = _said_less([row for row in rows if row.is_current], keep, same, says)
        model.objects.filter(pk__in=less).stamp(state=RecordState.VOID)
        moved += model.objects.filter(teacher=drop).stamp(teacher=keep)
        voided += len(less)
    moved += _carry_certificates(keep, drop)
    rest_anew(certificates=Certificate.objects.filter(teacher=keep), by=by)
    moved += Acceptance.objects.filter(teacher=drop).stamp(teacher=keep)  # lines of batches stay as they were sent up
    if moved:
        record(by, "ledger.carried", keep, unit=keep.unit, data={"from": drop.code, "rows": moved, "void": voided})


def _carry_certificates(keep: Teacher, drop: Teacher) -> int:
    """Hand certificates over; where both hold one for a point, the kept registration's stands and the other is revoked."""
    held = Certificate.objects.standing().filter(teacher=keep).values("ability")
    twice = Certificate.objects.filter(teacher=drop, ability__in=held)
    twice.move(CertificateState.REVOKED, reason=_("同一教师的重复登记合并，此点已有证书。"))
    return Certificate.objects.filter(teacher=drop).stamp(teacher=keep)


def _said_less(rows, keep, same, says) -> list[int]:
    """Of rows that say the same thing all but one: the one that says most, and of equals the kept registration's."""
    best: dict = {}
    for row in rows:
        weight = (says(row), row.teacher_id == keep.pk)
        if same(row) not in best or weight > best[same(row)][0]:
            best[same(row)] = (weight, row.pk)
    counting = {pk for _weight, pk in best.values()}
    return [row.pk for row in rows if row.pk not in counting]
