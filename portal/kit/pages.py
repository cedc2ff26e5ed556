"""Helpers of browser views."""

from contextlib import contextmanager

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from portal.kit.errors import DomainError

UNREACHED_NAMED = 10
MALFORMED = "malformed"  # the code of a refusal that only repeats what is wrong in a form
NOT_ASKED = {"csrfmiddlewaretoken", "form_token", "confirmed"}


@contextmanager
def refusals_to_messages(request):
    """Show a domain refusal as a message on the next page; the caller redirects either way."""
    try:
        yield
    except DomainError as refusal:
        messages.error(request, refusal.sentence())


def ask(request, *, heading, question, label, back, form=None, tone="primary", hidden=(), about=""):
    """The page that asks before an act, with what it needs to know; 422 when what was sent lacks something.

    ``about`` names the subject in the browser's title; without it the question does.
    """
    context = {"heading": heading, "question": question, "label": label, "back": back, "form": form, "tone": tone}
    context |= {"hidden": hidden, "action": request.path, "about": about}
    return render(request, "portal/confirm.html", context, status=422 if form is not None and form.errors else 200)


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


def refuse(form, refusal: DomainError) -> None:
    """A refusal beside the fields it names, else on top of the form."""
    form.add_error(None, refusal.sentence())
    for name, sentence in refusal.fields.items():
        if name in form.fields:
            form.add_error(name, sentence)


def asked_again(request, form, refusal: DomainError | None = None, *, heading, back, about):
    """The form of an act that was refused, with what was typed and why not, on a page of its own (422); nothing is lost.

    What is wrong in the form itself is told before the refusal, except that a field left empty is asked for in the act's own
    words. What was sent beside the form's fields goes with it, hidden.
    """
    if form.is_valid() and refusal:
        refuse(form, refusal)
    elif refusal and refusal.code != MALFORMED and (empty := _lone_empty(form)):
        form.errors[empty] = form.error_class([refusal.sentence()])
    own = {field.html_name for field in form} | NOT_ASKED
    hidden = [(name, value) for name, values in request.POST.lists() if name not in own for value in values]
    return ask(request, heading=heading, question=about, label=heading, back=back, form=form, hidden=hidden, about=about)


def _lone_empty(form) -> str:
    """The one field that was left empty, where nothing else is wrong."""
    faults = form.errors.as_data()
    codes = {error.code for errors in faults.values() for error in errors}
    return next(iter(faults)) if len(faults) == 1 and codes == {"required"} else ""


def warn_of_unreached(request, units) -> None:
    """Say at which units nobody has an account to be told by, so that somebody calls them."""
    if units:
        names = "、".join(unit.name for unit in units[:UNREACHED_NAMED]) + (_("等") if len(units) > UNREACHED_NAMED else "")
        told = _("%(count)d 个单位还没有能收到消息的账号：%(names)s。请打电话或在工作群里通知。")
        messages.warning(request, told % {"count": len(units), "names": names})


def csrf_failure(request, reason=""):
    """Answer a form sent from an old page or another site with a page that says how to go on."""
    return render(request, "403_csrf.html", {"reason": reason}, status=403)
