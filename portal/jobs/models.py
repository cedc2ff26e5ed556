from datetime import timedelta

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.jobs import enums
from portal.jobs.registry import kind_of, known
from portal.kit.models import Stamped, StampedQuerySet


def seconds_from_now(seconds: int):
    """A moment by the database's clock, as an expression; negative seconds lie in the past."""
    return Now() + models.Value(timedelta(seconds=seconds), output_field=models.DurationField())


class JobQuerySet(StampedQuerySet):
    """Jobs by who may see them and by what is due with them."""

    def visible_to(self, user):
        """One's own jobs, and those of the units one's offices reach."""
        return self.filter(Q(requested_by=user) | user.reach())

    def held_with(self, token: int):
        """The running job whose holder has this token; empty once somebody else has taken over."""
        return self.filter(state=enums.JobState.RUNNING, token=token)

    def overdue(self):
        """Running jobs whose holder stopped renewing the lease."""
        return self.filter(state=enums.JobState.RUNNING, lease_until__lt=Now())

    def unheard(self):
        """Waiting jobs whose message is not on its way, or has been for so long that it may be lost."""
        late = Q(sent_at=None) | Q(sent_at__lt=seconds_from_now(-settings.JOB_RESEND_SECONDS))
        return self.filter(late, state=enums.JobState.WAITING)

    def move(self, state: enums.JobState, **stamps) -> int:
        """Change the state with its stamps in one conditional update; 0 when none was in a state that allows it."""
        stamps |= {"finished_at": Now() if state in enums.FINISHED else None}
        if state != enums.JobState.RUNNING:
            stamps |= {"lease_until": None, "holder": ""}
        return self.filter(state__in=enums.sources(state)).stamp(state=state, **stamps)


class Job(Stamped):
    """A piece of long work somebody asked for; this row is the truth about it, the queue only carries its number.

    ``token`` grows with every claim: a holder that was presumed dead cannot finish with an old one.
    ``attempts`` counts the claims since the job was asked for or last retried by a person.
    """

    State = enums.JobState

    kind = models.CharField(_("类型"), max_length=60)
    title = models.CharField(_("任务"), max_length=200)
    unit = models.ForeignKey("units.Unit", models.PROTECT, null=True, verbose_name=_("单位"), related_name="+")
    requested_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, verbose_name=_("发起人"), related_name="+")
    post = models.ForeignKey("accounts.Post", models.PROTECT, null=True, verbose_name=_("身份"), related_name="+")
    state = models.CharField(_("状态"), max_length=10, choices=enums.JobState, default=enums.JobState.WAITING)
    params = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    result = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    error = models.TextField(_("原因"), blank=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    attempts = models.PositiveSmallIntegerField(default=0)
    token = models.PositiveIntegerField(default=0)
    holder = models.CharField(max_length=120, blank=True)
    lease_until = models.DateTimeField(null=True)
    heartbeat_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    started_at = models.DateTimeField(_("开始时间"), null=True)
    finished_at = models.DateTimeField(_("结束时间"), null=True)
    cancel_requested_at = models.DateTimeField(null=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["lease_until"], condition=Q(state="running"), name="running_jobs_by_lease"),
            models.Index(fields=["sent_at"], condition=Q(state="waiting"), name="waiting_jobs_by_message"),
            models.Index(fields=["unit", "-id"], name="jobs_of_a_unit"),
            models.Index(fields=["requested_by", "-id"], name="jobs_of_a_person"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="running", lease_until__isnull=False) | (~Q(state="running") & Q(lease_until=None)),
                name="a_job_has_a_lease_while_it_runs",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["done", "failed", "cancelled"], finished_at__isnull=False)
                | Q(state__in=["waiting", "running"], finished_at=None),
                name="a_job_has_an_end_when_it_ended",
            ),
            models.CheckConstraint(condition=Q(error="") | Q(state="failed"), name="only_a_failed_job_has_an_error"),
            models.CheckConstraint(condition=~Q(state="failed", error=""), name="a_failed_job_says_why"),
            models.CheckConstraint(condition=Q(attempts__lte=enums.MAX_ATTEMPTS), name="a_job_is_tried_three_times"),
            models.CheckConstraint(condition=Q(token__gte=F("attempts")), name="every_attempt_has_its_token"),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("jobs:job", args=[self.pk])

    @property
    def finished(self) -> bool:
        return self.state in enums.FINISHED

    @property
    def tone(self) -> str:
        """The colour that goes with the state."""
        return enums.TONES[self.state]

    @property
    def kind_title(self) -> str:
        """What its kind is called; the key itself when this version of the portal no longer knows it."""
        return str(kind_of(self.kind).title) if known(self.kind) else self.kind

    @property
    def links(self) -> list[dict]:
        """The pages its result leads to, each with ``label`` and ``url``; only addresses of this portal."""
        return [link for link in self.result.get("links", []) if link["url"].startswith("/") and not link["url"].startswith("//")]

    @property
    def told(self) -> str:
        """What became of it, where "done" alone would mislead."""
        return self.result.get("told", "")

    @property
    def lines(self) -> list[str]:
        """What its result says in sentences."""
        return self.result.get("lines", [])


class ListFileQuerySet(StampedQuerySet):
    """Files of lists by who may fetch them."""

    def visible_to(self, user):
        """Files one asked for under a post one still holds, as long as they are kept."""
        held = Q(job__post=None) | Q(job__post__in=[post.pk for post in user.current_posts()])
        return self.filter(held, job__requested_by=user, state=enums.ListFileState.KEPT, expires_at__gt=Now())


class ListFile(Stamped):
    """A long list as a file that somebody asked for; after some days the file goes and the row stays."""

    State = enums.ListFileState

    job = models.OneToOneField(Job, models.PROTECT, related_name="list_file", verbose_name=_("任务"))
    name = models.CharField(_("文件名"), max_length=200)
    rows = models.PositiveIntegerField(_("行数"))
    file = models.FileField(_("文件"), upload_to="lists/%Y/%m/")
    expires_at = models.DateTimeField(_("保留到"))
    state = models.CharField(_("状态"), max_length=10, choices=enums.ListFileState, default=enums.ListFileState.KEPT)

    objects = ListFileQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["expires_at"], condition=Q(state="kept"), name="list_files_by_end")]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("jobs:list-file", args=[self.pk])
