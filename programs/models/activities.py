from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.accounts.enums import OFFICE_ROLES
from portal.kit.fields import EncryptedField
from portal.kit.models import Stamped, StampedQuerySet
from programs.enums import activities as enums
from programs.enums.evidence import RecordState
from programs.models.attached import Attached

USER = settings.AUTH_USER_MODEL
CURRENT = Q(state=RecordState.CURRENT)


class ActivityQuerySet(StampedQuerySet):
    """Activities by whether they count and by who may see them."""

    def current(self):
        return self.filter(CURRENT)

    def visible_to(self, user):
        """Those of one's offices and of units paired with them, and those an institution of one's own held."""
        return self.filter(user.reach("unit") | user.reach("partner") | Q(institution__in=user.units_of("institution")))


class Activity(Stamped, Attached):
    """Something a unit held: a meeting, a course, a visit, a contest, a pairing, a survey; ``partner`` is whom a pairing joins."""

    Kind, Mode, Audience, Topic, State = enums.ActivityKind, enums.Mode, enums.Audience, enums.Topic, RecordState

    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="activities", verbose_name=_("主办单位"))
    program = models.ForeignKey("programs.Program", models.PROTECT, related_name="+", verbose_name=_("项目"))
    kind = models.CharField(_("类型"), max_length=16, choices=enums.ActivityKind)
    title = models.CharField(_("名称"), max_length=120)
    mode = models.CharField(_("方式"), max_length=16, choices=enums.Mode, blank=True)
    audience = models.CharField(_("对象"), max_length=16, choices=enums.Audience, blank=True)
    topic = models.CharField(_("专题"), max_length=20, choices=enums.Topic, blank=True)
    starts_on = models.DateField(_("开始日期"))
    ends_on = models.DateField(_("结束日期"), null=True, blank=True)
    place = models.CharField(_("地点"), max_length=120, blank=True)
    partner = models.ForeignKey(
        "units.Unit", models.PROTECT, null=True, blank=True, related_name="paired_activities", verbose_name=_("对方单位")
    )
    institution = models.ForeignKey(
        "units.Unit", models.PROTECT, null=True, blank=True, related_name="held_activities", verbose_name=_("培训机构")
    )
    headcount = models.PositiveIntegerField(_("参加人数"), null=True, blank=True)
    summary = models.TextField(_("情况"), blank=True)
    state = models.CharField(_("状态"), max_length=10, choices=RecordState, default=RecordState.CURRENT)
    upload = models.ForeignKey("sheets.Upload", models.PROTECT, null=True, editable=False, related_name="+")

    objects = ActivityQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["starts_on", "id"], name="activities_by_day"),
            models.Index(fields=["kind", "unit"], name="activities_of_a_kind"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "kind", "title", "starts_on"], condition=CURRENT, name="one_activity_per_title_and_day"
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=models.F("starts_on")), name="an_activity_ends_after_it_starts"
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("programs:activity", args=[self.pk])


class OfActivityQuerySet(StampedQuerySet):
    def current(self):
        return self.filter(CURRENT)

    def visible_to(self, user):
        """The rows of the activities one sees."""
        return self.filter(activity__in=Activity.objects.visible_to(user).order_by().values("pk"))


class Participation(Stamped):
    """Somebody at an activity: a teacher of the roster, or a name that was typed; ``result`` is a prize or a mark in words."""

    Part, State = enums.Part, RecordState

    activity = models.ForeignKey(Activity, models.PROTECT, related_name="participations", verbose_name=_("活动"))
    teacher = models.ForeignKey(
        "schools.Teacher", models.PROTECT, null=True, blank=True, related_name="participations", verbose_name=_("教师")
    )
    name = models.CharField(_("姓名"), max_length=60)
    workplace = models.CharField(_("单位"), max_length=100, blank=True)
    part = models.CharField(_("身份"), max_length=12, choices=enums.Part, default=enums.Part.PARTICIPANT)
    signed_in = models.BooleanField(_("已签到"), default=True)
    result = models.CharField(_("结果"), max_length=60, blank=True)
    state = models.CharField(_("状态"), max_length=10, choices=RecordState, default=RecordState.CURRENT)
    upload = models.ForeignKey("sheets.Upload", models.PROTECT, null=True, editable=False, related_name="+")

    objects = OfActivityQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["activity", "name", "workplace", "part"], condition=CURRENT, name="one_participation_per_name_and_part"
            )
        ]

    def __str__(self):
        return self.name


