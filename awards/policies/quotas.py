"""Who may change quotas and reserve lists, and when."""

from django.utils.translation import gettext as _

from awards.models import AwardCycle, Nomination, Quota
from awards.policies.cycles import BUREAU, check_office_of, check_open, check_via
from portal.kit.asking import asks
from portal.kit.errors import Denied


def check_change(user, cycle: AwardCycle) -> None:
    """The programme office changes places until the results are out; the system may too."""
    if user is not None:
        check_office_of(user, cycle)
    check_open(cycle)


def check_reserve(user, nomination: Nomination) -> None:
    """The people of the unit that recommends keep its reserve list, while the cycle takes recommendations."""
    check_via(user, nomination)
    check_open(nomination.cycle, "recommend", units=[nomination.via_id])


def check_keep_reserve(user, quota: Quota) -> None:
    """The same for a quota's page: its unit keeps a list where the notice sets one."""
    kept = (one.rule for one in quota.cycle.quota_bounds.current())
    if not any(rule.kind == "reserve" and (not rule.categories or quota.category.key in rule.categories) for rule in kept):
        raise Denied(_("本次评选没有设备选名单。"))
    if not user.holds(*BUREAU, unit=quota.unit):
        raise Denied(_("只有%s自己排备选名单。") % quota.unit.bureau())
    check_open(quota.cycle, "recommend", units=[quota.unit_id])


can_change = asks(check_change)
can_reserve = asks(check_keep_reserve)
