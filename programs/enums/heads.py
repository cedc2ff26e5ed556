from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Part(TextChoices):
    """What enters the yearly assessment of a head or a bureau; each a score out of 100."""

    COMPLETION = "completion", _("教师完成率")
    TARGETS = "targets", _("目标达成率")
    ACCEPTANCE = "acceptance", _("验收合格率")
    FILINGS = "filings", _("按时报送率")
    TEAMS = "teams", _("团队建设")
    ENVIRONMENT = "environment", _("教学环境")


WEIGHTS = {
    Part.COMPLETION: 30,
    Part.TARGETS: 20,
    Part.ACCEPTANCE: 20,
    Part.FILINGS: 15,
    Part.TEAMS: 10,
    Part.ENVIRONMENT: 5,
}
READINGS = {
    Part.COMPLETION: _("有要求的教师中，按适用标准已完成的比例，取止期前最近一次核算。"),
    Part.TARGETS: _("到止期已到期的比例目标中，已达到的比例。"),
    Part.ACCEPTANCE: _("学校逐人验收的结果中，验收通过的比例。"),
    Part.FILINGS: _("截止时间在时段内的应报事项中，按时报送的比例；逾期报送不计。"),
    Part.TEAMS: _("管理团队和培训团队已建的比例。"),
    Part.ENVIRONMENT: _("多媒体教学环境计 60 分，混合学习环境计 80 分，智慧学习环境计 100 分；未登记的不计。"),
}
