"""What units answered to questions typed online: a row for each unit, and how often each choice was taken."""

from collections import Counter
from dataclasses import dataclass

from programs.enums.filings import HANDED_IN
from programs.enums.tasks import ColumnType
from programs.models import Filing, Task
from programs.rules.columns import AskedColumn, columns_of


@dataclass(frozen=True)
class Answers:
    """``rows`` are (filing, answers in the order of the columns); ``tallies`` are (column, [(choice, how many)])."""

    columns: list[AskedColumn]
    rows: list[tuple[Filing, list[str]]]

    @property
    def tallies(self) -> list[tuple[AskedColumn, list[tuple[str, int]]]]:
        found = []
        for place, column in enumerate(self.columns):
            if column.type == ColumnType.LIST:
                counts = Counter(cells[place] for _filing, cells in self.rows)
                found.append((column, [(choice, counts[choice]) for choice in column.choices]))
        return found


def answers_to(task: Task, user) -> Answers:
    """The answers that count now of the filings the user sees, in the order of units; one query."""
    columns = columns_of(task.columns)
    filings = Filing.objects.filter(task=task, state__in=HANDED_IN)
    filings = (filings if user is None else filings.visible_to(user)).select_related("unit", "current").order_by("unit__path")
    rows = [(row, _cells(row, columns)) for row in filings]
    return Answers(columns, rows)


def _cells(row: Filing, columns) -> list[str]:
    texts = row.current.data.get("texts", {}) if row.current else {}
    return [texts.get(column.heading, "") for column in columns]
