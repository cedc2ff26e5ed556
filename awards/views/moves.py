"""Moving one nomination along its route."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from awards.actions import nominations, recommending
from awards.actions.readmitting import readmit as let_again
from awards.forms.nominations import OpinionForm, ReadmitForm, ReturnForm, RevokeForm
from awards.views.finding import find_nomination, go_back
from portal.kit.errors import Denied, DomainError
from portal.kit.pages import asked_again, refusals_to_messages


@login_required
@require_POST
def recommend(request, pk):
    """The city puts a county's nomination forward."""
    row, form = find_nomination(request, pk), OpinionForm(request.POST)

    def deed(opinion):
        recommending.recommend(
            nomination=row, by=request.user, opinion=opinion if "opinion" in request.POST else None, seen=_seen(request)
        )
        return _("已推荐%(subject)s，排在第 %(position)d 位。") % {"subject": row.subject, "position": row.position}

    return _moved(request, row, form, deed, _("推荐"))


@login_required
@require_POST
def send_back(request, pk):
    row, form = find_nomination(request, pk), ReturnForm(request.POST)

    def deed(reason):
        recommending.send_back(nomination=row, reason=reason, by=request.user, seen=_seen(request))
        return _("已退回%(subject)s，对方会收到理由。") % {"subject": row.subject}

    return _moved(request, row, form, deed, _("退回"))


@login_required
@require_POST
def revoke(request, pk):
    """The city takes its recommendation of a county's form back."""
    row, form = find_nomination(request, pk), RevokeForm(request.POST)

    def deed(reason):
        recommending.revoke(nomination=row, reason=reason, by=request.user)
        return _("已撤销对%(subject)s的推荐，名额已空出；推荐表仍在本市。") % {"subject": row.subject}

    return _moved(request, row, form, deed, _("撤销推荐"))


@login_required
@require_POST
def readmit(request, pk):
    """The office lets a form that an upheld objection struck be put forward again."""
    row, form = find_nomination(request, pk), ReadmitForm(request.POST)

    def deed(reason):
        let_again(nomination=row, reason=reason, by=request.user)
        return _("已准许%(subject)s再次推荐，申报单位和设区市会收到理由。") % {"subject": row.subject}

    return _moved(request, row, form, deed, _("准许再推荐"))


def _moved(request, row, form, deed, heading):
    """Do ``deed(**what the form says)`` and go back with its sentence; what was typed stays when it is refused."""
    typed = any((form[name].value() or "").strip() for name in form.fields)
    again = {"heading": heading, "back": go_back(request, row).url, "about": row.subject}
    if not form.is_valid() and typed:
        return asked_again(request, form, **again)
    try:
        messages.success(request, deed(**{name: form.cleaned_data.get(name, "") for name in form.fields}))
    except DomainError as refusal:
        if typed and not isinstance(refusal, Denied):
            return asked_again(request, form, refusal, **again)
        messages.error(request, refusal.sentence())
    return go_back(request, row)


@login_required
@require_POST
def withdraw(request, pk):
    row = find_nomination(request, pk)
    with refusals_to_messages(request):
        nominations.withdraw(nomination=row, by=request.user)
        messages.success(request, _("已撤回%(subject)s的推荐；截止前可以重新填报，会带入这份表的内容。") % {"subject": row.subject})
        return go_back(request, row.cycle)
    return go_back(request, row)


def _seen(request) -> int | None:
    """The version of the form on the page the act was asked from."""
    text = request.POST.get("version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None
