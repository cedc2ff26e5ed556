from celery import shared_task
from django.utils.translation import gettext_lazy as _

from portal.jobs.registry import job_kind
from schools import slip_files
from schools.actions import slips


@job_kind(slips.KIND, title=_("打印账号条"))
def print_slips(job) -> None:
    """Draw slips with first passwords."""
    slips.print_slips(job=job)


@shared_task(name="schools.forget_slips")
def forget_slips() -> None:
    """Remove slips nobody fetched in time."""
    slip_files.forget_old()
