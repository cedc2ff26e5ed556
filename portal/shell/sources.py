"""What the ground says on the front page: jobs, uploads, the calendar of notices and the unit's evidence."""

from collections.abc import Iterator
from datetime import datetime, time

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from portal.accounts.enums import OFFICE_ROLES
from portal.jobs.enums import JobState
from portal.jobs.models import Job
from portal.kit.desk import Awaited, Deadline, Figure, Waiting
from portal.kit.numbers import plain_hundredths
from portal.sheets.enums import UploadState
from portal.sheets.models import Upload
from portal.units.enums import Level
from portal.units.models import within
from programs.enums.evidence import EvaluationScope
from programs.models import CalendarPhase, MediaReport, PerformanceEvaluation, Showcase

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


def evidence(user, post) -> Iterator[Figure]:
    """The score, cases and press of the unit acted for; a province and a city count what lies below them too."""
    if post is None or post.role not in OFFICE_ROLES or post.unit.level not in {Level.PROVINCE, Level.CITY, Level.COUNTY}:
        return
    unit = post.unit
    if unit.level != Level.PROVINCE:
        yield from _latest_score(unit)
    rows, query = Q(unit=unit), {"q": unit.name}
    if unit.level != Level.COUNTY:
        rows, query = within(unit.path, "unit__path"), {"region": unit.code} if unit.level == Level.CITY else {}
    for label, model, page in ((_("案例与课例"), Showcase, "showcase-list"), (_("媒体报道"), MediaReport, "media-list")):
        count = model.objects.visible_to(user).current().filter(rows).count()
        yield Figure(label, f"{count:,}", url=f"{reverse(f'programs:{page}')}?{urlencode(query)}")


def _latest_score(unit) -> Iterator[Figure]:
    scores = PerformanceEvaluation.objects.current().filter(unit=unit, scope=EvaluationScope.REGION_AVERAGE)
    latest = scores.select_related("period").order_by("-period__number").first()
    if latest is None:
        return
    label = _("%(period)s绩效评价区域平均") % {"period": latest.period.name}
    note = _("排名 %(rank)d") % {"rank": latest.rank} if latest.rank else ""
    url = f"{reverse('programs:evaluation-list')}?{urlencode({'q': unit.name})}"
    yield Figure(label, plain_hundredths(latest.score), note, url)
