from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from credits.enums.choosing import Stage
from credits.enums.ledger import CATALOGUE, Grade
from credits.models import CreditEntry, MicroAbility, Selection
from credits.sheets.people import PersonSheet
from portal.sheets.kinds import Choice, Date, Lookup
from portal.sheets.layout import Column

GRADE = Choice(Grade, also={"优": "excellent", "良好": "passed", "通过": "passed", "不通过": "failed", "未通过": "failed"})
ABILITY = Column(
    "ability", _("能力点编号"), kind=Lookup(), aliases=(_("能力点"), _("微能力点"), _("微能力编号"), _("编号")), required=True
)


class _AbilitySheet(PersonSheet):
    """Rows about one point of one teacher."""

    identity = ("teacher", "ability")
    named_by = ("name", "ability")

    def lookups(self, context):
        return {"ability": abilities()}

    def dropdowns(self, unit):
        return {"ability": [ability.code for ability in MicroAbility.objects.current().filter(catalogue=CATALOGUE)]}


class SelectionSheet(_AbilitySheet):
    """选点: the points teachers have chosen."""

    key = "selections"
    gated = "selections"
    title = _("选点")
    notes = _("每行一位教师选定的一个能力点；编号 A1–A13、B1–B10、C1–C7。")
    model = Selection
    own_columns = (ABILITY,)
    own_fields = ("ability", "stage")

    def judge_one(self, row, context, today):
        """What a school brings in is confirmed by that."""
        row.values["stage"] = Stage.CONFIRMED.value


class CreditSheet(_AbilitySheet):
    """考核结果: the grade of each assessed point; a point counts once, with the credits of the catalogue."""

    key = "credits"
    gated = "credits"
    title = _("考核结果")
    notes = _("每行一位教师一个能力点的校本应用考核结果；学分按能力点目录计，同一能力点只计一次。")
    model = CreditEntry
    own_columns = (
        ABILITY,
        Column("grade", _("等级"), kind=GRADE, aliases=(_("考核等级"), _("结果"), _("考核结果")), required=True),
        Column("assessed_on", _("评审日期"), kind=Date(), aliases=(_("考核日期"), _("日期")), required=True),
    )
    own_fields = ("ability", "grade", "assessed_on")

    def judge_one(self, row, context, today):
        self.refuse_future(row, "assessed_on", today, _now("评审日期在今天之后。"), _now("请核对日期。"))


def abilities() -> dict[str, int]:
    """Points of the current catalogue by code and name, by code, and by name; one query."""
    rows = list(MicroAbility.objects.current().filter(catalogue=CATALOGUE))
    texts = {str(ability): ability.pk for ability in rows}
    return texts | {ability.code: ability.pk for ability in rows} | {ability.name: ability.pk for ability in rows}
