"""Activities: the list, one activity with who came and what was found or counted, the report."""

from functools import partial

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.audit.facts import history_of
from portal.kit.exports import table_download
from portal.kit.lists import Listing, Ordering, with_defaults
from programs.actions import activities as actions
from programs.attaching import given_out
from programs.enums.activities import ActivityKind
from programs.enums.evidence import RecordState
from programs.exports import activities as exports
from programs.facts.activities import report, teachers_among, with_counts
from programs.filters.activities import ActivityFilter
from programs.forms.activities import ActivityChangeForm, ActivityForm, CountForm, SignInForm, told_of
from programs.forms.institutions import ReasonForm
from programs.models import Activity
from programs.policies.activities import KEEPERS, can_keep_activity, can_mend
from programs.views.entering import QUESTION, WRITABLE, entered, filled, today

ORDERING = Ordering({"day": ("starts_on",), "unit": ("unit__path",)}, default="-day")
COUNTED = {ActivityKind.SURVEY, ActivityKind.PRE_TEST}
SHOWN = 300


def find_activity(request, pk) -> Activity:
    rows = Activity.objects.visible_to(request.user).select_related("unit", "program", "partner", "institution", "upload")
    return get_object_or_404(rows, pk=pk)


def find_kept(request, pk) -> Activity:
    """An activity that counts and that this user keeps."""
    row = find_activity(request, pk)
    if row.state != RecordState.CURRENT or not can_keep_activity(request.user, row.unit):
        raise Http404
    return row


@login_required
@require_safe
def activity_list(request):
    asked = with_defaults(request.GET, state=RecordState.CURRENT)
    rows = with_counts(Activity.objects.visible_to(request.user).select_related("unit", "partner", "institution"))
    listing = Listing(request, ActivityFilter(asked, rows, request=request), ORDERING)
    if request.GET.get("export") == "report":
        return table_download(exports.REPORT, exports.report(report(listing.found)), _named(_("活动统计")), "xlsx")
    if listing.export:
        return table_download(exports.ACTIVITIES, exports.activities(listing.rows), _named(_("活动登记")), listing.export)
    context = {"heading": _("活动"), "listing": listing, "page": listing.page, "keeps": request.user.holds(*KEEPERS)}
    return render(request, "programs/activities/list.html", context)


@login_required
@require_safe
def activity(request, pk):
    row = find_activity(request, pk)
    people = row.participations.current().order_by("pk")
    if request.GET.get("export") in ("xlsx", "csv"):
        return table_download(exports.PEOPLE, exports.people(people), _named(_("签到名单")), request.GET["export"])
    findings = list(row.findings.visible_to(request.user).select_related("unit", "done_by", "closed_by").order_by("due_on", "pk"))
    keeps = row.state == RecordState.CURRENT and can_keep_activity(request.user, row.unit)
    for one in findings:
        one.mendable = one.state == one.State.OPEN and can_mend(request.user, one.unit)
        one.settleable = keeps and one.state == one.State.DONE
        one.late = one.state == one.State.OPEN and one.due_on < today()
    context = {
        "row": row,
        "people": people.select_related("teacher")[:SHOWN],
        "came": people.count(),
        "shown": SHOWN,
        "findings": findings,
        "figures": row.figures.current().select_related("unit").order_by("item", "unit__path")[:SHOWN],
        "counts": row.kind in COUNTED,
        "visits": row.kind == ActivityKind.VISIT,
        "keeps": keeps,
        "events": history_of(row),
    }
    return render(request, "programs/activities/activity.html", context)


@login_required
@WRITABLE
def hold(request):
    if not request.user.holds(*KEEPERS):
        raise Http404
    initial = {"unit": request.post.unit.code if request.post else "", "starts_on": today(), "kind": request.GET.get("kind", "")}
    form = filled(ActivityForm, request, user=request.user, initial=initial)
    context = {"heading": _("登记活动"), "of": _("活动"), "button": _("登记"), "said": _("已登记“%(made)s”。")}
    return entered(request, form, partial(actions.hold, by=request.user), back=reverse("programs:activity-list"), **context)


@login_required
@WRITABLE
def revise(request, pk):
    """Describe an activity anew."""
    row = find_kept(request, pk)

    def act(**said):
        actions.revise(activity=row, by=request.user, **said)

    note = _("主办单位、项目和类型不能改；登记错了的请作废后重新登记。不选附件的，原附件不变。")
    context = {"heading": _("修改活动"), "of": str(row), "button": _("保存"), "said": _("已保存。"), "note": note}
    form = filled(ActivityChangeForm, request, initial=told_of(row))
    return entered(request, form, act, back=row.get_absolute_url(), **context)


@login_required
@WRITABLE
def void(request, pk):
    row = find_kept(request, pk)
    context = {"heading": _("作废活动"), "label": _("作废"), "tone": "danger", "said": _("已作废。")}
    context["question"] = _("确定作废“%s”？记录仍然保留。") % row
    act = partial(actions.void, activity=row, by=request.user)
    return entered(request, filled(ReasonForm, request), act, back=row.get_absolute_url(), template=QUESTION, **context)


@login_required
@WRITABLE
def sign_in(request, pk):
    """A pasted list; names with their school are tied to its roster where that is clear."""
    row = find_kept(request, pk)

    def act(people):
        teachers = teachers_among(people, request.user)
        actions.sign_in_many(activity=row, people=people, teachers=teachers, by=request.user)

    context = {"heading": _("填写签到名单"), "of": str(row), "button": _("保存"), "said": _("已保存签到名单。")}
    return entered(request, filled(SignInForm, request), act, back=row.get_absolute_url(), **context)


@login_required
@WRITABLE
def count(request, pk):
    """One number of a survey or a test."""
    row = find_kept(request, pk)
    initial = {"unit": row.unit.code}

    def act(**said):
        actions.count(activity=row, by=request.user, **said)

    form = filled(CountForm, request, holder=row.unit, initial=initial)
    context = {"heading": _("登记结果"), "of": str(row), "button": _("登记"), "said": _("已登记。")}
    return entered(request, form, act, back=row.get_absolute_url(), **context)


@login_required
@require_safe
def evidence(request, pk):
    row = find_activity(request, pk)
    if not row.evidence:
        raise Http404
    return given_out(row.evidence, row.evidence_name)


def _named(title) -> str:
    return f"{title}-{timezone.localdate():%Y%m%d}"
