"""Who was first, told to whoever comes second."""

from django.utils.translation import gettext as _

from portal.audit.models import Event
from portal.kit.clock import local
from portal.kit.errors import WrongState


def moved_first(row) -> WrongState:
    """The refusal for whoever acts on ``row`` after somebody else moved it: who that was, and when."""
    last = Event.objects.about(row).select_related("actor").last()
    if last is None:
        return WrongState(_("这条推荐刚被他人改动，请刷新后再试。"))
    who = last.actor.name if last.actor else _("系统")
    words = {"who": who, "time": local(last.at).strftime("%Y-%m-%d %H:%M:%S")}
    return WrongState(_("这条推荐刚在 %(time)s 由%(who)s办理，请刷新后再试。") % words)
