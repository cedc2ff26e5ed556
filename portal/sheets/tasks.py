"""The two jobs behind an upload, and what becomes of it when they do not end well."""

from django.utils.translation import gettext_lazy as _

from portal.jobs.registry import job_kind
from portal.sheets import actions
from portal.sheets.enums import UploadState
from portal.sheets.models import Upload, UploadFinding
from portal.sheets.rows import FILE


def upload_of(job):
    return Upload.objects.select_related("unit", "created_by").get(pk=job.params["upload"])


def reading_ended(job):
    """An upload whose reading failed or was cancelled ends as refused."""
    upload = upload_of(job)
    if upload.state == UploadState.READING:
        UploadFinding.objects.create(
            upload=upload, severity=FILE, code="reading_failed", message=(job.error or str(_("读取已取消。")))[:300]
        )
        upload.move_to(UploadState.REFUSED)


def reading_retried(job):
    """A failed reading is tried again on the same file."""
    upload_of(job).move_to(UploadState.READING)


def saving_ended(job):
    """A save that failed or was cancelled leaves everything as it was: back to the preview."""
    upload = upload_of(job)
    if upload.state == UploadState.CONFIRMING:
        upload.move_to(UploadState.PREVIEW)


def saving_retried(job):
    upload_of(job).move_to(UploadState.CONFIRMING)


@job_kind(actions.READ, title=_("读取表格"), ended=reading_ended, retried=reading_retried)
def read(job):
    actions.read(upload=upload_of(job), job=job)


@job_kind(actions.SAVE, title=_("保存表格"), ended=saving_ended, retried=saving_retried)
def confirm(job):
    actions.save(upload=upload_of(job), job=job)
