from django.db import OperationalError, models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from awards.enums import EDITABLE, EMBARGOED, HOLDING, LIVE, MOVES, TONES, TURN, NominationState, ReleaseState
from awards.models.cycles import AwardCategory, AwardCycle
from awards.models.hands import moved_first
from awards.models.quotas import listed_place
from portal.accounts.enums import Role
from portal.kit.clock import local
from portal.kit.errors import Stale, WrongState
from portal.kit.fields import EncryptedField
from portal.kit.models import Stamped, StampedQuerySet
from portal.kit.numbers import plain_hundredths
from programs.enums.filings import Source

OFFICE = (Role.OFFICE, Role.BUREAU, Role.BUREAU_LEADER)


class NominationQuerySet(StampedQuerySet):
    """Recommendations; what was read for somebody below the office keeps pending decisions to itself."""

    _reader = None

    def read_by(self, user):
        """The same rows as ``user`` may know them: a decision nobody has published yet reads 省级已受理 outside the office."""
        rows = self.all()
        rows._reader = user
        return rows

    def _clone(self):
        rows = super()._clone()
        rows._reader = self._reader
        return rows

    def _fetch_all(self):
        fresh = self._result_cache is None
        super()._fetch_all()
        if fresh and self._reader is not None:
            veil([row for row in self._result_cache if isinstance(row, Nomination)], self._reader)

    def visible_to(self, user):
        """Offices see their subtree, institutions their own; a draft is the nominee's own affair unless it was entered for him."""
        own = Q(unit__in=[post.unit_id for post in user.current_posts()])
        beyond_draft = ~Q(state__in=[NominationState.DRAFT, NominationState.WITHDRAWN]) | Q(submitted_at__isnull=False)
        beyond_draft |= Q(entered_by__isnull=False)
        institution = Q(unit__in=user.units_of("institution"))
        return self.filter((user.reach("unit") & (own | beyond_draft)) | institution).read_by(user)

    def live(self):
        return self.filter(state__in=LIVE)

    def holding_a_place(self):
        """Nominations that hold one of their city's places, those the province declined among them."""
        return self.filter(state__in=HOLDING)

    def in_notice_order(self, *first: str):
        """By ``first``, then the units they came through as the notice lists them, each in its own order."""
        rows = self.annotate(listed=listed_place("via"))
        return rows.order_by(*first, "listed", "via__position", "via__path", "position", "pk")

    def locked(self, ids) -> dict[int, "Nomination"]:
        """The rows of ``ids`` by key, with unit and category, held for this transaction so that a set can move as one."""
        rows = self.select_for_update(of=("self",)).filter(pk__in=ids).select_related("unit", "category")
        return {row.pk: row for row in rows.order_by("pk")}

    def move_all(self, rows: list["Nomination"], state, **stamps) -> None:
        """Change the state and stamps of ``rows``, which are ``locked``, in one update."""
        for row in rows:
            row.check_move(state)
        self.filter(pk__in=[row.pk for row in rows]).stamp(state=state, version=F("version") + 1, **stamps)


def veil(rows: list["Nomination"], user) -> None:
    """Take pending decisions out of rows in memory unless ``user`` is of the office that runs their cycle.

    Nothing is asked of the database unless there is a decision among them.
    """
    pending = [row for row in rows if row.state in EMBARGOED]
    if not pending:
        return
    running = AwardCycle.objects.filter(pk__in={row.cycle_id for row in pending}, state=AwardCycle.State.OPEN)
    hidden = set(running.exclude(unit__in=user.units_of(*OFFICE)).values_list("pk", flat=True))
    for row in pending:
        if row.cycle_id in hidden:
            row.state, row.veiled = NominationState.ACCEPTED, True
            row.decided_at = row.decided_by_id = row.reserve_place = None
            row.decision_reason = ""


