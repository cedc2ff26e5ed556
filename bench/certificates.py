"""Certificates issued by a job (number, row, archive, audit) beside bare rendering of the same pages; the memory that takes."""

import os
import resource
from datetime import date

from django.conf import settings

from credits.actions import certifying
from credits.documents.certificates import paper_of
from credits.models import Certificate, CreditEntry, MicroAbility
from portal.documents.rendering import Mark, render_each
from portal.jobs.models import Job
from portal.jobs.running import run_job
from portal.units.models import Unit
from programs.models import Program
from schools.models import Teacher

COUNT, ROUNDS = 120, 5
MANY = int(os.environ.get("BENCH_CERTIFICATES", "600"))
COUNTY = "330106"


def school_of(number: int, people: int) -> Unit:
    """A school with so many teachers."""
    county = Unit.objects.get(code=COUNTY)
    code = f"21339988{number:02}"
    unit = Unit.objects.create(code=code, name=f"证书{number}小学", level="school", parent=county, path=f"{county.path}{code}/")
    Teacher.objects.bulk_create([Teacher(unit=unit, name=f"欧阳文{place % 97}") for place in range(people)], batch_size=1000)
    return unit


def passed(unit: Unit, program: Program, ability: MicroAbility) -> None:
    """The point passed by everybody of a school."""
    about = {"unit": unit, "program": program, "ability": ability, "grade": "passed", "assessed_on": date(2023, 6, 1)}
    people = Teacher.objects.filter(unit=unit).order_by("pk")
    CreditEntry.objects.bulk_create([CreditEntry(teacher=teacher, **about) for teacher in people], batch_size=1000)


def issue(unit: Unit, program: Program) -> int:
    """Everything due at a school, as a worker issues it; how many."""
    job = certifying.request_certificates(unit=unit, program=program, by=None)
    run_job(job.pk)
    return Job.objects.get(pk=job.pk).result["issued"]


def megabytes() -> int:
    """The most memory this process and its drawing children held so far."""
    own, theirs = (resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return (own + theirs) // 1024


def measure(median_pair, timed):
    """Certificates a second, issued and bare; then the memory of many beside that of the first few hundred."""
    program, points = Program.objects.get(code="ict2"), iter(MicroAbility.objects.current().order_by("pk"))
    unit = school_of(1, COUNT)
    for _round in range(ROUNDS):
        passed(unit, program, next(points))
    rounds = iter(MicroAbility.objects.current().order_by("pk"))
    CreditEntry.objects.filter(unit=unit).update(state="void")

    def issued():
        CreditEntry.objects.filter(unit=unit, ability=next(rounds)).update(state="current")
        if issue(unit, program) != COUNT:
            raise RuntimeError("not every certificate was issued")

    def bare():
        rows = Certificate.objects.filter(unit=unit).select_related("teacher", "ability", "unit", "issuer", "program")
        papers = [paper_of(row) for row in rows.order_by("-pk")[:COUNT]]
        marks = [Mark(f"{COUNTY}-2023-certificate-{n:04}", f"http://127.0.0.1:8000/verify/{n:022}/") for n in range(COUNT)]
        list(render_each(papers, marks=marks, processes=settings.DOCUMENT_PROCESSES))

    ours, floor = median_pair(issued, bare, ROUNDS)
    yield {
        "name": "certificates issued against bare rendering",
        "ratio": floor / ours,
        "goal": 0.85,
        "better": "higher",
        "note": f"{COUNT / ours:.1f} against {COUNT / floor:.1f} certificates/s",
    }
    yield _memory(program)


def _memory(program) -> dict:
    """Peak memory of a run over many schools' worth beside one over the first step."""
    point = MicroAbility.objects.current().order_by("-pk").first()
    few, many = school_of(2, certifying.STEP), school_of(3, MANY)
    for unit in (few, many):
        passed(unit, program, point)
    issue(few, program)
    before = megabytes()
    issue(many, program)
    return {
        "name": "memory of issuing many certificates",
        "ratio": megabytes() / before,
        "goal": 1.15,
        "better": "lower",
        "note": f"{MANY} certificates: {megabytes()} MB, {certifying.STEP}: {before} MB",
    }
