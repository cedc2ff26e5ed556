"""Helpers of browser views."""

from contextlib import contextmanager

from django.contrib import messages
from django.shortcuts import render
from django.utils.translation import gettext as _

from portal.kit.errors import DomainError

UNREACHED_NAMED = 10


@contextmanager
def refusals_to_messages(request):
    """Show a domain refusal as a message on the next page; the caller redirects either way."""
    try:
        yield
    except DomainError as refusal:
        messages.error(request, refusal.sentence())


def warn_of_unreached(request, units) -> None:
    """Say at which units nobody has an account to be told by, so that somebody calls them."""
    if units:
        names = "、".join(unit.name for unit in units[:UNREACHED_NAMED]) + (_("等") if len(units) > UNREACHED_NAMED else "")
        told = _("%(count)d 个单位还没有能收到消息的账号：%(names)s。请打电话或在工作群里通知。")
        messages.warning(request, told % {"count": len(units), "names": names})


def csrf_failure(request, reason=""):
    """Answer a form sent from an old page or another site with a page that says how to go on."""
    return render(request, "403_csrf.html", {"reason": reason}, status=403)
