"""Groups and teams: the list, one group, what is done with it."""

from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from portal.audit.facts import history_of
from portal.documents import actions as documents
from portal.documents.models import Document
from portal.documents.policies import can_issue
from portal.documents.rendering import render as draw
from portal.kit.exports import download, table_download
from portal.kit.lists import Listing, Ordering, with_defaults
from portal.kit.pages import refusals_to_messages
from programs.actions import groups as actions
from programs.actions import opinions
from programs.attaching import given_out
from programs.documents.groups import form_of
from programs.documents.word import DOCX, word
from programs.enums.groups import GroupKind, GroupState
from programs.exports import groups as exports
from programs.facts.groups import schools_in, stands_of, with_fit, without_group
from programs.filters.groups import GroupFilter
from programs.forms.groups import CarryOverForm, DepartmentForm, GroupForm, OpinionForm, PutAsideForm
from programs.models import Group, GroupMember, GroupOpinion
from programs.policies.groups import KEEPERS, can_keep_groups
from programs.views.entering import QUESTION, WRITABLE, entered, filled, today

ORDERING = Ordering({"unit": ("unit__path", "kind"), "year": ("year",)}, default="unit")


def find_group(request, pk) -> Group:
    """A group this user may see."""
    rows = Group.objects.visible_to(request.user).select_related("unit", "program", "parent__unit", "upload")
    return get_object_or_404(rows, pk=pk)


def find_kept(request, pk) -> Group:
    """A group at work that this user keeps."""
    group = find_group(request, pk)
    if not group.is_current or not can_keep_groups(request.user, group.unit):
        raise Http404
    return group


@login_required
@require_safe
def group_list(request):
    asked = with_defaults(request.GET, state=GroupState.CURRENT)
    rows = with_fit(Group.objects.visible_to(request.user)).select_related("unit__parent", "program")
    listing = Listing(request, GroupFilter(asked, rows, request=request), ORDERING)
    if listing.export:
        name = f"{_('组织与团队')}-{timezone.localdate():%Y%m%d}"
        return table_download(exports.GROUPS, exports.groups(listing.rows), name, listing.export)
    stands = stands_of(listing.page.rows)
    for row in listing.page.rows:
        row.stand = stands[row.pk]
    context = {"heading": _("组织与团队"), "listing": listing, "page": listing.page}
    context["keeps"] = request.user.holds(*KEEPERS)
    return render(request, "programs/groups/list.html", context)


@login_required
@require_safe
def missing(request):
    """Schools without a group of a kind, so that 一校一团队 can be followed up."""
    kind = request.GET.get("kind", GroupKind.MANAGEMENT_TEAM)
    if kind not in GroupKind.values:
        raise Http404
    whole = schools_in(request.user)
    rows = without_group(whole, kind).select_related("parent", "school").order_by("path")
    if request.GET.get("export") in ("xlsx", "csv"):
        return table_download(exports.MISSING, exports.missing(rows), str(GroupKind(kind).label), request.GET["export"])
    found, total = rows.count(), whole.count()
    context = {"heading": _("未建团队的学校"), "kind": GroupKind(kind), "kinds": GroupKind, "rows": rows[:300]}
    context |= {"found": found, "total": total, "done": total - found}
    return render(request, "programs/groups/missing.html", context)


@login_required
@require_safe
def group(request, pk):
    row = find_group(request, pk)
    keeps = row.is_current and can_keep_groups(request.user, row.unit)
    members = GroupMember.objects.current().filter(group=row).select_related("teacher")
    others = Group.objects.visible_to(request.user).filter(unit=row.unit, program=row.program).exclude(pk=row.pk)
    context = {
        "group": row,
        "stand": stands_of([row])[row.pk],
        "serving": members.filter(ends_on=None).in_order(),
        "left": members.exclude(ends_on=None).order_by("-ends_on", "pk"),
        "opinion": GroupOpinion.objects.current().filter(group=row).select_related("recorded_by").first(),
        "others": others.order_by("-year", "kind"),
        "documents": _documents(request, row),
        "events": history_of(row),
        "keeps": keeps,
        "trains": row.kind == GroupKind.TRAINING_TEAM,
        "issues": can_issue(request.user, row.unit),
        "picks": keeps and row.unit.teachers.exists(),
    }
    return render(request, "programs/groups/group.html", context)


