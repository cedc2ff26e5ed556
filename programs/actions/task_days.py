"""The days of a draft: a notice of the past is asked anew, or a task is opened later than its file says."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from portal.audit.recording import record
from portal.kit.errors import Refused, WrongState
from portal.kit.reasons import reason_of
from programs.enums.tasks import TaskState
from programs.models import Task
from programs.policies.tasks import check_issue


@transaction.atomic
def set_days(*, task: Task, opens_at: datetime | None, due_at: datetime, reason: str, by) -> None:
    """Give a draft other days, with a reason; an open task is changed unit by unit (延期)."""
    check_issue(by, task.issuer)
    if task.state != TaskState.DRAFT:
        raise WrongState(_("“%s”已经发布，期限只能按单位延期。") % task.title, clause=task.citation)
    if opens_at and opens_at >= due_at:
        raise Refused(_("截止时间应晚于开始时间。"), fields={"due_at": _("应晚于开始时间。")})
    why = reason_of(reason)
    changes = {"opens_at": (task.opens_at, opens_at), "due_at": (task.due_at, due_at)}
    task.opens_at, task.due_at = opens_at, due_at
    task.save(update_fields=["opens_at", "due_at"])
    record(by, "task.days_set", task, unit=task.issuer, changes=changes, note=why)
