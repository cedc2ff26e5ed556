"""Who asks experts about a filing, and who answers."""

from django.utils.translation import gettext as _

from portal.kit.asking import asks
from portal.kit.errors import Denied
from programs.policies.filings import check_receive


def check_ask(by, filing) -> None:
    """Whoever decides of the filing."""
    check_receive(by, filing)


def check_advise(by, advice) -> None:
    """The expert who was asked, nobody in his place."""
    if by is None or advice.expert_id != by.pk:
        raise Denied(_("只有受邀专家%s本人可以填写评议意见。") % advice.expert.name)


can_ask, can_advise = asks(check_ask), asks(check_advise)
