"""年度循环: next year's filing tasks, made from the newest year's (佛教人〔2020〕8号 附件1六(二)三)."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from portal.audit.recording import record
from portal.kit.clock import local
from portal.kit.errors import Refused
from programs.actions.tasks import draft_task
from programs.enums.tasks import TaskState
from programs.models import Notice, Task
from programs.policies import calendar as policies
from programs.rules.columns import columns_of

SAME = ("kind", "program", "notice", "clause", "key", "explanation", "content", "chosen", "paper_copies", "review", "route")
MORE = ("receiver_level", "gate", "title")


@transaction.atomic
def plan_year(*, notice: Notice, by) -> list[Task]:
    """Draft the notice's yearly tasks of the year after the newest; refused where there are none or they are there already."""
    policies.check_plan_year(by, notice.issuer)
    Notice.objects.select_for_update().get(pk=notice.pk)
    newest = newest_of(notice)
    if not newest:
        raise Refused(_("%s没有每年都要报送的任务。") % notice.number)
    year = min(task.year for task in newest) + 1
    made = [_next(task, by) for task in newest if task.year < year]
    record(by, "year.planned", notice, unit=notice.issuer, data={"year": year, "tasks": [task.pk for task in made]})
    return made


def newest_of(notice: Notice) -> list[Task]:
    """The newest year's task of each yearly key."""
    rows = Task.objects.filter(notice=notice, year__gt=0).exclude(state=TaskState.VOID).order_by("key", "year")
    return list({row.key: row for row in rows.select_related("issuer", "notice", "clause", "program")}.values())


def _next(task: Task, by) -> Task:
    fields = {name: getattr(task, name) for name in (*SAME, *MORE)}
    fields |= {"year": task.year + 1, "opens_at": a_year_later(task.opens_at), "due_at": a_year_later(task.due_at)}
    return draft_task(issuer=task.issuer, by=by, columns=columns_of(task.columns), head=task.head, **fields)


def a_year_later(moment: datetime | None) -> datetime | None:
    """The same day and hour of the next year by the clocks in China, 29 February becoming the 28th."""
    if moment is None:
        return None
    here = local(moment)
    day = 28 if (here.month, here.day) == (2, 29) else here.day
    return here.replace(year=here.year + 1, day=day)
