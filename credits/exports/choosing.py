"""Choices of points as files."""

from django.utils.translation import gettext_lazy as _

from credits.enums.choosing import Stage
from credits.exports.ledger import CHUNK, PERSON, PERSON_FIELDS
from portal.kit.clock import local
from portal.kit.numbers import from_hundredths

CHOICES = (
    *(*PERSON, _("任教学科"), _("教研组"), _("能力点编号"), _("能力点"), _("进度")),
    *(_("商定教研组"), _("商定时间"), _("确认时间"), _("退回原因")),
)
SCHOOLS = (
    *(_("学校标识码"), _("学校名称"), _("教师数"), _("已确认选点教师"), _("未选点教师"), _("已确认选点数"), _("待办选点数")),
    *(_("上报情况"), _("上报时间"), _("上报后有变动")),
)
ABILITIES = (_("能力点编号"), _("能力点"), _("维度"), _("环境"), _("学分"), _("已确认选点人数"))
FIELDS = (
    *("teacher__subject", "teacher__research_group", "ability__code", "ability__name", "stage"),
    *("agreed_as", "agreed_at", "confirmed_at", "reason"),
)


def choices(rows):
    for *about, stage, agreed_as, agreed_at, confirmed_at, reason in rows.values_list(*PERSON_FIELDS, *FIELDS).iterator(CHUNK):
        yield (*about, Stage(stage).label, agreed_as, _moment(agreed_at), _moment(confirmed_at), reason)


def schools(standings):
    for one in standings:
        counts = (one.teachers, one.chosen, one.lacking, one.points, one.open)
        told = _("已报") if one.report else _("未报")
        yield (one.unit.code, one.unit.name, *counts, told, _moment(one.report and one.report.reported_at), one.changed)


def abilities(rows):
    for ability, count in rows:
        about = (ability.code, ability.name, ability.get_dimension_display(), ability.get_environment_display())
        yield (*about, from_hundredths(ability.credits), count)


def _moment(at):
    return local(at).strftime("%Y-%m-%d %H:%M") if at else None
