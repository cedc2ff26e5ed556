"""The part ``tasks`` of a notice file: kept as drafts until the office opens them."""

from datetime import datetime, time

from django.utils.translation import gettext as _

from portal.audit.recording import record
from portal.kit.clock import SHANGHAI
from portal.kit.errors import Refused
from portal.units.enums import Level
from portal.units.models import Unit
from programs.actions.tasks import draft_task, void_task
from programs.enums.calendar import Owner
from programs.enums.tasks import COLLATING_LEVELS, Review, Route, TaskKind, TaskState
from programs.models import Clause, Notice, PolicyValue, Task
from programs.rules.columns import AskedColumn

REVIEWS = {"report": Review.NONE, "review": Review.REVIEW, "file": Review.FILE, "review_and_file": Review.FILE}


def load_tasks(notice: Notice, tasks, by) -> None:
    """Bring the notice's tasks to what the file says, as long as they are drafts; one that was opened is changed by its own acts.

    A draft the file no longer names is void. Tasks of later years, made from the year before, stay.
    """
    there = {(task.key, task.year): task for task in Task.objects.filter(notice=notice).select_related("issuer")}
    clauses = dict(Clause.objects.filter(notice=notice).values_list("key", "pk"))
    named = set()
    for part in tasks:
        found = there.get((part.key, part.year or 0))
        named.add(part.key)
        if found is None:
            draft_task(issuer=notice.issuer, by=by, **_fields(notice, part, clauses))
        elif found.state == TaskState.DRAFT:
            _change(found, _fields(notice, part, clauses), by)
    for (key, _year), task in there.items():
        if key not in named and task.state == TaskState.DRAFT:
            void_task(task=task, by=by, reason=_("通知的新版本不再包含这项任务"))


def _fields(notice: Notice, part, clauses) -> dict:
    asked = _route(notice, part)
    explanation = "\n".join(text for text in (part.explanation, part.due_note, f"“{part.wording}”") if text)
    return {
        "kind": TaskKind.FILING,
        "program": notice.program,
        "notice": notice,
        "clause_id": clauses[part.clause],
        "key": part.key,
        "year": part.year or 0,
        "title": part.title,
        "explanation": explanation,
        "content": part.content,
        "columns": _columns(part),
        "chosen": _chosen(notice, part, asked["by"]),
        "opens_at": datetime.combine(part.opens, time(0), SHANGHAI) if part.opens else None,
        "due_at": part.due,
        "paper_copies": part.paper_copies,
        "review": asked["review"],
        "route": asked["through"],
        "receiver_level": asked["to"],
        "gate": part.gate,
        "by_area": part.by_area,
    }


def _columns(part) -> list:
    return [AskedColumn(one.heading, one.type, one.required, tuple(one.choices)) for one in part.columns]


def _route(notice: Notice, part) -> dict:
    """Who files with whom: said by the task itself, or by the policy value it names."""
    review = part.review or Review.REVIEW
    if part.route is None:
        return {"by": part.by, "to": part.to.value if part.to else "", "through": Route(part.through), "review": review}
    value = PolicyValue.objects.current().filter(notice=notice, parameter=part.route).first()
    if value is None:
        message = _("任务“%(task)s”所指的报送途径 %(route)s 不在本通知的 policy 里。")
        raise Refused(message % {"task": part.key, "route": part.route})
    route = value.parsed
    through = next((way for way, level in COLLATING_LEVELS.items() if level in route.through), Route.DIRECT)
    named = part.by or part.direct_schools or part.units
    return {
        "by": part.by if named else [Owner(level) for level in route.by],
        "to": route.to,
        "through": through,
        "review": part.review or REVIEWS[route.act],
    }


def _chosen(notice: Notice, part, by) -> dict:
    """The choice of units as tasks keep it."""
    chosen: dict = {"levels": [level.value for level in by]} if by else {}
    if part.districts:
        chosen["under"] = _districts(notice, part)
    if part.units:
        chosen["units"] = list(part.units)
    return chosen | ({"direct_schools": True} if part.direct_schools else {})


def _districts(notice: Notice, part) -> list[str]:
    own = Unit.objects.active().within(notice.issuer).at(Level.SCHOOL_DISTRICT)
    codes = dict(own.filter(name__in=part.districts).values_list("name", "code"))
    if lost := [name for name in part.districts if name not in codes]:
        raise Refused(_("任务“%(task)s”所列的学区没有登记：%(names)s。") % {"task": part.key, "names": "、".join(lost)})
    return [codes[name] for name in part.districts]


def _change(task: Task, fields: dict, by) -> None:
    """A draft as the newer file words it; nothing where it says the same."""
    fields["columns"] = [column.as_dict() for column in fields["columns"]]
    changes = {name: (getattr(task, name), value) for name, value in fields.items() if getattr(task, name) != value}
    if changes:
        for name, (_before, value) in changes.items():
            setattr(task, name, value)
        task.save()
        record(by, "task.described", task, unit=task.issuer, changes=changes)
