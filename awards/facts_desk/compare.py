"""A city's counties side by side: per condition a row, per county a column."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from awards.enums import HOLDING
from awards.facts_desk.cycles import stored_verdicts
from awards.facts_desk.reading import Line, line_of
from awards.models import Abstention, AwardCategory, AwardCycle, Eligibility, Nomination
from portal.units.models import Unit


@dataclass(frozen=True)
class Column:
    """One county: its verdict, its form and where it stands in the city's order."""

    unit: Unit
    verdict: Eligibility | None
    nomination: Nomination | None
    abstained: bool

    @property
    def state_text(self) -> str:
        if self.nomination is not None:
            return self.nomination.get_state_display()
        return _("本次不推荐") if self.abstained else _("未报送")

    @property
    def place(self) -> int | None:
        """Its place in the city's order, once recommended."""
        return self.nomination.position if self.nomination and self.nomination.state in HOLDING else None


@dataclass(frozen=True)
class Row:
    """One condition with what each county shows for it, in the order of the columns."""

    clause: str
    requirement: str
    cells: list[Line | None]


@dataclass(frozen=True)
class Comparison:
    category: AwardCategory
    columns: list[Column]
    rows: list[Row]

    @property
    def as_of(self) -> datetime | None:
        """The moment of the newest verdict shown: one judged anew after the batch, as after an attestation, is younger."""
        return max((column.verdict.run.as_of for column in self.columns if column.verdict), default=None)

    @property
    def since(self) -> datetime | None:
        """The moment of the oldest verdict shown."""
        return min((column.verdict.run.as_of for column in self.columns if column.verdict), default=None)

    def table(self) -> tuple[list[str], list[list]]:
        """Headings and rows of the same as a workbook."""
        headings = [_("条款"), _("条件"), *(column.unit.name for column in self.columns)]
        verdicts = [column.verdict.word if column.verdict else _("未评定") for column in self.columns]
        lines = [["", _("认定"), *verdicts], ["", _("推荐表"), *(column.state_text for column in self.columns)]]
        lines.append(["", _("推荐顺序"), *(column.place for column in self.columns)])
        lines += [[row.clause, row.requirement, *map(cell_text, row.cells)] for row in self.rows]
        return headings, lines


def cell_text(line: Line | None) -> str:
    """A finding in one cell: 符合 91.4 分 超出 1.4 分."""
    if line is None:
        return ""
    return " ".join(part for part in (str(line.state.label), line.value, line.margin) if part)


def comparison(cycle: AwardCycle, category: AwardCategory, counties: list[Unit], user) -> Comparison:
    """The counties as judged last, beside each other; a fixed number of queries."""
    verdicts = stored_verdicts(cycle, counties)
    rows = Nomination.objects.visible_to(user).live().filter(category=category, unit__in=[unit.pk for unit in counties])
    forms = {row.unit_id: row for row in rows.order_by("pk")}
    said = set(Abstention.objects.standing().filter(category=category).values_list("unit_id", flat=True))
    columns = [Column(unit, verdicts.get((category.pk, unit.pk)), forms.get(unit.pk), unit.pk in said) for unit in counties]
    return Comparison(category, columns, _rows(columns))


def _rows(columns: list[Column]) -> list[Row]:
    """Every condition any of the columns was judged by, in the notice's order."""
    told, order = [], {}
    for column in columns:
        findings = column.verdict.findings.all() if column.verdict else []
        lines = {finding.path: line_of(finding, len(columns)) for finding in findings}
        order |= {finding.path: finding.position for finding in findings}
        told.append(lines)
    found = []
    for path in sorted(order, key=lambda path: (order[path], path)):
        cells = [lines.get(path) for lines in told]
        first = next(line for line in cells if line)
        found.append(Row(first.clause, first.requirement, cells))
    return found
