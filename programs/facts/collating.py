"""The 汇总表 of a task: the rows of every return that counts, each with the unit it came from, and their totals."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from programs.enums.tasks import ColumnType
from programs.models import FiledRow, Filing
from programs.rules.columns import AskedColumn, columns_of

ORDER = ["filing__unit__path", "number", "pk"]
AT_ONCE = 2_000


def rows_of(task, filings):
    """Rows that count among ``filings`` of ``task``, by unit and place in its file."""
    return FiledRow.objects.counting().filter(filing__task=task, filing__in=filings).select_related("filing__unit")


def totals(task, filings) -> dict[str, Decimal]:
    """Heading → the exact sum over all returns that count; one query, from the sums kept with each."""
    columns = [column.heading for column in columns_of(task.columns) if column.sum]
    found = dict.fromkeys(columns, Decimal(0))
    for sums in _counting(task, filings).values_list("current__sums", flat=True):
        for heading in columns:
            found[heading] += Decimal(sums.get(heading) or 0)
    return found


def row_count(task, filings) -> int:
    """How many rows the 汇总表 has, from the counts kept with each return."""
    return sum(_counting(task, filings).values_list("current__row_count", flat=True))


def _counting(task, filings):
    return Filing.objects.filter(task=task, pk__in=filings.order_by().values("pk"), current__isnull=False)


def exported(task, filings) -> Iterator[list]:
    """The lines of the 汇总表 as typed cells: unit, its columns as in the blank, and the totals at the end."""
    columns = columns_of(task.columns)
    rows = rows_of(task, filings).order_by(*ORDER)
    for n, row in enumerate(rows.iterator(chunk_size=AT_ONCE), start=1):
        cells = [*row.cells, *[""] * (len(columns) - len(row.cells))]
        yield [n, row.filing.unit.name, *map(typed, columns, cells)]
    summed = totals(task, filings)
    if summed:
        yield ["", _("合计"), *(summed.get(column.heading, "") for column in columns)]


def headings(task) -> list[str]:
    """What stands over those lines."""
    return [_("序号"), _("填报单位"), *(column.heading for column in columns_of(task.columns))]


def typed(column: AskedColumn, text: str):
    """A cell as a workbook should hold it: numbers as numbers, days as days."""
    if text == "":
        return None
    if column.type == ColumnType.INTEGER:
        return int(text)
    if column.type == ColumnType.NUMBER:
        return Decimal(text)
    return date.fromisoformat(text) if column.type == ColumnType.DATE else text
