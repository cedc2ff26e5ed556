from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Stage(TextChoices):
    """学段; a school may have several."""

    KINDERGARTEN = "kindergarten", _("学前教育")
    PRIMARY = "primary", _("小学")
    JUNIOR_SECONDARY = "junior_secondary", _("初中")
    SENIOR_SECONDARY = "senior_secondary", _("普通高中")
    VOCATIONAL = "vocational", _("中等职业教育")
    SPECIAL = "special", _("特殊教育")


class SchoolKind(TextChoices):
    """What sort of school it is; not a level of the tree."""

    SCHOOL = "school", _("学校")
    KINDERGARTEN = "kindergarten", _("幼儿园")
    CENTRAL = "central", _("中心校")
    TEACHING_POINT = "teaching_point", _("教学点")


class Ownership(TextChoices):
    """办学性质."""

    PUBLIC = "public", _("公办")
    PRIVATE = "private", _("民办")


class SchoolState(TextChoices):
    CURRENT = "current", _("有效")
    VOID = "void", _("已作废")


class Environment(TextChoices):
    """The kind of classrooms a school has; the letters A, B, C of the ability points."""

    MULTIMEDIA = "multimedia", _("多媒体教学环境")
    BLENDED = "blended", _("混合学习环境")
    SMART = "smart", _("智慧学习环境")


class IdType(TextChoices):
    """证件类型."""

    RESIDENT = "resident", _("居民身份证")
    HMT_RESIDENCE = "hmt_residence", _("港澳台居民居住证")
    HM_PERMIT = "hm_permit", _("港澳居民来往内地通行证")
    TAIWAN_PERMIT = "taiwan_permit", _("台湾居民来往大陆通行证")
    FOREIGN_RESIDENCE = "foreign_residence", _("外国人永久居留身份证")
    PASSPORT = "passport", _("护照")


class Sex(TextChoices):
    MALE = "male", _("男")
    FEMALE = "female", _("女")


class StaffCategory(TextChoices):
    """人员类别."""

    PRINCIPAL = "principal", _("校（园）长")
    TEACHER = "teacher", _("教师")
    SUPPORT = "support", _("教辅")
    RESEARCHER = "researcher", _("教研")


class Title(TextChoices):
    """职称, in the grades of 2015; what older rosters call them is mapped on the way in."""

    SENIOR = "senior", _("正高级教师")
    ASSOCIATE = "associate", _("高级教师")
    FIRST = "first", _("一级教师")
    SECOND = "second", _("二级教师")
    THIRD = "third", _("三级教师")
    NONE = "none", _("未定级")
    OTHER = "other", _("其他系列职称")


class TeacherStatus(TextChoices):
    """在岗状态; leave is not leaving."""

    IN_POST = "in_post", _("在岗")
    ON_LEAVE = "on_leave", _("请假")
    TRANSFERRED = "transferred", _("调出")
    LEFT = "left", _("离职")
    RETIRED = "retired", _("退休")


EMPLOYED = frozenset({TeacherStatus.IN_POST, TeacherStatus.ON_LEAVE})


class AccountState(TextChoices):
    """How far somebody of a roster is with signing in."""

    NONE = "none", _("未开通")
    UNUSED = "unused", _("已开通，未登录过")
    USED = "used", _("登录过")


class Ending(TextChoices):
    """Why an employment ended."""

    TRANSFERRED = "transferred", _("调出")
    LEFT = "left", _("离职")
    RETIRED = "retired", _("退休")
    MISTAKE = "mistake", _("登记有误")
    MERGED = "merged", _("与重复登记合并")


class RecordState(TextChoices):
    """Whether a row counts; nothing is deleted."""

    CURRENT = "current", _("有效")
    VOID = "void", _("已作废")


class TransferState(TextChoices):
    ASKED = "asked", _("待确认")
    AGREED = "agreed", _("已同意")
    REFUSED = "refused", _("未同意")
    WITHDRAWN = "withdrawn", _("已撤回")


T = TransferState
TRANSFER_MOVES = {T.ASKED: {T.AGREED, T.REFUSED, T.WITHDRAWN}, T.AGREED: set(), T.REFUSED: set(), T.WITHDRAWN: set()}


class MergeState(TextChoices):
    ASKED = "asked", _("待复核")
    DONE = "done", _("已合并")
    REFUSED = "refused", _("未同意")


MERGE_MOVES = {MergeState.ASKED: {MergeState.DONE, MergeState.REFUSED}, MergeState.DONE: set(), MergeState.REFUSED: set()}


class RosterState(TextChoices):
    """A school's roster for one 统计时点: reported upward, looked at, locked."""

    SUBMITTED = "submitted", _("已上报")
    RETURNED = "returned", _("已退回")
    LOCKED = "locked", _("已锁定")
    UNLOCKED = "unlocked", _("已解锁")


R = RosterState
ROSTER_MOVES = {
    R.SUBMITTED: {R.RETURNED, R.LOCKED},
    R.RETURNED: {R.SUBMITTED},
    R.LOCKED: {R.UNLOCKED},
    R.UNLOCKED: {R.SUBMITTED},
}
ROSTER_CLOSED = frozenset({R.SUBMITTED, R.LOCKED})