class ActivityFigure(Stamped):
    """One number a survey or a test gave for a unit: ``number`` of ``total`` said or reached ``item``."""

    State = RecordState

    activity = models.ForeignKey(Activity, models.PROTECT, related_name="figures", verbose_name=_("活动"))
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+", verbose_name=_("单位"))
    item = models.CharField(_("项目"), max_length=120)
    number = models.PositiveIntegerField(_("人数"))
    total = models.PositiveIntegerField(_("总人数"), null=True, blank=True)
    state = models.CharField(_("状态"), max_length=10, choices=RecordState, default=RecordState.CURRENT)
    upload = models.ForeignKey("sheets.Upload", models.PROTECT, null=True, editable=False, related_name="+")

    objects = OfActivityQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["activity", "unit", "item"], condition=CURRENT, name="one_figure_per_unit_and_item"),
            models.CheckConstraint(condition=Q(total=None) | Q(number__lte=models.F("total")), name="no_more_than_there_are"),
        ]

    def __str__(self):
        return f"{self.unit} {self.item}"


class VisitFindingQuerySet(StampedQuerySet):
    def visible_to(self, user):
        """What was found at units under one's offices, and what visits of one's offices found."""
        return self.filter(user.reach("unit") | user.reach("activity__unit"))


class VisitFinding(Stamped):
    """What a visit found at a school, until when it is to be mended, and what was done (即知即改)."""

    State = enums.FindingState

    activity = models.ForeignKey(Activity, models.PROTECT, related_name="findings", verbose_name=_("检查活动"))
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="findings", verbose_name=_("被检查单位"))
    text = models.CharField(_("问题"), max_length=500)
    due_on = models.DateField(_("整改期限"))
    done = models.CharField(_("整改情况"), max_length=500, blank=True)
    done_on = models.DateField(_("整改日期"), null=True, blank=True)
    done_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+", verbose_name=_("整改人"))
    closed_on = models.DateField(_("销号日期"), null=True, blank=True)
    closed_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+", verbose_name=_("核实人"))
    remark = models.CharField(_("核实意见"), max_length=300, blank=True)
    state = models.CharField(_("状态"), max_length=10, choices=enums.FindingState, default=enums.FindingState.OPEN)

    objects = VisitFindingQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["state", "due_on"], name="findings_by_deadline")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=[enums.FindingState.DONE, enums.FindingState.CLOSED]) | ~Q(done=""),
                name="who_mended_says_what",
            ),
            models.CheckConstraint(
                condition=~Q(state=enums.FindingState.CLOSED) | Q(closed_on__isnull=False), name="a_closed_finding_says_when"
            ),
        ]

    def __str__(self):
        return f"{self.unit} {self.text[:20]}"


class ExpertQuerySet(StampedQuerySet):
    def current(self):
        return self.filter(CURRENT)

    def visible_to(self, user):
        """The pool of one's offices, and that of the units above them."""
        offices = [post for post in user.current_posts() if post.role in OFFICE_ROLES]
        above = {path for post in offices for path in post.unit.paths_upward()}
        return self.filter(user.reach("unit") | Q(unit__path__in=above))


class Expert(Stamped):
    """Somebody of a unit's pool of experts: what he is good at, where he is from, whether he can be asked now."""

    State = RecordState

    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="experts", verbose_name=_("建库单位"))
    name = models.CharField(_("姓名"), max_length=60)
    workplace = models.CharField(_("工作单位"), max_length=100)
    origin = models.CharField(_("来源"), max_length=16, choices=enums.Origin)
    speciality = models.CharField(_("专长"), max_length=200)
    position = models.CharField(_("职务/职称"), max_length=80, blank=True)
    phone = EncryptedField(_("电话"), blank=True, default="")
    email = models.CharField(_("邮箱"), max_length=120, blank=True)
    available = models.BooleanField(_("可邀请"), default=True)
    state = models.CharField(_("状态"), max_length=10, choices=RecordState, default=RecordState.CURRENT)
    upload = models.ForeignKey("sheets.Upload", models.PROTECT, null=True, editable=False, related_name="+")

    objects = ExpertQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "name", "workplace"], condition=CURRENT, name="one_expert_per_name_and_place")
        ]

    def __str__(self):
        return self.name
