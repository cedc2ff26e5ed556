"""Files of a declaration: received whole or in pieces, checked, released or refused, removed."""

from datetime import timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F, Q, Sum
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from credits.actions.declaring import evidence_for
from credits.enums.declarations import ENDED, REVIEWABLE, EvidenceUploadState, FileKind, FileState
from credits.evidence import kinds, looking, scanning, storing
from credits.evidence.refusals import MaterialRefused
from credits.facts.reviews import panel_for
from credits.models import Declaration, Evidence, EvidenceFile, EvidenceUpload, PanelReview
from credits.models.evidence import KEPT, new_key
from credits.policies import declarations as policies
from portal.accounts.messages import notify, tell_staff
from portal.audit.recording import record
from portal.jobs.actions import request_job
from portal.kit.errors import Refused, Spent, Stale
from portal.kit.text import clean_text

CHECK = "credits.check_evidence"
FILES_MOST = 60
PIECE = 4 * kinds.MEGABYTE
ABANDONED = timedelta(hours=24)
LOOK_AGAIN, FORGOTTEN = timedelta(minutes=5), timedelta(hours=1)
AT_ONCE = 200


def file_name(name: str) -> str:
    """The name a file came with, without its path and what no name should hold."""
    return clean_text(name.replace("\\", "/").rsplit("/", 1)[-1]).replace("\n", " ")[-120:] or _("未命名")


@transaction.atomic
def announce(*, declaration: Declaration, item, name: str, size: int, by) -> EvidenceUpload:
    """Room for a file that will arrive in pieces; asked again for the same file by the same person, the upload under way."""
    declaration = _locked(declaration)
    policies.check_fill(by, declaration)
    _check_size(item, size)
    evidence = evidence_for(declaration, item)
    open_ones = declaration.uploads.filter(state=EvidenceUploadState.OPEN)
    about = {"name": file_name(name), "size": size, "started_by": by}
    if there := open_ones.filter(evidence=evidence, **about).first():
        return there
    _check_quota(declaration, size)
    upload = EvidenceUpload.objects.create(declaration=declaration, evidence=evidence, **about)
    record(by, "evidence.announced", upload, unit=declaration.unit, data={"declaration": declaration.code, "size": size})
    return upload


def _locked(declaration: Declaration) -> Declaration:
    rows = Declaration.objects.select_for_update(of=("self",)).select_related("teacher__unit", "unit", "ability", "program")
    return rows.get(pk=declaration.pk)


def _check_size(item, size: int) -> None:
    if not kinds.takes_files(item):
        raise Refused(_("“%s”不收文件。") % item.name)
    if size <= 0:
        raise MaterialRefused("empty")
    most = kinds.largest_mb(item)
    if size > most * kinds.MEGABYTE:
        raise Refused(_("“%(name)s”的文件不能超过 %(most)d MB。") % {"name": item.name, "most": most}, code="too_large")


