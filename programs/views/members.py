"""Who is in a group, in the browser: typed, picked from the roster, described anew, leaving."""

from functools import partial

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from programs.actions import members as actions
from programs.forms.groups import LeaveForm, MemberForm, NewMemberForm, PickForm, initial_of
from programs.models import GroupMember
from programs.policies.groups import can_keep_groups
from programs.views.entering import QUESTION, WRITABLE, entered, filled, today
from programs.views.groups import find_kept
from schools.models import Teacher

MOST_PICKED_FROM = 300


@login_required
@WRITABLE
def join(request, pk):
    group = find_kept(request, pk)
    initial = {"workplace": group.unit.name, "starts_on": today(), "role": "member"}
    return entered(
        request,
        filled(NewMemberForm, request, initial=initial),
        partial(actions.join, group=group, by=request.user),
        heading=_("添加成员"),
        of=group,
        button=_("添加"),
        said=_("已列入%(made)s。"),
        back=group.get_absolute_url(),
    )


@login_required
@WRITABLE
def revise(request, pk):
    member = find_member(request, pk)
    return entered(
        request,
        filled(MemberForm, request, initial=initial_of(member)),
        partial(actions.revise, member=member, by=request.user),
        heading=_("修改成员"),
        of=member.group,
        button=_("保存"),
        said=_("已保存。"),
        back=member.group.get_absolute_url(),
    )


@login_required
@WRITABLE
def leave(request, pk):
    member = find_member(request, pk)
    about = {"name": member.name, "group": member.group, "role": member.get_role_display()}
    return entered(
        request,
        filled(LeaveForm, request, initial={"on": today()}),
        partial(actions.leave, member=member, by=request.user),
        template=QUESTION,
        heading=_("成员退出"),
        label=_("退出"),
        question=_("%(name)s不再是%(group)s的%(role)s？") % about,
        said=_("已办理退出，记录在变动经过中。"),
        back=member.group.get_absolute_url(),
    )


@login_required
@WRITABLE
def pick(request, pk):
    """Members out of the unit's own roster, with what it holds of them."""
    group = find_kept(request, pk)
    words = request.GET.get("q", "").strip()[:60]
    people = Teacher.objects.employed().visible_to(request.user).filter(unit=group.unit).select_related("unit").order_by("name")
    people = people.filter(name__contains=words) if words else people

    def act(**said):
        actions.pick(group=group, by=request.user, **said)

    return entered(
        request,
        filled(PickForm, request, teachers=people, initial={"starts_on": today(), "role": "member"}),
        act,
        template="programs/groups/pick.html",
        said=_("已列入所选的教师。"),
        back=group.get_absolute_url(),
        group=group,
        people=people[:MOST_PICKED_FROM],
        words=words,
        chosen=request.POST.getlist("teachers"),
    )


def find_member(request, pk) -> GroupMember:
    """Somebody who serves in a group this user keeps."""
    rows = GroupMember.objects.serving().visible_to(request.user).select_related("group__unit", "group__program")
    member = get_object_or_404(rows, pk=pk)
    if not member.group.is_current or not can_keep_groups(request.user, member.group.unit):
        raise Http404
    return member
