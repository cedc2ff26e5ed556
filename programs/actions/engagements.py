"""承训: which institution works for which unit, from when to when."""

from collections.abc import Callable
from datetime import date

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from portal.audit.recording import record
from portal.kit.errors import DependedOn, Refused, WrongState
from portal.kit.reasons import reason_of
from portal.units.enums import Level
from portal.units.models import Unit
from programs.enums.evidence import RecordState
from programs.models import Engagement
from programs.policies import engagements as policies

_rests: list[Callable[[Engagement], str]] = []


def rests_on_engagements(tell: Callable[[Engagement], str]) -> None:
    """Register what an app keeps on the ground of engagements: ``tell(engagement)`` says it in words, "" when there is nothing."""
    if tell not in _rests:
        _rests.append(tell)


@transaction.atomic
def engage(*, institution: Unit, unit: Unit, starts_on: date, ends_on: date | None = None, by) -> Engagement:
    """Put down that an institution works for a unit; ``Refused`` where it does so already in that time."""
    policies.check_engage(by, unit)
    if institution.level != Level.INSTITUTION:
        raise Refused(_("%s不是培训机构。") % institution.name, fields={"institution": _("请填写培训机构。")})
    if unit.level == Level.INSTITUTION:
        raise Refused(_("承训单位不能是培训机构。"), fields={"unit": _("请填写学校或主管部门所在单位。")})
    _check_order(starts_on, ends_on)
    Unit.objects.select_for_update().get(pk=unit.pk)
    before_end = Q() if ends_on is None else Q(starts_on__lte=ends_on)
    alike = Engagement.objects.filter(institution=institution, unit=unit, state=RecordState.CURRENT)
    if alike.filter(before_end).filter(Q(ends_on=None) | Q(ends_on__gte=starts_on)).exists():
        raise Refused(_("%(institution)s在这段时间内已经承训%(unit)s。") % {"institution": institution.name, "unit": unit.name})
    engagement = Engagement.objects.create(institution=institution, unit=unit, starts_on=starts_on, ends_on=ends_on)
    record(by, "engagement.added", engagement, unit=unit)
    return engagement


@transaction.atomic
def end(*, engagement: Engagement, ends_on: date, by) -> None:
    """Set the last day of an engagement, or move it; hours reported before stay."""
    policies.check_engage(by, engagement.unit)
    _check_order(engagement.starts_on, ends_on)
    same = Engagement.objects.filter(pk=engagement.pk, state=RecordState.CURRENT, ends_on=engagement.ends_on)
    if not same.stamp(ends_on=ends_on):
        raise WrongState(_("这条承训关系刚被他人改动，请刷新后再试。"))
    changes = {"ends_on": (engagement.ends_on, ends_on)}
    record(by, "engagement.ended", engagement, unit=engagement.unit, changes=changes)


@transaction.atomic
def void(*, engagement: Engagement, reason: str, by) -> None:
    """Take back an engagement that was put down by mistake; ``DependedOn`` says what rests on it."""
    policies.check_engage(by, engagement.unit)
    reason = reason_of(reason, asked=_("请写明理由"))
    Unit.objects.select_for_update().get(pk=engagement.unit_id)
    if resting := [told for tell in _rests if (told := tell(engagement))]:
        raise DependedOn(_("%s，不能作废；合作已经结束的，请改用“结束”。") % "，".join(resting))
    if not Engagement.objects.filter(pk=engagement.pk, state=RecordState.CURRENT).stamp(state=RecordState.VOID):
        raise WrongState(_("这条承训关系已经作废。"))
    changes = {"state": (RecordState.CURRENT.label, RecordState.VOID.label)}
    record(by, "engagement.voided", engagement, unit=engagement.unit, changes=changes, note=reason)


def _check_order(starts_on, ends_on) -> None:
    if ends_on is not None and ends_on < starts_on:
        raise Refused(_("结束日期早于开始日期。"), fields={"ends_on": _("不能早于开始日期。")})
