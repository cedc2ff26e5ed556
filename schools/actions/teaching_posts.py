"""Posts of teachers who have accounts, kept where they work: the school one left has no say over one's account any more."""

from django.db.models import Exists, F, OuterRef

from portal.accounts.actions import end_post, grant_post
from portal.accounts.enums import PostState, Role
from portal.accounts.models import Post
from schools.enums import EMPLOYED, RecordState


def follow(teachers) -> None:
    """End the teaching posts of ``teachers`` (a queryset) elsewhere, and give those who had one theirs where they work now.

    Runs inside the caller's transaction; two queries where nobody moved.
    """
    own = Post.objects.filter(role=Role.TEACHER, user__teacher__in=teachers.exclude(user=None).values("pk"))
    there = {"user__teacher__unit": F("unit"), "user__teacher__state": RecordState.CURRENT, "user__teacher__status__in": EMPLOYED}
    for post in own.filter(state=PostState.ACTIVE).exclude(**there).select_related("user", "unit"):
        end_post(post=post, by=None)
    posts = Post.objects.filter(user=OuterRef("user"), role=Role.TEACHER)
    here = posts.filter(unit=OuterRef("unit"), state=PostState.ACTIVE)
    for teacher in teachers.employed().filter(Exists(posts), ~Exists(here)).select_related("user", "unit"):
        grant_post(user=teacher.user, unit=teacher.unit, role=Role.TEACHER, staff_number=teacher.staff_number, by=None)
