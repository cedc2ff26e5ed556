from collections import defaultdict

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from portal.accounts.enums import Role
from portal.kit.numbers import plain_hundredths
from portal.sheets.kinds import Integer, Score, UnitRef
from portal.sheets.layout import Column
from portal.units.enums import Level
from portal.units.models import Unit
from programs.models import InstitutionRanking
from programs.ranking import Ranked
from programs.sheets.rank_order import warn_of_contradictions
from programs.sheets.rating import RatingLayout
from programs.sheets.words import PERIOD, period_names, periods


class RankingSheet(RatingLayout):
    """机构综合评价: one row per training institution and period."""

    key = "rankings"
    title = _("机构综合评价")
    notes = _("每行一个培训机构在一个评价期的名次；得分可以不填。")
    model = InstitutionRanking
    identity = ("unit", "period")
    rated_by = _("%(unit)s的名次由%(raters)s导入。")
    roles = (Role.OFFICE, Role.BUREAU)
    columns = (
        Column(
            "unit",
            _("机构"),
            kind=UnitRef(levels=(Level.INSTITUTION,)),
            aliases=(_("机构名称"), _("机构代码"), _("培训机构")),
            required=True,
        ),
        Column("period", _("期次"), kind=PERIOD, aliases=(_("评价期次"), _("期")), required=True),
        Column("score", _("得分"), kind=Score(), aliases=(_("综合评价得分"), _("分数")), blanks=("-", "—", "/", "无")),
        Column("rank", _("名次"), kind=Integer(min=1), aliases=(_("排名"), _("综合排名")), required=True),
    )

    def lookups(self, context):
        return {"period": periods()}

    def judge(self, rows, context):
        fitting = [row for row in self.rated(rows, context) if _is_institution(row, context)]
        _warn_beyond_count(fitting, context)
        for group in _groups(fitting, context).values():
            warn_of_contradictions(group)

    def template_rows(self, unit):
        rows = InstitutionRanking.objects.current().filter(unit__in=Unit.objects.within(unit))
        found = rows.order_by("period__number", "rank").values_list("unit__name", "period__name", "score", "rank")[:3000]
        return [
            {"unit": name, "period": period, "score": plain_hundredths(score), "rank": str(rank)}
            for name, period, score, rank in found
        ]

    def dropdowns(self, unit):
        institutions = Unit.objects.within(unit).active().at(Level.INSTITUTION)
        return {"unit": list(institutions.order_by("path").values_list("name", flat=True)), "period": period_names()}


def _is_institution(row, context) -> bool:
    unit = context.unit_of(row.values["unit"])
    if unit.level == Level.INSTITUTION:
        return True
    row.refuse(
        "unit",
        _now("%(unit)s是%(level)s，不是培训机构。") % {"unit": unit.name, "level": Level(unit.level).label},
        code="not_an_institution",
        advice=_now("请填写培训机构的名称或代码。"),
    )
    return False


def _warn_beyond_count(rows, context) -> None:
    """A rank beyond the institutions we know of may still be right, since not every one of them need be here."""
    known = Unit.objects.within(context.unit).active().at(Level.INSTITUTION).count() if rows else 0
    for row in rows:
        if row.values["rank"] > known:
            row.warn(
                "rank",
                _now("名次 %(rank)d 大于已登记的机构数 %(known)d。") % {"rank": row.values["rank"], "known": known},
                code="rank_beyond_known",
                advice=_now("请核对名次，或先导入“培训机构”表。"),
            )


def _groups(rows, context) -> dict[int, list[Ranked]]:
    """Rows with a score and what is stored beside them, by period; one query."""
    groups, ours = defaultdict(list), {(row.values["unit"], row.values["period"]) for row in rows}
    for row in rows:
        if row.values["score"] is not None:
            name = context.unit_of(row.values["unit"]).name
            groups[row.values["period"]].append(Ranked((row, name), row.values["score"], row.values["rank"]))
    stored = InstitutionRanking.objects.current().filter(
        unit__in=Unit.objects.within(context.unit), period__in=list(groups), score__isnull=False
    )
    for unit, name, period, score, rank in stored.values_list("unit_id", "unit__name", "period_id", "score", "rank"):
        if (unit, period) not in ours:
            groups[period].append(Ranked((None, name), score, rank))
    return groups
