"""The ledger of what teachers did: hours, joint credits, chosen points, passed points, outside assessments."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from credits.enums import ledger as enums
from credits.enums.choosing import GONE, Stage
from credits.models.abilities import MicroAbility
from portal.kit.models import Stamped, StampedQuerySet

CURRENT = Q(state=enums.RecordState.CURRENT)
COUNTED = ("program", "state")
HOURS_COUNTED = ("kind", "passed", "hours", "joint_credits")  # in the index too, so that sums need not visit the rows


class LedgerQuerySet(StampedQuerySet):
    def current(self):
        """Rows that count."""
        return self.filter(CURRENT)

    def visible_to(self, user):
        """Rows of teachers under one's offices, one's own, and those an institution brought in itself."""
        own = user.units_of("institution")
        brought = Q(institution__in=own) if own and self.model is TrainingHours else Q(pk__in=[])
        return self.filter(user.reach("teacher__unit") | Q(teacher__user=user) | brought)


class SelectionQuerySet(LedgerQuerySet):
    """Choices of points, also as the head of a 教研组 sees them."""

    def visible_to(self, user):
        """Besides those of ``LedgerQuerySet``, those made under a plan whose group one heads."""
        seen = super().visible_to(user)
        return seen | self.filter(plan__head__user=user) if user.holds("teacher") else seen


class LedgerRow(Stamped):
    """What every row of the ledger says: about whom, at which school then, where from, and whether it counts."""

    Source, State = enums.Source, enums.RecordState

    teacher = models.ForeignKey("schools.Teacher", models.PROTECT, related_name="+", verbose_name=_("教师"))
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+", verbose_name=_("登记时所在学校"))
    program = models.ForeignKey("programs.Program", models.PROTECT, related_name="+", db_index=False, verbose_name=_("项目"))
    source = models.CharField(_("来源"), max_length=12, choices=enums.Source, default=enums.Source.SCHOOL)
    state = models.CharField(_("状态"), max_length=10, choices=enums.RecordState, default=enums.RecordState.CURRENT)
    upload = models.ForeignKey("sheets.Upload", models.PROTECT, null=True, editable=False, related_name="+")

    objects = LedgerQuerySet.as_manager()

    class Meta:
        abstract = True

    @property
    def is_current(self) -> bool:
        return self.state == enums.RecordState.CURRENT


class TrainingHours(LedgerRow):
    """One course of one teacher: 学时 of a kind, or the joint 学分 some notices use for training and practice together.

    ``hours`` and ``joint_credits`` are hundredths; exactly one of them is given. ``year`` is the calendar year of the end.
    A row with an ``adjustment`` was entered after its year was closed, in the place of ``adjusts`` where that was wrong.
    """

    Kind = enums.HoursKind

    teacher = models.ForeignKey("schools.Teacher", models.PROTECT, related_name="hours", db_index=False, verbose_name=_("教师"))
    kind = models.CharField(_("学时类型"), max_length=14, choices=enums.HoursKind)
    hours = models.PositiveIntegerField(_("学时"), null=True, blank=True)
    joint_credits = models.PositiveIntegerField(_("学分"), null=True, blank=True)
    passed = models.BooleanField(_("是否合格"), default=True)
    starts_on = models.DateField(_("开始日期"), null=True, blank=True)
    ends_on = models.DateField(_("结束日期"))
    year = models.PositiveSmallIntegerField(_("年度"))
    course = models.CharField(_("项目或课程"), max_length=120)
    institution = models.ForeignKey(
        "units.Unit", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("培训机构")
    )
    adjusts = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="adjusted", editable=False, verbose_name=_("调整的记录")
    )
    adjustment = models.CharField(_("调整原因"), max_length=200, blank=True, default="", db_default="")

    class Meta:
        indexes = [models.Index(fields=["teacher", *COUNTED, "ends_on", *HOURS_COUNTED], name="hours_of_a_teacher")]
        constraints = [
            models.UniqueConstraint(
                fields=["teacher", "kind", "course", "ends_on", "institution"],
                condition=CURRENT & Q(institution__isnull=False),
                name="hours_given_once_by_an_institution",
            ),
            models.UniqueConstraint(
                fields=["teacher", "kind", "course", "ends_on"],
                condition=CURRENT & Q(institution=None),
                name="hours_given_once_without_institution",
            ),
            models.CheckConstraint(
                condition=Q(hours__isnull=True, joint_credits__isnull=False) | Q(hours__isnull=False, joint_credits__isnull=True),
                name="hours_or_joint_credits_never_both",
            ),
            models.CheckConstraint(
                condition=Q(starts_on=None) | Q(starts_on__lte=F("ends_on")), name="a_course_ends_after_it_starts"
            ),
        ]

    def __str__(self):
        return f"{self.teacher} {self.course}"


class Selection(LedgerRow):
    """选点: a point a teacher has chosen to practise; 申报 comes later.

    Proposed by the teacher, agreed by the 教研组, confirmed by the school; one that was returned or withdrawn is void.
    """

    Stage = Stage

    teacher = models.ForeignKey("schools.Teacher", models.PROTECT, related_name="selections", verbose_name=_("教师"))
    ability = models.ForeignKey(MicroAbility, models.PROTECT, related_name="+", verbose_name=_("能力点"))
    plan = models.ForeignKey(
        "credits.SelectionPlan", models.PROTECT, null=True, blank=True, related_name="selections", verbose_name=_("选点规划")
    )
    stage = models.CharField(_("进度"), max_length=10, choices=Stage, default=Stage.CONFIRMED, db_default=Stage.CONFIRMED.value)
    agreed_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+", verbose_name=_("商定登记人"))
    agreed_at = models.DateTimeField(_("商定时间"), null=True)
    agreed_as = models.CharField(_("商定的教研组"), max_length=60, blank=True, default="", db_default="")
    confirmed_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+", verbose_name=_("确认人"))
    confirmed_at = models.DateTimeField(_("确认时间"), null=True)
    reason = models.CharField(_("退回原因"), max_length=200, blank=True, default="", db_default="")

    objects = SelectionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["teacher", "ability"], condition=CURRENT, name="a_point_is_chosen_once"),
            models.CheckConstraint(
                condition=~Q(stage__in=sorted(GONE)) | Q(state=enums.RecordState.VOID), name="what_was_sent_back_counts_no_more"
            ),
            models.CheckConstraint(condition=~Q(stage=Stage.AGREED) | Q(agreed_at__isnull=False), name="who_agreed_is_on_record"),
        ]

    def __str__(self):
        return f"{self.teacher} {self.ability}"


class CreditEntry(LedgerRow):
    """The result of one point's assessment; a point counts once, with the credits of its catalogue.

    ``declaration`` is what was reviewed on this portal, none for results brought in by sheet.
    """

    Grade = enums.Grade

    teacher = models.ForeignKey(
        "schools.Teacher", models.PROTECT, related_name="credit_entries", db_index=False, verbose_name=_("教师")
    )
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+", db_index=False, verbose_name=_("登记时所在学校"))
    ability = models.ForeignKey(MicroAbility, models.PROTECT, related_name="+", verbose_name=_("能力点"))
    grade = models.CharField(_("等级"), max_length=10, choices=enums.Grade)
    assessed_on = models.DateField(_("评审日期"))
    declaration = models.ForeignKey(
        "credits.Declaration", models.PROTECT, null=True, blank=True, editable=False, related_name="entries", verbose_name=_("申报")
    )

    class Meta:
        indexes = [models.Index(fields=["teacher", *COUNTED, "assessed_on", "grade", "ability"], name="credits_of_a_teacher")]
        constraints = [
            models.UniqueConstraint(fields=["teacher", "ability"], condition=CURRENT, name="a_point_counts_once"),
        ]

    def __str__(self):
        return f"{self.teacher} {self.ability}"

    @property
    def earned(self) -> int:
        """The credits it brings, in hundredths: the point's own, nothing where it was not passed."""
        return self.ability.credits if self.grade in enums.PASSING else 0


class ExternalAssessment(LedgerRow):
    """The result of an assessment on somebody else's platform."""

    teacher = models.ForeignKey("schools.Teacher", models.PROTECT, related_name="assessments", verbose_name=_("教师"))
    platform = models.CharField(_("平台"), max_length=80)
    passed = models.BooleanField(_("结果"))
    assessed_on = models.DateField(_("日期"))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["teacher", "platform"], condition=CURRENT, name="one_result_per_platform"),
        ]

    def __str__(self):
        return f"{self.teacher} {self.platform}"
