"""One act on the returns that were ticked: asked once, then told what became of each."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from portal.kit.errors import DomainError
from portal.kit.pages import ask
from programs.actions.many import DEEDS, do_to_many
from programs.forms.filings import ReasonForm
from programs.models import Filing, Task
from programs.policies.filings import can_collate
from programs.views.tasks import visible
from schools.finding import numbers

QUESTIONS = {
    "pass-on": (gettext_lazy("批量转报"), gettext_lazy("把所选 %(count)d 个单位的“%(task)s”转报给接收单位？")),
    "accept": (gettext_lazy("批量通过"), gettext_lazy("所选 %(count)d 个单位的“%(task)s”审核通过？")),
    "send-back": (gettext_lazy("批量退回"), gettext_lazy("把所选 %(count)d 个单位的“%(task)s”退回修改？原因发给每个单位。")),
    "put-on-file": (gettext_lazy("批量备案"), gettext_lazy("给所选 %(count)d 个单位的“%(task)s”备案？备案号按顺序编。")),
}


@login_required
@require_POST
def act_on_many(request, pk, act):
    """The question with how many it is about; once it is answered, the summary."""
    task = visible(request, pk)
    if act not in DEEDS:
        raise Http404
    filings = _ticked(request, task)
    if not filings:
        messages.error(request, _("请先勾选要办理的单位。"))
        return redirect(task)
    label, question = QUESTIONS[act]
    form = _form(request, act)
    if "confirmed" in request.POST and (form is None or form.is_valid()):
        said = form.cleaned_data if form else {}
        try:
            outcome = do_to_many(filings=filings, act=act, by=request.user, **said)
        except DomainError as refusal:
            messages.error(request, refusal.sentence())
            return redirect(task)
        return render(request, "programs/tasks/many_done.html", {"task": task, "heading": label, "outcome": outcome})
    asked = question % {"count": len(filings), "task": task.title}
    tone = "danger" if act == "send-back" else "primary"
    hidden = [("row", filing.pk) for filing in filings]
    return ask(
        request, heading=label, question=asked, label=label, back=task.get_absolute_url(), form=form, tone=tone, hidden=hidden
    )


def _form(request, act) -> ReasonForm | None:
    """What the act needs to know; the first time it is not asked for yet."""
    if act != "send-back":
        return None
    return ReasonForm(request.POST if "confirmed" in request.POST else None)


def _ticked(request, task: Task) -> list[Filing]:
    """The returns of the task that were ticked and that one may do something with."""
    rows = Filing.objects.visible_to(request.user).filter(task=task, pk__in=numbers(request.POST.getlist("row")))
    related = ("task__issuer", "task__clause__notice", "task__notice", "unit", "receiver", "collator", "current")
    found = list(rows.select_related(*related).order_by("unit__path"))
    if any(not can_collate(request.user, filing) for filing in found):
        raise Http404
    return found
