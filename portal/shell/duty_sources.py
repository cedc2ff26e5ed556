"""What somebody answers for inside a school, on the front page."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from portal.kit.desk import Waiting
from portal.shell.sources import AT_MOST, end_of
from programs.models import Duty


def duties(user, post) -> Iterator[Waiting]:
    """One's own open duties, the nearest first; one query."""
    rows = Duty.objects.of(user).open().order_by("due_on", "pk")
    for row in rows[:AT_MOST]:
        what = _("校内工作：%(title)s（%(department)s）") % {"title": row.title, "department": row.department}
        yield Waiting(what, row.get_absolute_url(), _("查看并填报"), since=row.created_at, until=end_of(row.due_on))
