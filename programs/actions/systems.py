"""外部平台与资源: listed, told of anew, taken off (岳教体通〔2020〕85号 二(三))."""

from django.db import transaction
from django.utils.translation import gettext as _

from portal.audit.recording import record
from portal.kit.errors import Refused, WrongState
from portal.kit.reasons import reason_of
from portal.kit.text import clean_text
from portal.units.models import Unit
from programs.enums.evidence import RecordState
from programs.enums.systems import SystemKind
from programs.models import OutsideSystem
from programs.policies.systems import check_keep_systems


@transaction.atomic
def list_system(
    *, unit: Unit, name: str, purpose: str, by, link: str = "", basis: str = "", kind: str = SystemKind.PLATFORM, sourcing: str = ""
) -> OutsideSystem:
    """Put a platform, space or resource on a unit's list, or tell of it anew: the same name at the same unit is the same one."""
    check_keep_systems(by, unit)
    name, purpose = clean_text(name), clean_text(purpose)
    if not name or not purpose:
        raise Refused(_("请填写名称和用途。"), fields={"name" if not name else "purpose": _("必填")})
    Unit.objects.select_for_update().get(pk=unit.pk)
    row = OutsideSystem.objects.current().filter(unit=unit, name=name).first() or OutsideSystem(unit=unit, name=name)
    fresh = row.pk is None
    wanted = {"kind": kind, "sourcing": sourcing, "purpose": purpose, "link": link, "basis": clean_text(basis)}
    changes = {} if fresh else {field: (getattr(row, field), value) for field, value in wanted.items()}
    for field, value in wanted.items():
        setattr(row, field, value)
    row.save()
    record(by, "system.listed", row, unit=unit, changes=changes)
    return row


@transaction.atomic
def strike_system(*, system: OutsideSystem, reason: str, by) -> None:
    """Take a platform off the list."""
    check_keep_systems(by, system.unit)
    reason = reason_of(reason)
    if not OutsideSystem.objects.current().filter(pk=system.pk).stamp(state=RecordState.VOID):
        raise WrongState(_("“%s”已不在列。") % system)
    record(by, "system.struck", system, unit=system.unit, note=reason)
