"""One act at a time on a public notice and on a form: the row is held and read anew before anything is checked."""

from django.db import OperationalError
from django.utils.translation import gettext as _

from awards.models import Nomination, PublicNotice
from portal.kit.errors import WrongState


def locked_notice(notice: PublicNotice) -> PublicNotice:
    """The notice as it stands now, held to the end of the transaction.

    It is taken before nominations and names, which no act holds while it asks for a notice. ``WrongState`` (busy) where the wait
    was too long.
    """
    rows = PublicNotice.objects.select_for_update(of=("self",), no_key=True)
    try:
        return rows.select_related("cycle__unit", "cycle__notice", "unit").get(pk=notice.pk)
    except OperationalError:
        raise WrongState(_("此刻正在登记或办理同一公示的其他事项，请再提交一次，填写的内容还在。"), code="busy") from None


def locked_form(nomination: Nomination) -> Nomination:
    """The form as it stands now, held to the end of the transaction."""
    rows = Nomination.objects.select_for_update(of=("self",))
    return rows.select_related("cycle", "category__cycle", "unit", "via").get(pk=nomination.pk)
