from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from credits.models import ExternalAssessment
from credits.sheets.people import PersonSheet
from portal.sheets.kinds import Choice, Date, Text
from portal.sheets.layout import Column

RESULT = Choice(
    [("1", _("通过")), ("0", _("未通过"))], also={"合格": "1", "优秀": "1", "不合格": "0", "不通过": "0", "是": "1", "否": "0"}
)


class AssessmentSheet(PersonSheet):
    """外部测评结果: what another platform says, such as 湖南省能力提升工程2.0考核管理平台 (岳教体通〔2020〕85号 二(八))."""

    key = "assessments"
    gated = "assessments"
    title = _("外部测评结果")
    notes = _("每行一位教师在一个平台上的测评结果。")
    model = ExternalAssessment
    identity = ("teacher", "platform")
    named_by = ("name", "platform")
    own_columns = (
        Column("platform", _("平台"), kind=Text(max_length=80), aliases=(_("平台名称"), _("测评平台")), required=True),
        Column("result", _("结果"), kind=RESULT, aliases=(_("测评结果"), _("是否通过")), required=True),
        Column("assessed_on", _("日期"), kind=Date(), aliases=(_("测评日期"), _("通过日期")), required=True),
    )
    own_fields = ("platform", "passed", "assessed_on")

    def judge_one(self, row, context, today):
        self.refuse_future(row, "assessed_on", today, _now("日期在今天之后。"), _now("请核对日期。"))
        row.values["passed"] = row.values["result"] == "1"
