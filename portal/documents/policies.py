from django.utils.translation import gettext as _

from portal.accounts.enums import Role
from portal.kit.asking import asks
from portal.kit.errors import Denied

ISSUING = (Role.OFFICE, Role.BUREAU, Role.BUREAU_LEADER, Role.SCHOOL_ADMIN, Role.CIO, Role.INSTITUTION)
REVOKING = (Role.OFFICE, Role.BUREAU, Role.BUREAU_LEADER)


def check_issue(user, unit) -> None:
    """The offices of a unit and of those above issue its documents, an institution its own; so does the system."""
    if user is not None and not user.holds(*ISSUING, over=unit):
        raise Denied(_("只有%(unit)s及其上级的管理人员可以签发它的文书。") % {"unit": unit})


def check_revoke(user, document) -> None:
    """A bureau or programme office of the document's unit, or above it, declares a document void."""
    if user is not None and not user.holds(*REVOKING, over=document.unit):
        raise Denied(_("只有%(unit)s及其上级的工程办、教育行政部门可以作废它的文书。") % {"unit": document.unit})


can_issue = asks(check_issue)
can_revoke = asks(check_revoke)
