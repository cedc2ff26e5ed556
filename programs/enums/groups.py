from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from portal.units.enums import Level


class GroupKind(TextChoices):
    """What a group of people is for."""

    LEADERSHIP_GROUP = "leadership_group", _("领导小组")
    OFFICE = "office", _("领导小组办公室")
    MANAGEMENT_TEAM = "management_team", _("管理团队")
    TRAINING_TEAM = "training_team", _("培训团队")
    EXECUTION_OFFICE = "execution_office", _("执行办公室")


class GroupState(TextChoices):
    """Whether a group is at work, was followed by a later one, or was entered by mistake."""

    CURRENT = "current", _("现任")
    FORMER = "former", _("往届")
    VOID = "void", _("已作废")


class MemberRole(TextChoices):
    """组内职务, in the order in which the forms list them."""

    LEADER = "leader", _("组长")
    DEPUTY_LEADER = "deputy_leader", _("副组长")
    DIRECTOR = "director", _("主任")
    DEPUTY_DIRECTOR = "deputy_director", _("副主任")
    LIAISON = "liaison", _("联络员")
    MEMBER = "member", _("成员")


class TrainedAt(TextChoices):
    """At which level a trainer was trained (泗教师字〔2022〕1号 附件2三(一)1)."""

    NATIONAL = "national", _("国家级")
    PROVINCIAL = "provincial", _("省级")
    CITY = "city", _("市级")


HEADS = {
    GroupKind.LEADERSHIP_GROUP: MemberRole.LEADER,
    GroupKind.OFFICE: MemberRole.DIRECTOR,
    GroupKind.MANAGEMENT_TEAM: MemberRole.LEADER,
    GroupKind.TRAINING_TEAM: MemberRole.LEADER,
    GroupKind.EXECUTION_OFFICE: MemberRole.DIRECTOR,
}
REGIONS = frozenset({Level.PROVINCE, Level.CITY, Level.COUNTY})
PLACES = REGIONS | {Level.SCHOOL_DISTRICT, Level.TOWNSHIP, Level.SCHOOL}
LEVELS = {
    GroupKind.LEADERSHIP_GROUP: PLACES,
    GroupKind.OFFICE: PLACES,
    GroupKind.MANAGEMENT_TEAM: PLACES,
    GroupKind.TRAINING_TEAM: PLACES,
    GroupKind.EXECUTION_OFFICE: REGIONS,
}
