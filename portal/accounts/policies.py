"""Who may open and end accounts and posts, reset passwords, issue tokens."""

from django.utils.translation import gettext as _

from portal.accounts.enums import ADMIN_ROLES, MANAGERS, Role
from portal.kit.asking import asks
from portal.kit.errors import Denied, Refused
from portal.units.enums import Level

REGIONS = frozenset({Level.PROVINCE, Level.CITY, Level.COUNTY})
BELOW_COUNTY = frozenset({Level.SCHOOL_DISTRICT, Level.TOWNSHIP})
LEVELS_OF = {
    Role.OFFICE: REGIONS,
    Role.BUREAU: REGIONS | BELOW_COUNTY,
    Role.BUREAU_LEADER: REGIONS | BELOW_COUNTY,
    Role.SCHOOL_ADMIN: frozenset({Level.SCHOOL}),
    Role.CIO: frozenset({Level.SCHOOL}),
    Role.TEACHER: frozenset({Level.SCHOOL}),
    Role.INSTITUTION: frozenset({Level.INSTITUTION}),
}


def check_role_fits(unit, role: str) -> None:
    """A school has no 工程办, a city no 校长."""
    if unit.level not in LEVELS_OF.get(Role(role), Level):
        sentence = _("%(unit)s是%(level)s，不设“%(role)s”。")
        raise Refused(
            sentence % {"unit": unit.name, "level": Level(unit.level).label, "role": Role(role).label},
            fields={"role": _("与单位不符")},
        )


def check_grant(by, unit, role: str) -> None:
    """Offices, bureaus and school administrators appoint in their subtree; the three admin roles come from the sysadmin alone."""
    if by is None or by.holds(Role.SYSADMIN):
        return
    if role in ADMIN_ROLES:
        raise Denied(_("“%s”只能由系统管理员设置。") % Role(role).label)
    if not by.holds(*MANAGERS, over=unit):
        raise Denied(_("您不能管理%s的账号和任职。") % unit.name)


def check_end(by, post) -> None:
    """Whoever may grant a post may end it, but nobody ends his own."""
    if by is not None and post.user_id == by.pk:
        raise Denied(_("不能结束自己的任职，请由上级或同事办理。"))
    check_grant(by, post.unit, post.role)


def check_reset_password(by, person) -> None:
    """Whoever may end every post of a person may give a new password: no post elsewhere may be taken over that way."""
    if by is not None and person.pk == by.pk:
        raise Denied(_("自己的密码请在“修改密码”中修改。"))
    posts = person.current_posts()
    if not posts and by is not None and not by.holds(Role.SYSADMIN):
        raise Denied(_("%s没有在任的岗位，请联系系统管理员。") % person)
    if any(not can_grant(by, post.unit, post.role) for post in posts):
        raise Denied(_("%s在您管理范围之外还有任职，请由上级或系统管理员重置密码。") % person)


def check_token(by, user) -> None:
    """A token for oneself, or for a client all of whose posts one manages; never in another person's name."""
    if by is None or user.pk == by.pk:
        return
    posts = user.current_posts()
    if not posts or any(post.role != Role.CLIENT for post in posts):
        raise Denied(_("只能为自己或接口客户端签发令牌。"))
    for post in posts:
        check_grant(by, post.unit, post.role)


can_grant = asks(check_grant)
can_end = asks(check_end)
can_reset_password = asks(check_reset_password)
can_token = asks(check_token)


def can_manage_somewhere(user) -> bool:
    """Whether the pages for opening accounts are of any use to this user."""
    return user.holds(*MANAGERS, Role.SYSADMIN)
