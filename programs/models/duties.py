from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from portal.accounts.enums import Role
from portal.kit.errors import WrongState
from portal.kit.models import Stamped, StampedQuerySet
from programs.enums.duties import DUTY_MOVES, DUTY_TONES, DutyState


class DutyQuerySet(StampedQuerySet):
    """Duties by whether they are open, whose they are and who may see them."""

    def open(self):
        return self.filter(state=DutyState.OPEN)

    def of(self, user):
        """Those somebody answers for."""
        return self.filter(Q(person=user) | Q(teacher__user=user))

    def visible_to(self, user):
        """Those of the school one works at and of the schools under one's offices; one's own follow one elsewhere."""
        here = Q(unit__in=[unit.pk for unit in user.units_of(Role.TEACHER)])
        return self.filter(user.reach("unit") | here | Q(person=user) | Q(teacher__user=user))


class Duty(Stamped):
    """What a department or a post of a school has to do, and who answers for it (佛教人〔2020〕8号 六(一)2: 落实到每个部门和岗位).

    It may belong to a step of a calendar or to a filing task; who answers is an account or a teacher, never both.
    """

    State = DutyState

    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="duties", verbose_name=_("学校"))
    title = models.CharField(_("工作"), max_length=120)
    department = models.CharField(_("部门"), max_length=40)
    post = models.CharField(_("岗位"), max_length=40, blank=True)
    person = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, blank=True, related_name="duties", verbose_name=_("责任人")
    )
    teacher = models.ForeignKey(
        "schools.Teacher", models.PROTECT, null=True, blank=True, related_name="duties", verbose_name=_("责任教师")
    )
    step = models.ForeignKey(
        "programs.CalendarStep", models.PROTECT, null=True, blank=True, related_name="duties", verbose_name=_("日程事项")
    )
    task = models.ForeignKey(
        "programs.Task", models.PROTECT, null=True, blank=True, related_name="duties", verbose_name=_("报送任务")
    )
    due_on = models.DateField(_("完成期限"))
    note = models.CharField(_("说明"), max_length=300, blank=True)
    state = models.CharField(_("状态"), max_length=10, choices=DutyState, default=DutyState.OPEN)
    done_at = models.DateTimeField(_("完成时间"), null=True)
    done_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+", verbose_name=_("填报人"))
    result = models.CharField(_("完成情况"), max_length=300, blank=True)
    given_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+", verbose_name=_("分派人"))

    objects = DutyQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["unit", "state", "due_on"], name="duties_of_a_school")]
        constraints = [
            models.CheckConstraint(
                condition=Q(person=None, teacher__isnull=False) | Q(person__isnull=False, teacher=None),
                name="one_answers_for_a_duty",
            ),
            models.CheckConstraint(
                condition=Q(state=DutyState.DONE, done_at__isnull=False) | (~Q(state=DutyState.DONE) & Q(done_at=None)),
                name="a_duty_done_says_when",
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("programs:duty", args=[self.pk])

    @property
    def tone(self) -> str:
        return DUTY_TONES[self.state]

    @property
    def responsible(self) -> str:
        """The name of who answers for it."""
        return str((self.person or self.teacher).name)

    @property
    def account(self):
        """The account of who answers for it; None for a teacher without one."""
        return self.person or self.teacher.user

    def move_to(self, state, **stamps) -> None:
        """Change state and stamps together, unless somebody else moved it first."""
        mine = Duty.objects.filter(pk=self.pk, state=self.state) if state in DUTY_MOVES[self.state] else Duty.objects.none()
        if not mine.stamp(state=state, **stamps):
            raise WrongState(_t("“%(title)s”%(now)s，不能再改。") % {"title": self, "now": self.get_state_display()})
        self.refresh_from_db()
