"""公示: what the office chose, days that count, a notice with its names, objections and how they were handled."""

import secrets

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from awards.models.cycles import AwardCycle
from awards.models.nominations import OFFICE, Nomination
from portal.kit.fields import EncryptedField
from portal.kit.models import Stamped, StampedQuerySet


def new_code() -> str:
    """64 random bits: addresses of notices cannot be guessed before they are out."""
    return secrets.token_hex(8)


class OfficeTerms(Stamped):
    """办理约定: what the notice leaves open and the office chose, shown wherever it has effect."""

    cycle = models.OneToOneField(AwardCycle, models.PROTECT, related_name="terms")
    paper_required = models.BooleanField(_("收到纸质件后才受理"), default=False)
    city_notice = models.BooleanField(_("设区市推荐前后公示"), default=False)
    province_notice = models.BooleanField(_("省级评定后公示"), default=False)
    notice_days = models.PositiveSmallIntegerField(_("公示工作日数"), default=5)
    reason = models.TextField(_("说明"), blank=True)

    objects = StampedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("办理约定")
        constraints = [models.CheckConstraint(condition=Q(notice_days__range=(1, 60)), name="a_notice_lasts_1_to_60_days")]

    def __str__(self):
        return f"{self.cycle} {self._meta.verbose_name}"


class PaperReceipt(Stamped):
    """纸质件: sealed copies of one nomination that reached the office."""

    nomination = models.OneToOneField(Nomination, models.PROTECT, related_name="paper")
    copies = models.PositiveSmallIntegerField(_("份数"))
    received_on = models.DateField(_("收到日期"))
    note = models.CharField(_("备注"), max_length=200, blank=True)
    by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")

    objects = StampedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("纸质件签收")

    def __str__(self):
        return f"{self.nomination} {self.copies}"


class SpecialDay(Stamped):
    """A day that is no ordinary day of its week: a public holiday, or a weekend day worked in its stead (调休)."""

    class Kind(models.TextChoices):
        REST = "rest", _("放假")
        WORK = "work", _("上班")

    day = models.DateField(_("日期"), unique=True)
    kind = models.CharField(_("安排"), max_length=10, choices=Kind)
    name = models.CharField(_("名称"), max_length=40)
    state = models.CharField(max_length=10, default="current")

    objects = StampedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("节假日安排")
        ordering = ["day"]

    def __str__(self):
        return f"{self.day} {self.get_kind_display()}"


class PublicNoticeQuerySet(StampedQuerySet):
    """Notices by who may see them on desks; open ones are public anyway."""

    def visible_to(self, user):
        """Those of one's own office and of offices below it.

        What the office that runs the cycle drafted tells whom it chose; that office alone reads it unless it began.
        """
        decided = Q(starts_on=None, unit=F("cycle__unit"))
        return self.filter(user.reach("unit")).exclude(decided & ~Q(unit__in=user.units_of(*OFFICE)))

    def public(self):
        """Those everybody may read: started and not taken back."""
        return self.filter(state__in=[PublicNotice.State.OPEN, PublicNotice.State.ENDED])

    def taken_back(self):
        """Those that had begun and were cancelled."""
        return self.filter(state=PublicNotice.State.CANCELLED, starts_on__isnull=False)


