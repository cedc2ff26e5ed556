from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.kit.models import Stamped, StampedQuerySet
from portal.units.enums import Level
from programs.enums import institutions as enums
from programs.enums.evidence import RecordState
from programs.models.attached import Attached

USER = settings.AUTH_USER_MODEL
CURRENT = Q(state=RecordState.CURRENT)
AN_INSTITUTION = {"level": Level.INSTITUTION}


class OfInstitutionQuerySet(StampedQuerySet):
    """Rows about institutions, said by a unit."""

    def current(self):
        return self.filter(CURRENT)

    def visible_to(self, user):
        """What one's offices said, what the units above said, and what was said of one's own institution."""
        above = {path for post in user.current_posts() for path in post.unit.paths_upward()}
        own = Q(institution__in=user.units_of("institution"))
        return self.filter(user.reach("unit") | Q(unit__path__in=above) | own)


class OfInstitution(Stamped):
    """What a unit says about a training institution."""

    institution = models.ForeignKey(
        "units.Unit", models.PROTECT, related_name="+", verbose_name=_("培训机构"), limit_choices_to=AN_INSTITUTION
    )
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+", verbose_name=_("单位"))
    state = models.CharField(_("状态"), max_length=10, choices=RecordState, default=RecordState.CURRENT)

    objects = OfInstitutionQuerySet.as_manager()

    class Meta:
        abstract = True


class InstitutionProfile(Stamped):
    """How an institution presents itself to the schools that choose (乐教政〔2020〕22号 附件3二)."""

    institution = models.OneToOneField(
        "units.Unit", models.PROTECT, related_name="profile", verbose_name=_("培训机构"), limit_choices_to=AN_INSTITUTION
    )
    about = models.TextField(_("机构介绍"), blank=True)
    scheme = models.TextField(_("整校推进方案"), blank=True)
    courses = models.TextField(_("课程与资源"), blank=True)
    platform = models.TextField(_("平台与数据对接"), blank=True)
    link = models.URLField(_("网址"), max_length=500, blank=True)

    def __str__(self):
        return self.institution.name


class Qualification(OfInstitution, Attached):
    """Whether an institution has one of the things a notice asks of it, as a unit checked it; ``key`` names the requirement."""

    program = models.ForeignKey("programs.Program", models.PROTECT, related_name="+", verbose_name=_("项目"))
    key = models.CharField(_("条件"), max_length=40)
    met = models.BooleanField(_("符合"))
    years = models.JSONField(_("年份"), default=list, blank=True)
    note = models.CharField(_("说明"), max_length=300, blank=True)
    checked_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+", verbose_name=_("核查人"))
    checked_on = models.DateField(_("核查日期"))

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["institution", "unit", "program", "key"], condition=CURRENT, name="one_answer_per_requirement"
            )
        ]

    def __str__(self):
        return f"{self.institution} {self.key}"


class RecommendedInstitution(OfInstitution):
    """An institution on a unit's list for its schools to choose from (推荐名单)."""

    position = models.PositiveSmallIntegerField(_("排序"), default=0)
    since = models.DateField(_("列入日期"))
    note = models.CharField(_("说明"), max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["institution", "unit"], condition=CURRENT, name="one_recommendation_per_unit")
        ]

    def __str__(self):
        return f"{self.unit} {self.institution}"


class InstitutionChoiceQuerySet(StampedQuerySet):
    def visible_to(self, user):
        return self.filter(user.reach("unit") | Q(institution__in=user.units_of("institution")))


class InstitutionChoice(Stamped):
    """A school's choice of an institution, open to objection until a day; once settled it is an engagement.

    ``replaces`` is the engagement that ends with it, where the school changes.
    """

    State = enums.ChoiceState

    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="choices", verbose_name=_("学校"))
    institution = models.ForeignKey(
        "units.Unit", models.PROTECT, related_name="chosen", verbose_name=_("培训机构"), limit_choices_to=AN_INSTITUTION
    )
    reason = models.CharField(_("选择理由"), max_length=300)
    starts_on = models.DateField(_("承训开始日期"))
    ends_on = models.DateField(_("承训结束日期"), null=True, blank=True)
    open_until = models.DateField(_("异议截止日期"))
    replaces = models.ForeignKey("programs.Engagement", models.PROTECT, null=True, blank=True, related_name="+")
    engagement = models.ForeignKey("programs.Engagement", models.PROTECT, null=True, blank=True, related_name="+")
    chosen_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+", verbose_name=_("经办人"))
    decision = models.CharField(_("处理说明"), max_length=300, blank=True)
    state = models.CharField(_("状态"), max_length=10, choices=enums.ChoiceState, default=enums.ChoiceState.OPEN)

    objects = InstitutionChoiceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit"], condition=Q(state=enums.ChoiceState.OPEN), name="one_open_choice_per_school"),
            models.CheckConstraint(
                condition=~Q(state=enums.ChoiceState.SETTLED) | Q(engagement__isnull=False),
                name="a_settled_choice_is_an_engagement",
            ),
        ]

    def __str__(self):
        return f"{self.unit} → {self.institution}"


class ChoiceObjection(Stamped):
    """An objection to a choice, by name, and what was answered."""

    choice = models.ForeignKey(InstitutionChoice, models.PROTECT, related_name="objections", verbose_name=_("选择"))
    raised_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+", verbose_name=_("提出人"))
    text = models.CharField(_("异议内容"), max_length=500)
    answer = models.CharField(_("答复"), max_length=500, blank=True)
    upheld = models.BooleanField(_("成立"), null=True)
    answered_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+", verbose_name=_("答复人"))

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(upheld=None, answer="") | Q(upheld__isnull=False) & ~Q(answer=""), name="an_answer_says_whether_upheld"
            )
        ]

    def __str__(self):
        return f"{self.choice} {self.text[:20]}"


class InstitutionOpinion(OfInstitution, Attached):
    """One source's judgement of an institution in a year, its score in hundredths of at most 100."""

    program = models.ForeignKey("programs.Program", models.PROTECT, related_name="+", verbose_name=_("项目"))
    year = models.PositiveSmallIntegerField(_("年度"))
    source = models.CharField(_("评价来源"), max_length=10, choices=enums.OpinionSource)
    score = models.PositiveIntegerField(_("得分"))
    people = models.PositiveIntegerField(_("评价人数"), null=True, blank=True)
    note = models.CharField(_("评语"), max_length=500, blank=True)
    upload = models.ForeignKey("sheets.Upload", models.PROTECT, null=True, editable=False, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["institution", "unit", "program", "year", "source"],
                condition=CURRENT,
                name="one_opinion_per_source_and_year",
            ),
            models.CheckConstraint(condition=Q(score__lte=10_000), name="an_opinion_is_at_most_a_hundred"),
        ]

    def __str__(self):
        return f"{self.institution} {self.year} {self.get_source_display()}"


class InstitutionVerdict(OfInstitution):
    """What a unit concluded from the judgements of a year: go on, mend, or replace."""

    program = models.ForeignKey("programs.Program", models.PROTECT, related_name="+", verbose_name=_("项目"))
    year = models.PositiveSmallIntegerField(_("年度"))
    consequence = models.CharField(_("结果运用"), max_length=10, choices=enums.Consequence)
    note = models.CharField(_("说明"), max_length=500)
    decided_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+", verbose_name=_("经办人"))
    decided_on = models.DateField(_("日期"))

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["institution", "unit", "program", "year"], condition=CURRENT, name="one_verdict_per_institution_and_year"
            )
        ]

    def __str__(self):
        return f"{self.institution} {self.year} {self.get_consequence_display()}"
