"""What reviewing says on the front page: records that wait for this reader, and what a school or bureau has still to share out."""

from collections.abc import Iterator

from django.db.models import Count, Min
from django.urls import reverse
from django.utils.translation import gettext as _

from credits.facts.unassigned import Unassigned, unassigned_above, unassigned_at
from credits.models import PanelReview
from credits.words.assigning import reasons
from portal.accounts.enums import Role
from portal.kit.desk import Awaited, Item, Waiting
from portal.units.enums import Level

KEEPERS = (Role.SCHOOL_ADMIN, Role.CIO)
ABOVE = (Role.OFFICE, Role.BUREAU)


def reviews(user, post) -> Iterator[Item]:
    """One query for a reader, one more for those who keep a panel, and ten where something waits on it."""
    if post is None or post.role == Role.CLIENT:
        return
    waiting = PanelReview.objects.waiting().filter(reviewer=user).aggregate(n=Count("pk"), since=Min("created_at"))
    if waiting["n"]:
        what = _("%d 份申报材料待您评审") % waiting["n"]
        yield Waiting(what, reverse("credits:review-next"), _("评审"), since=waiting["since"])
    if post.role in KEEPERS and post.unit.level == Level.SCHOOL:
        for found in unassigned_at(post.unit):
            yield _to_share_out(found, post.unit)
    elif post.role in ABOVE:
        for found in unassigned_above(post.unit):
            yield _to_share_out(found, post.unit)


def _to_share_out(found: Unassigned, unit) -> Item:
    """The work of whoever keeps the panel that reads; those who gave it the reading wait for it."""
    what = _("%(n)d 项申报待分配评审：%(why)s") % {"n": found.total, "why": reasons(found.counts)}
    if found.panel is None:
        return Waiting(what, reverse("credits:panel-list"), _("建立评审组"), since=found.since)
    if found.panel.reading.unit_id != unit.pk:
        return Awaited(what, str(found.panel.reading), reverse("credits:panel-list"), since=found.since)
    return Waiting(what, found.panel.get_absolute_url(), _("分配"), since=found.since)
