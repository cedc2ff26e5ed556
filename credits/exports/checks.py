"""Acceptance, batches and checks as tables: headings, and one tuple a row."""

from django.utils.translation import gettext_lazy as _

from portal.kit.numbers import from_hundredths

PEOPLE = (
    *(_("教职工号"), _("姓名"), _("学时"), _("学分"), _("待验收"), _("不合格（无需验收）"), _("已验收"), _("验收不通过")),
    _("已上报"),
)
LINES = (
    *(_("结果编号"), _("学校标识码"), _("学校名称"), _("教职工号"), _("姓名"), _("能力点编号"), _("能力点"), _("等级"), _("学分")),
    *(_("评审日期"), _("状态"), _("原因")),
)
ITEMS = (
    *(_("抽查编号"), _("结果编号"), _("学校名称"), _("姓名"), _("能力点"), _("等级"), _("抽中原因"), _("层内次序"), _("检查人")),
    *(_("结论"), _("问题类别"), _("问题说明"), _("整改期限"), _("整改状态")),
)
RATES = (_("学校标识码"), _("学校名称"), _("检查数"), _("无问题或已整改"), _("合格率"), _("目标"), _("是否达到"), _("依据"))


def people(rows):
    for row in rows:
        taken = sum(1 for one in row.taken if one.outcome == one.Outcome.ACCEPTED)
        waiting = "；".join(f"{one.ability.code} {one.get_grade_display()}" for one in row.waiting)
        failed = "；".join(one.ability.code for one in row.failed)
        sums = (from_hundredths(row.hours), from_hundredths(row.credits))
        yield (row.teacher.staff_number, row.teacher.name, *sums, waiting, failed, taken, len(row.taken) - taken, row.sent)


def lines(rows):
    for row in rows:
        who = (row.unit.code, row.unit.name, row.teacher.staff_number, row.teacher.name)
        point = (row.ability.code, row.ability.name, row.get_grade_display(), from_hundredths(row.credits))
        yield (row.code, *who, *point, row.assessed_on, row.get_state_display(), row.state_reason)


def items(check, rows):
    """Drawn results under the headings of the sheet ``checks``, so that the file can be filled in and brought back."""
    for row in rows:
        line, finding = row.line, row.finding
        about = (check.code, line.code, line.unit.name, line.teacher.name, str(line.ability), line.get_grade_display())
        found = (
            (finding.get_category_display(), finding.text, finding.due_on, finding.get_state_display()) if finding else (None,) * 4
        )
        expert = row.expert.name if row.expert else None
        said = None if row.state == row.State.WAITING else row.get_state_display()
        yield (*about, row.get_reason_display(), row.place, expert, said, *found)


def rates(rows):
    for school, rate in rows:
        target = None if rate.target is None else rate.target
        yield (school.code, school.name, rate.looked_at, rate.in_order, rate.percent, target, rate.reached, rate.citation)
