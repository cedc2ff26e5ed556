"""Correcting the evidence by hand: wrong rows are voided with a reason; institutions are entered with their unit."""

import secrets

from django.db import transaction
from django.utils.translation import gettext as _

from portal.audit.recording import record
from portal.kit.errors import Refused, WrongState
from portal.kit.reasons import reason_of
from portal.kit.text import mask
from portal.units.actions import add_unit, close_units, revise_unit
from portal.units.enums import Level
from programs.attaching import SCANS, accepted
from programs.enums.evidence import RecordState
from programs.models import MediaReport, TrainingInstitution
from programs.policies import evidence as policies

REASON_LIMIT = 200
PERSONAL = {"contact", "phone"}


@transaction.atomic
def void(*, row, reason: str, by) -> None:
    """Take a wrong row of evidence out of every count; it stays in sight with the reason in its history."""
    policies.check_void(by, row)
    reason = reason_of(reason, limit=REASON_LIMIT, asked=_("请写明作废的原因"))
    if not type(row).objects.filter(pk=row.pk, state=RecordState.CURRENT).stamp(state=RecordState.VOID):
        raise WrongState(_("“%s”已经作废。") % row)
    record(by, "evidence.voided", row, unit=row.unit, changes={"state": (RecordState.CURRENT, RecordState.VOID)}, note=reason)


@transaction.atomic
def keep_scan(*, report: MediaReport, file, by) -> MediaReport:
    """Keep a scan or screenshot with a press report; a later one takes the place of an earlier, whose bytes stay on disk.

    ``Refused`` for no file, an empty or too large one, or none of PDF, JPG and PNG; ``WrongState`` for a void report.
    """
    policies.check_scan(by, report)
    if file is None or not file.size:
        raise Refused(_("请选择一个不为空的文件。"), fields={"file": _("请选择文件")})
    values = accepted(file, SCANS, field="scan")
    row = MediaReport.objects.select_for_update(of=("self",)).select_related("unit").get(pk=report.pk)
    if not row.is_current:
        raise WrongState(_("“%s”已经作废。") % row)
    changes = {"scan_sha256": (row.scan_sha256, values["scan_sha256"]), "scan_name": (row.scan_name, values["scan_name"])}
    for name, value in values.items():
        setattr(row, name, value)
    row.save(update_fields=list(values))
    MediaReport.objects.filter(pk=row.pk).stamp()
    row.refresh_from_db(fields=["updated_at"])
    record(by, "evidence.scanned", row, unit=row.unit, changes=changes)
    return row


@transaction.atomic
def read_scan(*, report: MediaReport, by) -> None:
    """Note who took a scan out."""
    record(by, "evidence.scan_read", report, unit=report.unit)


@transaction.atomic
def add_institution(
    *, parent, name: str, by, code: str = "", contact: str = "", phone: str = "", upload=None
) -> TrainingInstitution:
    """A training institution with its unit under ``parent``, or the one that was taken back, at work again.

    Without a code it is given a local one.
    """
    unit = add_unit(code=code or _local_code(), name=name, level=Level.INSTITUTION, parent=parent, local=not code, by=by)
    values = {"contact": contact, "phone": phone, "upload": upload, "state": RecordState.CURRENT}
    institution, _created = TrainingInstitution.objects.update_or_create(unit=unit, defaults=values)
    record(by, "institution.added", institution, unit=unit)
    return institution


@transaction.atomic
def revise_institution(*, unit, by, upload=None, **values) -> None:
    """Bring an institution's ``name``, ``contact`` and ``phone`` to what is given; what was voided counts again."""
    if "name" in values:
        revise_unit(unit=unit, name=values.pop("name"), by=by)
    institution, created = TrainingInstitution.objects.get_or_create(unit=unit, defaults={**values, "upload": upload})
    wanted = values | {"state": RecordState.CURRENT}
    changes = {name: (getattr(institution, name), value) for name, value in wanted.items() if getattr(institution, name) != value}
    if created:
        record(by, "institution.added", institution, unit=unit)
    elif changes:
        for name, (_before, after) in changes.items():
            setattr(institution, name, after)
        institution.upload = upload
        institution.save(update_fields=[*changes, "upload"])
        record(by, "institution.revised", institution, unit=unit, changes=_told(changes))


@transaction.atomic
def put_back_institution(*, unit, name, contact, phone, state, upload, by) -> None:
    """Give an institution the values it had before an upload (``upload`` is the key of the one before that, or None).

    What had no row of its own then is void now.
    """
    revise_unit(unit=unit, name=name, by=by)
    institution = TrainingInstitution.objects.get(unit=unit)
    wanted = {"contact": contact or "", "phone": phone or "", "state": state or RecordState.VOID}
    changes = {field: (getattr(institution, field), value) for field, value in wanted.items()}
    for field, value in wanted.items():
        setattr(institution, field, value)
    institution.upload_id = upload
    institution.save(update_fields=[*wanted, "upload"])
    record(by, "institution.put_back", institution, unit=unit, changes=_told(changes))


@transaction.atomic
def remove_institutions(*, units, by) -> None:
    """Void institutions and close their units (a queryset); ``DependedOn`` where anything else stands on one of them."""
    for row in TrainingInstitution.objects.current().filter(unit__in=units).select_related("unit"):
        void(row=row, reason=_("撤销导入"), by=by)
    close_units(units=units, by=by)


def _told(changes: dict) -> dict:
    """Changes as the log may tell them."""
    return {name: tuple(map(mask, pair)) if name in PERSONAL else pair for name, pair in changes.items()}


def _local_code() -> str:
    """A code of our own for an institution that came without one."""
    return f"J{secrets.randbelow(10**9):09d}"
