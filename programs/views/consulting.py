"""专家评议: asking experts about a filing, and their answers."""

from functools import partial

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.kit.lists import Listing, Ordering
from programs.actions import consulting as actions
from programs.enums.consulting import AdviceState
from programs.enums.filings import FilingState
from programs.facts.consulting import experts_for
from programs.filters.consulting import AdviceFilter
from programs.forms.consulting import AdviceForm, AskForm
from programs.forms.evidence import VoidForm
from programs.models import FilingAdvice
from programs.policies.consulting import can_advise, can_ask
from programs.views.entering import QUESTION, WRITABLE, entered, filled
from programs.views.filings import visible

ORDERING = Ordering({"due": ("due_on",), "new": ()}, default="due")
WAITING = (FilingState.SUBMITTED, FilingState.COLLATING)


@login_required
@require_safe
def advice_list(request):
    """What experts were asked: all of it for who asked, one's own for an expert."""
    rows = FilingAdvice.objects.visible_to(request.user).select_related("filing__task", "filing__unit", "expert")
    listing = Listing(request, AdviceFilter(request.GET, rows, request=request), ORDERING)
    for row in listing.page.rows:
        row.mine = row.state == AdviceState.ASKED and can_advise(request.user, row)
    context = {"heading": _("专家评议"), "listing": listing, "page": listing.page}
    return render(request, "programs/filings/advice_list.html", context)


@login_required
@WRITABLE
def ask(request, pk):
    """Ask an expert about a filing."""
    row = visible(request, pk)
    if not can_ask(request.user, row) or row.state not in WAITING:
        raise Http404
    form = filled(AskForm, request, experts=experts_for(row.receiver))
    act = partial(_asked, filing=row, by=request.user)
    context = {"heading": _("请专家评议"), "of": str(row), "button": _("邀请"), "said": _("已邀请，专家会收到通知。")}
    note = _("专家意见供审核时参考，由接收单位决定。")
    return entered(request, form, act, back=row.get_absolute_url(), note=note, **context)


def _asked(**said) -> None:
    """Ask and go back to the filing."""
    actions.ask(**said)


@login_required
@WRITABLE
def give(request, pk):
    """An expert's word on a filing he was asked about."""
    row = _open(request, pk)
    if not can_advise(request.user, row):
        raise Http404
    act = partial(actions.give, advice=row, by=request.user)
    context = {"heading": _("填写评议意见"), "of": str(row.filing), "button": _("提交意见"), "said": _("已提交，提交后不能再改。")}
    return entered(
        request,
        filled(AdviceForm, request),
        act,
        back=row.filing.get_absolute_url(),
        note=row.question or str(row.filing),
        **context,
    )


@login_required
@WRITABLE
def recall(request, pk):
    """Let an expert off."""
    row = _open(request, pk)
    if not can_ask(request.user, row.filing):
        raise Http404
    act = partial(actions.recall, advice=row, by=request.user)
    context = {"heading": _("撤回邀请"), "label": _("撤回"), "said": _("已撤回邀请。"), "tone": "danger"}
    context["question"] = _("不再请%(who)s评议“%(filing)s”？") % {"who": row.expert.name, "filing": row.filing}
    return entered(request, filled(VoidForm, request), act, back=row.filing.get_absolute_url(), template=QUESTION, **context)


def _open(request, pk) -> FilingAdvice:
    rows = FilingAdvice.objects.visible_to(request.user).filter(state=AdviceState.ASKED)
    return get_object_or_404(rows.select_related("expert", "filing__task", "filing__unit", "filing__receiver"), pk=pk)
