"""What was asked of units: the list, a new 收表, its page, and the acts of its issuer."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.audit.facts import history_of
from portal.kit.errors import DomainError
from portal.kit.exports import download
from portal.kit.lists import Listing, Ordering
from portal.kit.pages import act, ask, refusals_to_messages, refuse
from portal.units.models import Unit
from programs.actions import tasks as actions
from programs.contents import content_kind, content_kinds
from programs.enums.filings import FilingState
from programs.enums.tasks import Review, TaskState
from programs.facts.asked import units_asked
from programs.facts.tasks import Standing, children_of, standing_of, told_expired, with_figures
from programs.filters.tasks import FilingFilter, TaskFilter
from programs.forms.filings import ReasonForm
from programs.forms.tasks import BlankForm, ColumnFormSet, TaskForm, initial_columns
from programs.models import Filing, Task
from programs.policies.filings import can_collate
from programs.policies.tasks import ISSUERS, can_issue, can_issue_somewhere
from programs.rules.columns import columns_of
from programs.sheets.blanks import read_blank

S = FilingState
ACTED_ON = frozenset({S.COLLATING, S.SUBMITTED, S.ACCEPTED})
NEWEST = Ordering({"new": (), "due": ("due_at",)}, default="-new")
BY_UNIT = Ordering({"unit": ("unit__path",)}, default="unit")


def visible(request, pk: int) -> Task:
    rows = Task.objects.visible_to(request.user).select_related("issuer", "notice", "clause__notice", "program", "opened_by")
    return get_object_or_404(rows, pk=pk)


def managed(request, pk: int) -> Task:
    """A task of the user's own office; anybody else's is not there."""
    task = visible(request, pk)
    if not can_issue(request.user, task.issuer):
        raise Http404
    return task


@login_required
@require_safe
def task_list(request):
    rows = told_expired(Task.objects.visible_to(request.user).select_related("issuer", "notice"))
    listing = Listing(request, TaskFilter(request.GET, rows, request=request), NEWEST)
    figures = with_figures(listing.page.rows, request.user)
    for row in listing.page.rows:
        row.figures = figures.get(row.pk, Standing())
    context = {"heading": _("收表与报送"), "listing": listing, "page": listing.page, "issues": can_issue_somewhere(request.user)}
    return render(request, "programs/tasks/list.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def task_new(request):
    """A new 收表; its blank is read at once, and what was read is shown for confirmation."""
    if not can_issue_somewhere(request.user):
        raise Http404
    issuers = Unit.objects.active().filter(pk__in=[unit.pk for unit in request.user.units_of(*ISSUERS)])
    issuer = _issuer(request, issuers)
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = TaskForm(*sent, issuers=issuers, issuer=issuer, initial={"issuer": issuer.code})
    if form.is_valid():
        try:
            task = _draft(form, request.user)
        except DomainError as refusal:
            refuse(form, refusal)
        else:
            return redirect(task)
    return render(request, "programs/tasks/new.html", {"form": form, "issuer": issuer}, status=422 if form.errors else 200)


def _issuer(request, issuers) -> Unit:
    code = request.POST.get("issuer") or request.GET.get("issuer", "")
    acting = request.post.unit_id if request.post else None
    return issuers.filter(code=code).first() or issuers.filter(pk=acting).first() or issuers.first()


def _draft(form: TaskForm, user) -> Task:
    given = form.cleaned_data
    about = {"issuer": given["issuer"], "blank": given["blank"] or None, "by": user, **form.values()}
    if content_kind(given["content"]).tabular:
        read = read_blank(given["blank"], given["row"])
        given["blank"].seek(0)
        about |= {"head": read.head, "columns": read.columns}
    elif content_kind(given["content"]).typed:
        about["columns"] = form.asked()
    return actions.draft_task(**about)


@login_required
@require_safe
def task(request, pk):
    row = visible(request, pk)
    filings = (
        Filing.objects.visible_to(request.user).filter(task=row).select_related("unit__parent", "collator", "receiver", "current")
    )
    manages = can_issue(request.user, row.issuer)
    context = {"task": row, "manages": manages, "columns": columns_of(row.columns), "content": content_kinds().get(row.content)}
    if row.state == TaskState.DRAFT:
        return render(request, "programs/tasks/draft.html", context | _draft_context(row))
    listing = Listing(request, FilingFilter(request.GET, filings, request=request), BY_UNIT)
    over = Unit.objects.within(row.issuer).filter(code=request.GET.get("region", "")).first() or row.issuer
    children = children_of(request.user, row, over)
    offered = acts_on(row, listing.page.rows, request.user)
    context |= {"offered": offered}
    context |= {"listing": listing, "page": listing.page, "figures": standing_of(filings), "children": children}
    context |= {
        "mine": _mine(request, filings),
        "events": history_of(row) if manages else None,
        "reason": ReasonForm(auto_id="reason_%s"),
    }
    return render(request, "programs/tasks/task.html", context)


def acts_on(task: Task, rows, user) -> list[tuple[str, str]]:
    """The acts on many that make sense for some row of the page, and the rows one may tick for them."""
    for row in rows:
        row.task = task
        row.tickable = row.state in ACTED_ON and can_collate(user, row)
    states = {row.state for row in rows if row.tickable}
    found = [("pass-on", _("转报"), {S.COLLATING})]
    found += [("accept", _("审核通过"), {S.SUBMITTED})] if task.review != Review.NONE else []
    found += [("put-on-file", _("备案"), {S.ACCEPTED})] if task.review == Review.FILE else []
    found.append(("send-back", _("退回"), ACTED_ON))
    return [(act, label) for act, label, when in found if states & when]


def _mine(request, filings) -> list:
    own = {post.unit_id for post in request.user.current_posts()}
    return list(filings.filter(unit__in=own)[:5])


def _draft_context(row: Task) -> dict:
    units = units_asked(row)
    names = list(units.values_list("name", flat=True)[:20])
    formset = ColumnFormSet(initial=initial_columns(row.columns))
    return {
        "formset": formset,
        "asked": units.count(),
        "names": names,
        "blank_form": BlankForm(initial={"row": row.head.get("row")}),
    }


@login_required
@require_POST
def describe(request, pk):
    """Store what the office corrected of the guessed columns, or read another blank or row."""
    row = managed(request, pk)
    if "read" in request.POST:
        return _read_again(request, row)
    formset = ColumnFormSet(request.POST, initial=initial_columns(row.columns))
    if formset.is_valid():
        with refusals_to_messages(request):
            actions.describe_columns(task=row, columns=[form.asked() for form in formset], by=request.user)
            messages.success(request, _("已保存列的要求，核对无误后发布。"))
        return redirect(row)
    context = {"task": row, "manages": True, "content": content_kinds().get(row.content), "columns": columns_of(row.columns)}
    return render(request, "programs/tasks/draft.html", context | _draft_context(row) | {"formset": formset}, status=422)


def _read_again(request, row: Task):
    form = BlankForm(request.POST, request.FILES)
    with refusals_to_messages(request):
        if form.is_valid():
            _take_blank(row, form.cleaned_data["blank"], form.cleaned_data["row"], request.user)
            messages.success(request, _("已重新读取表头。"))
        else:
            messages.error(request, _("请填写 1 至 20 之间的行号。"))
    return redirect(row)


def _take_blank(row: Task, blank, line: int | None, user) -> None:
    """Another blank in the place of the one there is, or the same one read at another line."""
    if blank:
        read = read_blank(blank, line)
        blank.seek(0)
        actions.replace_blank(task=row, blank=blank, head=read.head, columns=read.columns, by=user)
        return
    with row.blank.open("rb") as file:
        read = read_blank(file, line)
    actions.describe_columns(task=row, columns=read.columns, head=read.head, by=user)


@login_required
@require_POST
def open_task(request, pk):
    row = managed(request, pk)
    return act(request, row, None, actions.open_task, _("已发布，已给有账号的填报单位发出消息。"), task=row)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def move(request, pk, step):
    """Close, take up again, widen or void, each with what it needs to know."""
    row = managed(request, pk)
    if step not in STEPS:
        raise Http404
    heading, question, label, deed, said, asks_why = STEPS[step]
    form = ReasonForm(request.POST if request.method == "POST" else None) if asks_why else None
    if request.method == "POST" and (form is None or form.is_valid()):
        return act(request, row, form, deed, said, task=row)
    return ask(request, heading=heading, question=question % row.title, label=label, back=row.get_absolute_url(), form=form)


STEPS = {
    "close": (
        gettext_lazy("结束收取"),
        gettext_lazy("结束收取“%s”？未报的单位须经解锁或允许补报才能再报。"),
        gettext_lazy("结束收取"),
        actions.close_task,
        gettext_lazy("已结束收取。"),
        False,
    ),
    "reopen": (
        gettext_lazy("重新收取"),
        gettext_lazy("重新收取“%s”？"),
        gettext_lazy("重新收取"),
        actions.reopen_task,
        gettext_lazy("已重新收取。"),
        True,
    ),
    "void": (
        gettext_lazy("作废"),
        gettext_lazy("作废“%s”？已收到的材料仍可查看。"),
        gettext_lazy("作废"),
        actions.void_task,
        gettext_lazy("已作废。"),
        True,
    ),
    "widen": (
        gettext_lazy("补发"),
        gettext_lazy("向“%s”填报范围内新增的单位补发？"),
        gettext_lazy("补发"),
        actions.refresh_filings,
        gettext_lazy("已补发。"),
        False,
    ),
}


@login_required
@require_safe
def blank(request, pk):
    """The blank as the issuer attached it."""
    row = visible(request, pk)
    if not row.blank:
        raise Http404
    with row.blank.open("rb") as file:
        return download(file.read(), row.blank_name, "application/octet-stream")
