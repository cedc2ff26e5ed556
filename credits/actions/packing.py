"""One package of a school's 电子档案: each teacher's dossier as JSON and PDF, certificates, evidence; with manifest and hashes."""

import json
from itertools import islice

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from credits import dossiers
from credits.documents.dossiers import dossier_paper
from credits.enums.declarations import FileKind
from credits.evidence import storing
from credits.facts.dossiers import archives_of
from credits.facts.rows_told import ledger_told
from credits.policies.reviews import check_panel
from portal.audit.recording import record
from portal.documents import archive
from portal.documents.drawing import Failure
from portal.documents.packages import Packing, safe
from portal.documents.rendering import check_characters, render_each
from portal.jobs.actions import request_job
from portal.kit.clock import database_now, local
from portal.kit.errors import DomainError, Refused
from portal.units.enums import Level
from schools.models import Teacher

KIND = "credits.pack_dossiers"
STEP = 25


@transaction.atomic
def request_package(*, unit, program, films: bool, by):
    """A job that packs the dossiers of a school; ``films`` takes recordings along, which may be large."""
    check_panel(by, unit)
    if unit.level != Level.SCHOOL:
        raise Refused(_("电子档案按学校打包，请选定学校。"))
    params = {"unit": unit.code, "program": program.code, "films": films}
    return request_job(kind=KIND, params=params, unit=unit, by=by, title=_("打包%s电子档案") % unit)


def pack(*, unit, program, films: bool, by, job) -> None:
    """Write the package a few teachers at a time, and close the job with its link and the hash it is known by."""
    rows = Teacher.objects.employed().filter(unit=unit).select_related("unit").order_by("pk")
    total, done = rows.count(), 0
    name = f"dossiers-{job.job.pk}-{job.job.token}.zip"
    about = {"school": unit.code, "name": unit.name, "program": program.code, "made_at": local(database_now()).isoformat()}
    with archive.writing(f"batches/{name}") as out:
        packing = Packing(out, about)
        found = rows.iterator(STEP)
        while teachers := list(islice(found, STEP)):
            _add(packing, teachers, program, films, by)
            done += len(teachers)
            job.progress(done, total)
        digest = packing.close()
    with transaction.atomic():
        record(by, "dossier.packed", unit, unit=unit, data={"teachers": total, "files": len(packing.files), "sha256": digest})
        lines = [
            _("%(people)d 名教师，%(files)d 个文件。") % {"people": total, "files": len(packing.files)},
            _("清单校验值（SHA-256）：%s") % digest,
            *(_("未收入：%(path)s（%(why)s）") % one for one in packing.left_out[:100]),
        ]
        links = [{"label": _("下载电子档案包（ZIP）"), "url": reverse("credits:dossier-package", args=[job.job.pk])}]
        job.finish({"files": {"zip": name}, "manifest_sha256": digest, "lines": lines, "links": links})


def _add(packing, teachers, program, films, by) -> None:
    """The dossiers of a few teachers, their papers drawn as one batch."""
    archives = archives_of(teachers, program, by)
    papers, folders = [], []
    for teacher in teachers:
        judged, ledger = dossiers.judged(teacher, program), dossiers.dossier(teacher, program, by)
        own = archives[teacher.pk]
        folder = f"{safe(teacher.staff_number or teacher.code)}-{safe(teacher.name)}"
        packing.add(f"{folder}/dossier.json", _json(teacher, program, judged, ledger, own))
        _add_files(packing, folder, own, films)
        paper = dossier_paper(teacher, program, judged=judged, ledger=ledger, archive=own)
        try:
            check_characters(paper)
        except Refused as refusal:
            packing.leave_out(f"{folder}/dossier.pdf", str(refusal))
            continue
        papers.append(paper)
        folders.append(folder)
    for folder, drawn in zip(folders, render_each(papers, processes=settings.DOCUMENT_PROCESSES) if papers else [], strict=True):
        if isinstance(drawn, Failure):
            packing.leave_out(f"{folder}/dossier.pdf", drawn.reason)
        else:
            packing.add(f"{folder}/dossier.pdf", drawn.pdf)


def _add_files(packing, folder, own, films) -> None:
    for certificate in own.certificates:
        path = f"{folder}/certificates/{safe(certificate.number or str(certificate.pk))}.pdf"
        if not certificate.valid:
            packing.leave_out(path, _("证书%s，不收入") % certificate.get_state_display())
            continue
        try:
            packing.add(path, archive.read(certificate.document))
        except (AttributeError, DomainError):
            packing.leave_out(path, _("没有存档文件"))
    for filed in own.declarations:
        for place, file in enumerate(filed.files, start=1):
            code, key = safe(filed.declaration.ability.code), safe(file.evidence.key)
            path = f"{folder}/evidence/{code}/{key}-{place}-{safe(file.name)}"
            if file.kind == FileKind.MP4 and not films:
                packing.leave_out(path, _("录像未收入"))
            else:
                packing.add_file(path, storing.kept(file.storage_key))


def _json(teacher, program, judged, ledger, own) -> bytes:
    """The dossier as data; no numbers of persons."""
    told = {
        "teacher": teacher.code,
        "name": teacher.name,
        "staff_number": teacher.staff_number,
        "school": teacher.unit.code,
        "program": program.code,
        "as_of": judged.day.isoformat(),
        "status": judged.judgement.status,
        **ledger_told(ledger),
        **own.told,
    }
    return json.dumps(told, ensure_ascii=False, indent=1, sort_keys=True, default=str).encode()
