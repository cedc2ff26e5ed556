"""本次不推荐 and 催报: answers without a form, and asking those who have not answered."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from awards.actions import answering, reminding
from awards.facts_desk.missing import missing_of
from awards.models import Abstention, AwardCycle
from awards.policies import answers as policies
from awards.policies.cycles import is_office
from awards.policies.entering import enters_somewhere
from awards.views.finding import find_category, find_city, find_cycle, go_back
from portal.kit.exports import table_download
from portal.kit.pages import refusals_to_messages, warn_of_unreached
from portal.units.models import Unit


@login_required
@require_POST
def abstain(request, code):
    """Declare that one's unit puts nobody forward in a category."""
    cycle = find_cycle(request, code)
    category = find_category(cycle, request.POST.get("category", ""))
    unit = get_object_or_404(Unit.objects.visible_to(request.user), code=request.POST.get("unit", ""))
    with refusals_to_messages(request):
        note = request.POST.get("note", "")
        answering.abstain(category=category, unit=unit, note=note, by=request.user)
        messages.success(request, _("已答复“%(category)s”本次不推荐；截止前可以收回。") % {"category": category})
    return go_back(request, cycle)


@login_required
@require_POST
def take_back(request, code, pk):
    cycle = find_cycle(request, code)
    rows = Abstention.objects.visible_to(request.user).filter(cycle=cycle).select_related("category", "unit")
    answer = get_object_or_404(rows, pk=pk)
    answer.category.cycle = cycle
    with refusals_to_messages(request):
        answering.take_back(answer=answer, by=request.user)
        messages.success(request, _("已收回“%(category)s”本次不推荐的答复，可以推荐了。") % {"category": answer.category})
    return go_back(request, cycle)


@login_required
@require_safe
def missing(request, code):
    """Who has neither put anybody forward nor answered: the province's own reporters, or a city's counties."""
    cycle = find_cycle(request, code)
    city = _city(request, cycle)
    rows = missing_of(cycle, city)
    if request.GET.get("export") in ("xlsx", "csv"):
        headings = [_("单位代码"), _("单位"), _("还没有答复的类别"), _("联系人"), _("联系电话"), _("催报次数"), _("最近催报")]
        return table_download(headings, map(_line, rows), _("未推荐单位"), request.GET["export"])
    context = {"cycle": cycle, "city": city, "rows": rows, "may_remind": policies.can_remind(request.user, cycle, city)}
    context["may_enter"] = cycle.state == AwardCycle.State.OPEN and enters_somewhere(request.user, cycle, city)
    return render(request, "awards/missing.html", context)


def _line(one) -> tuple:
    last = one.reminder
    contact = (one.contact.name, one.contact.shown)
    return (one.unit.code, one.unit.name, one.owed, *contact, last.times if last else 0, last and last.reminded_at)


@login_required
@require_POST
def remind(request, code):
    """Remind the units ticked, or all of them, after asking once."""
    cycle = find_cycle(request, code)
    city = _city(request, cycle)
    codes = request.POST.getlist("row") or None
    if request.POST.get("confirmed") != "yes":
        count = sum(codes is None or one.unit.code in codes for one in missing_of(cycle, city))
        hidden = [("row", one) for one in codes or []]
        question = _("向 %(count)d 个还没有答复的单位发送催报消息？") % {"count": count}
        context = {
            "heading": _("催报"),
            "question": question,
            "label": _("催报"),
            "action": request.get_full_path(),
            "back": _address(request),
            "hidden": hidden,
        }
        return render(request, "portal/confirm.html", context)
    with refusals_to_messages(request):
        found = reminding.remind(cycle=cycle, city=city, codes=codes, by=request.user)
        if reached := len(found.units) - len(found.unreached):
            messages.success(request, _("已向 %(count)d 个单位催报。") % {"count": reached})
        warn_of_unreached(request, found.unreached)
    return redirect(_address(request))


def _address(request) -> str:
    """The list the reminder was asked from."""
    return request.get_full_path().replace("/remind/", "/missing/")


def _city(request, cycle: AwardCycle) -> Unit | None:
    """The city whose counties are meant; None for those that report to the programme office, which alone asks for these."""
    if not request.GET.get("unit") and is_office(request.user, cycle):
        return None
    city = find_city(request, cycle)
    if city is None:
        raise Http404
    return city
