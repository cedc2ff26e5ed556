"""Files of a declaration: announced and sent in pieces, looked at, given out, removed."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, JsonResponse, UnreadablePostError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from credits.actions import evidence
from credits.evidence import kinds, serving
from credits.evidence.refusals import MaterialRefused
from credits.facts.declarations import pieces_of
from credits.facts.readings import name_for
from credits.models import EvidenceFile, EvidenceUpload
from credits.policies.declarations import can_fill
from credits.views.declarations import dress, find_declaration
from portal.kit import refusing
from portal.kit.errors import DomainError


def _refused(refusal: DomainError) -> JsonResponse:
    status = 413 if refusal.code == "too_large" else refusal.status
    body = {"code": refusal.code, "detail": refusal.sentence(), "clause": refusal.clause, "fields": refusal.fields}
    return JsonResponse(body, status=status)


def _find_piece(row, key: str):
    piece = next((piece for piece in pieces_of(row) if piece.key == key), None)
    if piece is None:
        raise Http404
    return piece


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def files(request, code):
    """The files of one item as a part of the page; or room for one that will come in pieces."""
    row = find_declaration(request, code)
    piece = _find_piece(row, request.POST.get("item", "") or request.GET.get("item", ""))
    if request.method == "POST":
        return _announce(request, row, piece.item)
    dress(piece.files, request)
    context = {"declaration": row, "piece": piece, "files": piece.files, "fills": can_fill(request.user, row), "again": True}
    return render(request, "credits/declarations/_files.html", context)


def _announce(request, row, item):
    size = request.POST.get("size", "")
    if not (size.isascii() and size.isdigit() and len(size) < 16):
        return refusing.refusal("malformed", _("请说明文件大小。"), 400)
    try:
        upload = evidence.announce(declaration=row, item=item, name=request.POST.get("name", ""), size=int(size), by=request.user)
    except DomainError as refusal:
        return _refused(refusal)
    response = JsonResponse(_told(upload) | {"piece": evidence.PIECE}, status=201)
    response.headers["Location"] = reverse("credits:evidence-upload", args=[upload.key])
    return response


def _told(upload) -> dict:
    return {"address": reverse("credits:evidence-upload", args=[upload.key]), "offset": upload.received, "size": upload.size}


@login_required
@require_http_methods(["GET", "HEAD", "PATCH"])
def upload(request, key):
    """How far a file has come; or its next piece, the last of which makes it a file of the declaration."""
    mine = EvidenceUpload.objects.visible_to(request.user).filter(started_by=request.user)
    row = get_object_or_404(mine.select_related("declaration__teacher__unit", "declaration__unit", "file"), key=key)
    if request.method == "PATCH":
        return _take(request, row)
    return _where(row)


def _where(row, **more) -> JsonResponse:
    response = JsonResponse(_told(row) | {"done": row.file_id is not None} | more)
    response.headers["Upload-Offset"] = str(row.received)
    response.headers["Upload-Length"] = str(row.size)
    return response


def _take(request, row):
    offset, length = request.headers.get("Upload-Offset", ""), request.headers.get("Content-Length") or "0"
    if not (offset.isascii() and offset.isdigit() and length.isascii() and length.isdigit()) or len(offset + length) > 30:
        return refusing.refusal("malformed", _("缺少 Upload-Offset 或 Content-Length。"), 400)
    if int(length) > evidence.PIECE:
        return _refused(MaterialRefused("too_large", {"megabytes": evidence.PIECE // kinds.MEGABYTE}))
    data = _body(request, int(length))
    if data is None:
        return HttpResponse(b"", status=408)
    try:
        if data:
            row = evidence.take_piece(upload=row, offset=int(offset), data=data, by=request.user)
        file = evidence.finish(upload=row, by=request.user) if row.received == row.size else None
    except DomainError as refusal:
        return _refused(refusal)
    return _where(row, done=file is not None, file=file.pk if file else None)


def _body(request, length: int) -> bytes | None:
    """The piece that was announced; None from a client that leaves off or takes longer than ``timely_bodies`` waits."""
    try:
        data = request.read(length)
    except UnreadablePostError:
        return None
    return data if len(data) == length else None


def visible_file(request, pk: int) -> EvidenceFile | None:
    """The file, to whoever sees its declaration or has it to read."""
    rows = EvidenceFile.objects.visible_to(request.user).select_related("declaration__teacher__unit", "declaration__unit")
    return rows.filter(pk=pk).first()


@login_required
@require_safe
def open_file(request, pk):
    """On to the short-lived address of a file; what is held, refused, removed or foreign is not there."""
    file = visible_file(request, pk)
    if file is None or not file.is_clean:
        raise Http404
    return redirect(serving.link_for(file, request))


@require_safe
def read(request, token):
    """The bytes, for the person and session the address was made for; 404 without a byte for everybody else."""
    pk, part, number = serving.read_link(token, request) or (None, serving.WHOLE, 0)
    file = visible_file(request, pk) if pk else None
    if file is None or not file.is_clean:
        return serving.nothing()
    if part != serving.WHOLE:
        return serving.shown(file, part, number, request)
    file.name = name_for(file, request.user)
    if file.kind in {*kinds.CONTENT_TYPES}:
        return serving.given(file, request)
    evidence.download(file=file, by=request.user)
    return serving.given(file, request)


@login_required
@require_POST
def remove(request, pk):
    """Take a file out of a draft, once the person has said so."""
    file = visible_file(request, pk)
    if file is None or not can_fill(request.user, file.declaration):
        raise Http404
    if request.POST.get("confirmed") != "yes":
        context = {
            "heading": _("删除文件"),
            "question": _("确定删除文件“%s”？删除后不能恢复，需要时请重新上传。") % file.name,
            "label": _("删除"),
            "tone": "danger",
            "action": request.path,
            "back": file.declaration.get_absolute_url(),
        }
        return render(request, "portal/confirm.html", context)
    try:
        evidence.remove(file=file, by=request.user)
    except DomainError as refusal:
        messages.error(request, refusal.sentence())
    return redirect(file.declaration)
