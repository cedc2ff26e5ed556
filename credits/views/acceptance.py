"""逐人验收: a school's people with what they have, taken by the person or in bulk, or sent back with a reason."""

from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from credits import finding
from credits.actions import accepting
from credits.actions.accepting_many import accept_people
from credits.exports.checks import PEOPLE, people
from credits.facts.acceptance import people_of, progress_of, to_send, told
from credits.filters.checks import AcceptanceFilter
from credits.forms.checks import ReasonForm, SendForm
from credits.models import CreditEntry, Declaration
from credits.policies.checks import can_accept
from portal.kit.errors import DomainError
from portal.kit.exports import table_download
from portal.kit.lists import Listing, Ordering
from portal.kit.pages import ask, refusals_to_messages
from portal.units.enums import Level
from portal.units.models import Unit
from programs.finding import line_of
from schools.models import Teacher

BY_NAME = Ordering({"name": ("name",)}, default="name")
KINDS = {"declaration": Declaration, "entry": CreditEntry}
SIZE = 30
NOTHING = gettext_lazy("所选人员没有待验收的合格结果，什么也没有改动。")


@login_required
@require_safe
def acceptance(request):
    """One school's people; for a unit over schools, the schools to choose from."""
    unit, program = finding.find_unit(request), finding.find_program(request.GET)
    if unit is None or program is None:
        return render(request, "credits/batches/acceptance.html", {"heading": _("逐人验收"), "unit": None})
    context = {"unit": unit, "program": program, "line": line_of(request, unit), "heading": _("逐人验收")}
    if unit.level != Level.SCHOOL:
        schools = Unit.objects.active().within(unit).at(Level.SCHOOL).order_by("path")[:300]
        return render(request, "credits/batches/acceptance.html", context | {"schools": schools})
    rows = people_of(unit, program)
    listing = Listing(request, AcceptanceFilter(request.GET, rows, request=request), BY_NAME, size=SIZE)
    if listing.export:
        name = f"{_('逐人验收')}-{unit.name}"
        return table_download(PEOPLE, people(told(list(listing.rows), unit, program)), name, listing.export)
    found = told(listing.page.rows, unit, program)
    certified = any(getattr(result, "certified", False) for person in found for result in person.waiting)
    context |= {"listing": listing, "page": listing.page, "people": found, "certified": certified}
    context |= {"progress": progress_of(unit, program), "accepts": can_accept(request.user, unit)}
    context |= {"to_send": len(to_send(unit, program)), "send_form": SendForm(), "clear": _page(unit, program)}
    return render(request, "credits/batches/acceptance.html", context)


def _page(unit, program) -> str:
    return f"{reverse('credits:acceptance')}?{urlencode({'unit': unit.code, 'program': program.code})}"


@login_required
@require_POST
def take(request):
    """Take every passed result of the people ticked, once the person has said so."""
    unit = get_object_or_404(finding.units_in_reach(request.user), code=request.POST.get("unit", ""))
    program = finding.find_program(request.POST)
    codes = request.POST.getlist("teacher")[:SIZE]
    chosen = Teacher.objects.visible_to(request.user).filter(unit=unit, code__in=codes)
    if codes and can_accept(request.user, unit) and program and request.POST.get("confirmed") != "yes":
        return _asked(request, unit, program, chosen)
    with refusals_to_messages(request):
        taken = accept_people(unit=unit, program=program, teachers=chosen, by=request.user)
        if taken:
            messages.success(request, _("已验收 %d 项结果。") % taken)
        else:
            messages.warning(request, NOTHING)
    return redirect(_page(unit, program))


def _asked(request, unit, program, chosen):
    """How many people and results it would take, to be confirmed."""
    found = [one for one in told(chosen, unit, program) if one.waiting]
    if not found:
        messages.warning(request, NOTHING)
        return redirect(_page(unit, program))
    sums = {"people": len(found), "results": sum(len(one.waiting) for one in found)}
    question = _("确定所选 %(people)d 人的 %(results)d 项待验收结果验收通过？") % sums
    hidden = [("unit", unit.code), ("program", program.code), *(("teacher", one.teacher.code) for one in found)]
    context = {"heading": _("逐人验收"), "question": question, "label": _("验收通过"), "hidden": hidden, "action": request.path}
    return render(request, "portal/confirm.html", context | {"back": _page(unit, program)})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def refuse(request, kind, pk):
    """Send one result back, with the reason."""
    if kind not in KINDS:
        raise Http404
    rows = (
        KINDS[kind].objects.visible_to(request.user).select_related("teacher__unit", "teacher__user", "ability", "unit", "program")
    )
    result = get_object_or_404(rows, pk=pk)
    school = accepting.school_of(result)
    if not can_accept(request.user, school):
        raise Http404
    back = _page(school, result.program)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            accepting.refuse(result=result, by=request.user, **form.cleaned_data)
        except DomainError as refusal:
            messages.error(request, refusal.sentence())
        else:
            messages.success(request, _("“%s”验收不通过，已退回。") % result)
        return redirect(back)
    question = _("确定“%s”验收不通过？申报会退回教师修改，次数已用完的记为不合格；表格登记的结果会作废。") % result
    return ask(request, heading=_("验收不通过"), question=question, label=_("验收不通过"), back=back, form=form, tone="danger")
