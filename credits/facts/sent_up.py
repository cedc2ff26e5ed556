"""Which results brought in by sheet stand in a batch that was sent up, where only the county's acts reach them."""

from collections.abc import Iterable

from django.db.models import QuerySet

from credits.enums.acceptance import STANDING
from credits.models import CreditEntry, ResultLine


def lines_of(entries: QuerySet[CreditEntry]) -> QuerySet[ResultLine]:
    """The standing lines of these rows of the ledger, with batch, teacher and point."""
    rows = ResultLine.objects.filter(entry__in=entries.order_by().values("pk"), state__in=STANDING)
    return rows.select_related("batch__unit", "teacher", "ability").order_by("pk")


def line_of(entry: CreditEntry) -> ResultLine | None:
    """The standing line of one row of the ledger; one query."""
    return lines_of(CreditEntry.objects.filter(pk=entry.pk)).first()


def mark_sent(rows: Iterable[CreditEntry]) -> None:
    """Tell each row in ``sent_up`` whether it counts and stands in a batch; one query."""
    rows = list(rows)
    found = lines_of(CreditEntry.objects.filter(pk__in=[row.pk for row in rows]))
    sent = set(found.values_list("entry", flat=True)) if rows else ()
    for row in rows:
        row.sent_up = row.is_current and row.pk in sent
