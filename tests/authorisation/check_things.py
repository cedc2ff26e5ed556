"""Results of a school on their way up: one that waits, a batch, and a check that drew from it and found something."""

from datetime import timedelta

from django.utils import timezone

from credits.actions import checking
from credits.models import Acceptance, CheckFinding, Declaration, MicroAbility, ResultBatch, ResultLine, SpotCheck


def checked(canary, *, program, school, county, clerk, teacher, spare, ability, **_others):
    now, about = timezone.now(), {"program": program, "unit": school}
    other = MicroAbility.objects.create(code=f"W{ability.code[-1]}", name="抽查点", **_point(ability))
    held = {"submitted_at": now, "graded_at": now, "grade": "passed", "ability": other}
    graded = Declaration.objects.create(teacher=spare, state="graded", **held, **about)
    sent = Declaration.objects.create(teacher=teacher, state="batched", **held, **about)
    Acceptance.objects.create(teacher=teacher, ability=other, declaration=sent, grade="passed", outcome="accepted", **about)
    figures = {"people": 1, "results": 1, "passed": 1, "credits": 100, "digest": "0" * 64, "submitted_at": now}
    batch = ResultBatch.objects.create(to_unit=county, number=1, note=f"{canary}批次", **figures, **about)
    line = ResultLine.objects.create(
        batch=batch,
        teacher=teacher,
        unit=school,
        ability=other,
        declaration=sent,
        grade="passed",
        credits=100,
        assessed_on=now.date(),
    )
    frozen = SpotCheck.objects.create(name=f"{canary}待抽", **_list(county, program, clerk))
    check = checking.freeze(unit=county, program=program, name=f"{canary}抽查", batches=[batch], ratio=1, by=None)
    checking.draw_sample(check=check, by=None)
    item = check.items.get()
    finding = checking.find(
        item=item, category="missing", text=f"{canary}问题", due_on=timezone.localdate() + timedelta(days=9), by=None
    )
    mended = {"state": "mended", "done": f"{canary}整改", "mended_at": now}
    CheckFinding.objects.filter(pk=finding.pk).update(**mended)
    return {
        "graded": graded,
        "results": batch,
        "line": line,
        "frozen": frozen,
        "spot": check,
        "sampled": item,
        "wrong": finding,
    }


def _point(ability) -> dict:
    return {"dimension": ability.dimension, "environment": ability.environment, "credits": 100, "position": 90}


def _list(county, program, clerk) -> dict:
    about = {"unit": county, "program": program, "frozen_by": clerk, "ratio": 1000, "strata": ["school"]}
    return about | {"entries": "", "size": 0, "digest": "0" * 64, "seed": "x", "seed_digest": "0" * 64}
