from django.utils.translation import gettext as _

from portal.accounts.enums import Role
from portal.kit.asking import asks
from portal.kit.errors import Denied
from portal.kit.text import inside_quotes

STEERING = (Role.OFFICE, Role.BUREAU, Role.BUREAU_LEADER, Role.SCHOOL_ADMIN, Role.CIO)


def check_steer(user, job) -> None:
    """Who asked for a job may cancel and retry it, and so may the offices of its unit and of those above."""
    if user is None or job.requested_by_id == user.pk:
        return
    if job.unit is None or not user.holds(*STEERING, over=job.unit):
        raise Denied(_("只有发起人和所属单位的管理人员可以处理“%(job)s”。") % {"job": inside_quotes(str(job))})


can_steer = asks(check_steer)
