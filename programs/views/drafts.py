"""Writing a notice in the browser, part by part; every page works on the one file that the draft is."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.kit.errors import DomainError
from portal.kit.exports import download
from portal.kit.lists import Listing, Ordering
from portal.kit.pages import refusals_to_messages
from programs.actions import drafts as actions
from programs.affected import affected_by
from programs.drafting import faults_in, parts_of, remarks_on
from programs.filters.notices import DraftFilter
from programs.forms import draft_rows, drafts
from programs.keeping_comments import text_keeping
from programs.models import Notice, NoticeDraft
from programs.notice_data import PARTS, data_of, head_of, rows_of, with_row, without_row
from programs.notice_file import LARGEST, NoticeRefused
from programs.parameters import parameter_named
from programs.policies.notices import can_load_somewhere, check_load_notice
from programs.preview import preview_notice
from programs.yaml_reading import has_comments

FORMS = {
    "clauses": drafts.ClauseForm,
    "policy": draft_rows.ValueForm,
    "targets": draft_rows.TargetForm,
    "calendar": draft_rows.PhaseForm,
    "assumptions": drafts.AssumptionForm,
}
ORDERING = Ordering({"new": ()}, default="-new")
YAML = "application/yaml; charset=utf-8"


@login_required
@require_safe
def draft_list(request):
    if not can_load_somewhere(request.user):
        raise Http404
    rows = NoticeDraft.objects.visible_to(request.user).select_related("issuer", "drafted_by", "notice")
    listing = Listing(request, DraftFilter(request.GET, rows, request=request), ORDERING)
    context = {"heading": _("起草的通知"), "listing": listing, "page": listing.page}
    return render(request, "programs/drafts/list.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def begin(request):
    """Begin a notice: empty, or from a file."""
    if not can_load_somewhere(request.user):
        raise Http404
    initial = {"issuer": request.post.unit.code if request.post else ""}
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = drafts.NewDraftForm(*sent, user=request.user, initial=initial)
    if form.is_valid():
        typed = dict(form.cleaned_data)
        file = typed.pop("file")
        try:
            text = file.read(LARGEST + 1).decode("utf-8-sig") if file else None
            draft = actions.begin(by=request.user, text=text, **typed)
        except UnicodeDecodeError:
            form.add_error("file", _("文件不是 UTF-8 编码。"))
        except DomainError as refusal:
            form.add_error(None, refusal.sentence())
        else:
            return redirect(draft)
    return render(request, "programs/drafts/new.html", {"form": form}, status=422 if form.errors else 200)


@login_required
@require_POST
def revise(request, pk):
    """Begin the next version of an issued notice, or go on with the one begun."""
    notice = get_object_or_404(Notice.objects.visible_to(request.user).select_related("issuer"), pk=pk)
    with refusals_to_messages(request):
        return redirect(actions.revise(notice=notice, by=request.user))
    return redirect(notice)


@login_required
@require_safe
def draft(request, pk):
    """The whole draft with what is still wrong with it."""
    row = _draft(request, pk)
    data = data_of(row.text)
    context = {"draft": row, "head": head_of(data), "parts": parts_of(data), "faults": faults_in(row.text, request.user)}
    context["remarks"] = remarks_on(data) if row.state == NoticeDraft.State.DRAFT else []
    context["comments"] = row.state == NoticeDraft.State.DRAFT and has_comments(row.text)
    return render(request, "programs/drafts/draft.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def head(request, pk):
    row = _draft(request, pk, writing=True)
    data = data_of(row.text)
    form = drafts.HeadForm(request.POST if request.method == "POST" else None, draft=row, data=data, at=0)
    if form.is_valid():
        made = data | {"notice": head_of(data) | form.made}
        if answer := _written(request, row, form, made):
            return answer
    return _form(request, row, form, _("发文信息"))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def part(request, pk, name, at=None):
    """One row of a part; ``at`` counts from 1, none means a new row."""
    row, data = _draft(request, pk, writing=True), {}
    data = data_of(row.text)
    if name not in PARTS or (at is not None and not 1 <= at <= len(rows_of(data, name))):
        raise Http404
    place = None if at is None else at - 1
    extra = {}
    if name == "policy":
        asked = request.GET.get("parameter") or (rows_of(data, name)[place].get("parameter") if place is not None else None)
        if not _known(asked):
            return _ask_parameter(request, row)
        extra["parameter"] = asked
    form = FORMS[name](request.POST if request.method == "POST" else None, draft=row, data=data, at=place, **extra)
    if form.is_valid():
        made = with_row(data, name, form.made, at=place, place=form.cleaned_data["place"])
        if answer := _written(request, row, form, made, again="again" in request.POST and request.path):
            return answer
    return _form(request, row, form, PARTS[name], name=name, at=at)


@login_required
@require_POST
def remove(request, pk, name, at):
    row = _draft(request, pk, writing=True)
    data = data_of(row.text)
    if name not in PARTS or not 1 <= at <= len(rows_of(data, name)):
        raise Http404
    with refusals_to_messages(request):
        revision = drafts.revision_in(request.POST)
        actions.write(draft=row, text=text_keeping(row.text, without_row(data, name, at - 1)), revision=revision, by=request.user)
        messages.success(request, _("已从草稿中删去。"))
    return redirect(row)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def whole(request, pk):
    """The file as it is, for those who write it by hand and for parts without a form."""
    row = _draft(request, pk, writing=request.method == "POST")
    if request.method != "POST" and "download" in request.GET:
        return download(row.text.encode(), f"{row}.yaml", YAML)
    initial = {"revision": row.revision, "text": row.text}
    form = drafts.WholeFileForm(request.POST if request.method == "POST" else None, initial=initial)
    faults = []
    if form.is_valid():
        text = form.cleaned_data["text"].replace("\r\n", "\n")
        try:
            actions.write(draft=row, text=text, revision=form.cleaned_data["revision"], by=request.user)
        except NoticeRefused as refusal:
            faults = refusal.faults
        except DomainError as refusal:
            form.add_error(None, refusal.sentence())
        else:
            messages.success(request, _("草稿已保存。"))
            return redirect(row)
    context = {"draft": row, "form": form, "faults": faults}
    return render(request, "programs/drafts/whole.html", context, status=422 if form.errors or faults else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def issue(request, pk):
    """What issuing would do and whom it would bind; then the deed."""
    row = _draft(request, pk, writing=True)
    form = drafts.IssueForm(request.POST if request.method == "POST" else None, initial={"revision": row.revision})
    try:
        if form.is_valid():
            loaded = actions.issue(draft=row, revision=form.cleaned_data["revision"], by=request.user)
            messages.success(request, _("%(number)s已印发（第 %(version)d 版）。") % vars(loaded))
            return redirect(loaded.notice)
        seen, touched = (
            preview_notice(file=row.text.encode(), by=request.user),
            affected_by(file=row.text.encode(), by=request.user),
        )
    except NoticeRefused as refusal:
        messages.error(request, _("草稿还有 %d 处要改，改好后才能印发。") % len(refusal.faults))
        return redirect(row)
    except DomainError as refusal:
        messages.error(request, refusal.sentence())
        return redirect(row)
    context = {"draft": row, "form": form, "seen": seen, "notice": seen.notice, "affected": touched, **seen.rows}
    return render(request, "programs/drafts/issue.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def drop(request, pk):
    row = _draft(request, pk, writing=True)
    with refusals_to_messages(request):
        actions.drop(draft=row, by=request.user)
        messages.success(request, _("草稿已放弃。"))
    return redirect("programs:draft-list")


def _draft(request, pk, *, writing: bool = False) -> NoticeDraft:
    """The draft asked for; to be written on only by those who may issue it and while it is one."""
    rows = NoticeDraft.objects.visible_to(request.user).select_related("issuer", "notice")
    row = get_object_or_404(rows.open() if writing else rows, pk=pk)
    if writing:
        check_load_notice(request.user, row.issuer)
    return row


def _known(parameter: str | None) -> bool:
    try:
        return parameter is not None and bool(parameter_named(parameter))
    except KeyError:
        return False


def _ask_parameter(request, row):
    form = draft_rows.ParameterForm()
    return render(request, "programs/drafts/parameter.html", {"draft": row, "form": form})


def _written(request, row, form, data: dict, *, again: str | bool = False):
    """Save the data; None with the reason on the form when it could not be."""
    try:
        actions.write(draft=row, text=text_keeping(row.text, data), revision=form.cleaned_data["revision"], by=request.user)
    except DomainError as refusal:
        form.add_error(None, refusal.sentence())
        return None
    messages.success(request, _("草稿已保存。"))
    return redirect(again) if again else redirect(row)


def _form(request, row, form, title, **context):
    context["comments"] = has_comments(row.text)
    context |= {"draft": row, "form": form, "title": title, "back": reverse("programs:draft", args=[row.pk])}
    return render(request, "programs/drafts/part.html", context, status=422 if form.errors else 200)