class PublicNotice(Stamped):
    """公示: names put before the public for some working days by a city or the province."""

    class State(models.TextChoices):
        DRAFT = "draft", _("草稿")
        OPEN = "open", _("公示中")
        ENDED = "ended", _("已结束")
        CANCELLED = "cancelled", _("已撤销")

    cycle = models.ForeignKey(AwardCycle, models.PROTECT, related_name="public_notices")
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+", verbose_name=_("公示单位"))
    code = models.CharField(max_length=16, unique=True, default=new_code)
    title = models.CharField(_("标题"), max_length=120)
    body = models.TextField(_("正文"))
    receiver = models.CharField(_("异议受理部门"), max_length=60)
    receiver_phone = models.CharField(_("受理电话"), max_length=40)
    days = models.PositiveSmallIntegerField(_("工作日数"))
    starts_on = models.DateField(_("开始日期"), null=True)
    ends_on = models.DateField(_("截止日期"), null=True)
    site_url = models.URLField(_("网站公示链接"), max_length=300, blank=True)
    site_from = models.DateField(_("网站公示开始"), null=True)
    site_to = models.DateField(_("网站公示结束"), null=True)
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.DRAFT)
    started_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)

    objects = PublicNoticeQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("公示")
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["draft", "cancelled"]) | Q(starts_on__isnull=False, ends_on__gte=F("starts_on")),
                name="a_started_notice_has_its_days",
            )
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("awards:public-notice", args=[self.cycle.code, self.pk])

    @property
    def public_url(self) -> str:
        """Where everybody reads it."""
        return reverse("awards:notice-page", args=[self.code])

    @property
    def of_province(self) -> bool:
        """Whether the office of the cycle gives it, over decided names."""
        return self.unit_id == self.cycle.unit_id

    @property
    def giver(self) -> str:
        """In whose name it stands: the office of the cycle, or a city's bureau."""
        return self.cycle.office_name if self.of_province else self.unit.bureau()

    @property
    def tone(self) -> str:
        return {"draft": "secondary", "open": "info", "ended": "success", "cancelled": "secondary"}[self.state]


class NoticeName(Stamped):
    """A name on a public notice, as it was printed there."""

    class State(models.TextChoices):
        LISTED = "listed", _("在列")
        HELD = "held", _("有异议，暂缓")
        REMOVED = "removed", _("已取消")

    notice = models.ForeignKey(PublicNotice, models.PROTECT, related_name="names")
    nomination = models.ForeignKey(Nomination, models.PROTECT, related_name="notice_names")
    category_name = models.CharField(max_length=60)
    subject = models.CharField(max_length=120)
    workplace = models.CharField(max_length=120, blank=True)
    place = models.CharField(max_length=120, blank=True)
    position = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=State, default=State.LISTED)

    objects = StampedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("公示名单")
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["notice", "nomination"], name="one_line_per_nomination_on_a_notice")]

    def __str__(self):
        return self.subject


class ObjectionQuerySet(StampedQuerySet):
    """Objections by who handles them."""

    def visible_to(self, user):
        """Only those who handle them: the offices of the notice's unit, exactly."""
        return self.filter(notice__unit__in=user.units_of(*OFFICE))

    def open(self):
        return self.filter(state__in=OPEN_OBJECTIONS)

    def upheld_against(self, nomination):
        """Those upheld against this form or an earlier one of its unit in the category; against a manager, only the same person."""
        same = {"listed__nomination__category": nomination.category_id, "listed__nomination__unit": nomination.unit_id}
        if nomination.manager_name:
            same["listed__subject"] = nomination.manager_name
        return self.filter(state=Objection.State.UPHELD, notice__cycle=nomination.cycle_id, **same)


class Objection(Stamped):
    """异议: made under a real name; name, contact and text are for the handling office alone."""

    class State(models.TextChoices):
        RECEIVED = "received", _("已收到")
        INVESTIGATING = "investigating", _("调查核实中")
        UPHELD = "upheld", _("属实")
        DISMISSED = "dismissed", _("不属实")

    notice = models.ForeignKey(PublicNotice, models.PROTECT, related_name="objections")
    listed = models.ForeignKey(NoticeName, models.PROTECT, related_name="objections", verbose_name=_("公示对象"))
    number = models.CharField(_("编号"), max_length=40, unique=True)
    name = EncryptedField(_("姓名"))
    contact = EncryptedField(_("联系方式"))
    text = EncryptedField(_("异议内容"))
    source = models.CharField(_("来源"), max_length=40, blank=True)
    state = models.CharField(_("状态"), max_length=20, choices=State, default=State.RECEIVED)
    answer = EncryptedField(_("答复"), blank=True, default="")
    received_at = models.DateTimeField(db_default=Now())
    answered_at = models.DateTimeField(null=True)

    objects = ObjectionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("异议")

    def __str__(self):
        return self.number

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_OBJECTIONS

    @property
    def tone(self) -> str:
        return {"received": "warning", "investigating": "info", "upheld": "danger", "dismissed": "success"}[self.state]


OPEN_OBJECTIONS = (Objection.State.RECEIVED, Objection.State.INVESTIGATING)
