"""The page where many scans of sealed copies are handed in at once, placed, and confirmed together."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.documents.enums import CopyState, IncomingState
from portal.documents.facts import awaiting_copies
from portal.documents.forms import CopyForm, IncomingFilter, PlaceForm, ScansForm, WithdrawForm
from portal.documents.models import Document, IncomingScan
from portal.documents.policies import ISSUING
from portal.documents.rest_files import TYPES
from portal.documents.sealing import copies, incoming
from portal.kit.errors import DomainError, Refused
from portal.kit.exports import download
from portal.kit.pages import refusals_to_messages
from portal.kit.paging import page_of

WAITING_SHOWN = 50


def unit_of(request):
    """The unit scans are handed in for: the one acted for, else the first whose papers one issues."""
    posts = [post for post in ([request.post] if request.post else []) + list(request.user.current_posts()) if post.role in ISSUING]
    if not posts:
        raise Http404
    return posts[0].unit


def _scans(request):
    return IncomingScan.objects.visible_to(request.user).select_related("unit", "received_by", "copy__document")


def _scan(request, pk) -> IncomingScan:
    return get_object_or_404(_scans(request), pk=pk)


def _back(request):
    address = request.POST.get("back", "")
    safe = url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure())
    return redirect(address if safe else "documents:scans")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def scans(request):
    """What came in together and became of it, and the form for more."""
    unit = unit_of(request)
    form = ScansForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        with refusals_to_messages(request):
            return redirect(incoming.bring(files=form.cleaned_data["files"], unit=unit, by=request.user))
    asked = IncomingFilter(request.GET)
    found = asked.apply(_scans(request).shown())
    waiting = list(found.filter(state=IncomingState.WAITING).order_by("-pk")[:WAITING_SHOWN])
    context = {
        "form": asked,
        "upload_form": form,
        "unit": unit,
        "page": page_of(request, found, order=["-pk"]),
        "waiting": waiting,
        "papers": awaiting_copies(request.user) if waiting else [],
        "place_form": PlaceForm(auto_id=False),
        "drop_form": WithdrawForm(auto_id=False),
        "copy_form": CopyForm(auto_id=False),
        "here": request.get_full_path(),
    }
    return render(request, "documents/scans.html", context, status=422 if form.errors else 200)


@login_required
@require_safe
def scan_file(request, pk):
    """A file as it came in, or a part of it, always as a download."""
    row = _scan(request, pk)
    try:
        return download(copies.content_of(row), row.filename, TYPES.get(row.kind, "application/octet-stream"))
    except DomainError as refusal:
        messages.error(request, refusal.sentence())
        return redirect("documents:scans")


@login_required
@require_POST
def place_scan(request, pk):
    row = _scan(request, pk)
    with refusals_to_messages(request):
        number = request.POST.get("number", "").strip()
        document = Document.objects.visible_to(request.user).select_related("unit").filter(number=number).first()
        if document is None:
            raise Refused(_("没有编号为“%(number)s”的文书，请从列出的编号中选。") % {"number": number[:60]})
        incoming.place(scan=row, document=document, by=request.user)
        messages.success(request, _("“%(name)s”已配给%(number)s，请核对后确认。") % {"name": row.name, "number": document.number})
    return _back(request)


@login_required
@require_POST
def drop_scan(request, pk):
    row = _scan(request, pk)
    with refusals_to_messages(request):
        incoming.drop(scan=row, reason=request.POST.get("reason", ""), by=request.user)
        messages.success(request, _("“%(name)s”不作盖章件，文件留存。") % {"name": row.name})
    return _back(request)


@login_required
@require_POST
def confirm_scans(request):
    """Confirm the ticked scans with what was seen on their paper."""
    keys = [key for key in request.POST.getlist("row")[:200] if key.isascii() and key.isdigit() and len(key) < 19]
    chosen = _scans(request).filter(pk__in=keys, state=IncomingState.MATCHED, copy__state=CopyState.READ).order_by("pk")
    form = CopyForm(request.POST)
    asked = form.cleaned_data if form.is_valid() else {}
    ticked = {"stamped": asked.get("stamped", False), "signed": asked.get("signed", False), "copies": asked.get("copies")}
    done, refused = incoming.confirm_together(scans=chosen, by=request.user, **ticked)
    if not done and not refused:
        messages.error(request, _("请先勾选已配对、待确认的扫描件。"))
    for sentence in refused[:10]:
        messages.error(request, sentence)
    if done:
        messages.success(request, _("已确认收到 %(count)d 份盖章件。") % {"count": done})
    return _back(request)
