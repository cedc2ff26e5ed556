"""Which policy binds a unit, and what another unit's would mean for it."""

from django.contrib.auth.decorators import login_required
from django.db.models import Case, Q, When
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.kit.exports import FORMATS, table_download
from portal.units.enums import Level
from portal.units.models import Unit
from programs.comparing import compared, comparers, side_by_side
from programs.exports import policies as exports
from programs.forms.policies import CompareForm
from programs.models import Assumption, Program
from programs.parameters import Group, parameter_named
from programs.policy import resolve, resolve_many

CHILDREN_SHOWN = 60
FOUND_SHOWN = 20


@login_required
@require_safe
def policy(request):
    """Which policy binds a unit, who set it and where; starts at the unit one acts for."""
    units = Unit.objects.visible_to(request.user)
    unit = _asked_unit(request, units)
    programs, program = _programs(request)
    context = {"unit": unit, "programs": programs, "program": program, "q": request.GET.get("q", "").strip()[:60]}
    context["found"] = _found(units, context["q"])
    if unit and program:
        context |= _policy_of(unit, program) | _neighbours(unit, units)
    return render(request, "programs/policy.html", context)


@login_required
@require_safe
def compare(request):
    """What completion of a unit under one's offices would be under the rules that bind another unit one may see."""
    programs, program = _programs(request)
    form = CompareForm(request.GET if "other" in request.GET else None, user=request.user, initial=_named(request))
    context = {"heading": _("政策比较"), "form": form, "program": program, "programs": programs}
    if program and form.is_valid():
        unit, other = form.cleaned_data["unit"], form.cleaned_data["other"]
        policies = resolve_many([unit, other], program)
        tables = [compared(one, unit, program, policies[other.pk]) for one in comparers()]
        if request.GET.get("export") in FORMATS:
            name = _("%(unit)s按%(other)s的标准") % {"unit": unit.name, "other": other.name}
            return table_download(exports.COMPARED, exports.compared(tables), name, request.GET["export"])
        rows = side_by_side(policies[unit.pk], policies[other.pk])
        context |= {"unit": unit, "other": other, "rows": rows, "tables": tables}
    return render(request, "programs/policy_compare.html", context, status=422 if form.errors else 200)


def grouped(rows) -> list[tuple[str, list]]:
    """The values in force under the headings of their groups; groups without any are left out."""
    found = [
        (str(group.label), [row for key, row in rows.items() if row and parameter_named(key).group == group]) for group in Group
    ]
    return [(label, members) for label, members in found if members]


def _named(request) -> dict:
    """What the comparison starts with: the unit named in the address, else the one the user acts for."""
    return {"unit": request.GET.get("unit") or (request.post.unit.code if request.post else "")}


def _programs(request) -> tuple[list[Program], Program | None]:
    programs = list(Program.objects.visible_to(request.user).order_by("pk"))
    return programs, next((one for one in programs if one.code == request.GET.get("program")), programs[0] if programs else None)


def _asked_unit(request, units):
    code = request.GET.get("unit", "")
    if code:
        return get_object_or_404(units, code=code)
    return request.post.unit if request.post else None


def _found(units, words: str) -> list[Unit]:
    """Units by code or part of the name, for the finder of the page."""
    if not words:
        return []
    return list(units.filter(Q(code__startswith=words) | Q(name__contains=words)).order_by("path")[: FOUND_SHOWN + 1])


def _policy_of(unit: Unit, program: Program) -> dict:
    rows = resolve(unit, program)
    stated = [row for row in rows.values() if row]
    assumptions = Assumption.objects.current().filter(notice__in={row.notice.pk for row in stated})
    return {
        "stated": stated,
        "groups": grouped(rows),
        "overruled": [(row, lower) for row in stated for lower in row.overruled],
        "unstated": [parameter_named(key).label for key, row in rows.items() if row is None],
        "assumptions": assumptions.select_related("notice", "clause").order_by("notice_id", "position"),
    }


def _neighbours(unit: Unit, units) -> dict:
    """The line of units above and the units directly below, as far as the user may see them."""
    order = Case(When(level=Level.INSTITUTION, then=1), default=0), "position", "code"  # what it governs before what trains for it
    below = list(units.active().filter(parent=unit).order_by(*order)[: CHILDREN_SHOWN + 1])
    return {"line": units.above(unit), "below": below[:CHILDREN_SHOWN], "more_below": len(below) > CHILDREN_SHOWN}
