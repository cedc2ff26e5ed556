"""The register of notices, the files that came with them, and their end."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.kit.clock import database_now, local
from portal.kit.errors import DomainError
from portal.kit.exports import table_download
from portal.kit.lists import Listing, Ordering
from portal.kit.pages import refusals_to_messages
from programs.actions import notices as actions
from programs.attaching import given_out
from programs.exports import notices as exports
from programs.filters.notices import NoticeFilter
from programs.forms.notices import AttachForm, ReasonForm, RepealForm
from programs.models import Notice, NoticeAttachment
from programs.policies.notices import can_load_notice, can_load_somewhere

ORDERING = Ordering({"day": ("issued_on",), "number": ("number",)}, default="-day")


@login_required
@require_safe
def notice_list(request):
    rows = Notice.objects.visible_to(request.user).select_related("issuer", "program", "replaced_by")
    listing = Listing(request, NoticeFilter(request.GET, rows, request=request), ORDERING)
    if listing.export:
        name = f"{_('通知')}-{local(database_now()):%Y%m%d}"
        return table_download(exports.HEADINGS, exports.notices(listing.rows), name, listing.export)
    context = {"heading": _("通知"), "listing": listing, "page": listing.page, "may_load": can_load_somewhere(request.user)}
    return render(request, "programs/notice_list.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def repeal(request, pk):
    """废止."""
    question = _("废止后，%(number)s规定的标准不再适用，它的目标和日程也不再统计；已经报送和认定的不受影响。确定废止吗？")
    initial = {"ended_on": local(database_now()).date()}
    return _end(request, pk, RepealForm, actions.repeal, _("废止通知"), question, initial=initial, tone="danger")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def reinstate(request, pk):
    """Take a repeal back."""
    question = _("恢复后，%(number)s规定的标准重新适用。确定恢复吗？")
    return _end(request, pk, ReasonForm, actions.reinstate, _("恢复通知"), question)


def _end(request, pk, form_class, act, heading, question, *, initial=None, tone="primary"):
    notice = _issuers(request, pk)
    form = form_class(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        with refusals_to_messages(request):
            act(notice=notice, by=request.user, **form.cleaned_data)
            messages.success(request, _("%(number)s：%(state)s。") % {"number": notice, "state": notice.get_state_display()})
        return redirect(notice)
    context = {"heading": f"{heading} {notice.number}", "question": question % {"number": notice.number}, "label": heading}
    context |= {"form": form, "action": request.path, "back": notice.get_absolute_url(), "tone": tone}
    return render(request, "portal/confirm.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def attach(request, pk):
    """Keep a file with the notice."""
    notice = _issuers(request, pk)
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = AttachForm(*sent, notice=notice)
    if form.is_valid():
        try:
            actions.attach(notice=notice, by=request.user, **form.cleaned_data)
        except DomainError as refusal:
            form.add_error("file", refusal.sentence())
        else:
            messages.success(request, _("文件已附上。"))
            return redirect(notice)
    return render(request, "programs/notice_attach.html", {"notice": notice, "form": form}, status=422 if form.errors else 200)


@login_required
@require_safe
def attached(request, pk, file):
    """Give a file of a notice to those who see the notice."""
    row = _file(request, pk, file)
    return given_out(row.file, row.name)


@login_required
@require_POST
def detach(request, pk, file):
    row = _file(request, pk, file)
    with refusals_to_messages(request):
        actions.detach(attachment=row, by=request.user)
        messages.success(request, _("文件已撤下。"))
    return redirect(row.notice)


def _issuers(request, pk) -> Notice:
    """A notice that this user may act on for its issuer."""
    notice = get_object_or_404(Notice.objects.visible_to(request.user).select_related("issuer"), pk=pk)
    if not can_load_notice(request.user, notice.issuer):
        raise Http404
    return notice


def _file(request, pk, file) -> NoticeAttachment:
    rows = NoticeAttachment.objects.visible_to(request.user).current().select_related("notice__issuer")
    return get_object_or_404(rows, pk=file, notice_id=pk)
