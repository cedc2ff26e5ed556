from celery import shared_task
from django.utils.translation import gettext_lazy as _

from portal.documents import actions, sweeping
from portal.documents.sealing import incoming
from portal.jobs.registry import job_kind


@job_kind("documents.batch", title=_("生成文书"))
def batch(job) -> None:
    """Draw, pack and merge the documents of a batch."""
    actions.draw_batch(job=job)


@job_kind("documents.scans", title=_("读取盖章件扫描"))
def read_scans(job) -> None:
    """Read scans that were handed in together and find the document of each."""
    incoming.read_all(job=job)


@shared_task(name="documents.sweep")
def sweep() -> None:
    """Finish or mark abandoned intents."""
    sweeping.sweep()


@shared_task(name="documents.tidy")
def tidy() -> None:
    """Remove files nobody needs."""
    sweeping.tidy()
