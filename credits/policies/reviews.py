"""Who may set up panels, read records, send them back and issue certificates."""

from django.utils.translation import gettext as _

from credits.enums.reviews import ReviewState
from credits.models import PanelReview
from portal.accounts.enums import Role
from portal.kit.asking import asks
from portal.kit.errors import Denied
from portal.units.enums import Level
from schools import policies as schools

CERTIFIERS = (Role.OFFICE, Role.BUREAU, Role.BUREAU_LEADER)
CERTIFYING = (Level.COUNTY, Level.CITY, Level.PROVINCE)


def check_panel(by, unit) -> None:
    """The school and the bureaus over it set up its panel and share out what is to be read."""
    if by is not None and not by.holds(*schools.KEEPERS, over=unit):
        raise Denied(_("只有%(unit)s及其上级主管部门可以管理它的评审组。") % {"unit": unit})


def check_review(by, review) -> None:
    """A reading is its reader's alone."""
    if by is None or by.pk != review.reviewer_id:
        raise Denied(_("这份材料没有分配给您评审。"))


def check_send_back(by, declaration) -> None:
    """Whoever has it to read, and those who keep the school's panel."""
    reads = by is not None and PanelReview.objects.filter(
        declaration=declaration, reviewer=by, attempt=declaration.attempt, state=ReviewState.ASSIGNED
    )
    if not (reads and reads.exists()):
        check_panel(by, declaration.unit)


def check_certify(by, unit) -> None:
    """The bureau and the programme office of the county or city over a school, and those above, issue certificates and end them."""
    if by is not None and issuing_unit(by, unit) is None:
        raise Denied(_("只有%(unit)s的上级教育行政部门可以印发或变更证书。") % {"unit": unit})


def issuing_unit(by, unit):
    """The unit in whose name ``by`` certifies what was passed at ``unit``: of those he holds the office of, the nearest."""
    own = [post.unit for post in by.current_posts() if post.role in CERTIFIERS and post.unit.level in CERTIFYING]
    over = [one for one in own if unit.is_within(one)]
    return max(over, key=lambda one: len(one.path), default=None)


can_panel = asks(check_panel)
can_review = asks(check_review)
can_send_back = asks(check_send_back)
can_certify = asks(check_certify)
