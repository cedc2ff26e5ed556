from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from awards.actions import recommending
from awards.facts_desk.cities import city_desk, nominees_of
from awards.facts_desk.compare import comparison
from awards.facts_desk.cycles import last_batch
from awards.facts_desk.eligibility import cities_of
from awards.facts_desk.late import permits_of
from awards.facts_desk.package import lacking
from awards.facts_desk.reserves import mark_reserves
from awards.facts_desk.upheld import mark_upheld
from awards.forms.nominations import OpinionForm, ReturnForm
from awards.ordering import step, typed_order
from awards.policies import cycles as policies
from awards.policies.late import lets_come_to
from awards.views.finding import desk_address, find_category, find_city, find_cycle
from portal.kit.asking import asks
from portal.kit.exports import table_download
from portal.kit.pages import refusals_to_messages


@login_required
@require_safe
def desk(request, code):
    cycle = find_cycle(request, code)
    city = find_city(request, cycle)
    open_now = asks(policies.check_open)(cycle, "recommend", units=[city], begun="recommend")
    shown = city_desk(cycle, city, request.user)
    mark_reserves(shown)
    mark_upheld(shown)
    context = {
        "cycle": cycle,
        "desk": shown,
        "package": lacking(shown),
        "cities": cities_of(cycle, request.user),
        "run": last_batch(cycle),
        "office": policies.is_office(request.user, cycle),
        "may_act": open_now and request.user.holds(*policies.BUREAU, unit=city),
        "phase": cycle.phase("recommend"),
        "late_permits": permits_of(cycle, city, request.user),
        "lets": (lets := lets_come_to(request.user, cycle, city)),
        "lets_late": lets and policies.is_late(cycle, "nominate"),
        "opinion_form": OpinionForm(auto_id=False),
        "return_form": ReturnForm(auto_id=False),
        "address": desk_address(cycle, city),
    }
    return render(request, "awards/desk.html", context)


@login_required
@require_safe
def compare(request, code):
    """The counties of a city beside each other, clause by clause; the same as a workbook."""
    cycle = find_cycle(request, code)
    city = find_city(request, cycle)
    chosen = [category for category in cycle.categories.all() if category.passes_a_city and not category.names_a_person]
    category = next((one for one in chosen if one.key == request.GET.get("category")), chosen[0] if chosen else None)
    if category is None:
        raise Http404
    category.cycle = cycle
    found = comparison(cycle, category, nominees_of(category, city, request.user), request.user)
    if request.GET.get("export") == "xlsx":
        headings, rows = found.table()
        return table_download(headings, rows, _("%(city)s逐条比较") % {"city": city.name}, "xlsx")
    context = {"cycle": cycle, "city": city, "found": found, "desk_url": desk_address(cycle, city)}
    return render(request, "awards/compare.html", context)


@login_required
@require_POST
def order(request, code):
    """Set the order of a city's recommendations in one category: by the numbers given, then one row up or down."""
    cycle = find_cycle(request, code)
    city = find_city(request, cycle)
    category = find_category(cycle, request.POST.get("category", ""))
    with refusals_to_messages(request):
        ids = _asked_order(request.POST)
        recommending.put_in_order(category=category, via=city, ids=ids, by=request.user)
        messages.success(request, _("推荐顺序已保存。"))
    return redirect(desk_address(cycle, city) + f"#{category.key}")


def _asked_order(data) -> list[int]:
    """The rows as they stood, put in order by the numbers typed, with one of them moved a step."""
    ids = [int(value) for value in data.getlist("row") if _is_key(value)]
    ids = typed_order(ids, {pk: data[f"position-{pk}"] for pk in ids if f"position-{pk}" in data})
    for name, by in (("up", -1), ("down", 1)):
        moved = data.get(name, "")
        if _is_key(moved) and int(moved) in ids:
            ids = step(ids, int(moved), by)
    return ids


def _is_key(value: str) -> bool:
    return value.isascii() and value.isdigit() and len(value) < 19
