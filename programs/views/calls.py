"""公开征集: calls for institutions, their answers, and what was decided."""

from functools import partial

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.accounts.enums import Role
from portal.audit.facts import history_of
from portal.kit.clock import database_now
from portal.kit.exports import FORMATS, table_download
from portal.kit.lists import Listing, Ordering
from portal.kit.numbers import from_hundredths
from programs.actions import calls as actions
from programs.attaching import given_out
from programs.enums.calls import BidState, CallState
from programs.facts.calls import compared
from programs.filters.calls import CallFilter
from programs.finding import find_program
from programs.forms.calls import BidForm, CallForm, DecideForm
from programs.forms.evidence import VoidForm
from programs.models import InstitutionBid, InstitutionCall
from programs.policies.calls import can_call
from programs.policies.institutions import KEEPERS
from programs.views.entering import QUESTION, WRITABLE, entered, filled

ORDERING = Ordering({"closes": ("closes_at",), "new": ()}, default="-new")
HEADINGS = [
    _("机构代码"),
    _("培训机构"),
    _("每人费用（元）"),
    _("综合评价名次"),
    _("符合条件"),
    _("方案要点"),
    _("结果"),
    _("理由"),
]


@login_required
@require_safe
def call_list(request):
    rows = InstitutionCall.objects.visible_to(request.user).select_related("unit")
    listing = Listing(request, CallFilter(request.GET, rows, request=request), ORDERING)
    now = database_now()
    for row in listing.page.rows:
        row.over = row.closes_at <= now
    context = {"heading": _("公开征集培训机构"), "listing": listing, "page": listing.page, "calls": request.user.holds(*KEEPERS)}
    return render(request, "programs/calls/list.html", context)


def find_call(request, pk) -> InstitutionCall:
    rows = InstitutionCall.objects.visible_to(request.user).select_related("unit", "program", "decided_by", "called_by")
    return get_object_or_404(rows, pk=pk)


def own_institution(user):
    """The institution this user speaks for; None for others."""
    return next(iter(user.units_of(Role.INSTITUTION)), None)


@login_required
@require_safe
def call(request, pk):
    """A call with its conditions; after it has closed its bids side by side for who called, one's own for who bid."""
    row = find_call(request, pk)
    keeps, institution = can_call(request.user, row.unit), own_institution(request.user)
    bids = list(InstitutionBid.objects.visible_to(request.user).filter(call=row).standing().select_related("institution"))
    table = compared(row, bids) if keeps else []
    if keeps and (kind := request.GET.get("export")) in FORMATS:
        return table_download(HEADINGS, _cells(table), _("应征比较-%s") % row.title, kind)
    row.over = row.is_over
    taking = row.state == CallState.OPEN and not row.over
    context = {
        "call": row,
        "keeps": keeps and row.state == CallState.OPEN,
        "table": table,
        "received": InstitutionBid.objects.filter(call=row).standing().count() if keeps else None,
        "mine": next((bid for bid in bids if institution and bid.institution_id == institution.pk), None),
        "bids": institution is not None and taking,
        "chosen": InstitutionBid.objects.filter(call=row, state=BidState.CHOSEN).select_related("institution"),
        "events": history_of(row) if keeps else [],
    }
    return render(request, "programs/calls/call.html", context)


def _cells(table):
    for row in table:
        bid, fee = row.bid, None if row.bid.fee is None else from_hundredths(row.bid.fee)
        met = f"{row.met}/{row.asked}" if row.asked else ""
        about = [bid.institution.code, bid.institution.name, fee, "、".join(row.ranks), met]
        yield [*about, bid.summary, bid.get_state_display(), bid.reason]


@login_required
@WRITABLE
def make(request):
    program = find_program({})
    if not request.user.holds(*KEEPERS) or program is None:
        raise Http404
    initial = {"unit": request.post.unit.code if request.post else ""}
    act = partial(actions.call, program=program, by=request.user)
    context = {"heading": _("发起公开征集"), "of": _("公开征集"), "button": _("发布"), "said": _("已发布：%(made)s。")}
    form = filled(CallForm, request, user=request.user, initial=initial)
    return entered(request, form, act, back=reverse("programs:call-list"), **context)


@login_required
@WRITABLE
def bid(request, pk):
    """Answer a call in the name of one's institution."""
    row, institution = find_call(request, pk), own_institution(request.user)
    if institution is None or row.state != CallState.OPEN or row.is_over:
        raise Http404
    mine = InstitutionBid.objects.filter(call=row, institution=institution).first()
    initial = {"summary": mine.summary, "fee": None if mine.fee is None else from_hundredths(mine.fee)} if mine else {}

    def act(**said):
        actions.bid(call=row, institution=institution, by=request.user, **said)

    note = _("已附方案“%s”，不另选文件则沿用。") % mine.evidence_name if mine and mine.evidence else row.title
    context = {
        "heading": _("应征"),
        "of": row.title,
        "button": _("提交应征"),
        "said": _("已应征，截止前可以修改或撤回。"),
        "note": note,
    }
    return entered(request, filled(BidForm, request, initial=initial), act, back=row.get_absolute_url(), **context)


@login_required
@WRITABLE
def withdraw(request, pk):
    row, institution = find_call(request, pk), own_institution(request.user)
    mine = get_object_or_404(InstitutionBid.objects.standing().select_related("call"), call=row, institution=institution)
    if row.state != CallState.OPEN or row.is_over:
        raise Http404

    def act():
        actions.take_back(bid=mine, by=request.user)

    context = {"heading": _("撤回应征"), "label": _("撤回"), "said": _("已撤回，截止前还可以重新应征。"), "tone": "danger"}
    context["question"] = _("撤回对“%s”的应征？") % row.title
    return entered(request, filled(forms.Form, request), act, back=row.get_absolute_url(), template=QUESTION, **context)


@login_required
@WRITABLE
def decide(request, pk):
    """Choose among the bids, each with its reason."""
    row = _decidable(request, pk)
    if not row.is_over:
        raise Http404
    bids = list(InstitutionBid.objects.filter(call=row).standing().select_related("institution").order_by("institution__path"))
    form = filled(DecideForm, request, bids=bids)

    def act(**_fields):
        actions.decide(call=row, by=request.user, **form.said())

    context = {
        "heading": _("公布比选结果"),
        "of": row.title,
        "button": _("公布"),
        "said": _("已公布结果，入选机构已列入推荐名单。"),
    }
    note = _("公布后不能再改，所有应征机构都会收到各自的结果和理由。")
    return entered(request, form, act, back=row.get_absolute_url(), note=note, **context)


@login_required
@WRITABLE
def void(request, pk):
    row = _decidable(request, pk)
    act = partial(actions.void, call=row, by=request.user)
    context = {"heading": _("作废征集"), "label": _("作废"), "said": _("已作废。"), "tone": "danger"}
    context["question"] = _("作废“%s”？应征的机构会收到通知。") % row.title
    return entered(request, filled(VoidForm, request), act, back=row.get_absolute_url(), template=QUESTION, **context)


def _decidable(request, pk) -> InstitutionCall:
    row = find_call(request, pk)
    if not can_call(request.user, row.unit) or row.state != CallState.OPEN:
        raise Http404
    return row


@login_required
@require_safe
def plan(request, pk):
    """The plan that came with a bid, for the institution itself and, once the call has closed, for who called."""
    row = get_object_or_404(InstitutionBid.objects.visible_to(request.user).exclude(evidence=""), pk=pk)
    return given_out(row.evidence, row.evidence_name)
