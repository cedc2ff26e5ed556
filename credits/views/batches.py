"""Batches of results: the list, one batch with its lines, what the school and the county do with it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Exists, OuterRef
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from credits import finding, lists
from credits.actions import batching, consequences
from credits.enums.acceptance import WITH_COUNTY
from credits.exports.checks import LINES, lines
from credits.facts.batches import standing_of
from credits.facts.certificates import due_entries
from credits.facts.spot_checks import mark_unsettled
from credits.forms.checks import ReasonForm, SendForm
from credits.models import Certificate, ResultBatch, ResultLine
from credits.policies.checks import can_accept, can_decide, can_hold_checks
from credits.policies.reviews import can_certify
from portal.audit.facts import history_of
from portal.jobs.giving import give
from portal.kit.errors import DomainError, WrongState
from portal.kit.exports import FORMATS, table_download
from portal.kit.lists import Ordering
from portal.kit.pages import act, ask
from portal.kit.paging import page_of
from portal.units.enums import Level

NEWEST = Ordering({"new": ()}, default="-new")
# act → (function, what it is called, what it asks, what was done, tone, whether a reason is needed)
ACTS = {
    "accept": (
        batching.accept_batch,
        gettext_lazy("验收"),
        gettext_lazy("确定%s验收通过？验收之后可以认定。"),
        gettext_lazy("%s已验收。"),
        "primary",
        False,
    ),
    "recognise": (
        batching.recognise,
        gettext_lazy("认定"),
        gettext_lazy("确定认定%s？暂停认定的结果不在其内。"),
        gettext_lazy("%s已认定。"),
        "primary",
        False,
    ),
    "return": (
        batching.send_back,
        gettext_lazy("退回"),
        gettext_lazy("确定退回%s？其中的结果回到学校，修改后可以重新上报。"),
        gettext_lazy("%s已退回。"),
        "danger",
        True,
    ),
}
LINE_ACTS = {
    "suspend": (
        consequences.suspend,
        gettext_lazy("暂停认定"),
        gettext_lazy("确定暂停认定“%s”？其学分不再计入，直到恢复。"),
        gettext_lazy("“%s”已暂停认定。"),
        "danger",
        True,
    ),
    "give-back": (
        consequences.give_back,
        gettext_lazy("恢复"),
        gettext_lazy("确定恢复“%s”？它回到所在批次现在的状态：未认定的批次待认定，已认定的即认定，已退回的交还学校。"),
        gettext_lazy("“%s”已恢复。"),
        "primary",
        True,
    ),
    "reject": (
        consequences.reject,
        gettext_lazy("不予认定"),
        gettext_lazy("确定对“%s”不予认定？此结果不能再恢复，教师可以重新申报。"),
        gettext_lazy("“%s”不予认定。"),
        "danger",
        True,
    ),
}


@login_required
@require_safe
def batch_list(request):
    listing = lists.batches(request)
    if listing.export:
        return give(request, lists.BATCHES, listing)
    return render(request, "credits/batches/list.html", {"heading": _("结果报送"), "listing": listing, "page": listing.page})


@login_required
@require_POST
def send(request):
    """Send everything the school has taken up."""
    unit = get_object_or_404(finding.units_in_reach(request.user), code=request.POST.get("unit", ""))
    program, form = finding.find_program(request.POST), SendForm(request.POST)
    back = f"{reverse('credits:acceptance')}?unit={unit.code}"
    if not can_accept(request.user, unit) or not form.is_valid():
        messages.error(request, "；".join(form.errors.get("note", [])) or _("您不能上报%s的结果。") % unit.name)
        return redirect(back)
    try:
        batch = batching.send_up(unit=unit, program=program, by=request.user, **form.cleaned_data)
    except DomainError as refusal:
        messages.error(request, refusal.sentence())
        return redirect(back)
    messages.success(request, _("已上报%(batch)s，共 %(results)d 项结果。") % {"batch": batch, "results": batch.results})
    return redirect(batch)


def _find(request, code) -> ResultBatch:
    rows = ResultBatch.objects.visible_to(request.user).select_related("unit", "to_unit", "program")
    return get_object_or_404(rows, code=code)


@login_required
@require_safe
def batch(request, code):
    row = _find(request, code)
    results = row.lines.select_related("teacher", "ability", "unit", "declaration")
    if (kind := request.GET.get("export")) in FORMATS:
        return table_download(LINES, lines(results.order_by("pk")), f"{row}", kind)
    decides = can_decide(request.user, row)
    certificate = Certificate.objects.standing().filter(entry=OuterRef("entry"))
    page = page_of(request, results.annotate(certified=Exists(certificate)), order=["pk"], size=50)
    mark_unsettled(row, page.rows)
    for line in page.rows:
        line.acts = _acts_of(line) if decides else []
    context = {"batch": row, "page": page, "decides": decides, "checks": row.checks.visible_to(request.user).order_by("-pk")}
    context |= {"acts": _batch_acts(row) if decides else [], "events": history_of(row), "standing": standing_of(row)}
    context["certified"] = any(line.certified for line in page.rows)
    return render(request, "credits/batches/batch.html", context | _next_steps(request.user, row))


def _next_steps(user, row) -> dict:
    """Why the batch cannot be recognised yet, whether this person may start a check over it, and the certificates due after it."""
    steps = {"hindrance": "", "starts_check": False}
    if row.state in WITH_COUNTY:
        try:
            batching.check_checked(row)
        except WrongState as refusal:
            steps["hindrance"] = refusal.sentence()
        steps["starts_check"] = row.to_unit.level != Level.SCHOOL and can_hold_checks(user, row.to_unit)
    elif row.state == row.State.RECOGNISED and can_certify(user, row.unit):
        steps["due"] = due_entries(row.unit, row.program).count()
    return steps


def _batch_acts(row) -> list[tuple]:
    states = {
        "accept": [row.State.SUBMITTED],
        "recognise": [row.State.ACCEPTED],
        "return": [row.State.SUBMITTED, row.State.ACCEPTED],
    }
    return [(name, ACTS[name][1], ACTS[name][4]) for name, from_ in states.items() if row.state in from_]


def _acts_of(line) -> list[tuple]:
    states = line.State
    allowed = {
        states.SUBMITTED: ["suspend"],
        states.RECOGNISED: ["suspend"],
        states.SUSPENDED: ["give-back", "reject"],
    }
    return [(name, LINE_ACTS[name][1]) for name in allowed.get(states(line.state), [])]


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def batch_act(request, code, act):
    """验收, 认定 or 退回 of a batch; what keeps it from being recognised is said before anybody is asked."""
    row = _find(request, code)
    if act not in ACTS or not can_decide(request.user, row):
        raise Http404
    if act == "recognise" and request.method != "POST":
        try:
            batching.check_checked(row)
        except WrongState as refusal:
            messages.error(request, refusal.sentence())
            return redirect(row)
    return _asked(request, row, ACTS[act], back=row, thing="batch")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def line_act(request, code, act):
    """What the county decides on a single result."""
    rows = ResultLine.objects.visible_to(request.user)
    related = ("batch__unit", "batch__to_unit", "teacher__user", "teacher__unit", "ability", "entry__teacher__unit", "declaration")
    line = get_object_or_404(rows.select_related(*related, "declaration__teacher", "declaration__program", "unit"), code=code)
    if act not in LINE_ACTS or not can_decide(request.user, line.batch):
        raise Http404
    return _asked(request, line, LINE_ACTS[act], back=line.batch, thing="line")


def _asked(request, row, told, *, back, thing):
    """Ask, and once confirmed do it."""
    deed, label, question, said, tone, reasoned = told
    sent = request.POST if request.method == "POST" else None
    form = ReasonForm(sent) if reasoned else None
    if sent is not None and (form is None or form.is_valid()):
        return act(request, back, form, deed, said % row, **{thing: row})
    return ask(request, heading=label, question=question % row, label=label, back=back.get_absolute_url(), form=form, tone=tone)
