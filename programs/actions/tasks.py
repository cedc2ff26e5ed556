"""Asking units for something: drafted, described, opened, closed."""

from datetime import datetime

from django.db import transaction
from django.db.models import BigIntegerField, DateTimeField, Max, QuerySet, Value
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from portal.accounts.messages import tell_all_staff
from portal.audit.recording import record
from portal.kit.bulk import insert_from
from portal.kit.clock import database_now, local
from portal.kit.errors import Refused, WrongState
from portal.kit.reasons import reason_of
from portal.kit.text import clean_text
from portal.sheets.actions import digest, safe_name
from programs.contents import content_kind, content_kinds
from programs.enums.tasks import TaskKind, TaskState
from programs.facts.asked import collator_of, receiver_of, units_asked
from programs.files import check_file
from programs.models import Filing, Task
from programs.policies.tasks import check_issue
from programs.rules.columns import AskedColumn, check_columns


@transaction.atomic
def draft_task(*, issuer, title: str, due_at: datetime, by, blank=None, head=None, columns=(), **about) -> Task:
    """Write down what is to be asked; nobody below sees it before it is opened.

    ``blank`` is an uploaded file, ``head`` and ``columns`` what was read from it; ``about`` holds the other fields of ``Task``.
    """
    check_issue(by, issuer)
    task = Task(issuer=issuer, title=clean_text(title), due_at=due_at, head=head or {}, drafted_by=by, **about)
    _check(task)
    task.columns = [column.as_dict() for column in columns]
    if columns:
        check_columns(list(columns))
    if blank is not None:
        _attach(task, blank)
    task.save()
    record(by, "task.drafted", task, unit=issuer)
    return task


@transaction.atomic
def describe_columns(*, task: Task, columns: list[AskedColumn], by, head: dict | None = None) -> None:
    """Correct what was guessed of the blank, as long as nobody was asked yet; ``head`` where its headings stand."""
    check_issue(by, task.issuer)
    check_columns(columns)
    if task.state != TaskState.DRAFT:
        raise WrongState(_("“%s”已经发布，列的要求不能再改。") % task.title)
    task.change(columns=[column.as_dict() for column in columns], head=head or task.head)
    record(by, "task.described", task, unit=task.issuer)


@transaction.atomic
def replace_blank(*, task: Task, blank, head: dict, columns: list[AskedColumn], by) -> None:
    """Attach another blank, or read the same one at another row."""
    check_issue(by, task.issuer)
    if task.state != TaskState.DRAFT:
        raise WrongState(_("“%s”已经发布，空白表不能再换。") % task.title)
    check_columns(columns)
    _attach(task, blank)
    task.head, task.columns = head, [column.as_dict() for column in columns]
    task.save()
    record(by, "task.described", task, unit=task.issuer)


@transaction.atomic
def open_task(*, task: Task, by) -> int:
    """Ask the units: a filing for each, made set-based; how many. Their staff get a message."""
    check_issue(by, task.issuer)
    if content_kind(task.content).tabular and not task.columns:
        raise Refused(_("请先附上带表头的空白表，再发布。"), fields={"blank": _("缺少空白表。")})
    if task.kind == TaskKind.COLLECTION and task.due_at <= database_now():
        raise Refused(_("截止时间已过，请先改到将来。"), fields={"due_at": _("应晚于现在。")})
    task.move_to(TaskState.OPEN, opened_at=Now(), opened_by=by)
    made = spread(task=task)
    count = made.count()
    if not count and not task.filings.exists():
        raise Refused(_("没有选中任何单位，请选择填报范围。"), fields={"units": _("没有选中任何单位。")})
    record(by, "task.opened", task, unit=task.issuer, data={"units": count})
    _tell(task, made)
    return count


@transaction.atomic
def refresh_filings(*, task: Task, by) -> int:
    """Ask units that came into the task's choice after it was opened; those asked already stay as they are."""
    check_issue(by, task.issuer)
    if task.state != TaskState.OPEN:
        raise WrongState(_("“%s”不在进行中。") % task.title)
    made = spread(task=task)
    count = made.count()
    if count:
        record(by, "task.widened", task, unit=task.issuer, data={"units": count})
        _tell(task, made)
    return count


def spread(*, task: Task) -> QuerySet:
    """The filings that are lacking, made by one statement; those made."""
    last = task.filings.aggregate(last=Max("pk"))["last"] or 0
    lacking = units_asked(task).exclude(pk__in=task.filings.values("unit"))
    fixed = {"asked_by": Value(task.pk, BigIntegerField()), "until": Value(task.due_at, DateTimeField())}
    through = {"reviewed_by": receiver_of(task), "collated_by": collator_of(task)}
    columns = {"task": "asked_by", "unit": "pk", "receiver": "reviewed_by", "collator": "collated_by", "due_at": "until"}
    insert_from(Filing, columns, lacking.annotate(**fixed, **through), order="path")
    return task.filings.filter(pk__gt=last)


@transaction.atomic
def close_task(*, task: Task, by, reason: str = "") -> None:
    """Take no more returns, save where a unit is unlocked or may still file late."""
    check_issue(by, task.issuer)
    task.move_to(TaskState.CLOSED)
    record(by, "task.closed", task, unit=task.issuer, note=reason)


@transaction.atomic
def reopen_task(*, task: Task, by, reason: str) -> None:
    """Take returns again."""
    check_issue(by, task.issuer)
    task.move_to(TaskState.OPEN)
    record(by, "task.reopened", task, unit=task.issuer, note=reason_of(reason))


@transaction.atomic
def void_task(*, task: Task, by, reason: str) -> None:
    """Withdraw what was asked; what came in stays readable."""
    check_issue(by, task.issuer)
    task.move_to(TaskState.VOID)
    record(by, "task.voided", task, unit=task.issuer, note=reason_of(reason))


def _check(task: Task) -> None:
    if not task.title:
        raise Refused(_("请填写标题。"), fields={"title": _("请填写标题。")})
    if task.content not in content_kinds():
        raise Refused(_("没有“%s”这种报送内容。") % task.content, fields={"content": _("请重新选择。")})
    if task.opens_at and task.opens_at >= task.due_at:
        raise Refused(_("截止时间应晚于开始时间。"), fields={"due_at": _("应晚于开始时间。")})


def _attach(task: Task, blank) -> None:
    check_file(blank)
    task.blank_name, task.blank_sha256, task.blank_size = safe_name(blank.name), digest(blank), blank.size
    task.blank = blank


def _tell(task: Task, made: QuerySet) -> None:
    due = local(task.due_at).strftime("%Y-%m-%d %H:%M")
    text = _("%(issuer)s请报送“%(title)s”，截止 %(due)s。") % {"issuer": task.issuer, "title": task.title, "due": due}
    tell_all_staff(made.values("unit"), text, task.get_absolute_url())
