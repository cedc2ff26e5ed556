from django.contrib.auth.models import AbstractUser, UserManager
from django.db import connection, models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.accounts import enums
from portal.kit.crypto import fingerprint
from portal.kit.fields import EncryptedField
from portal.kit.models import Stamped, StampedQuerySet
from portal.units.enums import Level
from portal.units.models import Unit, within


class PortalUserManager(UserManager.from_queryset(StampedQuerySet)):
    """Users, found by phone through its fingerprint."""

    def with_phone(self, phone: str):
        return self.filter(phone_key=fingerprint(phone)) if phone else self.none()

    def clients_managed_by(self, user):
        """Clients all of whose posts ``user`` may give and end: those he may issue tokens for."""
        current = Post.objects.current()
        managed = current.managed_by(user).filter(role=enums.Role.CLIENT)
        elsewhere = current.exclude(pk__in=managed.values("pk"))
        return self.filter(pk__in=managed.values("user")).exclude(pk__in=elsewhere.values("user"))


class User(AbstractUser):
    """A person or a client; what it may do comes from its posts, never from flags.

    ``first_password_until`` stands until somebody who was given a first password has set his own.
    """

    first_name = last_name = None
    name = models.CharField(_("姓名"), max_length=60)
    phone = EncryptedField(_("手机号"), blank=True, default="")
    phone_key = models.CharField(max_length=64, blank=True, default="", db_index=True, editable=False)
    first_password_until = models.DateTimeField(_("初始密码有效期"), null=True, blank=True, editable=False)
    updated_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = PortalUserManager()

    class Meta(AbstractUser.Meta):
        constraints = [models.UniqueConstraint(fields=["phone_key"], condition=~Q(phone_key=""), name="one_user_per_phone")]

    def __str__(self):
        return self.name or self.username

    def save(self, *args, **kwargs):
        self.phone_key = fingerprint(self.phone) if self.phone else ""
        super().save(*args, **kwargs)

    def current_posts(self) -> list["Post"]:
        """The posts held today, each with its unit; read once per request."""
        if not hasattr(self, "_current_posts"):
            self._current_posts = list(self.posts.current().select_related("unit")) if self.pk else []
        return self._current_posts

    def remember_posts(self, posts: list["Post"]) -> None:
        """Take the current posts from whoever read those of many people at once."""
        self._current_posts = posts

    def forget_posts(self) -> None:
        """Read the posts anew at the next question."""
        self.__dict__.pop("_current_posts", None)

    def holds(self, *roles, unit=None, over=None) -> bool:
        """Whether a current post has one of ``roles`` (any, when none is given), at ``unit`` itself or at or above ``over``."""
        return any(
            (not roles or post.role in roles)
            and (unit is None or post.unit_id == unit.pk)
            and (over is None or over.path.startswith(post.unit.path))
            for post in self.current_posts()
        )

    def reach(self, lookup: str = "unit") -> Q:
        """Rows whose ``lookup`` unit ("" for units themselves) lies under one of the user's current offices."""
        return self._reach_by(enums.OFFICE_ROLES, lookup)

    def reach_of_people(self, lookup: str = "unit") -> Q:
        """``reach`` without posts of programs: who pulls reports is not told what an office has not published."""
        return self._reach_by(enums.OFFICE_ROLES - {enums.Role.CLIENT}, lookup)

    def _reach_by(self, roles, lookup: str) -> Q:
        reach, field = Q(pk__in=[]), f"{lookup}__path" if lookup else "path"
        for post in self.current_posts():
            if post.role in roles:
                reach |= within(post.unit.path, field)
        return reach

    def reach_with_own(self, lookup: str = "unit", own: str = "user", *, by_row: bool = False) -> Q:
        """``reach``, and rows about the user himself (``own``), where his offices do not lie over the school he teaches at.

        The second condition is left out where it can be, since an OR across tables keeps both databases from their indexes.
        ``by_row`` says that the rows will be read in the order in which they were written.
        """
        taught = self.units_of(enums.Role.TEACHER)
        offices = self.units_of(*enums.OFFICE_ROLES)
        covered = offices and all(any(unit.is_within(office) for office in offices) for unit in taught)
        if not covered:
            return self.reach(lookup) | Q(**{own: self})
        return self._reach_of_a_tree(offices[0], lookup, by_row) if len(offices) == 1 else self.reach(lookup)

    def _reach_of_a_tree(self, unit: Unit, lookup: str, by_row: bool) -> Q:
        """The reach of one office; SQLite would fetch and sort a whole city for its first page, unless asked row by row."""
        wide = unit.parent_id is None or (by_row and unit.level == Level.CITY)
        if connection.vendor == "sqlite" and wide:
            return Q(models.Exists(Unit.objects.within(unit).filter(pk=models.OuterRef(f"{lookup}_id"))))
        return self.reach(lookup)

    def units_of(self, *roles) -> list[Unit]:
        """The units where one of ``roles`` is held today."""
        return [post.unit for post in self.current_posts() if post.role in roles]


