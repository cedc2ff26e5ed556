"""Putting right what crashed workers and a forgetful queue left behind."""

import logging

from django.db import OperationalError, transaction
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from portal.jobs import endings, holders, queueing
from portal.jobs.enums import JobState
from portal.jobs.models import Job

log = logging.getLogger(__name__)
MESSAGES_AT_ONCE = 100


def sweep() -> dict:
    """Take jobs from holders that are gone and send messages again; harmless at any time and from anywhere."""
    return {"released": release_abandoned(), "sent": send_again()}


def release_abandoned() -> int:
    """Free running jobs whose lease ran out or whose process on this machine ended."""
    running = Job.objects.filter(state=JobState.RUNNING)
    gone = [pk for pk, holder in running.values_list("pk", "holder") if holders.is_gone(holder)]
    due = running.filter(Q(lease_until__lt=Now()) | Q(pk__in=gone))
    return sum(_release(due.filter(pk=pk, token=token)) for pk, token in due.values_list("pk", "token"))


def _release(due) -> bool:
    """Free one job if it is still due and its holder is not just about to finish it."""
    try:
        with transaction.atomic():
            job = due.select_related("requested_by").select_for_update(skip_locked=True, of=("self",)).first()
            return job is not None and endings.interrupt(job, _lost_cause())
    except OperationalError as error:
        log.warning("a job could not be released: %s", error)
        return False


def _lost_cause() -> str:
    return _("处理它的程序每次都被系统中止，多半是数据过大或文件异常；请检查后重试，仍不行请联系系统管理员。")


def send_again() -> int:
    """Send the messages of jobs that wait unheard, the oldest first; stops at the first that cannot be sent."""
    sent = 0
    for pk in list(Job.objects.unheard().order_by("pk").values_list("pk", flat=True)[:MESSAGES_AT_ONCE]):
        if not Job.objects.unheard().filter(pk=pk).update(sent_at=Now()):
            continue
        if not queueing.send(pk):
            break
        sent += 1
    return sent
