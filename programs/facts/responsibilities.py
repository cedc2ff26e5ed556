"""职责分工: which level of the tree does what of a notice (泗教师字〔2022〕1号 三(一)-(二); 岳教通〔2020〕50号 四(二)).

Drawn from what the notice set up: the owners of its steps, who files its tasks with whom, and whose its targets are.
"""

from collections import defaultdict
from dataclasses import dataclass, field

from portal.accounts.enums import Role
from portal.accounts.models import Post
from portal.units.enums import Level
from portal.units.models import Unit
from programs.enums.groups import GroupKind, GroupState, MemberRole
from programs.enums.responsibilities import DutyKind, Part
from programs.enums.tasks import COLLATING_LEVELS, Gate, Review, TaskState
from programs.models import CalendarStep, Clause, GroupMember, Notice, Target, Task

KINDS = {Gate.START: DutyKind.START, Gate.COMPLETION: DutyKind.COMPLETION, Gate.NONE: DutyKind.FILING}
TAKES = {Review.NONE: Part.RECEIVES, Review.REVIEW: Part.REVIEWS, Review.FILE: Part.FILES}


@dataclass
class Responsibility:
    """One duty of a notice and the parts each level has in it."""

    kind: DutyKind
    name: str
    clause: Clause | None
    url: str = ""
    parts: dict[str, list[Part]] = field(default_factory=lambda: defaultdict(list))
    heads: dict[str, str] = field(default_factory=dict)

    def give(self, part: Part, *levels: str) -> None:
        """Each part once at a level."""
        for level in levels:
            if part not in self.parts[level]:
                self.parts[level].append(part)

    def told(self, level: str) -> str:
        """A cell in words; "" where the level has no part."""
        return "、".join(str(part.label) for part in self.parts.get(level, ()))

    @property
    def answerable(self) -> str:
        """The heads of those that own it or file it, where they are known: 泗县：张三；第一小学：李四."""
        levels = [level for level in Level if {Part.OWNS, Part.REPORTS} & set(self.parts.get(level, ()))]
        return "；".join(self.heads[level] for level in levels if level in self.heads)

    @property
    def cells(self) -> list[str]:
        return [self.told(level) for level in Level]


def notices_with_duties(user):
    """Notices in force one may read that set up anything, the newest first."""
    rows = Notice.objects.visible_to(user).filter(state=Notice.State.CURRENT).order_by("-issued_on", "-pk")
    steps, targets = CalendarStep.objects.current().values("notice"), Target.objects.current().values("notice")
    tasks = _tasks().filter(notice__isnull=False).values("notice")
    return rows.filter(pk__in=steps) | rows.filter(pk__in=tasks) | rows.filter(pk__in=targets)


def responsibilities(notice: Notice) -> list[Responsibility]:
    """All duties of a notice: its steps, its filing tasks, its targets; at most four queries."""
    return [*_of_steps(notice), *_of_tasks(notice), *_of_targets(notice)]


def with_heads(rows: list[Responsibility], unit: Unit | None, program) -> list[Responsibility]:
    """``rows`` with the 组长 of ``unit`` and of those above it, at a school without one its head (泗教师字〔2022〕1号 三(一)).

    Two queries.
    """
    heads = heads_over(unit, program) if unit else {}
    for row in rows:
        row.heads = heads
    return rows


def heads_over(unit: Unit, program) -> dict[str, str]:
    """Level → the unit and the name of its 组长, of the units from ``unit`` upward."""
    led = GroupMember.objects.serving().filter(
        group__unit__path__in=unit.paths_upward(),
        group__program=program,
        group__kind=GroupKind.LEADERSHIP_GROUP,
        group__state=GroupState.CURRENT,
        role=MemberRole.LEADER,
    )
    found = {level: f"{name}：{who}" for level, name, who in led.values_list("group__unit__level", "group__unit__name", "name")}
    if unit.level == Level.SCHOOL and Level.SCHOOL not in found:
        posts = Post.objects.current().filter(unit=unit, role=Role.CIO).order_by("pk")
        if name := posts.values_list("user__name", flat=True).first():
            found[Level.SCHOOL] = f"{unit.name}：{name}"
    return found


def _of_steps(notice: Notice):
    rows = CalendarStep.objects.current().filter(notice=notice).select_related("clause__notice").order_by("position", "pk")
    for step in rows:
        found = Responsibility(DutyKind.STEP, step.name, step.clause, step.get_absolute_url())
        found.give(Part.OWNS, *step.owners)
        yield found


def _tasks():
    return Task.objects.exclude(state=TaskState.VOID)


def _of_tasks(notice: Notice):
    """The newest of each yearly task."""
    rows = _tasks().filter(notice=notice).select_related("clause__notice", "issuer").order_by("year", "pk")
    newest = list({task.key or task.pk: task for task in rows}.values())
    codes = {code for task in newest for code in task.chosen.get("units", ())}
    levels = dict(Unit.objects.filter(code__in=codes).values_list("code", "level"))
    for task in newest:
        url = "" if task.state == TaskState.DRAFT else task.get_absolute_url()
        found = Responsibility(KINDS[Gate(task.gate)], task.title, task.clause, url)
        found.give(Part.REPORTS, *_asked(task, levels))
        if task.route in COLLATING_LEVELS:
            found.give(Part.COLLATES, COLLATING_LEVELS[task.route])
        found.give(TAKES[Review(task.review)], task.receiver_level or task.issuer.level)
        yield found


def _asked(task: Task, levels: dict[str, str]) -> list[str]:
    """The levels a task asks; units asked by name by the level they are of."""
    chosen = task.chosen
    direct = [Level.SCHOOL] if chosen.get("direct_schools") else []
    return [*chosen.get("levels", ()), *direct, *(levels[code] for code in chosen.get("units", ()) if code in levels)]


def _of_targets(notice: Notice):
    """A target is its issuer's; one row for all of its days."""
    rows = Target.objects.current().filter(notice=notice).select_related("clause__notice").order_by("position", "due_on")
    for target in {row.key: row for row in reversed(rows)}.values():
        found = Responsibility(DutyKind.TARGET, target.name, target.clause, target.get_absolute_url())
        found.give(Part.OWNS, notice.issuer.level)
        yield found
