"""The phone somebody signs in with goes with the one registered of him."""

from collections import Counter

from django.db.models import F
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from portal.accounts.messages import notify
from portal.accounts.models import Post, User
from portal.accounts.policies import can_grant
from portal.audit.recording import record_many
from schools.actions.telling import told_number
from schools.models import Teacher

NAMED = 5


def follow(teachers, *, about, unit, by) -> list[Teacher]:
    """Give the accounts of ``teachers`` (a queryset) the phones registered of them; answers with those whose account keeps its own.

    It does where the number is another account's, and where ``by`` does not manage every post of its holder, as with passwords.
    A registration without phone takes none away. The audit row is ``about`` the act that brought the numbers.
    """
    changed = teachers.current().exclude(user=None).exclude(phone_key="").exclude(phone_key=F("user__phone_key"))
    rows = list(changed.select_related("user").order_by("unit__path", "name", "pk"))
    if not rows:
        return []
    moving = _free(_managed(rows, by))
    _move(moving)
    told = ((teacher.user_id, "phone", *told_number(teacher.user.phone, teacher.phone)) for teacher in moving)
    if moving:
        record_many(by, "account.phone_changed", about, unit=unit, changes=told)
        notify([teacher.user for teacher in moving], _("您的登录手机号已随名册更正，请用新号码或用户名登录，密码不变。"))
    return [teacher for teacher in rows if teacher not in moving]


def tell_kept(kept: list[Teacher], by) -> None:
    """Leave a message about the accounts that keep another phone than the roster has."""
    if kept and by is not None:
        names = "、".join(teacher.name for teacher in kept[:NAMED]) + (_("等") if len(kept) > NAMED else "")
        notify(by, _("%(count)d 人的登录手机号没有随名册改变（%(names)s），请核对。") % {"count": len(kept), "names": names})


def _managed(rows: list[Teacher], by) -> list[Teacher]:
    """Those all of whose posts ``by`` may give and end; one query."""
    posts = {}
    for post in Post.objects.current().filter(user__in=[row.user_id for row in rows]).select_related("unit"):
        posts.setdefault(post.user_id, []).append(post)
    return [row for row in rows if row.user_id in posts and all(can_grant(by, post.unit, post.role) for post in posts[row.user_id])]


def _free(rows: list[Teacher]) -> list[Teacher]:
    """Those whose number nobody else signs in with once all of them have moved; one query."""
    wanted = Counter(row.phone_key for row in rows)
    rows = [row for row in rows if wanted[row.phone_key] == 1]
    holders = dict(User.objects.filter(phone_key__in=wanted).values_list("phone_key", "pk"))
    while True:
        staying = set(holders.values()) - {row.user_id for row in rows}
        free = [row for row in rows if holders.get(row.phone_key) not in staying]
        if len(free) == len(rows):
            return rows
        rows = free


def _move(rows: list[Teacher]) -> None:
    """Two may have changed numbers with each other, so all are let go before any is taken."""
    User.objects.filter(pk__in=[row.user_id for row in rows]).update(phone_key="")
    users = [User(pk=row.user_id, phone=row.phone, phone_key=row.phone_key, updated_at=Now()) for row in rows]
    User.objects.bulk_update(users, ["phone", "phone_key", "updated_at"], batch_size=500)
