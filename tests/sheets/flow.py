"""Uploads walked through their jobs in process."""

from portal.jobs.running import run_job
from portal.sheets import actions
from portal.sheets.models import Upload
from tests.sheets.books import as_file, xlsx


def bring(sheet, data, *, unit, by=None, name="表.xlsx", whole=False):
    """The upload after its reading; ``data`` is bytes of a file or rows for a workbook."""
    data = data if isinstance(data, bytes) else xlsx(data)
    upload = actions.start_upload(sheet=sheet, unit=unit, file=as_file(data, name), whole=whole, by=by, send=False)
    return ran(upload.reading_job, upload)


def keep(upload, *, by=None, **choices):
    """The upload after its confirm job."""
    actions.confirm(upload=upload, by=by, send=False, **choices)
    return ran(upload.confirming_job, upload)


def ran(job, upload):
    ended = run_job(job.pk)
    assert ended.state == "done", ended.error
    return Upload.objects.get(pk=upload.pk)


def findings(upload, *severities):
    """(row, column, code) of what was found, file-level remarks first."""
    rows = upload.findings.filter(severity__in=severities or ("file", "row", "warning", "normalised"))
    return list(rows.order_by("pk").values_list("row", "column", "code"))
