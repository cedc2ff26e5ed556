"""What is to be handed in, collated, reviewed and dunned, on the front page."""

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Count, Min, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.accounts.enums import Role
from portal.kit.clock import database_now
from portal.kit.desk import Awaited, Deadline, Item, Waiting
from portal.shell.sources import AT_MOST, end_of
from programs.enums.filings import MISSING, FilingState
from programs.enums.tasks import TaskState
from programs.facts.consulting import to_advise
from programs.facts.receipts import own_receipts
from programs.facts.refining import to_refine
from programs.facts.tasks import awaited_by, due_for, who_has
from programs.models import Filing, Task
from programs.policies.tasks import ISSUERS

S = FilingState
ACTS = {
    S.DUE: (gettext_lazy("报送"), gettext_lazy("去报送")),
    S.RETURNED: (gettext_lazy("修改被退回的报送"), gettext_lazy("去修改")),
    S.COLLATING: (gettext_lazy("汇总转报"), gettext_lazy("去转报")),
    S.SUBMITTED: (gettext_lazy("审核"), gettext_lazy("去审核")),
    S.ACCEPTED: (gettext_lazy("备案"), gettext_lazy("去备案")),
}
AHEAD, DUN_BEFORE = timedelta(days=30), timedelta(days=3)


def filings(user, post) -> Iterator[Item]:
    """Everything about returns: one line for each task and act, whatever the number of units; five queries."""
    if post is None:
        return
    yield from _to_do(user)
    yield from _to_confirm(user)
    yield from _to_dun(user)
    yield from _to_advise(user)
    yield from _to_refine(user)
    for row in awaited_by(user)[:AT_MOST]:
        yield Awaited(row.task.title, who_has(row), row.get_absolute_url(), row.submitted_at)
    yield from _deadlines(user)


def _to_do(user) -> Iterator[Waiting]:
    rows = due_for(user).order_by().values("task_id", "task__title", "state")
    rows = rows.annotate(count=Count("pk"), first=Min("pk"), until=Min("due_at"), sent=Min("submitted_at"), back=Min("returned_at"))
    for row in rows.order_by("until", "task_id", "state")[: 2 * AT_MOST]:
        what, button = ACTS[row["state"]]
        title = f"{what}：{row['task__title']}"
        url = reverse("programs:filing", args=[row["first"]])
        if row["count"] > 1:
            title = _("%(title)s（%(count)d 份）") % {"title": title, "count": row["count"]}
            url = reverse("programs:task", args=[row["task_id"]])
        own = row["state"] in MISSING
        since = row["back"] if row["state"] == S.RETURNED else row["sent"]
        yield Waiting(title, url, str(button), since, row["until"] if own else None)


def _to_advise(user) -> Iterator[Waiting]:
    """What an expert was asked about; a query for experts only."""
    for row in to_advise(user)[:AT_MOST] if user.holds(Role.EXPERT) else ():
        what = _("专家评议：%(unit)s的“%(task)s”") % {"unit": row.filing.unit, "task": row.filing.task}
        yield Waiting(what, row.filing.get_absolute_url(), _("填写意见"), since=row.created_at, until=end_of(row.due_on))


def _to_refine(user) -> Iterator[Waiting]:
    """Results an expert was asked to work on; a query for experts only."""
    for row in to_refine(user)[:AT_MOST] if user.holds(Role.EXPERT) else ():
        url = row.showcase.get_absolute_url()
        yield Waiting(_("加工成果：%s") % row.showcase, url, _("交加工结果"), since=row.created_at, until=end_of(row.due_on))


def _to_confirm(user) -> Iterator[Waiting]:
    for row in own_receipts(user).waiting().order_by("created_at", "pk")[:AT_MOST]:
        yield Waiting(_("签收通知：%s") % row.notice, row.notice.get_absolute_url(), _("去签收"), row.created_at)


def _to_dun(user) -> Iterator[Waiting]:
    """Tasks one looks after that units still owe, from three days before they are due."""
    near = {"issuer__in": user.units_of(*ISSUERS), "state": TaskState.OPEN, "due_at__lt": database_now() + DUN_BEFORE}
    rows = Task.objects.filter(**near).annotate(missing=Count("filings", filter=Q(filings__state__in=MISSING)))
    for task in rows.filter(missing__gt=0).order_by("due_at", "pk")[:AT_MOST]:
        what = _("%(count)d 个单位未报：%(title)s") % {"count": task.missing, "title": task.title}
        yield Waiting(what, reverse("programs:task-missing", args=[task.pk]), _("去催报"), until=task.due_at)


def _deadlines(user) -> Iterator[Deadline]:
    """Of tasks one's own units set, file, collate or receive; what others ask of others is found under 收表."""
    now, own = database_now(), [post.unit_id for post in user.current_posts()]
    taking_part = Filing.objects.filter(Q(unit__in=own) | Q(receiver__in=own) | Q(collator__in=own))
    rows = Task.objects.visible_to(user).open().filter(due_at__range=(now, now + AHEAD)).select_related("issuer")
    rows = rows.filter(Q(issuer__in=own) | Q(pk__in=taking_part.values("task")))
    for task in rows.order_by("due_at", "pk")[:AT_MOST]:
        yield Deadline(task.title, task.due_at, task.get_absolute_url(), note=task.issuer.name)
