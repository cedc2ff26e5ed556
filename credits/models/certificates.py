"""认证证书: one per teacher and point, issued by the unit over the school (泗教师字〔2022〕1号 四(三)3)."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from credits.enums import ledger as enums
from credits.enums import reviews as states
from credits.models.abilities import MicroAbility
from portal.kit.models import Stamped, StampedQuerySet


class CertificateQuerySet(StampedQuerySet):
    def visible_to(self, user):
        """Certificates of teachers under one's offices, and one's own."""
        return self.filter(user.reach("teacher__unit") | user.reach("unit") | Q(teacher__user=user))

    def standing(self):
        """All but the revoked."""
        return self.filter(state__in=[states.CertificateState.VALID, states.CertificateState.SUSPENDED])

    def move(self, state: states.CertificateState, **stamps) -> int:
        """Change the state with its stamps in one conditional update; 0 when none was in a state that allows it."""
        return self.filter(state__in=states.certificate_sources(state)).stamp(state=state, **stamps)


class Certificate(Stamped):
    """What a teacher is given for a passed point; ``document`` is the drawn and archived paper, whose number it shares.

    ``unit`` is the school at the time, ``issuer`` the unit whose bureau certifies, ``entry`` the result it rests on.
    """

    State = states.CertificateState

    teacher = models.ForeignKey("schools.Teacher", models.PROTECT, related_name="certificates", verbose_name=_("教师"))
    ability = models.ForeignKey(MicroAbility, models.PROTECT, related_name="+", verbose_name=_("能力点"))
    program = models.ForeignKey("programs.Program", models.PROTECT, related_name="+", verbose_name=_("项目"))
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+", verbose_name=_("发证时所在学校"))
    issuer = models.ForeignKey("units.Unit", models.PROTECT, related_name="+", verbose_name=_("发证单位"))
    entry = models.ForeignKey("credits.CreditEntry", models.PROTECT, related_name="+", verbose_name=_("考核结果"))
    grade = models.CharField(_("等级"), max_length=10, choices=enums.Grade)
    number = models.CharField(_("证书编号"), max_length=100, null=True, unique=True)
    document = models.OneToOneField("documents.Document", models.PROTECT, null=True, related_name="+", verbose_name=_("文书"))
    issued_on = models.DateField(_("发证日期"))
    state = models.CharField(_("状态"), max_length=10, choices=states.CertificateState, default=states.CertificateState.VALID)
    reason = models.TextField(_("原因"), blank=True)

    objects = CertificateQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("认证证书")
        indexes = [models.Index(fields=["unit", "state", "-id"], name="certificates_of_a_school")]
        constraints = [
            models.UniqueConstraint(
                fields=["teacher", "ability"], condition=~Q(state="revoked"), name="one_certificate_per_teacher_and_point"
            ),
            models.CheckConstraint(condition=Q(state="valid") | ~Q(reason=""), name="a_certificate_not_valid_says_why"),
        ]

    def __str__(self):
        return self.number or f"{self.teacher} {self.ability}"

    def get_absolute_url(self):
        return reverse("credits:certificate", args=[self.pk])

    @property
    def tone(self) -> str:
        return states.CERTIFICATE_TONES[self.State(self.state)]

    @property
    def valid(self) -> bool:
        return self.state == states.CertificateState.VALID
