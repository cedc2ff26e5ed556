"""Groups against the policy in force, many at once."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Case, Count, F, IntegerField, Q, Value, When

from portal.units.enums import Level
from portal.units.models import Unit, within
from programs.enums.evidence import RecordState
from programs.enums.groups import GroupKind
from programs.models import Group, GroupMember, PolicyValue, Program
from programs.policy import resolve_many
from programs.rules.groups import Finding, judge, levels_in, ratio_of, seated, second_heads
from schools.models import Teacher

FITS, SHORT, OVER, FREE = "fits", "short", "over", "free"


@dataclass(frozen=True)
class Stand:
    """How a group stands: how many serve, who is to be asked, what the policy asks of it, what else is odd in it."""

    serving: int
    contact: GroupMember | None
    findings: list[Finding]
    remark: str = ""

    @property
    def met(self) -> bool | None:
        """None where no notice asks anything."""
        return all(finding.met for finding in self.findings) if self.findings else None

    @property
    def missing(self) -> list[Finding]:
        return [finding for finding in self.findings if not finding.met]


def stands_of(groups: Iterable[Group]) -> dict[int, Stand]:
    """Group key → how it stands; the queries do not grow with the groups (their units are to be there)."""
    groups = list(groups)
    serving = defaultdict(list)
    for member in GroupMember.objects.serving().filter(group__in=[group.pk for group in groups]).in_order():
        serving[member.group_id].append(member)
    policies = {}
    for program in Program.objects.in_bulk({group.program_id for group in groups}).values():
        units = {group.unit_id: group.unit for group in groups if group.program_id == program.pk}
        policies |= {(program.pk, key): policy for key, policy in resolve_many(units.values(), program).items()}
    policy_of = {group.pk: policies[group.program_id, group.unit_id] for group in groups}
    asked = [group.unit for group in groups if ratio_of(group.kind, group.unit.level, policy_of[group.pk])]
    teachers = _teachers_of(asked)
    below = _below({group: levels_in(group.kind, group.unit.level, policy_of[group.pk]) for group in groups})
    return {
        group.pk: _stand(group, serving[group.pk], policy_of[group.pk], teachers.get(group.unit_id, 0), below.get(group.pk, {}))
        for group in groups
    }


def _stand(group, members, policy, teachers, below) -> Stand:
    people = [seated(member.role, member.capacity, member.position, member.workplace) for member in members]
    contact = next((member for member in members if member.is_contact), None)
    about = group.kind, group.unit.level
    remark = second_heads(*about, ((member.role, member.name) for member in members), policy)
    return Stand(len(members), contact, judge(*about, people, policy, teachers, below), remark)


def _below(asked: dict[Group, set[str]]) -> dict[int, dict[str, list[str]]]:
    """Group key → level → names of the units in use under the group's unit, of the levels asked; one query at most."""
    asked = {group: levels for group, levels in asked.items() if levels}
    if not asked:
        return {}
    places = Q()
    for group, levels in asked.items():
        places |= within(group.unit.path, "path") & Q(level__in=levels)
    found = list(Unit.objects.active().filter(places).order_by("path").values_list("path", "level", "name"))
    return {
        group.pk: {
            level: [name for path, at, name in found if at == level and path.startswith(group.unit.path)] for level in levels
        }
        for group, levels in asked.items()
    }


def _teachers_of(units) -> dict[int, int]:
    """Unit → employed teachers at and below it; one query."""
    if not units:
        return {}
    regions = [unit for unit in units if unit.level != Level.SCHOOL]
    places = Q(unit__in=[unit.pk for unit in units])
    for unit in regions:
        places |= within(unit.path, "unit__path")
    rows = Teacher.objects.employed().filter(places, category=Teacher.Category.TEACHER).order_by()
    counted = list(rows.values_list("unit__path").annotate(Count("pk")))
    return {unit.pk: sum(count for path, count in counted if path.startswith(unit.path)) for unit in units}


def with_fit(groups):
    """``groups`` with ``serving`` (how many) and ``fit``: whether that many fit the size in force, ``free`` where none is set.

    The sizes of the few units whose notices set one are resolved and become the cases of one query.
    """
    counted = groups.annotate(
        serving=Count("members", filter=Q(members__state=RecordState.CURRENT, members__ends_on=None), distinct=True)
    )
    low, high = [], []
    for place, size in _sizes():
        low.append(When(place, then=Value(size.min)))
        high.append(When(place, then=Value(size.max)))
    bounds = {"least": _cases(low), "most": _cases(high)}
    judged = (When(least=None, then=Value(FREE)), When(serving__lt=F("least"), then=Value(SHORT)))
    return counted.annotate(**bounds).annotate(
        fit=Case(*judged, When(serving__gt=F("most"), then=Value(OVER)), default=Value(FITS))
    )


def _cases(whens):
    return Case(*whens, default=None, output_field=IntegerField()) if whens else Value(None, output_field=IntegerField())


def _sizes():
    """Where each size in force holds, the narrowest place first: (condition, size)."""
    keys = {f"{kind}_size": kind for kind in GroupKind.values}
    set_at = PolicyValue.objects.current().filter(parameter__in=keys).select_related("unit", "notice__program")
    programs = defaultdict(dict)
    for value in set_at:
        programs[value.notice.program][value.unit_id] = value.unit
    for program, units in programs.items():
        policies = resolve_many(units.values(), program)
        for unit in sorted(units.values(), key=lambda unit: -len(unit.path)):
            for key, kind in keys.items():
                if resolved := policies[unit.pk].get(key):
                    bound = Q(unit__level=Level.SCHOOL) if kind == GroupKind.MANAGEMENT_TEAM else Q()
                    yield within(unit.path, "unit__path") & Q(kind=kind, program=program) & bound, resolved.value


def without_group(units, kind: str):
    """Of ``units``, those that have no group of that kind at work; for a team, the schools, which ought to have one."""
    there = Group.objects.current().filter(kind=kind).order_by().values("unit")
    return units.exclude(pk__in=there)


def schools_in(user):
    """The schools under one's offices."""
    return Unit.objects.active().at(Level.SCHOOL).filter(user.reach(""))
