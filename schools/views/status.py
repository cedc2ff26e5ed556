"""What is done to one person's registration, each on a page of its own that asks first."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from portal.accounts import shown_once
from portal.kit.errors import DomainError
from portal.kit.pages import ask, refuse
from schools import policies
from schools.actions import people
from schools.census_facts import today
from schools.finding import find_teacher
from schools.forms import CorrectionForm, RevealForm, StatusForm


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def change(request, code):
    """Leave, return, leaving and retirement."""
    row = find_teacher(request, code)
    asked = {"on": today(), "status": request.GET.get("to", "")}
    form = StatusForm(request.POST if request.method == "POST" else None, teacher=row, initial=asked)
    if request.method == "POST" and form.is_valid():
        try:
            changed = people.change_status(teacher=row, by=request.user, **form.cleaned_data)
        except DomainError as refusal:
            refuse(form, refusal)
        else:
            about = {"name": changed.name, "status": changed.get_status_display()}
            messages.success(request, _("%(name)s已改为“%(status)s”。") % about)
            return redirect(row)
    about = {"name": row.name, "school": row.unit.name, "status": row.get_status_display()}
    question = _("%(name)s（%(school)s）现在是“%(status)s”。请假不算离开；调出、离职和退休从起始日期起结束在本校的任职。") % about
    page = {"heading": _("变更在岗状态"), "question": question, "label": _("确认变更"), "about": row.name}
    return ask(request, **page, back=row.get_absolute_url(), form=form)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def reveal(request, code):
    """One full number for a stated reason; it is shown on the next page, once."""
    row = find_teacher(request, code)
    form = RevealForm(request.POST if request.method == "POST" else None, teacher=row)
    if request.method == "POST" and form.is_valid():
        try:
            number = people.reveal(teacher=row, by=request.user, **form.cleaned_data)
        except DomainError as refusal:
            refuse(form, refusal)
        else:
            label = dict(form.fields["field"].choices)[form.cleaned_data["field"]]
            shown_once.keep(request, [shown_once.Secret(row.name, str(label), number)])
            return redirect("schools:teacher-number", row.code)
    question = _("完整号码只显示一次。请写明查看%s的号码的理由。") % row.name
    page = {"heading": _("查看完整号码"), "question": question, "label": _("查看"), "about": row.name}
    return ask(request, **page, back=row.get_absolute_url(), form=form)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def correct_number(request, code):
    """Another number in the place of a wrong one; the old one is shown masked, the new one is typed in full."""
    row = find_teacher(request, code)
    form = CorrectionForm(request.POST if request.method == "POST" else None, teacher=row, today=today())
    if request.method == "POST" and form.is_valid():
        try:
            changed = people.correct_number(teacher=row, by=request.user, **form.cleaned_data)
        except DomainError as refusal:
            refuse(form, refusal)
        else:
            about = {"name": changed.name, "number": changed.masked_id}
            messages.success(request, _("%(name)s的证件号码已更正为 %(number)s。") % about)
            return redirect(row)
    about = {"name": row.name, "school": row.unit.name, "type": row.get_id_type_display(), "number": row.masked_id or _("未登记")}
    question = _("%(name)s（%(school)s）登记的%(type)s：%(number)s。更正后，以前下载的带行码的名册模板照常可用。") % about
    page = {"heading": _("更正证件号码"), "question": question, "label": _("更正"), "about": row.name}
    return ask(request, **page, back=row.get_absolute_url(), form=form)


@login_required
@never_cache
@require_safe
def number(request, code):
    """The number just asked for; gone when the page is opened again."""
    row = find_teacher(request, code)
    secrets = shown_once.take(request) if policies.can_reveal(request.user, row) else []
    return render(request, "schools/number.html", {"teacher": row, "secrets": secrets})
