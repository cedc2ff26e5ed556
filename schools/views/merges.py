from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.audit.facts import history_of
from portal.kit.errors import DomainError
from portal.kit.pages import act, refuse
from portal.kit.paging import page_of
from schools import policies
from schools.actions import merges as actions
from schools.enums import MergeState
from schools.finding import find_merge, find_teacher, namesakes
from schools.forms import MergeForm
from schools.models import Merge, Teacher

COMPARED = (
    *("unit", "name", "staff_number", "sex", "id_type", "masked_id", "born_on", "category", "stage", "subject"),
    *("research_group", "position", "title", "masked_phone", "email", "joined_on", "status"),
)
MASKED = {"masked_id": "id_number", "masked_phone": "phone"}
ALIKE_AT_MOST = 20


@login_required
@require_safe
def merge_list(request):
    rows = Merge.objects.visible_to(request.user).select_related("keep__unit", "drop__unit", "asked_by")
    context = {"heading": _("重复登记的合并"), "page": page_of(request, rows, order=["-pk"])}
    return render(request, "schools/merge_list.html", context)


@login_required
@require_safe
def merge(request, pk):
    row = find_merge(request, pk)
    waiting = row.state == MergeState.ASKED
    context = {
        "merge": row,
        "lines": [_line(name, row.keep, row.drop) for name in COMPARED],
        "may_confirm": waiting and policies.can_confirm_merge(request.user, row),
        "own": waiting and row.asked_by_id == request.user.pk,
        "events": history_of(row),
    }
    return render(request, "schools/merge.html", context)


def _line(name: str, keep: Teacher, drop: Teacher) -> tuple:
    """A field's name, both values as shown, and whether what is stored differs."""
    stored = MASKED.get(name, name)
    label = Teacher._meta.get_field(stored).verbose_name
    return label, _shown(keep, name), _shown(drop, name), getattr(keep, stored) != getattr(drop, stored)


def _shown(teacher: Teacher, name: str) -> str:
    display = getattr(teacher, f"get_{name}_display", None)
    value = display() if display else getattr(teacher, name)
    return "" if value is None else str(value)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def propose(request, code):
    """Say that this registration and another are one person."""
    row = find_teacher(request, code)
    form = MergeForm(request.POST if request.method == "POST" else None, initial={"other": request.GET.get("other", "")})
    if request.method == "POST" and form.is_valid():
        other = Teacher.objects.visible_to(request.user).select_related("unit").filter(code=form.cleaned_data["other"]).first()
        if other is None:
            form.add_error("other", _("您的管理范围内没有这个行码的登记。"))
        elif merge := _proposed(row, other, form, request.user):
            messages.success(request, _("已提出合并，请另一位有权限的同事或上级复核。"))
            return redirect(merge)
    alike = namesakes(request.user, row)[:ALIKE_AT_MOST]
    context = {"teacher": row, "form": form, "alike": alike, "keeps": policies.can_keep(request.user, row.unit)}
    return render(request, "schools/merge_new.html", context, status=422 if form.errors else 200)


def _proposed(row: Teacher, other: Teacher, form: MergeForm, by) -> Merge | None:
    """The merge proposed; None with the refusal on the form."""
    keep, drop = (row, other) if form.cleaned_data["keep"] == "this" else (other, row)
    try:
        return actions.propose(keep=keep, drop=drop, reason=form.cleaned_data["reason"], by=by)
    except DomainError as refusal:
        refuse(form, refusal)
        return None


@login_required
@require_POST
def confirm(request, pk):
    row = find_merge(request, pk)
    return act(request, row, None, actions.confirm, _("已合并，“%s”保留一条登记。") % row.keep.name, merge=row)


@login_required
@require_POST
def refuse_merge(request, pk):
    row = find_merge(request, pk)
    return act(request, row, None, actions.refuse, _("已答复不是同一人，两条登记都保留。"), merge=row)
