from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from portal.kit.errors import DomainError
from portal.units.enums import Level
from portal.units.models import Unit
from portal.units.policies import can_see_people, seen_by
from schools.actions import schools as actions
from schools.forms import SchoolForm
from schools.models import School
from schools.policies import can_describe


@login_required
def school(request, code):
    unit = get_object_or_404(seen_by(request.user), code=code, level=Level.SCHOOL)
    if not can_see_people(request.user, unit):
        raise Http404
    form = SchoolForm(request.POST or None, initial=_initial(unit))
    if request.method == "POST" and form.is_valid():
        try:
            actions.describe(unit=unit, by=request.user, **form.cleaned_data)
        except DomainError as refusal:
            form.add_error(None, refusal.sentence())
        else:
            messages.success(request, _("已保存%s的学校信息。") % unit.name)
            return redirect("schools:school", code)
    context = {"unit": unit, "line": Unit.objects.above(unit).exclude(pk=unit.pk), "form": form}
    return render(request, "schools/school.html", {**context, "may_describe": can_describe(request.user, unit)})


def _initial(unit) -> dict:
    found = School.objects.filter(unit=unit).prefetch_related("stages").first()
    if found is None:
        return {}
    values = {name: getattr(found, name) for name in actions.FIELDS}
    return values | {"stages": found.taught}


@login_required
def school_list(request):
    raise Http404
