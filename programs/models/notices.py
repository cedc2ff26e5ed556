from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from portal.kit.errors import WrongState
from portal.kit.models import Stamped, StampedQuerySet
from portal.kit.numbers import plain_hundredths
from portal.units.models import Unit
from programs.enums import notices as enums
from programs.measures import measures
from programs.parameters import parameter_named

CURRENT = Q(state=enums.RowState.CURRENT)


class ProgramQuerySet(StampedQuerySet):
    """Programmes, which everybody may know of."""

    def visible_to(self, user):
        return self.all()


class Program(Stamped):
    """A programme, such as 提升工程 2.0 (``ict2``)."""

    code = models.CharField(_("代码"), max_length=50, unique=True)
    name = models.CharField(_("名称"), max_length=300)
    state = models.CharField(_("状态"), max_length=10, choices=enums.RowState, default=enums.RowState.CURRENT)

    objects = ProgramQuerySet.as_manager()

    def __str__(self):
        return self.name


class NoticeQuerySet(StampedQuerySet):
    """Notices by who may read them."""

    def visible_to(self, user):
        """Those issued over and under the user's posts: a unit reads its ancestors' notices and its subtree's."""
        return self.filter(issuer__in=Unit.objects.visible_to(user))


class Notice(Stamped):
    """A 红头文件 as data: its head; clauses, values, targets and calendar hang on it."""

    State = enums.NoticeState

    number = models.CharField(_("文号"), max_length=40, unique=True)
    title = models.CharField(_("标题"), max_length=300)
    issuer = models.ForeignKey("units.Unit", models.PROTECT, related_name="notices", verbose_name=_("发文单位"))
    signed_by = models.CharField(_("落款"), max_length=300)
    issued_on = models.DateField(_("成文日期"))
    program = models.ForeignKey(Program, models.PROTECT, related_name="notices", verbose_name=_("项目"))
    implements = models.JSONField(_("依据文件"), default=list)
    urgency = models.CharField(_("紧急程度"), max_length=20, choices=enums.Urgency, blank=True)
    disclosure = models.CharField(_("公开属性"), max_length=20, choices=enums.Disclosure, blank=True)
    addressees = models.JSONField(_("主送"), default=list)
    attachments = models.JSONField(_("附件"), default=list)
    contacts = models.JSONField(_("联系方式"), default=list)
    demonstration = models.BooleanField(_("演示"), default=False)
    state = models.CharField(_("状态"), max_length=10, choices=enums.NoticeState, default=enums.NoticeState.CURRENT)
    replaced_by = models.ForeignKey("self", models.PROTECT, null=True, related_name="replaces", verbose_name=_("替代它的通知"))
    ended_on = models.DateField(_("失效日期"), null=True)
    end_reason = models.CharField(_("失效原因"), max_length=300, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["-issued_on", "-id"], name="notices_by_day")]
        constraints = [
            models.CheckConstraint(
                condition=(Q(state="replaced") & Q(replaced_by__isnull=False)) | (~Q(state="replaced") & Q(replaced_by=None)),
                name="a_replaced_notice_names_its_successor",
            )
        ]

    def __str__(self):
        return self.number

    def get_absolute_url(self):
        return reverse("programs:notice", args=[self.pk])

    @property
    def unit(self):
        """Where its audit rows belong."""
        return self.issuer

    @property
    def tone(self) -> str:
        return enums.NOTICE_TONES[self.state]

    def move_to(self, state, **stamps) -> None:
        """Change state and its stamps together, unless somebody else moved it first."""
        if state not in enums.NOTICE_MOVES[self.state] or not Notice.objects.filter(pk=self.pk, state=self.state).stamp(
            state=state, **stamps
        ):
            raise WrongState(_t("%(number)s%(state)s，不能这样做。") % {"number": self, "state": self.get_state_display()})
        self.refresh_from_db()


class NoticeVersion(models.Model):
    """The file of a notice as it was loaded; kept for good, the newest is in force."""

    notice = models.ForeignKey(Notice, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(_("版本"))
    text = models.TextField(_("文件"))
    sha256 = models.CharField(max_length=64)
    loaded_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+", verbose_name=_("载入人"))
    loaded_at = models.DateTimeField(_("载入时间"), db_default=Now())

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["notice", "number"], name="one_file_per_notice_and_version")]

    def __str__(self):
        return f"{self.notice} v{self.number}"

    @property
    def previous(self) -> int:
        """The number of the version before it; 0 for the first."""
        return self.number - 1


class NoticePartQuerySet(StampedQuerySet):
    """Rows of notices; those a newer version dropped stay as void."""

    def current(self):
        return self.filter(CURRENT)

    def visible_to(self, user):
        return self.filter(notice__in=Notice.objects.visible_to(user))


class NoticePart(Stamped):
    """A row that a notice file describes, in the file's order."""

    State = enums.RowState

    position = models.PositiveIntegerField(_("顺序"), default=0)
    state = models.CharField(_("状态"), max_length=10, choices=enums.RowState, default=enums.RowState.CURRENT)

    objects = NoticePartQuerySet.as_manager()

    class Meta:
        abstract = True


class Clause(NoticePart):
    """One clause in the official wording; ``key`` is how people cite it, such as 二(一)1."""

    notice = models.ForeignKey(Notice, models.PROTECT, related_name="clauses")
    key = models.CharField(_("条款"), max_length=60)
    title = models.CharField(_("标题"), max_length=200, blank=True)
    text = models.TextField(_("原文"), blank=True)
    note = models.CharField(_("整理说明"), max_length=500, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["notice", "key"], name="one_clause_per_notice_and_key")]

    def __str__(self):
        return self.key

    def get_absolute_url(self):
        return f"{reverse('programs:notice', args=[self.notice_id])}#clause-{self.pk}"

    def citation(self) -> str:
        """The clause with its notice's number: 泗教师字〔2022〕1号 一."""
        return f"{self.notice.number} {self.key}"


