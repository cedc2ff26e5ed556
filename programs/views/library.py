"""资料库: one place to find the papers that came in elsewhere."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.kit.exports import table_download
from portal.kit.lists import Listing, Ordering, with_defaults
from programs.filters.library import LibraryFilter, source_of

ORDERING = Ordering({"new": ()}, default="-new")
HEADINGS = [_("文件"), _("所属事项"), _("单位代码"), _("单位"), _("时间")]


@login_required
@require_safe
def library(request):
    """The papers of one source that this user may read, the newest first."""
    source = source_of(request.GET)
    asked = with_defaults(request.GET, kind=source.key)
    listing = Listing(request, LibraryFilter(asked, source.rows(request.user), request=request, source=source), ORDERING)
    if listing.export:
        papers = (source.told(row) for row in listing.rows.iterator(chunk_size=500))
        cells = ([paper.name, paper.about, paper.unit.code, paper.unit.name, paper.at] for paper in papers)
        return table_download(HEADINGS, cells, f"{_('资料库')}-{source.label}", listing.export)
    for row in listing.page.rows:
        row.paper = source.told(row)
    context = {"heading": _("资料库"), "listing": listing, "page": listing.page}
    return render(request, "programs/library.html", context)
