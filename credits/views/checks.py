"""Checks: the list, a new one, one check with its sample and rates, and what its holders do with it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from credits import finding, lists
from credits.actions import checking
from credits.exports.checks import ITEMS, RATES, items, rates
from credits.facts.check_terms import STRATA, terms_in, terms_of
from credits.facts.spot_checks import counts_of, experts_for, items_of, part, rates_of, ready_batches, with_findings
from credits.filters.checks import CheckFilter, ItemFilter
from credits.forms.checks import CheckForm, DrawForm, ExpertsForm, ReasonForm
from credits.models import SpotCheck
from credits.policies.checks import DECIDERS, can_hold_checks
from credits.rules.sampling import shares, thawed
from portal.audit.facts import history_of
from portal.jobs.giving import give
from portal.kit.clock import database_now, local
from portal.kit.errors import DomainError
from portal.kit.exports import table_download
from portal.kit.lists import Listing, Ordering
from portal.kit.pages import act as do
from portal.kit.pages import ask, refuse
from portal.units.enums import Level
from programs.policy import resolve

NEWEST = Ordering({"new": ()}, default="-new")
DRAWN = Ordering({"drawn": ()}, default="drawn")


@login_required
@require_safe
def check_list(request):
    rows = SpotCheck.objects.visible_to(request.user).select_related("unit").defer("entries")
    listing = Listing(request, CheckFilter(request.GET, rows, request=request), NEWEST)
    holds = request.user.holds(*DECIDERS)
    return render(
        request, "credits/checks/list.html", {"heading": _("抽查"), "listing": listing, "page": listing.page, "holds": holds}
    )


@login_required
@require_safe
def finding_list(request):
    """整改清单: everything checks found within sight, the soonest day first."""
    listing = lists.findings(request)
    if listing.export:
        return give(request, lists.FINDINGS, listing)
    context = {"heading": _("抽查问题整改"), "listing": listing, "page": listing.page, "today": local(database_now()).date()}
    return render(request, "credits/checks/findings.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request):
    """Freeze the list of a new check."""
    unit, program = finding.find_unit(request), finding.find_program(request.GET)
    if unit is None or program is None or unit.level == Level.SCHOOL or not can_hold_checks(request.user, unit):
        raise Http404
    policy = resolve(unit, program)
    terms = terms_in(policy)
    sent = request.POST if request.method == "POST" else None
    batches = ready_batches(unit, program)
    chosen = {"batches": list(batches.filter(code=request.GET.get("batch", "")))}
    form = CheckForm(sent, batches=batches, strata=terms[STRATA], initial=chosen)
    if form.is_valid():
        try:
            check = checking.freeze(unit=unit, program=program, by=request.user, **form.values())
        except DomainError as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _("名单已冻结，共 %d 项。抽取之前不能再改。") % check.size)
            return redirect(check)
    context = {"heading": _("新建抽查"), "form": form, "unit": unit, "asked": policy["spot_check_ratio"]}
    context["terms"] = [term for key, term in terms.items() if key != STRATA]
    return render(request, "credits/checks/new.html", context, status=422 if form.errors else 200)


def _find(request, code) -> SpotCheck:
    rows = SpotCheck.objects.visible_to(request.user).select_related("unit", "program", "frozen_by", "drawn_by")
    return get_object_or_404(rows, code=code)


@login_required
@require_safe
def check(request, code):
    """One check: the promise, the sample as far as this user may see it, the rates of schools."""
    row = _find(request, code)
    holds = can_hold_checks(request.user, row.unit)
    seen = items_of(row).filter(pk__in=row.items.visible_to(request.user).values("pk"))
    listing = Listing(request, ItemFilter(request.GET, seen, request=request), DRAWN)
    found = rates_of(row) if holds else []
    if request.GET.get("export") == "rates" and holds:
        return table_download(RATES, rates(found), f"{row}-{_('合格率')}", "xlsx")
    if listing.export:
        return table_download(ITEMS, items(row, with_findings(list(listing.rows))), f"{row}", listing.export)
    context = {
        "check": row,
        "holds": holds,
        "fills": holds or row.items.filter(expert=request.user).exists(),
        "listing": listing,
        "page": listing.page,
        "rates": found,
        "terms": terms_of(row),
        "ratio": row.ratio,
    }
    with_findings(listing.page.rows)
    context |= {"counts": counts_of(row), "shares": shares(thawed(row.entries), part(row)) if holds else []}
    context |= {"acts": _acts(row) if holds else [], "events": history_of(row)}
    return render(request, "credits/checks/check.html", context)


ACTS = {
    "draw": (gettext_lazy("抽取"), gettext_lazy("确定现在抽取？只能抽取一次，抽取后公布种子，任何人都可以按名单和种子重抽核对。")),
    "hand-out": (
        gettext_lazy("分配检查人"),
        gettext_lazy("待查的结果依次分给所选的人；任教本校的不分给本校的结果。已分配而未检查的重新分配。"),
    ),
    "close": (gettext_lazy("结束抽查"), gettext_lazy("确定结束？结束后结论不能再改；问题的整改和复查继续。")),
    "cancel": (gettext_lazy("取消抽查"), gettext_lazy("确定取消？名单作废，原因留在记录中。")),
}
OFFERED = {SpotCheck.State.FROZEN: ["draw", "cancel"], SpotCheck.State.DRAWN: ["hand-out", "close"]}


def _acts(row) -> list[tuple]:
    return [(name, ACTS[name][0]) for name in OFFERED.get(SpotCheck.State(row.state), [])]


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def check_act(request, code, act):
    """Draw, hand out, close or cancel."""
    row = _find(request, code)
    if act not in ACTS or not can_hold_checks(request.user, row.unit):
        raise Http404
    label, question = ACTS[act]
    form, sent = _form(row, act, request.POST if request.method == "POST" else None), request.method == "POST"
    if sent and (form is None or form.is_valid()):
        deed, said = DEEDS[act]
        return do(request, row, form, deed, said, check=row)
    tone = "danger" if act == "cancel" else "primary"
    page = {"heading": label, "question": question, "label": label, "tone": tone, "about": row.name}
    return ask(request, **page, back=row.get_absolute_url(), form=form)


def _form(row, act, sent):
    if act == "hand-out":
        return ExpertsForm(sent, experts=experts_for(row))
    if act == "draw" and row.seed_way == SpotCheck.SeedWay.PUBLIC:
        return DrawForm(sent)
    return ReasonForm(sent) if act == "cancel" else None


DEEDS = {
    "draw": (checking.draw_sample, gettext_lazy("已抽取。")),
    "hand-out": (checking.hand_out, gettext_lazy("已分配。")),
    "close": (checking.close, gettext_lazy("抽查已结束。")),
    "cancel": (checking.cancel, gettext_lazy("抽查已取消。")),
}
