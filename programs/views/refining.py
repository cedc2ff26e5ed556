"""成果再加工: experts asked to work results up, and what they made of them."""

from functools import partial

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.kit.lists import Listing, Ordering
from programs.actions import refining as actions
from programs.attaching import given_out
from programs.enums.refining import RefinementState
from programs.facts.consulting import experts_for
from programs.filters.refining import RefinementFilter
from programs.forms.evidence import VoidForm
from programs.forms.refining import RefinedForm, RefineForm
from programs.models import Refinement, Showcase
from programs.policies.refining import can_have_refined, can_refine
from programs.views.entering import QUESTION, WRITABLE, entered, filled

ORDERING = Ordering({"due": ("due_on",), "new": ()}, default="due")
RELATED = ("expert", "showcase__unit")


@login_required
@require_safe
def refinement_list(request):
    """What experts were asked to work on: all of it for the offices, one's own for an expert."""
    rows = Refinement.objects.visible_to(request.user).select_related(*RELATED)
    listing = Listing(request, RefinementFilter(request.GET, rows, request=request), ORDERING)
    for row in listing.page.rows:
        row.mine = row.state == RefinementState.ASKED and can_refine(request.user, row)
    context = {"heading": _("成果加工"), "listing": listing, "page": listing.page}
    return render(request, "programs/evidence/refinements.html", context)


@login_required
@WRITABLE
def ask(request, pk):
    """Ask an expert to work on a result."""
    row = get_object_or_404(Showcase.objects.current().visible_to(request.user).select_related("unit"), pk=pk)
    if not can_have_refined(request.user, row):
        raise Http404
    form = filled(RefineForm, request, experts=experts_for(row.unit))
    context = {"heading": _("请专家加工"), "of": str(row), "button": _("委托"), "said": _("已委托，专家会收到通知。")}
    return entered(request, form, partial(_asked, showcase=row, by=request.user), back=row.get_absolute_url(), **context)


def _asked(**said) -> None:
    """Ask and go back to the result."""
    actions.ask(**said)


@login_required
@WRITABLE
def finish(request, pk):
    """What an expert made of a result."""
    row = _open(request, pk)
    if not can_refine(request.user, row):
        raise Http404
    act = partial(actions.finish, refinement=row, by=request.user)
    context = {"heading": _("交加工结果"), "of": str(row.showcase), "button": _("提交"), "said": _("已提交，提交后不能再改。")}
    back, note = row.showcase.get_absolute_url(), row.question or str(row.showcase)
    return entered(request, filled(RefinedForm, request), act, back=back, note=note, **context)


@login_required
@WRITABLE
def recall(request, pk):
    """Let an expert off."""
    row = _open(request, pk)
    if not can_have_refined(request.user, row.showcase):
        raise Http404
    act = partial(actions.recall, refinement=row, by=request.user)
    context = {"heading": _("撤回委托"), "label": _("撤回"), "said": _("已撤回委托。"), "tone": "danger"}
    context["question"] = _("不再请%(who)s加工“%(title)s”？") % {"who": row.expert.name, "title": row.showcase}
    form, back = filled(VoidForm, request), row.showcase.get_absolute_url()
    return entered(request, form, act, back=back, template=QUESTION, **context)


@login_required
@require_safe
def file(request, pk):
    """The worked-up file."""
    rows = Refinement.objects.visible_to(request.user).exclude(evidence="")
    row = get_object_or_404(rows, pk=pk)
    return given_out(row.evidence, row.evidence_name)


def _open(request, pk) -> Refinement:
    rows = Refinement.objects.visible_to(request.user).filter(state=RefinementState.ASKED)
    return get_object_or_404(rows.select_related(*RELATED), pk=pk)
