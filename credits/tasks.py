from datetime import date

from django.utils.translation import gettext_lazy as _

from credits.actions import completion
from portal.jobs.registry import job_kind
from portal.units.models import Unit
from programs.models import Program


@job_kind(completion.SCORE, title=_("计算完成情况"))
def score_completion(running) -> None:
    """Work out the completion of all teachers under a unit."""
    asked = running.params
    completion.score(
        program=Program.objects.get(code=asked["program"]),
        unit=Unit.objects.get(code=asked["unit"]),
        as_of=date.fromisoformat(asked["as_of"]),
        by=running.by,
        job=running,
    )
