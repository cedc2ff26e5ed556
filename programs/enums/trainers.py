"""How somebody becomes a chief trainer of a county: 教师自荐、学校和镇街审核、区认定、市督导 (佛教人〔2020〕8号 附件1四(二)3)."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class NominationState(TextChoices):
    """How far a self-nomination has come."""

    NOMINATED = "nominated", _("待学校审核")
    SCHOOL_PASSED = "school_passed", _("待镇街（学区）审核")
    REVIEWED = "reviewed", _("待区县认定")
    RETURNED = "returned", _("已退回")
    RECOGNISED = "recognised", _("已认定")
    DECLINED = "declined", _("不予认定")


class TrainerAct(TextChoices):
    """What can be done with a self-nomination."""

    PASS = "pass", _("审核推荐")
    RECOGNISE = "recognise", _("认定")
    RETURN = "return", _("退回")
    DECLINE = "decline", _("不予认定")
    NOMINATE = "nominate", _("重新自荐")
    SUPERVISE = "supervise", _("登记督导意见")


class TrainerTurn(TextChoices):
    """Who has to act next."""

    TEACHER = "teacher", _("教师本人")
    SCHOOL = "school", _("学校")
    TOWN = "town", _("镇街（学区）")
    COUNTY = "county", _("区县")
    NOBODY = "nobody", _("无")


S, A = NominationState, TrainerAct
MOVES = {
    S.NOMINATED: {S.SCHOOL_PASSED, S.REVIEWED, S.RETURNED, S.DECLINED},
    S.SCHOOL_PASSED: {S.REVIEWED, S.RETURNED, S.DECLINED},
    S.REVIEWED: {S.RECOGNISED, S.RETURNED, S.DECLINED},
    S.RETURNED: {S.NOMINATED},
    S.RECOGNISED: set(),
    S.DECLINED: set(),
}
TURN = {
    S.NOMINATED: TrainerTurn.SCHOOL,
    S.SCHOOL_PASSED: TrainerTurn.TOWN,
    S.REVIEWED: TrainerTurn.COUNTY,
    S.RETURNED: TrainerTurn.TEACHER,
    S.RECOGNISED: TrainerTurn.NOBODY,
    S.DECLINED: TrainerTurn.NOBODY,
}
OPEN = frozenset({S.NOMINATED, S.SCHOOL_PASSED, S.REVIEWED, S.RETURNED})
TONES = {
    S.NOMINATED: "info",
    S.SCHOOL_PASSED: "info",
    S.REVIEWED: "info",
    S.RETURNED: "warning",
    S.RECOGNISED: "success",
    S.DECLINED: "secondary",
}
ACTS = {
    S.NOMINATED: (A.PASS, A.RETURN, A.DECLINE),
    S.SCHOOL_PASSED: (A.PASS, A.RETURN, A.DECLINE),
    S.REVIEWED: (A.RECOGNISE, A.RETURN, A.DECLINE),
    S.RETURNED: (A.NOMINATE,),
    S.RECOGNISED: (A.SUPERVISE,),
    S.DECLINED: (),
}
