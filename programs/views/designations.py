from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from portal.kit.errors import DomainError
from portal.kit.exports import table_download
from portal.kit.lists import Listing, Ordering, with_defaults
from portal.kit.pages import ask, refuse
from programs.actions import designations as actions
from programs.filters.calendar import DesignationFilter
from programs.finding import find_program, today
from programs.forms.calendar import DesignationChangeForm, DesignationForm
from programs.forms.engagements import EndForm
from programs.forms.evidence import VoidForm
from programs.models import Designation
from programs.policies.calendar import KEEPERS, can_designate
from programs.views.entering import WRITABLE, entered, filled

ORDERING = Ordering({"new": ()}, default="-new")
HEADINGS = [_("单位代码"), _("单位"), _("姓名"), _("称号"), _("级别"), _("开始日期"), _("结束日期"), _("说明"), _("状态")]


@login_required
@require_safe
def designation_list(request):
    asked = with_defaults(request.GET, state=Designation.State.CURRENT)
    rows = Designation.objects.visible_to(request.user).select_related("unit")
    listing = Listing(request, DesignationFilter(asked, rows, request=request), ORDERING)
    if listing.export:
        return table_download(HEADINGS, _cells(listing.rows), _("试点与称号"), listing.export)
    for row in listing.page.rows:
        row.keepable = can_designate(request.user, row.unit)
    context = {"heading": _("试点与称号"), "listing": listing, "page": listing.page, "keeps": request.user.holds(*KEEPERS)}
    return render(request, "programs/designations/list.html", context)


def _cells(rows):
    for row in rows.iterator(chunk_size=500):
        chosen = [row.unit.code, row.unit.name, row.person, row.get_kind_display(), row.get_level_display()]
        yield [*chosen, row.starts_on, row.ends_on, row.note, row.get_state_display()]


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def designate(request):
    """Put down a designation."""
    program = find_program({})
    if not request.user.holds(*KEEPERS) or program is None:
        raise Http404
    form = DesignationForm(request.POST if request.method == "POST" else None, user=request.user, initial={"starts_on": today()})
    if form.is_valid():
        try:
            row = actions.designate(program=program, by=request.user, **form.cleaned_data)
        except DomainError as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _("已登记：%s。") % row)
            return redirect("programs:designation-list")
    return render(request, "programs/designations/new.html", {"form": form}, status=422 if form.errors else 200)


@login_required
@WRITABLE
def revise(request, pk):
    """Correct what is told of a designation."""
    row = _mine(request, pk)
    initial = {name: getattr(row, name) for name in DesignationChangeForm.base_fields}

    def act(**said):
        actions.revise_designation(designation=row, by=request.user, **said)

    context = {"heading": _("修改称号"), "of": _("试点与称号"), "button": _("保存"), "said": _("已保存。"), "note": str(row)}
    back = reverse("programs:designation-list")
    return entered(request, filled(DesignationChangeForm, request, initial=initial), act, back=back, **context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def end(request, pk):
    """Set the last day of a designation."""
    row, form = _mine(request, pk), EndForm(request.POST if request.method == "POST" else None, initial={"ends_on": today()})
    question, label = _("%s到哪一天为止？") % row, _("设定结束日期")
    return _asked(request, form, question, label, lambda: actions.end_designation(**_about(request, row, form)))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def void(request, pk):
    """Take a designation back."""
    row, form = _mine(request, pk), VoidForm(request.POST if request.method == "POST" else None)
    question = _("确定作废“%s”？作废后不再计入任何统计，记录仍然保留。") % row
    return _asked(request, form, question, _("作废"), lambda: actions.void_designation(**_about(request, row, form)))


def _about(request, row, form) -> dict:
    return {"designation": row, "by": request.user, **form.cleaned_data}


def _mine(request, pk) -> Designation:
    row = get_object_or_404(Designation.objects.visible_to(request.user).current().select_related("unit"), pk=pk)
    if not can_designate(request.user, row.unit):
        raise Http404
    return row


def _asked(request, form, question, label, deed):
    """The question with its form; when it is answered, the deed and back to the list."""
    if form.is_valid():
        try:
            deed()
        except DomainError as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _("已%s。") % label)
            return redirect("programs:designation-list")
    return ask(request, heading=label, question=question, label=label, back=reverse("programs:designation-list"), form=form)
