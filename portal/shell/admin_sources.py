"""What the three administrators find on the front page: their own work, which no unit's deadlines are."""

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Min
from django.urls import reverse
from django.utils.translation import gettext as _

from portal.accounts.enums import Role
from portal.accounts.models import ApiToken, Post, User
from portal.audit.models import Event, Seal
from portal.audit.sealing import holds
from portal.jobs.enums import JobState
from portal.jobs.models import Job
from portal.kit.clock import database_now, local
from portal.kit.desk import Figure

WEEK = timedelta(days=7)
LOOKED_BACK = 20_000  # events are counted from the newest back to here: their times have no index
CHECKED_AT_ONCE = 5_000


def running(user, post) -> Iterator[Figure]:
    """For the system administrator: the work of the portal's queue, and the keys of its clients."""
    if post is None or post.role != Role.SYSADMIN:
        return
    open_jobs = Job.objects.filter(state__in=[JobState.WAITING, JobState.RUNNING])
    oldest = open_jobs.aggregate(Min("created_at"))["created_at__min"]
    note = _("最早 %s") % f"{local(oldest):%Y-%m-%d %H:%M}" if oldest else ""
    yield Figure(_("等待和进行中的后台任务"), f"{open_jobs.count():,}", note)
    failed = Job.objects.filter(state=JobState.FAILED, finished_at__gte=database_now() - WEEK).count()
    yield Figure(_("近 7 天未完成的任务"), f"{failed:,}")
    tokens = ApiToken.objects.visible_to(user).filter(revoked_at=None, expires_at__gt=database_now()).count()
    yield Figure(_("有效的接口令牌"), f"{tokens:,}", url=reverse("accounts:token-list"))


def accounts(user, post) -> Iterator[Figure]:
    """For the security administrator: who may act, and the accounts that cannot sign in or have not yet."""
    if post is None or post.role != Role.SECADMIN:
        return
    posts = Post.objects.current().visible_to(user).count()
    yield Figure(_("在任的任职"), f"{posts:,}", url=reverse("accounts:post-list"))
    given = User.objects.filter(is_active=True, first_password_until__isnull=False)
    late = given.filter(first_password_until__lt=database_now()).count()
    yield Figure(_("初始密码未改的账号"), f"{given.count():,}", _("其中 %d 个已过期") % late if late else "")
    yield Figure(_("已停用的账号"), f"{User.objects.filter(is_active=False).count():,}")


def log(user, post) -> Iterator[Figure]:
    """For the audit administrator: the log of the week, how far it is sealed, and whether the newest seal still holds."""
    if post is None or post.role != Role.AUDITOR:
        return
    page = reverse("audit:event-list")
    newest = Event.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    lately = Event.objects.filter(pk__gt=newest - LOOKED_BACK, at__gte=database_now() - WEEK).count()
    count = f"{lately:,}" if lately < LOOKED_BACK else _("%s 以上") % f"{LOOKED_BACK:,}"
    yield Figure(_("近 7 天的操作记录"), count, url=page)
    last = Seal.objects.order_by("-last_event").first()
    if last is None:
        yield Figure(_("最近一次封存"), "—", _("还没有封存"))
        return
    after = Event.objects.filter(pk__gt=last.last_event).count()
    yield Figure(_("最近一次封存"), f"{local(last.sealed_at):%Y-%m-%d %H:%M}", _("此后 %s 条未封存") % f"{after:,}")
    if last.count <= CHECKED_AT_ONCE:
        about = {"first": last.first_event, "last": last.last_event}
        yield Figure(_("最近一段核对"), _("一致") if holds(last) else _("不一致"), _("第 %(first)d 至 %(last)d 条") % about)
