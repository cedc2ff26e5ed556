"""How far what was asked has come: counts by unit and task, and what one person has to do about it."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Case, Count, IntegerField, Q, Value, When
from django.db.models.functions import Now, Substr
from django.utils.translation import gettext as _

from portal.accounts.enums import OFFICE_ROLES
from portal.kit.trees import within
from portal.units.models import Unit
from programs.enums.filings import COUNTED, HANDED_IN, MISSING, TONES, FilingState, Turn
from programs.enums.tasks import Review, TaskState
from programs.models import Filing, Task
from programs.policies.filings import FILERS
from programs.policies.tasks import ISSUERS

S = FilingState
MOST_CHILDREN = 300
OVERDUE = Q(state__in=MISSING, due_at__lte=Now())
EXPIRED = Q(state=TaskState.OPEN, due_at__lte=Now())


@dataclass(frozen=True)
class Standing:
    """Counts of one task in one subtree: 应报, 已报, 未报 (逾期 among them), 退回, 待审, 备案; late ones among those handed in."""

    asked: int = 0
    handed_in: int = 0
    missing: int = 0
    overdue: int = 0
    returned: int = 0
    to_review: int = 0
    filed: int = 0
    late: int = 0
    exempt: int = 0

    def __add__(self, other: "Standing") -> "Standing":
        return Standing(*(getattr(self, name) + getattr(other, name) for name in self.__dataclass_fields__))

    @property
    def share(self) -> int:
        """Whole percent handed in of those asked, cut off so that 100 means all."""
        return 100 * self.handed_in // self.asked if self.asked else 0


def counts() -> dict:
    """The aggregates of a ``Standing`` over filings, by name."""
    return {
        "asked": Count("pk", filter=~Q(state=S.EXEMPT)),
        "handed_in": Count("pk", filter=Q(state__in=COUNTED)),
        "missing": Count("pk", filter=Q(state=S.DUE)),
        "overdue": Count("pk", filter=OVERDUE),
        "returned": Count("pk", filter=Q(state=S.RETURNED)),
        "to_review": Count("pk", filter=Q(state=S.SUBMITTED) & ~Q(task__review=Review.NONE)),
        "filed": Count("pk", filter=Q(state=S.FILED)),
        "late": Count("pk", filter=Q(late=True, state__in=HANDED_IN)),
        "exempt": Count("pk", filter=Q(state=S.EXEMPT)),
    }


def standing_of(filings) -> Standing:
    """All of them together; one query."""
    return Standing(**filings.order_by().aggregate(**counts()))


def standing(tasks: Iterable[Task], units: Iterable) -> dict[tuple[int, int], Standing]:
    """(unit, task) → the counts in that unit's subtree, for units none of which lies in another; one query however many."""
    found = defaultdict(Standing)
    grouped, unit_of = by_place(tasks, units)
    for row in grouped.annotate(**counts()):
        if (unit := unit_of(row)) is not None:
            found[unit, row["task_id"]] += Standing(**{name: row[name] for name in Standing.__dataclass_fields__})
    return found


def by_place(tasks: Iterable[Task], units: Iterable):
    """Filings grouped by task and by which of ``units`` they lie under, none of which lies in another; and what tells that unit."""
    by_path = {unit.path: unit.pk for unit in units}
    prefixes = {f"prefix_{length}": Substr("unit__path", 1, length) for length in sorted(set(map(len, by_path)))}
    rows = _under(sorted(by_path)) if by_path else Filing.objects.none()
    rows = rows.filter(task__in=[task.pk for task in tasks]).annotate(**prefixes).order_by()
    return rows.values("task_id", *prefixes), lambda row: next(
        (by_path[row[name]] for name in prefixes if row[name] in by_path), None
    )


