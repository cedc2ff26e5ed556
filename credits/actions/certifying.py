"""认证证书: issuing what is due, by school and in the background; suspending, revoking and restoring."""

from collections.abc import Sequence

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from credits.actions.following import rest_again
from credits.documents.certificates import CertificatePaper, paper_of
from credits.enums.reviews import CertificateState
from credits.facts.certificates import due_entries
from credits.models import Certificate, CreditEntry
from credits.policies.reviews import check_certify, issuing_unit
from portal.accounts.messages import notify
from portal.audit.recording import record, record_each
from portal.documents import archive, bundles, issuing
from portal.documents.actions import NotIssued, finish_intents
from portal.documents.issuing import Issue
from portal.documents.models import Document, Series
from portal.documents.rendering import check_characters
from portal.jobs.actions import request_job
from portal.kit.clock import database_now, local
from portal.kit.errors import Refused, WrongState
from portal.kit.reasons import reason_of
from portal.units.enums import Level
from portal.units.models import Unit, within

KIND = "credits.certify"
STEP = 200
BUNDLED = 5000
REASON_LIMIT = 300
C = CertificateState
AREAS = (Level.COUNTY, Level.CITY, Level.PROVINCE)


@transaction.atomic
def request_certificates(*, unit, program, by):
    """A job that issues every certificate due at a unit; ``Refused`` when none is."""
    check_certify(by, unit)
    if not due_entries(unit, program).exists():
        raise Refused(_("%s现在没有应发的证书。") % unit)
    params = {"unit": unit.code, "program": program.code}
    return request_job(kind=KIND, params=params, unit=unit, by=by, title=_("印发%s认证证书") % unit)


def certify(*, unit, program, by, job) -> None:
    """Issue what is due, a few hundred at a time so that memory stays flat however many; started again, it goes on."""
    left = _unfinished(unit, program)
    total = due_entries(unit, program).count() + left.count()
    told = _Told(job, total)
    while rows := list(left.order_by("pk").select_related("document__unit")[:STEP]):
        told.take(_drawn(rows, by, told))
    after = 0
    while batch := list(_next_entries(unit, program, after)[:STEP]):
        after = batch[-1].pk
        made, refused = _number(batch, program, unit, by)
        told.refused += refused
        told.take(_drawn(made, by, told))
    files = _bundled(job, told.documents)
    with transaction.atomic():
        job.finish(told.result(job, files))


class _Told:
    """What became of a run so far, and the progress of its job; only keys are kept."""

    def __init__(self, job, total: int):
        self.job, self.total = job, total
        self.documents: list[int] = []
        self.refused: list[str] = []

    def take(self, outcomes: Sequence[Document | NotIssued]) -> None:
        self.documents += [one.pk for one in outcomes if isinstance(one, Document)]
        self.refused += [one.reason for one in outcomes if isinstance(one, NotIssued)]

    def step(self, done: int, _of: int) -> None:
        finished = len(self.documents) + len(self.refused) + done
        self.job.progress(min(finished, self.total), max(finished, self.total))

    def result(self, job, files: dict) -> dict:
        address = {kind: reverse("credits:certificate-batch", args=[job.job.pk, kind]) for kind in files}
        links = [{"label": str(bundles.LABELS[kind]), "url": url} for kind, url in address.items()]
        lines = [_("印发证书 %d 份。") % len(self.documents), *(_("未印发：%s") % reason for reason in self.refused[:200])]
        told = {"issued": len(self.documents), "refused": self.refused, "lines": lines}
        return told | {"files": files, "links": links, "papers": self.documents if files else []}


def _next_entries(unit, program, after: int):
    rows = due_entries(unit, program).filter(pk__gt=after)
    return rows.select_related("teacher__unit", "ability").order_by("pk")


def _unfinished(unit, program):
    """Certificates a killed run numbered and did not draw."""
    rows = Certificate.objects.filter(within(unit.path, "teacher__unit__path"), program=program, state=C.VALID)
    return rows.filter(document__state=Document.State.INTENT)


