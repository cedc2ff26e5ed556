from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.kit.fields import EncryptedField
from portal.kit.models import Stamped, StampedQuerySet
from portal.units.enums import Level
from schools import enums


class SchoolQuerySet(StampedQuerySet):
    def current(self):
        return self.filter(state=enums.SchoolState.CURRENT)

    def visible_to(self, user):
        """Schools under the user's offices, and those where he holds a post."""
        return self.filter(user.reach("unit") | models.Q(unit__in=[post.unit_id for post in user.current_posts()]))


class School(Stamped):
    """What only a school has, beside its unit."""

    Kind, Ownership, State = enums.SchoolKind, enums.Ownership, enums.SchoolState

    unit = models.OneToOneField(
        "units.Unit", models.PROTECT, related_name="school", verbose_name=_("学校"), limit_choices_to={"level": Level.SCHOOL}
    )
    kind = models.CharField(_("学校类别"), max_length=16, choices=enums.SchoolKind, default=enums.SchoolKind.SCHOOL)
    ownership = models.CharField(_("办学性质"), max_length=10, choices=enums.Ownership, default=enums.Ownership.PUBLIC)
    rural = models.BooleanField(_("乡村学校"), default=False)
    small = models.BooleanField(_("小规模学校"), default=False)
    remote = models.BooleanField(_("海岛或偏远学校"), default=False)
    environment = models.CharField(_("教学环境"), max_length=16, choices=enums.Environment, blank=True)
    area = models.CharField(_("片区"), max_length=60, blank=True)
    lead_school = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="area_schools", verbose_name=_("片区牵头学校")
    )
    central_school = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="teaching_points", verbose_name=_("所属中心校")
    )
    contact = models.CharField(_("联系人"), max_length=60, blank=True)
    phone = EncryptedField(_("联系电话"), blank=True, default="")
    reported_teachers = models.PositiveIntegerField(_("填报教师数"), null=True, blank=True)
    upload = models.ForeignKey("sheets.Upload", models.PROTECT, null=True, editable=False, related_name="+")
    state = models.CharField(_("状态"), max_length=10, choices=enums.SchoolState, default=enums.SchoolState.CURRENT)

    objects = SchoolQuerySet.as_manager()

    def __str__(self):
        return self.unit.name

    def get_absolute_url(self):
        return reverse("schools:school", args=[self.unit.code])

    @property
    def is_current(self) -> bool:
        """Whether what it says counts; an upload that told of it may have been taken back."""
        return self.state == enums.SchoolState.CURRENT

    @property
    def taught(self) -> list[enums.Stage]:
        """The stages it teaches, the youngest first."""
        there = {row.stage for row in self.stages.all()}
        return [stage for stage in enums.Stage if stage in there]


class SchoolStage(models.Model):
    """A stage a school teaches; 九年一贯制 has two."""

    school = models.ForeignKey(School, models.PROTECT, related_name="stages")
    stage = models.CharField(_("学段"), max_length=20, choices=enums.Stage)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["school", "stage"], name="one_row_per_school_and_stage")]

    def __str__(self):
        return self.get_stage_display()
