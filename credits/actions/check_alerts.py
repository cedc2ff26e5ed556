"""Reminders of spot checks that leave by themselves: schools with findings to mend soon or late."""

from collections import defaultdict
from datetime import timedelta

from django.db import transaction
from django.db.models import CharField, Exists, OuterRef
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.translation import gettext as _

from credits.enums.acceptance import FindingState
from credits.models import CheckFinding
from portal.accounts.messages import tell_staff
from portal.audit.models import Event
from portal.audit.recording import record_each
from portal.kit.clock import database_now, local

AHEAD, AGAIN = timedelta(days=3), timedelta(days=7)
AT_MOST = 2_000
REMINDED = "finding.reminded"


@transaction.atomic
def remind_findings() -> int:
    """Tell each school once of all it has to mend within three days or is late with, weekly; how many findings that were."""
    now = database_now()
    told = Event.objects.filter(
        verb=REMINDED,
        object_type=CheckFinding._meta.label_lower,
        object_id=Cast(OuterRef("pk"), CharField()),
        at__gt=now - AGAIN,
    )
    today = local(now).date()
    rows = CheckFinding.objects.filter(~Exists(told), state=FindingState.OPEN, due_on__lte=today + AHEAD)
    rows = rows.select_related("unit", "item__line__teacher", "item__line__ability").select_for_update(of=("self",))
    by_school = defaultdict(list)
    for row in (found := list(rows.order_by("due_on", "pk")[:AT_MOST])):
        by_school[row.unit].append(row)
    tell_staff((unit, _text(own, today), f"{reverse('credits:finding-list')}?late=open") for unit, own in by_school.items())
    record_each(None, REMINDED, found)
    return len(found)


def _text(rows: list[CheckFinding], today) -> str:
    late = sum(row.due_on < today for row in rows)
    words = {"count": len(rows), "day": rows[0].due_on.isoformat(), "late": late}
    if late:
        return _("有 %(count)d 个抽查问题待整改，其中 %(late)d 个已过整改期限，最早的期限是 %(day)s。") % words
    return _("有 %(count)d 个抽查问题待整改，最早的期限是 %(day)s。") % words
