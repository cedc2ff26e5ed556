"""What the pages of schools share: asking before an act, and telling a refusal beside its field."""

from django.contrib import messages
from django.shortcuts import redirect, render

from portal.kit.errors import DomainError
from portal.kit.pages import refusals_to_messages


def ask(request, *, heading, question, label, back, form=None, tone="primary", hidden=()):
    """The page that asks before an act, with what it needs to know; 422 when what was sent lacks something."""
    context = {"heading": heading, "question": question, "label": label, "back": back, "form": form, "tone": tone}
    context |= {"hidden": hidden, "action": request.path}
    return render(request, "portal/confirm.html", context, status=422 if form is not None and form.errors else 200)


def refuse(form, refusal: DomainError) -> None:
    """A refusal beside the fields it names, else on top of the form."""
    form.add_error(None, refusal.sentence())
    for name, sentence in refusal.fields.items():
        if name in form.fields:
            form.add_error(name, sentence)


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
