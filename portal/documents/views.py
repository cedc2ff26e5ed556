"""The pages of documents for those who issue and print them."""

import tempfile

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from portal.documents import actions, archive, bundles, editions, facts, policies
from portal.documents.enums import ARCHIVED, REVOCABLE
from portal.documents.forms import BUNDLED_AT_ONCE, DocumentFilter, RevokeForm
from portal.documents.models import Document
from portal.jobs.models import Job
from portal.kit.errors import Denied, DomainError, Refused
from portal.kit.exports import download
from portal.kit.pages import asked_again, refusals_to_messages
from portal.kit.paging import page_of

PDF = "application/pdf"


def _visible(request):
    return Document.objects.visible_to(request.user).select_related("unit", "issued_by")


@login_required
@require_safe
def document_list(request):
    form = DocumentFilter(request.GET)
    page = page_of(request, form.apply(_visible(request)).defer("data"), order=["-pk"])
    return render(request, "documents/document_list.html", {"form": form, "page": page})


@login_required
@require_safe
def document(request, number):
    found = get_object_or_404(_visible(request), number=number)
    context = {
        "document": found,
        "versions": facts.versions_of(found, request.user),
        "history": facts.history_of(found),
        "editions": editions.kinds_of(found.form),
        "can_revoke": found.state in REVOCABLE and policies.can_revoke(request.user, found),
        "revoke_form": RevokeForm(),
    }
    return render(request, "documents/document.html", context)


@login_required
@require_safe
def document_file(request, number):
    """The archived PDF; whatever keeps it back or is wrong with the archive is told on the document's page."""
    found = get_object_or_404(_visible(request), number=number)
    try:
        policies.check_give_out([found])
        return download(archive.read(found), found.filename, PDF)
    except DomainError as refusal:
        messages.error(request, refusal.sentence())
        return redirect(found)


@login_required
@require_safe
def document_edition(request, number, kind):
    """The document's data as a file to go on writing in, marked as such."""
    found = get_object_or_404(_visible(request), number=number)
    if kind not in editions.kinds_of(found.form):
        raise Http404
    with refusals_to_messages(request):
        return download(editions.edition_of(found, kind), editions.filename_of(found.paper(), kind), editions.KINDS[kind])
    return redirect(found)


@login_required
@require_POST
def revoke(request, number):
    found = get_object_or_404(_visible(request), number=number)
    try:
        actions.revoke(document=found, reason=request.POST.get("reason", ""), by=request.user)
    except Denied as refusal:
        messages.error(request, refusal.sentence())
    except DomainError as refusal:
        form, back = RevokeForm(request.POST), found.get_absolute_url()
        return asked_again(request, form, refusal, heading=_("作废"), back=back, about=f"{found.number} {found.title}")
    else:
        messages.success(request, _("%(number)s已作废。") % {"number": found.number})
    return redirect(found)


@login_required
@require_POST
def bundle(request):
    """The ticked documents as one ZIP or one PDF for the printer, in the order of the forms and numbers."""
    kind = "zip" if request.POST.get("kind") == "zip" else "print"
    try:
        chosen = _chosen(request)
        file = tempfile.TemporaryFile()  # noqa: SIM115  the response closes it
        if kind == "zip":
            bundles.pack(chosen, file, len(chosen))
        else:
            bundles.merge(chosen, file)
    except DomainError as refusal:
        messages.error(request, refusal.sentence())
        return redirect("documents:document-list")
    file.seek(0)
    name = _("正式文书%(suffix)s") % {"suffix": bundles.SUFFIXES[kind]}
    return FileResponse(file, as_attachment=True, filename=name, content_type=bundles.KINDS[kind])


def _chosen(request) -> list[Document]:
    numbers = request.POST.getlist("row")[: BUNDLED_AT_ONCE + 1]
    chosen = list(_visible(request).filter(number__in=numbers, state__in=ARCHIVED).order_by("form", "number"))
    if not chosen:
        raise Refused(_("请先勾选已签发的文书。"))
    if len(chosen) > BUNDLED_AT_ONCE:
        raise Refused(_("一次最多合并 %(count)d 份，请分批。") % {"count": BUNDLED_AT_ONCE})
    policies.check_give_out(chosen)
    return chosen


@login_required
@require_safe
def batch_file(request, pk, kind):
    """What a batch job packed or merged; a week later it must be made again."""
    job = get_object_or_404(Job.objects.visible_to(request.user), pk=pk, kind="documents.batch")
    name = job.result.get("files", {}).get(kind)
    if not name or kind not in bundles.KINDS:
        raise Http404
    path = bundles.path_of(name)
    if not path.is_file():
        messages.error(request, _("打包的文件只保留 7 天，请重新生成。"))
        return redirect(job)
    name = f"{job.title}{bundles.SUFFIXES[kind]}"
    return FileResponse(path.open("rb"), as_attachment=True, filename=name, content_type=bundles.KINDS[kind])
