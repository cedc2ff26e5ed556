from datetime import date

from celery import shared_task
from django.utils.translation import gettext_lazy as _

from credits.actions import certifying, check_alerts, completion, evidence, packing
from credits.models import EvidenceFile
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


def check_ended(job) -> None:
    """A file whose check could not be brought to an end is refused."""
    evidence.check_failed(file=EvidenceFile.objects.get(pk=job.params["file"]))


@job_kind(evidence.CHECK, title=_("检查证据文件"), ended=check_ended)
def check_evidence(running) -> None:
    """Scan, look at and clean one file."""
    evidence.check(file=EvidenceFile.objects.get(pk=running.params["file"]), job=running)


@job_kind(certifying.KIND, title=_("印发认证证书"))
def certify(running) -> None:
    """Issue the certificates due at a unit."""
    asked = running.params
    program, unit = Program.objects.get(code=asked["program"]), Unit.objects.get(code=asked["unit"])
    certifying.certify(unit=unit, program=program, by=running.by, job=running)


@job_kind(packing.KIND, title=_("打包电子档案"))
def pack_dossiers(running) -> None:
    """Pack the dossiers of a school."""
    asked = running.params
    program, unit = Program.objects.get(code=asked["program"]), Unit.objects.get(code=asked["unit"])
    packing.pack(unit=unit, program=program, films=asked["films"], by=running.by, job=running)


@shared_task(name="credits.sweep_evidence")
def sweep_evidence() -> dict:
    """Look again at held files and give up abandoned uploads."""
    return evidence.sweep()


@shared_task(name="credits.remind_findings")
def remind_findings() -> int:
    """Remind schools of what checks found and nobody mended yet."""
    return check_alerts.remind_findings()
