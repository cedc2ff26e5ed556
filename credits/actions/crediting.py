"""The ledger entry a reviewed point leads to, and taking it back."""

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from credits.actions.following import rest_anew
from credits.enums.acceptance import STANDING
from credits.enums.declarations import DeclarationState
from credits.enums.ledger import PASSING, Grade, RecordState, Source
from credits.facts.reviews import credits_after
from credits.models import Certificate, CreditEntry, Declaration, ResultLine
from credits.rules.grading import RANK
from portal.audit.recording import record
from portal.kit.clock import database_now, local
from portal.kit.errors import WrongState
from portal.kit.text import clean_text
from schools.models import Teacher

S = DeclarationState
COUNTING = {"acceptance": frozenset({S.ACCEPTED, S.BATCHED, S.RECOGNISED}), "recognition": frozenset({S.RECOGNISED})}


def counts_now(declaration: Declaration) -> bool:
    """Whether the policy lets the point's credits count in the state the declaration is in."""
    return declaration.state in COUNTING[credits_after(declaration.unit, declaration.program)]


@transaction.atomic
def credit_for(*, declaration: Declaration, by) -> CreditEntry | None:
    """Write the credits of a passed declaration into the ledger once its state counts by policy; None while it does not.

    Repeating it changes nothing. A point counts once: an entry from elsewhere stays unless this grade is better.
    """
    return write_credit(declaration, by) if counts_now(declaration) else None


def write_credit(declaration: Declaration, by) -> CreditEntry:
    """What ``credit_for`` does for a declaration that counts, inside the transaction of its caller."""
    if declaration.grade not in PASSING:
        raise WrongState(_("“%s”没有通过评审，不计学分。") % declaration)
    Teacher.objects.select_for_update().only("pk").get(pk=declaration.teacher_id)
    own = {"teacher": declaration.teacher_id, "ability": declaration.ability_id}
    standing = CreditEntry.objects.current().filter(**own).order_by().first()
    if standing is not None:
        own = standing.declaration_id == declaration.pk
        if own or RANK[Grade(standing.grade)] >= RANK[Grade(declaration.grade)]:
            return standing
        _void(standing, by, _("由校本评审的更高等级取代"))
    entry = CreditEntry.objects.create(
        teacher=declaration.teacher,
        unit=declaration.unit,
        program=declaration.program,
        ability=declaration.ability,
        grade=declaration.grade,
        assessed_on=local(declaration.graded_at or database_now()).date(),
        source=Source.REVIEW,
        declaration=declaration,
    )
    record(by, "credit.written", entry, unit=declaration.unit, data={"declaration": declaration.code})
    if standing is not None:
        rest_anew(certificates=Certificate.objects.filter(entry=standing), by=by)
    return entry


@transaction.atomic
def revoke_credit(*, declaration: Declaration, reason: str, by) -> CreditEntry | None:
    """Take the credits of a declaration out of every sum; the entry stays in sight. None where it counts no more or never did.

    A sheet's result it took the place of counts again where that stands in a batch: the school does not undo what it sent up.
    """
    entry = CreditEntry.objects.select_for_update().filter(declaration=declaration, state=RecordState.CURRENT).first()
    if entry is not None:
        _void(entry, by, clean_text(reason))
        count_sent_up(entries=CreditEntry.objects.filter(pk=entry.pk), by=by)
    return entry


def count_sent_up(*, entries: QuerySet[CreditEntry], by) -> None:
    """Where results that were void or lowered stood before a sheet's that was sent up, that one counts again.

    It gave way to a better one, of a review or of another registration of the person; its batch vouches for it still.
    """
    touched = entries.filter(teacher=OuterRef("teacher"), ability=OuterRef("ability")).order_by()
    lines = ResultLine.objects.filter(entry=OuterRef("pk"), state__in=STANDING)
    gone = CreditEntry.objects.filter(Exists(touched), Exists(lines), state=RecordState.VOID)
    for entry in sorted(gone.select_related("teacher__unit"), key=lambda row: RANK[Grade(row.grade)], reverse=True):
        standing = CreditEntry.objects.current().filter(teacher=entry.teacher_id, ability=entry.ability_id).order_by().first()
        if standing is not None and RANK[Grade(standing.grade)] >= RANK[Grade(entry.grade)]:
            continue
        if standing is not None:
            _void(standing, by, _("此能力点已有上报的更高等级"))
        CreditEntry.objects.filter(pk=entry.pk).stamp(state=RecordState.CURRENT)
        changes = {"state": (RecordState.VOID, RecordState.CURRENT)}
        note = _("取代它的结果不再有效，此结果已经上报")
        record(by, "ledger.restored", entry, unit=entry.teacher.unit, changes=changes, note=note)


def _void(entry: CreditEntry, by, note: str) -> None:
    CreditEntry.objects.filter(pk=entry.pk).stamp(state=RecordState.VOID)
    changes = {"state": (RecordState.CURRENT, RecordState.VOID)}
    record(by, "ledger.voided", entry, unit=entry.teacher.unit, changes=changes, note=note)
