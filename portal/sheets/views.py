from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from portal.kit.errors import DomainError
from portal.kit.exports import XLSX, download
from portal.kit.pages import refusals_to_messages
from portal.kit.paging import page_of
from portal.sheets import actions, marking, policies, templating
from portal.sheets.enums import UploadState
from portal.sheets.forms import ConfirmForm, FindingFilter, UploadFilter, UploadForm
from portal.sheets.models import Upload
from portal.sheets.registry import UnknownSheet, layout_of, layouts_for
from portal.sheets.scope import listed_units, units_for
from portal.sheets.summary import groups, undoing

FINDINGS_PER_PAGE = 25


def _visible(request, pk: int) -> Upload:
    uploads = Upload.objects.visible_to(request.user).select_related("unit", "created_by", "confirmed_by", "undone_by")
    return get_object_or_404(uploads.select_related("reading_job", "confirming_job"), pk=pk)


def _layout(request, sheet):
    try:
        layout = layout_of(sheet)
    except UnknownSheet:
        raise Http404 from None
    if not layout.offered_to(request.user):
        raise Http404
    return layout


@login_required
@require_safe
def upload_list(request):
    form = UploadFilter(request.GET)
    uploads = form.apply(Upload.objects.visible_to(request.user)).select_related("unit", "created_by")
    context = {"form": form, "page": page_of(request, uploads, order=["-pk"]), "offered": layouts_for(request.user)}
    return render(request, "sheets/upload_list.html", context)


@login_required
def upload_new(request, sheet):
    layout = _layout(request, sheet)
    units = units_for(request.user, layout)
    unit = _chosen_unit(request, units)
    form = UploadForm(
        request.POST or None,
        request.FILES or None,
        layout=layout,
        units=units,
        listed=listed_units(request.user, layout, unit),
        initial={"unit": unit.code if unit else None},
    )
    if request.method == "POST" and form.is_valid():
        try:
            upload = actions.start_upload(sheet=sheet, by=request.user, **form.cleaned_data)
        except DomainError as refusal:
            form.add_error("file", refusal.sentence())
        else:
            return redirect(upload)
    last = Upload.objects.visible_to(request.user).filter(sheet=sheet).select_related("unit", "created_by").order_by("-pk")[:3]
    context = {"layout": layout, "form": form, "last": last, "columns": layout.columns, "unit": unit}
    return render(request, "sheets/upload_new.html", context, status=422 if form.errors else 200)


def _chosen_unit(request, units):
    """The unit in the form or the address, else the one acted for, else the first."""
    code = request.POST.get("unit") or request.GET.get("unit", "")
    own = request.post.unit_id if request.post else None
    return units.filter(code=code).first() or units.filter(pk=own).first() or units.first()


@login_required
@require_safe
def template(request, sheet):
    """The template of a sheet for the unit in the address."""
    layout = _layout(request, sheet)
    unit = get_object_or_404(units_for(request.user, layout), code=request.GET.get("unit", ""))
    return download(templating.template(layout, unit), templating.file_name(layout, unit), XLSX)


@login_required
@require_safe
def upload(request, pk):
    found = _visible(request, pk)
    return render(request, "sheets/upload.html", _shown(request, found))


def _shown(request, found):
    form = FindingFilter(request.GET)
    findings = form.apply(found.findings.all())
    counts = found.counts
    can_act = policies.can_act(request.user, found)
    return {
        "upload": found,
        "layout": found.layout,
        "groups": groups(found),
        "filter": form,
        "page": page_of(request, findings, order=["pk"], size=FINDINGS_PER_PAGE),
        "confirm_form": ConfirmForm(upload=found),
        "kept": counts.get("new", 0) + counts.get("changed", 0),
        "left": counts.get("refused", 0) + counts.get("waiting", 0),
        "can_act": can_act,
        "can_undo": found.state == UploadState.DONE and policies.can_undo(request.user, found),
        "undoing": undoing(found),
        "extract": marking.is_large(found),
        "file_findings": found.findings.filter(severity="file"),
        "elsewhere": _elsewhere(request, found),
    }


def _elsewhere(request, found):
    """The sheet a refused file is of, where this user may bring that in."""
    refusal = found.findings.filter(severity="file", code="other_sheet").first() if found.state == UploadState.REFUSED else None
    return next((each for each in layouts_for(request.user) if refusal and each.key == refusal.value), None)


@login_required
@require_safe
def progress(request, pk):
    """The part of an upload's page that changes while it is read or saved; tells htmx to reload once that is over."""
    found = _visible(request, pk)
    response = render(request, "sheets/_progress.html", {"upload": found})
    if not found.under_way:
        response.headers["HX-Refresh"] = "true"
    return response


@login_required
@require_POST
def confirm(request, pk):
    found = _visible(request, pk)
    form = ConfirmForm(request.POST, upload=found)
    if not form.is_valid():
        return render(request, "sheets/upload.html", _shown(request, found) | {"confirm_form": form}, status=422)
    with refusals_to_messages(request):
        partial = request.POST.get("accept_partial") == "yes"
        actions.confirm(upload=found, by=request.user, accept_partial=partial, choices=form.choices())
    return redirect(found)


@login_required
@require_POST
def undo(request, pk):
    found = _visible(request, pk)
    with refusals_to_messages(request):
        actions.undo(upload=found, by=request.user)
        messages.success(request, _("“%s”的导入已撤销，内容恢复到导入之前。") % found.name)
    return redirect(found)


@login_required
@require_safe
def marked_up(request, pk):
    """The user's own file back with the findings in it, or its refused rows alone."""
    found, rows = _visible(request, pk), request.GET.get("rows", "")
    if found.state in (UploadState.READING, UploadState.REFUSED):
        raise Http404
    with refusals_to_messages(request):
        return download(marking.marked_up(found, rows), marking.file_name(found, rows), XLSX)
    return redirect(found)
