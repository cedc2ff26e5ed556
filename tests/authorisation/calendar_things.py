"""A step of a calendar with what a school says of it, a target and a designation, on each side."""

from datetime import date

from django.core.files.base import ContentFile

from credits.models import StageReflection
from programs.models import (
    Bulletin,
    BulletinOrder,
    CalendarPhase,
    CalendarStep,
    Clause,
    Designation,
    Duty,
    NoticeReceipt,
    StepProgress,
    Target,
)


def calendared(canary, *, notice, county, school, cycle, clerk, teacher, **_others) -> dict:
    clause = Clause.objects.create(notice=notice, key="一", text=f"{canary}条款")
    said = {"notice": notice, "clause": clause, "wording": canary}
    phase = CalendarPhase.objects.create(key="one", name=f"{canary}阶段", kind="phase", closes_on=date(2098, 1, 1), **said)
    step = CalendarStep.objects.create(
        phase=phase, key="one", name=f"{canary}事项", owners=["school"], closes_on=date(2098, 1, 1), **said
    )
    shown = {"file": ContentFile(canary.encode(), name="x"), "file_name": f"{canary}.pdf"}
    mark = StepProgress.objects.create(step=step, unit=school, state="in_progress", evidence=f"{canary}材料", **shown)
    target = {"measure": "number", "counting": "cumulative", "counts": "designated_pilot", "value": 100}
    chosen = {"kind": "pilot", "level": "county", "note": f"{canary}试点", "starts_on": date(2024, 1, 1)}
    duty = {"title": f"{canary}工作", "department": f"{canary}处", "due_on": date(2098, 1, 1), "step": step, "person": clerk}
    return {
        "step": step,
        "duty": Duty.objects.create(unit=school, **duty),
        "mark": mark,
        "reflection": StageReflection.objects.create(teacher=teacher, unit=school, phase=phase, text=f"{canary}反思"),
        "bulletin": Bulletin.objects.create(program=cycle.program, unit=county, since=date(2024, 1, 1), until=date(2024, 1, 31)),
        "order": BulletinOrder.objects.create(program=cycle.program, unit=county, every="month", next_on=date(2098, 1, 1)),
        "receipt": NoticeReceipt.objects.create(notice=notice, unit=school),
        "target": Target.objects.create(key="one", name=f"{canary}目标", year=2098, due_on=date(2098, 12, 31), **target, **said),
        "designation": Designation.objects.create(program=cycle.program, unit=county, **chosen),
    }
