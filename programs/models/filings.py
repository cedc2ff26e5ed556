from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from portal.accounts.enums import OFFICE_ROLES, Role
from portal.kit.errors import WrongState
from portal.kit.fields import EncryptedJSONField
from portal.kit.models import Stamped, StampedQuerySet
from programs.enums import filings as enums
from programs.enums.tasks import Review, TaskState
from programs.models.tasks import Task, place_of


class FilingQuerySet(StampedQuerySet):
    """Duties to file, by how far they are and who may see them."""

    def visible_to(self, user):
        """Those of units under one's offices and of institutions one speaks for, those that go through or to one's own unit.

        An expert sees what he was asked about.
        """
        offices = user.units_of(*OFFICE_ROLES)
        own = Q(unit__in=user.units_of("institution")) | Q(collator__in=offices) | Q(receiver__in=offices)
        if user.holds(Role.EXPERT):
            asked = self.model._meta.get_field("advice").related_model.objects.filter(expert=user).exclude(state="recalled")
            worked_up = self.model._meta.get_field("showcases").related_model.objects.filter(
                refinements__expert=user, refinements__state__in=("asked", "done")
            )
            own |= Q(pk__in=asked.values("filing")) | Q(pk__in=worked_up.values("filing"))
        return self.filter(user.reach("unit") | own)

    def asked(self):
        """Those that are expected: all but the exempt, of tasks that are not void."""
        return self.exclude(state=enums.FilingState.EXEMPT).exclude(task__state=TaskState.VOID)

    def missing(self):
        """Those for which nothing that counts has come in: 未报 and 退回."""
        return self.filter(state__in=enums.MISSING)

    def overdue(self):
        """Missing ones whose own deadline has passed by the database's clock."""
        return self.missing().filter(due_at__lte=Now())


class Filing(Stamped):
    """One unit's duty to hand something in, and how far it has come.

    ``due_at`` is the unit's own deadline (moved by 延期); ``late`` stays once something came in after it.
    ``current`` is the hand-in whose rows count; there is at most one, so nothing is ever counted twice.
    """

    State = enums.FilingState

    task = models.ForeignKey(Task, models.PROTECT, related_name="filings", verbose_name=_("报送事项"))
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="filings", verbose_name=_("填报单位"))
    receiver = models.ForeignKey("units.Unit", models.PROTECT, related_name="+", verbose_name=_("接收单位"))
    collator = models.ForeignKey("units.Unit", models.PROTECT, null=True, related_name="+", verbose_name=_("汇总单位"))
    state = models.CharField(_("状态"), max_length=12, choices=enums.FilingState, default=enums.FilingState.DUE)
    revision = models.PositiveIntegerField(default=1)
    due_at = models.DateTimeField(_("截止时间"))
    current = models.OneToOneField(
        "programs.FilingVersion", models.PROTECT, null=True, related_name="counted_in", verbose_name=_("有效版本")
    )
    late = models.BooleanField(_("逾期报送"), default=False)
    extended = models.BooleanField(_("已延期"), default=False)
    late_allowed = models.BooleanField(_("允许补报"), default=False)
    unlocked = models.BooleanField(_("已解锁"), default=False)
    covered_by = models.ForeignKey("self", models.PROTECT, null=True, related_name="covers", verbose_name=_("由其统一报送"))
    number = models.CharField(_("备案号"), max_length=60, blank=True)
    paper_received = models.PositiveSmallIntegerField(_("已收纸质份数"), default=0)
    return_reason = models.TextField(_("退回理由"), blank=True)
    submitted_at = models.DateTimeField(_("报送时间"), null=True)
    submitted_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    passed_on_at = models.DateTimeField(_("转报时间"), null=True)
    returned_at = models.DateTimeField(_("退回时间"), null=True)
    accepted_at = models.DateTimeField(_("通过时间"), null=True)
    filed_at = models.DateTimeField(_("备案时间"), null=True)
    reminded_at = models.DateTimeField(_("上次催报"), null=True)
    reminded_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")

    objects = FilingQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["task", "state"], name="filings_of_a_task_by_state"),
            models.Index(fields=["unit", "state"], name="filings_of_a_unit"),
            models.Index(fields=["receiver", "state"], name="filings_to_a_receiver"),
            models.Index(fields=["collator", "state"], name="filings_through_a_collator"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["task", "unit"], name="one_filing_per_task_and_unit"),
            models.UniqueConstraint(fields=["receiver", "number"], condition=~Q(number=""), name="one_filing_per_record_number"),
            models.CheckConstraint(condition=Q(state__in=enums.FilingState.values), name="a_filing_is_in_a_known_state"),
            models.CheckConstraint(
                condition=~Q(state__in=sorted(enums.HANDED_IN)) | Q(current__isnull=False), name="a_handed_in_filing_has_a_version"
            ),
            models.CheckConstraint(
                condition=Q(state="covered", covered_by__isnull=False) | ~Q(state="covered") & Q(covered_by=None),
                name="a_covered_filing_names_the_one_that_counts",
            ),
            models.CheckConstraint(condition=~Q(state="filed") | Q(filed_at__isnull=False), name="a_recorded_filing_has_a_time"),
        ]

    def __str__(self):
        return f"{self.task} {self.unit}"

    def get_absolute_url(self):
        return reverse("programs:filing", args=[self.pk])

    @property
    def tone(self) -> str:
        return enums.TONES[self.state]

    @property
    def turn(self):
        """Who has to act next; what only has to arrive lies with nobody once it is there."""
        turn = enums.TURN[self.state]
        settled = {Review.NONE: {enums.FilingState.SUBMITTED}, Review.REVIEW: {enums.FilingState.ACCEPTED}, Review.FILE: set()}
        return enums.Turn.NOBODY if self.state in settled[self.task.review] else turn

    @property
    def is_missing(self) -> bool:
        """Whether nothing that counts has come in."""
        return self.state in enums.MISSING

    @property
    def takes_content(self) -> bool:
        """Whether the unit may prepare something now, whatever its deadline says."""
        task_open = self.task.state == TaskState.OPEN or (
            self.task.state == TaskState.CLOSED and (self.unlocked or self.late_allowed)
        )
        return task_open and self.state not in enums.NOT_ASKED and (self.state not in enums.SETTLED or self.unlocked)

    @cached_property
    def prepared(self):
        """The version that waits to be handed in; None where there is none."""
        return self.versions.filter(state=enums.VersionState.DRAFT).first()

    @property
    def electronic(self) -> bool:
        """Whether the electronic return is there; paper is counted apart."""
        return self.state in enums.HANDED_IN

    def move_to(self, state, *conditions, **stamps) -> None:
        """Change state and its stamps together, unless it was moved meanwhile or ``conditions`` hold no more in the database."""
        if state not in enums.MOVES[self.state]:
            raise WrongState(
                _t("%(unit)s的“%(task)s”%(now)s，不能改为“%(then)s”。")
                % {"unit": self.unit, "task": self.task, "now": self.get_state_display(), "then": enums.FilingState(state).label}
            )
        self.change(*conditions, state=state, **stamps)

    def change(self, *conditions, **values) -> None:
        """Write ``values`` unless somebody else changed the filing since it was read."""
        mine = Filing.objects.filter(*conditions, pk=self.pk, state=self.state, revision=self.revision)
        if not mine.stamp(revision=F("revision") + 1, **values):
            raise WrongState(_t("%(unit)s的“%(task)s”刚被他人改动，请刷新后再试。") % {"unit": self.unit, "task": self.task})
        self.refresh_from_db()


class FilingVersionQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(filing__in=Filing.objects.visible_to(user))


class FilingVersion(models.Model):
    """One hand-in of a filing: its files, its frozen content, and what was found in it; kept for good.

    ``data`` is what the content kind froze, and under ``heads`` where the headings stand in a workbook; ``findings`` what was
    found in the workbook, in the order of its cells; ``sums`` the totals of the sum columns as decimal strings.
    """

    State, Source = enums.VersionState, enums.Source

    filing = models.ForeignKey(Filing, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(_("版本"))
    state = models.CharField(_("状态"), max_length=10, choices=enums.VersionState, default=enums.VersionState.DRAFT)
    source = models.CharField(_("来源"), max_length=10, choices=enums.Source, default=enums.Source.ONLINE)
    note = models.CharField(_("说明"), max_length=500, blank=True)
    data = EncryptedJSONField(_("内容"), default=dict)
    findings = EncryptedJSONField(_("发现的问题"), default=list)
    faults = models.PositiveIntegerField(_("须改正的问题数"), default=0)
    row_count = models.PositiveIntegerField(_("行数"), default=0)
    sums = models.JSONField(_("合计"), default=dict)
    late = models.BooleanField(_("逾期报送"), default=False)
    prepared_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+", verbose_name=_("填报人"))
    entered_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+", verbose_name=_("代录人"))
    prepared_at = models.DateTimeField(_("填写时间"), db_default=Now())
    submitted_at = models.DateTimeField(_("报送时间"), null=True)

    objects = FilingVersionQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["filing", "number"], name="one_version_per_filing_and_number"),
            models.UniqueConstraint(fields=["filing"], condition=Q(state="draft"), name="one_unsent_version_per_filing"),
            models.CheckConstraint(
                condition=Q(source="online") | Q(entered_by__isnull=False) | Q(state="draft"),
                name="a_version_entered_on_behalf_says_by_whom",
            ),
        ]

    def __str__(self):
        return f"{self.filing} v{self.number}"

    @property
    def counts(self) -> bool:
        """Whether it may be the one that counts."""
        return self.state in enums.COUNTING


class FilingFile(models.Model):
    """An original as it was handed in."""

    version = models.ForeignKey(FilingVersion, models.PROTECT, related_name="files")
    name = models.CharField(_("文件名"), max_length=120)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField(_("大小"))
    file = models.FileField(_("文件"), upload_to=place_of, max_length=100)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["version", "sha256"], name="one_copy_of_a_file_per_version")]

    def __str__(self):
        return self.name


class FiledRowQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(filing__in=Filing.objects.visible_to(user))

    def counting(self):
        """Rows of the versions that count: the 汇总表."""
        return self.filter(filing__current=F("version"))


class FiledRow(models.Model):
    """One row of a returned workbook: ``number`` its place in the file, ``cells`` its texts in the order of the task's columns."""

    filing = models.ForeignKey(Filing, models.PROTECT, related_name="rows")
    version = models.ForeignKey(FilingVersion, models.PROTECT, related_name="rows")
    number = models.PositiveIntegerField(_("行"))
    cells = EncryptedJSONField(default=list)

    objects = FiledRowQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "number"], name="one_filed_row_per_version_and_number")]
        indexes = [models.Index(fields=["filing", "number"], name="filed_rows_of_a_filing")]

    def __str__(self):
        return f"{self.version} {self.number}"
