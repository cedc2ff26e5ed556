"""我的评分: a judge's desk, one nomination after another."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from awards.actions import attaching, recusing, scoring
from awards.actions.eligibility import read_file
from awards.facts_desk.judge_desk import after, ballots_of, earlier_of, findings_shown, waiting_of
from awards.facts_desk.judge_files import files_of, files_shown
from awards.forms.judging import WhyForm, marks_shown
from awards.marking.criteria import points, stored
from awards.models import Ballot
from awards.policies.judging import check_score
from portal.kit.clock import database_now, local
from portal.kit.errors import DomainError
from portal.kit.pages import asked_again
from portal.kit.paging import page_of
from programs.actions.evidence import read_scan
from programs.attaching import given_out


@login_required
@require_safe
def desk(request):
    """What one has to score, and has scored."""
    rows = ballots_of(request.user)
    page = page_of(request, rows, order=["state", "judge__panel_id", "pk"])
    shown = [(row, points(row.total) if row.total is not None else "") for row in page.rows]
    waiting = waiting_of(request.user)
    context = {"heading": _("评审工作台"), "page": page, "shown": shown, "waiting": waiting.count(), "first": waiting.first()}
    return render(request, "awards/judging/desk.html", context)


def _find(request, pk: int) -> Ballot:
    return get_object_or_404(ballots_of(request.user), pk=pk)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def ballot(request, pk):
    """The form beside the criteria; kept while one thinks, given once."""
    row = _find(request, pk)
    if request.method == "POST":
        return _post(request, row)
    return _page(request, row)


def _page(request, row: Ballot, *, data=None, refusal=None):
    following = after(request.user, row)
    asked, before = earlier_of(row)
    barred = _barred(request.user, row)
    context = {
        "ballot": row,
        "nomination": row.nomination,
        "marks": marks_shown(row, data, refusal.fields if refusal else None),
        "comment": data.get("advice", "") if data is not None else row.comment,
        "version": data.get("version", row.version) if data is not None else row.version,
        "total": points(row.total) if row.total is not None else "",
        "open": not barred,
        "barred": barred if row.state == Ballot.State.DRAFT else "",
        "following": following,
        "remaining": waiting_of(request.user).count(),
        "findings": findings_shown(row.nomination),
        "files": files_shown(row),
        "asked": asked,
        "before": before,
        "refusal": refusal.sentence() if refusal else "",
        "recuse_form": WhyForm(),
        "limit": scoring.COMMENT_LIMIT,
    }
    return render(request, "awards/judging/ballot.html", context, status=refusal.status if refusal else 200)


def _barred(user, row: Ballot) -> str:
    """Why the judge cannot score it now; "" when he can."""
    try:
        check_score(user, row)
    except DomainError as refusal:
        return refusal.sentence()
    return ""


def _post(request, row: Ballot):
    script = "application/json" in request.headers.get("Accept", "")
    keys = [one.key for one in stored(row.judge.panel.criteria)]
    version = request.POST.get("version", "")
    given = {
        "version": int(version) if version.isascii() and version.isdigit() and len(version) < 9 else 0,
        "typed": {key: request.POST.get(key, "") for key in keys},
        "comment": request.POST.get("advice", ""),
        "by": request.user,
    }
    finish = request.POST.get("act") == "finish" and not script
    try:
        row = (scoring.give if finish else scoring.keep)(ballot=row, **given)
    except DomainError as refusal:
        if script:
            told = {"code": refusal.code, "detail": refusal.sentence(), "clause": None, "fields": refusal.fields}
            return JsonResponse(told, status=refusal.status)
        row = _find(request, row.pk)
        return _page(request, row, data=request.POST.dict() | {"version": row.version}, refusal=refusal)
    if script:
        moment = local(database_now())
        return JsonResponse({"saved_text": moment.strftime("%H:%M"), "warning": "", "fields": {"version": row.version}})
    if not finish:
        messages.success(request, _("已保存，还没有提交。"))
        return redirect("awards:ballot", row.pk)
    messages.success(request, _("%s的评分已提交。") % row.nomination.subject)
    following = after(request.user, row)
    return redirect("awards:ballot", following.pk) if following else redirect("awards:judge-desk")


@login_required
@require_safe
def ballot_file(request, pk, kind, file):
    """A file the judge scores by, as a download; who took it is on record as for everybody else."""
    rows = files_of(_find(request, pk)).get(kind)
    if rows is None:
        raise Http404
    row = get_object_or_404(rows, pk=file)
    if kind == "media":
        read_scan(report=row, by=request.user)
        return given_out(row.scan, row.scan_name)
    if kind == "attachments":
        attaching.read(attachment=row, by=request.user)
    else:
        read_file(attestation=row, by=request.user)
    return given_out(row.file, row.file_name)


@login_required
@require_POST
def recuse(request, pk):
    """The judge keeps out of a nomination."""
    row = _find(request, pk)
    following = after(request.user, row)
    try:
        recusing.recuse(judge=row.judge, nomination=row.nomination, reason=request.POST.get("reason", ""), by=request.user)
    except DomainError as refusal:
        form, back = WhyForm(request.POST), reverse("awards:ballot", args=[pk])
        return asked_again(request, form, refusal, heading=_("申报回避"), back=back, about=row.nomination.subject)
    messages.success(request, _("已登记回避，%s不再由您评分。") % row.nomination.subject)
    return redirect("awards:ballot", following.pk) if following else redirect("awards:judge-desk")
