"""优秀教师名单: who may be put first for advanced training (佛教人〔2020〕8号 附件1六(二)二)."""

from django.db.models import Count, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce

from credits.enums.ledger import Completion, Grade
from credits.models import CompletionResult, CompletionRun, CreditEntry
from portal.units.models import Unit, within

UNPLACED = 2**31 - 1
ORDER = ["-excellent", "placed", "pk"]


def first_in_line(user, run: CompletionRun, unit: Unit):
    """Of those who have finished in a run, the ones with results graded 优秀: most such results first, then by place.

    Rows carry ``excellent``, how many results; graded again for the same point, a teacher counts once for it. ``ORDER`` names
    what they are put in order by; who has no place comes last.
    """
    graded = CreditEntry.objects.current().filter(
        teacher=OuterRef("teacher"), program=run.program_id, grade=Grade.EXCELLENT, assessed_on__lte=run.as_of
    )
    counted = graded.order_by().values("teacher").annotate(count=Count("ability", distinct=True)).values("count")
    rows = CompletionResult.objects.visible_to(user).filter(within(unit.path, "unit__path"), run=run)
    rows = rows.filter(status=Completion.COMPLETE).annotate(excellent=Coalesce(Subquery(counted), 0))
    rows = rows.annotate(placed=Coalesce("place", Value(UNPLACED)))
    return rows.filter(excellent__gt=0).select_related("teacher", "unit").order_by(*ORDER)
