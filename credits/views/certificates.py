"""认证证书: who is due one and who has one, one certificate with its acts, its paper."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from credits import finding, lists
from credits.actions import certifying
from credits.enums.reviews import CERTIFICATE_MOVES, CertificateState
from credits.facts import certificates as facts_certificates
from credits.forms.certificates import ReasonForm
from credits.models import Certificate
from credits.policies.reviews import can_certify
from portal.audit.facts import history_of
from portal.documents import bundles
from portal.jobs.giving import give
from portal.jobs.models import Job
from portal.kit.errors import DomainError
from portal.kit.exports import download
from portal.kit.pages import refusals_to_messages
from portal.units.enums import Level

WIDE = (Level.PROVINCE, Level.CITY)
SCHOOLS_SHOWN = 100
NUMBERS_TOLD = 10
C = CertificateState
ACTS = {
    "suspend": (C.SUSPENDED, certifying.suspend, gettext_lazy("暂停"), gettext_lazy("确定暂停证书 %s？查验页会显示“暂停”。")),
    "revoke": (C.REVOKED, certifying.revoke, gettext_lazy("撤销"), gettext_lazy("确定撤销证书 %s？撤销后不能恢复。")),
    "restore": (C.VALID, certifying.restore, gettext_lazy("恢复"), gettext_lazy("确定恢复证书 %s？")),
}


def _visible(request):
    return Certificate.objects.visible_to(request.user).select_related(*lists.CERTIFIED)


@login_required
@require_safe
def certificate_list(request):
    """The certificates one may see; on top, for a county or a school, whose are due."""
    listing = lists.certificates(request)
    if listing.export:
        return give(request, lists.CERTIFICATES, listing)
    context = {"listing": listing, "page": listing.page, "heading": _("认证证书")}
    return render(request, "credits/certificates/list.html", context | _due(request))


def _due(request) -> dict:
    """What is due at the unit asked for or one's own; a city or province names a county first."""
    reach, code = finding.units_in_reach(request.user), request.GET.get("unit", "")
    unit = reach.filter(code=code).first() if code else reach.order_by("path").first()
    program = finding.find_program(request.GET)
    if unit is None or program is None:
        return {}
    if unit.level in WIDE:
        return {"due_unit": unit, "program": program, "too_wide": True}
    due = facts_certificates.due_by_school(unit, program)
    may = can_certify(request.user, unit)
    total = {"count": sum(one.count for one in due), "people": sum(one.people for one in due)}
    sheet = sum(one.by_sheet for one in due)
    shown = {"due": due[:SCHOOLS_SHOWN], "due_total": total, "due_sheet": sheet, "may_certify": may}
    return {"due_unit": unit, "program": program} | shown


@login_required
@require_POST
def issue(request):
    """Have what is due at a unit issued; the job's page tells how far it is."""
    unit = get_object_or_404(finding.units_in_reach(request.user), code=request.POST.get("unit", ""))
    program = finding.find_program(request.POST)
    if program is None:
        raise Http404
    with refusals_to_messages(request):
        return redirect(certifying.request_certificates(unit=unit, program=program, by=request.user))
    return redirect(f"{reverse('credits:certificate-list')}?{urlencode({'unit': unit.code})}")


@login_required
@require_safe
def certificate(request, pk):
    found = get_object_or_404(_visible(request), pk=pk)
    may = can_certify(request.user, found.unit)
    moves = CERTIFICATE_MOVES[C(found.state)]
    acts = [(key, label, state) for key, (state, _do, label, _question) in ACTS.items() if may and state in moves]
    context = {"certificate": found, "acts": acts, "events": history_of(found)}
    return render(request, "credits/certificates/certificate.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def act(request, pk, act):
    """暂停, 撤销, 恢复, each with a reason."""
    found = get_object_or_404(_visible(request), pk=pk)
    if act not in ACTS or not can_certify(request.user, found.unit):
        raise Http404
    _state, do, label, question = ACTS[act]
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            do(certificate=found, by=request.user, **form.cleaned_data)
        except DomainError as refusal:
            messages.error(request, refusal.sentence())
        else:
            messages.success(request, _("证书 %(number)s 已%(act)s。") % {"number": found.number, "act": label})
        return redirect(found)
    tone = "primary" if act == "restore" else "danger"
    context = {"heading": _("%s证书") % label, "question": question % found.number, "label": label, "tone": tone, "form": form}
    context |= {"action": request.path, "back": found.get_absolute_url()}
    return render(request, "portal/confirm.html", context, status=422 if form.errors else 200)


@login_required
@require_safe
def certificate_file(request, pk):
    """The archived paper; whatever keeps it back is told on the certificate's page."""
    found = get_object_or_404(_visible(request), pk=pk)
    try:
        return download(certifying.read_paper(certificate=found), found.document.filename, "application/pdf")
    except DomainError as refusal:
        messages.error(request, refusal.sentence())
        return redirect(found)


@login_required
@require_safe
def batch_file(request, pk, kind):
    """What a job packed or merged; a week later it must be made again, and likewise once a certificate in it is not valid."""
    job = get_object_or_404(Job.objects.visible_to(request.user), pk=pk, kind=certifying.KIND)
    name = job.result.get("files", {}).get(kind)
    if not name:
        raise Http404
    path = bundles.path_of(name)
    if not path.is_file():
        messages.error(request, _("打包的文件只保留 7 天，单份证书可以随时下载。"))
        return redirect(job)
    if gone := facts_certificates.ended_in(job):
        words = {"count": len(gone), "numbers": "、".join(str(row) for row in gone[:NUMBERS_TOLD])}
        text = _("包中有 %(count)d 份证书已撤销或暂停（%(numbers)s），不能整包下载；其余证书请逐份下载，或到正式文书中勾选打包。")
        messages.error(request, text % words)
        return redirect(job)
    return FileResponse(
        path.open("rb"), as_attachment=True, filename=f"{job.title}{bundles.SUFFIXES[kind]}", content_type=bundles.KINDS[kind]
    )
