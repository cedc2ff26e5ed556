from django.utils.translation import gettext_lazy as _

from awards.actions import eligibility
from awards.models import AwardCycle
from portal.jobs.registry import job_kind


@job_kind("awards.score_cycle", title=_("资格评定"))
def score_cycle(job) -> None:
    """Judge every possible nominee of a cycle."""
    eligibility.score_cycle(cycle=AwardCycle.objects.get(pk=job.params["cycle"]), by=job.by, job=job)
