"""What the office of a public notice does with it; each act answers on the notice's page."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from awards.actions import listing, notice_files, objections, publicity
from awards.forms import publicity as forms
from awards.models import NoticeName, Objection
from awards.policies import cycles as cycle_policies
from awards.views.panels import as_understood, number_in
from awards.views.publicity import find_notice
from portal.kit.pages import refusals_to_messages


@login_required
@require_POST
def act(request, code, pk, act):
    """One of the acts on a notice; each answers on its page."""
    found = find_notice(request, code, pk)
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


def _issue(request, found) -> str:
    document = listing.issue_notice(notice=found, by=request.user)
    return _("已生成%s，可以下载打印、盖章。") % document.number


def _attach(request, found) -> str:
    given = as_understood(forms.FileForm(request.POST, request.FILES))
    return _("已上传“%s”。") % notice_files.attach(notice=found, by=request.user, **given)


def _detach(request, found) -> str:
    row = get_object_or_404(found.files.kept(), pk=number_in(request, "row"))
    row.notice = found
    return _("已移除“%s”。") % notice_files.remove(file=row, by=request.user)


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
    "issue": _issue,
    "attach": _attach,
    "detach": _detach,
    "object": _object,
    "investigate": _investigate,
    "answer": _answer,
}
