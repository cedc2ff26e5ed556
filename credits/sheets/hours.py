from django.db.models import Q
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from credits.actions.years import check_open
from credits.enums.ledger import HoursKind
from credits.facts.years import closed_rows
from credits.models import TrainingHours
from credits.sheets.claims import refuse_claims
from credits.sheets.engaged import refuse_outside
from credits.sheets.people import PersonSheet
from portal.accounts.enums import Role
from portal.sheets.kinds import Choice, Date, Flag, Hours, Lookup, Text
from portal.sheets.layout import Column
from portal.units.enums import Level
from portal.units.models import Unit, within
from programs.enums.evidence import RecordState
from programs.models import Engagement, Program

KIND = Choice(
    HoursKind,
    also={
        "线上": "online",
        "线上研修": "online",
        "线上培训": "online",
        "网络培训": "online",
        "实践": "practice",
        "校本实践": "practice",
        "校本研修": "practice",
        "线下实践": "practice",
        "集中": "face_to_face",
        "面授": "face_to_face",
        "线下": "face_to_face",
        "线下集中": "face_to_face",
    },
)


class HoursSheet(PersonSheet):
    """学时: one row per teacher, kind, course, end date and institution; hours or joint credits, never both."""

    key = "hours"
    gated = "hours"
    title = _("学时")
    notes = _("每行一位教师的一个课程；学时和学分只填一项：学分仅用于通知以学分合计要求培训与实践的地区，两者不能互相折算。")
    model = TrainingHours
    identity = ("teacher", "kind", "course", "ends_on", "institution")
    named_by = ("name", "course")
    roles = (*PersonSheet.roles, Role.INSTITUTION)
    own_columns = (
        Column("kind", _("学时类型"), kind=KIND, aliases=(_("类型"), _("培训类型")), required=True),
        Column("hours", _("学时"), kind=Hours(), aliases=(_("学时数"), _("课时"))),
        Column("joint_credits", _("学分"), kind=Hours(), aliases=(_("学分数"),)),
        Column("passed", _("是否合格"), kind=Flag(), aliases=(_("合格"), _("考核结果"), _("结果")), default=True),
        Column("starts_on", _("开始日期"), kind=Date(), aliases=(_("起始日期"), _("开始时间"))),
        Column("ends_on", _("结束日期"), kind=Date(), aliases=(_("完成日期"), _("结束时间"), _("日期")), required=True),
        Column(
            "course",
            _("项目或课程"),
            kind=Text(max_length=120),
            aliases=(_("项目"), _("课程"), _("项目名称"), _("课程名称"), _("培训项目")),
            required=True,
        ),
        Column("institution", _("培训机构"), kind=Lookup(), aliases=(_("承训机构"), _("机构"))),
    )
    own_fields = ("kind", "hours", "joint_credits", "passed", "starts_on", "ends_on", "year", "course", "institution")

    def lookups(self, context):
        return {"institution": institutions()}

    def judge(self, rows, context):
        super().judge(rows, context)
        if context.unit.level == Level.INSTITUTION:
            refuse_outside(rows, context.unit)
        refuse_claims(rows, Program.objects.get(pk=context.constants["program"]), context.unit)

    def check_undo(self, user, upload):
        """Hours of a closed year stay as they are."""
        for row in closed_rows(upload)[:1]:
            check_open(row)

    def judge_one(self, row, context, today):
        values = row.values
        if (values["hours"] is None) == (values["joint_credits"] is None):
            message = _now("学时和学分须填一项，且只能填一项。")
            row.refuse("hours", message, code="hours_or_credits", advice=_now("按学时要求的填学时，按学分要求的填学分。"))
        elif not (values["hours"] or values["joint_credits"]):
            row.refuse("hours", _now("学时或学分应大于 0。"), code="zero", advice=_now("没有学时的不必填报。"))
        self.refuse_future(row, "ends_on", today, _now("结束日期在今天之后。"), _now("培训结束后再填报。"))
        if values["starts_on"] and values["starts_on"] > values["ends_on"]:
            message = _now("开始日期晚于结束日期。")
            row.refuse("starts_on", message, code="ends_first", advice=_now("请核对日期。"))
        self._name_institution(row, context)
        values["year"] = values["ends_on"].year

    def _name_institution(self, row, context):
        """An institution's file speaks of its own courses alone."""
        if context.unit.level != Level.INSTITUTION:
            return
        if row.values["institution"] not in (None, context.unit.pk):
            message = _now("只能填报本机构的学时。")
            row.refuse("institution", message, code="other_institution", advice=_now("请改填本机构，或留空。"))
        row.values["institution"] = context.unit.pk

    def dropdowns(self, unit):
        """The institutions of the unit's province, and those engaged for it from elsewhere."""
        engaged = Engagement.objects.filter(unit__path__in=unit.paths_upward(), state=RecordState.CURRENT)
        near = within(unit.paths_upward()[0]) | Q(pk__in=engaged.values("institution"))
        found = Unit.objects.active().at(Level.INSTITUTION).filter(near).order_by("path")
        return {"institution": list(found.values_list("name", flat=True)[:500])}


def institutions() -> dict[str, int]:
    """Institutions at work by name and by code; one query."""
    rows = list(Unit.objects.active().at(Level.INSTITUTION).order_by("path").values_list("name", "code", "pk"))
    return {name: pk for name, _code, pk in rows} | {code: pk for _name, code, pk in rows}
