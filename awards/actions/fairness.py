"""One package of a selection: rules, facts, findings, judges, votes, notices, objections, decisions, with hashes."""

import json

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from awards.facts_desk.fairness import FORMAT, parts_of
from awards.models import AwardCycle
from awards.policies import cycles as policies
from portal.audit.recording import record
from portal.documents import archive
from portal.documents.packages import Packing
from portal.jobs.actions import request_job
from portal.kit.clock import database_now, local

KIND = "awards.pack_fairness"


@transaction.atomic
def request_package(*, cycle: AwardCycle, by):
    """A job that packs the record of a selection, at any time of it."""
    policies.check_office_of(by, cycle)
    return request_job(kind=KIND, params={"cycle": cycle.code}, unit=cycle.unit, by=by, title=_("打包%s公平性档案") % cycle)


def pack(*, cycle: AwardCycle, by, job) -> None:
    """Write the package part by part and close the job with its link and the hash it is known by."""
    name = f"fairness-{job.job.pk}-{job.job.token}.zip"
    about = {"format": FORMAT, "cycle": cycle.code, "name": cycle.name, "state": cycle.state}
    about["made_at"] = local(database_now()).isoformat()
    parts = parts_of(cycle)
    with archive.writing(f"batches/{name}") as out:
        packing = Packing(out, about)
        for done, (part, gather) in enumerate(parts.items(), start=1):
            packing.add(f"{part}.json", _json(gather()))
            job.progress(done, len(parts))
        digest = packing.close()
    with transaction.atomic():
        record(by, "cycle.packed", cycle, unit=cycle.unit, data={"files": len(packing.files), "sha256": digest})
        lines = [_("%d 个文件。") % len(packing.files), _("清单校验值（SHA-256）：%s") % digest]
        lines.append(_("核对：manage.py verify_fairness 文件 --manifest 校验值"))
        links = [{"label": _("下载公平性档案（ZIP）"), "url": reverse("awards:fairness-package", args=[job.job.pk])}]
        job.finish({"files": {"zip": name}, "manifest_sha256": digest, "lines": lines, "links": links})


def _json(told) -> bytes:
    return json.dumps(told, ensure_ascii=False, indent=1, sort_keys=True, default=str).encode()
