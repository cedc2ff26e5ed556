"""Helpers of browser views."""

from contextlib import contextmanager

from django.contrib import messages
from django.shortcuts import render

from portal.kit.errors import DomainError


@contextmanager
def refusals_to_messages(request):
    """Show a domain refusal as a message on the next page; the caller redirects either way."""
    try:
        yield
    except DomainError as refusal:
        messages.error(request, refusal.sentence())


def csrf_failure(request, reason=""):
    """Answer a form sent from an old page or another site with a page that says how to go on."""
    return render(request, "403_csrf.html", {"reason": reason}, status=403)
