"""Stored runs of completion: what was asked of whom, how everybody stood, and the figures of every unit."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from credits.enums import ledger as enums
from portal.kit.models import Stamped, StampedQuerySet


class CompletionRunQuerySet(StampedQuerySet):
    def visible_to(self, user):
        """Runs over units one's posts lie under or over; what a run shows is narrowed again to the user's own units."""
        above = {path for post in user.current_posts() for path in post.unit.paths_upward()}
        return self.filter(user.reach("unit") | models.Q(unit__path__in=above))

    def done(self):
        return self.exclude(finished_at=None)


class CompletionRun(Stamped):
    """One scoring of a programme's teachers under a unit, as of a day."""

    derived = True

    program = models.ForeignKey("programs.Program", models.PROTECT, related_name="+", verbose_name=_("项目"))
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+", verbose_name=_("单位"))
    as_of = models.DateField(_("数据截至"))
    job = models.OneToOneField("jobs.Job", models.PROTECT, null=True, related_name="+")
    finished_at = models.DateTimeField(_("计算时间"), null=True)

    objects = CompletionRunQuerySet.as_manager()

    def __str__(self):
        return f"{self.unit} {self.as_of.isoformat()}"


class CompletionRule(models.Model):
    """What one set of notices asks, in hundredths (``share`` in ten-thousandths); empty means not asked.

    ``points``, ``dimensions``, ``cover`` and ``compulsory`` are whole numbers asked of the passed points: how many, of how many
    dimensions, how many of the dimensions of ``cover_list``, how many of ``compulsory_points``; lists stand between commas.
    ``by_point``: the credits alone don't tell how somebody stands.
    ``staff`` are the bound categories between commas; who joined from ``entry_from`` to ``entry_until`` (open where empty) must
    complete the training on entry; ``citations`` maps a parameter to the notice and clause that set it.
    """

    run = models.ForeignKey(CompletionRun, models.PROTECT, related_name="rules")
    online = models.PositiveIntegerField(null=True)
    practice = models.PositiveIntegerField(null=True)
    face_to_face = models.PositiveIntegerField(null=True)
    total = models.PositiveIntegerField(null=True)
    share = models.PositiveIntegerField(null=True)
    credits = models.PositiveIntegerField(null=True)
    joint = models.PositiveIntegerField(null=True)
    points = models.PositiveSmallIntegerField(null=True)
    dimensions = models.PositiveSmallIntegerField(null=True)
    cover = models.PositiveSmallIntegerField(null=True)
    compulsory = models.PositiveSmallIntegerField(null=True)
    cover_list = models.CharField(max_length=120, default=",")
    compulsory_points = models.CharField(max_length=250, default=",")
    excluded_points = models.CharField(max_length=250, default=",")
    environments = models.CharField(max_length=60, default=",")
    single = models.BooleanField(default=False)
    by_point = models.BooleanField(default=False)
    only_passed = models.BooleanField(default=False)
    assessed = models.BooleanField(default=False)
    prerequisite = models.BooleanField(default=False)
    asks = models.BooleanField(default=False)
    staff = models.CharField(max_length=80, default=",")
    relief_born = models.DateField(null=True)
    relief_inclusive = models.BooleanField(default=False)
    entry_from = models.DateField(null=True)
    entry_until = models.DateField(null=True)
    citations = models.JSONField(default=dict)

    def __str__(self):
        return f"{self.run} {self.pk}"


class CompletionResultQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Results of teachers under one's offices, and one's own."""
        return self.filter(user.reach("unit") | models.Q(teacher__user=user))


def _plain(to: str, **more) -> models.ForeignKey:
    """A reference without a check and an index of its own: a run writes a row for everybody, from rows that are never deleted."""
    return models.ForeignKey(to, models.PROTECT, db_constraint=False, db_index=False, **more)


class CompletionResult(models.Model):
    """How one teacher stood: sums and shortfalls in hundredths (points and dimensions in whole numbers), what is missing, and
    whether an age rule may lower the bar.

    ``place`` is the place among those bound in the same county (or city, for its own schools), by credits, then joint credits,
    then hours; None where the run does not cover it whole.
    """

    derived = True

    Status = enums.Completion

    run = _plain("credits.CompletionRun", related_name="results")
    teacher = _plain("schools.Teacher", related_name="completion_results", verbose_name=_("教师"))
    unit = _plain("units.Unit", related_name="+", verbose_name=_("学校"))
    rule = _plain("credits.CompletionRule", related_name="+")
    status = models.CharField(_("状态"), max_length=14, choices=enums.Completion)
    online = models.IntegerField(_("网络研修学时"), default=0)
    practice = models.IntegerField(_("实践应用学时"), default=0)
    face_to_face = models.IntegerField(_("集中培训学时"), default=0)
    joint = models.IntegerField(_("培训与实践合计学分"), default=0)
    credits = models.IntegerField(_("校本应用考核学分"), default=0)
    points = models.SmallIntegerField(_("计入的能力点"), default=0)
    dimensions = models.SmallIntegerField(_("覆盖的维度"), default=0)
    cover = models.SmallIntegerField(_("必须覆盖的维度"), default=0)
    compulsory = models.SmallIntegerField(_("必选能力点"), default=0)
    online_short = models.IntegerField(default=0)
    practice_short = models.IntegerField(default=0)
    face_to_face_short = models.IntegerField(default=0)
    total_short = models.IntegerField(default=0)
    share_short = models.IntegerField(default=0)
    credits_short = models.IntegerField(default=0)
    joint_short = models.IntegerField(default=0)
    points_short = models.SmallIntegerField(default=0)
    dimensions_short = models.SmallIntegerField(default=0)
    cover_short = models.SmallIntegerField(default=0)
    compulsory_short = models.SmallIntegerField(default=0)
    lacks_prerequisite = models.BooleanField(default=False)
    lacks_assessment = models.BooleanField(default=False)
    lacks_entry = models.BooleanField(default=False)
    relief = models.BooleanField(_("适用年龄放宽"), default=False)
    place = models.PositiveIntegerField(_("名次"), null=True)

    objects = CompletionResultQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["run", "unit", "status", "id"], name="results_of_a_school")]
        constraints = [models.UniqueConstraint(fields=["run", "teacher"], name="one_result_per_run_and_teacher")]

    def __str__(self):
        return f"{self.teacher} {self.get_status_display()}"


class CompletionStatQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(user.reach("unit"))


class CompletionStat(models.Model):
    """A unit's figures in one run: its whole subtree's; ``rank`` among units of its parent.

    Schools have their ``rule``, and the ``area`` in which their teachers are ranked: the county or city right over them, if the
    run covers it.
    """

    derived = True

    run = models.ForeignKey(CompletionRun, models.PROTECT, related_name="stats")
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+", verbose_name=_("单位"))
    rule = models.ForeignKey(CompletionRule, models.PROTECT, null=True, related_name="+")
    area = models.ForeignKey("units.Unit", models.PROTECT, null=True, db_index=False, related_name="+", verbose_name=_("排名范围"))
    required = models.PositiveIntegerField(_("应完成"), default=0)
    complete = models.PositiveIntegerField(_("已完成"), default=0)
    incomplete = models.PositiveIntegerField(_("未完成"), default=0)
    no_requirement = models.PositiveIntegerField(_("无要求"), default=0)
    schools = models.PositiveIntegerField(_("有要求的学校"), default=0)
    schools_complete = models.PositiveIntegerField(_("全部完成的学校"), default=0)
    rank = models.PositiveIntegerField(_("名次"), null=True)

    objects = CompletionStatQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["run", "unit"], name="one_stat_per_run_and_unit"),
            models.CheckConstraint(
                condition=models.Q(required=models.F("complete") + models.F("incomplete")), name="required_are_complete_or_not"
            ),
        ]

    def __str__(self):
        return f"{self.unit} {self.complete}/{self.required}"
