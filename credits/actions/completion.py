"""Scoring the completion of all teachers under a unit: a fixed number of statements whatever their number."""

from collections import defaultdict
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from credits import policies
from credits.actions import scoring_sql
from credits.facts_completion import requirement_of
from credits.models import CompletionRule, CompletionRun, CompletionStat
from credits.rules.completion import Requirement
from portal.audit.recording import record
from portal.jobs.actions import request_job
from portal.kit.clock import database_now, local
from portal.units.enums import Level
from portal.units.models import Unit
from programs.models import Program
from programs.policy import resolve_many

SCORE = "credits.score_completion"
NUMBERS = ("online", "practice", "face_to_face", "total", "share", "credits", "joint")
FLAGS = ("only_passed", "assessed", "prerequisite", "asks")


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
    _lay_out(run, list(Unit.objects.within(unit).exclude(level=Level.INSTITUTION).order_by("path")))
    scoring_sql.judge_all(run)
    scoring_sql.count_schools(run)
    scoring_sql.count_upwards(run)
    scoring_sql.rank(run)
    CompletionRun.objects.filter(pk=run.pk).stamp(finished_at=database_now())
    run.refresh_from_db()
    figures = CompletionStat.objects.filter(run=run, unit=unit).values("required", "complete", "no_requirement").get()
    record(by, "completion.scored", run, unit=unit, data={"as_of": as_of.isoformat(), **figures})
    if job:
        job.finish({"run": run.pk, **figures, "lines": [told(figures)]})
    return run


def _lay_out(run, units) -> None:
    """A row of figures for every unit, and for schools the rule that binds their teachers."""
    schools = [unit for unit in units if unit.level == Level.SCHOOL]
    asked = defaultdict(list)
    for key, policy in resolve_many(schools, run.program).items():
        requirement = requirement_of(policy)
        asked[requirement, tuple(sorted(requirement.citations.items()))].append(key)
    rule_of = {}
    for (requirement, _cited), keys in asked.items():
        rule_of |= dict.fromkeys(keys, _rule(run, requirement))
    rows = (CompletionStat(run=run, unit=unit, rule=rule_of.get(unit.pk)) for unit in units)
    CompletionStat.objects.bulk_create(rows, batch_size=2_000)


def _rule(run, requirement: Requirement) -> CompletionRule:
    born, inclusive = requirement.relief or (None, False)
    return CompletionRule.objects.create(
        run=run,
        **{name: getattr(requirement, name) for name in (*NUMBERS, *FLAGS)},
        staff=f",{','.join(requirement.staff)},",
        relief_born=born,
        relief_inclusive=inclusive,
        citations=requirement.citations,
    )


def told(figures: dict) -> str:
    """The figures of a unit in one sentence."""
    return _("应完成 %(required)d 人，已完成 %(complete)d 人；无要求 %(no_requirement)d 人。") % figures