def _documents(request, row):
    """The latest forms that were issued of a group."""
    about = Document.objects.filter(subject_type=row._meta.label_lower, subject_id=str(row.pk))
    return about.visible_to(request.user).order_by("-pk")[:5]


@login_required
@WRITABLE
def set_up(request):
    if not request.user.holds(*KEEPERS):
        raise Http404
    initial = {"unit": request.post.unit.code if request.post else "", "year": today().year, "kind": request.GET.get("kind", "")}
    return entered(
        request,
        filled(GroupForm, request, user=request.user, initial=initial),
        partial(actions.set_up, by=request.user),
        heading=_("建立组织或团队"),
        of=_("组织与团队"),
        button=_("建立"),
        said=_("已建立%(made)s，请填写成员。"),
        back=reverse("programs:group-list"),
    )


@login_required
@WRITABLE
def describe(request, pk):
    """Which 科室 does the group's work."""
    row = find_kept(request, pk)
    return entered(
        request,
        filled(DepartmentForm, request, initial={"department": row.department}),
        partial(actions.describe, group=row, by=request.user),
        heading=_("负责科室"),
        of=row,
        button=_("保存"),
        said=_("已保存。"),
        back=row.get_absolute_url(),
    )


@login_required
@WRITABLE
def carry_over(request, pk):
    """The same people as next year's group."""
    row = find_kept(request, pk)
    question = _("把%(group)s %(year)d 年度的现任成员沿用到新年度？原名单转为往届，仍可查看。")
    return entered(
        request,
        filled(CarryOverForm, request, initial={"year": max(today().year, row.year + 1), "on": today()}),
        partial(actions.carry_over, group=row, by=request.user),
        template=QUESTION,
        heading=_("沿用到新年度"),
        label=_("沿用"),
        question=question % {"group": row, "year": row.year},
        said=_("已沿用到新年度，请核对成员。"),
        back=row.get_absolute_url(),
    )


@login_required
@WRITABLE
def put_aside(request, pk):
    """The group is at work no more."""
    row = find_kept(request, pk)
    return entered(
        request,
        filled(PutAsideForm, request),
        partial(actions.put_aside, group=row, by=request.user),
        template=QUESTION,
        heading=_("结束或作废"),
        label=_("确定"),
        question=_("%s不再是现任？成员和变动记录仍可查看。") % row,
        said=_("已办理，记录仍可查看。"),
        back=row.get_absolute_url(),
    )


@login_required
@WRITABLE
def opinion(request, pk):
    """领导意见: who signed what and when, with the scan."""
    row = find_kept(request, pk)

    def act(**said):
        opinions.record_opinion(group=row, by=request.user, **said)

    return entered(
        request,
        filled(OpinionForm, request, initial={"signed_on": today()}),
        act,
        heading=_("登记领导意见"),
        of=row,
        button=_("登记"),
        said=_("已登记领导意见。"),
        back=row.get_absolute_url(),
    )


@login_required
@require_safe
def scan(request, pk):
    """The scan of the signed form, as a download."""
    row = get_object_or_404(GroupOpinion.objects.visible_to(request.user).exclude(scan=""), pk=pk)
    return given_out(row.scan, row.scan_name)


@login_required
@require_safe
def proof(request, pk):
    """The form as it would print now, marked 校对稿."""
    row = find_group(request, pk)
    with refusals_to_messages(request):
        [drawn] = draw([form_of(row)], draft=True)
        response = HttpResponse(drawn.pdf, content_type="application/pdf")
        response["Content-Disposition"] = f'inline; filename="group-{row.pk}.pdf"'
        response["Cache-Control"] = "no-store"
        return response
    return redirect(row)


@login_required
@require_safe
def as_word(request, pk):
    row = find_group(request, pk)
    return download(word(form_of(row)), f"{row}{_('名单')}.docx", DOCX)


@login_required
@require_POST
def issue(request, pk):
    """Issue the form with its number and keep it in the archive."""
    row = find_group(request, pk)
    with refusals_to_messages(request):
        document = documents.issue(form=form_of(row), series=row.program.code, unit=row.unit, subject=row, by=request.user)
        messages.success(request, _("已生成%(number)s，可以下载打印、盖章。") % {"number": document.number})
        return redirect(document)
    return redirect(row)
