"""One teacher's whole ledger beside what is asked of it, judged as of today; a fixed number of queries."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from credits.enums.ledger import HoursKind
from credits.facts.completion import looks_at_school, requirement_of
from credits.facts.ledger import doings_of, record_of
from credits.facts.runs import clauses_of
from credits.models import CreditEntry, ExternalAssessment, Selection, TrainingHours
from credits.rules.completion import Judgement, Requirement
from credits.rules.standing import Standing, standings
from credits.words import completion as words
from portal.kit.clock import database_now, local
from programs.models import Program
from programs.policy import resolve
from schools.models import School, Teacher


@dataclass(frozen=True)
class Judged:
    """How a teacher stands today: the judgement, everything it rests on, what is missing, who acts next and what is awaited."""

    day: date
    requirement: Requirement
    judgement: Judgement
    standings: list[Standing]
    missing: list[words.Missing]
    acts: list[words.Act]
    awaited: list[words.Act]


@dataclass(frozen=True)
class Dossier:
    """电子档案 of hours and credits: all rows, voided ones too, newest first."""

    hours: list[TrainingHours]
    selections: list[Selection]
    credits: list[CreditEntry]
    assessments: list[ExternalAssessment]

    def years(self) -> list[dict]:
        """Hundredths of hours of each kind, of those among them not passed, and of joint credits, by calendar year."""
        sums: dict[int, dict] = defaultdict(lambda: dict.fromkeys((*HoursKind.values, "joint", "unpassed"), 0))
        for row in self.hours:
            if row.is_current:
                year = sums[row.year]
                year["joint"] += row.joint_credits or 0
                year[row.kind] += row.hours or 0
                year["unpassed"] += 0 if row.passed else row.hours or 0
        return [{"year": year, **sums[year]} for year in sorted(sums, reverse=True)]

    def counting(self) -> "Dossier":
        """The rows that count, without the voided ones, as the page and the paper show them."""
        kept = {name: [row for row in rows if row.is_current] for name, rows in vars(self).items()}
        return Dossier(**kept)


def judged(teacher: Teacher, program: Program) -> Judged:
    """The teacher of today against the notices of today."""
    day = local(database_now()).date()
    policy = resolve(teacher.unit, program)
    requirement = requirement_of(policy, _environment(teacher) if looks_at_school(policy) else "")
    judgement, lines = standings(requirement, record_of(teacher, program, day))
    doing = doings_of([(teacher.pk, teacher.unit.path)], program.pk, day)[teacher.pk]
    lacks = judgement.lacks
    named = {"cover": words.dimensions(judgement.uncovered), "compulsory": "、".join(judgement.unpassed)}
    missing = words.shortfalls(judgement.shortfalls, **lacks, citations=requirement.citations, named=named)
    acts = words.next_acts(judgement.shortfalls, doing, **lacks)
    return Judged(day, requirement, judgement, lines, missing, acts, words.awaited_acts(doing, beside=acts))


def _environment(teacher: Teacher) -> str:
    return School.objects.filter(unit=teacher.unit_id).values_list("environment", flat=True).first() or ""


def dossier(teacher: Teacher, program: Program, user) -> Dossier:
    """Every row about the teacher that the user may see; four queries."""
    return Dossier(
        hours=_rows(TrainingHours, teacher, program, user, "ends_on", "institution", "upload"),
        selections=_rows(Selection, teacher, program, user, "pk", "ability", "upload"),
        credits=_rows(CreditEntry, teacher, program, user, "assessed_on", "ability", "upload"),
        assessments=_rows(ExternalAssessment, teacher, program, user, "assessed_on", "upload"),
    )


def _rows(model, teacher, program, user, day, *related) -> list:
    rows = model.objects.visible_to(user).filter(teacher=teacher, program=program).select_related("unit", *related)
    rows = list(rows.order_by(f"-{day}", "-pk"))
    for row in rows:
        row.teacher = teacher
    return rows


def lines_of(judged: Judged, user) -> list[dict]:
    """The standings as a page shows them: label, threshold, value, margin in words, and the clause."""
    clauses = clauses_of({line.citation for line in judged.standings}, user)
    return [
        {
            "label": words.LABELS[line.parameter],
            "met": line.met,
            "asked": words.amount(line.parameter, line.asked),
            "had": words.amount(line.parameter, line.had),
            "margin": words.margin(line.parameter, line.margin),
            "citation": line.citation,
            "clause": clauses.get(line.citation),
        }
        for line in judged.standings
    ]
