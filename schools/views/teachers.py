from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import F
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from portal.accounts.enums import Role
from portal.accounts.policies import can_grant
from portal.audit.facts import history_of
from portal.jobs.giving import give
from portal.kit.errors import DomainError, Stale
from portal.kit.pages import refuse
from schools import account_facts, lists, policies
from schools.actions import people
from schools.enums import RecordState
from schools.finding import find_teacher, likely_same
from schools.forms import TeacherForm
from schools.links import links_on
from schools.models import Employment, Merge, RosterReport, Teacher, Transfer


@login_required
@require_safe
def teacher_list(request):
    listing = lists.teachers(request)
    if listing.export:
        return give(request, lists.TEACHERS, listing)
    keeps = request.user.holds(*policies.KEEPERS)
    return render(request, "schools/teacher_list.html", {"listing": listing, "page": listing.page, "keeps": keeps})


@login_required
@require_safe
def teacher(request, code):
    row = find_teacher(request, code)
    current = row.state == RecordState.CURRENT
    keeps = policies.can_keep(request.user, row.unit)
    closed = _closed(row) if keeps else None
    merges = Merge.objects.visible_to(request.user).select_related("keep__unit", "drop__unit")
    context = {
        "teacher": row,
        "employments": Employment.objects.visible_to(request.user)
        .filter(teacher=row, state=RecordState.CURRENT)
        .select_related("unit")
        .order_by("-starts_on", "-pk"),
        "transfers": Transfer.objects.visible_to(request.user)
        .filter(teacher=row)
        .select_related("to_unit", "from_unit")
        .order_by("-pk"),
        "merges": list(merges.filter(keep=row).order_by("-pk")) + list(merges.filter(drop=row).order_by("-pk")),
        "alike": likely_same(request.user, row)[:5] if keeps and current else [],
        "events": history_of(row),
        "closed": closed,
        "account": account_facts.account_of(row) if row.employed and can_grant(request.user, row.unit, Role.TEACHER) else None,
        "may_change": keeps and current and closed is None,
        "may_merge": keeps and current,
        "may_reveal": policies.can_reveal(request.user, row) and bool(row.id_number or row.phone),
        "links": links_on("teacher", request.user, row),
    }
    return render(request, "schools/teacher.html", context)


def _closed(row) -> RosterReport | None:
    """The report that keeps the roster of his school closed."""
    return RosterReport.objects.closed().filter(unit=row.unit).select_related("census").first()


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request, code):
    row = find_teacher(request, code)
    form = TeacherForm(request.POST if request.method == "POST" else None, teacher=row)
    if request.method != "POST":
        return _edit_page(request, row, form)
    if not form.is_valid():
        return _edit_page(request, row, form, status=422)
    try:
        people.revise(teacher=row, values=form.values(), seen=form.cleaned_data["seen"], by=request.user)
    except Stale as stale:
        return _stale(request, code, form, stale)
    except DomainError as refusal:
        refuse(form, refusal)
        return _edit_page(request, row, form, status=refusal.status)
    messages.success(request, _("已保存%s的登记。") % form.cleaned_data["name"])
    if "phone" in form.changed_data and _signs_in_otherwise(code):
        messages.warning(request, _("登录手机号没有随之改变：新号码已用于另一个账号，或此人另有您管理范围之外的任职。"))
    return redirect(row)


def _signs_in_otherwise(code: str) -> bool:
    """Whether somebody's account has another phone than his registration."""
    rows = Teacher.objects.filter(code=code, user__isnull=False).exclude(phone_key="")
    return rows.exclude(phone_key=F("user__phone_key")).exists()


def _edit_page(request, row, form, status=200, **more):
    keeps = policies.can_keep(request.user, row.unit)
    context = {"teacher": row, "form": form, "keeps": keeps, "closed": _closed(row) if keeps else None, **more}
    return render(request, "schools/teacher_edit.html", context, status=status)


def _stale(request, code, form, stale):
    """The form with what was typed, beside what somebody else saved since; saving again takes what was typed."""
    row = find_teacher(request, code)
    now = TeacherForm(teacher=row)
    fields = [(name, field) for name, field in form.fields.items() if name != "seen"]
    told = [(field.label, _shown(field, now.initial[name]), _shown(field, form.cleaned_data[name])) for name, field in fields]
    form.data = form.data.copy()
    form.data["seen"] = people.version_of(row)
    conflicts = [line for line in told if line[1] != line[2]]
    events = history_of(row)
    context = {"conflicts": conflicts, "stale": stale, "edited": events[-1] if events else None}
    return _edit_page(request, row, form, status=412, **context)


def _shown(field, value) -> str:
    """A value as people read it: a choice by its label."""
    choices = dict(getattr(field, "choices", ()))
    return str(choices.get(value, value) if value else "")
