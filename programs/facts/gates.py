"""Which gates units have passed: for many units in a fixed number of queries."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Q
from django.utils.translation import gettext as _

from portal.units.enums import Level
from portal.units.models import Unit, within
from programs.enums.filings import COUNTED, FilingState
from programs.enums.tasks import Gate, Review, TaskState
from programs.models import Filing, Notice, Program
from programs.parameters.gates import BLOCKED
from programs.policy import resolve_many
from programs.rules.calendar import ARRIVED
from programs.rules.gates import Need, Passage, passages

AT_WORK = (TaskState.OPEN, TaskState.CLOSED)
SETTLED = Q(state=FilingState.EXEMPT) | Q(task__review=Review.NONE, state__in=COUNTED)
for _review in (Review.REVIEW, Review.FILE):
    SETTLED |= Q(task__review=_review, state__in=ARRIVED[_review])


def needed(program: Program):
    """The filings that gates of a programme ask for."""
    rows = Filing.objects.filter(task__program=program, task__state__in=AT_WORK, task__notice__state=Notice.State.CURRENT)
    return rows.exclude(task__gate=Gate.NONE)


def gates_of(units: Iterable[Unit], program: Program) -> dict[int, dict[str, Passage]]:
    """The gates of each unit by its id; one query."""
    needs: dict[int, list[Need]] = defaultdict(list)
    rows = needed(program).filter(unit__in=units).select_related("task__clause__notice", "task__notice")
    for row in rows.order_by("task__due_at", "task_id"):
        task = row.task
        needs[row.unit_id].append(Need(task.gate, task.title, task.citation or "", row.pk, row.state, task.review))
    return {unit: passages(some) for unit, some in needs.items()}


def held_up(unit: Unit, program: Program, gate: str):
    """Units at or below ``unit`` that have not passed a gate."""
    lacking = needed(program).filter(within(unit.path, "unit__path"), task__gate=gate).exclude(SETTLED)
    return Unit.objects.active().filter(pk__in=lacking.order_by().values("unit"))


def barred(units: Iterable[int], program: Program, act: str) -> dict[int, str]:
    """Why units that have not passed the start gate may not go on with ``act`` yet, where a notice says so."""
    lacking = needed(program).filter(unit__in=set(units), task__gate=Gate.START).exclude(SETTLED)
    titles: dict[int, list[str]] = defaultdict(list)
    for unit, title in lacking.order_by("task__due_at").values_list("unit", "task__title"):
        titles[unit].append(title)
    if not titles:
        return {}
    found = Unit.objects.filter(pk__in=titles)
    policies = resolve_many(found, program)
    sentence = _("%(unit)s入口未通过（%(titles)s尚未%(done)s），暂缓%(act)s（依据：%(citation)s）。")
    told = {}
    for unit in found:
        rule = policies[unit.pk].get("start_gate_blocks")
        if rule and act in rule.value:
            about = {"unit": unit.name, "titles": "、".join(titles[unit.pk]), "done": _("通过审核或备案")}
            told[unit.pk] = sentence % (about | {"act": BLOCKED[act], "citation": rule.citation})
    return told


def asked_of(unit: Unit, program: Program, gate: str):
    """Units at or below ``unit`` of whom a gate asks something."""
    asked = needed(program).filter(within(unit.path, "unit__path"), task__gate=gate)
    return Unit.objects.active().filter(pk__in=asked.order_by().values("unit"))


@dataclass(frozen=True)
class Held:
    """What a gate says of a unit: the papers a school still lacks, or how many schools below have not passed."""

    gate: Gate
    lacking: list[Need]
    schools: int = 0


def held_at(unit: Unit, program: Program) -> list[Held]:
    """The gates that hold a unit or anybody below it up; two queries."""
    if unit.level == Level.SCHOOL:
        own = gates_of([unit], program).get(unit.pk, {})
        return [Held(gate, passage.lacking) for gate, passage in own.items() if not passage.passed]
    counts = {gate: held_up(unit, program, gate).count() for gate in (Gate.START, Gate.COMPLETION)}
    return [Held(gate, [], count) for gate, count in counts.items() if count]


@dataclass
class Pending:
    """待出口备案: completion that does not count yet, for these papers of so many schools, by these clauses."""

    schools: int = 0
    titles: set[str] = field(default_factory=set)
    clauses: set[str] = field(default_factory=set)

    @property
    def text(self) -> str:
        """待出口备案（2 所：整校推进总结；依据：…）."""
        about = {"count": self.schools, "titles": "、".join(sorted(self.titles)), "clauses": "、".join(sorted(self.clauses))}
        return _("待出口备案（%(count)d 所：%(titles)s；依据：%(clauses)s）") % about


def exits_pending(unit: Unit, program: Program) -> dict[str, Pending]:
    """The path of each unit at or below ``unit`` → what its schools have yet to file, where a notice says that it holds them.

    A fixed number of queries; the figures of completion themselves stay what they are.
    """
    rows = needed(program).filter(within(unit.path, "unit__path"), task__gate=Gate.COMPLETION).exclude(SETTLED)
    lacking = list(rows.values_list("unit", "task__title"))
    if not lacking:
        return {}
    schools = {one.pk: one for one in Unit.objects.filter(pk__in=rows.order_by().values("unit"))}
    policies = resolve_many(schools.values(), program)
    found: dict[str, Pending] = defaultdict(Pending)
    counted = set()
    for pk, title in lacking:
        if rule := policies[pk].get("completion_gate_holds"):
            for path in schools[pk].paths_upward():
                found[path].schools += pk not in counted
                found[path].titles.add(title)
                found[path].clauses.add(rule.citation)
            counted.add(pk)
    return {path: one for path, one in found.items() if path.startswith(unit.path)}
