"""What this user may see of a selection; anything else is 404."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from awards.models import AwardCategory, AwardCycle, CycleDraft, Nomination
from awards.models.quotas import listed_place
from awards.policies.cycles import OFFICE
from awards.policies.drafts import check_prepare
from portal.units.enums import Level
from portal.units.models import Unit, within


def find_cycle(request, code: str) -> AwardCycle:
    """The cycle with its calendar and categories read."""
    cycles = AwardCycle.objects.visible_to(request.user).select_related("notice", "unit", "program")
    return get_object_or_404(cycles.prefetch_related("phases", "categories"), code=code)


def find_category(cycle: AwardCycle, key: str) -> AwardCategory:
    """A category of the cycle, sharing the cycle's row."""
    category = next((category for category in cycle.categories.all() if category.key == key), None)
    if category is None:
        raise Http404
    category.cycle = cycle
    return category


def find_nomination(request, pk: int) -> Nomination:
    """The nomination with what its page and its rules look at, in a fixed number of queries."""
    rows = Nomination.objects.visible_to(request.user)
    rows = rows.select_related(
        "cycle__notice", "cycle__unit", "cycle__program", "category", "unit__parent__parent", "via", "entered_by"
    )
    row = get_object_or_404(rows.prefetch_related("cycle__phases"), pk=pk)
    row.category.cycle = row.cycle
    return row


def find_draft(request, pk: int, *, writing: bool = False) -> CycleDraft:
    """A selection being prepared; to be written on only by those who may issue it and while it is a draft."""
    rows = CycleDraft.objects.visible_to(request.user).select_related("unit", "notice__issuer", "cycle")
    row = get_object_or_404(rows.open() if writing else rows, pk=pk)
    if writing:
        check_prepare(request.user, row.unit)
    return row


def find_city(request, cycle: AwardCycle) -> Unit:
    """The city whose desk is asked for: by code in the address, else the one acted for; only its own offices and those above."""
    code = request.GET.get("unit", "")
    cities = Unit.objects.active().filter(within(cycle.unit.path), level=Level.CITY)
    if code:
        city = cities.filter(code=code).first()
    else:
        city = next((unit for unit in _acted_for(request) if unit.level == Level.CITY and unit.is_within(cycle.unit)), None)
        if city is None and request.user.holds(*OFFICE, unit=cycle.unit):
            city = cities.order_by(listed_place("pk", cycle=cycle), "position", "path").first()
    if city is None or not request.user.holds(*OFFICE, over=city):
        raise Http404
    return city


def _acted_for(request) -> list[Unit]:
    """The unit one acts for now, then one's others."""
    mine = [post.unit for post in request.user.current_posts() if post.role in OFFICE]
    return [request.post.unit, *mine] if request.post and request.post.role in OFFICE else mine


def go_back(request, otherwise):
    """Back to the page an act was asked from, when that is one of ours."""
    address = request.POST.get("back", "")
    if address and url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure()):
        return redirect(address)
    return redirect(otherwise)


def desk_address(cycle: AwardCycle, city: Unit) -> str:
    """The address of a city's desk."""
    return f"{reverse('awards:desk', args=[cycle.code])}?unit={city.code}"
