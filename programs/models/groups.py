import secrets

from django.conf import settings
from django.db import models
from django.db.models import Case, Q, Value, When
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.kit.fields import EncryptedField
from portal.kit.models import Stamped, StampedQuerySet
from programs.enums import groups as enums
from programs.enums.evidence import RecordState

CURRENT = Q(state=RecordState.CURRENT)
IN_ORDER = Case(*(When(role=role, then=Value(place)) for place, role in enumerate(enums.MemberRole)))


def scan_place(_opinion, _name):
    """Where a scan is kept: a key that tells nothing and cannot be guessed."""
    key = secrets.token_hex(16)
    return f"opinions/{key[:2]}/{key}"


class GroupQuerySet(StampedQuerySet):
    """Groups by whether they are at work and by who may see them."""

    def current(self):
        return self.filter(state=enums.GroupState.CURRENT)

    def visible_to(self, user):
        """Those of the units under one's offices."""
        return self.filter(user.reach("unit"))


class Group(Stamped):
    """A leadership group, its office, or a team of a unit under a programme; a later year's is a new row."""

    Kind, State = enums.GroupKind, enums.GroupState

    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="groups", verbose_name=_("单位"))
    program = models.ForeignKey("programs.Program", models.PROTECT, related_name="groups", verbose_name=_("项目"))
    kind = models.CharField(_("组别"), max_length=20, choices=enums.GroupKind)
    year = models.PositiveSmallIntegerField(_("年度"))
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="offices", verbose_name=_("所属领导小组")
    )
    department = models.CharField(_("负责科室"), max_length=60, blank=True)
    state = models.CharField(_("状态"), max_length=10, choices=enums.GroupState, default=enums.GroupState.CURRENT)
    upload = models.ForeignKey("sheets.Upload", models.PROTECT, null=True, editable=False, related_name="+")

    objects = GroupQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["kind", "state", "unit"], name="groups_of_a_kind")]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "program", "kind"],
                condition=Q(state=enums.GroupState.CURRENT),
                name="one_current_group_per_unit_and_kind",
            ),
            models.CheckConstraint(
                condition=Q(parent=None) | Q(kind=enums.GroupKind.OFFICE), name="only_an_office_belongs_to_a_group"
            ),
        ]

    def __str__(self):
        return f"{self.unit.name}{self.get_kind_display()}"

    def get_absolute_url(self):
        return reverse("programs:group", args=[self.pk])

    @property
    def is_current(self) -> bool:
        return self.state == enums.GroupState.CURRENT


class GroupMemberQuerySet(StampedQuerySet):
    def current(self):
        """Those who were really members, whether they still are or not."""
        return self.filter(CURRENT)

    def serving(self):
        """Those who have not left."""
        return self.filter(CURRENT, ends_on=None)

    def in_order(self):
        """As the forms list them: by role, then by place."""
        return self.order_by(IN_ORDER, "place", "pk")

    def visible_to(self, user):
        return self.filter(user.reach("group__unit"))


class GroupMember(Stamped):
    """Somebody in a group from one day to another; ``place`` is his place among those of the same role.

    ``workplace`` is what the form prints under 单位, ``position`` what it prints under 职务/职称; ``capacity`` (a key of
    ``parameters.teams.CAPACITIES``) is as what the composition rules count him, told from ``position`` where it is blank.
    ``trained_at`` and ``trained_in`` tell his highest special training as a trainer (泗教师字〔2022〕1号 附件2三(一)1).
    """

    Role, State = enums.MemberRole, RecordState

    group = models.ForeignKey(Group, models.PROTECT, related_name="members", verbose_name=_("组别"))
    role = models.CharField(_("组内职务"), max_length=16, choices=enums.MemberRole)
    is_contact = models.BooleanField(_("工作联系人"), default=False)
    name = models.CharField(_("姓名"), max_length=60)
    workplace = models.CharField(_("单位"), max_length=100, blank=True)
    workplace_unit = models.ForeignKey("units.Unit", models.PROTECT, null=True, blank=True, related_name="+")
    position = models.CharField(_("职务/职称"), max_length=80, blank=True)
    capacity = models.CharField(_("身份"), max_length=20, blank=True)
    phone = EncryptedField(_("电话"), blank=True, default="")
    short_number = models.CharField(_("短号"), max_length=12, blank=True)
    email = models.CharField(_("邮箱"), max_length=120, blank=True)
    teacher = models.ForeignKey(
        "schools.Teacher", models.PROTECT, null=True, blank=True, related_name="memberships", verbose_name=_("教师")
    )
    trained_at = models.CharField(_("参加培训级别"), max_length=12, choices=enums.TrainedAt, blank=True)
    trained_in = models.PositiveSmallIntegerField(_("培训年度"), null=True, blank=True)
    starts_on = models.DateField(_("进组日期"))
    ends_on = models.DateField(_("退出日期"), null=True, blank=True)
    ended_why = models.CharField(_("退出原因"), max_length=200, blank=True)
    place = models.PositiveSmallIntegerField(_("排序"), default=0)
    state = models.CharField(_("状态"), max_length=10, choices=RecordState, default=RecordState.CURRENT)
    upload = models.ForeignKey("sheets.Upload", models.PROTECT, null=True, editable=False, related_name="+")

    objects = GroupMemberQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["group", "name", "role"], condition=CURRENT & Q(ends_on=None), name="one_place_per_name_and_role"
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=models.F("starts_on")), name="a_member_leaves_after_he_came"
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None, ended_why="") | Q(ends_on__isnull=False) & ~Q(ended_why=""),
                name="who_left_a_group_left_for_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(trained_at="", trained_in=None) | (~Q(trained_at="") & Q(trained_in__isnull=False)),
                name="a_trained_member_has_level_and_year",
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def reached_at(self) -> str:
        """The phone with its short number in brackets, as 乐教政〔2020〕22号 prints them."""
        return f"{self.phone}（{self.short_number}）" if self.phone and self.short_number else self.phone or self.short_number

    @property
    def trained_text(self) -> str:
        """国家级（2021）; "" where he was not trained."""
        return f"{self.get_trained_at_display()}（{self.trained_in}）" if self.trained_at else ""

    @property
    def role_text(self) -> str:
        return f"{self.get_role_display()}（{_('工作联系人')}）" if self.is_contact else str(self.get_role_display())


class GroupOpinionQuerySet(StampedQuerySet):
    def current(self):
        return self.filter(CURRENT)

    def visible_to(self, user):
        return self.filter(user.reach("group__unit"))


class GroupOpinion(Stamped):
    """领导意见 on a group's form: what was signed, by whom and when, with the scan of the signed sheet."""

    State = RecordState

    group = models.ForeignKey(Group, models.PROTECT, related_name="opinions", verbose_name=_("组别"))
    text = models.CharField(_("意见"), max_length=300)
    signatory = models.CharField(_("签字人"), max_length=60)
    signed_on = models.DateField(_("签字日期"))
    scan = models.FileField(_("扫描件"), upload_to=scan_place, max_length=100, blank=True)
    scan_name = models.CharField(max_length=120, blank=True)
    scan_sha256 = models.CharField(max_length=64, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    state = models.CharField(_("状态"), max_length=10, choices=RecordState, default=RecordState.CURRENT)

    objects = GroupOpinionQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["group"], condition=CURRENT, name="one_current_opinion_per_group")]

    def __str__(self):
        return f"{self.group} {self.signatory}"
