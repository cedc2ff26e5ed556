"""A school's plan of points, a choice that waits for its group, and what the school reported."""

from django.utils import timezone

from credits.models import Selection, SelectionPlan, SelectionReport


def chosen(canary, *, program, school, spare, teacher, ability, **_others):
    about = {"unit": school, "program": program}
    plan = SelectionPlan.objects.create(year=2021, note=f"{canary}规划", head=teacher, **about)
    figures = {"teachers": 2, "chosen": 1, "points": 1, "reported_at": timezone.now()}
    return {
        "plan": plan,
        "offered": Selection.objects.create(teacher=spare, ability=ability, stage="proposed", plan=plan, **about),
        "choices": SelectionReport.objects.create(year=2021, note=f"{canary}说明", **figures, **about),
    }
