from collections import defaultdict

from django.db.models import Count
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from portal.accounts.enums import Role
from portal.kit.numbers import plain_hundredths
from portal.sheets.kinds import Integer, Score, UnitRef
from portal.sheets.layout import Column
from portal.units.enums import Level
from portal.units.models import Unit
from programs.enums.evidence import EvaluationScope
from programs.models import PerformanceEvaluation
from programs.ranking import Ranked
from programs.sheets.rank_order import warn_of_contradictions
from programs.sheets.rating import RatingLayout
from programs.sheets.words import METHOD, PERIOD, SCOPE, period_names, periods

LEVELS = {
    EvaluationScope.REGION_AVERAGE: {Level.CITY, Level.COUNTY},
    EvaluationScope.DIRECTLY_UNDER: {Level.CITY},
    EvaluationScope.SCHOOL: {Level.SCHOOL},
}


class ScoreSheet(RatingLayout):
    """绩效评价得分: one row per unit, period and scope."""

    key = "scores"
    title = _("绩效评价得分")
    notes = _("每行一个单位在一个评价期、一种统计口径下的得分，由上级导入；排名指在同一上级之内、同一层级单位中的名次，可以不填。")
    model = PerformanceEvaluation
    identity = ("unit", "period", "scope")
    roles = (Role.OFFICE, Role.BUREAU)
    columns = (
        Column("unit", _("单位"), kind=UnitRef(), aliases=(_("单位名称"), _("单位代码")), required=True),
        Column("period", _("期次"), kind=PERIOD, aliases=(_("评价期次"), _("期")), required=True),
        Column("scope", _("统计口径"), kind=SCOPE, aliases=(_("口径"),), required=True),
        Column("score", _("得分"), kind=Score(), aliases=(_("评价得分"), _("绩效评价得分"), _("分数")), required=True),
        Column("rank", _("排名"), kind=Integer(min=1), aliases=(_("名次"),), blanks=("-", "—", "/", "无")),
        Column("method", _("评价方式"), kind=METHOD, aliases=(_("评估方式"),), blanks=("-", "—", "/", "无"), default=""),
    )

    def lookups(self, context):
        return {"period": periods()}

    def judge(self, rows, context):
        fitting = [row for row in self.rated(rows, context) if _scope_fits(row, context)]
        peers = _peers(fitting, context)
        ranked = [row for row in fitting if row.values["rank"] is not None and _rank_fits(row, context, peers)]
        for group in _groups(ranked, context).values():
            warn_of_contradictions(group)

    def template_rows(self, unit):
        rows = self.scope(PerformanceEvaluation.objects.current(), unit)
        fields = ("unit__name", "period__name", "scope", "score", "rank", "method")
        return [
            {
                "unit": name,
                "period": period,
                "scope": SCOPE.show(scope),
                "score": plain_hundredths(score),
                "rank": str(rank or ""),
                "method": METHOD.show(method) if method else "",
            }
            for name, period, scope, score, rank, method in rows.order_by("period__number", "unit__path").values_list(*fields)[
                :3000
            ]
        ]

    def dropdowns(self, unit):
        levels = {Level.SCHOOL} if unit.level == Level.COUNTY else LEVELS[EvaluationScope.REGION_AVERAGE]
        below = Unit.objects.within(unit).active().filter(level__in=levels).exclude(pk=unit.pk)
        return {"unit": list(below.order_by("path").values_list("name", flat=True)), "period": period_names()}


def _scope_fits(row, context) -> bool:
    unit, scope = context.unit_of(row.values["unit"]), EvaluationScope(row.values["scope"])
    if unit.level in LEVELS[scope]:
        return True
    allowed = "、".join(str(Level(level).label) for level in Level if level in LEVELS[scope])
    row.refuse(
        "scope",
        _now("%(unit)s是%(level)s，没有“%(scope)s”得分。")
        % {"unit": unit.name, "level": Level(unit.level).label, "scope": scope.label},
        code="scope_unfit",
        advice=_now("“%(scope)s”只用于%(levels)s。") % {"scope": scope.label, "levels": allowed},
    )
    return False


def parent_of(path: str) -> str:
    """The path of the unit above."""
    return path[: path[:-1].rfind("/") + 1]


def _peers(rows, context) -> dict[tuple[str, str], int]:
    """(parent's path, level) → how many units of that level stand there; one query."""
    parents = {parent_of(context.unit_of(row.values["unit"]).path) for row in rows}
    found = Unit.objects.active().filter(parent__path__in=parents).order_by()
    counted = found.values("parent__path", "level").annotate(count=Count("pk"))
    return {(row["parent__path"], row["level"]): row["count"] for row in counted}


def _rank_fits(row, context, peers) -> bool:
    unit = context.unit_of(row.values["unit"])
    most = peers.get((parent_of(unit.path), unit.level), 1)
    if row.values["rank"] <= most:
        return True
    row.refuse(
        "rank",
        _now("排名 %(rank)d 超出范围，同级单位只有 %(most)d 个。") % {"rank": row.values["rank"], "most": most},
        code="rank_out_of_range",
        advice=_now("请填 1 至 %d 之间的名次，或留空。") % most,
    )
    return False


def _groups(rows, context) -> dict[tuple, list[Ranked]]:
    """Rows and the scores stored for the units beside them, by parent, level, period and scope; one query.

    A unit outside the one the upload is for has no name here, since others than the uploader read what is found.
    """
    groups, ours = defaultdict(list), set()
    for row in rows:
        unit, values = context.unit_of(row.values["unit"]), row.values
        ours.add((unit.pk, values["period"], values["scope"]))
        groups[parent_of(unit.path), unit.level, values["period"], values["scope"]].append(
            Ranked((row, unit.name), values["score"], values["rank"])
        )
    parents = {parent for parent, *_rest in groups}
    stored = PerformanceEvaluation.objects.current().filter(unit__parent__path__in=parents, rank__isnull=False)
    fields = ("unit__parent__path", "unit__level", "period_id", "scope", "unit_id", "unit__path", "unit__name", "score", "rank")
    for parent, level, period, scope, unit, path, name, score, rank in stored.values_list(*fields):
        if (parent, level, period, scope) in groups and (unit, period, scope) not in ours:
            shown = name if path.startswith(context.unit.path) else ""
            groups[parent, level, period, scope].append(Ranked((None, shown), score, rank))
    return groups
