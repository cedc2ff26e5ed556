"""The pages of what comes back on paper: scans of sealed copies, and answers of a service of electronic seals."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.documents import policies
from portal.documents.forms import CopyForm, ScanForm, WithdrawForm
from portal.documents.models import Document, SealedCopy, Sealing
from portal.documents.rest_files import TYPES
from portal.documents.sealing import copies, service
from portal.documents.sealing.comparing import changes_of
from portal.kit.errors import DomainError
from portal.kit.exports import download
from portal.kit.pages import refusals_to_messages


def _document(request, number) -> Document:
    return get_object_or_404(Document.objects.visible_to(request.user).select_related("unit"), number=number)


def _copy(request, number, pk) -> SealedCopy:
    rows = SealedCopy.objects.visible_to(request.user).select_related("document__unit")
    return get_object_or_404(rows, document__number=number, pk=pk)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def sealed(request, number):
    """The scans of a document: those handed in, and the form for another."""
    document = _document(request, number)
    form = ScanForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        with refusals_to_messages(request):
            copies.hand_in(document=document, content=form.cleaned_data["file"].read(), by=request.user)
            messages.success(request, _("已读取扫描件，请核对后确认。"))
        return redirect("documents:sealed", number)
    rows = list(document.sealed_copies.select_related("received_by").order_by("-pk")[:20])
    sealings = list(document.sealings.order_by("-pk")[:5])
    sealed_already = any(one.state == one.State.SEALED for one in sealings)
    may_act = policies.can_issue(request.user, document.unit)
    context = {
        "document": document,
        "form": form,
        "copies": rows,
        "waiting": next((row for row in rows if row.state == row.State.READ), None),
        "copy_form": CopyForm(),
        "withdraw_form": WithdrawForm(auto_id=False),
        "changes": changes_of(document),
        "may_act": may_act,
        "sealings": sealings,
        "may_ask": may_act and document.state == Document.State.ISSUED and not sealed_already,
        "service": service.service(),
    }
    return render(request, "documents/sealed.html", context)


@login_required
@require_safe
def copy_file(request, number, pk):
    """The scan as it was handed in, always as a download."""
    row = _copy(request, number, pk)
    try:
        return download(copies.content_of(row), row.filename, TYPES[row.kind])
    except DomainError as refusal:
        messages.error(request, refusal.sentence())
        return redirect("documents:sealed", number)


@login_required
@require_POST
def confirm_copy(request, number, pk):
    row = _copy(request, number, pk)
    form = CopyForm(request.POST)
    with refusals_to_messages(request):
        asked = form.cleaned_data if form.is_valid() else {}
        ticked = {"stamped": asked.get("stamped", False), "signed": asked.get("signed", False), "copies": asked.get("copies")}
        copies.confirm(copy=row, by=request.user, **ticked)
        messages.success(request, _("%(number)s的盖章件已收到。") % {"number": number})
    return redirect("documents:sealed", number)


@login_required
@require_POST
def withdraw_copy(request, number, pk):
    row = _copy(request, number, pk)
    with refusals_to_messages(request):
        copies.withdraw(copy=row, reason=request.POST.get("reason", ""), by=request.user)
        messages.success(request, _("扫描件已撤回。"))
    return redirect("documents:sealed", number)


@login_required
@require_POST
def ask_for_seal(request, number):
    """Send the document to the service of electronic seals and tell what it answered."""
    document = _document(request, number)
    with refusals_to_messages(request):
        answer = service.ask(document=document, by=request.user)
        tell = messages.success if answer.state == answer.State.SEALED else messages.warning
        tell(request, _("%(service)s：%(state)s。%(note)s") % {**vars(answer), "state": answer.get_state_display()})
    return redirect("documents:sealed", number)


@login_required
@require_safe
def sealing_file(request, number, pk):
    """The file a service gave back."""
    rows = Sealing.objects.visible_to(request.user).select_related("document").exclude(file="")
    row = get_object_or_404(rows, document__number=number, pk=pk)
    try:
        policies.check_give_out([row.document])
        return download(copies.content_of(row), f"{row}-{number}.pdf", TYPES["pdf"])
    except DomainError as refusal:
        messages.error(request, refusal.sentence())
        return redirect("documents:sealed", number)
