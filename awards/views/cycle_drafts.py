"""Preparing a selection in the browser: the draft as a whole, its start, file and end."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from awards.actions import cycle_drafts as actions
from awards.cycle_data import section_in
from awards.drafting import faults_in
from awards.facts_desk.draft_doubts import doubts_in
from awards.facts_desk.drafts import draft_page
from awards.filters import CycleDraftFilter
from awards.forms import cycle_drafts as forms
from awards.models import CycleDraft
from awards.policies.drafts import can_prepare_somewhere
from awards.previewing import dry_run
from awards.views.finding import find_draft
from portal.kit.errors import DomainError
from portal.kit.exports import download, table_download
from portal.kit.lists import Listing, Ordering
from portal.kit.pages import refusals_to_messages
from portal.kit.paging import page_of_list
from programs.forms.drafts import revision_in
from programs.notice_file import LARGEST

ORDERING = Ordering({"new": ()}, default="-new")
YAML = "application/yaml; charset=utf-8"
OUTCOMES = (("yes", _("符合条件")), ("near", _("只差一项")), ("open", _("待认定")), ("no", _("不符合条件")))


@login_required
@require_safe
def draft_list(request):
    if not can_prepare_somewhere(request.user):
        raise Http404
    rows = CycleDraft.objects.visible_to(request.user).select_related("unit", "notice", "drafted_by", "cycle")
    listing = Listing(request, CycleDraftFilter(request.GET, rows, request=request), ORDERING)
    return render(request, "awards/drafts/list.html", {"heading": _("筹备的评选"), "listing": listing, "page": listing.page})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def begin(request):
    """Begin a selection: empty, like an earlier one, or from a file."""
    if not can_prepare_somewhere(request.user):
        raise Http404
    initial = {"unit": request.post.unit.code if request.post else "", "earlier": request.GET.get("like")}
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = forms.NewCycleForm(*sent, user=request.user, initial=initial)
    if form.is_valid():
        typed = dict(form.cleaned_data)
        file = typed.pop("file")
        try:
            return redirect(actions.begin(text=_text(file), by=request.user, **typed))
        except UnicodeDecodeError:
            form.add_error("file", _("文件不是 UTF-8 编码。"))
        except DomainError as refusal:
            form.add_error(None, refusal.sentence())
    return render(request, "awards/drafts/new.html", {"form": form}, status=422 if form.errors else 200)


def _text(file) -> str | None:
    return file.read(LARGEST + 1).decode("utf-8-sig") if file else None


@login_required
@require_safe
def draft(request, pk):
    """The whole draft with what is still wrong with it."""
    row = find_draft(request, pk)
    faults = faults_in(row) if row.editable else []
    doubts = doubts_in(row) if row.editable else []
    return render(request, "awards/drafts/draft.html", {"draft": row, "faults": faults, "doubts": doubts, **draft_page(row)})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def whole(request, pk):
    """The part as a notice file has it: to read, to download, to write by hand or to upload."""
    row = find_draft(request, pk, writing=request.method == "POST")
    if request.method != "POST" and "download" in request.GET:
        return download(row.text.encode(), f"{row.code or row.pk}.yaml", YAML)
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = forms.WholeForm(*sent, initial={"revision": row.revision, "text": row.text})
    if form.is_valid():
        given = form.cleaned_data
        try:
            text = _text(given["file"]) or given["text"].replace("\r\n", "\n")
            actions.write(draft=row, text=_alone(text, given["file"]), revision=given["revision"], by=request.user)
        except UnicodeDecodeError:
            form.add_error("file", _("文件不是 UTF-8 编码。"))
        except DomainError as refusal:
            form.add_error(None, refusal.sentence())
        else:
            messages.success(request, _("草稿已保存。"))
            return redirect(row)
    return render(request, "awards/drafts/whole.html", {"draft": row, "form": form}, status=422 if form.errors else 200)


def _alone(text: str, file) -> str:
    """The part alone, where an uploaded file holds a whole notice."""
    return actions.text_with(section_in(text)) if file else text


@login_required
@require_POST
def assume(request, pk):
    """Choose another reading of what the notice leaves open."""
    row = find_draft(request, pk, writing=True)
    with refusals_to_messages(request):
        revision = revision_in(request.POST)
        key, value = request.POST.get("key", ""), request.POST.get("value", "")
        actions.assume(draft=row, key=key, value=value, revision=revision, by=request.user)
        messages.success(request, _("约定已更改，预演按新的理解计算。"))
    return redirect(row)


@login_required
@require_safe
def preview(request, pk):
    """Who would qualify if the draft were issued now; nothing is stored."""
    row = find_draft(request, pk)
    try:
        run = dry_run(row)
    except DomainError as refusal:
        messages.error(request, refusal.sentence())
        return redirect(row)
    asked = {name: request.GET.get(name, "") for name in ("category", "outcome", "city")}
    shown = run.matching(**asked)
    if request.GET.get("export") == "xlsx":
        return _export(row, shown)
    places = run.places_in(category=asked["category"], city=asked["city"])
    context = {
        "draft": row,
        "run": run,
        "page": page_of_list(request, shown),
        "places": page_of_list(request, places, name="p"),
        "asked": asked,
        "counts": [(key, name, run.counts()[key]) for key, name in OUTCOMES],
        "categories": list(dict.fromkeys((one.key, one.category) for one in run.outcomes)),
        "cities": sorted({one.city for one in run.outcomes if one.city}),
    }
    return render(request, "awards/drafts/preview.html", context)


def _export(row, shown):
    headings = [_("类别"), _("单位代码"), _("单位"), _("设区市"), _("预演结果"), _("说明"), _("所差")]
    names = dict(OUTCOMES)
    rows = [(one.category, one.unit.code, one.unit.name, one.city, names[one.outcome], one.reason, one.lacks) for one in shown]
    return table_download(headings, rows, _("预演-%(name)s") % {"name": row}, "xlsx")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def issue(request, pk):
    """What issuing sets up; then the deed."""
    row = find_draft(request, pk, writing=True)
    form = forms.IssueForm(request.POST if request.method == "POST" else None, initial={"revision": row.revision})
    try:
        if form.is_valid():
            cycle = actions.issue(draft=row, revision=form.cleaned_data["revision"], by=request.user)
            messages.success(request, _("“%s”已启动。") % cycle)
            return redirect(cycle)
        run = dry_run(row)
    except DomainError as refusal:
        messages.error(request, refusal.sentence())
        return redirect(row)
    counts = [(key, name, run.counts()[key]) for key, name in OUTCOMES]
    places = page_of_list(request, run.places, name="p")
    context = {"draft": row, "form": form, "places": places, "counts": counts, "doubts": doubts_in(row), **draft_page(row)}
    return render(request, "awards/drafts/issue.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def drop(request, pk):
    row = find_draft(request, pk, writing=True)
    with refusals_to_messages(request):
        actions.drop(draft=row, by=request.user)
        messages.success(request, _("草稿已放弃。"))
    return redirect("awards:draft-cycle-list")