class Nomination(Stamped):
    """A unit or a manager put forward in a cycle (推荐)."""

    State = NominationState
    veiled = False  # whether a decision was kept from whoever reads this

    cycle = models.ForeignKey(AwardCycle, models.PROTECT, related_name="nominations")
    category = models.ForeignKey(AwardCategory, models.PROTECT, related_name="nominations", verbose_name=_("类别"))
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+", verbose_name=_("申报单位"))
    via = models.ForeignKey("units.Unit", models.PROTECT, related_name="+", verbose_name=_("推荐单位"))
    state = models.CharField(_("状态"), max_length=20, choices=NominationState, default=NominationState.DRAFT)
    version = models.PositiveIntegerField(default=1)
    contact = models.CharField(_("联系人"), max_length=60, blank=True)
    phone = EncryptedField(_("联系方式"), blank=True, default="")
    period = models.PositiveSmallIntegerField(_("期次"), null=True, blank=True)
    score = models.IntegerField(_("绩效评价得分"), null=True, blank=True)
    rank = models.PositiveIntegerField(_("综合评价排名"), null=True, blank=True)
    manager_name = models.CharField(_("姓名"), max_length=60, blank=True)
    manager_position = models.CharField(_("职务"), max_length=60, blank=True)
    manager_title = models.CharField(_("职称"), max_length=60, blank=True)
    manager_workplace = models.CharField(_("所在单位"), max_length=120, blank=True)
    manager_basis = models.CharField(_("任职依据"), max_length=120, blank=True)
    reason = models.TextField(_("推荐理由"), blank=True)
    opinion = models.TextField(_("市级教育行政部门意见"), blank=True)
    position = models.PositiveSmallIntegerField(_("推荐顺序"), null=True, blank=True)
    came_late = models.BooleanField(_("逾期"), default=False)
    frozen = models.JSONField(_("报送时的认定"), default=dict)
    entered_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+", verbose_name=_("代录人"))
    entered_from = models.CharField(_("代录来源"), max_length=10, choices=Source, blank=True)
    drafted_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    submitted_at = models.DateTimeField(_("报送时间"), null=True)
    submitted_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    recommended_at = models.DateTimeField(_("推荐时间"), null=True)
    recommended_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    returned_at = models.DateTimeField(_("退回时间"), null=True)
    returned_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    return_reason = models.TextField(_("退回理由"), blank=True)
    decided_at = models.DateTimeField(_("评定时间"), null=True)
    decided_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    decision_reason = models.TextField(_("不入选理由"), blank=True)
    announced_at = models.DateTimeField(_("公布时间"), null=True)
    reserve_place = models.PositiveSmallIntegerField(_("候补顺序"), null=True)

    objects = NominationQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["cycle", "category", "via", "state"], name="nominations_of_a_quota")]
        constraints = [
            models.UniqueConstraint(
                fields=["cycle", "category", "unit"],
                condition=~Q(state="withdrawn"),
                name="one_live_nomination_per_unit_and_category",
            ),
            models.CheckConstraint(
                name="an_entered_nomination_says_whence_and_by_whom",
                condition=Q(entered_by=None, entered_from="") | (Q(entered_by__isnull=False) & ~Q(entered_from="")),
            ),
            *[
                models.CheckConstraint(
                    name=f"{verb}_at_and_by_stand_together",
                    condition=Q(**{f"{verb}_at": None, f"{verb}_by": None})
                    | Q(**{f"{verb}_at__isnull": False, f"{verb}_by__isnull": False}),
                )
                for verb in ("recommended", "returned", "decided")
            ],
        ]

    def __str__(self):
        return f"{self.subject} {self.category}"

    def get_absolute_url(self):
        return reverse("awards:nomination", args=[self.pk])

    @property
    def grade(self) -> str:
        """等次: the grade it was given; "" for none. Lists read it with ``select_related("graded")``."""
        given = getattr(self, "graded", None)
        return given.grade if given else ""

    @property
    def subject(self) -> str:
        """Whom it is about: the manager, else the unit's office."""
        return self.manager_name or self.unit.bureau()

    @property
    def turn(self):
        """Who has to act next."""
        return TURN[NominationState(self.state)]

    @property
    def tone(self) -> str:
        return TONES[NominationState(self.state)]

    @property
    def editable(self) -> bool:
        return self.state in EDITABLE

    @property
    def closed_text(self) -> str:
        """Why its text cannot be changed any more, for somebody who still has it open."""
        if self.state == NominationState.WITHDRAWN:
            return _t("这份推荐表已撤回，不能再改。")
        if self.submitted_at is None:
            return _t("“%(now)s”的推荐不能修改。") % {"now": self.get_state_display()}
        moment = local(self.submitted_at).strftime("%Y-%m-%d %H:%M")
        return _t("这份推荐表已于 %(time)s 报送，不能再改。") % {"time": moment}

    @property
    def result_text(self) -> str:
        """The score or rank put on the form: 第 2 期 91.4 分."""
        if self.period is None:
            return ""
        if self.rank is not None:
            return _t("第 %(period)d 期 %(rank)d 名") % {"period": self.period, "rank": self.rank}
        return _t("第 %(period)d 期 %(score)s 分") % {"period": self.period, "score": plain_hundredths(self.score)}

    def check_move(self, state) -> None:
        """The table of moves leads from here to ``state``."""
        if state not in MOVES[NominationState(self.state)]:
            raise WrongState(
                _t("“%(now)s”的推荐不能改为“%(then)s”。") % {"now": self.get_state_display(), "then": NominationState(state).label}
            )

    def move_to(self, state, **stamps) -> None:
        """Change state and its stamps together, unless somebody else moved or changed it first, or holds it for too long."""
        self.check_move(state)
        mine = Nomination.objects.filter(pk=self.pk, state=self.state, version=self.version)
        try:
            moved = mine.stamp(state=state, version=F("version") + 1, **stamps)
        except OperationalError:
            raise WrongState(_t("这条推荐正由他人办理，请稍后再试。"), code="busy") from None
        if not moved:
            raise moved_first(self)
        self.refresh_from_db()

    def write(self, version: int, values: dict) -> None:
        """Store edited fields if ``version`` is still the current one, else ``Stale`` with what differs now."""
        mine = Nomination.objects.filter(pk=self.pk, version=version, state__in=EDITABLE)
        if mine.update(updated_at=Now(), version=F("version") + 1, **values):
            self.refresh_from_db()
            return
        self.refresh_from_db()
        if not self.editable:
            raise WrongState(self.closed_text)
        differing = {name: getattr(self, name) for name, value in values.items() if getattr(self, name) != value}
        raise Stale(_t("这张表在您打开之后，在另一个页面或由他人改过，请对照后再保存。"), fields=differing)


class Release(Stamped):
    """A result list one person asks to publish and another publishes (两人公布)."""

    State = ReleaseState

    cycle = models.ForeignKey(AwardCycle, models.PROTECT, related_name="releases")
    state = models.CharField(max_length=10, choices=ReleaseState, default=ReleaseState.ASKED)
    asked_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(db_default=Now())
    done_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    done_at = models.DateTimeField(null=True)
    listed = models.JSONField(_("名单"), default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cycle"], condition=Q(state="asked"), name="one_open_release_per_cycle"),
            models.CheckConstraint(name="nobody_publishes_alone", condition=Q(done_by=None) | ~Q(done_by=F("asked_by"))),
        ]

    def __str__(self):
        return f"{self.cycle} {self.get_state_display()}"