def children_of(user, task: Task, over) -> list:
    """The units one level below ``over`` in the user's reach that are asked themselves or by what lies below, with ``figures``."""
    units = list(Unit.objects.filter(user.reach("")).filter(parent=over).order_by("position", "path")[:MOST_CHILDREN])
    found = standing([task], units)
    for unit in units:
        unit.figures = found[unit.pk, task.pk]
    return [unit for unit in units if unit.figures.asked or unit.figures.exempt]


def _under(paths: list[str]):
    """Filings in the smallest stretch of the tree that holds all of these sorted ``paths``."""
    reach = (
        within(paths[0], "unit__path") if len(paths) == 1 else Q(unit__path__gte=paths[0]) & Q(unit__path__lt=f"{paths[-1]}\uffff")
    )
    return Filing.objects.filter(reach)


def states(tasks: Iterable[Task], units: Iterable) -> dict[tuple[int, int], dict]:
    """(unit, task) → the filing of the unit itself as a row of values: state, whether overdue, late; one query."""
    rows = Filing.objects.filter(task__in=[task.pk for task in tasks], unit__in=[unit.pk for unit in units])
    rows = rows.annotate(overdue=_flag(OVERDUE)).values(
        "pk", "unit_id", "task_id", "state", "overdue", "late", "extended", "number"
    )
    return {(row["unit_id"], row["task_id"]): row | told_state(row) for row in rows}


def told_state(row: dict) -> dict:
    """The state in words and its tone, 逾期 where a deadline has passed."""
    if row["overdue"] and row["state"] == S.DUE:
        return {"text": _("逾期未报"), "tone": "danger"}
    return {"text": S(row["state"]).label, "tone": TONES[row["state"]]}


def _flag(condition):
    return Case(When(condition, then=Value(1)), default=Value(0), output_field=IntegerField())


def told_expired(tasks):
    """Tasks with ``expired``: still open although what they ask was due by now."""
    return tasks.annotate(expired=_flag(EXPIRED))


def due_for(user):
    """Filings whose next step is this person's: to hand in, to collate, to review; those of open tasks, nearest deadline first."""
    own = Q(unit__in=user.units_of(*FILERS), state__in=MISSING)
    collates = Q(collator__in=user.units_of(*OFFICE_ROLES), state=S.COLLATING)
    receives = Q(receiver__in=user.units_of(*ISSUERS), state=S.SUBMITTED) & ~Q(task__review=Review.NONE)
    to_file = Q(receiver__in=user.units_of(*ISSUERS), state=S.ACCEPTED, task__review=Review.FILE)
    open_now = Q(task__state=TaskState.OPEN) | Q(task__state=TaskState.CLOSED) & (Q(late_allowed=True) | Q(unlocked=True) | ~own)
    rows = Filing.objects.filter(own | collates | receives | to_file).filter(open_now)
    return rows.annotate(overdue=_flag(OVERDUE)).select_related("task__issuer", "unit").order_by("due_at", "pk")


def awaited_by(user):
    """What this person's units handed in and others have not settled yet."""
    waiting = [S.COLLATING, S.SUBMITTED]
    rows = Filing.objects.filter(unit__in=user.units_of(*FILERS), state__in=waiting).exclude(
        task__review=Review.NONE, state=S.SUBMITTED
    )
    return (
        rows.filter(task__state=TaskState.OPEN)
        .select_related("task", "unit", "receiver", "collator")
        .order_by("submitted_at", "pk")
    )


def who_has(filing) -> str:
    """With whom a filing lies now, by name."""
    holder = {Turn.UNIT: filing.unit, Turn.COLLATOR: filing.collator, Turn.RECEIVER: filing.receiver}.get(filing.turn)
    return holder.bureau() if holder else ""


def with_figures(tasks, user):
    """Tasks with how many filings in the user's reach are asked, handed in, missing and overdue; no query for each."""
    seen = Filing.objects.visible_to(user)
    return {
        row["task_id"]: Standing(**{name: row[name] for name in Standing.__dataclass_fields__})
        for row in seen.filter(task__in=tasks).order_by().values("task_id").annotate(**counts())
    }
