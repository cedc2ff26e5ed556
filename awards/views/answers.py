"""本次不推荐 and 催报: answers without a form, and asking those who have not answered."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from awards.actions import answering, reminding
from awards.facts_desk.missing import Missing, missing_of
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
        headings = [_("单位代码"), _("单位"), _("还没有答复的类别"), _("最近一次认定")]
        headings += [_("联系人"), _("联系电话"), _("催报次数"), _("最近催报")]
        return table_download(headings, map(_line, rows), _("未推荐单位"), request.GET["export"])
    context = {"cycle": cycle, "city": city, "rows": rows, "may_remind": policies.can_remind(request.user, cycle, city)}
    context["unable"] = sum(one.unable for one in rows)
    context["may_enter"] = cycle.state == AwardCycle.State.OPEN and enters_somewhere(request.user, cycle, city)
    return render(request, "awards/missing.html", context)


def _line(one) -> tuple:
    last = one.reminder
    contact = (one.contact.name, one.contact.shown)
    judged = "；".join(f"{found.category}：{found.verdict.word} {found.reason}".strip() for found in one.judged if found.verdict)
    return (one.unit.code, one.unit.name, one.owed, judged, *contact, last.times if last else 0, last and last.reminded_at)


@login_required
@require_POST
def remind(request, code):
    """Remind the units ticked, or all of them where that was asked for, after asking once."""
    cycle = find_cycle(request, code)
    city = _city(request, cycle)
    everybody = request.POST.get("all") == "yes"
    codes = None if everybody else request.POST.getlist("row")
    if codes == []:
        messages.error(request, _("请先选择要催报的单位；要催报全部，请用“催报全部”。"))
        return redirect(_address(request))
    if request.POST.get("confirmed") != "yes":
        hidden = [("all", "yes")] if everybody else [("row", one) for one in codes]
        context = {
            "heading": _("催报"),
            "question": _asking([one for one in missing_of(cycle, city) if everybody or one.unit.code in codes]),
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


def _asking(found: list[Missing]) -> str:
    """How many are reminded, and how many of these do not qualify."""
    told = _("向 %(count)d 个还没有答复的单位发送催报消息？") % {"count": len(found)}
    unable = sum(one.unable for one in found)
    return told + (_("其中 %(count)d 个按最近一次认定不符合条件。") % {"count": unable} if unable else "")


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
