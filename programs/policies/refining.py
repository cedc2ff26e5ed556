"""Who has experts work on showcases, and who takes returns up into the library."""

from django.utils.translation import gettext as _

from portal.kit.asking import asks
from portal.kit.errors import Denied
from programs.policies.evidence import KEEPERS


def check_have_refined(by, showcase) -> None:
    """The office or bureau of the unit whose result it is, or one over it."""
    if by is not None and not by.holds(*KEEPERS, over=showcase.unit):
        raise Denied(_("%s的成果由它或其上级的主管部门委托专家加工。") % showcase.unit.name)


def check_refine(by, refinement) -> None:
    """The expert who was asked, nobody in his place."""
    if by is None or refinement.expert_id != by.pk:
        raise Denied(_("只有受托专家%s本人可以交加工结果。") % refinement.expert.name)


can_have_refined, can_refine = asks(check_have_refined), asks(check_refine)
