from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from portal.kit.lists import Listing, Ordering
from portal.kit.paging import page_of
from portal.units.facts import with_child_counts
from portal.units.filters import UnitFilter
from portal.units.models import Unit
from portal.units.policies import can_see_people, seen_by

ORDERING = Ordering({"code": ("path",), "name": ("name",)}, default="code")


@login_required
@require_safe
def unit_list(request):
    visible = seen_by(request.user)
    top = _top(request, visible)
    found = visible.filter(pk__in=_asked(request, visible, top)) if top else visible.none()
    listing = Listing(request, UnitFilter(request.GET, with_child_counts(found.select_related("parent"))), ORDERING)
    line = Unit.objects.above(top) if top else []
    context = {"listing": listing, "page": listing.page, "top": top, "line": line}
    context["unseen"] = bool(top) and not listing.page.rows and Unit.objects.filter(parent=top).exists()
    return render(request, "units/unit_list.html", context)


def _top(request, visible):
    """The unit whose subordinates are listed: the one in the address, else the one the user acts for, else the first there is."""
    if code := request.GET.get("under"):
        return get_object_or_404(visible, code=code)
    if request.post and visible.filter(pk=request.post.unit_id, children__isnull=False).exists():
        return request.post.unit
    first = visible.order_by("path").first()
    return request.post.unit.parent or first if request.post else first


def _asked(request, visible, top):
    """A search or a level looks through the whole subtree; else it is the units right below."""
    if request.GET.get("q", "").strip():
        return (visible.within(top) if request.GET.get("under") else visible).values("pk")
    if request.GET.get("level"):
        return visible.within(top).values("pk")
    return visible.filter(parent=top).values("pk")


@login_required
@require_safe
def unit(request, code):
    visible = seen_by(request.user)
    found = visible.select_related("parent").filter(code=code).first()
    if found is None:
        raise Http404
    children = with_child_counts(visible.filter(parent=found).select_related("parent"))
    people_shown = can_see_people(request.user, found)
    context = {
        "unit": found,
        "line": Unit.objects.above(found).exclude(pk=found.pk),
        "page": page_of(request, children, order=["path"]),
        "people_shown": people_shown,
        "policy_shown": Unit.objects.visible_to(request.user).filter(pk=found.pk).exists(),
        "posts": found.posts.current().select_related("user").order_by("role", "pk")[:100] if people_shown else [],
    }
    return render(request, "units/unit.html", context)
