"""Stored runs of completion and what they say of units and people."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db.models import Count, Exists, Q

from credits.models import CompletionResult, CompletionRule, CompletionRun, CompletionStat, CreditEntry, TrainingHours
from credits.rules.completion import LACKS, NUMBERS
from credits.rules.standing import HUNDRED
from credits.words import completion as words
from portal.units.enums import Level, UnitState
from portal.units.models import Unit, within
from programs.facts.gates import Pending, exits_pending
from programs.models import Clause, Program

HOURS_AND_CREDITS = ("online", "practice", "face_to_face", "total", "share", "credits", "joint")
SHORT = (*HOURS_AND_CREDITS, *NUMBERS)
NONE = ","


@dataclass(frozen=True)
class Row:
    """The figures of one unit in one run; ``rate`` is the part of those required who have finished, None when nobody is.

    ``exit`` is what the schools of the unit have to file today before their completion counts (待出口备案), None where nothing.
    """

    unit: Unit
    required: int
    complete: int
    incomplete: int
    no_requirement: int
    schools: int
    schools_complete: int
    rank: int | None
    exit: Pending | None = None

    @property
    def rate(self) -> Decimal | None:
        return words.rate_of(self.complete, self.required)

    @property
    def percent(self) -> str:
        return words.percent(self.rate)

    def as_json(self) -> dict:
        """The shape of reports and of ``score_completion``: the rate as a decimal string, null when nothing is required."""
        counts = {name: getattr(self, name) for name in COUNTS}
        return {"unit": self.unit.code, "name": self.unit.name, "level": self.unit.level, **counts, "rate": self.rate_text}

    @property
    def rate_text(self) -> str | None:
        return None if self.rate is None else str(self.rate)


COUNTS = ("required", "complete", "incomplete", "no_requirement")


@dataclass
class UsedRule:
    """What one set of notices asked in a run, and of how many schools here."""

    rule: CompletionRule
    schools: int
    lines: list[dict] = field(default_factory=list)


def runs_of(user, program: Program | None, unit: Unit):
    """Finished runs that know the unit, the latest day first."""
    runs = CompletionRun.objects.visible_to(user) if user else CompletionRun.objects.all()
    return runs.done().filter(program=program, stats__unit=unit).select_related("unit", "program").order_by("-as_of", "-pk")


def latest_run(user, program: Program | None, unit: Unit, until: date | None = None) -> CompletionRun | None:
    """The newest run that covers the unit, on or before a day."""
    runs = runs_of(user, program, unit)
    return (runs.filter(as_of__lte=until) if until else runs).first()


def row_of(run: CompletionRun, unit: Unit) -> Row:
    """The unit's own figures."""
    stat = CompletionStat.objects.select_related("unit").get(run=run, unit=unit)
    return _row(stat, exits_pending(unit, run.program))


def rows_below(run: CompletionRun, unit: Unit, level: str | None = None) -> list[Row]:
    """The figures of what lies right below a unit, or of everything of a level at or below it; two queries.

    Closed units are told only where somebody still worked on the day of the run.
    """
    nobody_left = {"unit__state": UnitState.CLOSED, "required": 0, "no_requirement": 0}
    stats = CompletionStat.objects.filter(run=run).exclude(**nobody_left).select_related("unit").order_by("unit__path")
    chosen = stats.filter(within(unit.path, "unit__path"), unit__level=level) if level else stats.filter(unit__parent=unit)
    pending = exits_pending(unit, run.program)
    return [_row(stat, pending) for stat in chosen]


def outdated(run: CompletionRun, unit: Unit) -> bool:
    """Whether hours or credits the run would count were put down, changed or taken back since; one query."""
    days = {TrainingHours: "ends_on", CreditEntry: "assessed_on"}
    since = Q(within(unit.path, "unit__path"), program=run.program_id, updated_at__gt=run.created_at)
    hours, credit = (Exists(model.objects.filter(since, **{f"{day}__lte": run.as_of})) for model, day in days.items())
    return CompletionRun.objects.filter(hours | credit, pk=run.pk).exists()


def all_rows(run: CompletionRun) -> list[Row]:
    """The figures of every unit of the run, from the top down."""
    return [_row(stat) for stat in CompletionStat.objects.filter(run=run).select_related("unit").order_by("unit__path")]