def _check_quota(declaration: Declaration, size: int) -> None:
    """What is kept and what is on its way stays within the room of one declaration."""
    kept = declaration.files.filter(state__in=KEPT)
    coming = declaration.uploads.filter(state=EvidenceUploadState.OPEN)
    if kept.count() + coming.count() >= FILES_MOST:
        raise Spent(_("一份申报最多 %d 个文件。") % FILES_MOST)
    used = sum(rows.aggregate(sum=Sum("size"))["sum"] or 0 for rows in (kept, coming))
    most = settings.EVIDENCE_QUOTA_MB
    if used + size > most * kinds.MEGABYTE:
        words = {"most": most, "used": used // kinds.MEGABYTE}
        raise Spent(_("一份申报的文件合计不超过 %(most)d MB，已用 %(used)d MB。") % words)


@transaction.atomic
def take_piece(*, upload: EvidenceUpload, offset: int, data: bytes, by) -> EvidenceUpload:
    """Put the next piece where it belongs; ``Stale`` with the right place for another one, so that a client goes on from there."""
    upload = EvidenceUpload.objects.select_for_update(of=("self",)).select_related("declaration__teacher__unit").get(pk=upload.pk)
    policies.check_fill(by, upload.declaration)
    if upload.state != EvidenceUploadState.OPEN or offset != upload.received:
        raise Stale(_("文件已收到 %d 字节，请从那里继续。") % upload.received, fields={"offset": upload.received})
    if offset + len(data) > upload.size:
        raise Refused(_("收到的内容比事先说明的多。"), code="too_large")
    storing.write_at(upload.key, offset, data)
    EvidenceUpload.objects.filter(pk=upload.pk).stamp(received=F("received") + len(data))
    upload.refresh_from_db(fields=["received", "updated_at"])
    return upload


def finish(*, upload: EvidenceUpload, by) -> EvidenceFile:
    """The file that has come in whole; asked again, the same one. ``Stale`` while something is missing."""
    if upload.file_id:
        return upload.file
    if upload.received != upload.size:
        raise Stale(_("文件还没有收齐：%(had)d / %(size)d 字节。") % {"had": upload.received, "size": upload.size})
    digest = storing.digest_of(storing.incoming(upload.key))
    with transaction.atomic():
        upload = EvidenceUpload.objects.select_for_update(of=("self",)).select_related("file").get(pk=upload.pk)
        if upload.file_id:
            return upload.file
        evidence = Evidence.objects.select_related("item").get(pk=upload.evidence_id)
        file = _enter(evidence, key=upload.key, name=upload.name, size=upload.size, digest=digest, by=by)
        EvidenceUpload.objects.filter(pk=upload.pk).stamp(state=EvidenceUploadState.DONE, file=file)
    return file


def receive(*, declaration: Declaration, item, name: str, size: int, chunks, by) -> EvidenceFile:
    """A small file that came with a form, whole."""
    policies.check_fill(by, declaration)
    _check_size(item, size)
    key = new_key()
    storing.write_whole(key, chunks)
    try:
        digest = storing.digest_of(storing.incoming(key))
        with transaction.atomic():
            declaration = _locked(declaration)
            policies.check_fill(by, declaration)
            _check_quota(declaration, size)
            return _enter(evidence_for(declaration, item), key=key, name=file_name(name), size=size, digest=digest, by=by)
    except BaseException:
        storing.drop(key)
        raise


def _enter(evidence: Evidence, *, key: str, name: str, size: int, digest: str, by) -> EvidenceFile:
    """The row of a file that has arrived under ``key``; the same bytes again in the same declaration are the file there is."""
    declaration = _locked(evidence.declaration)
    policies.check_fill(by, declaration)
    same = declaration.files.filter(state__in=KEPT, digest=digest)
    there = same.first()
    if there is None:
        about = {"declaration": declaration, "evidence": evidence, "uploaded_by": by}
        try:
            with transaction.atomic():
                file = EvidenceFile.objects.create(storage_key=key, name=name, size=size, digest=digest, **about)
        except IntegrityError:
            there = same.get()
    if there is not None:
        transaction.on_commit(lambda: storing.drop(key))
        return there
    declaration.touch()
    record(by, "evidence.received", file, unit=declaration.unit, data={"declaration": declaration.code, "size": size})
    _ask_for_check(file)
    return file


def _ask_for_check(file: EvidenceFile) -> None:
    """The portal's own job, so that the teacher hears of refusals only and not of every file that is in order."""
    request_job(kind=CHECK, params={"file": file.pk}, unit=None, by=None, title=_("检查 %s") % file.name[:60])


def check(*, file: EvidenceFile, job) -> None:
    """Scan, look at and clean one file, then release or refuse it; without a scanner's answer it stays held."""
    file = EvidenceFile.objects.select_related("evidence__item", "declaration__teacher", "declaration__unit").get(pk=file.pk)
    if file.state != FileState.HELD:
        _close(job, {"state": file.state})
        return
    try:
        outcome = _cleaned(file)
    except scanning.ScannerDown:
        outcome = {"finding": _("病毒扫描暂时不可用，扫描通过前不开放查看。")}
    except MaterialRefused as refusal:
        outcome = {"state": FileState.REFUSED, "finding": str(refusal)[:200]}
    _settle(file, outcome, job)


def _cleaned(file: EvidenceFile) -> dict:
    """The values of a file that may be given out; raises ``MaterialRefused`` or ``ScannerDown``."""
    path, item = storing.incoming(file.storage_key), file.evidence.item
    if found := scanning.scan(path):
        raise MaterialRefused("infected", {"found": found[:40]})
    with storing.keeping(file.storage_key) as clean:
        seen = looking.look("check", path, out=clean)
        kind = FileKind(seen["kind"])
        _check_fits(item, kind, seen["told"], file.size)
        if kind == FileKind.MP4:
            storing.copy_with_blanks(path, clean, seen["blank"])
    stored = storing.digest_of(storing.kept(file.storage_key))
    return {"state": FileState.CLEAN, "kind": kind, "told": seen["told"], "stored_digest": stored, "finding": ""}


def _check_fits(item, kind: FileKind, told: dict, size: int) -> None:
    """The item takes this kind, this size, this length."""
    taken = kinds.taken_by(item)
    if kind not in taken:
        words = {"found": str(kind.label), "taken": "、".join(str(one.label) for one in taken)}
        raise MaterialRefused("not_for_item", words)
    most = kinds.largest_mb(item, kind)
    if size > most * kinds.MEGABYTE:
        raise MaterialRefused("too_large", {"megabytes": most})
    if item.minutes and told.get("seconds", 0) > item.minutes * 60:
        raise MaterialRefused("too_long", {"found": -(-told["seconds"] // 60), "most": item.minutes})


def _settle(file: EvidenceFile, outcome: dict, job) -> None:
    """Write what the check came to, unless the file was removed meanwhile; tell the teacher's side of a refusal."""
    keeps = settings.EVIDENCE_KEEP_ORIGINALS and outcome.get("state") == FileState.CLEAN
    original = new_key() if keeps else ""
    with transaction.atomic():
        held = EvidenceFile.objects.filter(pk=file.pk, state=FileState.HELD)
        if held.stamp(checked_at=Now(), original_key=original, **outcome) and "state" in outcome:
            transaction.on_commit(lambda: storing.settle(file.storage_key, keep_original=original))
            record(None, f"evidence.{outcome['state']}", file, unit=file.declaration.unit, note=outcome["finding"])
            if outcome["state"] == FileState.REFUSED:
                _tell_refused(file, outcome["finding"])
        _close(job, {"state": str(outcome.get("state", FileState.HELD))})


def check_failed(*, file: EvidenceFile) -> None:
    """A check whose process died time and again ends: what kills it is not released."""
    file = EvidenceFile.objects.select_related("declaration__teacher", "declaration__unit").get(pk=file.pk)
    _settle(file, {"state": FileState.REFUSED, "finding": str(MaterialRefused("crashed"))}, None)


def _close(job, result: dict) -> None:
    if job is not None:
        job.finish(result)


def _tell_refused(file: EvidenceFile, finding: str) -> None:
    """The record is another one without the file, so whoever began to read it must look again; both sides are told."""
    declaration = _locked(file.declaration)
    if declaration.state not in ENDED:
        Declaration.objects.filter(pk=declaration.pk).stamp(revision=F("revision") + 1)
    if declaration.state in REVIEWABLE:
        _tell_readers(declaration)
    people = {user.pk: user for user in (declaration.teacher.user, file.uploaded_by) if user is not None}
    text = _("文件“%(name)s”没有通过检查：%(why)s") % {"name": file.name[:60], "why": finding}
    notify(people.values(), text, declaration.get_absolute_url())


def _tell_readers(declaration: Declaration) -> None:
    """Those who read it, without the name of the file, which may tell a blind reader whose it is; and those who keep the panel."""
    words = {"point": declaration.ability, "code": declaration.code}
    text = _("“%(point)s”（%(code)s）有一个文件没有通过检查，材料已变，请重新查看；必交材料缺失的请退回教师补交。") % words
    readings = PanelReview.objects.standing().filter(declaration=declaration, attempt=declaration.attempt)
    for review in readings.select_related("reviewer"):
        notify(review.reviewer, text, review.get_absolute_url())
    panel = panel_for(declaration.unit, declaration.program)
    tell_staff([(panel.reading.unit if panel else declaration.unit, text, declaration.get_absolute_url())])


@transaction.atomic
def remove(*, file: EvidenceFile, by) -> None:
    """Take a file out of its declaration; its bytes go, its row stays."""
    declaration = _locked(file.declaration)
    policies.check_fill(by, declaration)
    if not EvidenceFile.objects.filter(pk=file.pk).exclude(state=FileState.VOID).stamp(state=FileState.VOID):
        return
    declaration.touch()
    record(by, "evidence.removed", file, unit=declaration.unit, data={"declaration": declaration.code})
    transaction.on_commit(lambda: storing.drop(file.storage_key))


@transaction.atomic
def download(*, file: EvidenceFile, by) -> None:
    """Leave on record who took a copy of a file that cannot carry a mark."""
    record(by, "evidence.downloaded", file, unit=file.declaration.unit, data={"declaration": file.declaration.code})


def sweep() -> dict:
    """Look again at what a scanner left held, and give up uploads nobody went on with for a day."""
    return {"asked": _ask_again(), "given_up": _give_up()}


@transaction.atomic
def _ask_again() -> int:
    left = Q(checked_at__lt=Now() - LOOK_AGAIN) | Q(checked_at=None, created_at__lt=Now() - FORGOTTEN)
    files = list(EvidenceFile.objects.filter(left, state=FileState.HELD).order_by("pk")[:AT_ONCE])
    EvidenceFile.objects.filter(pk__in=[file.pk for file in files]).stamp(checked_at=Now())
    for file in files:
        _ask_for_check(file)
    return len(files)


def _give_up() -> int:
    left = EvidenceUpload.objects.filter(state=EvidenceUploadState.OPEN, updated_at__lt=Now() - ABANDONED)
    keys = list(left.values_list("key", flat=True)[:AT_ONCE])
    given_up = EvidenceUpload.objects.filter(key__in=keys, state=EvidenceUploadState.OPEN).stamp(state=EvidenceUploadState.VOID)
    for key in keys:
        storing.drop(key)
    return given_up
