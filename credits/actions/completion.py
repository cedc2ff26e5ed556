"""Scoring the completion of all teachers under a unit: a fixed number of statements whatever their number."""

from collections import defaultdict
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from credits.actions import counting_sql, scoring_sql
from credits.facts.completion import looks_at_school, requirement_of
from credits.models import CompletionRule, CompletionRun, CompletionStat
from credits.policies import ledger as policies
from credits.rules.completion import Requirement
from portal.audit.recording import record
from portal.jobs.actions import request_job
from portal.kit.clock import database_now, local
from portal.units.enums import Level
from portal.units.models import Unit
from programs.models import Program
from programs.policy import resolve_many
from schools.models import School

SCORE = "credits.score_completion"
NUMBERS = ("online", "practice", "face_to_face", "total", "share", "credits", "joint")
FLAGS = ("only_passed", "assessed", "prerequisite", "asks", "by_point")
AREAS = (Level.COUNTY, Level.CITY)


@transaction.atomic
def request_scoring(*, program: Program, unit: Unit, as_of: date | None = None, by, send: bool = True):
    """Ask for the completion of all teachers under ``unit`` to be worked out anew, as of a day (today unless given)."""
    policies.check_score(by, unit)
    day = as_of or local(database_now()).date()
    params = {"program": program.code, "unit": unit.code, "as_of": day.isoformat()}
    return request_job(kind=SCORE, params=params, unit=unit, by=by, send=send)


@transaction.atomic
def score(*, program: Program, unit: Unit, as_of: date, by, job=None) -> CompletionRun:
    """One stored run: what is asked at each school, how each teacher stands, the figures of every unit.

    ``job`` is the running job, if one does it; it is closed in the same transaction.
    """
    run = CompletionRun.objects.create(program=program, unit=unit, as_of=as_of, job=job.job if job else None)
    with scoring_sql.room_to_work():
        for done, step in enumerate(STEPS):
            if job:
                job.progress(done, len(STEPS))
            step(run)
    CompletionRun.objects.filter(pk=run.pk).stamp(finished_at=database_now())
    run.refresh_from_db()
    figures = CompletionStat.objects.filter(run=run, unit=unit).values("required", "complete", "no_requirement").get()
    record(by, "completion.scored", run, unit=unit, data={"as_of": as_of.isoformat(), **figures})
    if job:
        job.progress(len(STEPS), len(STEPS))
        job.finish({"run": run.pk, **figures, "lines": [told(figures)]})
    return run


def _lay_out(run) -> None:
    """A row of figures for every unit, and for schools the rule that binds their teachers and the area they are ranked in."""
    units = list(Unit.objects.within(run.unit).exclude(level=Level.INSTITUTION).order_by("path"))
    schools = [unit for unit in units if unit.level == Level.SCHOOL]
    policies = resolve_many(schools, run.program)
    rule_of = _rules(run, policies)
    areas = {unit.path: unit.pk for unit in units if unit.level in AREAS}
    rows = []
    for unit in units:
        rule = rule_of.get(unit.pk)
        rows.append((unit.pk, *((None, None) if rule is None else (rule.pk, _area(unit, areas)))))
    counting_sql.begin(run, rows)


def _rules(run, policies) -> dict[int, CompletionRule]:
    """School → its rule, one for each thing that is asked differently; schools share policies."""
    environments = _environments(policies)
    alike: dict[tuple, list[int]] = defaultdict(list)
    for unit, policy in policies.items():
        alike[id(policy), environments.get(unit, "")].append(unit)
    rules, found = {}, {}
    for (_policy, environment), units in alike.items():
        requirement = requirement_of(policies[units[0]], environment)
        asked = (requirement, tuple(sorted(requirement.citations.items())))
        if asked not in rules:
            rules[asked] = rule_for(run, requirement)
        found |= dict.fromkeys(units, rules[asked])
    return found


def _environments(policies) -> dict[int, str]:
    """School → 教学环境 where what is asked depends on it; a query only where it does."""
    looked_at = [unit for unit, policy in policies.items() if looks_at_school(policy)]
    return dict(School.objects.filter(unit__in=looked_at).values_list("unit", "environment")) if looked_at else {}


def _area(school: Unit, areas: dict[str, int]) -> int | None:
    """The county over a school, or the city for its own schools; None where the run does not cover it."""
    return next((areas[path] for path in reversed(school.paths_upward()) if path in areas), None)


def rule_for(run, requirement: Requirement) -> CompletionRule:
    """The rule of a run that asks this."""
    born, inclusive = requirement.relief or (None, False)
    choice = requirement.choice
    entry_from, entry_until = requirement.entry or (None, None)
    return CompletionRule.objects.create(
        run=run,
        **{name: getattr(requirement, name) for name in (*NUMBERS, *FLAGS)},
        **requirement.numbers,
        cover_list=_listed(choice.cover),
        compulsory_points=_listed(choice.compulsory),
        excluded_points=_listed(choice.excluded),
        environments=_listed(choice.environments),
        single=choice.single,
        staff=f",{','.join(requirement.staff)},",
        relief_born=born,
        relief_inclusive=inclusive,
        entry_from=entry_from,
        entry_until=entry_until,
        citations=requirement.citations,
    )


def _listed(names) -> str:
    """Names between commas, as the statements look for them."""
    return f",{','.join(sorted(names))}," if names else ","


def told(figures: dict) -> str:
    """The figures of a unit in one sentence."""
    parted = {name: f"{figures[name]:,}" for name in ("required", "complete", "no_requirement")}
    return _("应完成 %(required)s 人，已完成 %(complete)s 人；无要求 %(no_requirement)s 人。") % parted


STEPS = (_lay_out, scoring_sql.judge_all, counting_sql.count_schools, counting_sql.count_upwards, counting_sql.rank_units)