class PostQuerySet(StampedQuerySet):
    def visible_to(self, user):
        """One's own posts and those under one's offices; the system and security administrators see them all."""
        return self if user.holds(enums.Role.SYSADMIN, enums.Role.SECADMIN) else self.filter(Q(user=user) | user.reach("unit"))

    def managed_by(self, user):
        """Those below the posts as which one may appoint people; the system administrator's are all."""
        if user.holds(enums.Role.SYSADMIN):
            return self
        reach = Q(pk__in=[])
        for unit in user.units_of(*enums.MANAGERS):
            reach |= within(unit.path, "unit__path")
        return self.filter(reach)

    def current(self):
        """Posts held today by the calendar of Asia/Shanghai."""
        today = timezone.localdate()
        return self.filter(state=enums.PostState.ACTIVE, starts_on__lte=today).filter(Q(ends_on=None) | Q(ends_on__gte=today))


class Post(Stamped):
    """A role somebody holds at a unit from one day to another; several people may hold the same."""

    Role, State = enums.Role, enums.PostState

    user = models.ForeignKey(User, models.PROTECT, related_name="posts", verbose_name=_("用户"))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="posts", verbose_name=_("单位"))
    role = models.CharField(_("角色"), max_length=20, choices=enums.Role)
    staff_number = models.CharField(_("教职工号"), max_length=30, blank=True)
    starts_on = models.DateField(_("开始日期"), default=timezone.localdate)
    ends_on = models.DateField(_("结束日期"), null=True, blank=True)
    state = models.CharField(_("状态"), max_length=10, choices=enums.PostState, default=enums.PostState.ACTIVE)

    objects = PostQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "unit", "role"], condition=Q(state=enums.PostState.ACTIVE), name="one_active_post_per_role_and_unit"
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=models.F("starts_on")), name="a_post_ends_after_it_starts"
            ),
        ]

    def __str__(self):
        return f"{self.unit} {self.get_role_display()}"


class ApiTokenQuerySet(StampedQuerySet):
    def visible_to(self, user):
        """One's own tokens and those of the clients one manages."""
        return self.filter(Q(user=user) | Q(user__in=User.objects.clients_managed_by(user).values("pk")))


class ApiToken(Stamped):
    """A client's key to REST; only its hash is kept."""

    Scope = enums.TokenScope

    user = models.ForeignKey(User, models.PROTECT, related_name="tokens")
    name = models.CharField(_("名称"), max_length=60)
    digest = models.CharField(max_length=64, unique=True)
    scope = models.CharField(_("权限"), max_length=10, choices=enums.TokenScope, default=enums.TokenScope.READ)
    expires_at = models.DateTimeField(_("到期时间"))
    revoked_at = models.DateTimeField(_("停用时间"), null=True, blank=True)
    last_used_on = models.DateField(_("最近使用"), null=True, blank=True)

    objects = ApiTokenQuerySet.as_manager()

    def __str__(self):
        return self.name


class Repeat(models.Model):
    """One request that may be sent again: the answer to the first stands for all."""

    principal = models.CharField(max_length=80)
    key = models.CharField(max_length=200)
    body_digest = models.CharField(max_length=64)
    path = models.CharField(max_length=300)
    answered = models.BooleanField(default=False)
    status = models.PositiveSmallIntegerField(null=True)
    location = models.TextField(blank=True)
    etag = models.CharField(max_length=100, blank=True)
    content_type = models.CharField(max_length=100, blank=True)
    body = models.BinaryField(default=bytes)
    at = models.DateTimeField(db_default=Now(), db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["principal", "key"], name="one_answer_per_key")]

    def __str__(self):
        return self.path


class MessageQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(user=user)

    def unread(self):
        return self.filter(read_at=None)


class Message(models.Model):
    """A line of news for one person, with the page it leads to."""

    user = models.ForeignKey(User, models.PROTECT, related_name="portal_messages")
    text = models.CharField(_("内容"), max_length=300)
    url = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(db_default=Now())
    read_at = models.DateTimeField(null=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["user", "-id"], name="messages_of_a_person")]

    def __str__(self):
        return self.text
