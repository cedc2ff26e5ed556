"""Whether what a notice asks of a choice of points can be met at all, judged against the catalogue; pure."""

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from portal.kit.numbers import plain_hundredths, to_hundredths
from programs.catalogue import Point
from programs.parameters import parameter_named

SINGLE = ("single", "of_school")


def impossible(asked: dict, catalogue: list[Point]) -> Iterator[tuple[str, str]]:
    """(parameter, sentence) for everything in ``asked`` (values by parameter) that no choice of points can meet."""
    known = {point.code for point in catalogue}
    for key in ("compulsory_points", "excluded_points"):
        if strange := [code for code in asked.get(key, ()) if code not in known]:
            yield key, _("微能力点目录里没有 %s。") % "、".join(strange)
    both = set(asked.get("compulsory_points", ())) & set(asked.get("excluded_points", ()))
    if both:
        yield "compulsory_points", _("%s 既必选又不可选。") % "、".join(sorted(both))
    yield from _of_allowed(asked, allowed(asked, catalogue))


def allowed(asked: dict, catalogue: Iterable[Point]) -> list[Point]:
    """The points that may be chosen."""
    environments, out = asked.get("environments"), set(asked.get("excluded_points", ()))
    return [point for point in catalogue if point.code not in out and (not environments or point.environment in environments)]


def _of_allowed(asked: dict, free: list[Point]) -> Iterator[tuple[str, str]]:
    """What the points that may be chosen cannot give; with a single environment, what none or not every one of them can."""
    if gone := sorted(set(asked.get("compulsory_points", ())) - {point.code for point in free}):
        yield "compulsory_points", _("必选的 %s 不在可选的环境里。") % "、".join(gone)
    for name, group in _choices(asked, free):
        covered = {point.dimension for point in group}
        if asked.get("dimension_count", 0) > len(covered):
            about = {"asked": asked["dimension_count"], "name": name, "there": len(covered)}
            yield "dimension_count", _("要求覆盖 %(asked)d 个维度，而%(name)s只有 %(there)d 个。") % about
        if missing := [one for one in asked.get("dimensions", ()) if one not in covered]:
            names = parameter_named("dimensions").format(missing)
            yield "dimensions", _("%(name)s没有“%(missing)s”维度的能力点。") % {"name": name, "missing": names}
        if asked.get("point_count", 0) > len(group):
            about = {"asked": asked["point_count"], "name": name, "there": len(group)}
            yield "point_count", _("要求选 %(asked)d 个点，而%(name)s只有 %(there)d 个可选。") % about
        most = sum(point.credits for point in group)
        if "credits" in asked and to_hundredths(asked["credits"]) > most:
            about = {"asked": plain_hundredths(to_hundredths(asked["credits"])), "name": name, "there": plain_hundredths(most)}
            yield "credits", _("要求 %(asked)s 学分，而%(name)s全部选上也只有 %(there)s 学分。") % about


def _choices(asked: dict, free: list[Point]) -> list[tuple[str, list[Point]]]:
    """The sets a choice is made from: each environment by itself where all points must be of one, else everything."""
    if asked.get("environment_rule") not in SINGLE:
        return [(_("可选的能力点"), free)]
    ways = parameter_named("environments").ways
    groups = {one: [point for point in free if point.environment == one] for one in ways}
    return [(str(ways[one]), group) for one, group in groups.items() if group or one in asked.get("environments", ())]
