"""A teacher with a confirmed point, its items, and files on their way through the check."""

from django.test import TestCase

from credits.actions import declaring, evidence
from credits.evidence import storing
from credits.models import EvidenceFile, EvidenceItem, Selection
from portal.jobs.models import Job
from portal.jobs.running import run_job
from tests import factories


def item(
    ability, key="A1-1", name="学情分析方案", kinds=("document", "slides", "image", "video", "text", "link"), **fields
) -> EvidenceItem:
    return EvidenceItem.objects.create(ability=ability, key=key, name=name, kinds=list(kinds), **fields)


def chosen(person, ability, program) -> Selection:
    return Selection.objects.create(teacher=person, unit=person.unit, program=program, ability=ability)


def account(person, username="lin"):
    """The teacher's own account."""
    person.user = factories.user(username, person.unit, "teacher", name=person.name)
    person.save()
    return person.user


def started(person, ability, program, *, by=None):
    chosen(person, ability, program)
    return declaring.start(teacher=person, ability=ability, by=by or person.user)


def handed(declaration, item, data: bytes, name="材料.pdf", *, by=None) -> EvidenceFile:
    """A file that came with a form and was checked."""
    about = {"name": name, "size": len(data), "chunks": [data]}
    file = evidence.receive(declaration=declaration, item=item, by=by or declaration.teacher.user, **about)
    run_checks()
    file.refresh_from_db()
    return file


def run_checks() -> None:
    for job in Job.objects.filter(kind=evidence.CHECK, state="waiting"):
        with TestCase.captureOnCommitCallbacks(execute=True):
            run_job(job.pk)


def kept(file) -> bytes:
    return storing.kept(file.storage_key).read_bytes()