def _row(stat: CompletionStat, pending: dict[str, Pending] | None = None) -> Row:
    counts = {name: getattr(stat, name) for name in (*COUNTS, "schools", "schools_complete", "rank")}
    return Row(unit=stat.unit, exit=(pending or {}).get(stat.unit.path), **counts)


def rules_of(run: CompletionRun, unit: Unit, user) -> list[UsedRule]:
    """What was asked of the schools at and below a unit, the commonest first, with the clauses the user may read."""
    stats = CompletionStat.objects.filter(within(unit.path, "unit__path"), run=run, rule__isnull=False).order_by()
    counted = dict(stats.values_list("rule").annotate(schools=Count("pk")))
    rules = CompletionRule.objects.filter(pk__in=counted)
    used = [UsedRule(rule, counted[rule.pk]) for rule in sorted(rules, key=lambda rule: (-counted[rule.pk], rule.pk))]
    clauses = clauses_of({citation for one in used for citation in one.rule.citations.values()}, user)
    for one in used:
        one.lines = [{**line, "clause": clauses.get(line["citation"])} for line in asked_by(one.rule)]
    return used


def clauses_of(citations: set[str], user) -> dict[str, Clause]:
    """The clauses that citations (文号 and key) name, among the notices the user may read; one query."""
    split = [citation.split(" ", 1) for citation in citations if " " in citation]
    rows = Clause.objects.current().visible_to(user).select_related("notice")
    found = rows.filter(notice__number__in={number for number, _key in split}, key__in={key for _number, key in split})
    return {clause.citation(): clause for clause in found}


def asked_by(rule: CompletionRule) -> list[dict]:
    """What a stored rule asks, as label, value and citation."""
    asked = {name: getattr(rule, name) for name in HOURS_AND_CREDITS}
    lines = [_line(rule, name, words.amount(name, value)) for name, value in asked.items() if value is not None]
    lines += _choice_lines(rule)
    flags = {"prerequisite": rule.prerequisite, "assessment": rule.assessed}
    lines += [_line(rule, name, "") for name, asked in flags.items() if asked]
    if rule.relief_born:
        lines.append(_line(rule, "relief", words.born_before(rule.relief_born, rule.relief_inclusive)))
    if rule.entry_from:
        lines.append(_line(rule, "entry", words.joined_between(rule.entry_from, rule.entry_until)))
    return lines


def _choice_lines(rule: CompletionRule) -> list[dict]:
    """What a stored rule asks of the passed points besides credits."""
    named = {"cover": words.dimensions(unlisted(rule.cover_list)), "compulsory": "、".join(unlisted(rule.compulsory_points))}
    lines = [
        _line(rule, name, named.get(name) or words.amount(name, getattr(rule, name) * HUNDRED))
        for name in NUMBERS
        if getattr(rule, name) is not None
    ]
    if rule.environments != NONE:
        lines.append(_line(rule, "environments", words.environments(unlisted(rule.environments))))
    if rule.single:
        lines.append(_line(rule, "environment_rule", words.ONE_ENVIRONMENT))
    if rule.excluded_points != NONE:
        lines.append(_line(rule, "excluded", "、".join(unlisted(rule.excluded_points))))
    return lines


def unlisted(names: str) -> list[str]:
    """The names that stand between commas."""
    return [name for name in names.split(",") if name]


def _line(rule, name, value) -> dict:
    return {"parameter": name, "label": words.LABELS[name], "value": value, "citation": rule.citations.get(name, "")}


def missing_of(result: CompletionResult) -> list[words.Missing]:
    """What a stored result lacks, in words; the result comes with its rule."""
    return words.shortfalls(short_of(result), **lacks_of(result), citations=result.rule.citations)


def short_of(result: CompletionResult) -> dict[str, int]:
    return {name: getattr(result, f"{name}_short") for name in SHORT}


def lacks_of(result: CompletionResult) -> dict[str, bool]:
    return {name: getattr(result, name) for name in LACKS}


def level_below(unit: Unit) -> str:
    """What most people mean by the units below: schools for whatever is lower than a city."""
    return Level.COUNTY if unit.level == Level.CITY else Level.CITY if unit.level == Level.PROVINCE else Level.SCHOOL


def totals(rows: list[Row]) -> dict:
    """The figures of several units together, none of which lies in another."""
    counts = {name: sum(getattr(row, name) for row in rows) for name in COUNTS}
    rate = words.rate_of(counts["complete"], counts["required"])
    return {**counts, "rate": None if rate is None else str(rate)}
