"""How far what was asked had come at the end of a day gone by, read from the history of every filing.

Each act on a filing leaves an event whose verb says what the filing became, so that its state then is that of the last event until
then. Moved deadlines stand in the changes of 延期. Units stand where they stand today: none moves while filings stand on it.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from django.db.models import Case, CharField, Count, Exists, F, IntegerField, OuterRef, Q, Subquery, Value, When
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, Coalesce

from portal.audit.models import Event
from portal.kit.clock import SHANGHAI
from programs.enums.filings import COUNTED, HANDED_IN, MISSING, FilingState
from programs.enums.tasks import Review
from programs.facts.tasks import Standing, by_place
from programs.models import Filing, FilingVersion, Task

S = FilingState
BECAME = {
    "filing.submitted": S.SUBMITTED,  # or COLLATING, where it goes through a unit between
    "filing.entered": S.SUBMITTED,
    "filing.withdrawn": S.DUE,
    "filing.passed_on": S.SUBMITTED,
    "filing.sent_back": S.RETURNED,
    "filing.accepted": S.ACCEPTED,
    "filing.put_on_file": S.FILED,
    "filing.exempted": S.EXEMPT,
    "filing.asked_again": S.DUE,
    "filing.covered": S.COVERED,
    "filing.uncovered": S.DUE,
}
HANDING_IN = ("filing.submitted", "filing.entered")
OPENING = ("task.opened", "task.reopened")
STANDING = (*OPENING, "task.closed", "task.voided")


def standing_on(tasks: Iterable[Task], units: Iterable, day: date) -> dict[tuple[int, int], Standing]:
    """(unit, task) → the counts in that unit's subtree at the end of a day, for units none of which lies in another; one query."""
    found, end = defaultdict(Standing), _end_of(day)
    grouped, unit_of = by_place(tasks, units)
    rows = grouped.filter(created_at__lt=end).alias(due_then=_due_then(end))
    rows = rows.annotate(
        verb=_last_verb(Filing, tuple(BECAME), end),
        collated=_flag(Q(collator__isnull=False)),
        was_due=_flag(_due_before(end)),
        was_late=_flag(Q(late=True) & Exists(_late_hand_ins(end))),
        review=F("task__review"),
    )
    for row in rows.annotate(number=Count("pk")):
        if (unit := unit_of(row)) is not None:
            found[unit, row["task_id"]] += _counted(row)
    return found


def open_on(tasks, day: date):
    """Tasks (a queryset) that took returns at the end of a day."""
    return tasks.annotate(last_verb=_last_verb(Task, STANDING, _end_of(day))).filter(last_verb__in=OPENING)


def _counted(row: dict) -> Standing:
    """What a group of filings alike counts as, by the same rules as ``counts``."""
    state, number = _state(row), row["number"]
    return Standing(
        asked=number * (state != S.EXEMPT),
        handed_in=number * (state in COUNTED),
        missing=number * (state == S.DUE),
        overdue=number * (state in MISSING and bool(row["was_due"])),
        returned=number * (state == S.RETURNED),
        to_review=number * (state == S.SUBMITTED and row["review"] != Review.NONE),
        filed=number * (state == S.FILED),
        late=number * (state in HANDED_IN and bool(row["was_late"])),
        exempt=number * (state == S.EXEMPT),
    )


def _state(row: dict) -> FilingState:
    if row["verb"] == "filing.submitted" and row["collated"]:
        return S.COLLATING
    return BECAME.get(row["verb"], S.DUE)


def _end_of(day: date) -> datetime:
    """The midnight that ends a day in China."""
    return datetime.combine(day + timedelta(days=1), time(), SHANGHAI)


def _events(model, verbs):
    """Events of these verbs about the row a query stands on."""
    about = {"object_type": model._meta.label_lower, "object_id": Cast(OuterRef("pk"), CharField())}
    return Event.objects.filter(**about, verb__in=verbs)


def _last_verb(model, verbs, end: datetime) -> Subquery:
    return Subquery(_events(model, verbs).filter(at__lt=end).order_by("-pk").values("verb")[:1])


def _due_then(end: datetime) -> Subquery:
    """The deadline a filing had at a midnight, as its first 延期 after that tells it to the minute; null where none came."""
    extended = _events(Filing, ("filing.extended",)).filter(at__gte=end, changes__field="due_at").order_by("pk")
    return Subquery(extended.values("changes__before")[:1])


def _due_before(end: datetime) -> Q:
    """That the deadline of then lay before that midnight: minutes are exact enough, since a midnight is a full one."""
    return Q(due_then__lt=end.date().isoformat()) | Q(due_then__isnull=True, due_at__lt=end)


def _late_hand_ins(end: datetime):
    """Hand-ins until then that made a filing a late one: after the deadline, and not in answer to 退回."""
    about = {"object_type": OuterRef("object_type"), "object_id": OuterRef("object_id")}
    before = Event.objects.filter(**about, verb__in=tuple(BECAME), pk__lt=OuterRef("pk")).order_by("-pk").values("verb")[:1]
    late = FilingVersion.objects.filter(filing=OuterRef(OuterRef("pk")), number=OuterRef("version"), late=True)
    rows = _events(Filing, HANDING_IN).filter(at__lt=end)
    rows = rows.annotate(version=Cast(KeyTextTransform("version", "data"), IntegerField()))
    rows = rows.annotate(before=Coalesce(Subquery(before), Value("")))
    return rows.exclude(before="filing.sent_back").filter(Exists(late))


def _flag(condition) -> Case:
    return Case(When(condition, then=Value(1)), default=Value(0), output_field=IntegerField())
