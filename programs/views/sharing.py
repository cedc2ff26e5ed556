"""成果共享: what was chosen for a region, for everybody of it to read and use (佛教人〔2020〕8号 附件1四(一)、四(四))."""

from django.contrib.auth.decorators import login_required
from django.db.models import Prefetch
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.kit.lists import Listing, Ordering
from programs.attaching import given_out
from programs.enums.refining import RefinementState
from programs.filters.sharing import SharedFilter
from programs.models import Refinement, Showcase

ORDERING = Ordering({"year": ("year",)}, default="-year")


def worked_up():
    """What experts made of results, as far as there is a file."""
    return Refinement.objects.filter(state=RefinementState.DONE).exclude(evidence="").order_by("pk")


def shared_rows(user):
    rows = Showcase.objects.shared_with(user).select_related("unit")
    return rows.prefetch_related(Prefetch("refinements", worked_up(), to_attr="papers"))


@login_required
@require_safe
def shared_list(request):
    """Results shared with the regions one works in."""
    listing = Listing(request, SharedFilter(request.GET, shared_rows(request.user), request=request), ORDERING)
    context = {"heading": _("成果共享"), "listing": listing, "page": listing.page}
    return render(request, "programs/evidence/shared.html", context)


@login_required
@require_safe
def shared_file(request, pk):
    """A worked-up result, for those it is shared with."""
    row = get_object_or_404(worked_up().filter(showcase__in=Showcase.objects.shared_with(request.user)), pk=pk)
    return given_out(row.evidence, row.evidence_name)
