"""Bringing a notice file in by browser: upload, preview, confirm."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from portal.kit.errors import DomainError
from programs.affected import affected_by
from programs.forms.notices import NoticeConfirmForm, NoticeFileForm
from programs.loading import load_notice
from programs.notice_file import NoticeRefused
from programs.policies.notices import can_load_somewhere
from programs.preview import preview_notice


@login_required
def bring_notice(request):
    """The file is sent, shown as it would stand, and sent again by the preview's own form."""
    if not can_load_somewhere(request.user):
        raise Http404
    if request.method != "POST":
        return _ask(request, NoticeFileForm())
    confirming = "content" in request.POST
    form = NoticeConfirmForm(request.POST) if confirming else NoticeFileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _ask(request, form)
    try:
        return _confirm(request, form) if confirming else _preview(request, form.cleaned_data["file"])
    except NoticeRefused as refusal:
        return _ask(request, NoticeFileForm(), faults=refusal.faults)
    except DomainError as refusal:
        return _ask(request, NoticeFileForm(), refusal=refusal.sentence())


def _ask(request, form, **context):
    """The upload form, with what is wrong with the file that was sent."""
    errors = [context["refusal"]] if "refusal" in context else []
    if isinstance(form, NoticeConfirmForm):
        form, errors = NoticeFileForm(), [_("确认时没有收到通知文件，请重新选择文件。")]
    return render(request, "programs/bring_notice.html", {"form": form, "errors": errors, "faults": context.get("faults")})


def _preview(request, content: bytes):
    seen, touched = preview_notice(file=content, by=request.user), affected_by(file=content, by=request.user)
    form = NoticeConfirmForm.for_file(content, seen.loaded.version)
    return render(
        request,
        "programs/notice_preview.html",
        {"seen": seen, "affected": touched, "notice": seen.notice, "form": form, **seen.rows},
    )


def _confirm(request, form):
    """Load what was shown; shown anew when another version came in meanwhile."""
    content = form.cleaned_data["content"]
    expected = preview_notice(file=content, by=request.user).loaded
    if expected.outcome != "unchanged" and expected.version != form.cleaned_data["version"]:
        messages.warning(request, _("这份通知刚被他人载入了另一个版本，请重新核对后再确认。"))
        return _preview(request, content)
    loaded = load_notice(file=content, by=request.user)
    if loaded.outcome == "unchanged":
        messages.info(request, _("%s 与已载入的版本一致，没有改动。") % loaded.number)
    else:
        messages.success(request, _("已载入%(number)s（第 %(version)d 版）。") % vars(loaded))
    return redirect(loaded.notice)
