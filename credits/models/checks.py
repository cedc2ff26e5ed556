"""抽查: a list frozen, a seed promised, a sample drawn, what experts found in it, and what was done about that."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from credits.enums import acceptance as states
from credits.models.acceptance import ResultBatch, ResultLine
from credits.models.declarations import seen_also_by
from credits.models.moving import Moving
from credits.rules.sampling import Reason
from portal.accounts.enums import OFFICE_ROLES
from portal.kit.models import Stamped, StampedQuerySet
from schools.models.teachers import new_code


class SpotCheckQuerySet(StampedQuerySet):
    def visible_to(self, user):
        """Those of units under one's offices and over them, and those in which one has something to check."""
        above = {path for unit in user.units_of(*OFFICE_ROLES) for path in unit.paths_upward()}
        own = SampledItem.objects.filter(expert=user).values("check_of")
        return self.filter(user.reach("unit") | Q(unit__path__in=above) | Q(pk__in=own))

    def published(self):
        """What anybody may read: everything but what was cancelled."""
        return self.exclude(state=states.CheckState.CANCELLED)


class SpotCheck(Moving, Stamped):
    """One check over results sent up to a unit.

    ``entries`` is the frozen list (``rules.sampling.frozen``) with its ``digest``; ``ratio`` ten-thousandths; ``strata`` what
    the list is divided by; ``terms`` what the policy said when it was set up: parameter → value and clause, none of a default. A
    committed ``seed`` is kept from everybody until the draw while its ``seed_digest`` is public; a public one is entered at the
    draw from where ``seed_source`` said beforehand.
    """

    State, Kind, SeedWay, moves = states.CheckState, states.CheckKind, states.SeedWay, states.CHECK_MOVES

    code = models.CharField(_("抽查编号"), max_length=12, unique=True, default=new_code, editable=False)
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="spot_checks", verbose_name=_("抽查单位"))
    program = models.ForeignKey("programs.Program", models.PROTECT, related_name="+", verbose_name=_("项目"))
    kind = models.CharField(_("方式"), max_length=12, choices=states.CheckKind, default=states.CheckKind.COUNTY)
    name = models.CharField(_("名称"), max_length=60)
    body = models.CharField(_("实施单位"), max_length=60, blank=True)
    ratio = models.PositiveSmallIntegerField(_("抽查比例"))
    ratio_citation = models.CharField(_("比例依据"), max_length=120, blank=True)
    strata = models.JSONField(_("分层"), default=list)
    terms = models.JSONField(_("设定时的规定"), default=dict, editable=False)
    batches = models.ManyToManyField(ResultBatch, related_name="checks", verbose_name=_("批次"))
    entries = models.TextField(_("冻结名单"), editable=False)
    size = models.PositiveIntegerField(_("名单人次"))
    digest = models.CharField(_("名单摘要"), max_length=64)
    seed_way = models.CharField(_("种子"), max_length=10, choices=states.SeedWay, default=states.SeedWay.COMMITTED)
    seed_source = models.CharField(_("号码出处"), max_length=120, blank=True)
    seed = models.CharField(max_length=200, blank=True, editable=False)
    seed_digest = models.CharField(_("种子摘要"), max_length=64, blank=True)
    state = models.CharField(_("状态"), max_length=10, choices=states.CheckState, default=states.CheckState.FROZEN)
    frozen_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+", verbose_name=_("发起人"))
    drawn_at = models.DateTimeField(_("抽取时间"), null=True)
    drawn_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+", verbose_name=_("抽取人"))
    closed_at = models.DateTimeField(_("结束时间"), null=True)

    objects = SpotCheckQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("抽查")
        indexes = [models.Index(fields=["unit", "state", "-id"], name="checks_of_a_unit")]
        constraints = [
            models.CheckConstraint(condition=Q(ratio__lte=10_000), name="a_sample_is_a_part"),
            models.CheckConstraint(
                condition=Q(state__in=["frozen", "cancelled"]) | (Q(drawn_at__isnull=False) & ~Q(seed="")), name="a_draw_has_a_seed"
            ),
            models.CheckConstraint(
                condition=Q(seed_way="public") | (~Q(seed="") & ~Q(seed_digest="")), name="a_committed_seed_has_its_digest"
            ),
            models.CheckConstraint(condition=Q(seed_way="committed") | ~Q(seed_source=""), name="a_public_seed_says_where_from"),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("credits:check", args=[self.code])

    @property
    def tone(self) -> str:
        return states.CHECK_TONES[self.State(self.state)]

    @property
    def drawn(self) -> bool:
        return self.drawn_at is not None


class SampledItemQuerySet(StampedQuerySet):
    def visible_to(self, user):
        """Those at schools under one's offices, and those one has to check."""
        return self.filter(user.reach("line__unit") | Q(expert=user))

    def waiting(self):
        return self.filter(state=states.ItemState.WAITING)


class SampledItem(Moving, Stamped):
    """One result that is checked again, with the reason it was drawn for; ``place`` is that in the order of its stratum."""

    State, Reason, moves = states.ItemState, Reason, states.ITEM_MOVES

    check_of = models.ForeignKey(SpotCheck, models.PROTECT, related_name="items", verbose_name=_("抽查"))
    line = models.ForeignKey(ResultLine, models.PROTECT, related_name="items", verbose_name=_("结果"))
    stratum = models.CharField(_("层"), max_length=120)
    place = models.PositiveIntegerField(_("层内次序"))
    reason = models.CharField(_("抽中原因"), max_length=16, choices=Reason)
    expert = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+", verbose_name=_("检查人"))
    state = models.CharField(_("结论"), max_length=10, choices=states.ItemState, default=states.ItemState.WAITING)
    remark = models.CharField(_("说明"), max_length=500, blank=True)
    checked_at = models.DateTimeField(_("检查时间"), null=True)
    checked_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+", verbose_name=_("检查人"))
    upload = models.ForeignKey("sheets.Upload", models.PROTECT, null=True, editable=False, related_name="+")

    objects = SampledItemQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("抽中的结果")
        indexes = [models.Index(fields=["expert", "state", "id"], name="items_of_an_expert")]
        constraints = [
            models.UniqueConstraint(fields=["check_of", "line"], name="a_result_is_drawn_once_per_check"),
            models.CheckConstraint(condition=Q(state="waiting") | Q(checked_at__isnull=False), name="a_checked_result_says_when"),
        ]

    def __str__(self):
        return str(self.line)

    def get_absolute_url(self):
        return reverse("credits:check-item", args=[self.pk])

    @property
    def tone(self) -> str:
        return states.ITEM_TONES[self.State(self.state)]


@seen_also_by
def handed_out(user) -> Q:
    """Declarations whose results somebody was given to check."""
    return Q(pk__in=SampledItem.objects.filter(expert=user).exclude(line__declaration=None).values("line__declaration"))


class CheckFindingQuerySet(StampedQuerySet):
    def visible_to(self, user):
        return self.filter(user.reach("unit") | Q(item__expert=user))

    def open(self):
        """Those not settled yet."""
        return self.filter(state__in=[states.FindingState.OPEN, states.FindingState.MENDED])


class CheckFinding(Moving, Stamped):
    """What is wrong with a checked result, to be mended by its school until a day, and looked at again."""

    Category, State, moves = states.FindingCategory, states.FindingState, states.FINDING_MOVES

    item = models.ForeignKey(SampledItem, models.PROTECT, related_name="findings", verbose_name=_("抽中的结果"))
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+", verbose_name=_("学校"))
    category = models.CharField(_("问题类别"), max_length=12, choices=states.FindingCategory)
    text = models.CharField(_("问题说明"), max_length=500)
    due_on = models.DateField(_("整改期限"))
    state = models.CharField(_("状态"), max_length=10, choices=states.FindingState, default=states.FindingState.OPEN)
    found_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+", verbose_name=_("检查人"))
    done = models.CharField(_("整改情况"), max_length=500, blank=True)
    mended_at = models.DateTimeField(_("整改时间"), null=True)
    mended_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+", verbose_name=_("整改人"))
    remark = models.CharField(_("复查意见"), max_length=500, blank=True)
    settled_at = models.DateTimeField(_("复查时间"), null=True)
    settled_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+", verbose_name=_("复查人"))

    objects = CheckFindingQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("抽查问题")
        indexes = [models.Index(fields=["unit", "state", "due_on"], name="findings_of_a_school")]
        constraints = [
            models.UniqueConstraint(fields=["item"], condition=~Q(state="withdrawn"), name="one_finding_per_checked_result"),
            models.CheckConstraint(
                condition=~Q(state__in=["cleared", "upheld"]) | Q(settled_at__isnull=False), name="a_settled_finding_says_when"
            ),
        ]

    def __str__(self):
        return f"{self.item} {self.get_category_display()}"

    @property
    def tone(self) -> str:
        return states.FINDING_TONES[self.State(self.state)]

    @property
    def turn(self):
        """Who has to act next."""
        return states.FINDING_TURN[self.State(self.state)]
