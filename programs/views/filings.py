"""One unit's filing: what is asked, what was handed in, and every act on it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.audit.facts import history_of
from portal.kit.clock import database_now
from portal.kit.errors import DomainError
from portal.kit.exports import XLSX, download
from portal.kit.lists import Listing, Ordering
from portal.kit.pages import ask, refusals_to_messages, refuse
from portal.sheets.refusals import FileRefused
from programs.actions import filings as actions
from programs.attaching import given_out
from programs.contents import content_kind
from programs.enums.consulting import AdviceState
from programs.enums.filings import FilingState, VersionState
from programs.facts.consulting import advice_on
from programs.facts.versions import differences, first_rows, same_as, versions_of
from programs.filters.tasks import MineFilter
from programs.forms.filings import PrepareForm
from programs.models import Filing, FilingFile, FilingVersion
from programs.policies.consulting import can_ask
from programs.policies.filings import FILERS, can_file
from programs.rules.columns import columns_of
from programs.sheets.marked import marked_up
from programs.views.filing_acts import ACTS, offered

ORDERING = Ordering({"due": ("due_at",), "new": ()}, default="due")


def visible(request, pk: int) -> Filing:
    related = (
        "task__issuer",
        "task__clause__notice",
        "task__notice",
        "unit",
        "receiver",
        "collator",
        "current",
        "submitted_by",
        "covered_by__unit",
    )
    return get_object_or_404(Filing.objects.visible_to(request.user).select_related(*related), pk=pk)


def version_of(filing: Filing, number: int) -> FilingVersion:
    rows = filing.versions.select_related("filing__task", "prepared_by", "entered_by").prefetch_related("files")
    return get_object_or_404(rows, number=number)


@login_required
@require_safe
def filing_list(request):
    """What the user's own units have to hand in."""
    own = [unit.pk for unit in request.user.units_of(*FILERS)]
    rows = Filing.objects.visible_to(request.user).filter(unit__in=own).select_related("task__issuer", "unit", "current")
    listing = Listing(request, MineFilter(request.GET, rows, request=request), ORDERING)
    now = database_now()
    for row in listing.page.rows:
        row.overdue = row.is_missing and row.due_at <= now
    context = {"heading": _("我的报送"), "listing": listing, "page": listing.page}
    return render(request, "programs/filings/list.html", context)


@login_required
@require_safe
def filing(request, pk):
    row = visible(request, pk)
    return render(request, "programs/filings/filing.html", _shown(request, row))


def _shown(request, row: Filing, form=None) -> dict:
    kind, versions = content_kind(row.task.content), versions_of(row)
    draft = next((version for version in versions if version.state == VersionState.DRAFT), None)
    looked_at = draft or row.current or next(iter(versions), None)
    files = can_file(request.user, row)
    return {
        "filing": row,
        "task": row.task,
        "kind": kind,
        "columns": columns_of(row.task.columns),
        "versions": [version for version in versions if version.state != VersionState.DISCARDED],
        "draft": draft,
        "same": same_as(draft, versions) if draft else None,
        "looked_at": looked_at,
        "rows": first_rows(looked_at) if kind.tabular else [],
        "data": looked_at.data if looked_at else {},
        "files": files,
        "covers": row.covers.order_by("unit__path").values_list("unit__name", flat=True) if row.task.by_area else (),
        "form": form or PrepareForm(task=row.task, kind=kind),
        "may_prepare": files and row.takes_content,
        "acts": offered(request.user, row),
        "overdue": row.is_missing and row.due_at <= database_now(),
        "events": history_of(row),
        **_advised(request, row),
        "address": kind.address(row.unit, row.task) if kind.address else "",
    }


def _advised(request, row: Filing) -> dict:
    """What experts said of it, for who receives it and for the expert himself."""
    rows = list(advice_on(row, request.user))
    for one in rows:
        one.mine = one.state == AdviceState.ASKED and one.expert_id == request.user.pk
    return {"advice": rows, "asks": can_ask(request.user, row) and row.state in (FilingState.SUBMITTED, FilingState.COLLATING)}


@login_required
@require_POST
def prepare(request, pk):
    """Keep what is to be handed in; a file that cannot be read is told beside its field."""
    row = visible(request, pk)
    if not can_file(request.user, row):
        raise Http404
    form = PrepareForm(request.POST, request.FILES, task=row.task, kind=content_kind(row.task.content))
    if form.is_valid():
        try:
            version = actions.prepare(filing=row, by=request.user, **form.values())
        except FileRefused as refusal:
            form.add_error("files", f"{refusal}{refusal.advice}")
        except DomainError as refusal:
            refuse(form, refusal)
        else:
            _tell_prepared(request, version)
            return redirect(row)
    return render(request, "programs/filings/filing.html", _shown(request, row, form), status=422)


def _tell_prepared(request, version: FilingVersion) -> None:
    if version.faults:
        messages.error(request, _("表格里有 %d 处须改正，改好后重新上传；可下载标注了问题的原表。") % version.faults)
    else:
        messages.warning(request, _("已读取，还没有报送。请核对后点“报送”。"))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def perform(request, pk, act):
    """One act on a filing, asked for first where it needs a word; those who may not do it do not find it."""
    row, deed = visible(request, pk), ACTS.get(act)
    if deed is None or not deed.may(request.user, row):
        raise Http404
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = deed.form(*sent, initial=deed.initial(row)) if deed.form else None
    if request.method == "POST" and (form is None or form.is_valid()):
        try:
            deed.do(filing=row, by=request.user, **(form.cleaned_data if form else {}))
        except FileRefused as refusal:
            form.add_error("files", f"{refusal}{refusal.advice}")
        except DomainError as refusal:
            if form is None:
                messages.error(request, refusal.sentence())
                return redirect(row)
            refuse(form, refusal)
        else:
            messages.success(request, deed.said)
            return redirect(row)
    about = {"unit": row.unit, "task": row.task}
    context = {"heading": deed.label, "question": deed.question % about, "label": deed.label, "back": row.get_absolute_url()}
    return ask(request, form=form, tone=deed.tone, **context)


@login_required
@require_safe
def version(request, pk, number):
    """One version beside another: what was handed in, and what changed."""
    row = visible(request, pk)
    after = version_of(row, number)
    others = [other for other in versions_of(row) if other.pk != after.pk]
    asked = request.GET.get("with", "")
    before = next((other for other in others if str(other.number) == asked), None)
    before = before or next((other for other in others if other.number < after.number), None)
    kind = content_kind(row.task.content)
    context = {
        "filing": row,
        "task": row.task,
        "kind": kind,
        "version": after,
        "before": before,
        "others": others,
        "differences": differences(before, after) if before else [],
        "columns": columns_of(row.task.columns),
        "rows": first_rows(after) if kind.tabular else [],
        "data": after.data,
    }
    return render(request, "programs/filings/version.html", context)


@login_required
@require_safe
def original(request, pk, sha256):
    """An original as it was handed in."""
    row = visible(request, pk)
    file = get_object_or_404(FilingFile.objects.filter(version__filing=row, sha256=sha256).order_by("-pk")[:1])
    return given_out(file.file, file.name)


@login_required
@require_safe
def marked(request, pk, number):
    """The unit's own workbook back with what was found in it at its cells."""
    row = visible(request, pk)
    found = version_of(row, number)
    with refusals_to_messages(request):
        name, content = marked_up(found)
        return download(content, name, XLSX)
    return redirect(row)
