"""What the office of a public notice does with it; each act answers on the notice's page."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _later
from django.views.decorators.http import require_POST

from awards.actions import listing, notice_files, objections, publicity
from awards.forms import publicity as forms
from awards.models import NoticeName, Objection
from awards.policies import cycles as cycle_policies
from awards.views.panels import as_understood, number_in
from awards.views.publicity import find_notice
from portal.kit.errors import Denied, DomainError
from portal.kit.pages import asked_again


@login_required
@require_POST
def act(request, code, pk, act):
    """One of the acts on a notice; each answers on its page."""
    found = find_notice(request, code, pk)
    if act not in ACTS or not request.user.holds(*cycle_policies.OFFICE, unit=found.unit):
        raise Http404
    try:
        messages.success(request, ACTS[act](request, found))
    except DomainError as refusal:
        if act in ASKED and not isinstance(refusal, Denied):
            heading, form = ASKED[act]
            return asked_again(
                request, form(request, found), refusal, heading=heading, back=found.get_absolute_url(), about=found.title
            )
        messages.error(request, refusal.sentence())
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


def _open_names(found) -> list[NoticeName]:
    return list(found.names.exclude(state=NoticeName.State.REMOVED))


def _object(request, found) -> str:
    names = _open_names(found)
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
ASKED = {
    "write": (_later("公示内容"), lambda request, found: forms.NoticeForm(request.POST)),
    "start": (_later("开始公示"), lambda request, found: forms.StartForm(request.POST)),
    "site": (_later("网站公示"), lambda request, found: forms.SiteForm(request.POST)),
    "cancel": (_later("撤销公示"), lambda request, found: forms.CancelForm(request.POST)),
    "object": (_later("登记异议"), lambda request, found: forms.OnBehalfForm(request.POST, names=_open_names(found))),
    "investigate": (_later("调查核实情况"), lambda request, found: forms.InvestigateForm(request.POST)),
    "answer": (_later("答复异议"), lambda request, found: forms.AnswerForm(request.POST)),
}
