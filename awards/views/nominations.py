from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from awards.actions import nominations, recommending
from awards.attachment_limits import name_warning
from awards.facts_desk.forms import awaiting, form_page
from awards.facts_desk.history import last_edit
from awards.facts_desk.people import people_at
from awards.forms.check import LABELS, check_complete
from awards.forms.nominations import NominationForm, draft_warning, personal_warning, taken_over
from awards.models import Nomination
from awards.views.finding import find_nomination
from portal.kit.clock import local
from portal.kit.errors import DomainError, Stale
from portal.kit.pages import refusals_to_messages


@login_required
@require_safe
def nomination(request, pk):
    return _page(request, find_nomination(request, pk))


def _page(request, row: Nomination, form: NominationForm | None = None, status=200, **more):
    shown = (form or NominationForm.of(row)).mark_required()
    context = form_page(row, request.user)
    names = name_warning(file.file_name for file in context["attachments"])
    told = [sentence for sentence in (personal_warning(row), names, draft_warning(row)) if sentence]
    context |= {"form": shown, "warnings": told, **more}
    return render(request, "awards/nomination.html", context, status=status)


@login_required
@require_POST
def save(request, pk):
    """Store the draft; by itself (JSON) or by a button, which may also hand it in."""
    row = find_nomination(request, pk)
    by_itself = request.accepts("application/json") and not request.accepts("text/html")
    form = NominationForm(request.POST, nomination=row)
    if not form.is_valid():
        return _not_understood(form) if by_itself else _page(request, row, form, status=422)
    try:
        version = form.cleaned_data["version"]
        nominations.save(nomination=row, version=version, values=form.values(), by=request.user, by_itself=by_itself)
    except DomainError as refusal:
        return _told(refusal) if by_itself else _refused(request, row, form, refusal)
    if by_itself:
        return JsonResponse(_saved(row))
    if request.POST.get("then") == "fill":
        return _fill(request, row)
    if request.POST.get("then") == "hand-in":
        return _hand_in(request, row)
    messages.success(request, _("草稿已保存，尚未报送。"))
    return redirect(row)


def _fill(request, row: Nomination):
    """Take over what is known of the person chosen, into the draft just saved."""
    key = request.POST.get("person", "")
    with refusals_to_messages(request):
        nominations.fill(nomination=row, key=key, by=request.user)
        person = next(one for one in people_at(row) if one.key == key)
        messages.success(request, taken_over(NominationForm.of(row), person))
    return redirect(row)


def _saved(row: Nomination) -> dict:
    """What the page that saved itself hears: the time by the clocks of China, and what would hold up handing in."""
    moment = local(row.updated_at)
    return {
        "version": row.version,
        "saved_at": moment.isoformat(),
        "saved_text": moment.strftime("%H:%M"),
        "warning": draft_warning(row),
        "fields": {"version": row.version},
    }


def _not_understood(form) -> JsonResponse:
    """Input that is not of this form's shape."""
    fields = {name: errors[0] for name, errors in form.errors.items()}
    return JsonResponse(
        {"code": "refused_input", "detail": _("有内容不能识别，没有保存。"), "clause": None, "fields": fields}, status=422
    )


def _told(refusal: DomainError) -> JsonResponse:
    """A refusal to a script, in the shape REST uses."""
    fields = {name: value if isinstance(value, str | int | None) else str(value) for name, value in refusal.fields.items()}
    body = {"code": refusal.code, "detail": refusal.sentence(), "clause": refusal.clause, "fields": fields}
    return JsonResponse(body, status=refusal.status)


def _refused(request, row: Nomination, form: NominationForm, refusal: DomainError):
    """The form with what was typed and why it was not taken; both texts side by side when it was stale."""
    if isinstance(refusal, Stale):
        form.data = form.data.copy()
        form.data["version"] = row.version
        conflicts = [(LABELS.get(name, name), now, form.cleaned_data.get(name, "")) for name, now in _shown(refusal, row)]
        return _page(request, row, form, 412, conflicts=conflicts, stale=refusal, edited=last_edit(row))
    form.add_refusals(refusal.fields or {"": refusal.sentence()})
    return _page(request, row, form, refusal.status, refusal=refusal.sentence(), unsaved=_unsaved(row, form))


def _unsaved(row: Nomination, form: NominationForm) -> list[tuple[str, str]]:
    """What was typed and differs from what is stored, for a form that takes no more changes."""
    stored = NominationForm.of(row).initial
    typed = [(name, value) for name, value in form.values().items() if value and str(value) != str(stored[name])]
    return [(LABELS[name], value) for name, value in typed]


def _shown(stale: Stale, row: Nomination):
    """The fields that differ as people name them; a period stands for its score and rank."""
    for name, now in stale.fields.items():
        if name in LABELS:
            yield name, row.result_text if name == "period" else now


def _hand_in(request, row: Nomination):
    """Hand in the form just saved, once the person has said so."""
    try:
        check_complete(row)
    except DomainError as refusal:
        return _not_handed_in(request, row, refusal)
    warning = personal_warning(row) or name_warning(row.attachments.kept().values_list("file_name", flat=True))
    if warning or request.POST.get("confirmed") != "yes":
        question = _("确定报送“%(what)s”？报送后不能直接修改；截止前可撤回重填。") % {"what": row}
        address = reverse("awards:submit", args=[row.pk])
        context = {
            "heading": _("报送推荐"),
            "question": " ".join(part for part in (warning, awaiting(row), question) if part),
            "label": _("仍要报送") if warning else _("报送"),
            "action": address,
            "back": row.get_absolute_url(),
        }
        return render(request, "portal/confirm.html", context)
    return submitted(request, row)


def submitted(request, row: Nomination):
    """Hand the form to the unit above; what lacks is shown beside its field."""
    try:
        if row.category.passes_a_city:
            nominations.submit(nomination=row, by=request.user)
        else:
            recommending.recommend(nomination=row, by=request.user)
    except DomainError as refusal:
        return _not_handed_in(request, row, refusal)
    moment = local(row.submitted_at).strftime("%Y-%m-%d %H:%M")
    messages.success(request, _("已于 %(time)s 报送，等待%(who)s办理。") % {"time": moment, "who": row.turn.label})
    return redirect(row)


def _not_handed_in(request, row: Nomination, refusal: DomainError):
    """The stored form with what holds it up beside its fields."""
    if not refusal.fields:
        messages.error(request, refusal.sentence())
        return redirect(row)
    form = NominationForm(_as_posted(row), nomination=row)
    form.is_valid()
    form.add_refusals(refusal.fields)
    return _page(request, row, form, refusal.status, errors_title=_("草稿已保存，还没有报送，请先改正下列问题："))


def _as_posted(row: Nomination) -> dict:
    """The stored form as a browser would send it."""
    return NominationForm.of(row).initial


@login_required
@require_POST
def submit(request, pk):
    return submitted(request, find_nomination(request, pk))
