"""What the pages of records share: a form, the act it leads to, and where one goes from there."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from portal.kit.clock import database_now, local
from portal.kit.errors import DomainError
from portal.kit.pages import refuse

WRITABLE = require_http_methods(["GET", "HEAD", "POST"])
FORM, QUESTION = "programs/entry.html", "portal/confirm.html"


def today():
    """The day by the database's clock, in China."""
    return local(database_now()).date()


def filled(form_class, request, **options):
    """The form with what was sent, or empty."""
    posted = request.method == "POST"
    return form_class(request.POST if posted else None, request.FILES if posted else None, **options)


def entered(request, form, act, *, said: str, back: str, template: str = FORM, **context):
    """The page of a form; when it is sent and fits, ``act(**what it says)`` and away with one sentence.

    ``act`` answers where to go, None for ``back``; a refusal of its stands beside its fields. ``%(made)s`` in ``said`` is what
    it answered.
    """
    if form.is_valid():
        try:
            made = act(**form.cleaned_data)
        except DomainError as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, said % {"made": made})
            return redirect(made if hasattr(made, "get_absolute_url") else back)
    shown = {"form": form, "back": back, "action": request.get_full_path(), "files": form.is_multipart(), **context}
    return render(request, template, shown, status=422 if form.errors else 200)
