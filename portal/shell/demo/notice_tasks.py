"""Filing tasks of the notices, asked anew with days about today, and the pilots the notices name."""

from datetime import date, datetime, time, timedelta

from portal.kit.clock import SHANGHAI, database_now, local
from portal.units.models import Unit
from programs.actions.designations import designate
from programs.actions.task_days import set_days
from programs.actions.tasks import open_task
from programs.enums.tasks import TaskState
from programs.models import Designation, Notice, Task

# Days from today until each is due; what lies in the past is overdue where nobody filed.
DUE = {
    "乐教政〔2020〕22号": {"group_lists": 5, "school_list": 5},
    "泗教师字〔2022〕1号": {"management_team": -3, "training_team": 4, "school_plan": 12, "ability_choices": 12},
    "岳教体通〔2020〕85号": {"regional_plan": 9, "school_plan": 9},
    "佛教人〔2020〕8号": {
        "group_lists": 2,
        "district_plan": 20,
        "development_plan": -2,
        "research_plan": 15,
        "yearly_districts": 25,
    },
}
WHY = "演示：期限改为相对今天"
PILOT = ("岳教体通〔2020〕85号", "430623", date(2020, 8, 1), date(2020, 12, 31))


def open_tasks() -> None:
    """Open the tasks of the present; those opened before stay as they are."""
    today = local(database_now()).date()
    for number, keys in DUE.items():
        rows = Task.objects.filter(notice__number=number, key__in=keys, state=TaskState.DRAFT)
        for task in rows.select_related("issuer", "notice", "clause__notice"):
            due = datetime.combine(today + timedelta(days=keys[task.key]), time(23, 59), SHANGHAI)
            set_days(task=task, opens_at=due - timedelta(days=30), due_at=due, reason=WHY, by=None)
            open_task(task=task, by=None)


def name_the_pilot() -> None:
    """华容县, which its notice names as pilot county (岳教体通〔2020〕85号 三(二))."""
    number, code, starts_on, ends_on = PILOT
    notice, unit = Notice.objects.get(number=number), Unit.objects.filter(code=code).first()
    if unit and not Designation.objects.current().filter(unit=unit, kind="pilot").exists():
        about = {"kind": "pilot", "level": "city", "starts_on": starts_on, "ends_on": ends_on, "notice": notice}
        designate(program=notice.program, unit=unit, note=f"{number} 三(二)", by=None, **about)
