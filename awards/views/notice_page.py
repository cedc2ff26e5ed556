"""The public side of a notice: read without signing in, and where objections are made under a real name."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from awards.actions import objections
from awards.documents.lists import groups_of, notice_word, with_workplaces
from awards.facts_desk.published import notice_document, why_taken_back
from awards.forms.publicity import ObjectionForm
from awards.models import NoticeName, PublicNotice
from portal.documents import limits
from portal.documents.public import given_to_everybody, unkept
from portal.documents.word import DOCX
from portal.kit.addresses import client_address
from portal.kit.clock import database_now, local
from portal.kit.errors import DomainError
from portal.kit.exports import download
from portal.kit.pages import refuse
from portal.kit.paging import page_of
from programs.attaching import given_out

OBJECTING = "object"


@require_safe
@unkept
def notice_list(request):
    """Every notice that began."""
    rows = PublicNotice.objects.public().select_related("unit", "cycle__unit", "cycle__notice")
    return render(request, "awards/publicity/public_list.html", {"page": page_of(request, rows, order=["-pk"])})


def _find(code: str) -> PublicNotice:
    return get_object_or_404(PublicNotice.objects.public().select_related("unit", "cycle__unit", "cycle__notice"), code=code)


@require_safe
@unkept
def notice_file(request, code, file):
    """A file that went out with a notice, as a download."""
    row = get_object_or_404(_find(code).files.kept(), pk=file)
    return given_out(row.file, row.file_name)


@require_http_methods(["GET", "HEAD", "POST"])
@unkept
def notice_page(request, code):
    """The names and the way to object; while it runs only, by name, some a minute from one address. One taken back says so."""
    if gone := PublicNotice.objects.taken_back().filter(code=code).select_related("unit", "cycle__unit", "cycle__notice").first():
        return _gone(request, gone)
    found = _find(code)
    if request.GET.get("file") == "docx":
        return download(notice_word(found), f"{found.title}.docx", DOCX)
    document = notice_document(found)
    if request.GET.get("file") == "pdf":
        return given_to_everybody(document)
    today = local(database_now()).date()
    running = found.state == PublicNotice.State.OPEN and found.starts_on <= today <= found.ends_on
    names = list(found.names.exclude(state=NoticeName.State.REMOVED))
    form = ObjectionForm(request.POST if request.method == "POST" else None, names=names)
    status = 200
    if request.method == "POST":
        if not limits.allowed(client_address(request), OBJECTING):
            response = render(request, "documents/verify_busy.html", status=429)
            response.headers["Retry-After"] = "60"
            return response
        status = _take(request, found, form, names)
        if status == 302:
            return redirect(found.public_url)
    context = {
        "notice": found,
        "files": found.files.kept().select_related("notice"),
        "groups": with_workplaces(groups_of(found)),
        "running": running,
        "awaited": found.state == PublicNotice.State.OPEN and today < found.starts_on,
        "form": form,
        "document": document,
    }
    return render(request, "awards/publicity/public.html", context, status=status)


def _gone(request, notice: PublicNotice):
    """That a notice which had begun was taken back, when and why; none of its names."""
    at, reason = why_taken_back(notice)
    return render(request, "awards/publicity/gone.html", {"notice": notice, "at": at, "reason": reason}, status=410)


def _take(request, found, form, names) -> int:
    """Take an objection in, or put what is wrong beside the fields; the status to answer with."""
    if not form.is_valid():
        return 422
    given = dict(form.cleaned_data)
    listed = next(one for one in names if str(one.pk) == given.pop("listed"))
    listed.notice = found
    try:
        row = objections.object_to(listed=listed, **given)
    except DomainError as refusal:
        refuse(form, refusal)
        return refusal.status
    messages.success(request, _("异议已收到，编号 %s，受理部门会与您联系。") % row.number)
    return 302
