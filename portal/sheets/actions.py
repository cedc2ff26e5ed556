"""What people do with uploads: bring a file in, confirm, undo; and what the jobs behind them write."""

import hashlib

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from portal.audit.recording import record
from portal.jobs.actions import request_job
from portal.kit.clock import database_now
from portal.kit.errors import Refused, WrongState
from portal.kit.text import clean_text
from portal.sheets.comparing import Outrun
from portal.sheets.departures import KEEP
from portal.sheets.enums import UploadState
from portal.sheets.findings import Findings
from portal.sheets.models import Upload, UploadFinding
from portal.sheets.pipeline import Judged
from portal.sheets.policies import check_act, check_undo
from portal.sheets.previewing import preview
from portal.sheets.refusals import FileRefused
from portal.sheets.registry import layout_of
from portal.sheets.rows import FILE
from portal.sheets.summary import groups

LARGEST = 40 << 20
READ, SAVE = "sheets.read", "sheets.confirm"
NAME_LENGTH = 120
STEPS = 2


@transaction.atomic
def start_upload(*, sheet: str, unit, file, whole: bool = False, by, send: bool = True) -> Upload:
    """Keep the file under a random key and ask for its reading; ``file`` is an uploaded file with ``name`` and ``size``."""
    layout = layout_of(sheet)
    layout.check_upload(by, unit)
    if file.size > LARGEST:
        raise FileRefused("too_large", {"megabytes": LARGEST >> 20})
    about = {"name": safe_name(file.name), "sha256": digest(file), "size": file.size}
    upload = Upload.objects.create(sheet=sheet, unit=unit, created_by=by, file=file, whole=whole and layout.whole, **about)
    record(by, "upload.started", upload, data={"sheet": sheet, "sha256": upload.sha256})
    upload.reading_job = ask(READ, upload, by, _("读取“%s”"), send)
    upload.save(update_fields=["reading_job"])
    return upload


def ask(kind, upload, by, title, send):
    return request_job(kind=kind, params={"upload": upload.pk}, unit=upload.unit, by=by, title=title % upload.name, send=send)


def safe_name(name):
    """A file's name without folders, control characters and what changes the direction of text."""
    name = clean_text(str(name).replace("\\", "/").rpartition("/")[2]).replace("\n", " ").replace("\t", " ")
    return (name or _("未命名"))[-NAME_LENGTH:]


def digest(file):
    found = hashlib.sha256()
    for chunk in file.chunks():
        found.update(chunk)
    file.seek(0)
    return found.hexdigest()


def read(*, upload: Upload, job) -> None:
    """Read the file and write its preview; a file that cannot be taken ends the upload as refused, the job as done."""
    job.progress(0, STEPS)
    try:
        tell(upload, Judged(upload, job.by, upload.choices), job)
    except Outrun:
        tell(upload, Judged(upload, job.by, upload.choices, recognising=False), job)
    except FileRefused as refusal:
        refuse(upload=upload, refusal=refusal, job=job)


def tell(upload, judged, job):
    job.progress(1, STEPS)
    with transaction.atomic():
        with judged.compared() as compared:
            comparison = compared.comparison()
            judged.remember(compared)
        write_preview(upload, judged, comparison)
        upload.move_to(UploadState.PREVIEW)
        job.finish(result(upload))


@transaction.atomic
def refuse(*, upload, refusal, job) -> None:
    """End an upload whose file as a whole cannot be taken."""
    upload.findings.all().delete()
    UploadFinding.objects.create(
        upload=upload,
        severity=FILE,
        code=refusal.code,
        message=str(refusal)[:300],
        advice=refusal.advice[:300],
        value=refusal.value[:80],
    )
    upload.move_to(UploadState.REFUSED, counts={}, preview={})
    record(job.by, "upload.refused", upload, note=str(refusal))
    job.finish(result(upload, str(refusal)) | {"told": _("《%s》未能读取。") % upload.name})


def result(upload, *lines):
    """What a job of an upload tells: its state and counts, in words too, and the page to go on from."""
    told = [f"{group['label']} {group['count']}" for group in groups(upload)]
    link = {"label": _("查看“%s”") % upload.name, "url": upload.get_absolute_url()}
    lines = [*lines, "，".join(told)] if told else list(lines)
    return {"upload": upload.pk, "state": upload.state, **upload.counts, "lines": lines, "links": [link]}


def write_preview(upload, judged, comparison):
    """Write findings, counts and the sample of each group."""
    findings = Findings(judged.layout, judged.scan)
    upload.findings.all().delete()
    UploadFinding.objects.bulk_create(findings.kept(upload), batch_size=1000)
    upload.counts = {**comparison.counts(), **findings.counts(), "hidden": judged.scan.hidden}
    upload.preview = preview(comparison, judged.scan.rows, judged.context)
    upload.heads = judged.heads()
    upload.save(update_fields=["counts", "preview", "heads"])


