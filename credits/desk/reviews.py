"""What reviewing says on the front page: records that wait for this reader, and what a school has still to share out."""

from collections.abc import Iterator

from django.db.models import Count, Min
from django.urls import reverse
from django.utils.translation import gettext as _

from credits.enums.declarations import DeclarationState
from credits.models import Declaration, PanelReview
from portal.accounts.enums import Role
from portal.kit.desk import Item, Waiting
from portal.units.enums import Level

KEEPERS = (Role.SCHOOL_ADMIN, Role.CIO)


def reviews(user, post) -> Iterator[Item]:
    """One query for a reader, one more for those who keep a school's panel."""
    if post is None or post.role == Role.CLIENT:
        return
    waiting = PanelReview.objects.waiting().filter(reviewer=user).aggregate(n=Count("pk"), since=Min("created_at"))
    if waiting["n"]:
        what = _("%d 份申报材料待您评审") % waiting["n"]
        yield Waiting(what, reverse("credits:review-next"), _("评审"), since=waiting["since"])
    if post.role in KEEPERS and post.unit.level == Level.SCHOOL:
        yield from _to_share_out(post.unit)


def _to_share_out(unit) -> Iterator[Item]:
    rows = Declaration.objects.filter(unit=unit, state=DeclarationState.SUBMITTED)
    found = rows.aggregate(n=Count("pk"), since=Min("submitted_at"))
    if found["n"]:
        what = _("%d 项申报待分配评审") % found["n"]
        yield Waiting(what, reverse("credits:panel-list"), _("分配"), since=found["since"])
