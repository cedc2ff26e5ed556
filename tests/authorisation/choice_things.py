"""A school's plan of points, a choice that waits for its group, what the school reported, and a closed year."""

from django.utils import timezone

from credits.models import ClosedYear, Selection, SelectionPlan, SelectionReport


def chosen(canary, *, program, county, school, spare, teacher, ability, **_others):
    about = {"unit": school, "program": program}
    plan = SelectionPlan.objects.create(year=2021, note=f"{canary}规划", head=teacher, **about)
    figures = {"teachers": 2, "chosen": 1, "points": 1, "reported_at": timezone.now()}
    return {
        "plan": plan,
        "offered": Selection.objects.create(teacher=spare, ability=ability, stage="proposed", plan=plan, **about),
        "closed_year": ClosedYear.objects.create(
            unit=county, program=program, year=2019, reason=f"{canary}结账", closed_at=timezone.now()
        ),
        "choices": SelectionReport.objects.create(year=2021, note=f"{canary}说明", **figures, **about),
    }
