from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    """What somebody is at a unit; the office roles reach the unit's whole subtree, the others only their own things."""

    OFFICE = "office", _("工程办")
    BUREAU = "bureau", _("业务经办")
    BUREAU_LEADER = "bureau_leader", _("分管领导")
    SCHOOL_ADMIN = "school_admin", _("学校管理员")
    CIO = "cio", _("校长（园长）")
    TEACHER = "teacher", _("教师")
    INSTITUTION = "institution", _("培训机构")
    EXPERT = "expert", _("专家")
    CLIENT = "client", _("接口客户端")
    SYSADMIN = "sysadmin", _("系统管理员")
    SECADMIN = "secadmin", _("安全管理员")
    AUDITOR = "auditor", _("审计管理员")


OFFICE_ROLES = frozenset({Role.OFFICE, Role.BUREAU, Role.BUREAU_LEADER, Role.SCHOOL_ADMIN, Role.CIO, Role.CLIENT})
MANAGERS = frozenset({Role.OFFICE, Role.BUREAU, Role.SCHOOL_ADMIN})
ADMIN_ROLES = frozenset({Role.SYSADMIN, Role.SECADMIN, Role.AUDITOR})


class PostState(TextChoices):
    ACTIVE = "active", _("在任")
    ENDED = "ended", _("已结束")


class TokenScope(TextChoices):
    READ = "read", _("只读")
    WRITE = "write", _("读写")
