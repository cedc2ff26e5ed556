"""Setting a cycle up from its notice, and moving its calendar."""

from django.db import transaction
from django.utils.translation import gettext as _

from awards.actions.allotting import load_quotas
from awards.actions.city_notices import check_not_too_late
from awards.actions.withdrawing import check_dropped, withdraw_categories, withdraw_steps
from awards.facts_desk.annex import annexes_in
from awards.models import AwardCategory, AwardCycle, CyclePhase, OfficeTerms
from awards.notice_section import CycleSection
from awards.policies.cycles import check_office_of
from portal.audit.recording import record
from portal.kit.clock import local
from portal.kit.errors import Refused, WrongState
from portal.kit.reasons import reason_of
from portal.units.models import Unit


@transaction.atomic
def load_cycle(*, notice, section: CycleSection, by) -> AwardCycle:
    """Bring a cycle to what its notice says; what it no longer says goes, so that it no longer binds.

    One whose results are published stays as it was: findings and quotas it was decided by do not change any more.
    Raises ``Refused`` when the notice names a unit that is not in the tree, drops a category or places that are in use, or is
    not the one that may set up this cycle.
    """
    unit = _unit(section.unit)
    _check_own(notice, section, unit)
    published = AwardCycle.objects.filter(code=section.code, state=AwardCycle.State.ANNOUNCED).first()
    if published:
        return published
    values = {
        "name": section.name,
        "program": notice.program,
        "notice": notice,
        "unit": unit,
        "assumptions": [part.model_dump() | {"reading": part.reading} for part in section.assumptions],
        "contacts": [part.model_dump() for part in section.contacts],
        "annexes": annexes_in(notice.clauses.current().values_list("key", "title")),
        "reason_limit": section.limits.reason_characters,
        "reason_clause": section.limits.clause,
    }
    cycle, created = AwardCycle.objects.update_or_create(code=section.code, defaults=values)
    _load_phases(cycle, section)
    withdraw_steps(cycle, section, by)
    check_dropped(cycle, section)
    _load_categories(cycle, section)
    load_quotas(cycle, section, by)
    withdraw_categories(cycle, section, by)
    _load_publicity(cycle, section)
    record(by, "cycle.created" if created else "cycle.updated", cycle, unit=unit, data={"notice": notice.number})
    return cycle


def _check_own(notice, section: CycleSection, unit: Unit) -> None:
    """A notice sets up selections at or below its issuer, and none that another notice has set up."""
    if not unit.is_within(notice.issuer):
        raise Refused(
            _("%(unit)s不在发文单位%(issuer)s之下，不能在这里设立它的评选。") % {"unit": unit.name, "issuer": notice.issuer.name}
        )
    if AwardCycle.objects.filter(code=section.code).exclude(notice=notice).exists():
        raise Refused(_("评选代码 %s 已由另一份通知使用。") % section.code)


def _unit(code: str) -> Unit:
    unit = Unit.objects.filter(code=code).first()
    if unit is None:
        raise Refused(_("单位代码 %(code)s 不在单位树中，请先导入单位。") % {"code": code})
    return unit


def _load_phases(cycle, section) -> None:
    """Steps as printed; an end that an office moved since stays moved."""
    for position, part in enumerate(section.calendar):
        values = {
            "label": part.label,
            "opens_at": part.opens,
            "printed_ends_at": part.until,
            "wording": part.wording,
            "clause": part.clause,
            "position": position,
        }
        phase, created = CyclePhase.objects.get_or_create(cycle=cycle, key=part.key, defaults=values | {"ends_at": part.until})
        if not created:
            moved = phase.ends_at != phase.printed_ends_at
            CyclePhase.objects.filter(pk=phase.pk).update(**values, ends_at=phase.ends_at if moved else part.until)


def _load_publicity(cycle, section) -> None:
    """公示 as the notice sets it; where it sets none the office chooses."""
    said = section.publicity
    if said is not None:
        check_not_too_late(cycle, said.city)
        values = {"notice_days": said.working_days, "city_notice": said.city, "province_notice": said.province}
        OfficeTerms.objects.update_or_create(cycle=cycle, defaults=values)


def _load_categories(cycle, section) -> None:
    for position, part in enumerate(section.categories):
        AwardCategory.objects.update_or_create(
            cycle=cycle,
            key=part.key,
            defaults={
                "name": part.name,
                "kind": part.kind,
                "nominee": part.nominee,
                "route": list(part.route),
                "form": part.form,
                "summary": part.summary or "",
                "criteria": part.criteria.model_dump(mode="json", exclude_none=True),
                "clause": part.clause,
                "position": position,
            },
        )


@transaction.atomic
def move_deadline(*, phase: CyclePhase, ends_at, reason: str, by) -> CyclePhase:
    """Give a step of the calendar another end (延期); always with a reason, the printed end stays beside it.

    Raises ``Refused`` for an end before its opening, ``WrongState`` once the results are out.
    """
    if by is not None:
        check_office_of(by, phase.cycle)
    reason = reason_of(reason, asked=_("请写明调整期限的理由"))
    if phase.cycle.state != AwardCycle.State.OPEN:
        raise WrongState(_("%(cycle)s 已公布，不能再改期。") % {"cycle": phase.cycle})
    if phase.opens_at and ends_at <= phase.opens_at:
        words = {"phase": phase.label, "opens": _shown(phase.opens_at)}
        told = _("“%(phase)s”于 %(opens)s 开始，截止时间应晚于开始时间。") % words
        raise Refused(told, clause=phase.cycle.cite(phase.clause), fields={"ends_at": _("应晚于 %s。") % words["opens"]})
    before = phase.ends_at
    phase.ends_at = ends_at
    phase.save(update_fields=["ends_at"])
    AwardCycle.objects.filter(pk=phase.cycle_id).stamp()
    changes = {f"{phase.key}.ends_at": (_shown(before), _shown(ends_at))}
    record(by, "cycle.deadline_moved", phase.cycle, unit=phase.cycle.unit, changes=changes, note=reason)
    return phase


def _shown(moment) -> str:
    return local(moment).strftime("%Y-%m-%d %H:%M") if moment else ""
