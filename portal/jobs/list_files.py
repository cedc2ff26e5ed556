"""Long lists written by a worker into files that whoever asked for them may fetch for some days."""

import tempfile
from collections.abc import Iterable, Iterator
from datetime import timedelta

from django.core.files import File
from django.db import transaction
from django.http import QueryDict
from django.utils.translation import gettext as _

from portal.audit.recording import record
from portal.jobs.actions import request_job
from portal.jobs.enums import ListFileState
from portal.jobs.long_lists import Asked, LongList, list_named
from portal.jobs.models import Job, ListFile
from portal.kit.clock import database_now
from portal.kit.exports import csv_lines
from portal.kit.xlsx import write_workbook

KIND = "jobs.list"
DAYS_KEPT = 7
STEP = 500


def ask_for(*, out: LongList, query: str, kind: str, by) -> Job:
    """A job that writes the list as ``query`` narrows it; of no unit, so that nobody but who asked sees it."""
    params = {"list": out.key, "query": query, "kind": kind}
    return request_job(kind=KIND, params=params, unit=None, by=by, title=_("导出%(list)s") % {"list": out.title})


def write(*, job) -> None:
    """Write the file of the job, as whoever asked for it may see the list now, and close the job with a link to it."""
    out, kind, query = list_named(job.params["list"]), job.params["kind"], QueryDict(job.params["query"])
    listing = out.listing(Asked(user=job.by, post=job.job.post, GET=query))
    total = listing.found.order_by().count()
    with tempfile.TemporaryFile() as drawn:
        rows = _told(out.lines(listing.rows), job, total)
        if kind == "csv":
            drawn.writelines(line.encode() for line in csv_lines(out.headings, rows))
        else:
            write_workbook(drawn, out.headings, rows, str(out.title))
        drawn.seek(0)
        made = ListFile(job=job.job, name=f"{out.title}-{job.job.created_at:%Y%m%d}.{kind}", rows=total)
        made.file.save(f"{job.job.pk}-{job.job.token}.{kind}", File(drawn), save=False)
    try:
        _keep(made, job)
    except BaseException:
        made.file.delete(save=False)
        raise


@transaction.atomic
def _keep(made: ListFile, job) -> None:
    made.expires_at = database_now() + timedelta(days=DAYS_KEPT)
    made.save()
    record(job.by, "list.written", made, data={"list": job.params["list"], "query": job.params["query"], "rows": made.rows})
    told = _("共 %(rows)d 行，文件保留 %(days)d 天，只有发起人可以下载。") % {"rows": made.rows, "days": DAYS_KEPT}
    job.finish({"told": told, "links": [{"label": _("下载 %s") % made.name, "url": made.get_absolute_url()}]})


def _told(rows: Iterable, job, total: int) -> Iterator:
    """``rows``, with the job's progress told on the way."""
    number = 0
    for number, row in enumerate(rows, start=1):
        if number % STEP == 0:
            job.progress(min(number, total), total)
        yield row
    job.progress(number, max(total, number))


@transaction.atomic
def fetch(*, row: ListFile, by) -> File:
    """The file, with a trace of who took it."""
    record(by, "list.fetched", row, data={"rows": row.rows})
    return row.file.open("rb")


def forget_expired() -> int:
    """Remove the files whose days are over; their rows say that they were there."""
    due = ListFile.objects.filter(state=ListFileState.KEPT, expires_at__lte=database_now())
    gone = 0
    for row in due:
        row.file.delete(save=False)
        gone += due.filter(pk=row.pk).stamp(state=ListFileState.EXPIRED)
    return gone
