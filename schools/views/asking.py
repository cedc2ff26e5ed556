"""What the pages of schools share: asking before an act, and telling a refusal beside its field."""

from django.contrib import messages
from django.shortcuts import redirect

from portal.kit.pages import ask, refusals_to_messages, refuse

__all__ = ["act", "ask", "refuse"]


def act(request, row, form, deed, said: str, **values):
    """Do ``deed(by=, **values, **what the form says)`` and go back to the row's page with one sentence."""
    if form is not None and not form.is_valid():
        errors = [f"{form.fields[name].label}：{sentences[0]}" for name, sentences in form.errors.items()]
        messages.error(request, "；".join(errors))
        return redirect(row)
    with refusals_to_messages(request):
        deed(by=request.user, **values, **(form.cleaned_data if form is not None else {}))
        messages.success(request, said)
    return redirect(row)
