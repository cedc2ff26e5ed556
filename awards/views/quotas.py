from dataclasses import replace
from decimal import Decimal

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from awards.actions import allotting, following, reserving
from awards.facts_desk.cycles import clauses_of
from awards.facts_desk.eligibility import cities_of
from awards.facts_desk.following import strayed_in
from awards.facts_desk.ledger import HEADINGS, ORDER, cells_of, ledger_of, lines_of
from awards.facts_desk.quotas import explained, quota_page
from awards.facts_desk.simulation import shared_categories, simulate, standing_rule
from awards.forms.quotas import LedgerFilter, PlacesForm, SimulationForm
from awards.models import Nomination, Quota
from awards.policies import cycles as policies
from awards.policies.quotas import can_change, can_reserve
from awards.views.finding import find_category, find_cycle, go_back
from portal.kit.errors import DomainError
from portal.kit.exports import FORMATS, table_download
from portal.kit.pages import refusals_to_messages, refuse
from portal.kit.paging import page_of
from portal.units.enums import Level
from portal.units.models import Unit, within

LARGEST_EXPORT = 5000


@login_required
@require_safe
def quotas(request, code):
    """The quota table of a cycle with its rules in plain words."""
    found = find_cycle(request, code)
    clauses, table = clauses_of(found), quota_page(found, request.user)
    basis = [clauses[key] for key in table["keys"] if key in clauses]
    office = policies.is_office(request.user, found)
    context = {"cycle": found, "clauses": clauses, "basis": basis, "office": office}
    context["strayed"] = strayed_in(found) if office and can_change(request.user, found) else []
    return render(request, "awards/quotas.html", context | table)


@login_required
@require_POST
def follow(request, code):
    """Let forms go through the city their county lies in now."""
    found = find_cycle(request, code)
    with refusals_to_messages(request):
        rows = following.follow_units(cycle=found, by=request.user)
        messages.success(request, _("已随区划转办 %d 份推荐表。") % len(rows))
    return redirect("awards:quotas", found.code)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def quota(request, code, category, unit):
    """One unit's quota explained; the office changes its places here, with a reason."""
    cycle, row = _find(request, code, category, unit)
    form = PlacesForm(request.POST if request.method == "POST" else None, initial={"places": row.places})
    if form.is_valid():
        try:
            change = allotting.change_places(quota=row, by=request.user, **form.cleaned_data)
        except DomainError as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _("名额已调整为 %d 个。") % row.places if change else _("名额没有变化。"))
            return redirect(row)
    context = {
        "cycle": cycle,
        "found": explained(row, request.user),
        "form": form,
        "may_change": can_change(request.user, cycle),
        "may_reserve": can_reserve(request.user, row),
        "clauses": clauses_of(cycle),
    }
    return render(request, "awards/quota.html", context, status=422 if form.errors else 200)


def _find(request, code, category, unit):
    cycle = find_cycle(request, code)
    found = find_category(cycle, category)
    rows = Quota.objects.visible_to(request.user).select_related("unit").filter(category=found)
    row = get_object_or_404(rows, unit__code=unit)
    row.cycle, row.category = cycle, found
    return cycle, row


@login_required
@require_POST
def reserve(request, code, category, unit):
    """Put a form on the reserve list of its city, or take it off."""
    _cycle, row = _find(request, code, category, unit)
    rows = Nomination.objects.visible_to(request.user).filter(category=row.category, via=row.unit)
    key = request.POST.get("nomination", "")
    nomination = get_object_or_404(rows.select_related("unit", "via", "category__cycle"), pk=key if key.isdecimal() else 0)
    with refusals_to_messages(request):
        if request.POST.get("drop"):
            reserving.drop(nomination=nomination, by=request.user)
            messages.success(request, _("%s已移出备选。") % nomination.subject)
        else:
            reserving.reserve(nomination=nomination, by=request.user)
            messages.success(request, _("%s已列为备选。") % nomination.subject)
    return go_back(request, row)


@login_required
@require_safe
def ledger(request, code):
    """Who holds a place, gave one back or stands by."""
    cycle = find_cycle(request, code)
    form = LedgerFilter(request.GET, cities=cities_of(cycle, request.user), categories=cycle.categories.all())
    rows = form.apply(ledger_of(cycle, request.user))
    if (kind := request.GET.get("export")) in FORMATS:
        cells = [cells_of(line) for line in lines_of(list(rows.order_by(*ORDER)[:LARGEST_EXPORT]))]
        return table_download(HEADINGS, cells, _("名额台账"), kind)
    page = page_of(request, rows, order=ORDER)
    context = {"cycle": cycle, "form": form, "page": replace(page, rows=lines_of(page.rows))}
    return render(request, "awards/ledger.html", context)


@login_required
@require_safe
def simulation(request, code):
    """What another share, rounding or map would give every city; nothing is stored."""
    cycle = find_cycle(request, code)
    if not policies.is_office(request.user, cycle):
        raise Http404
    categories = shared_categories(cycle)
    if not categories:
        return render(request, "awards/simulation.html", {"cycle": cycle})
    inside = Unit.objects.active().filter(within(cycle.unit.path)).order_by("path")
    counties = list(inside.filter(level=Level.COUNTY, counts_for_quota=True).select_related("parent"))
    cities = cities_of(cycle, request.user)
    rule = standing_rule(cycle, categories[0])
    standing = {"category": categories[0].key, "percent": (rule.share * 100).normalize(), "rounding": rule.rounding}
    standing["percent"] = f"{standing['percent']:f}"
    asked = {**standing, "minimum": str(rule.minimum), **request.GET.dict()}
    form = SimulationForm(asked, categories=categories, counties=counties, cities=cities)
    found = _simulated(cycle, form, counties, cities) if form.is_valid() else None
    if found and request.GET.get("export") in FORMATS:
        return _simulation_file(found, request.GET["export"])
    context = {"cycle": cycle, "form": form, "found": found, "link": request.GET.urlencode()}
    return render(request, "awards/simulation.html", context, status=200 if found else 422)


def _simulated(cycle, form, counties, cities):
    given = form.cleaned_data
    return simulate(
        find_category(cycle, given["category"]),
        percent=Decimal(given["percent"]),
        rounding=given["rounding"],
        minimum=given["minimum"] or 0,
        moved=next((one for one in counties if one.code == given["county"]), None),
        to=next((one for one in [*cities, *counties] if one.code == (given["city"] or given["into"])), None),
    )


def _simulation_file(found, kind):
    headings = [_("单位"), _("现基数"), _("现名额"), _("模拟基数"), _("模拟算式"), _("模拟名额"), _("增减"), _("已用"), _("超出")]
    rows = [
        (r.quota.unit.name, r.quota.basis, r.quota.places, r.basis, r.formula, r.places, r.difference, r.used, r.short)
        for r in found.rows
    ]
    return table_download(headings, rows, _("名额模拟"), kind)
