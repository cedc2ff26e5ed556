from django.utils.translation import gettext_lazy as _

from awards.actions import eligibility, fairness
from awards.models import AwardCycle
from portal.jobs.registry import job_kind


@job_kind("awards.score_cycle", title=_("资格评定"))
def score_cycle(job) -> None:
    """Judge every possible nominee of a cycle."""
    eligibility.score_cycle(cycle=AwardCycle.objects.get(pk=job.params["cycle"]), by=job.by, job=job)


@job_kind(fairness.KIND, title=_("打包公平性档案"))
def pack_fairness(job) -> None:
    """Pack the record of a selection."""
    cycle = AwardCycle.objects.select_related("notice", "unit").get(code=job.params["cycle"])
    fairness.pack(cycle=cycle, by=job.by, job=job)
