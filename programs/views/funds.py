"""Money: what came, what it went to, what is left, and what training costs each school."""

from functools import partial

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.documents.rendering import render as draw
from portal.kit.exports import download, table_download
from portal.kit.lists import Listing, Ordering, with_defaults
from portal.kit.pages import refusals_to_messages
from portal.units.enums import Level
from portal.units.models import Unit
from programs.actions import funds as actions
from programs.attaching import given_out
from programs.documents.funds import fee_statement
from programs.enums.evidence import RecordState
from programs.enums.funds import Use
from programs.exports import funds as exports
from programs.facts.funds import balances, statement, with_spent
from programs.filters.funds import SourceFilter, SpendingFilter
from programs.finding import find_program, find_unit
from programs.forms.funds import SourceChangeForm, SourceForm, SpendingForm, told_of
from programs.forms.institutions import ReasonForm
from programs.models import FundSource, Spending
from programs.policies.funds import KEEPERS, can_keep_funds
from programs.policy import resolve
from programs.views.entering import QUESTION, WRITABLE, entered, filled, today

SOURCES = Ordering({"year": ("year",), "unit": ("unit__path",)}, default="-year")
SPENDINGS = Ordering({"day": ("spent_on",), "unit": ("unit__path",)}, default="-day")
SHOWN = 500
VOIDING = {"source": (FundSource, actions.void_source), "spending": (Spending, actions.void_spending)}


@login_required
@require_safe
def source_list(request):
    """What came, with what is left of each."""
    asked = with_defaults(request.GET, state=RecordState.CURRENT)
    rows = with_spent(FundSource.objects.visible_to(request.user).select_related("unit", "program"))
    listing = Listing(request, SourceFilter(asked, rows, request=request), SOURCES)
    if listing.export:
        found = balances(listing.found.filter(state=RecordState.CURRENT))
        return table_download(exports.BALANCES, exports.balances(found), _named(_("经费收支")), listing.export)
    for row in listing.page.rows:
        row.left = row.amount - row.spent
    context = {"heading": _("经费"), "listing": listing, "page": listing.page, "keeps": request.user.holds(*KEEPERS)}
    return render(request, "programs/funds/sources.html", context)


@login_required
@require_safe
def spending_list(request):
    asked = with_defaults(request.GET, state=RecordState.CURRENT)
    rows = Spending.objects.visible_to(request.user).select_related("unit", "source")
    listing = Listing(request, SpendingFilter(asked, rows, request=request), SPENDINGS)
    if listing.export:
        return table_download(exports.SPENDINGS, exports.spendings(listing.rows), _named(_("经费支出")), listing.export)
    context = {"heading": _("经费支出"), "listing": listing, "page": listing.page, "keeps": request.user.holds(*KEEPERS)}
    return render(request, "programs/funds/spendings.html", context)


@login_required
@require_safe
def source(request, pk):
    row = find_source(request, pk)
    spendings = row.spendings.order_by("-spent_on", "-pk")
    asked = resolve(row.unit, row.program).get("fee_uses")
    by_use = balances(FundSource.objects.filter(pk=row.pk))[0].by_use
    context = {
        "row": row,
        "left": row.amount - row.spent,
        "spendings": spendings,
        "asked": asked,
        "by_use": [(Use(use).label, amount) for use, amount in sorted(by_use.items())],
        "keeps": can_keep_funds(request.user, row.unit) and row.state == RecordState.CURRENT,
    }
    return render(request, "programs/funds/source.html", context)


@login_required
@WRITABLE
def bring_in(request):
    if not request.user.holds(*KEEPERS):
        raise Http404
    initial = {"unit": request.post.unit.code if request.post else "", "year": today().year, "received_on": today()}

    def act(**said):
        actions.bring_in(by=request.user, **said)

    context = {"heading": _("登记到账"), "of": _("经费"), "button": _("登记"), "said": _("已登记到账。")}
    form = filled(SourceForm, request, user=request.user, initial=initial)
    return entered(request, form, act, back=reverse("programs:fund-list"), **context)


