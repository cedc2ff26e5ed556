"""What the planner tells of a choice, in sentences."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from credits.enums.ledger import Dimension
from credits.facts.planning import Plan, asks
from credits.models import MicroAbility
from credits.rules.planning import Proposal
from portal.kit.numbers import plain_hundredths


@dataclass(frozen=True)
class Told:
    """A proposal as the page shows it: its points, their credits in hundredths, and why it is proposed.

    ``fresh``: not all of its points are chosen yet; ``planned``: the school's own plan.
    """

    abilities: list[MicroAbility]
    credits: int
    why: str
    fresh: bool = True
    planned: bool = False


def verdict(plan: Plan, codes) -> list[str]:
    """What a choice does not reach, one sentence each; empty when it reaches all."""
    lacks = plan.weigh(codes)
    told = []
    if lacks.credits:
        told.append(_("还缺 %s 学分。") % plain_hundredths(lacks.credits))
    if lacks.points:
        told.append(_("还要再选 %d 个能力点。") % lacks.points)
    if lacks.dimensions:
        told.append(_("还要再覆盖 %d 个维度。") % lacks.dimensions)
    told += [_("还没有“%s”维度的能力点。") % Dimension(one).label for one in lacks.uncovered]
    told += [_("还没有选必选的 %s。") % _named(plan, code) for code in lacks.compulsory]
    told += [_("%s 按规定不能选，不计在内。") % _named(plan, code) for code in lacks.refused]
    apart = [code for code in lacks.apart if code not in plan.passed]
    told += [_("各点须属同一环境，%s 属另一环境，不计在内。") % _named(plan, code) for code in apart]
    return told


def proposals(plan: Plan, planned=()) -> list[Told]:
    """The sets of points with the reason for each, first the points the school has ``planned`` where they reach what is asked.

    None where nothing is asked, or what was passed and chosen reaches it already.
    """
    if not asks(plan.wanted) or (plan.chosen and not plan.weigh(plan.chosen)):
        return []
    own = frozenset(code for code in planned if code in plan.abilities) - plan.passed
    fits = own and not plan.weigh(own) and not set(plan.weigh(own | plan.chosen).apart) - plan.passed
    first = [_of_school(plan, own)] if fits else []
    others = [one for one in plan.proposals if one.points and not (first and {point.code for point in one.points} == own)]
    return first + [_told(plan, one) for one in others]


def _of_school(plan: Plan, own: frozenset[str]) -> Told:
    credits = sum(ability.credits for ability in plan.named(own | plan.passed))
    why = _("本校选点规划建议的 %(count)d 个能力点，达到要求，合计 %(credits)s 学分。")
    words = {"count": len(own), "credits": plain_hundredths(credits)}
    return Told(plan.named(own), credits, why % words, fresh=not own <= plan.chosen, planned=True)


def _told(plan: Plan, one: Proposal) -> Told:
    codes = {point.code for point in one.points}
    return Told(plan.named(codes), one.credits, _why(plan, one), fresh=not codes <= plan.chosen)


def _why(plan: Plan, one: Proposal) -> str:
    count = len(one.points)
    fewest = _("除已考核合格的以外再要 %d 个，是能达到要求的最少个数") if plan.passed else _("共 %d 个，是能达到要求的最少个数")
    parts = [fewest % count, _("合计 %s 学分") % plain_hundredths(one.credits)]
    parts.append(_("覆盖 %d 个维度") % len(one.dimensions))
    if plan.environment and one.outside:
        parts.append(
            _("其中 %(count)d 个不属本校的%(environment)s") % {"count": one.outside, "environment": plan.environment_label}
        )
    elif plan.environment:
        parts.append(_("都适合本校的%s") % plan.environment_label)
    if taken := [point.code for point in one.points if point.code in plan.chosen]:
        parts.append(_("其中 %s 已选定") % "、".join(taken))
    return "，".join(parts) + "。"


def _named(plan: Plan, code: str) -> str:
    return str(plan.known.get(code, code))
