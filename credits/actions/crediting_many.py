"""The ledger entries of many reviewed points at once: the same rows as one by one, by a fixed number of statements."""

from collections import defaultdict
from datetime import date

from django.db import transaction
from django.db.models import CharField, Exists, F, Max, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Coalesce, Concat
from django.utils.translation import gettext as _

from credits.actions.crediting import COUNTING, count_sent_up
from credits.actions.following import rest_anew
from credits.enums.ledger import PASSING, Grade, RecordState, Source
from credits.facts.reviews import credits_after
from credits.models import Certificate, CreditEntry, Declaration
from portal.audit.recording import record_each, record_rows
from portal.kit.bulk import insert_from
from portal.kit.clock import LocalDate, database_now, local
from portal.kit.errors import WrongState
from portal.units.models import Unit
from programs.models import Program

NAMED = Concat(F("teacher__name"), Value(" "), F("ability__code"), Value(" "), F("ability__name"), output_field=CharField())
KEPT = ("teacher", "unit", "program", "ability", "grade")


@transaction.atomic
def credit_all(*, declared: QuerySet[Declaration], unit, program, by) -> int:
    """Write the credits of the passed declarations of one school where their states count by policy; how many entries.

    As with ``credit_for`` a point counts once: a standing entry stays unless the new grade is better.
    """
    declared = declared.filter(state__in=COUNTING[credits_after(unit, program)], grade__in=PASSING)
    lower = _void_lower(declared, unit, by)
    standing = CreditEntry.objects.current().filter(teacher=OuterRef("teacher"), ability=OuterRef("ability"))
    last = CreditEntry.objects.aggregate(last=Max("pk"))["last"] or 0
    made = _insert(declared.filter(~Exists(standing)), local(database_now()).date())
    rows = CreditEntry.objects.filter(pk__gt=last, unit=unit, program=program, declaration__isnull=False)
    if made != record_rows(by, "credit.written", rows, text=NAMED):
        raise WrongState(_("有申报刚被他人处理，请刷新后再试。"))
    if lower:
        rest_anew(certificates=Certificate.objects.filter(entry__in=lower), by=by)
    return made


@transaction.atomic
def credit_beside(*, entries: QuerySet[CreditEntry], by) -> int:
    """Where results that were void or lowered stood before a review's of the same point, that one counts now; how many.

    What was sent up counts again first. Three queries where there is none, and as for ``credit_all`` for each school that has one.
    """
    touched = entries.filter(teacher=OuterRef("teacher"), ability=OuterRef("ability"), declaration=None)
    rows = Declaration.objects.filter(Exists(touched.order_by()), state__in=COUNTING["acceptance"], grade__in=PASSING)
    places = defaultdict(list)  # by key, since a row that gives way may be none of ``entries`` afterwards
    for key, *place in rows.order_by().values_list("pk", "unit", "program"):
        places[tuple(place)].append(key)
    count_sent_up(entries=entries, by=by)
    if not places:
        return 0
    units, programs = (model.objects.in_bulk({pair[at] for pair in places}) for at, model in enumerate((Unit, Program)))
    return sum(
        credit_all(declared=Declaration.objects.filter(pk__in=keys), unit=units[unit], program=programs[program], by=by)
        for (unit, program), keys in sorted(places.items())
    )


def _insert(declared: QuerySet[Declaration], today: date) -> int:
    """An entry for each of ``declared``, assessed on the day its grade was given."""
    on = Coalesce(LocalDate("graded_at"), Value(today))
    said = declared.annotate(assessed=on, brought=Value(Source.REVIEW.value, CharField()))
    columns = {name: name for name in KEPT} | {"declaration": "pk", "assessed_on": "assessed", "source": "brought"}
    return insert_from(CreditEntry, columns, said)


def _void_lower(declared: QuerySet[Declaration], unit, by) -> list[CreditEntry]:
    """Entries from elsewhere whose grade is worse than the new one count no more; which."""
    worse = Q(teacher__credit_entries__grade=Grade.FAILED)
    worse |= Q(teacher__credit_entries__grade=Grade.PASSED, grade=Grade.EXCELLENT)
    standing = {"teacher__credit_entries__state": RecordState.CURRENT, "teacher__credit_entries__ability": F("ability")}
    lower = CreditEntry.objects.filter(pk__in=declared.filter(worse, **standing).values("teacher__credit_entries__pk"))
    rows = list(lower.select_related("teacher", "ability").order_by("pk"))
    if not rows:
        return []
    if lower.stamp(state=RecordState.VOID) != len(rows):
        raise WrongState(_("有申报刚被他人处理，请刷新后再试。"))
    changes = {"state": (RecordState.CURRENT, RecordState.VOID)}
    record_each(by, "ledger.voided", rows, unit=unit, note=_("由校本评审的更高等级取代"), changes=changes)
    return rows
