"""How long a running job will still take, judged by what it has done so far."""

from datetime import timedelta

from django.utils.translation import gettext as _

from portal.jobs.enums import JobState
from portal.jobs.models import Job
from portal.kit.clock import database_now

EARLY = timedelta(seconds=3)


def time_left(job: Job) -> timedelta | None:
    """The time left by the pace so far; None while there is too little to judge by."""
    if job.state != JobState.RUNNING or job.cancel_requested_at or not 0 < job.done <= job.total:
        return None
    passed = database_now() - job.started_at
    return passed * (job.total - job.done) / job.done if passed >= EARLY else None


def in_words(left: timedelta | None) -> str:
    """A time left as people say it; "" when there is none to tell."""
    if left is None:
        return ""
    seconds = max(1, int(left.total_seconds()))
    if seconds < 60:
        return _("%(count)d 秒") % {"count": seconds}
    if seconds < 3600:
        return _("%(count)d 分钟") % {"count": -(-seconds // 60)}
    return _("%(count)d 小时") % {"count": -(-seconds // 3600)}
