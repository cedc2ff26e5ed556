"""What of a batch still stands, and what was taken out of it by 暂停认定 and 不予认定; its own figures say what was sent up."""

from dataclasses import dataclass

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from credits.enums.acceptance import LineState
from credits.enums.ledger import Grade
from credits.models import ResultBatch, ResultLine

TAKEN_OUT = (LineState.SUSPENDED, LineState.REJECTED)


@dataclass(frozen=True)
class Standing:
    """People, results and credits (hundredths) of a batch without what was taken out, and what was: ``out``, ``out_credits``."""

    people: int
    results: int
    excellent: int
    passed: int
    credits: int
    out: int
    out_credits: int


def with_taken_out(rows: QuerySet[ResultBatch]) -> QuerySet[ResultBatch]:
    """Batches with ``out``, how many of their results were taken out."""
    out = ResultLine.objects.filter(batch=OuterRef("pk"), state__in=TAKEN_OUT).order_by().values("batch").annotate(n=Count("pk"))
    return rows.annotate(out=Coalesce(Subquery(out.values("n")), 0))


def standing_of(batch: ResultBatch) -> Standing:
    """The figures of a batch as its lines stand now; one query."""
    out, kept = Q(state__in=TAKEN_OUT), ~Q(state__in=TAKEN_OUT)
    found = batch.lines.order_by().aggregate(
        people=Count("teacher", distinct=True, filter=kept),
        results=Count("pk", filter=kept),
        excellent=Count("pk", filter=kept & Q(grade=Grade.EXCELLENT)),
        passed=Count("pk", filter=kept & Q(grade=Grade.PASSED)),
        standing=Sum("credits", filter=kept, default=0),
        out=Count("pk", filter=out),
        out_credits=Sum("credits", filter=out, default=0),
    )
    return Standing(credits=found.pop("standing"), **found)
