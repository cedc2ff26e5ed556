"""Alerts that leave by themselves: who has to file soon or is late, who keeps others waiting.

泗教师字〔2022〕1号 附件2二(一)1-4: 及时干预。
"""

import logging
from datetime import timedelta

from django.db import transaction
from django.db.models import Count, Min, Q
from django.utils.translation import gettext as _

from portal.accounts.messages import notify, tell_staff
from portal.audit.recording import record
from portal.kit.clock import database_now, local
from portal.kit.errors import DomainError
from programs.actions.reminding import remind
from programs.enums.duties import DutyState
from programs.enums.filings import MISSING, FilingState
from programs.enums.tasks import Review, TaskState
from programs.models import Duty, Filing, Task

log = logging.getLogger(__name__)
AHEAD, AGAIN, KEPT_WAITING = timedelta(days=3), timedelta(days=7), timedelta(days=7)
AT_MOST = 1_000


def alert() -> dict[str, int]:
    """Every alert of the day; how many units were reminded, how many receivers told, how many duties.

    Each unit hears of a filing three days before its deadline and weekly once it is late, whoever reminded it last.
    """
    now = database_now()
    return {"filings": _of_filings(now), "receivers": _of_receivers(now), "duties": _of_duties(now)}


def _of_filings(now) -> int:
    """Those due within three days or late, and not reminded for a week; a task at a time."""
    quiet = Q(filings__reminded_at=None) | Q(filings__reminded_at__lte=now - AGAIN)
    owed = Q(filings__state__in=MISSING, filings__due_at__lte=now + AHEAD)
    reminded = 0
    for task in Task.objects.filter(quiet, owed, state=TaskState.OPEN).distinct().order_by("pk"):
        missing = Filing.objects.filter(task=task, due_at__lte=now + AHEAD).missing()
        units = missing.filter(Q(reminded_at=None) | Q(reminded_at__lte=now - AGAIN)).values("unit")
        try:
            reminded += len(remind(task=task, by=None, units=units).units)
        except DomainError as error:
            log.warning("task %s: nobody was reminded: %s", task.pk, error)
    return reminded


@transaction.atomic
def _of_receivers(now) -> int:
    """Once a week, on Mondays: receivers with returns that have waited for a week."""
    if local(now).weekday() != 0:
        return 0
    waiting = Filing.objects.filter(state=FilingState.SUBMITTED, submitted_at__lte=now - KEPT_WAITING, task__state=TaskState.OPEN)
    rows = (
        waiting.exclude(task__review=Review.NONE)
        .order_by()
        .values("receiver", "task")
        .annotate(count=Count("pk"), since=Min("submitted_at"))
    )
    found = list(rows.order_by("receiver", "task")[:AT_MOST])
    tasks = Task.objects.select_related("issuer").in_bulk({row["task"] for row in found})
    receivers = {unit.pk: unit for unit in _units({row["receiver"] for row in found})}
    text = _("“%(task)s”有 %(count)d 份报送等待审核，最早的从 %(since)s 起。")
    news = []
    for row in found:
        since = local(row["since"]).date().isoformat()
        task = tasks[row["task"]]
        news.append(
            (receivers[row["receiver"]], text % {"task": task, "count": row["count"], "since": since}, task.get_absolute_url())
        )
    tell_staff(news)
    return len(news)


def _units(keys):
    return Filing._meta.get_field("receiver").related_model.objects.filter(pk__in=keys)


@transaction.atomic
def _of_duties(now) -> int:
    """Whoever answers for a duty inside a school that became late yesterday."""
    late = Duty.objects.filter(state=DutyState.OPEN, due_on=local(now).date() - timedelta(days=1)).select_related(
        "person", "teacher__user"
    )
    told = [duty for duty in late.order_by("pk")[:AT_MOST] if duty.account]
    for duty in told:
        notify(duty.account, _("校内工作“%s”昨天到期，请尽快完成并填报。") % duty.title, duty.get_absolute_url())
        record(None, "duty.reminded", duty, unit=duty.unit)
    return len(told)
