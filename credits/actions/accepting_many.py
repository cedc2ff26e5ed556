"""逐人验收 of many people at once: the same rows as one result after another, by a fixed number of statements."""

from collections.abc import Iterable

from django.db import IntegrityError, transaction
from django.db.models import BigIntegerField, CharField, Max, QuerySet, Value
from django.utils.translation import gettext as _

from credits.actions.crediting_many import KEPT, NAMED, credit_all
from credits.enums.acceptance import AcceptanceOutcome, AcceptanceState
from credits.enums.declarations import DeclarationState
from credits.facts.acceptance import waiting_declarations, waiting_entries
from credits.models import Acceptance, Declaration
from credits.policies.checks import check_accept
from portal.audit.recording import record_rows
from portal.kit.bulk import check_keys_as_we_go, insert_from
from portal.kit.errors import WrongState
from portal.units.models import Unit
from schools.models import Teacher


def accept_people(*, unit, program, teachers: Iterable[Teacher], by) -> int:
    """Take every passed result of these people (a list or a query of them) that waits for the school; how many there were.

    ``WrongState`` when somebody else decided on one of them meanwhile; then nothing is taken.
    """
    check_accept(by, unit)
    try:
        with transaction.atomic():
            return _accept(unit, program, teachers, by)
    except IntegrityError:
        raise _overtaken() from None


def _accept(unit, program, teachers, by) -> int:
    """Declarations move first, so that those taken by us are the accepted ones without an acceptance.

    They are told by NOT IN, a set made once. For NOT EXISTS PostgreSQL, where few acceptances are on record yet, reads the
    table anew for each row, and it grows meanwhile: 15,000 at once took twice as long.
    """
    check_keys_as_we_go()
    Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)
    theirs = {"teacher__in": teachers}
    waiting = waiting_declarations(unit, program).filter(**theirs)
    Acceptance.objects.current().filter(declaration__in=waiting).stamp(state=AcceptanceState.OVERTAKEN)
    moved = waiting.stamp(state=DeclarationState.ACCEPTED)
    standing = Acceptance.objects.current().filter(declaration__unit=unit).values("declaration")
    accepted = Declaration.objects.filter(unit=unit, program=program, state=DeclarationState.ACCEPTED)
    taken = accepted.exclude(pk__in=standing)
    credit_all(declared=taken, unit=unit, program=program, by=by)
    last = Acceptance.objects.aggregate(last=Max("pk"))["last"] or 0
    if _write("declaration", taken, unit, by) != moved:
        raise _overtaken()
    count = moved + _write("entry", waiting_entries(unit, program).filter(**theirs), unit, by)
    rows = Acceptance.objects.filter(pk__gt=last, unit=unit, program=program)
    if record_rows(by, f"acceptance.{AcceptanceOutcome.ACCEPTED}", rows, text=NAMED) != count:
        raise _overtaken()
    return count


def _write(of: str, results: QuerySet, unit, by) -> int:
    """An acceptance of each of the results, declarations or entries as ``of`` says."""
    said: dict = {"taken_at": Value(unit.pk, BigIntegerField()), "said": Value(AcceptanceOutcome.ACCEPTED.value, CharField())}
    said |= {"taken_by": Value(by.pk, BigIntegerField())} if by is not None else {}
    columns = {name: name for name in KEPT} | {of: "pk", "unit": "taken_at", "outcome": "said"}
    columns |= {"decided_by": "taken_by"} if by is not None else {}
    return insert_from(Acceptance, columns, results.annotate(**said))


def _overtaken() -> WrongState:
    return WrongState(_("有结果刚被他人处理，请刷新后再试。"))
