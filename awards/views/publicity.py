"""公示: the notices of a cycle, one notice with its names and objections, and what its office does with it."""

from datetime import date

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from awards.actions import publicity
from awards.actions.gating import text_warning
from awards.actions.paper import drawn
from awards.documents.lists import notice_word
from awards.documents.names import notice_paper
from awards.facts_desk.acceptance import terms_of
from awards.facts_desk.publicity import histories, listable, notice_hindrance, short_warning, special_days
from awards.facts_desk.published import ended_document, notice_document
from awards.forms import publicity as forms
from awards.models import AwardCycle, NoticeName, Objection, PublicNotice
from awards.policies import cycles as cycle_policies
from awards.policies import publicity as policies
from awards.publicity.working_days import counted, gaps, last_of
from awards.views.finding import find_cycle
from awards.views.panels import as_understood
from portal.documents.word import DOCX
from portal.kit.clock import database_now, local
from portal.kit.errors import DomainError
from portal.kit.exports import download
from portal.kit.pages import asked_again, refusals_to_messages, refuse
from portal.kit.paging import page_of
from programs.attaching import given_out


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
    chosen = {name: getattr(terms, name) for name in names} | {"without_codes": not cycle.show_codes}
    context = {
        "cycle": cycle,
        "page": page_of(request, rows, order=["-pk"]),
        "units": [(unit, len(listable(cycle, unit))) for unit in units],
        "terms": terms,
        "office": office and cycle.state == AwardCycle.State.OPEN,
        "hindrance": notice_hindrance(cycle) if office else "",
        "terms_form": forms.TermsForm(initial=chosen),
    }
    return render(request, "awards/publicity/list.html", context)


@login_required
@require_POST
def terms(request, code):
    """What the office chooses where the notice is silent."""
    cycle = find_cycle(request, code)
    if not cycle_policies.is_office(request.user, cycle):
        raise Http404
    form, back = forms.TermsForm(request.POST), reverse("awards:public-notices", args=[code])
    try:
        publicity.choose(cycle=cycle, by=request.user, **as_understood(form))
    except DomainError as refusal:
        return asked_again(request, form, refusal, heading=_("办理约定"), back=back, about=cycle.name)
    messages.success(request, _("办理约定已保存。"))
    return redirect(back)


def find_notice(request, code: str, pk: int) -> PublicNotice:
    rows = PublicNotice.objects.visible_to(request.user).select_related("cycle__unit", "cycle__notice", "unit", "started_by")
    return get_object_or_404(rows, cycle__code=code, pk=pk)


@login_required
@require_safe
def public_notice(request, code, pk):
    found = find_notice(request, code, pk)
    if request.GET.get("file") == "docx":
        return download(notice_word(found), f"{found.title}.docx", DOCX)
    if request.GET.get("file") == "pdf":
        return _proof(found)
    today = local(database_now()).date()
    keeps = policies.can_keep(request.user, found)
    special = special_days()
    expected_end = last_of(today, found.days, special)
    names = list(found.names.select_related("nomination"))
    open_names = [one for one in names if one.state != NoticeName.State.REMOVED]
    objected = list(Objection.objects.visible_to(request.user).filter(notice=found).select_related("listed").order_by("pk"))
    texts = {name: getattr(found, name) for name in (*publicity.TEXTS, "days")}
    context = {
        "cycle": found.cycle,
        "notice": found,
        "names": names,
        "keeps": keeps,
        "settles": policies.can_settle(request.user, found),
        "today": today,
        "warnings": [told for told in (short_warning(found), text_warning(found)) if told] if found.state == "draft" else [],
        "over": bool(found.ends_on) and today > found.ends_on,
        "days": counted(found.starts_on, found.ends_on, special) if found.starts_on else [],
        "expected_end": expected_end,
        "keeps_days": policies.can_keep_days(request.user),
        "unknown_days": "、".join(str(one) for one in gaps(today, expected_end, special)),
        "objections": histories(objected),
        "text_form": forms.NoticeForm(initial=texts),
        "start_form": forms.StartForm(initial={"starts_on": today}),
        "site_form": forms.SiteForm(initial={"url": found.site_url, "first": found.site_from, "last": found.site_to}),
        "cancel_form": forms.CancelForm(),
        "behalf_form": forms.OnBehalfForm(names=open_names, auto_id="id_behalf_%s"),
        "note_form": forms.InvestigateForm(auto_id=False),
        "answer_form": forms.AnswerForm(auto_id=False),
        "files": found.files.kept(),
        "file_form": forms.FileForm(),
        "issues": policies.can_issue_notice(request.user, found),
        "document": notice_document(found),
        "ended_document": ended_document(found),
        "public_address": request.build_absolute_uri(found.public_url),
    }
    return render(request, "awards/publicity/notice.html", context)


@login_required
@require_safe
def notice_file(request, code, pk, file):
    """A file of a notice, for its office, also before it is out."""
    row = get_object_or_404(find_notice(request, code, pk).files.kept(), pk=file)
    return given_out(row.file, row.file_name)


def _proof(found: PublicNotice):
    """The notice as it would print now, marked 校对稿."""
    response = HttpResponse(drawn(notice_paper(found)), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="proof-notice-{found.pk}.pdf"'
    response["Cache-Control"] = "no-store"
    return response


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def days(request):
    """节假日安排: what ships and what the province's office entered, year by year; every office reads it."""
    keeps = policies.can_keep_days(request.user)
    if not (keeps if request.method == "POST" else request.user.holds(*cycle_policies.OFFICE)):
        raise Http404
    form = forms.DayForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        given = dict(form.cleaned_data)
        first, last = given.pop("day"), given.pop("until")
        try:
            rows = publicity.set_days(first=first, last=last or first, by=request.user, **given)
        except DomainError as refusal:
            refuse(form, refusal)
        else:
            words = {"first": first, "count": len(rows), "kind": rows[0].get_kind_display()}
            messages.success(request, _("%(first)s 起 %(count)d 天已登记为%(kind)s。") % words)
            return redirect(f"{reverse('awards:days')}?year={first.year}")
    special = special_days()
    years = sorted({day.year for day in special}, reverse=True)
    asked = request.GET.get("year", "")
    year = int(asked) if asked in map(str, years) else local(database_now()).year
    rows = [(day, *special[day]) for day in sorted(special) if day.year == year]
    missing = "、".join(gap.name for gap in gaps(date(year, 1, 1), date(year, 12, 31), special))
    shown = {"years": years, "year": year, "rows": rows, "missing": missing}
    context = {"heading": _("节假日安排"), "form": form, "keeps": keeps, **shown}
    return render(request, "awards/publicity/days.html", context, status=422 if form.errors else 200)
