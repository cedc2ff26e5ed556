"""Asking for a notice of each city (设区市公示): of all that come through one, or not any more once some were taken in."""

from django.utils.translation import gettext as _

from awards.facts_desk.acceptance import taken_in_unshown, terms_of
from awards.models import AwardCycle
from portal.kit.errors import WrongState


def check_not_too_late(cycle: AwardCycle, asked: bool) -> None:
    """A city shows names before the province takes them in, so one taken in without could never be published.

    Nor would it be the same rule for all. ``WrongState`` where ``asked`` is new and some were; leaving it off or on never is.
    """
    if not asked or terms_of(cycle).city_notice:
        return
    if rows := taken_in_unshown(cycle):
        words = {"count": len(rows), "first": rows[0].subject}
        told = _(
            "已受理的推荐中有 %(count)d 条没有经设区市公示无异议（%(first)s等），"
            "受理后不能再由设区市公示，现在改为“设区市公示无异议后再受理”会使它们无法公布，对先后受理的单位也不一样；"
            "可以约定省级评定后公示。"
        )
        raise WrongState(told % words, code="taken_in_already")