@transaction.atomic
def _number(entries: Sequence[CreditEntry], program, unit, by) -> tuple[list[Certificate], list[str]]:
    """Certificates for these results with their numbers, as intents to be drawn; one number is never given twice."""
    today = local(database_now()).date()
    issuer = issuing_unit(by, unit) if by else _area_of(unit)
    series = f"{issuer.code}-{today.year}"
    Series.take(series, CertificatePaper.form, 0)  # holds the counter, so that two jobs of one school go one after the other
    standing = Certificate.objects.standing().filter(teacher__in=[entry.teacher_id for entry in entries])
    gone = set(standing.values_list("teacher_id", "ability__code"))
    rows = [_row(entry, program, issuer, today) for entry in entries if (entry.teacher_id, entry.ability.code) not in gone]
    papers = [(row, paper, _fault(paper)) for row, paper in ((row, paper_of(row)) for row in rows)]
    refused = [fault for _one, _paper, fault in papers if fault]
    made = [(row, paper) for row, paper, fault in papers if not fault]
    Certificate.objects.bulk_create([row for row, _paper in made])
    documents = issuing.intend([Issue(paper, series, row.unit, row) for row, paper in made], by)
    for (row, _paper), document in zip(made, documents, strict=True):
        row.document, row.number = document, document.number
    Certificate.objects.bulk_update([row for row, _paper in made], ["document", "number"])
    record_each(by, "certificate.issued", [row for row, _paper in made])
    return [row for row, _paper in made], refused


def _area_of(unit):
    """The county or city right over a school, in whose name the system issues."""
    over = Unit.objects.above(unit).filter(level__in=AREAS)
    return over.order_by("-path").first() or unit


def _row(entry, program, issuer, today) -> Certificate:
    about = {"teacher": entry.teacher, "ability": entry.ability, "unit": entry.teacher.unit}
    return Certificate(**about, program=program, issuer=issuer, entry=entry, grade=entry.grade, issued_on=today)


def _fault(paper) -> str:
    try:
        check_characters(paper)
    except Refused as refusal:
        return f"{paper.subject_text}：{refusal}"
    return ""


def _drawn(rows: Sequence[Certificate], by, told) -> list[Document | NotIssued]:
    """The papers drawn and archived; a certificate whose paper cannot be drawn is taken back and due again."""
    outcomes = finish_intents(documents=[row.document for row in rows], by=by, told=told.step)
    failed = [row for row, outcome in zip(rows, outcomes, strict=True) if isinstance(outcome, NotIssued)]
    for row in failed:
        _move(row, C.REVOKED, _("证书没有生成"), None, "certificate.revoked")
    return outcomes


def _bundled(job, keys: list[int]) -> dict[str, str]:
    """The papers in one ZIP and in one PDF for the printer; none of more than a big area's."""
    if not keys or len(keys) > BUNDLED:
        return {}
    return bundles.make(f"certificates-{job.job.pk}-{job.job.token}", sorted(keys))


@transaction.atomic
def suspend(*, certificate: Certificate, reason: str, by) -> None:
    """暂停: it vouches for nothing until it is restored or revoked."""
    check_certify(by, certificate.unit)
    _move(certificate, C.SUSPENDED, reason_of(reason, limit=REASON_LIMIT), by, "certificate.suspended")


@transaction.atomic
def revoke(*, certificate: Certificate, reason: str, by) -> None:
    """撤销: for good; the point may be certified again once it is passed again."""
    check_certify(by, certificate.unit)
    _move(certificate, C.REVOKED, reason_of(reason, limit=REASON_LIMIT), by, "certificate.revoked")


@transaction.atomic
def restore(*, certificate: Certificate, reason: str, by) -> None:
    """恢复 a suspended certificate, while a result it may rest on counts."""
    check_certify(by, certificate.unit)
    if certificate.state == C.SUSPENDED and not rest_again(certificate=certificate, by=by):
        raise WrongState(_("证书 %s 所依据的考核结果已不再有效，不能恢复。") % certificate)
    _move(certificate, C.VALID, "", by, "certificate.restored", note=reason_of(reason, limit=REASON_LIMIT))


@transaction.atomic
def _move(certificate, state, reason, by, verb, *, note="") -> None:
    before = certificate.state
    if not Certificate.objects.filter(pk=certificate.pk).move(state, reason=reason):
        raise WrongState(_("“%(state)s”的证书不能%(act)s。") % {"state": certificate.get_state_display(), "act": C(state).label})
    certificate.refresh_from_db()
    record(by, verb, certificate, changes={"state": (before, state)}, note=reason or note)
    if certificate.teacher.user:
        words = {"number": certificate.number, "state": certificate.get_state_display()}
        notify(certificate.teacher.user, _("证书 %(number)s 现在是“%(state)s”。") % words, certificate.get_absolute_url())


def read_paper(*, certificate: Certificate) -> bytes:
    """The archived paper of a valid certificate; ``WrongState`` for one that vouches for nothing today."""
    if not certificate.valid or certificate.document is None:
        raise WrongState(_("“%s”的证书不能下载。") % certificate.get_state_display())
    return archive.read(certificate.document)
