"""What people do with documents: issue one or many, ask for a batch, declare one void."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby, islice

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from portal.audit.recording import record, record_each
from portal.documents import bundles, issuing, policies
from portal.documents.enums import REVOCABLE
from portal.documents.issuing import Issue
from portal.documents.models import Document, Series
from portal.documents.paper import OfficialForm
from portal.documents.rendering import check_characters
from portal.jobs.actions import request_job
from portal.kit.clock import database_now, local
from portal.kit.errors import Refused, WrongState
from portal.kit.reasons import reason_of

S = Document.State
TOGETHER = 16  # documents made final by one transaction
STEP = 240  # documents drawn and forgotten at a time, by processes that begin anew


@dataclass(frozen=True)
class NotIssued:
    """A form of a batch that was not issued: whom it is about, of which unit, and why, in one sentence."""

    subject: str
    form: str
    reason: str
    unit: str = ""


def issue(*, form: OfficialForm, series: str, unit, subject, by, until: Callable[[], date | None] = issuing.for_good) -> Document:
    """Issue one document, or answer with the archived one of the same content.

    ``until`` answers with the last day the public page vouches for it; None is for good. Raises ``Refused`` for characters no
    font holds, ``Denied`` for somebody else's unit.
    """
    (outcome,) = issue_many(issues=[Issue(form, series, unit, subject, until)], by=by, strict=True)
    return outcome


def issue_many(
    *, issues: Sequence[Issue], by, strict: bool = False, told: Callable[[int, int], None] | None = None
) -> list[Document | NotIssued]:
    """Issue several documents, in order; one that cannot be is told in its place unless ``strict``.

    ``told(done, total)`` hears how far the work is. Not one transaction: each document is final by itself.
    """
    checked = [_checked(item, by, strict) for item in issues]
    rows = iter(issuing.intend([item for item in checked if isinstance(item, Issue)], by))
    outcomes = [item if isinstance(item, NotIssued) else next(rows) for item in checked]
    return finish_intents(documents=outcomes, by=by, strict=strict, told=told)


def _checked(item: Issue, by, strict: bool) -> Issue | NotIssued:
    policies.check_issue(by, item.unit)
    try:
        check_characters(item.form)
    except Refused as refusal:
        if strict:
            raise
        return NotIssued(item.form.subject_text, item.form.form, str(refusal), item.unit.name)
    return item


def finish_intents(
    *, documents: Sequence[Document | NotIssued], by, strict: bool = False, told: Callable[[int, int], None] | None = None
) -> list[Document | NotIssued]:
    """Draw and archive those of ``documents`` that are still intents and answer with all, in order."""
    open_rows = {row.pk: row for row in documents if isinstance(row, Document) and row.state == S.INTENT}
    drawn = _telling(issuing.draw(list(open_rows.values()), processes=settings.DOCUMENT_PROCESSES), open_rows, documents, told)
    settled: dict[int, Document] = {}
    while some := list(islice(drawn, TOGETHER)):
        settled |= {row.pk: row for row in issuing.settle(some, by)}
        if strict:
            _require_issued(settled.values())
    return [_outcome(settled.get(row.pk, row)) if isinstance(row, Document) else row for row in documents]


def _telling(drawn, open_rows, documents, told):
    """What is drawn, and for each the word of how far the work is."""
    before = len(documents) - len(open_rows)
    for done, one in enumerate(drawn, start=before):
        if told:
            told(done, len(documents))
        yield one


def _outcome(row: Document) -> Document | NotIssued:
    return NotIssued(row.subject_text, row.form, _why_not(row), row.unit.name) if row.state == S.FAILED else row


def _require_issued(rows: Iterable[Document]) -> None:
    for row in rows:
        if not row.archived:
            raise WrongState(_why_not(row))


def _why_not(row: Document) -> str:
    return _("%(number)s未能生成：%(reason)s") % {"number": row.number, "reason": row.reason}


@transaction.atomic
def request_batch(*, issues: Sequence[Issue], unit, by, title: str | None = None):
    """Number the forms and ask for a job that draws them, packs them in this order and merges them for printing.

    Forms with characters no font holds are left out and told in the job's result.
    """
    checked = [_checked(item, by, strict=False) for item in issues]
    refused = [item for item in checked if isinstance(item, NotIssued)]
    drawable = [item for item in checked if isinstance(item, Issue)]
    steps = [drawable[start : start + STEP] for start in range(0, len(drawable), STEP)]
    numbered = [row.pk for step in steps for row in issuing.intend(step, by)]
    params = {"documents": numbered, "refused": [vars(item) for item in refused]}
    return request_job(kind="documents.batch", params=params, unit=unit, by=by, title=title)


def draw_batch(*, job) -> None:
    """Finish the documents a batch job numbered, then pack and merge them; run again after a breakdown, it goes on.

    It goes step by step and keeps only keys, so that memory does not grow with the batch.
    """
    wanted, refused, archived = job.params["documents"], list(job.params["refused"]), []
    for start in range(0, len(wanted), STEP):
        for item in _draw_step(wanted[start : start + STEP], start, len(wanted), job):
            if isinstance(item, NotIssued):
                refused.append(vars(item))
            elif item.archived:
                archived.append(item.pk)
    archived, left_out = bundles.sifted(archived)
    files = bundles.make(f"{job.job.pk}-{job.job.token}", archived)
    address = {kind: reverse("documents:batch-file", args=[job.job.pk, kind]) for kind in files}
    links = [{"label": str(bundles.LABELS[kind]), "url": url} for kind, url in address.items()]
    told = [{"number": row.number, "form": row.form, "unit": row.unit.code, "pages": row.pages} for row in bundles.each(archived)]
    left = [vars(NotIssued(row.subject_text, row.form, why, row.unit.name)) for row, why in left_out]
    lines = _lines(told, refused, left)
    with transaction.atomic():
        job.finish({"documents": told, "refused": refused + left, "files": files, "lines": lines, "links": links})


def _draw_step(keys: list[int], before: int, total: int, job) -> list[Document | NotIssued]:
    """A part of a batch, told as part of the whole."""
    rows = Document.objects.select_related("unit").in_bulk(keys)
    return finish_intents(documents=[rows[pk] for pk in keys], by=job.by, told=lambda done, _of: job.progress(before + done, total))


def _lines(told, refused, left) -> list[str]:
    """The result in words: how many documents, each form that was not issued, and each paper that was not packed."""
    counted = _("生成 %(count)d 份，共 %(pages)d 页。") % {"count": len(told), "pages": sum(row["pages"] for row in told)}
    undrawn = [_("未生成：%(whom)s：%(reason)s") % {"whom": _whom(row), "reason": row["reason"]} for row in refused]
    unpacked = [_("未打包：%(whom)s：%(reason)s") % {"whom": _whom(row), "reason": row["reason"]} for row in left]
    return [counted, *undrawn, *unpacked]


def _whom(refused: dict) -> str:
    """The record a form was left out for: its subject, and its unit where that is another name."""
    subject, unit = refused["subject"], refused.get("unit", "")
    return f"{subject}（{unit}）" if unit and unit not in subject else subject


@transaction.atomic
def revoke(*, document: Document, reason: str, by) -> Document:
    """Declare an issued document void: the file stays, the public page knows it no more."""
    policies.check_revoke(by, document)
    reason = reason_of(reason, asked=_("请写明作废的原因"))
    before = document.state
    if not Document.objects.filter(pk=document.pk).move(S.REVOKED, reason=reason):
        raise WrongState(_("“%(state)s”的文书不能作废。") % {"state": document.get_state_display()})
    document.refresh_from_db()
    record(by, "document.revoked", document, changes={"state": (before, document.state)}, note=reason.strip())
    return document


@transaction.atomic
def end_about(*, subject, series: str, form: str, reason: str, by) -> int:
    """End the papers of ``form`` about ``subject`` that stand, within the act that takes their ground away; how many.

    An issued one is revoked, one still to be drawn never comes about. Only issuing anew, under a new number, undoes it. The
    caller answers for who may. The counter is held first, as whoever finishes versions does, so that nobody waits in a ring.
    """
    Series.hold([(series, form)])
    about = {"series": series, "form": form, "subject_type": subject._meta.label_lower, "subject_id": str(subject.pk)}
    rows = Document.objects.standing().filter(**about).select_related("unit").select_for_update(of=("self",))
    standing = list(rows.defer("data").order_by("pk"))
    for before, after, verb in ((S.INTENT, S.FAILED, "document.failed"), (S.ISSUED, S.REVOKED, "document.revoked")):
        if ended := [row for row in standing if row.state == before]:
            Document.objects.filter(pk__in=[row.pk for row in ended]).move(after, reason=reason)
            record_each(by, verb, ended, changes={"state": (before, after)}, note=reason)
    return len(standing)


@transaction.atomic
def limit_series(*, series: str, until: date | None, note: str, by) -> int:
    """Vouch for the documents of a series up to the day ``until``, or for good; how many that changed.

    What is revoked or never came about stays as it is. ``Refused`` for a day that is over. The caller answers for who may.
    """
    if until is not None and until < local(database_now()).date():
        raise Refused(_("有效期不能早于今天。"), fields={"until": _("今天或以后")})
    rows = Document.objects.filter(series=series, state__in=[S.INTENT, *REVOCABLE]).exclude(expires_on=until)
    changed = list(rows.select_related("unit").select_for_update(of=("self",)).defer("data").order_by("pk"))
    for before, some in groupby(sorted(changed, key=lambda row: str(row.expires_on)), key=lambda row: row.expires_on):
        record_each(by, "document.limited", some, changes={"expires_on": (before, until)}, note=note)
    Document.objects.filter(pk__in=[row.pk for row in changed]).stamp(expires_on=until)
    return len(changed)
