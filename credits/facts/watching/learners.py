"""学员监测: who takes part, with how many hours and with what result, as the ledger tells (佛教人〔2020〕8号 附件1六(一)1(2))."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, F, Max, Q, Sum, Value
from django.db.models.functions import TruncMonth
from django.utils.translation import gettext_lazy as _

from credits.enums.ledger import HoursKind
from credits.models import Declaration, TrainingHours
from portal.kit.clock import SHANGHAI
from portal.units.models import Unit, within
from programs.models import Participation

FIGURES = {
    "people": Count("teacher", distinct=True),
    "rows": Count("pk"),
    "fit": Count("pk", filter=Q(passed=True)),
    "unfit": Count("pk", filter=Q(passed=False)),
    "joint": Sum("joint_credits"),
    "last": Max("ends_on"),
    **{kind.value: Sum("hours", filter=Q(kind=kind)) for kind in HoursKind},
}


@dataclass
class Line:
    """One group of learners: people, rows of the ledger, hours by kind and joint credits in hundredths, passed and not, last day.

    ``signed_in`` and ``handed_in`` are told by month only: people at activities, works handed in.
    """

    name: str
    code: str = ""
    figures: dict = field(default_factory=dict)
    signed_in: int | None = None
    handed_in: int | None = None

    @property
    def hours(self) -> int:
        return sum(self.figures.get(kind.value) or 0 for kind in HoursKind)

    @property
    def share(self) -> int | None:
        """Passed rows of all, in hundredths of a percent, cut off."""
        rows = self.figures.get("rows")
        return self.figures["fit"] * 10_000 // rows if rows else None


@dataclass(frozen=True)
class Grouping:
    """A way to group the ledger: by which columns, and how a group is called."""

    label: str
    by: dict
    named: Callable[[dict], tuple[str, str]]


GROUPINGS = {
    "institution": Grouping(
        _("培训机构"),
        {"name": F("institution__name"), "code": F("institution__code")},
        lambda row: (row["name"] or str(_("学校自行登记")), row["code"] or ""),
    ),
    "course": Grouping(
        _("项目或课程"),
        {"name": F("course"), "code": F("institution__name")},
        lambda row: (row["name"], row["code"] or ""),
    ),
    "school": Grouping(_("学校"), {"name": F("unit__name"), "code": F("unit__code")}, lambda row: (row["name"], row["code"])),
    "month": Grouping(
        _("月份"), {"name": TruncMonth("ends_on"), "code": Value("")}, lambda row: (row["name"].strftime("%Y-%m"), "")
    ),
}


def learners(unit: Unit, program, since: date, until: date, by: str) -> list[Line]:
    """Hours that ended in a period at the schools of a unit, grouped, those with most people first; months in their order."""
    grouping = GROUPINGS[by]
    rows = TrainingHours.objects.current().filter(within(unit.path, "unit__path"), program=program, ends_on__range=(since, until))
    found = rows.order_by().values(**grouping.by).annotate(**FIGURES)
    lines = [Line(*grouping.named(row), figures={name: row[name] for name in FIGURES}) for row in found]
    if by == "month":
        return _with_process(lines, unit, program, since, until)
    return sorted(lines, key=lambda line: (-line.figures["people"], line.name, line.code))


def _with_process(lines, unit, program, since, until) -> list[Line]:
    """Months with what else was collected in them, also those in which no hours ended; two queries more."""
    by_month = {line.name: line for line in lines}
    came = Participation.objects.current().filter(
        within(unit.path, "activity__unit__path"),
        activity__state="current",
        activity__program=program,
        activity__starts_on__range=(since, until),
        signed_in=True,
    )
    works = Declaration.objects.filter(
        within(unit.path, "unit__path"), program=program, submitted_at__date__range=(since, until)
    ).annotate(month=TruncMonth("submitted_at", tzinfo=SHANGHAI))
    for name, rows in (
        ("signed_in", came.order_by().values_list(TruncMonth("activity__starts_on")).annotate(Count("pk"))),
        ("handed_in", works.order_by().values_list("month").annotate(Count("pk"))),
    ):
        for month, count in rows:
            key = month.strftime("%Y-%m")
            line = by_month.setdefault(key, Line(key, figures=dict.fromkeys(FIGURES)))
            setattr(line, name, count)
    return [by_month[key] for key in sorted(by_month)]