@transaction.atomic
def confirm(*, upload: Upload, by, accept_partial: bool = False, choices: dict | None = None, send: bool = True) -> Upload:
    """Ask for the clean rows to be saved; ``accept_partial`` says that refused and waiting ones stay behind.

    ``choices``: ``hidden`` ("include"/"leave_out"), ``vanished`` ("keep" or a departure of the layout, for all), ``departed``
    {key: the same, for one vanished row}, ``rows`` {"sheet!row": key of the chosen candidate}.
    """
    check_act(by, upload)
    choices = {**upload.choices, **checked_choices(choices or {}, upload.layout), "accept_partial": accept_partial}
    if upload.state == UploadState.PREVIEW:
        check_complete(upload, choices)
    upload.move_to(UploadState.CONFIRMING, choices=choices, confirmed_by=by)
    record(by, "upload.confirmed", upload, data={"choices": choices})
    upload.confirming_job = ask(SAVE, upload, by, _("保存“%s”"), send)
    upload.save(update_fields=["confirming_job"])
    return upload


def checked_choices(choices, layout):
    """Only what is known, of the right shape; raises ``Refused``."""
    ways = (KEEP, *layout.departures)
    known = {"hidden": ("include", "leave_out"), "vanished": ways}
    for name, value in choices.items():
        if name == "rows":
            fits = isinstance(value, dict) and all(isinstance(v, str) for v in value.values())
        elif name == "departed":
            fits = isinstance(value, dict) and all(str(key).isdecimal() and way in ways for key, way in value.items())
        else:
            fits = value in known.get(name, ())
        if not fits:
            raise Refused(_("选项“%s”无效。") % str(name)[:40], fields={"choices": [str(name)[:40]]})
    return choices


def check_complete(upload, choices):
    """Refused rows, hidden content and chosen candidates need a word of the uploader before anything is saved."""
    counts = upload.counts
    left = counts["refused"] + counts["waiting"] - len(_settled(upload, choices.get("rows") or {}))
    if counts["hidden"] and "hidden" not in choices:
        raise Refused(_("文件里有隐藏的内容，请选择导入或不导入。"), code="hidden_undecided")
    if left > 0 and not choices["accept_partial"]:
        raise Refused(_("有 %s 行被退回或待选择，请改正后重新上传，或选择只导入其余行。") % f"{left:,}", code="rows_refused")


def _settled(upload, chosen: dict) -> dict:
    """The choices for waiting rows, each of one of the candidates shown for it; ``Refused`` for any other row or candidate."""
    waiting = upload.preview.get("waiting", [])
    offered = {f"{row['sheet']}!{row['row']}": {str(one["key"]) for one in row["candidates"]} for row in waiting}
    wrong = [place for place, key in chosen.items() if key not in offered.get(place, ())]
    if wrong:
        told = _("没有等待选择的行“%s”，或者选的不是它的候选项。") % wrong[0][:60]
        raise Refused(told, code="no_such_choice", fields={"choices": [place[:60] for place in wrong[:20]]})
    return chosen


def save(*, upload: Upload, job) -> None:
    """Read the stored file again, compare again, write everything in one transaction and close the job with it.

    Two files may name the same new thing at once: the later one is judged again beside what the earlier one wrote.
    """
    job.progress(0, STEPS)
    try:
        write(upload, Judged(upload, job.by, upload.choices), job)
    except (IntegrityError, Outrun):
        write(upload, Judged(upload, job.by, upload.choices, recognising=False), job)


def write(upload, judged, job):
    job.progress(1, STEPS)
    with transaction.atomic():
        stamp = database_now()
        with judged.compared() as compared:
            comparison = compared.comparison()
            counts = {**comparison.counts(), **Findings(judged.layout, judged.scan).counts(), "hidden": judged.scan.hidden}
            overtaken = is_overtaken(upload, counts)
            if not overtaken:
                event = record(job.by, "upload.saved", upload, data={"counts": counts})
                counts["departed"] = compared.save(upload, event, stamp)
                upload.layout.saved(upload, stamp, judged.context)
                judged.remember(compared)
        if overtaken:
            return_to_preview(upload, judged, comparison)
        else:
            upload.move_to(UploadState.DONE, counts=counts, applied_at=stamp, preview={})
        job.finish(result(upload))


def is_overtaken(upload, counts):
    """Whether the table or the units changed since the preview, so that it no longer tells what would be saved."""
    if set(upload.choices) & {"rows", "hidden"}:
        return counts["refused"] > upload.counts["refused"] and not upload.choices["accept_partial"]
    return any(counts[name] != upload.counts[name] for name in ("new", "changed", "vanished", "refused", "waiting"))


def return_to_preview(upload, judged, comparison):
    """Show a fresh preview instead of saving what nobody has seen."""
    message, advice = _("预览之后，系统里的数据有了变化，这次没有保存。"), _("请核对新的预览后再确认。")
    judged.scan.remark("warning", "overtaken", message, advice)
    write_preview(upload, judged, comparison)
    upload.move_to(UploadState.PREVIEW, choices={})


@transaction.atomic
def undo(*, upload: Upload, by) -> Upload:
    """Take a saved upload back: changed rows as they were, new rows void; refused where later work stands on it."""
    check_undo(by, upload)
    if upload.state != UploadState.DONE:
        raise WrongState(_("“%s”还没有保存，不需要撤销。") % upload.name)
    stamp = database_now()
    event = record(by, "upload.undone", upload)
    upload.layout.undo(upload, stamp, event, by)
    upload.layout.undone(upload, stamp)
    upload.move_to(UploadState.UNDONE, undone_at=stamp, undone_by=by)
    return upload
