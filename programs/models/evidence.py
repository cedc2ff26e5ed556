import secrets

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.accounts.enums import Role
from portal.kit.fields import EncryptedField
from portal.kit.models import Stamped, StampedQuerySet
from portal.units.enums import Level
from portal.units.models import within
from programs.enums import evidence as enums

CURRENT = Q(state=enums.RecordState.CURRENT)
REGIONS = {
    enums.ResultLevel.PROVINCIAL: Level.PROVINCE,
    enums.ResultLevel.CITY: Level.CITY,
    enums.ResultLevel.COUNTY: Level.COUNTY,
}


def report_place(_row, _name):
    """Where a scan is kept: a key that tells nothing and cannot be guessed."""
    key = secrets.token_hex(16)
    return f"media-reports/{key[:2]}/{key}"


class EvidenceQuerySet(StampedQuerySet):
    """Evidence by whether it counts and by who may see it."""

    def current(self):
        return self.filter(CURRENT)

    def visible_to(self, user):
        """What lies under the user's offices; a training institution sees its own."""
        return self.filter(user.reach("unit") | Q(unit__in=user.units_of("institution")))


class EvidenceRow(Stamped):
    """A row of evidence: current or void, and the upload that wrote it last."""

    state = models.CharField(_("状态"), max_length=10, choices=enums.RecordState, default=enums.RecordState.CURRENT)
    upload = models.ForeignKey("sheets.Upload", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("来源表格"))

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        abstract = True

    @property
    def is_current(self) -> bool:
        return self.state == enums.RecordState.CURRENT


class PeriodQuerySet(StampedQuerySet):
    """Periods, which everybody may know of."""

    def current(self):
        return self.filter(CURRENT)

    def visible_to(self, user):
        return self.all()


class EvaluationPeriod(Stamped):
    """One of a programme's evaluation periods (期), mapped to the year it speaks of."""

    program = models.ForeignKey("programs.Program", models.PROTECT, related_name="periods", verbose_name=_("项目"))
    number = models.PositiveSmallIntegerField(_("期次"))
    year = models.PositiveSmallIntegerField(_("年度"))
    name = models.CharField(_("名称"), max_length=60)
    state = models.CharField(_("状态"), max_length=10, choices=enums.RecordState, default=enums.RecordState.CURRENT)

    objects = PeriodQuerySet.as_manager()

    class Meta:
        ordering = ["program_id", "number"]
        constraints = [models.UniqueConstraint(fields=["program", "number"], name="one_period_per_program_and_number")]

    def __str__(self):
        return self.name


class PerformanceEvaluation(EvidenceRow):
    """The 整校推进绩效评价 score of a unit in a period, in hundredths, and its rank among units of its level beside it."""

    Scope, State = enums.EvaluationScope, enums.RecordState

    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="evaluations", verbose_name=_("单位"))
    period = models.ForeignKey(EvaluationPeriod, models.PROTECT, related_name="evaluations", verbose_name=_("期次"))
    scope = models.CharField(_("统计口径"), max_length=20, choices=enums.EvaluationScope)
    score = models.PositiveIntegerField(_("得分"))
    rank = models.PositiveIntegerField(_("排名"), null=True, blank=True)
    method = models.CharField(_("评价方式"), max_length=12, choices=enums.EvaluationMethod, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["state", "score", "id"], name="evaluations_by_score"),
            models.Index(fields=["period", "scope", "unit"], name="evaluations_of_a_period"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "period", "scope"], condition=CURRENT, name="one_current_score_per_unit_period_scope"
            ),
            models.CheckConstraint(condition=Q(score__lte=10_000), name="a_score_is_at_most_a_hundred"),
            models.CheckConstraint(condition=Q(rank=None) | Q(rank__gte=1), name="an_evaluation_rank_starts_at_one"),
        ]

    def __str__(self):
        return f"{self.unit} {self.period} {self.get_scope_display()}"


class TrainingInstitution(EvidenceRow):
    """What only a training institution has, beside its unit: whom to call, and whether it took on 提升工程 2.0 tasks."""

    State = enums.RecordState

    unit = models.OneToOneField(
        "units.Unit",
        models.PROTECT,
        related_name="institution",
        verbose_name=_("机构"),
        limit_choices_to={"level": Level.INSTITUTION},
    )
    contact = models.CharField(_("联系人"), max_length=60, blank=True)
    phone = EncryptedField(_("联系方式"), blank=True, default="")
    undertook_tasks = models.BooleanField(_("承担培训任务"), default=True)

    def __str__(self):
        return self.unit.name

    def get_absolute_url(self):
        return reverse("programs:institution", args=[self.unit.code])


class InstitutionRanking(EvidenceRow):
    """An institution's 综合评价 result in a period: its rank, and its score in hundredths where one was given."""

    State = enums.RecordState

    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="rankings", verbose_name=_("机构"))
    period = models.ForeignKey(EvaluationPeriod, models.PROTECT, related_name="rankings", verbose_name=_("期次"))
    score = models.PositiveIntegerField(_("得分"), null=True, blank=True)
    rank = models.PositiveIntegerField(_("名次"))

    class Meta:
        indexes = [models.Index(fields=["period", "rank", "id"], name="rankings_of_a_period")]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "period"], condition=CURRENT, name="one_current_ranking_per_institution_period"
            ),
            models.CheckConstraint(condition=Q(score=None) | Q(score__lte=10_000), name="a_ranking_score_is_at_most_a_hundred"),
            models.CheckConstraint(condition=Q(rank__gte=1), name="an_institution_rank_starts_at_one"),
        ]

    def __str__(self):
        return f"{self.unit} {self.period}"


