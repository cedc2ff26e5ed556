from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from portal.accounts.enums import Role
from portal.sheets.kinds import Choice, Date, Flag, Integer, Phone, Text, UnitRef
from portal.sheets.layout import Column, Layout
from portal.units.enums import Level
from portal.units.models import Unit
from programs.enums.activities import ActivityKind, Audience, Mode, Origin, Topic
from programs.finding import find_program
from programs.models import Activity, Expert
from schools.sheets.kinds import Email

KIND_WORDS = {
    "启动会": "kick_off",
    "动员会": "kick_off",
    "培训": "course",
    "研修": "course",
    "调研": "visit",
    "督查": "visit",
    "送教下乡": "visit",
    "送培到校": "visit",
    "竞赛": "competition",
    "评选": "competition",
    "结对": "pairing",
    "双师": "dual_teacher",
    "双师工作坊": "dual_teacher",
    "问卷": "survey",
    "训前测评": "pre_test",
    "其他": "other",
}
AUDIENCE_WORDS = {"管理团队": "managers", "校长": "managers", "管理者": "managers", "教师": "teachers", "新教师": "new_teachers"}
ORIGIN_WORDS = {
    "高校": "university",
    "教研": "researcher",
    "骨干教师": "lead_teacher",
    "技术人员": "technician",
    "培训者": "manager",
}
ANY_PHONE = Phone(landline=True, short=True)


class ActivitySheet(Layout):
    """活动登记: one row per activity a unit held."""

    key = "activities"
    title = _("活动登记")
    notes = _("每行一项已经举办的活动；签到名单在活动页面粘贴。")
    model = Activity
    identity = ("unit", "kind", "title", "starts_on")
    roles = (Role.OFFICE, Role.BUREAU, Role.SCHOOL_ADMIN, Role.CIO)
    whole = False
    once = ("program",)
    columns = (
        Column("unit", _("主办单位"), kind=UnitRef(), aliases=(_("单位"), _("单位名称"), _("举办单位")), required=True),
        Column("kind", _("类型"), kind=Choice(ActivityKind, also=KIND_WORDS), aliases=(_("活动类型"),), required=True),
        Column("title", _("名称"), kind=Text(max_length=120), aliases=(_("活动名称"), _("主题")), required=True),
        Column("mode", _("方式"), kind=Choice(Mode), default=""),
        Column("audience", _("对象"), kind=Choice(Audience, also=AUDIENCE_WORDS), aliases=(_("培训对象"),), default=""),
        Column("topic", _("专题"), kind=Choice(Topic), default=""),
        Column("starts_on", _("开始日期"), kind=Date(), aliases=(_("日期"), _("活动日期")), required=True),
        Column("ends_on", _("结束日期"), kind=Date()),
        Column("place", _("地点"), kind=Text(max_length=120), default=""),
        Column("partner", _("对方单位"), kind=UnitRef(), aliases=(_("结对单位"),)),
        Column("headcount", _("参加人数"), kind=Integer(max=1_000_000), aliases=(_("人数"),)),
        Column("summary", _("情况"), kind=Text(max_length=2000, lines=True), aliases=(_("活动情况"), _("备注")), default=""),
    )

    @cached_property
    def stored_fields(self):
        return (*(column.field for column in self.columns), *self.once)

    def stored(self, row, context):
        return row.values | context.constants

    def judge(self, rows, context):
        program, today = find_program({}), timezone.localdate()
        context.constants = {"program": program.pk if program else None}
        for row in rows:
            _check_days(row, today)
            if row.values["kind"] == ActivityKind.PAIRING and not row.values["partner"]:
                row.refuse("partner", _now("结对活动须填写对方单位。"), code="partner_missing", advice=_now("请补填。"))
            if program is None:
                row.refuse("unit", _now("还没有项目，请先载入通知。"), code="no_program")

    def template_rows(self, unit):
        rows = Activity.objects.current().filter(unit__in=Unit.objects.within(unit)).select_related("unit", "partner")
        return [
            {
                "unit": row.unit.name,
                "kind": row.get_kind_display(),
                "title": row.title,
                "mode": row.get_mode_display(),
                "audience": row.get_audience_display(),
                "topic": row.get_topic_display(),
                "starts_on": row.starts_on.isoformat(),
                "ends_on": row.ends_on.isoformat() if row.ends_on else "",
                "place": row.place,
                "partner": row.partner.name if row.partner else "",
                "headcount": "" if row.headcount is None else str(row.headcount),
                "summary": row.summary,
            }
            for row in rows.order_by("-starts_on", "pk")[:3000]
        ]


class ExpertSheet(Layout):
    """专家库: one row per expert of a unit's pool."""

    key = "experts"
    title = _("专家库")
    notes = _("每行一位专家；同一单位的专家库中按姓名和工作单位识别。")
    model = Expert
    identity = ("unit", "name", "workplace")
    roles = (Role.OFFICE, Role.BUREAU)
    columns = (
        Column("unit", _("建库单位"), kind=UnitRef(), aliases=(_("所属单位"),), required=True),
        Column("name", _("姓名"), kind=Text(max_length=60), aliases=(_("专家姓名"),), required=True, personal=True),
        Column("workplace", _("工作单位"), kind=Text(max_length=100), aliases=(_("单位"), _("所在单位")), required=True),
        Column("origin", _("来源"), kind=Choice(Origin, also=ORIGIN_WORDS), aliases=(_("类别"),), required=True),
        Column("speciality", _("专长"), kind=Text(max_length=200), aliases=(_("研究方向"), _("学科"), _("特长")), required=True),
        Column("position", _("职务/职称"), kind=Text(max_length=80), aliases=(_("职务"), _("职称")), default=""),
        Column(
            "phone",
            _("电话"),
            kind=ANY_PHONE,
            aliases=(_("手机号"), _("联系电话")),
            default="",
            personal=True,
        ),
        Column("email", _("邮箱"), kind=Email(), aliases=(_("电子邮箱"),), default="", personal=True),
        Column("available", _("可邀请"), kind=Flag(), default=True),
    )

    def judge(self, rows, context):
        for row in rows:
            unit = context.unit_of(row.values["unit"])
            if unit.level in (Level.SCHOOL, Level.INSTITUTION):
                row.refuse("unit", _now("%s不建专家库。") % unit.name, code="unit_unfit", advice=_now("请填写主管部门。"))

    def template_rows(self, unit):
        rows = Expert.objects.current().filter(unit__in=Unit.objects.within(unit)).select_related("unit")
        plain = ("name", "workplace", "speciality", "position", "phone", "email")
        return [
            {"unit": row.unit.name, "origin": row.get_origin_display(), "available": Flag().show(row.available)}
            | {name: getattr(row, name) for name in plain}
            for row in rows.order_by("unit__path", "pk")[:3000]
        ]


def _check_days(row, today) -> None:
    starts, ends = row.values["starts_on"], row.values["ends_on"]
    if starts > today:
        message = _now("日期 %s 在今天之后。") % starts.isoformat()
        row.refuse("starts_on", message, code="in_the_future", advice=_now("活动举办之后再登记。"))
    if ends is not None and ends < starts:
        row.refuse("ends_on", _now("结束日期早于开始日期。"), code="ends_early", advice=_now("请核对日期。"))
