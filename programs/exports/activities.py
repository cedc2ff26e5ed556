"""Activities, who came, findings and experts as files."""

from django.utils.translation import gettext_lazy as _

from programs.exports.evidence import CHUNK

ACTIVITIES = (
    *(_("主办单位"), _("编码"), _("类型"), _("名称"), _("方式"), _("对象"), _("专题"), _("开始日期")),
    *(_("结束日期"), _("地点"), _("对方单位"), _("培训机构"), _("签到人数"), _("参加人数"), _("情况"), _("状态")),
)
PEOPLE = (_("姓名"), _("单位"), _("身份"), _("签到"), _("结果"), _("名册教师"))
REPORT = (_("单位"), _("编码"), _("类型"), _("活动数"), _("参加人次"), _("发现问题"), _("已销号"))
FINDINGS = (
    *(_("被检查单位"), _("编码"), _("检查活动"), _("问题"), _("整改期限"), _("整改情况"), _("整改日期"), _("销号日期")),
    *(_("核实意见"), _("状态")),
)
EXPERTS = (
    *(_("建库单位"), _("姓名"), _("工作单位"), _("来源"), _("专长"), _("职务/职称")),
    *(_("电话"), _("邮箱"), _("可邀请"), _("状态")),
)


def activities(rows):
    for row in rows.iterator(CHUNK):
        about = (row.get_kind_display(), row.title, row.get_mode_display(), row.get_audience_display(), row.get_topic_display())
        head = (row.unit.name, row.unit.code, *about, row.starts_on, row.ends_on)
        others = (row.place, row.partner.name if row.partner else "", row.institution.name if row.institution else "")
        yield (*head, *others, row.came, row.headcount, row.summary, row.get_state_display())


def people(rows):
    for row in rows.iterator(CHUNK):
        yield row.name, row.workplace, row.get_part_display(), row.signed_in, row.result, row.teacher_id is not None


def report(rows):
    for row in rows:
        yield row.unit.name, row.unit.code, row.kind_text, row.held, row.came, row.findings, row.closed


def findings(rows):
    for row in rows.iterator(CHUNK):
        about = (row.unit.name, row.unit.code, row.activity.title, row.text, row.due_on, row.done, row.done_on, row.closed_on)
        yield (*about, row.remark, row.get_state_display())


def experts(rows):
    for row in rows.iterator(CHUNK):
        about = (row.unit.name, row.name, row.workplace, row.get_origin_display(), row.speciality, row.position)
        yield (*about, row.phone, row.email, row.available, row.get_state_display())
