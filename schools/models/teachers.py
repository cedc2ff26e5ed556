import secrets

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.kit.fields import EncryptedField
from portal.kit.models import Stamped, StampedQuerySet
from portal.kit.text import mask
from schools import enums

CODE_LETTERS = b"23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
LETTER_OF_BYTE = bytes(CODE_LETTERS[byte % len(CODE_LETTERS)] for byte in range(256))
CURRENT = Q(state=enums.RecordState.CURRENT)


def new_code() -> str:
    """A row code for one teacher: twelve letters without look-alikes, random, so that it tells nothing."""
    return secrets.token_bytes(12).translate(LETTER_OF_BYTE).decode()


class TeacherQuerySet(StampedQuerySet):
    """Teachers by whether they count, where they work and who may see them."""

    def current(self):
        return self.filter(CURRENT)

    def employed(self):
        """Those in post or on leave."""
        return self.filter(CURRENT, status__in=enums.EMPLOYED)

    def visible_to(self, user):
        """Teachers of the user's subtree, and oneself."""
        return self.filter(user.reach_with_own("unit", "user")) if user.pk else self.none()

    def visible_by_row(self, user):
        """``visible_to``, for lists in the order of their rows."""
        return self.filter(user.reach_with_own("unit", "user", by_row=True)) if user.pk else self.none()


class Teacher(Stamped):
    """One person of a school's staff and what is true of it now; ``unit`` is the school it works at, or worked at last.

    Numbers stand encrypted; ``id_key`` and ``phone_key`` are fingerprints that find equals. ``code`` (行码) names the
    row in our own templates, so that masked numbers come back without loss.
    """

    Status, Category, State = enums.TeacherStatus, enums.StaffCategory, enums.RecordState

    code = models.CharField(_("行码"), max_length=12, unique=True, default=new_code, editable=False)
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="teachers", verbose_name=_("学校"))
    name = models.CharField(_("姓名"), max_length=60)
    staff_number = models.CharField(_("教职工号"), max_length=30, blank=True, db_index=True)
    sex = models.CharField(_("性别"), max_length=6, choices=enums.Sex, blank=True)
    id_type = models.CharField(_("证件类型"), max_length=20, choices=enums.IdType, default=enums.IdType.RESIDENT)
    id_number = EncryptedField(_("证件号码"), blank=True, default="")
    id_key = models.CharField(max_length=64, blank=True, default="", editable=False)
    born_on = models.DateField(_("出生日期"), null=True, blank=True)
    category = models.CharField(_("人员类别"), max_length=12, choices=enums.StaffCategory, default=enums.StaffCategory.TEACHER)
    stage = models.CharField(_("学段"), max_length=20, choices=enums.Stage, blank=True)
    subject = models.CharField(_("任教学科"), max_length=30, blank=True)
    research_group = models.CharField(_("教研组"), max_length=60, blank=True)
    position = models.CharField(_("职务"), max_length=60, blank=True)
    title = models.CharField(_("职称"), max_length=12, choices=enums.Title, blank=True)
    phone = EncryptedField(_("手机号"), blank=True, default="")
    phone_key = models.CharField(max_length=64, blank=True, default="", editable=False, db_index=True)
    short_number = models.CharField(_("短号"), max_length=12, blank=True)
    email = models.CharField(_("电子邮箱"), max_length=120, blank=True)
    joined_on = models.DateField(_("入职日期"), null=True, blank=True)
    status = models.CharField(_("在岗状态"), max_length=12, choices=enums.TeacherStatus, default=enums.TeacherStatus.IN_POST)
    user = models.OneToOneField(
        "accounts.User", models.PROTECT, null=True, blank=True, related_name="teacher", verbose_name=_("账号")
    )
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="merged", editable=False)
    state = models.CharField(_("状态"), max_length=10, choices=enums.RecordState, default=enums.RecordState.CURRENT)
    upload = models.ForeignKey("sheets.Upload", models.PROTECT, null=True, editable=False, related_name="+")

    objects = TeacherQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["unit", "name", "id"], name="teachers_of_a_school"),
            models.Index(fields=["name", "id"], name="teachers_by_name"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["id_type", "id_key"],
                condition=CURRENT & ~Q(id_key=""),
                name="one_teacher_per_id_number",
            ),
            models.CheckConstraint(
                condition=Q(merged_into=None) | Q(state=enums.RecordState.VOID), name="who_was_merged_counts_no_more"
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("schools:teacher", args=[self.code])

    @property
    def masked_id(self) -> str:
        return mask(self.id_number)

    @property
    def masked_phone(self) -> str:
        return mask(self.phone)

    @property
    def employed(self) -> bool:
        return self.state == enums.RecordState.CURRENT and self.status in enums.EMPLOYED


class EmploymentQuerySet(StampedQuerySet):
    def active(self):
        """Employments that have not ended."""
        return self.filter(CURRENT, ends_on=None)

    def visible_to(self, user):
        """What one's own schools gave, and the whole way of those who work there now."""
        return self.filter(user.reach("unit") | user.reach("teacher__unit") | Q(teacher__user=user))


class Employment(Stamped):
    """One teacher at one school from one day to another; at most one of a teacher's is open."""

    teacher = models.ForeignKey(Teacher, models.PROTECT, related_name="employments", verbose_name=_("教师"))
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="employments", verbose_name=_("学校"))
    starts_on = models.DateField(_("开始日期"))
    ends_on = models.DateField(_("结束日期"), null=True, blank=True)
    ending = models.CharField(_("离开原因"), max_length=12, choices=enums.Ending, blank=True)
    state = models.CharField(_("状态"), max_length=10, choices=enums.RecordState, default=enums.RecordState.CURRENT)
    opened_by = models.ForeignKey("sheets.Upload", models.PROTECT, null=True, editable=False, related_name="+")
    closed_by = models.ForeignKey("sheets.Upload", models.PROTECT, null=True, editable=False, related_name="+")

    objects = EmploymentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["teacher"], condition=CURRENT & Q(ends_on=None), name="one_active_employment_per_teacher"
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=models.F("starts_on")), name="an_employment_ends_after_it_starts"
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None, ending="") | Q(ends_on__isnull=False) & ~Q(ending=""),
                name="an_ended_employment_says_why",
            ),
        ]

    def __str__(self):
        return f"{self.teacher} {self.unit}"
