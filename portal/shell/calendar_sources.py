"""The steps of calendars a unit has to do, on the front page."""

from collections.abc import Iterator
from datetime import timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from portal.kit.clock import database_now, local
from portal.kit.desk import Waiting
from portal.shell.sources import AT_MOST, end_of
from programs.enums.calendar import Standing
from programs.facts.calendar import columns_of, owns_of, steps_over
from programs.policies.calendar import REPORTERS

BEHIND = timedelta(days=90)


def steps(user, post) -> Iterator[Waiting]:
    """The unit's own steps of calendars that are open or not long over, and not done; those that a filing tells are told there."""
    if post is None or post.role not in REPORTERS:
        return
    today = local(database_now()).date()
    columns = [column for column in columns_of(steps_over(post.unit)) if column.task is None and _is_near(column, today)]
    owns = owns_of([post.unit], columns, today) if columns else {}
    for column in columns[: 2 * AT_MOST]:
        own = owns.get((post.unit_id, column.step.pk))
        if own and own.standing != Standing.DONE:
            url = reverse("programs:calendar-report", args=[column.step.pk, post.unit.code])
            until = end_of(column.closes_on) if column.closes_on else None
            yield Waiting(_("工作日程：%s") % column.step.name, url, _("填报进展"), until=until)


def _is_near(column, today) -> bool:
    begun = column.opens_on is None or column.opens_on <= today
    return begun and (column.closes_on is None or column.closes_on >= today - BEHIND)
