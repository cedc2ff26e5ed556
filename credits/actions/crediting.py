"""The ledger entry a reviewed point leads to, and taking it back."""

from django.db import transaction
from django.utils.translation import gettext as _

from credits.actions.following import rest_anew
from credits.enums.declarations import DeclarationState
from credits.enums.ledger import PASSING, Grade, RecordState, Source
from credits.facts.reviews import credits_after
from credits.models import Certificate, CreditEntry, Declaration
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
    """Take the credits of a declaration out of every sum; the entry stays in sight. None where it counts no more or never did."""
    entry = CreditEntry.objects.select_for_update().filter(declaration=declaration, state=RecordState.CURRENT).first()
    if entry is not None:
        _void(entry, by, clean_text(reason))
    return entry


def _void(entry: CreditEntry, by, note: str) -> None:
    CreditEntry.objects.filter(pk=entry.pk).stamp(state=RecordState.VOID)
    changes = {"state": (RecordState.CURRENT, RecordState.VOID)}
    record(by, "ledger.voided", entry, unit=entry.teacher.unit, changes=changes, note=note)
