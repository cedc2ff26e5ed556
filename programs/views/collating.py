"""What came in for a task, together: who has not filed, the 汇总表, the originals, the matrix of tasks and units."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.accounts import shown_once
from portal.accounts.enums import OFFICE_ROLES
from portal.kit.clock import database_now
from portal.kit.exports import FORMATS, table_download
from portal.kit.lists import Listing, with_defaults
from portal.kit.numbers import plain
from portal.kit.pages import refusals_to_messages, warn_of_unreached
from portal.kit.paging import page_of
from portal.kit.trees import within
from portal.units.enums import Level
from portal.units.models import Unit
from programs.actions import reminding
from programs.contents import content_kinds
from programs.enums.tasks import TaskState
from programs.exports import filings as exports
from programs.facts import collating
from programs.facts.missing import contacts_of, reminder
from programs.facts.tasks import children_of, standing, standing_of, states
from programs.filters.tasks import FilingFilter
from programs.forms.filings import ReasonForm
from programs.models import Filing, Task
from programs.policies.filings import can_remind
from programs.rules.columns import columns_of
from programs.views.tasks import BY_UNIT, visible
from schools.finding import numbers

MATRIX_TASKS = 12


def _overseen(request, pk: int) -> Task:
    """A task that has been opened; everybody sees what came in from his own reach."""
    task = visible(request, pk)
    if task.state == TaskState.DRAFT:
        raise Http404
    return task


def _filings(request, task: Task):
    return Filing.objects.visible_to(request.user).filter(task=task)


@login_required
@require_safe
def missing(request, pk):
    """未报: who owes what is asked, with somebody to call; drilled down by region."""
    task = _overseen(request, pk)
    region = _region(request, task)
    filings = _filings(request, task).filter(within(region.path, "unit__path"))
    asked = with_defaults(request.GET, state="missing")
    listing = Listing(request, FilingFilter(asked, filings.select_related("unit__parent", "reminded_by"), request=request), BY_UNIT)
    if listing.export:
        name = _("%(task)s-未报名单") % {"task": task.title}
        return table_download(exports.MISSING, exports.missing(listing.rows), name, listing.export)
    now, may_call = database_now(), can_remind(request.user, task)
    _with_contacts(listing.page.rows, now)
    context = {
        "task": task,
        "listing": listing,
        "page": listing.page,
        "region": region,
        "figures": standing_of(filings),
        "children": children_of(request.user, task, region),
        "reminder": reminder(task, filings, now),
        "may_call": may_call,
        "may_remind": task.state == TaskState.OPEN and may_call,
    }
    return render(request, "programs/tasks/missing.html", context)


def _region(request, task: Task) -> Unit:
    """The region in the address, else the issuer's whole subtree."""
    found = Unit.objects.visible_to(request.user).within(task.issuer).filter(code=request.GET.get("region", ""))
    return found.first() or task.issuer


def _with_contacts(filings, now) -> None:
    contacts = contacts_of([filing.unit for filing in filings])
    for filing in filings:
        filing.contact, filing.overdue = contacts.get(filing.unit_id), filing.due_at <= now


@login_required
@require_POST
def remind(request, pk):
    """Messages and e-mail to all who are missing, or to those ticked."""
    task = _overseen(request, pk)
    ticked = numbers(request.POST.getlist("row"))
    units = Filing.objects.visible_to(request.user).filter(pk__in=ticked).values("unit") if ticked else None
    with refusals_to_messages(request):
        found = reminding.remind(task=task, units=units, by=request.user)
        if reached := len(found.units) - len(found.unreached):
            messages.success(request, _("已向 %d 个单位的人员发出催报消息，留有邮箱的同时发了邮件。") % reached)
        warn_of_unreached(request, found.unreached)
    return redirect("programs:task-missing", task.pk)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def phones(request, pk):
    """The full numbers of those to call, for a stated reason; shown on this page once."""
    task = _overseen(request, pk)
    if not can_remind(request.user, task):
        raise Http404
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with refusals_to_messages(request):
            found = reminding.reveal(task=task, by=request.user, **form.cleaned_data)
            shown_once.keep(request, [shown_once.Secret(unit, contact.name, contact.phone) for unit, contact in found])
        return redirect("programs:task-phones", task.pk)
    context = {"task": task, "secrets": shown_once.take(request), "form": form}
    return render(request, "programs/tasks/phones.html", context, status=422 if form.errors else 200)


@login_required
@require_safe
def table(request, pk):
    """汇总表: the rows of all returns that count, page by page, and as a workbook in the layout of the blank."""
    task = _overseen(request, pk)
    if not content_kinds()[task.content].tabular:
        raise Http404
    filings = FilingFilter(request.GET, _filings(request, task), request=request)
    found = filings.qs if filings.is_valid() else filings.queryset.none()
    if request.GET.get("export") in FORMATS:
        name = _("%(task)s-汇总表") % {"task": task.title}
        return table_download(collating.headings(task), collating.exported(task, found), name, request.GET["export"])
    page = page_of(request, collating.rows_of(task, found), order=collating.ORDER)
    columns, summed = columns_of(task.columns), collating.totals(task, found)
    for row in page.rows:
        row.shown = list(zip(columns, row.cells, strict=False))
    context = {
        "task": task,
        "form": filings.form,
        "page": page,
        "columns": columns,
        "sums": [(column, plain(summed[column.heading]) if column.sum else "") for column in columns] if summed else [],
        "row_count": collating.row_count(task, found),
        "figures": standing_of(found),
    }
    return render(request, "programs/tasks/table.html", context)


@login_required
@require_safe
def originals(request, pk):
    """A ZIP of every original that counts, named by unit."""
    task = _overseen(request, pk)
    return exports.originals(task, _filings(request, task))


@login_required
@require_safe
def matrix(request):
    """Tasks by units: how far each is, for the units one level below a region, or school by school."""
    tasks = list(Task.objects.visible_to(request.user).open().select_related("issuer").order_by("due_at", "pk")[:MATRIX_TASKS])
    seen = Unit.objects.active().filter(request.user.reach(""))
    region = seen.filter(code=request.GET.get("region", "")).first()
    schools = request.GET.get("by") == "school"
    units = seen.exclude(level=Level.INSTITUTION)
    if schools:
        units = units.filter(within(region.path) if region else Q()).at(Level.SCHOOL)
    else:
        over = [region] if region else request.user.units_of(*OFFICE_ROLES)
        units = units.filter(parent__in=over)
    page = page_of(request, units.select_related("parent"), order=["path"], size=50)
    counted = {} if schools else standing(tasks, page.rows)
    own = states(tasks, page.rows)
    for unit in page.rows:
        unit.cells = [(task, own.get((unit.pk, task.pk)), counted.get((unit.pk, task.pk))) for task in tasks]
    context = {"tasks": tasks, "page": page, "region": region, "schools": schools}
    return render(request, "programs/tasks/matrix.html", context)