class PolicyValue(NoticePart):
    """What a notice fixes for a unit and everything below it; 学时 and 学分 are separate parameters."""

    notice = models.ForeignKey(Notice, models.PROTECT, related_name="policy_values")
    clause = models.ForeignKey(Clause, models.PROTECT, related_name="policy_values", verbose_name=_("条款"))
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="policy_values", verbose_name=_("适用单位"))
    parameter = models.CharField(_("参数"), max_length=50)
    value = models.JSONField(_("值"))
    wording = models.CharField(_("原文"), max_length=300)
    original = models.CharField(_("更正前"), max_length=300, blank=True)
    reason = models.CharField(_("更正原因"), max_length=300, blank=True)
    may_relax = models.BooleanField(_("允许下级放宽"), default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["notice", "unit", "parameter"], name="one_value_per_notice_unit_and_parameter")
        ]

    def __str__(self):
        return f"{self.parameter} {self.unit}"

    @property
    def declared(self):
        """The declaration of its parameter."""
        return parameter_named(self.parameter)

    @cached_property
    def parsed(self):
        """The value in the shape its parameter declares."""
        return self.declared.parse(self.value)

    @property
    def label(self) -> str:
        return str(self.declared.label)

    @property
    def phrase(self) -> str:
        """The value as a Chinese phrase."""
        return self.declared.format(self.parsed)


class Target(NoticePart):
    """What is to be reached by a day, mostly the last of a year; ``value`` in hundredths, shares as percent.

    ``counts`` is the key of the measure that tells the actual figure (``programs.measures``); blank, the target's own key.
    """

    notice = models.ForeignKey(Notice, models.PROTECT, related_name="targets")
    clause = models.ForeignKey(Clause, models.PROTECT, related_name="targets", verbose_name=_("条款"))
    key = models.CharField(max_length=50)
    name = models.CharField(_("目标"), max_length=300)
    measure = models.CharField(_("口径"), max_length=20, choices=enums.TargetMeasure)
    counting = models.CharField(_("计法"), max_length=20, choices=enums.Counting)
    counted_in = models.CharField(_("量词"), max_length=10, blank=True)
    year = models.PositiveSmallIntegerField(_("年度"))
    due_on = models.DateField(_("期限"))
    value = models.PositiveIntegerField(_("目标值"))
    counts = models.CharField(_("统计来源"), max_length=60, blank=True)
    wording = models.CharField(_("原文"), max_length=300)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["notice", "key", "due_on"], name="one_target_per_notice_key_and_day")]

    def __str__(self):
        return f"{self.name} {self.year}"

    def get_absolute_url(self):
        return reverse("programs:target", args=[self.pk])

    @property
    def measured_by(self) -> str:
        """The key of the measure behind it."""
        return self.counts or self.key

    @property
    def is_counted(self) -> bool:
        """Whether anything tells the actual figure."""
        return self.measured_by in measures()

    @property
    def deadline(self) -> str:
        """The day as people say it: 2021 年底, or the day itself where it is not the last of a year."""
        if (self.due_on.month, self.due_on.day) == (12, 31):
            return str(_("%d 年底") % self.year)
        return self.due_on.isoformat()

    @property
    def phrase(self) -> str:
        """The value as people write it: 30%, 1,000 个."""
        if self.measure == enums.TargetMeasure.NUMBER:
            return f"{self.value // 100:,} {self.counted_in}".strip()
        return f"{plain_hundredths(self.value)}%"


class CalendarPhase(NoticePart):
    """A stretch of work or a deadline of a notice, in whole days."""

    notice = models.ForeignKey(Notice, models.PROTECT, related_name="phases")
    clause = models.ForeignKey(Clause, models.PROTECT, related_name="phases", verbose_name=_("条款"))
    key = models.CharField(max_length=50)
    name = models.CharField(_("事项"), max_length=300)
    kind = models.CharField(_("类别"), max_length=10, choices=enums.PhaseKind)
    scope = models.CharField(_("范围"), max_length=100, blank=True)
    owners = models.JSONField(_("责任单位"), default=list)
    districts = models.JSONField(_("学区"), default=list)
    evidence = models.CharField(_("应有材料"), max_length=300, blank=True)
    opens_on = models.DateField(_("开始"), null=True)
    closes_on = models.DateField(_("截止"), null=True)
    wording = models.CharField(_("原文"), max_length=300)
    original = models.CharField(_("更正前"), max_length=300, blank=True)
    reason = models.CharField(_("更正原因"), max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["notice", "key"], name="one_phase_per_notice_and_key"),
            models.CheckConstraint(
                condition=Q(opens_on=None) | Q(closes_on=None) | Q(closes_on__gte=models.F("opens_on")),
                name="a_calendar_phase_runs_forward",
            ),
            models.CheckConstraint(
                condition=Q(opens_on__isnull=False) | Q(closes_on__isnull=False), name="a_calendar_phase_has_a_day"
            ),
        ]

    def __str__(self):
        return self.name


class Assumption(NoticePart):
    """How the portal reads a place where a notice leaves room; shown wherever it matters."""

    notice = models.ForeignKey(Notice, models.PROTECT, related_name="assumptions")
    clause = models.ForeignKey(Clause, models.PROTECT, null=True, related_name="assumptions", verbose_name=_("条款"))
    key = models.CharField(max_length=50)
    text = models.CharField(_("理解"), max_length=500)
    value = models.JSONField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["notice", "key"], name="one_assumption_per_notice_and_key")]

    def __str__(self):
        return self.key
