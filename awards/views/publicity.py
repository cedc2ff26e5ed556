"""公示: the notices of a cycle, one notice with its names and objections, and what its office does with it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from awards.actions import objections, publicity
from awards.documents.lists import notice_word
from awards.facts_desk.acceptance import terms_of
from awards.facts_desk.publicity import listable, notice_hindrance, special_days
from awards.forms import publicity as forms
from awards.models import AwardCycle, NoticeName, Objection, PublicNotice
from awards.policies import cycles as cycle_policies
from awards.policies import publicity as policies
from awards.publicity.working_days import counted, last_of
from awards.views.finding import find_cycle
from awards.views.panels import as_understood, number_in
from portal.audit.models import Event
from portal.documents.word import DOCX
from portal.kit.clock import database_now, local
from portal.kit.exports import download
from portal.kit.pages import refusals_to_messages
from portal.kit.paging import page_of


def _units(request, cycle: AwardCycle) -> list:
    """The units for which this person may give a notice in the cycle."""
    units = {unit.pk: unit for unit in request.user.units_of(*cycle_policies.OFFICE)}
    return [unit for unit in units.values() if policies.can_give_notice(request.user, cycle, unit)]


def _find_cycle(request, code: str) -> tuple[AwardCycle, list]:
    cycle = find_cycle(request, code)
    units = _units(request, cycle)
    if not units and not PublicNotice.objects.visible_to(request.user).filter(cycle=cycle).exists():
        raise Http404
    return cycle, units


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def public_notices(request, code):
    """The notices of a cycle; a new one is drafted over everybody who can be listed."""
    cycle, units = _find_cycle(request, code)
    if request.method == "POST":
        unit = next((one for one in units if one.code == request.POST.get("unit")), None)
        if unit is None:
            raise Http404
        with refusals_to_messages(request):
            return redirect(publicity.draft(cycle=cycle, unit=unit, by=request.user))
        return redirect("awards:public-notices", code)
    rows = PublicNotice.objects.visible_to(request.user).filter(cycle=cycle).select_related("unit", "cycle")
    terms = terms_of(cycle)
    office = cycle_policies.is_office(request.user, cycle)
    names = ("paper_required", "city_notice", "province_notice", "notice_days", "reason")
    context = {
        "cycle": cycle,
        "page": page_of(request, rows, order=["-pk"]),
        "units": [(unit, len(listable(cycle, unit))) for unit in units],
        "terms": terms,
        "office": office and cycle.state == AwardCycle.State.OPEN,
        "hindrance": notice_hindrance(cycle) if office else "",
        "terms_form": forms.TermsForm(initial={name: getattr(terms, name) for name in names}),
    }
    return render(request, "awards/publicity/list.html", context)


@login_required
@require_POST
def terms(request, code):
    """What the office chooses where the notice is silent."""
    cycle = find_cycle(request, code)
    if not cycle_policies.is_office(request.user, cycle):
        raise Http404
    with refusals_to_messages(request):
        publicity.choose(cycle=cycle, by=request.user, **as_understood(forms.TermsForm(request.POST)))
        messages.success(request, _("办理约定已保存。"))
    return redirect("awards:public-notices", code)


def _find(request, code: str, pk: int) -> PublicNotice:
    rows = PublicNotice.objects.visible_to(request.user).select_related("cycle__unit", "cycle__notice", "unit", "started_by")
    return get_object_or_404(rows, cycle__code=code, pk=pk)


@login_required
@require_safe
def public_notice(request, code, pk):
    found = _find(request, code, pk)
    if request.GET.get("file") == "docx":
        return download(notice_word(found), f"{found.title}.docx", DOCX)
    today = local(database_now()).date()
    keeps = policies.can_keep(request.user, found)
    special = special_days()
    names = list(found.names.select_related("nomination"))
    open_names = [one for one in names if one.state != NoticeName.State.REMOVED]
    objected = list(Objection.objects.visible_to(request.user).filter(notice=found).select_related("listed").order_by("pk"))
    texts = {name: getattr(found, name) for name in (*publicity.TEXTS, "days")}
    context = {
        "cycle": found.cycle,
        "notice": found,
        "names": names,
        "keeps": keeps,
        "today": today,
        "over": bool(found.ends_on) and today > found.ends_on,
        "days": counted(found.starts_on, found.ends_on, special) if found.starts_on else [],
        "expected_end": last_of(today, found.days, special),
        "objections": [(row, _steps(row)) for row in objected],
        "text_form": forms.NoticeForm(initial=texts),
        "start_form": forms.StartForm(initial={"starts_on": today}),
        "site_form": forms.SiteForm(initial={"url": found.site_url, "first": found.site_from, "last": found.site_to}),
        "cancel_form": forms.CancelForm(),
        "behalf_form": forms.OnBehalfForm(names=open_names, auto_id="id_behalf_%s"),
        "note_form": forms.InvestigateForm(auto_id=False),
        "answer_form": forms.AnswerForm(auto_id=False),
        "public_address": request.build_absolute_uri(found.public_url),
    }
    return render(request, "awards/publicity/notice.html", context)


def _steps(row: Objection):
    """How an objection was handled, step by step."""
    return Event.objects.about(row).select_related("actor").order_by("pk")


@login_required
@require_POST
def act(request, code, pk, act):
    """One of the acts on a notice; each answers on its page."""
    found = _find(request, code, pk)
    if act not in ACTS or not request.user.holds(*cycle_policies.OFFICE, unit=found.unit):
        raise Http404
    with refusals_to_messages(request):
        messages.success(request, ACTS[act](request, found))
    return redirect(found)


def _write(request, found) -> str:
    publicity.write(notice=found, by=request.user, **as_understood(forms.NoticeForm(request.POST)))
    return _("公示内容已保存。")


def _start(request, found) -> str:
    started = publicity.start(notice=found, by=request.user, **as_understood(forms.StartForm(request.POST)))
    return _("公示于 %(first)s 开始，%(last)s 截止。") % {"first": started.starts_on, "last": started.ends_on}


def _site(request, found) -> str:
    publicity.put_on_site(notice=found, by=request.user, **as_understood(forms.SiteForm(request.POST)))
    return _("网站公示情况已登记。")


def _end(request, found) -> str:
    publicity.end(notice=found, by=request.user)
    return _("公示已结束。")


def _cancel(request, found) -> str:
    publicity.cancel(notice=found, by=request.user, **as_understood(forms.CancelForm(request.POST)))
    return _("公示已撤销。")


def _object(request, found) -> str:
    names = list(found.names.exclude(state=NoticeName.State.REMOVED))
    given = as_understood(forms.OnBehalfForm(request.POST, names=names))
    listed = next(one for one in names if str(one.pk) == given.pop("listed"))
    listed.notice = found
    row = objections.object_to(listed=listed, by=request.user, **given)
    return _("异议已登记，编号 %s。") % row.number


def _objection(request, found) -> Objection:
    rows = Objection.objects.visible_to(request.user).filter(notice=found)
    return get_object_or_404(
        rows.select_related("notice__cycle__unit", "notice__unit", "listed"), pk=number_in(request, "objection")
    )


def _investigate(request, found) -> str:
    given = as_understood(forms.InvestigateForm(request.POST))
    return _("%s 的调查情况已登记。") % objections.investigate(objection=_objection(request, found), by=request.user, **given)


def _answer(request, found) -> str:
    given = as_understood(forms.AnswerForm(request.POST))
    upheld = given["upheld"] == "yes"
    row = objections.answer(objection=_objection(request, found), upheld=upheld, text=given["text"], by=request.user)
    return _("%(number)s 已办结：%(state)s。") % {"number": row.number, "state": row.get_state_display()}


ACTS = {
    "write": _write,
    "start": _start,
    "site": _site,
    "end": _end,
    "cancel": _cancel,
    "object": _object,
    "investigate": _investigate,
    "answer": _answer,
}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def days(request):
    """节假日安排: what ships and what the office entered, year by year."""
    if not request.user.holds(*cycle_policies.OFFICE):
        raise Http404
    form = forms.DayForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        with refusals_to_messages(request):
            row = publicity.set_day(by=request.user, **as_understood(form))
            messages.success(request, _("%s 已登记。") % row)
        return redirect("awards:days")
    special = special_days()
    years = sorted({day.year for day in special}, reverse=True)
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isascii() and asked.isdigit() and int(asked) in years else local(database_now()).year
    rows = [(day, *special[day]) for day in sorted(special) if day.year == year]
    context = {"heading": _("节假日安排"), "form": form, "years": years, "year": year, "rows": rows}
    return render(request, "awards/publicity/days.html", context)
