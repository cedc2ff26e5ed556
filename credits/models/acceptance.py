"""逐人验收 by the school, and the batches of results it sends up: frozen, counted and hashed."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from credits.enums import acceptance as states
from credits.enums import ledger as enums
from credits.models.abilities import MicroAbility
from credits.models.declarations import Declaration
from credits.models.moving import Moving
from portal.kit.models import Stamped, StampedQuerySet
from schools.models.teachers import new_code

CURRENT = Q(state=states.AcceptanceState.CURRENT)


class OfTeachers(StampedQuerySet):
    def visible_to(self, user):
        """Those at schools under one's offices, and one's own."""
        return self.filter(user.reach("unit") | Q(teacher__user=user))


class AcceptanceQuerySet(OfTeachers):
    def current(self):
        return self.filter(CURRENT)


class Acceptance(Stamped):
    """The school looked at one result of one person and took it or not.

    The result is a ``declaration`` or, where it came by sheet, an ``entry`` of the ledger; exactly one of them. Results are
    asked for by school, by teacher and by what they are of; other keys have no index, since thousands are written at once.
    """

    Outcome, State, Grade = states.AcceptanceOutcome, states.AcceptanceState, enums.Grade

    teacher = models.ForeignKey("schools.Teacher", models.PROTECT, related_name="acceptances", verbose_name=_("教师"))
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+", db_index=False, verbose_name=_("学校"))
    program = models.ForeignKey("programs.Program", models.PROTECT, related_name="+", db_index=False, verbose_name=_("项目"))
    ability = models.ForeignKey(MicroAbility, models.PROTECT, related_name="+", db_index=False, verbose_name=_("能力点"))
    declaration = models.ForeignKey(
        Declaration, models.PROTECT, null=True, related_name="acceptances", db_index=False, verbose_name=_("申报")
    )
    entry = models.ForeignKey(
        "credits.CreditEntry", models.PROTECT, null=True, related_name="+", db_index=False, verbose_name=_("考核结果")
    )
    grade = models.CharField(_("等级"), max_length=10, choices=enums.Grade)
    outcome = models.CharField(_("验收结论"), max_length=10, choices=states.AcceptanceOutcome)
    reason = models.CharField(_("原因"), max_length=300, blank=True)
    state = models.CharField(_("状态"), max_length=10, choices=states.AcceptanceState, default=states.AcceptanceState.CURRENT)
    decided_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, related_name="+", db_index=False, verbose_name=_("验收人")
    )

    objects = AcceptanceQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("验收")
        indexes = [models.Index(fields=["unit", "program", "state", "teacher"], name="acceptances_of_a_school")]
        constraints = [
            models.UniqueConstraint(fields=["declaration"], condition=CURRENT, name="a_declaration_is_accepted_once"),
            models.UniqueConstraint(fields=["entry"], condition=CURRENT & Q(entry__isnull=False), name="an_entry_is_accepted_once"),
            models.CheckConstraint(
                condition=Q(declaration__isnull=False, entry__isnull=True) | Q(declaration__isnull=True, entry__isnull=False),
                name="an_acceptance_is_of_one_result",
            ),
            models.CheckConstraint(condition=Q(outcome="accepted") | ~Q(reason=""), name="what_is_not_accepted_says_why"),
        ]

    def __str__(self):
        return f"{self.teacher} {self.ability}"


class BatchQuerySet(StampedQuerySet):
    def visible_to(self, user):
        return self.filter(user.reach("unit"))

    def with_county(self):
        """Those the county still has to decide on."""
        return self.filter(state__in=states.WITH_COUNTY)


class ResultBatch(Moving, Stamped):
    """考核结果 a school sends up at one time (泗教师字〔2022〕1号 附件2二(二)4); what it holds no longer changes.

    ``digest`` is the SHA-256 of its lines; ``credits`` hundredths of all passed lines.
    """

    State, moves = states.BatchState, states.BATCH_MOVES

    code = models.CharField(_("批次编号"), max_length=12, unique=True, default=new_code, editable=False)
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="batches", verbose_name=_("学校"))
    to_unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+", verbose_name=_("报送单位"))
    program = models.ForeignKey("programs.Program", models.PROTECT, related_name="+", verbose_name=_("项目"))
    number = models.PositiveSmallIntegerField(_("批次"))
    people = models.PositiveIntegerField(_("人数"))
    results = models.PositiveIntegerField(_("结果数"))
    excellent = models.PositiveIntegerField(_("优秀"), default=0)
    passed = models.PositiveIntegerField(_("合格"), default=0)
    failed = models.PositiveIntegerField(_("不合格"), default=0)
    credits = models.PositiveIntegerField(_("学分合计"), default=0)
    digest = models.CharField(_("摘要"), max_length=64)
    note = models.CharField(_("说明"), max_length=300, blank=True)
    state = models.CharField(_("状态"), max_length=12, choices=states.BatchState, default=states.BatchState.SUBMITTED)
    submitted_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+", verbose_name=_("上报人"))
    submitted_at = models.DateTimeField(_("上报时间"))
    accepted_at = models.DateTimeField(_("验收时间"), null=True)
    accepted_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+", verbose_name=_("验收人"))
    recognised_at = models.DateTimeField(_("认定时间"), null=True)
    recognised_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+", verbose_name=_("认定人"))
    returned_at = models.DateTimeField(_("退回时间"), null=True)
    returned_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+", verbose_name=_("退回人"))
    return_reason = models.CharField(_("退回理由"), max_length=300, blank=True)

    objects = BatchQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("结果报送")
        indexes = [models.Index(fields=["to_unit", "state", "-id"], name="batches_sent_to_a_unit")]
        constraints = [
            models.UniqueConstraint(fields=["unit", "program", "number"], name="batches_of_a_school_are_numbered"),
            models.CheckConstraint(
                condition=Q(results=F("excellent") + F("passed") + F("failed"), results__gt=0), name="a_batch_adds_up"
            ),
            models.CheckConstraint(
                condition=~Q(state="returned") | (Q(returned_at__isnull=False) & ~Q(return_reason="")),
                name="a_returned_batch_says_why",
            ),
        ]

    def __str__(self):
        return _t("%(school)s第 %(number)d 批") % {"school": self.unit.name, "number": self.number}

    def get_absolute_url(self):
        return reverse("credits:batch", args=[self.code])

    @property
    def tone(self) -> str:
        return states.BATCH_TONES[self.State(self.state)]

    @property
    def turn(self):
        """Who has to act next."""
        return states.BATCH_TURN[self.State(self.state)]


class ResultLineQuerySet(OfTeachers):
    def with_county(self):
        return self.filter(state=states.LineState.SUBMITTED)

    def move(self, state: states.LineState) -> int:
        """Change the state of those that may, in one conditional update; how many did."""
        sources = [source for source, targets in states.LINE_MOVES.items() if state in targets]
        return self.filter(state__in=sources).stamp(state=state)


class ResultLine(Stamped):
    """One result of a batch as it was sent up; ``code`` names it where no person may be named, ``credits`` are hundredths."""

    State, Grade = states.LineState, enums.Grade

    batch = models.ForeignKey(ResultBatch, models.PROTECT, related_name="lines", verbose_name=_("批次"))
    code = models.CharField(_("结果编号"), max_length=12, unique=True, default=new_code, editable=False)
    teacher = models.ForeignKey("schools.Teacher", models.PROTECT, related_name="+", verbose_name=_("教师"))
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+", verbose_name=_("学校"))
    ability = models.ForeignKey(MicroAbility, models.PROTECT, related_name="+", verbose_name=_("能力点"))
    declaration = models.ForeignKey(Declaration, models.PROTECT, null=True, related_name="lines", verbose_name=_("申报"))
    entry = models.ForeignKey("credits.CreditEntry", models.PROTECT, null=True, related_name="+", verbose_name=_("考核结果"))
    grade = models.CharField(_("等级"), max_length=10, choices=enums.Grade)
    credits = models.PositiveIntegerField(_("学分"))
    assessed_on = models.DateField(_("评审日期"))
    state = models.CharField(_("状态"), max_length=12, choices=states.LineState, default=states.LineState.SUBMITTED)
    state_reason = models.CharField(_("原因"), max_length=300, blank=True)

    objects = ResultLineQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("报送的结果")
        constraints = [
            models.UniqueConstraint(fields=["batch", "teacher", "ability"], name="a_point_stands_once_in_a_batch"),
            models.UniqueConstraint(
                fields=["teacher", "ability"], condition=~Q(state__in=["returned", "rejected"]), name="a_result_is_sent_up_once"
            ),
        ]

    def __str__(self):
        return f"{self.teacher} {self.ability}"

    @property
    def tone(self) -> str:
        return states.LINE_TONES[self.State(self.state)]

    def text(self) -> str:
        """The line as the batch's digest reads it; ``teacher`` and ``ability`` come with it."""
        return (
            f"{self.code}\t{self.teacher.code}\t{self.ability.code}\t{self.grade}\t{self.credits}\t{self.assessed_on.isoformat()}"
        )
