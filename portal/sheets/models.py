import secrets

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from portal.kit.errors import WrongState
from portal.kit.models import Stamped, StampedQuerySet
from portal.sheets import enums
from portal.sheets.registry import layout_of


def random_place(_upload, _name):
    """Where an uploaded file is kept: a key that tells nothing and cannot be guessed."""
    key = secrets.token_hex(16)
    return f"uploads/{key[:2]}/{key}"


class UploadQuerySet(StampedQuerySet):
    """Uploads by who may see them."""

    def visible_to(self, user):
        """One's own uploads, and those for units under one's offices."""
        return self.filter(models.Q(created_by=user) | user.reach("unit"))


class Upload(Stamped):
    """A workbook brought in for a unit: the file, what was found in it, and what became of it.

    ``counts`` holds new, changed, unchanged, vanished, waiting, refused; ``preview`` a sample of each group;
    ``choices`` what the uploader decided; ``heads`` where headings stood, for the marked-up copy.
    """

    State = enums.UploadState

    sheet = models.CharField(_("表"), max_length=30)
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="uploads", verbose_name=_("单位"))
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("上传人"))
    file = models.FileField(_("文件"), upload_to=random_place, max_length=100)
    name = models.CharField(_("文件名"), max_length=120)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField(_("大小"))
    whole = models.BooleanField(_("完整名单"), default=False)
    state = models.CharField(_("状态"), max_length=12, choices=enums.UploadState, default=enums.UploadState.READING)
    counts = models.JSONField(default=dict)
    preview = models.JSONField(default=dict)
    choices = models.JSONField(default=dict)
    heads = models.JSONField(default=dict)
    reading_job = models.ForeignKey("jobs.Job", models.PROTECT, null=True, related_name="+")
    confirming_job = models.ForeignKey("jobs.Job", models.PROTECT, null=True, related_name="+")
    applied_at = models.DateTimeField(_("保存时间"), null=True)
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    undone_at = models.DateTimeField(_("撤销时间"), null=True)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    objects = UploadQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["unit", "-id"], name="uploads_of_a_unit"),
            models.Index(fields=["created_by", "-id"], name="uploads_of_a_person"),
            models.Index(fields=["sheet", "unit", "-id"], name="uploads_of_a_sheet"),
        ]
        constraints = [
            models.CheckConstraint(condition=models.Q(state__in=enums.UploadState.values), name="an_upload_is_in_a_known_state"),
            models.CheckConstraint(
                condition=models.Q(state__in=["done", "undone"], applied_at__isnull=False)
                | ~models.Q(state__in=["done", "undone"]) & models.Q(applied_at=None),
                name="an_upload_has_a_time_when_it_was_saved",
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("sheets:upload", args=[self.pk])

    @property
    def layout(self):
        """The declaration of its sheet."""
        return layout_of(self.sheet)

    @property
    def tone(self):
        """The colour that goes with the state."""
        return enums.TONES[self.state]

    @property
    def told(self):
        """Counts as lists show them: with thousands separators, — before there is a preview."""
        return {name: f"{count:,}" for name, count in self.counts.items()} or dict.fromkeys(("new", "changed", "refused"), "—")

    @property
    def under_way(self):
        return self.state in enums.UNDER_WAY

    def move_to(self, state, **stamps):
        """Change state and what goes with it together, unless somebody else moved it first."""
        if state not in enums.MOVES[self.state]:
            if state == enums.UploadState.CONFIRMING and self.state == enums.UploadState.DONE:
                raise WrongState(_now("这个文件已经导入，不用再次确认。"))
            raise WrongState(_now("“%(name)s”%(state)s，不能这样做。") % {"name": self.name, "state": self.get_state_display()})
        if not Upload.objects.filter(pk=self.pk, state=self.state).stamp(state=state, **stamps):
            raise WrongState(_now("这次导入刚被他人改动，请刷新后再试。"))
        self.refresh_from_db(fields=["state", "updated_at", *stamps])


class FindingQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(upload__in=Upload.objects.visible_to(user))


class UploadFinding(models.Model):
    """A finding in an uploaded file; ``row`` counts as Excel does, 0 is the file; personal values stand masked."""

    upload = models.ForeignKey(Upload, models.PROTECT, related_name="findings")
    sheet = models.CharField(_("工作表"), max_length=80, blank=True)
    row = models.PositiveIntegerField(_("行"), default=0)
    column = models.CharField(_("列"), max_length=80, blank=True)
    cell = models.CharField(_("单元格"), max_length=12, blank=True)
    value = models.CharField(_("内容"), max_length=80, blank=True)
    severity = models.CharField(_("程度"), max_length=12, choices=enums.Severity)
    code = models.CharField(max_length=40)
    message = models.CharField(_("问题"), max_length=300)
    advice = models.CharField(_("建议"), max_length=300, blank=True)

    objects = FindingQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["upload", "severity", "id"], name="findings_of_an_upload")]

    def __str__(self):
        return self.message

    @property
    def tone(self):
        return enums.SEVERITY_TONES[self.severity]


class SeenLine(models.Model):
    """A stored row and the line of a file last found to say just what it holds: a keyed digest, nothing to be read from it.

    It counts while the row still bears the ``stamp`` of that moment, so whatever changes the row ends it (``recognising``).
    """

    sheet = models.CharField(_("表"), max_length=30)
    row_id = models.BigIntegerField()
    digest = models.CharField(max_length=32, db_index=True)
    stamp = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sheet", "row_id"], name="one_seen_line_per_sheet_and_row")]

    def __str__(self):
        return f"{self.sheet} {self.row_id}"


class SeenFile(models.Model):
    """The last file of a sheet and unit that said nothing but what rows hold: its digest and the ``rows`` it stands for.

    It counts while ``stamps``, the digest of all their stamps, holds, and ``units`` (field, text, key) mean the same.
    """

    sheet = models.CharField(_("表"), max_length=30)
    unit_key = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    reader = models.CharField(max_length=64)
    rows = models.JSONField()
    stamps = models.CharField(max_length=64)
    units = models.JSONField()
    heads = models.JSONField()
    findings = models.JSONField()
    encoding = models.CharField(max_length=30, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sheet", "unit_key"], name="one_seen_file_per_sheet_and_unit")]

    def __str__(self):
        return f"{self.sheet} {self.sha256[:12]}"


class PriorRow(models.Model):
    """A row an upload wrote, with its values before: what an undo goes back to.

    Sheets written through actions keep a row for what they made, too, and how they left it (``takingback``).
    """

    upload = models.ForeignKey(Upload, models.PROTECT, related_name="prior_rows")
    row_id = models.BigIntegerField()
    values = models.JSONField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["upload", "row_id"], name="one_prior_row_per_upload_and_row")]

    def __str__(self):
        return str(self.row_id)
