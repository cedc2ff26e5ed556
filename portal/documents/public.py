"""The checking page: open to everybody, kept by no cache; an address may ask for ten documents a minute that there are not."""

from functools import wraps

from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from portal.documents import archive, limits, verifying
from portal.documents.forms import CodeForm, CompareForm
from portal.documents.models import Document
from portal.kit.addresses import client_address
from portal.kit.errors import DomainError
from portal.kit.exports import download

PDF = "application/pdf"
ASKING = "verify"


def unkept(view):
    """Keep the answer out of caches and search engines."""

    @wraps(view)
    def answered(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        response.headers["Cache-Control"] = "no-store"
        response.headers["X-Robots-Tag"] = "noindex"
        return response

    return answered


def given_to_everybody(document: Document | None):
    """The archived PDF of a document the public may read; 404 where there is none or the archive cannot vouch for it."""
    if document is None:
        raise Http404
    try:
        return download(archive.read(document), document.filename, PDF)
    except DomainError as damaged:
        raise Http404 from damaged


@require_safe
@unkept
def verify_start(request):
    """Where a code is typed in."""
    form = CodeForm(request.GET if "code" in request.GET else None)
    if form.is_bound and form.is_valid():
        return redirect("documents:verify", form.cleaned_data["code"])
    return render(request, "documents/verify_start.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@unkept
def verify(request, code):
    """What we vouch for, and whether an uploaded file is the archived one or its sealed edition; the rest is answered alike.

    Whoever has spent his guesses is answered nothing at all for a while, so that a good code is not told by its answer.
    """
    address = client_address(request)
    if not limits.allowed(address, ASKING):
        response = render(request, "documents/verify_busy.html", status=429)
        response.headers["Retry-After"] = "60"
        return response
    found = verifying.find(code)
    told = verifying.vouch(found) if found else None
    if told:
        limits.give_back(address, ASKING)
    form = CompareForm(request.POST, request.FILES) if request.method == "POST" else CompareForm()
    context = {"found": told, "form": form}
    if told and form.is_bound and form.is_valid():
        file = form.cleaned_data["file"]
        context["same"] = verifying.is_archived_file(found, file)
        context["sealed"] = not context["same"] and verifying.is_sealed_edition(found, file)
    return render(request, "documents/verify.html", context, status=200 if told else 404)
