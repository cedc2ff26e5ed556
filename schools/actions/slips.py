"""Account slips: a first password for each of many people, printed once for the one who asked."""

from collections import Counter

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from portal.accounts import people as accounts
from portal.accounts.actions import give_first_passwords
from portal.accounts.first_passwords import hashed, lasting, random_password
from portal.accounts.models import Post, User
from portal.audit.recording import record
from portal.documents import fonts
from portal.documents.rendering import render
from portal.jobs.actions import request_job
from portal.kit.clock import database_now, local
from portal.kit.errors import Denied, Refused, WrongState
from portal.kit.text import mask
from schools import slip_files
from schools.documents import AccountSlips

AT_MOST = 500
KIND = "schools.slips"
GONE = later("这份账号条已经下载过或已超过 %(minutes)d 分钟，不能再下载；需要时请重新打印，原来的初始密码随之作废。")


@transaction.atomic
def request_slips(*, users: list[User], unit, by, send: bool = True):
    """A job that prints slips for ``users``; ``Denied`` when one of them is not ``by``'s to reset."""
    if not users:
        raise Refused(_("请先选择已开通账号的人员。"))
    if len(users) > AT_MOST:
        raise Refused(_("一次最多打印 %d 人的账号条，请按学校分批。") % AT_MOST)
    accounts.check_reset(people=users, by=by)
    title = _("打印账号条（%d 人）") % len(users)
    return request_job(kind=KIND, params={"users": [user.pk for user in users]}, unit=unit, by=by, title=title, send=send)


def print_slips(*, job) -> None:
    """Draw the slips, keep the file for the one who asked, and only then put the new passwords in force."""
    users = list(User.objects.filter(pk__in=job.params["users"], is_active=True).order_by("pk"))
    accounts.check_reset(people=users, by=job.by)
    drawn = [user for user in users if not fonts.missing(user.name)]
    left_out = [user for user in users if fonts.missing(user.name)]
    passwords = {user.pk: random_password() for user in drawn}
    form = _form(drawn, passwords, job.by)
    job.progress(0, len(drawn))
    given = [(user, hashed(passwords[user.pk])) for user in drawn]
    if drawn:
        slip_files.put(file_of(job.job), render([form])[0].pdf)
    with transaction.atomic():
        give_first_passwords(given=given, by=job.by)
        record(job.by, "slips.printed", job.job, data={"people": len(drawn)})
        job.finish(_result(job.job, drawn, left_out))


def _form(users, passwords, by) -> AccountSlips:
    until = local(database_now() + lasting())
    posts = _posts_by_user(users)
    rows = sorted((_slip(user, posts.get(user.pk, []), passwords[user.pk]) for user in users), key=lambda row: (row[1], row[0]))
    return AccountSlips(
        address=settings.PUBLIC_URL,
        until=_("%(day)s %(time)s") % {"day": until.strftime("%Y-%m-%d"), "time": until.strftime("%H:%M")},
        contact=str(by) if by else _("系统管理员"),
        slips=tuple(rows),
    )


def _posts_by_user(users) -> dict[int, list[Post]]:
    found: dict[int, list[Post]] = {}
    for post in Post.objects.current().filter(user__in=users).select_related("unit").order_by("pk"):
        found.setdefault(post.user_id, []).append(post)
    _keep_telling_numbers([post for posts in found.values() for post in posts])
    return found


def _keep_telling_numbers(posts) -> None:
    """Forget staff numbers that several people of a unit bear: nobody can sign in with those."""
    numbers = {post.staff_number for post in posts if post.staff_number}
    rows = Post.objects.current().filter(staff_number__in=numbers, unit__in={post.unit_id for post in posts})
    borne = set(rows.values_list("unit", "staff_number", "user"))
    bearers = Counter((unit, number) for unit, number, _user in borne)
    for post in posts:
        if bearers[post.unit_id, post.staff_number] != 1:
            post.staff_number = ""


def _slip(user: User, posts: list[Post], password: str) -> tuple[str, ...]:
    unit = posts[0].unit.name if posts else ""
    numbered = next((post for post in posts if post.staff_number), None)
    by_number = f"{numbered.unit.code}-{numbered.staff_number}" if numbered else ""
    return user.name, unit, user.username, mask(user.phone), by_number, password


def _result(job, drawn, left_out) -> dict:
    lines = [_("%s的姓名中有字体画不出的字，没有打印；请在“人员与任职”中重置密码，当面告知。") % user.name for user in left_out]
    if not drawn:
        return {"lines": lines or [_("所选账号都已停用，没有打印。")]}
    told = _("%(count)d 人的账号条已生成，请在 %(minutes)d 分钟内下载，只能下载一次。") % _about(len(drawn))
    link = {"label": _("去下载账号条"), "url": reverse("schools:slips", args=[job.pk])}
    return {"told": told, "lines": lines, "links": [link], "file": file_of(job), "people": len(drawn)}


def _about(count: int = 0) -> dict:
    return {"count": count, "minutes": int(slip_files.KEPT.total_seconds() // 60)}


def file_of(job) -> str:
    """The file of one run of a job: what a dead run left is not taken for this one's."""
    return f"{job.pk}-{job.token}"


@transaction.atomic
def fetch_slips(*, job, by) -> bytes:
    """The PDF, this once, for the one who asked for it; ``WrongState`` when it is gone."""
    if by is None or job.requested_by_id != by.pk:
        raise Denied(_("账号条只能由发起打印的人下载。"))
    pdf = slip_files.take(job.result["file"]) if job.result.get("file") else None
    if pdf is None:
        raise WrongState(str(GONE) % _about())
    record(by, "slips.fetched", job, data={"people": job.result["people"]})
    return pdf
