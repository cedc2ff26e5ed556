from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _later
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.accounts.enums import OFFICE_ROLES
from portal.kit.crypto import fingerprint
from portal.kit.errors import DomainError, Refused
from portal.kit.lists import Listing, Ordering
from portal.kit.pages import act, refuse
from schools import policies
from schools.actions import transfers as actions
from schools.census_facts import today
from schools.enums import TransferState
from schools.filters import TransferFilter
from schools.finding import find_transfer, schools_in_reach
from schools.forms import AnswerForm, RefusalForm, TransferForm
from schools.models import Teacher, Transfer

ORDERING = Ordering({"recent": ()}, default="-recent")
SAID = {
    TransferState.ASKED: _later("已在系统登记，调动申请已发给原学校。"),
    TransferState.AGREED: _later("已调入，在本校名册中可以查到。"),
}


def show(user, row: Transfer) -> Transfer:
    """The row with what this user may see of the other side: the asking side knows nothing of it before a yes."""
    row.gives = user.holds(*OFFICE_ROLES, over=row.from_unit)
    row.takes = user.holds(*OFFICE_ROLES, over=row.to_unit)
    row.origin_shown = policies.sees_origin(user, row)
    row.person_shown = user.holds(*OFFICE_ROLES, over=row.teacher.unit)
    return row


@login_required
@require_safe
def transfer_list(request):
    rows = Transfer.objects.visible_to(request.user).select_related("teacher__unit", "from_unit", "to_unit")
    listing = Listing(request, TransferFilter(request.GET, rows, request=request), ORDERING)
    for row in listing.page.rows:
        show(request.user, row)
    context = {"heading": _("调动申请"), "listing": listing, "page": listing.page}
    context["keeps"] = request.user.holds(*policies.KEEPERS)
    return render(request, "schools/transfer_list.html", context)


@login_required
@require_safe
def transfer(request, pk):
    row = show(request.user, find_transfer(request, pk))
    waiting = row.state == TransferState.ASKED
    context = {
        "transfer": row,
        "may_answer": waiting and policies.can_answer_transfer(request.user, row),
        "may_withdraw": waiting and policies.can_withdraw_transfer(request.user, row),
        "agreeing": AnswerForm(auto_id="agree_%s"),
        "refusing": RefusalForm(auto_id="refuse_%s"),
    }
    return render(request, "schools/transfer.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request):
    """A school asks for somebody who is registered elsewhere, by name and number."""
    if not request.user.holds(*policies.KEEPERS):
        raise Http404
    day, units = today(), schools_in_reach(request.user)
    own = units.filter(pk=request.post.unit_id).first() if request.post else None
    initial = {"starts_on": day, "unit": own.code if own else ""}
    form = TransferForm(request.POST if request.method == "POST" else None, units=units, today=day, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            row = _asked(form.cleaned_data, by=request.user)
        except DomainError as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, SAID[row.state])
            return redirect(row)
    return render(request, "schools/transfer_new.html", {"form": form}, status=422 if form.errors else 200)


def _asked(values: dict, *, by) -> Transfer:
    """The request for whoever bears the number and the name; a wrong name tells no more than an unknown number."""
    key = fingerprint(values["id_number"])
    teacher = Teacher.objects.current().select_related("unit").filter(id_type=values["id_type"], id_key=key).first()
    if teacher is None or teacher.name != values["name"]:
        raise Refused(_("系统中没有姓名和证件号码都相符的登记。请核对；确属新教师的，请用名册导入。"))
    asked = {"to_unit": values["unit"], "name": values["name"], "starts_on": values["starts_on"], "reason": values["reason"]}
    return actions.ask(teacher=teacher, by=by, **asked)


@login_required
@require_POST
def agree(request, pk):
    row = find_transfer(request, pk)
    said = _("已同意%(name)s调入%(school)s。") % {"name": row.name_given, "school": row.to_unit.name}
    return act(request, row, AnswerForm(request.POST), actions.agree, said, transfer=row)


@login_required
@require_POST
def refuse_transfer(request, pk):
    row = find_transfer(request, pk)
    return act(request, row, RefusalForm(request.POST), actions.refuse, _("已答复不同意，对方会看到理由。"), transfer=row)


@login_required
@require_POST
def withdraw(request, pk):
    row = find_transfer(request, pk)
    return act(request, row, None, actions.withdraw, _("调动申请已撤回。"), transfer=row)
