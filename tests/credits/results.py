"""Graded declarations and batches on their way up, as short as can be."""

from django.utils import timezone

from credits.actions import accepting, batching, checking
from credits.models import Declaration, Evidence, EvidenceFile, EvidenceItem
from tests.schools import people


def declared(teacher, program, ability, grade="passed", **fields) -> Declaration:
    """A declaration the panel has graded."""
    now = timezone.now()
    held = {"state": "graded", "grade": grade, "submitted_at": now, "graded_at": now} | fields
    return Declaration.objects.create(teacher=teacher, program=program, unit=teacher.unit, ability=ability, **held)


def staff(school, count, start=1):
    return [people.teacher(school, f"教师{serial}", serial) for serial in range(start, start + count)]


def sent_up(school, program, ability, by, count=3, start=1, grades=("passed",)):
    """A batch of ``count`` results, one a person, sent up by the school."""
    for place, teacher in enumerate(staff(school, count, start)):
        result = declared(teacher, program, ability, grades[place % len(grades)])
        accepting.accept(result=result, by=by)
    return batching.send_up(unit=school, program=program, by=by)


def drawn(unit, program, batches, by, **more):
    """A check over ``batches`` whose sample is drawn."""
    check = checking.freeze(unit=unit, program=program, name="11月抽查", batches=batches, by=by, **more)
    checking.draw_sample(check=check, by=by)
    return check


def handed_in(declaration, digest: str) -> EvidenceFile:
    """A checked file of a declaration, by the digest of its bytes."""
    item, _made = EvidenceItem.objects.get_or_create(ability=declaration.ability, key="item-1", defaults={"name": "课堂实录"})
    evidence = Evidence.objects.create(declaration=declaration, item=item, key=item.key)
    about = {"name": "实录.pdf", "kind": "pdf", "size": 9, "state": "clean"}
    return EvidenceFile.objects.create(declaration=declaration, evidence=evidence, digest=digest, **about)
