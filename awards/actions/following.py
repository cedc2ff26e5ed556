"""When a county comes under another city while its forms are on the way."""

from django.db import transaction
from django.utils.translation import gettext as _

from awards.actions.reserving import take_off
from awards.enums import LIVE
from awards.facts_desk.following import strayed_in
from awards.models import AwardCycle, Nomination
from awards.policies.quotas import check_change
from portal.accounts.messages import notify, staff_of
from portal.audit.recording import record


@transaction.atomic
def follow_units(*, cycle: AwardCycle, by) -> list[Nomination]:
    """Let forms that hold no place go through the city their county lies in now; those that do stay where they took it.

    A place taken before the change stays with the city that gave it: the printed table is not counted anew (附件1).
    """
    check_change(by, cycle)
    strayed = [one for one in strayed_in(cycle) if not one.holds]
    rows = Nomination.objects.locked([one.nomination.pk for one in strayed])
    for one in strayed:
        row, city = rows[one.nomination.pk], one.city
        take_off(row, by)
        Nomination.objects.filter(pk=row.pk, state__in=LIVE).stamp(via=city)
        note = _("%(unit)s划入%(city)s") % {"unit": row.unit, "city": city}
        told = {"changes": {"via": (one.nomination.via.name, city.name)}, "data": {"from": one.nomination.via_id, "to": city.pk}}
        record(by, "nomination.moved", row, unit=row.unit, note=note, **told)
        for via in (one.nomination.via, city):
            notify(staff_of(via), _("%(note)s，它的“%(category)s”推荐表随之转办。") % {"note": note, "category": row.category}, "")
    return list(rows.values())
