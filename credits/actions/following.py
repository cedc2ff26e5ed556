"""Certificates go the way of the results they rest on."""

from collections.abc import Iterable, Sequence

from django.db import transaction
from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _

from credits.enums.ledger import Grade
from credits.enums.reviews import CertificateState
from credits.facts.certificates import BORNE
from credits.models import Certificate, CreditEntry
from credits.rules.grading import RANK
from portal.accounts.messages import notify_each
from portal.audit.recording import record_each
from portal.kit.text import clean_text

C = CertificateState


@transaction.atomic
def follow(*, entries, reason: str, by) -> int:
    """Revoke the certificates of results that were voided or lowered; how many. ``entries``: a query or keys of those results.

    Where a result at least as good stands for the same point now, the certificate rests on that one and stays. Void results
    never come back, so revoking leaves the point free to be certified again once it is passed again.
    """
    fallen = _fallen(Certificate.objects.filter(entry__in=entries))
    kept = {row.pk for row in _carry(fallen, by)}
    lost = [row for row in fallen if row.pk not in kept]
    reason = _("考核结果不再有效：%s") % clean_text(reason)
    for state in C.VALID, C.SUSPENDED:
        rows = [row for row in lost if row.state == state]
        if rows:
            Certificate.objects.filter(pk__in=[row.pk for row in rows]).move(C.REVOKED, reason=reason)
            record_each(by, "certificate.revoked", rows, note=reason, changes={"state": (state, C.REVOKED)})
    notify_each(_told(lost, reason))
    return len(lost)


@transaction.atomic
def rest_anew(*, certificates: QuerySet[Certificate], by) -> None:
    """Let certificates whose result gave way to a better one rest on that, where there is one."""
    _carry(_fallen(certificates), by)


@transaction.atomic
def rest_again(*, certificate: Certificate, by) -> bool:
    """Whether a result that bears a certificate counts now; the certificate rests on it from here on."""
    entry = _bearing([certificate]).get(certificate.pk)
    if entry is not None and certificate.entry_id != entry.pk:
        _carry([certificate], by)
        certificate.refresh_from_db(fields=["entry", "updated_at"])
    return entry is not None


def _fallen(certificates: QuerySet[Certificate]) -> list[Certificate]:
    """Those standing that say more than their results do now."""
    rows = certificates.standing().exclude(BORNE).select_for_update(of=("self",))
    return list(rows.select_related("unit", "teacher__user").order_by("pk"))


def _bearing(certificates: Sequence[Certificate]) -> dict[int, CreditEntry]:
    """Certificate → the result of its point that counts now, where that is at least as good as it says; one query."""
    points = {"teacher__in": {row.teacher_id for row in certificates}, "ability__in": {row.ability_id for row in certificates}}
    standing = {(row.teacher_id, row.ability_id): row for row in CreditEntry.objects.current().filter(**points).order_by()}
    found = {row.pk: standing.get((row.teacher_id, row.ability_id)) for row in certificates}
    grades = {row.pk: RANK[Grade(row.grade)] for row in certificates}
    return {pk: entry for pk, entry in found.items() if entry is not None and RANK[Grade(entry.grade)] >= grades[pk]}


def _carry(certificates: Sequence[Certificate], by) -> list[Certificate]:
    """Let those rest on the results that bear them now; which."""
    bearing = _bearing(certificates) if certificates else {}
    rows = [row for row in certificates if row.pk in bearing]
    if rows:
        own = CreditEntry.objects.current().filter(teacher=OuterRef("teacher"), ability=OuterRef("ability")).order_by()
        Certificate.objects.filter(pk__in=list(bearing)).stamp(entry=Subquery(own.values("pk")))
        record_each(by, "certificate.carried", rows)
    return rows


def _told(rows: Iterable[Certificate], reason: str):
    for row in rows:
        if row.teacher.user:
            words = {"certificate": row, "reason": reason}
            yield row.teacher.user, _("证书 %(certificate)s 已撤销。%(reason)s") % words, row.get_absolute_url()
