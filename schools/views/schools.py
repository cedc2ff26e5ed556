from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.accounts.enums import OFFICE_ROLES, Role
from portal.jobs.giving import give
from portal.kit.errors import DomainError
from portal.kit.exports import XLSX, download
from portal.kit.pages import refuse
from portal.sheets.enums import UploadState
from portal.sheets.models import Upload
from portal.units.enums import Level
from portal.units.models import Unit
from portal.units.policies import can_see_people, seen_by
from schools import census_facts, exports_list, lists, policies
from schools.actions import schools as actions
from schools.facts import counts_by_school, current_school, roster_figures
from schools.finding import units_in_reach
from schools.forms import SchoolForm
from schools.links import links_on
from schools.models import Census, School

RELATED = ("lead_school", "central_school")
CENSUSES_SHOWN = 5


@login_required
@require_safe
def school_list(request):
    listing = lists.schools(request)
    if request.GET.get("export") == exports_list.KEY:
        return _list_out(request, listing)
    if listing.export:
        return give(request, lists.SCHOOLS, listing)
    listing.found = listing.found.prefetch_related("school__stages")
    counts = counts_by_school([unit.pk for unit in listing.page.rows])
    for unit in listing.page.rows:
        unit.teacher_count, unit.changed_at = counts.get(unit.pk, (0, None))
        unit.about = current_school(unit)
        unit.opens = can_see_people(request.user, unit)
    context = {"listing": listing, "page": listing.page, "keeps": request.user.holds(Role.OFFICE, Role.BUREAU)}
    context["gives_list"] = any(
        post.role in OFFICE_ROLES and post.unit.level != Level.SCHOOL for post in request.user.current_posts()
    )
    return render(request, "schools/school_list.html", context)


def _list_out(request, listing):
    """The list of implementing schools as a file; back to the page with the reason where there is none to give."""
    back = request.GET.copy()
    back.pop("export")
    try:
        content = exports_list.school_lists(listing.found, units_in_reach(request.user), timezone.localdate().year)
    except DomainError as refusal:
        messages.error(request, refusal)
        return redirect(f"{request.path}?{back.urlencode()}")
    return download(content, f"{_('实施学校名单')}-{timezone.localdate():%Y%m%d}.xlsx", XLSX)


@login_required
def school(request, code):
    unit = get_object_or_404(seen_by(request.user).select_related("parent"), code=code, level=Level.SCHOOL)
    if not can_see_people(request.user, unit):
        raise Http404
    form = SchoolForm(request.POST or None, unit=unit, initial=_initial(unit))
    if request.method == "POST" and form.is_valid():
        try:
            actions.describe(unit=unit, by=request.user, **form.cleaned_data)
        except DomainError as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _("已保存%s的学校信息。") % unit.name)
            return redirect("schools:school", code)
    context = {
        "unit": unit,
        "line": Unit.objects.above(unit).exclude(pk=unit.pk),
        "form": form,
        "may_describe": policies.can_describe(request.user, unit),
        "told": [(field.label, _told(field)) for field in form],
        "keeps": policies.can_keep(request.user, unit),
        "figures": roster_figures(unit),
        "upload": _last_upload(unit),
        "censuses": _censuses(unit, request.user),
        "links": links_on("school", request.user, unit),
    }
    return render(request, "schools/school.html", context, status=422 if form.errors else 200)


def _initial(unit) -> dict:
    rows = School.objects.current().select_related("lead_school__unit", "central_school__unit").prefetch_related("stages")
    found = rows.filter(unit=unit).first()
    if found is None:
        return {}
    values = {name: getattr(found, name) for name in actions.FIELDS}
    related = {name: values[name].unit.name if values[name] else "" for name in RELATED}
    return values | related | {"stages": found.taught}


def _told(field) -> str:
    """What is registered in a field, as people read it who may not change it."""
    value = field.initial
    if isinstance(value, bool):
        return _("是") if value else _("否")
    choices = dict(getattr(field.field, "choices", ()))
    values = value if isinstance(value, list | tuple | set) else [value] if value else []
    return "、".join(str(choices.get(one, one)) for one in values) or "—"


def _last_upload(unit) -> Upload | None:
    """The last roster saved for the school itself."""
    return Upload.objects.filter(sheet="roster", unit=unit, state=UploadState.DONE).order_by("-pk").first()


def _censuses(unit, user) -> list[Census]:
    """The latest censuses the school lies in that ``user`` may open, each with the school's own report."""
    found = Census.objects.current().visible_to(user).filter(unit__path__in=unit.paths_upward())
    rows = list(found.order_by("-counted_on", "-pk")[:CENSUSES_SHOWN])
    reports = census_facts.own_reports([row.pk for row in rows], unit)
    for row in rows:
        row.report = reports.get(row.pk)
    return rows
