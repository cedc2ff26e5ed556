"""What declarations say on a teacher's front page: what came back, what is not handed in yet, what lies with others."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from credits.enums.declarations import DeclarationState as S
from credits.models import Declaration
from portal.accounts.enums import Role
from portal.kit.desk import Awaited, Item, Waiting

AT_MOST = 10
ON_THE_WAY = (S.SUBMITTED, S.REVIEWING, S.GRADED, S.ACCEPTED, S.BATCHED)


def declarations(user, post) -> Iterator[Item]:
    """A teacher's own declarations; one query."""
    if post is None or post.role != Role.TEACHER:
        return
    rows = Declaration.objects.filter(teacher__user=user, state__in=[S.RETURNED, S.DRAFT, *ON_THE_WAY]).select_related("ability")
    for row in rows.order_by("-updated_at")[:AT_MOST]:
        if row.state == S.RETURNED:
            yield Waiting(_("申报被退回修改：%s") % row.ability, row.get_absolute_url(), _("修改"), since=row.returned_at)
        elif row.state == S.DRAFT:
            yield Waiting(_("申报还没有提交：%s") % row.ability, row.get_absolute_url(), _("继续填写"), since=row.updated_at)
        else:
            yield Awaited(_("申报：%s") % row.ability, row.turn.label, row.get_absolute_url(), since=row.submitted_at)
