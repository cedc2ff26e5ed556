"""Taking away what a newer version of a notice no longer says: categories, steps of its calendar, places.

What goes is kept in the audit log; where something rests on it, the notice is refused instead.
"""

from collections import Counter

from django.utils.translation import gettext as _

from awards.actions.places import lock_quotas
from awards.facts_desk.quota_withdrawn import VERB, remembered
from awards.models import AwardCategory, AwardCycle, Quota, QuotaChange
from awards.notice_section import CycleSection
from portal.audit.recording import record
from portal.kit.clock import local
from portal.kit.errors import Refused
from portal.units.enums import UnitState

HANGING = {
    "nomination": "推荐",
    "judgingpanel": "评审组",
    "eligibility": "资格评定记录",
    "attestation": "人工认定记录",
    "abstention": "“本次不推荐”的答复",
}


def withdraw_steps(cycle: AwardCycle, section: CycleSection, by) -> None:
    """Steps of the calendar that the notice no longer has go, with the ends they had."""
    for phase in cycle.phases.exclude(key__in=[part.key for part in section.calendar]):
        changes = {f"{phase.key}.{name}": (_shown(getattr(phase, name)), None) for name in ("opens_at", "ends_at")}
        record(by, "cycle.step_withdrawn", cycle, unit=cycle.unit, changes=changes, note=phase.label)
        phase.delete()


def check_dropped(cycle: AwardCycle, section: CycleSection) -> None:
    """Nothing rests on the categories that the notice no longer has; ``Refused`` naming the first one where something does.

    They stay locked to the end, so that nobody begins a form in one meanwhile.
    """
    for category in _dropped(cycle, section).select_for_update():
        if what := hanging_on(category):
            raise Refused(_("类别“%(name)s”已有%(what)s，不能从通知中去掉。") % {"name": category, "what": what})


def withdraw_categories(cycle: AwardCycle, section: CycleSection, by) -> None:
    """The categories that the notice no longer has go; their places went before, and nothing else rests on them."""
    for category in _dropped(cycle, section):
        record(by, "category.withdrawn", category, unit=cycle.unit, data={"cycle": cycle.code, "key": category.key})
        category.delete()


def _dropped(cycle: AwardCycle, section: CycleSection):
    return cycle.categories.exclude(key__in=[part.key for part in section.categories])


def hanging_on(category: AwardCategory) -> str:
    """What kind of row rests on a category beside its places, as people call it; "" where none does."""
    for relation in pointing_at_categories():
        if relation.related_model._base_manager.filter(**{relation.field.name: category}).exists():
            return HANGING.get(relation.related_model._meta.model_name, _("记录"))
    return ""


def pointing_at_categories() -> list:
    """The relations by which rows rest on a category, places aside."""
    found = AwardCategory._meta.get_fields(include_hidden=True)
    return [one for one in found if one.auto_created and one.related_model not in (None, Quota)]


def withdraw_quotas(cycle: AwardCycle, kept: set[tuple[int, int]], by) -> None:
    """Places of other (category id, unit id) than the notice gives now go.

    Raises ``Refused`` where they are held or were changed by hand, naming unit and category. Those of a unit that was closed
    stay in that case: it is not the notice that dropped them.
    """
    stale = [pk for pk, *whose in cycle.quotas.values_list("pk", "category_id", "unit_id") if tuple(whose) not in kept]
    if not stale:
        return
    quotas = lock_quotas(Quota.objects.filter(pk__in=stale).select_related("unit", "category"), cycle.unit)
    used = Counter(cycle.nominations.holding_a_place().values_list("category_id", "via_id"))
    by_hand = set(QuotaChange.objects.filter(quota__in=stale).values_list("quota_id", flat=True))
    for quota in quotas:
        why = _reason_to_stay(quota, used[quota.category_id, quota.unit_id], quota.pk in by_hand)
        if not why:
            record(by, VERB, quota, unit=quota.unit, data=remembered(quota))
            quota.delete()
        elif quota.unit.state == UnitState.ACTIVE:
            words = {"unit": quota.unit, "category": quota.category, "why": why}
            raise Refused(_("%(unit)s“%(category)s”的名额%(why)s，不能从通知中去掉。") % words)


def _reason_to_stay(quota: Quota, used: int, by_hand: bool) -> str:
    if used:
        return _("已推荐 %d 个") % used
    return _("由人工调整过") if by_hand or quota.changed else ""


def _shown(moment) -> str:
    return local(moment).strftime("%Y-%m-%d %H:%M") if moment else ""
