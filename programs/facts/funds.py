"""Money of many units at once: what came, what was spent on what, what is left, what training costs each school."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce

from portal.kit.clock import database_now, local
from portal.units.enums import Level
from portal.units.models import Unit, within
from programs.enums.funds import SourceKind, Use
from programs.facts.evidence import engaged_paths
from programs.models import FundSource, Program, Spending
from programs.policy import resolve_many
from programs.rules.funds import Charge, charge
from schools.enums import Ownership
from schools.facts import counts_by_school, current_school
from schools.sheets.school_list import teachers_of


def with_spent(sources):
    """``sources``, each with what was spent of it (分)."""
    spent = Spending.objects.current().filter(source=OuterRef("pk")).order_by().values("source").annotate(sum=Sum("amount"))
    return sources.annotate(spent=Coalesce(Subquery(spent.values("sum")), 0))


def spent_of(source: FundSource) -> int:
    """What was spent of one source (分)."""
    return Spending.objects.current().filter(source=source).aggregate(sum=Sum("amount"))["sum"] or 0


@dataclass(frozen=True)
class Balance:
    """One unit's money from one kind of source in a year (分), and what it went to."""

    unit: Unit
    year: int
    kind: str
    received: int
    by_use: dict[str, int]

    @property
    def spent(self) -> int:
        return sum(self.by_use.values())

    @property
    def left(self) -> int:
        return self.received - self.spent

    @property
    def kind_text(self) -> str:
        return str(SourceKind(self.kind).label)

    @property
    def uses(self) -> list[int]:
        return [self.by_use.get(use, 0) for use in Use]


def balances(sources) -> list[Balance]:
    """The sources summed by unit, year and kind, with their spendings by use; two queries however many there are."""
    sources = sources.order_by()
    received = list(sources.values_list("unit", "year", "kind").annotate(Sum("amount")))
    spent = defaultdict(dict)
    rows = Spending.objects.current().filter(source__in=sources.values("pk")).order_by()
    fields = ("source__unit", "source__year", "source__kind", "use")
    for unit, year, kind, use, amount in rows.values_list(*fields).annotate(Sum("amount")):
        spent[unit, year, kind][use] = amount
    units = Unit.objects.in_bulk({unit for unit, *_rest in received})
    found = [Balance(units[unit], year, kind, amount, spent[unit, year, kind]) for unit, year, kind, amount in received]
    return sorted(found, key=lambda row: (-row.year, row.unit.path, row.kind))


@dataclass(frozen=True)
class SchoolCharge:
    """One line of a fee statement."""

    unit: Unit
    ownership: str
    source: str
    charge: Charge

    @property
    def ownership_text(self) -> str:
        return str(Ownership(self.ownership).label) if self.ownership else ""


@dataclass(frozen=True)
class Statement:
    """Heads × fee for the schools of a unit; totals are 分."""

    unit: Unit
    institution: Unit | None
    rows: list[SchoolCharge]
    clauses: list[str]

    @property
    def teachers(self) -> int:
        return sum(row.charge.teachers or 0 for row in self.rows)

    @property
    def amount(self) -> int:
        return sum(row.charge.amount or 0 for row in self.rows)

    @property
    def by_ownership(self) -> list[tuple[str, int, int, int]]:
        """Ownership, schools, teachers, amount."""
        found = []
        for one in Ownership:
            rows = [row for row in self.rows if row.ownership == one]
            people, money = sum(r.charge.teachers or 0 for r in rows), sum(r.charge.amount or 0 for r in rows)
            found.append((str(one.label), len(rows), people, money))
        return found

    @property
    def unknown(self) -> int:
        """Schools whose number of teachers nobody has told."""
        return sum(row.charge.teachers is None for row in self.rows)


def statement(unit: Unit, program: Program, institution: Unit | None = None) -> Statement:
    """What training costs each school under ``unit``, or those of them an institution works for today.

    A fixed number of queries however many schools.
    """
    schools = Unit.objects.active().within(unit).at(Level.SCHOOL)
    if institution is not None:
        schools = schools.filter(_under(engaged_paths(institution, local(database_now()).date())))
    units = list(schools.select_related("school", "parent").order_by("parent__path", "path"))
    counts = counts_by_school([one.pk for one in units])
    policies = resolve_many(units, program)
    rows = [_school(one, counts.get(one.pk, (0,))[0], policies[one.pk]) for one in units]
    return Statement(unit, institution, rows, _clauses(policies.values()))


def _under(paths: Iterable[str]) -> Q:
    reach = Q(pk__in=[])
    for path in paths:
        reach |= within(path)
    return reach


def _school(unit, counted, policy) -> SchoolCharge:
    school = current_school(unit)
    teachers, source = teachers_of(school, counted)
    ownership = school.ownership if school else ""
    return SchoolCharge(unit, ownership, source, charge(teachers, ownership, policy))


def _clauses(policies) -> list[str]:
    """Which clauses the charges rest on, each once."""
    found = {}
    for policy in policies:
        for key in ("fee_per_teacher", "fee_by_ownership"):
            if value := policy.get(key):
                found[key, value.citation, value.text] = f"{value.text}（{value.citation}）"
    return list(found.values())