class ShowcaseQuerySet(EvidenceQuerySet):
    """Results of the library."""

    def visible_to(self, user):
        """What lies under the user's offices; an institution also sees those it took part in, an expert those he works on."""
        found = user.reach("unit")
        if own := user.units_of("institution"):
            shared = Showcase.institutions.through.objects.filter(unit__in=own).values("showcase_id")
            found |= Q(unit__in=own) | Q(pk__in=shared)
        if user.holds(Role.EXPERT):
            asked = self.model._meta.get_field("refinements").related_model.objects.filter(expert=user).exclude(state="recalled")
            found |= Q(pk__in=asked.values("showcase"))
        return self.filter(found)

    def shared_with(self, user):
        """共享的成果 that count."""
        return self.meant_for(user).current()

    def meant_for(self, user):
        """共享的成果, voided ones too: shown to everybody of the region they were chosen for; national ones to everybody.

        A county's are for the posts in that county, a city's and a province's for those in theirs.
        """
        mine = [post.unit for post in user.current_posts()]
        shown = Q(level=enums.ResultLevel.NATIONAL)
        for level, over in REGIONS.items():
            for region in {unit.ancestor(over) for unit in mine} - {None}:
                shown |= Q(within(region.path, "unit__path"), level=level)
        return self.filter(shown) if mine else self.none()


class Showcase(EvidenceRow):
    """A chosen result of a unit (案例, 课例…) in the library, with the institutions that took part.

    ``filing`` is the return it was taken from, where it came in as one.
    """

    Level, Kind, State = enums.ResultLevel, enums.ShowcaseKind, enums.RecordState

    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="showcases", verbose_name=_("单位"))
    title = models.CharField(_("案例名称"), max_length=200)
    level = models.CharField(_("级别"), max_length=12, choices=enums.ResultLevel)
    kind = models.CharField(_("类型"), max_length=24, choices=enums.ShowcaseKind)
    year = models.PositiveSmallIntegerField(_("年度"))
    theme = models.CharField(_("主题"), max_length=20, choices=enums.Theme, blank=True)
    institutions = models.ManyToManyField("units.Unit", related_name="joined_showcases", blank=True, verbose_name=_("参与机构"))
    filing = models.ForeignKey(
        "programs.Filing", models.PROTECT, null=True, blank=True, related_name="showcases", verbose_name=_("来源报送")
    )

    objects = ShowcaseQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["year", "id"], name="showcases_by_year")]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "title", "level"], condition=CURRENT, name="one_current_showcase_per_unit_title_level"
            )
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("programs:showcase", args=[self.pk])


class MediaReport(EvidenceRow):
    """A press report about a unit's work, with a scan or screenshot of it where there is one."""

    Level, State = enums.ResultLevel, enums.RecordState

    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="media_reports", verbose_name=_("单位"))
    title = models.CharField(_("标题"), max_length=200)
    outlet = models.CharField(_("媒体"), max_length=100)
    level = models.CharField(_("媒体级别"), max_length=12, choices=enums.ResultLevel)
    published_on = models.DateField(_("日期"))
    link = models.URLField(_("链接"), max_length=500, blank=True)
    scan = models.FileField(_("扫描件或截图"), upload_to=report_place, max_length=100, blank=True)
    scan_name = models.CharField(_("文件名"), max_length=120, blank=True)
    scan_sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        indexes = [models.Index(fields=["published_on", "id"], name="media_by_day")]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "title", "published_on"], condition=CURRENT, name="one_current_report_per_unit_title_day"
            )
        ]

    def __str__(self):
        return self.title


class EngagementQuerySet(StampedQuerySet):
    """Engagements by time and by who may see them."""

    def current(self, today):
        """Those that hold on that day."""
        return self.filter(CURRENT, starts_on__lte=today).filter(Q(ends_on=None) | Q(ends_on__gte=today))

    def visible_to(self, user):
        """The units it is for, the units above them, and the institution itself."""
        return self.filter(user.reach("unit") | Q(institution__in=user.units_of("institution")))


class Engagement(Stamped):
    """承训: a training institution works for a unit and everything below it, from one day to another."""

    institution = models.ForeignKey(
        "units.Unit",
        models.PROTECT,
        related_name="engagements",
        verbose_name=_("培训机构"),
        limit_choices_to={"level": Level.INSTITUTION},
    )
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="engaged", verbose_name=_("承训单位"))
    starts_on = models.DateField(_("开始日期"))
    ends_on = models.DateField(_("结束日期"), null=True, blank=True)
    state = models.CharField(_("状态"), max_length=10, choices=enums.RecordState, default=enums.RecordState.CURRENT)

    objects = EngagementQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["institution", "unit", "starts_on"], condition=CURRENT, name="one_engagement_per_unit_and_start"
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=models.F("starts_on")), name="an_engagement_ends_after_it_starts"
            ),
        ]

    def __str__(self):
        return f"{self.institution} → {self.unit}"
