"""Who accepts results, sends them up, checks a sample of them, and recognises them."""

from django.utils.translation import gettext as _

from portal.accounts.enums import Role
from portal.kit.asking import asks
from portal.kit.errors import Denied
from schools import policies as schools

DECIDERS = (Role.OFFICE, Role.BUREAU, Role.BUREAU_LEADER)


def check_accept(by, unit) -> None:
    """The school accepts its people's results and sends them up; the bureaus over it may do so in its place."""
    if by is not None and not by.holds(*schools.KEEPERS, over=unit):
        raise Denied(_("只有%s及其上级主管部门可以验收和上报它的考核结果。") % unit.name)


def check_decide(by, batch) -> None:
    """The unit a batch was sent to accepts, returns and recognises it, or one above."""
    if by is not None and not by.holds(*DECIDERS, over=batch.to_unit):
        raise Denied(_("只有%s及其上级主管部门可以处理这一批结果。") % batch.to_unit.name)


def check_hold_checks(by, unit) -> None:
    """A bureau or programme office checks what lies below it."""
    if by is not None and not by.holds(*DECIDERS, over=unit):
        raise Denied(_("只有%s可以组织这次抽查。") % unit.name)


def check_look_at(by, item) -> None:
    """The expert a result was given to, and the unit that holds the check, say what they found."""
    if by is not None and item.expert_id != by.pk and not by.holds(*DECIDERS, over=item.check_of.unit):
        raise Denied(_("这个结果没有分配给您检查。"))


def check_mend(by, finding) -> None:
    """The school, or a bureau over it, says how a finding was mended."""
    if by is not None and not by.holds(*schools.KEEPERS, over=finding.unit):
        raise Denied(_("只有%s可以填写整改情况。") % finding.unit.name)


can_accept = asks(check_accept)
can_decide = asks(check_decide)
can_hold_checks = asks(check_hold_checks)
can_look_at = asks(check_look_at)
can_mend = asks(check_mend)
