"""What visits found, and the pool of experts."""

from functools import partial

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.kit.exports import table_download
from portal.kit.lists import Listing, Ordering, with_defaults
from programs.actions import activities, rectifying
from programs.enums.activities import ActivityKind
from programs.enums.evidence import RecordState
from programs.exports import activities as exports
from programs.filters.activities import ExpertFilter, FindingFilter
from programs.forms.activities import ExpertForm, FindingForm, MendForm, RemarkForm
from programs.forms.institutions import ReasonForm
from programs.models import Expert, VisitFinding
from programs.policies.activities import VISITORS, can_keep_activity, can_mend, can_pool
from programs.views.activities import find_kept
from programs.views.entering import QUESTION, WRITABLE, entered, filled, today

FINDINGS = Ordering({"due": ("due_on",)}, default="due")
EXPERTS = Ordering({"unit": ("unit__path",)}, default="unit")


@login_required
@require_safe
def finding_list(request):
    """What is still to be mended, and what was."""
    rows = VisitFinding.objects.visible_to(request.user).select_related("unit", "activity")
    listing = Listing(request, FindingFilter(request.GET, rows, request=request), FINDINGS)
    if listing.export:
        name = f"{_('整改台账')}-{timezone.localdate():%Y%m%d}"
        return table_download(exports.FINDINGS, exports.findings(listing.rows), name, listing.export)
    for row in listing.page.rows:
        row.late = row.state == row.State.OPEN and row.due_on < today()
    context = {"heading": _("整改台账"), "listing": listing, "page": listing.page}
    return render(request, "programs/activities/findings.html", context)


@login_required
@WRITABLE
def find(request, pk):
    """Something a visit found."""
    row = find_kept(request, pk)
    if row.kind != ActivityKind.VISIT:
        raise Http404

    def act(**said):
        rectifying.find(activity=row, by=request.user, **said)

    form = filled(FindingForm, request, holder=row.unit, initial={"due_on": today()})
    context = {"heading": _("登记问题"), "of": str(row), "button": _("登记"), "said": _("已登记，被检查单位可以填写整改情况。")}
    return entered(request, form, act, back=row.get_absolute_url(), **context)


@login_required
@WRITABLE
def mend(request, pk):
    row = find_finding(request, pk)
    if row.state != row.State.OPEN or not can_mend(request.user, row.unit):
        raise Http404
    act = partial(rectifying.mend, finding=row, by=request.user)
    context = {"heading": _("填写整改情况"), "label": _("提交"), "said": _("已提交，等检查单位核实。"), "question": row.text}
    return entered(request, filled(MendForm, request), act, back=_back(row), template=QUESTION, **context)


@login_required
@WRITABLE
def close(request, pk):
    context = {"heading": _("核实销号"), "label": _("销号"), "said": _("已销号。")}
    return _settled(request, pk, rectifying.close, **context)


@login_required
@WRITABLE
def reopen(request, pk):
    context = {"heading": _("退回整改"), "label": _("退回"), "said": _("已退回，请被检查单位继续整改。")}
    return _settled(request, pk, rectifying.reopen, **context)


def _settled(request, pk, deed, **context):
    row = find_finding(request, pk)
    if row.state != row.State.DONE or not can_keep_activity(request.user, row.activity.unit):
        raise Http404
    act = partial(deed, finding=row, by=request.user)
    question = f"{row.text}　{_('整改情况：')}{row.done}"
    return entered(request, filled(RemarkForm, request), act, back=_back(row), template=QUESTION, question=question, **context)


def find_finding(request, pk) -> VisitFinding:
    rows = VisitFinding.objects.visible_to(request.user).select_related("unit", "activity__unit")
    return get_object_or_404(rows, pk=pk)


def _back(row) -> str:
    """The list, since the school a visit went to may not see the visit's own page."""
    return reverse("programs:finding-list")


@login_required
@require_safe
def expert_list(request):
    asked = with_defaults(request.GET, state=RecordState.CURRENT)
    rows = Expert.objects.visible_to(request.user).select_related("unit")
    listing = Listing(request, ExpertFilter(asked, rows, request=request), EXPERTS)
    if listing.export:
        name = f"{_('专家库')}-{timezone.localdate():%Y%m%d}"
        return table_download(exports.EXPERTS, exports.experts(listing.rows), name, listing.export)
    for row in listing.page.rows:
        row.strikable = row.state == RecordState.CURRENT and can_pool(request.user, row.unit)
    context = {"heading": _("专家库"), "listing": listing, "page": listing.page, "keeps": request.user.holds(*VISITORS)}
    return render(request, "programs/activities/experts.html", context)


@login_required
@WRITABLE
def enrol(request):
    if not request.user.holds(*VISITORS):
        raise Http404
    initial = {"unit": request.post.unit.code if request.post else "", "available": True}

    def act(**said):
        activities.enrol_expert(by=request.user, **said)

    form = filled(ExpertForm, request, user=request.user, initial=initial)
    context = {"heading": _("列入专家"), "of": _("专家库"), "button": _("列入"), "said": _("已列入专家库。")}
    return entered(request, form, act, back=reverse("programs:expert-list"), **context)


@login_required
@WRITABLE
def strike(request, pk):
    row = get_object_or_404(Expert.objects.current().visible_to(request.user).select_related("unit"), pk=pk)
    if not can_pool(request.user, row.unit):
        raise Http404
    act = partial(activities.strike_expert, expert=row, by=request.user)
    context = {"heading": _("移出专家库"), "label": _("移出"), "said": _("已移出专家库。"), "tone": "danger"}
    context["question"] = _("把%s移出专家库？") % row.name
    back = reverse("programs:expert-list")
    return entered(request, filled(ReasonForm, request), act, back=back, template=QUESTION, **context)
