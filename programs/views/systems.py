"""平台与资源: what teachers use outside of the portal."""

from functools import partial

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.kit.exports import table_download
from portal.kit.lists import Listing, Ordering, with_defaults
from programs.actions import systems as actions
from programs.enums.evidence import RecordState
from programs.filters.systems import SystemFilter
from programs.forms.institutions import ReasonForm
from programs.forms.systems import SystemForm
from programs.models import OutsideSystem
from programs.policies.systems import KEEPERS, can_keep_systems
from programs.views.entering import QUESTION, WRITABLE, entered, filled

ORDERING = Ordering({"unit": ("unit__path", "name")}, default="unit")
HEADINGS = [_("单位代码"), _("单位"), _("类别"), _("名称"), _("用途"), _("来源"), _("网址"), _("依据"), _("状态")]
NAMES = ("kind", "name", "purpose", "sourcing", "link", "basis")


@login_required
@require_safe
def system_list(request):
    asked = with_defaults(request.GET, state=RecordState.CURRENT)
    rows = OutsideSystem.objects.visible_to(request.user).select_related("unit")
    listing = Listing(request, SystemFilter(asked, rows, request=request), ORDERING)
    if listing.export:
        return table_download(HEADINGS, _cells(listing.rows), _("平台与资源"), listing.export)
    for row in listing.page.rows:
        row.keepable = row.state == RecordState.CURRENT and can_keep_systems(request.user, row.unit)
    context = {"heading": _("平台与资源"), "listing": listing, "page": listing.page, "keeps": request.user.holds(*KEEPERS)}
    return render(request, "programs/systems.html", context)


def _cells(rows):
    for row in rows.iterator(chunk_size=500):
        about = (row.get_kind_display(), row.name, row.purpose, row.get_sourcing_display(), row.link, row.basis)
        yield row.unit.code, row.unit.name, *about, row.get_state_display()


@login_required
@WRITABLE
def list_system(request):
    """Put a platform on the list, or tell of it anew; ``?system=`` names the one to begin from."""
    if not request.user.holds(*KEEPERS):
        raise Http404
    form = filled(SystemForm, request, user=request.user, initial=_initial(request))
    context = {"heading": _("登记平台、资源"), "of": _("平台与资源"), "button": _("保存"), "said": _("已登记“%(made)s”。")}
    context["note"] = _("同一单位、同一名称再次登记，就是修改。")
    return entered(request, form, partial(actions.list_system, by=request.user), back=reverse("programs:system-list"), **context)


def _initial(request) -> dict:
    number = request.GET.get("system", "")
    rows = OutsideSystem.objects.current().visible_to(request.user).select_related("unit")
    row = rows.filter(pk=number).first() if number.isascii() and number.isdigit() and len(number) < 16 else None
    if row is None:
        return {"unit": request.post.unit.code if request.post else ""}
    return {"unit": row.unit.code, **{name: getattr(row, name) for name in NAMES}}


@login_required
@WRITABLE
def strike(request, pk):
    row = get_object_or_404(OutsideSystem.objects.current().visible_to(request.user).select_related("unit"), pk=pk)
    if not can_keep_systems(request.user, row.unit):
        raise Http404
    context = {"heading": _("移出平台与资源"), "label": _("移出"), "tone": "danger", "said": _("已移出。")}
    context["question"] = _("把“%s”移出平台与资源？记录仍然保留。") % row
    act = partial(actions.strike_system, system=row, by=request.user)
    back = reverse("programs:system-list")
    return entered(request, filled(ReasonForm, request), act, back=back, template=QUESTION, **context)
