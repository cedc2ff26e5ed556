"""管理者培训: which members of the schools' management teams were trained, how first, and who of them reads.

泗教师字〔2022〕1号 二1: 首席信息官, 集中培训在先, 能组织和评审校本应用考核.
"""

from collections import defaultdict
from dataclasses import dataclass, field

from credits.models import PanelMember
from portal.units.enums import Level
from portal.units.models import Unit
from programs.enums.activities import Audience, Mode
from programs.enums.evidence import RecordState
from programs.enums.groups import GroupKind, MemberRole
from programs.finding import units_below
from programs.models import Group, GroupMember, Participation


@dataclass
class SchoolTeam:
    """A school's management team: its leader, who was trained and who not, whether face to face came first, who reads.

    ``face_first`` is None while nobody was trained.
    """

    unit: Unit
    leader: str = ""
    members: list[str] = field(default_factory=list)
    trained: list[str] = field(default_factory=list)
    lacking: list[str] = field(default_factory=list)
    readers: list[str] = field(default_factory=list)
    face_first: bool | None = None

    @property
    def done(self) -> bool:
        return bool(self.members) and not self.lacking


def school_teams(unit: Unit, program) -> list[SchoolTeam]:
    """Every school at or below a unit with its team; four queries however many there are."""
    schools = [unit] if unit.level == Level.SCHOOL else list(units_below(unit, Level.SCHOOL).order_by("path"))
    members = _members(schools, program)
    came = _trainings(schools, program)
    readers = set(
        PanelMember.objects.current()
        .filter(panel__unit__in=[school.pk for school in schools])
        .values_list("panel__unit", "user__teacher")
    )
    return [_team(school, members[school.pk], came[school.name], readers) for school in schools]


def _members(schools, program) -> dict[int, list[GroupMember]]:
    """Who serves in the newest management team of each school."""
    rows = GroupMember.objects.serving().filter(group__in=_newest(schools, program))
    found = defaultdict(list)
    for row in rows.select_related("group").order_by("pk"):
        found[row.group.unit_id].append(row)
    return found


def _newest(schools, program) -> list[int]:
    """The management team of each school, the latest year's."""
    mine = Group.objects.current().filter(
        unit__in=[school.pk for school in schools], program=program, kind=GroupKind.MANAGEMENT_TEAM
    )
    return list(dict(mine.order_by("year", "pk").values_list("unit", "pk")).values())


def _trainings(schools, program) -> dict[str, list[Participation]]:
    """What managers signed in at, by the name of their school, the first day first.

    A typed name counts for the school it was typed with; a teacher of a roster for the school he is at now.
    """
    rows = Participation.objects.current().filter(
        activity__audience=Audience.MANAGERS,
        activity__state=RecordState.CURRENT,
        activity__program=program,
        signed_in=True,
    )
    names = {school.name for school in schools}
    found = defaultdict(list)
    for row in rows.select_related("activity", "teacher__unit").order_by("activity__starts_on", "pk"):
        place = row.teacher.unit.name if row.teacher else row.workplace
        if place in names:
            found[place].append(row)
    return found


def _team(school: Unit, members, came, readers) -> SchoolTeam:
    teachers, names = {row.teacher_id for row in came if row.teacher_id}, {row.name for row in came}
    team = SchoolTeam(school, face_first=came[0].activity.mode == Mode.FACE_TO_FACE if came else None)
    for member in members:
        team.members.append(member.name)
        was = member.teacher_id in teachers or member.name in names
        (team.trained if was else team.lacking).append(member.name)
        if member.role == MemberRole.LEADER:
            team.leader = member.name
        if member.teacher_id and (school.pk, member.teacher_id) in readers:
            team.readers.append(member.name)
    return team
