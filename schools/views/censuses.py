from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.accounts.enums import Role
from portal.kit.errors import DomainError
from portal.kit.exports import FORMATS, table_download
from portal.kit.pages import ask, refusals_to_messages, refuse
from portal.kit.paging import page_of
from schools import census_facts as facts
from schools import exports, policies
from schools.actions import censuses as actions
from schools.census_forms import CensusForm, CensusVoidForm, ExtensionForm
from schools.filters import CensusSchoolFilter
from schools.finding import find_census, numbers
from schools.models import Census, RosterReport

ORDER = ["path"]
SIZE = 100
NAMED_AT_MOST = 10


@login_required
@require_safe
def census_list(request):
    rows = Census.objects.current().visible_to(request.user).select_related("unit")
    page = page_of(request, rows, order=["-counted_on", "-pk"])
    may_call = request.user.holds(Role.OFFICE, Role.BUREAU)
    context = {"heading": _("统计时点"), "page": page, "may_call": may_call, "today": facts.today()}
    return render(request, "schools/census_list.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request):
    if not request.user.holds(Role.OFFICE, Role.BUREAU):
        raise Http404
    form = CensusForm(request.POST if request.method == "POST" else None, by=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            census = actions.call(by=request.user, **form.cleaned_data)
        except DomainError as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _("已设统计时点“%s”，所属学校的工作台上会出现上报任务。") % census)
            return redirect(census)
    return render(request, "schools/census_new.html", {"form": form}, status=422 if form.errors else 200)


@login_required
@require_safe
def census(request, pk):
    """The schools of a census: who has reported, who has not, and the text to remind them with."""
    row, day = find_census(request, pk), facts.today()
    schools = facts.schools_of(row, request.user)
    form = CensusSchoolFilter(request.GET, states=facts.states_of(row, day))
    found = form.apply(schools)
    if request.GET.get("export") in FORMATS:
        lines = exports.census(found.order_by(*ORDER), lambda unit: facts.told(row, unit, day))
        return table_download(exports.CENSUS, lines, f"{row.title}-{day:%Y%m%d}", request.GET["export"])
    page = page_of(request, found, order=ORDER, size=SIZE)
    for unit in page.rows:
        _show(request.user, row, unit, day)
    counts = facts.counts_of(row, schools, day)
    context = {
        "census": row,
        "form": form,
        "page": page,
        "counts": counts,
        "late": row.due_on < day,
        "reviews": any(unit.reviewed for unit in page.rows),
        "reminder": facts.reminder(row, schools, day) if policies.can_remind(request.user, row) else "",
        "reminded_at": facts.last_reminded(schools),
        "called_here": policies.can_call_census(request.user, row.unit),
        "address": request.get_full_path(),
    }
    return render(request, "schools/census.html", context)


def _show(user, census: Census, unit, day) -> None:
    """Put on a school of the list its state in words, and what this user may do about it."""
    unit.told, unit.tone = facts.told(census, unit, day), facts.TONES[facts.state_of(census, unit, day)]
    open_now = unit.report_state is None or unit.report_state in facts.OPENED
    unit.may_report = open_now and user.holds(*policies.KEEPERS, unit=unit)
    unit.reviewed = unit.report_state == RosterReport.State.SUBMITTED and policies.is_above(user, unit)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def extend(request, pk):
    """A later deadline."""
    row = _own(request, pk)
    form = ExtensionForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            row = actions.extend(census=row, by=request.user, **form.cleaned_data)
        except DomainError as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _("截止日期已延长到 %s，未上报的学校已收到消息。") % row.due_on.isoformat())
            return redirect(row)
    question = _("“%(census)s”现在的上报截止日期是 %(day)s。延长以前已逾期上报的，仍记为逾期。")
    question %= {"census": row.title, "day": row.due_on.isoformat()}
    return ask(request, heading=_("延长上报截止"), question=question, label=_("延长"), back=row.get_absolute_url(), form=form)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def void(request, pk):
    """Taking a census back before anybody has reported."""
    row = _own(request, pk)
    form = CensusVoidForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            actions.void(census=row, by=request.user, **form.cleaned_data)
        except DomainError as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _("统计时点“%s”已作废，学校工作台上的上报任务随之撤下。") % row.title)
            return redirect("schools:census-list")
    question = _("作废统计时点“%s”？只有还没有学校上报的统计时点可以作废。") % row.title
    back = row.get_absolute_url()
    return ask(request, heading=_("作废统计时点"), question=question, label=_("作废"), back=back, form=form, tone="danger")


def _own(request, pk) -> Census:
    """A census of a unit the user may call for; 404 for who only looks or reports."""
    row = find_census(request, pk)
    if not policies.can_call_census(request.user, row.unit):
        raise Http404
    return row


@login_required
@require_POST
def remind(request, pk):
    """Messages to the schools that have not reported."""
    row = find_census(request, pk)
    with refusals_to_messages(request):
        done = actions.remind(census=row, by=request.user)
        if reached := len(done.schools) - len(done.unreached):
            messages.success(request, _("已向 %d 所学校发送催报消息。") % reached)
        if done.unreached:
            names = "、".join(unit.name for unit in done.unreached[:NAMED_AT_MOST])
            messages.warning(
                request,
                _("%(schools)s等 %(count)d 所学校还没有账号，收不到消息，请用下面的文字另行催报。")
                % {"schools": names, "count": len(done.unreached)},
            )
    return redirect(row)


@login_required
@require_POST
def lock_many(request, pk):
    """Lock the rosters ticked; one that is refused does not hold up the others."""
    row = find_census(request, pk)
    reports = RosterReport.objects.visible_to(request.user).filter(census=row, pk__in=numbers(request.POST.getlist("row")))
    chosen = list(reports.filter(state=RosterReport.State.SUBMITTED).select_related("unit", "census").order_by("unit__path"))
    if not chosen:
        messages.error(request, _("请先勾选已上报、待审核的学校。"))
        return redirect(row)
    if request.POST.get("confirmed") != "yes":
        hidden = [("row", report.pk) for report in chosen]
        question = _("确定锁定所选 %d 所学校的名册？锁定后学校不能改动，需要改时由上级解锁。") % len(chosen)
        back = row.get_absolute_url()
        return ask(request, heading=_("锁定名册"), question=question, label=_("锁定"), back=back, hidden=hidden)
    locked = 0
    for report in chosen:
        try:
            actions.lock(report=report, by=request.user)
            locked += 1
        except DomainError as refusal:
            messages.error(request, refusal.sentence())
    if locked:
        messages.success(request, _("已锁定 %d 所学校的名册。") % locked)
    return redirect(row)