@login_required
@WRITABLE
def revise(request, pk):
    """Correct what was put down of money that came."""
    row = find_source(request, pk)
    if row.state != RecordState.CURRENT or not can_keep_funds(request.user, row.unit):
        raise Http404

    def act(**said):
        actions.revise_source(row=row, by=request.user, **said)

    note = _("单位和项目不能改；登记错了的请作废后重新登记。不选证明材料的，原材料不变。")
    context = {"heading": _("修改到账"), "of": str(row), "button": _("保存"), "said": _("已保存。"), "note": note}
    return entered(request, filled(SourceChangeForm, request, initial=told_of(row)), act, back=_page(row), **context)


@login_required
@WRITABLE
def spend(request, pk):
    row = find_source(request, pk)
    if not can_keep_funds(request.user, row.unit):
        raise Http404
    asked = resolve(row.unit, row.program).get("fee_uses")

    def act(**said):
        actions.spend(source=row, by=request.user, **said)

    note = _("允许的用途：%(uses)s（%(clause)s）") % {"uses": asked.text, "clause": asked.citation} if asked else ""
    context = {"heading": _("登记支出"), "of": str(row), "button": _("登记"), "said": _("已登记支出。"), "note": note}
    return entered(request, filled(SpendingForm, request, initial={"spent_on": today()}), act, back=_page(row), **context)


@login_required
@WRITABLE
def void(request, kind, pk):
    """Take back a source or a spending."""
    model, deed = {"source": (FundSource, actions.void_source), "spending": (Spending, actions.void_spending)}.get(
        kind, (None, None)
    )
    if model is None:
        raise Http404
    row = get_object_or_404(model.objects.current().visible_to(request.user).select_related("unit"), pk=pk)
    if not can_keep_funds(request.user, row.unit):
        raise Http404
    context = {"heading": _("作废记录"), "label": _("作废"), "tone": "danger", "said": _("已作废。")}
    context["question"] = _("确定作废“%s”？记录仍然保留。") % row
    back = reverse("programs:fund-list") if kind == "source" else _page(row.source)
    act = partial(deed, row=row, by=request.user)
    return entered(request, filled(ReasonForm, request), act, back=back, template=QUESTION, **context)


@login_required
@require_safe
def fees(request):
    """Heads × fee by school, as a page, a workbook or a PDF."""
    unit, program = find_unit(request), find_program(request.GET)
    if unit is None or program is None:
        raise Http404
    institution = _institution(request)
    found = statement(unit, program, institution)
    if request.GET.get("export") in ("xlsx", "csv"):
        return table_download(exports.STATEMENT, exports.statement(found), _named(_("培训费结算表")), request.GET["export"])
    if request.GET.get("export") == "pdf":
        with refusals_to_messages(request):
            [drawn] = draw([fee_statement(found, today())])
            return download(drawn.pdf, f"{_named(_('培训费结算表'))}.pdf", "application/pdf")
        return redirect("programs:fund-fees")
    context = {"found": found, "rows": found.rows[:SHOWN], "shown": SHOWN, "unit": unit, "institution": institution}
    return render(request, "programs/funds/fees.html", context)


def _institution(request) -> Unit | None:
    """The institution whose schools are asked for, by code or name."""
    words = request.GET.get("institution", "").strip()
    if not words:
        return None
    known = Unit.objects.active().at(Level.INSTITUTION)
    return known.filter(code=words).first() or get_object_or_404(known, name=words)


@login_required
@require_safe
def evidence(request, kind, pk):
    """The file behind money that came or went."""
    model = {"source": FundSource, "spending": Spending}.get(kind)
    if model is None:
        raise Http404
    row = get_object_or_404(model.objects.visible_to(request.user).exclude(evidence=""), pk=pk)
    return given_out(row.evidence, row.evidence_name)


def find_source(request, pk) -> FundSource:
    rows = with_spent(FundSource.objects.visible_to(request.user).select_related("unit", "program"))
    return get_object_or_404(rows, pk=pk)


def _page(row: FundSource) -> str:
    return reverse("programs:fund", args=[row.pk])


def _named(title) -> str:
    return f"{title}-{timezone.localdate():%Y%m%d}"
