"""What the ground says on the front page: jobs, uploads and the calendar of notices."""

from collections.abc import Iterator
from datetime import datetime, time

from django.utils import timezone
from django.utils.translation import gettext as _

from portal.jobs.enums import JobState
from portal.jobs.models import Job
from portal.kit.desk import Awaited, Deadline, Waiting
from portal.sheets.enums import UploadState
from portal.sheets.models import Upload
from programs.models import CalendarPhase

AT_MOST = 10


def failed_jobs(user, post) -> Iterator[Waiting]:
    """Jobs this person asked for that failed: look at the cause, try again."""
    for job in Job.objects.filter(requested_by=user, state=JobState.FAILED).order_by("-pk")[:AT_MOST]:
        yield Waiting(_("任务没有完成：%(job)s") % {"job": job.title}, job.get_absolute_url(), _("查看原因"), since=job.finished_at)


def running_jobs(user, post) -> Iterator[Awaited]:
    """Jobs this person asked for that are not done yet."""
    unfinished = Job.objects.filter(requested_by=user, state__in=[JobState.WAITING, JobState.RUNNING])
    for job in unfinished.order_by("-pk")[:AT_MOST]:
        yield Awaited(job.title, _("后台任务"), job.get_absolute_url(), since=job.created_at)


def unsaved_uploads(user, post) -> Iterator[Waiting]:
    """Uploads whose preview nobody has confirmed yet."""
    for upload in Upload.objects.filter(created_by=user, state=UploadState.PREVIEW).order_by("-pk")[:AT_MOST]:
        yield Waiting(
            _("尚未保存：%(file)s") % {"file": upload.name}, upload.get_absolute_url(), _("核对并确认"), since=upload.updated_at
        )


def calendar(user, post) -> Iterator[Deadline]:
    """The last days of phases in the notices this person reads."""
    today = timezone.localdate()
    phases = CalendarPhase.objects.visible_to(user).current().filter(closes_on__gte=today).select_related("notice")
    for phase in phases.order_by("closes_on")[:AT_MOST]:
        yield Deadline(phase.name, end_of(phase.closes_on), phase.notice.get_absolute_url(), note=phase.notice.number)


def end_of(day) -> datetime:
    """The last minute of a day in Asia/Shanghai."""
    return timezone.make_aware(datetime.combine(day, time(23, 59)))
