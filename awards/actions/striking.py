"""Taking a name off the notices that run, when its form goes back or is taken back."""

from django.utils.translation import gettext as _

from awards.actions.listing import end_notice_paper
from awards.models import Nomination, NoticeName, PublicNotice
from portal.audit.recording import record

REMOVED = NoticeName.State.REMOVED


def strike(nomination: Nomination, *, by, note: str = "") -> None:
    """The name leaves every notice that runs, so that its page and its Word file say who still stands; a PDF with it ends.

    An objection that was open stays so: it is answered whether or not the name still stands.
    """
    names = NoticeName.objects.filter(nomination=nomination, notice__state=PublicNotice.State.OPEN).exclude(state=REMOVED)
    for name in names.select_related("notice__unit", "notice__cycle"):
        take_off(name, by=by)
        record(by, "publicity.struck", name.notice, note=note or _("推荐表撤回"), data={"listed": name.subject})


def take_off(name: NoticeName, *, by) -> None:
    """The name is shown no more, and no paper of its notice that has it is vouched for."""
    NoticeName.objects.filter(pk=name.pk).stamp(state=REMOVED)
    end_notice_paper(name.notice, _("%(subject)s不再公示") % {"subject": name.subject}, by=by)
