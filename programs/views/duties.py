"""校内工作: duties of the departments and posts of a school."""

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.audit.facts import history_of
from portal.kit.exports import table_download
from portal.kit.lists import Listing, Ordering
from programs.actions import duties as actions
from programs.enums.duties import DutyState
from programs.filters.duties import DutyFilter
from programs.finding import today
from programs.forms.duties import ACCOUNT, TEACHER, DoneForm, DutyForm
from programs.forms.evidence import VoidForm
from programs.models import Duty
from programs.policies.duties import GIVERS, can_finish, can_give
from programs.views.entering import WRITABLE, entered, filled

ORDERING = Ordering({"due": ("due_on",), "department": ("unit__path", "department"), "new": ()}, default="due")
HEADINGS = [_("单位代码"), _("学校"), _("工作"), _("部门"), _("岗位"), _("责任人"), _("完成期限"), _("状态"), _("完成情况")]


@login_required
@require_safe
def duty_list(request):
    rows = _readable(request)
    listing = Listing(request, DutyFilter(request.GET, rows, request=request), ORDERING)
    if listing.export:
        return table_download(HEADINGS, _cells(listing.rows), _("校内工作"), listing.export)
    context = {"heading": _("校内工作"), "listing": listing, "page": listing.page, "today": today()}
    context["gives"] = _school(request) is not None
    return render(request, "programs/duties/list.html", context)


def _readable(request):
    rows = Duty.objects.visible_to(request.user)
    return rows.select_related("unit", "person", "teacher__user", "step", "task", "done_by", "given_by")


def _cells(rows):
    for row in rows.iterator(chunk_size=500):
        what = [row.unit.code, row.unit.name, row.title, row.department, row.post, row.responsible]
        yield [*what, row.due_on, row.get_state_display(), row.result]


def _school(request):
    """The school whose duties this person gives out: the one acted for, else his first."""
    mine = [unit for unit in request.user.units_of(*GIVERS) if can_give(request.user, unit)]
    acted_for = request.post.unit_id if request.post else None
    return next((unit for unit in mine if unit.pk == acted_for), mine[0] if mine else None)


@login_required
@require_safe
def duty(request, pk):
    """One duty with its history and what this person may do with it."""
    row = get_object_or_404(_readable(request), pk=pk)
    is_open, events = row.state == DutyState.OPEN, history_of(row)
    may = {"gives": is_open and can_give(request.user, row.unit), "finishes": is_open and can_finish(request.user, row)}
    return render(request, "programs/duties/duty.html", {"duty": row, "events": events, "today": today(), **may})


@login_required
@WRITABLE
def give(request):
    """Give a duty out."""
    unit = _school(request)
    if unit is None:
        raise Http404

    def act(**about):
        return actions.give(unit=unit, by=request.user, **about)

    context = {"heading": _("分派工作"), "button": _("分派"), "said": _("已分派：%(made)s。"), "note": unit.name}
    return _entered(request, filled(DutyForm, request, unit=unit), act, **context)


@login_required
@WRITABLE
def revise(request, pk):
    """Change an open duty."""
    row = _open(request, pk)
    if not can_give(request.user, row.unit):
        raise Http404
    names = ("title", "department", "post", "due_on", "step", "task", "note")
    who = f"{ACCOUNT}-{row.person_id}" if row.person_id else f"{TEACHER}-{row.teacher_id}"
    initial = {name: getattr(row, name) for name in names} | {"responsible": who}

    def act(**about):
        actions.revise(duty=row, by=request.user, **about)

    form = filled(DutyForm, request, unit=row.unit, initial=initial)
    return _entered(request, form, act, heading=_("修改工作"), button=_("保存"), said=_("已保存。"), back=row.get_absolute_url())


@login_required
@WRITABLE
def finish(request, pk):
    """Say that a duty is done."""
    row = _open(request, pk)
    if not can_finish(request.user, row):
        raise Http404

    def act(result):
        actions.finish(duty=row, result=result, by=request.user)

    context = {"heading": _("填报完成"), "button": _("确认完成"), "said": _("已填报完成。"), "note": str(row)}
    return _entered(request, filled(DoneForm, request), act, back=row.get_absolute_url(), **context)


@login_required
@WRITABLE
def void(request, pk):
    """Take a duty back."""
    row = _open(request, pk)
    if not can_give(request.user, row.unit):
        raise Http404

    def act(reason):
        actions.void(duty=row, reason=reason, by=request.user)

    context = {"heading": _("作废工作"), "button": _("作废"), "said": _("已作废。"), "note": str(row)}
    return _entered(request, filled(VoidForm, request), act, back=row.get_absolute_url(), **context)


def _open(request, pk) -> Duty:
    return get_object_or_404(_readable(request).open(), pk=pk)


def _entered(request, form, act, **context):
    about = {"of": _("校内工作"), "back": reverse("programs:duty-list")} | context
    return entered(request, form, act, **about)
