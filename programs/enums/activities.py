from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ActivityKind(TextChoices):
    """What was held."""

    KICK_OFF = "kick_off", _("启动会、动员会")
    COURSE = "course", _("培训研修")
    VISIT = "visit", _("调研督查、送教送培")
    COMPETITION = "competition", _("竞赛、评选")
    PAIRING = "pairing", _("结对帮扶")
    DUAL_TEACHER = "dual_teacher", _("双师教学、工作坊")
    SURVEY = "survey", _("需求调研")
    PRE_TEST = "pre_test", _("训前测评")
    OTHER = "other", _("其他活动")


class Mode(TextChoices):
    """How it was held (佛教人〔2020〕8号 附件1六(四)2)."""

    FACE_TO_FACE = "face_to_face", _("集中培训")
    RELEASE = "release", _("置换脱产研修")
    ONLINE = "online", _("远程培训")
    ON_SITE = "on_site", _("送教上门")
    SCHOOL_BASED = "school_based", _("校本研修")
    BLENDED = "blended", _("线上线下混合")


class Audience(TextChoices):
    """For whom it was held; managers have a track of their own (泗教师字〔2022〕1号 二1)."""

    MANAGERS = "managers", _("学校管理团队（信息化领导力）")
    TRAINERS = "trainers", _("培训团队")
    TEACHERS = "teachers", _("学科教师")
    NEW_TEACHERS = "new_teachers", _("新入职教师")


class Topic(TextChoices):
    """What of teaching online it was about (乐教政〔2020〕22号 一(三))."""

    PLATFORM = "platform", _("平台功能使用")
    RESOURCES = "resources", _("互联网资源使用")
    ONLINE_EVALUATION = "online_evaluation", _("在线教育评价与反馈")
    LEADERSHIP = "leadership", _("信息化领导力")
    OTHER = "other", _("其他专题")


class Part(TextChoices):
    """As what somebody took part."""

    PARTICIPANT = "participant", _("参加人员")
    EXPERT = "expert", _("专家、授课人")
    ORGANISER = "organiser", _("组织人员")


class FindingState(TextChoices):
    """即知即改: a finding, what was done about it, and the word of those who found it."""

    OPEN = "open", _("待整改")
    DONE = "done", _("已整改，待核实")
    CLOSED = "closed", _("已销号")
    VOID = "void", _("已作废")


F = FindingState
MOVES = {
    F.OPEN: frozenset({F.DONE, F.CLOSED, F.VOID}),
    F.DONE: frozenset({F.OPEN, F.CLOSED, F.VOID}),
    F.CLOSED: frozenset(),
    F.VOID: frozenset(),
}
TURN = {F.OPEN: "school", F.DONE: "bureau", F.CLOSED: "nobody", F.VOID: "nobody"}


class Origin(TextChoices):
    """Where an expert comes from (乐教政〔2020〕22号 二(三), 佛教人〔2020〕8号 附件1六(四)1)."""

    UNIVERSITY = "university", _("高校专家")
    RESEARCHER = "researcher", _("教研员")
    LEAD_TEACHER = "lead_teacher", _("学科骨干教师")
    TECHNICIAN = "technician", _("教育技术人员")
    MANAGER = "manager", _("培训管理者")
    OTHER = "other", _("其他")
