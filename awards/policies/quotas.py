"""Who may change quotas, and when."""

from awards.models import AwardCycle
from awards.policies.cycles import check_office_of, check_open
from portal.kit.asking import asks


def check_change(user, cycle: AwardCycle) -> None:
    """The programme office changes places until the results are out; the system may too."""
    if user is not None:
        check_office_of(user, cycle)
    check_open(cycle)


can_change = asks(check_change)
