"""Whether a group is made up as the policy asks; pure."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from portal.units.enums import Level
from programs.enums.groups import GroupKind, MemberRole
from programs.parameters.teams import CAPACITIES

R = MemberRole
SEATED_AS = {"leader": {R.LEADER, R.DIRECTOR}, "deputy": {R.DEPUTY_LEADER, R.DEPUTY_DIRECTOR}, "member": set(R)}
TOLD_BY = tuple(
    (re.compile(words), capacity)
    for words, capacity in (
        (r"信息技术|信息中心|电教|网管|信息科技", "it_backbone"),
        (r"副(校|园)长", "deputy_principal"),
        (r"校长|园长", "principal"),
        (r"(教导|教务|教学|教研|科研|教科).{0,3}(主任|处长)", "academic_director"),
        (r"科组长|教研组长|备课组长|学科组长", "group_head"),
        (r"教研员", "researcher"),
        (r"副局长|分管领导", "bureau_deputy"),
        (r"局长", "bureau_head"),
        (r"师训", "training_manager"),
        (r"教授|专家", "expert"),
        (r"骨干", "lead_teacher"),
    )
)


@dataclass(frozen=True)
class Seated:
    """What the rules look at in a member: his place in the group, and as what he counts ("" where nobody can tell)."""

    role: str
    capacity: str = ""


@dataclass(frozen=True)
class Finding:
    """One thing asked of a group: whether it is met, in words, and the clause it rests on."""

    met: bool
    text: str
    clause: str

    @property
    def sentence(self) -> str:
        return f"{self.text}（{self.clause}）"


def capacity_of(position: str) -> str:
    """As what somebody with that 职务 counts; "" where the words do not tell."""
    return next((capacity for words, capacity in TOLD_BY if words.search(position)), "")


def seated(role: str, capacity: str, position: str) -> Seated:
    """A member as the rules see him: what was said of him, else what his 职务 tells."""
    return Seated(role, capacity or capacity_of(position))


def binds(kind: str, level: str) -> bool:
    """Whether the parameters of that kind speak of units of that level: the management team they know is a school's."""
    return kind != GroupKind.MANAGEMENT_TEAM or level == Level.SCHOOL


def size_of(kind: str, level: str, policy: Mapping):
    """The number of members in force for such a group, as resolved; None where no notice fixes one."""
    return policy.get(f"{kind}_size") if binds(kind, level) else None


def ratio_of(kind: str, level: str, policy: Mapping):
    """The proportion of members to teachers in force for such a group, as resolved; None where no notice fixes one."""
    ratio = policy.get(f"{kind}_ratio")
    return ratio if ratio and ratio.value.binds(level) else None


def judge(kind: str, level: str, members: Iterable[Seated], policy: Mapping, teachers: int = 0) -> list[Finding]:
    """What the policy in force (parameter → ``Resolved`` or None) asks of a group; empty where no notice asks anything.

    ``teachers`` is how many the unit has, for the proportion.
    """
    members = list(members)
    size, composition = size_of(kind, level, policy), policy.get(f"{kind}_composition")
    findings = [_size(members, size)] if size else []
    if ratio := ratio_of(kind, level, policy):
        findings.append(_ratio(members, ratio, teachers))
    if composition and binds(kind, level) and composition.value.binds(level):
        findings += [_seat(members, seat, composition.citation) for seat in composition.value.seats]
    return findings


def _size(members, asked) -> Finding:
    found, size = len(members), asked.value
    about = {"asked": asked.text, "found": found, "short": size.min - found, "over": found - size.max}
    if found < size.min:
        return Finding(False, _("缺 %(short)d 人：%(asked)s，现 %(found)d 人") % about, asked.citation)
    if found > size.max:
        return Finding(False, _("多 %(over)d 人：%(asked)s，现 %(found)d 人") % about, asked.citation)
    return Finding(True, _("人数符合：%(asked)s，现 %(found)d 人") % about, asked.citation)


def _ratio(members, asked, teachers: int) -> Finding:
    """Whether there are enough members for the teachers of the unit, and by how many."""
    found, needed = len(members), asked.value.needed(teachers)
    about = {"asked": asked.text, "teachers": teachers, "needed": needed, "found": found}
    about |= {"short": needed - found, "spare": found - needed}
    if found < needed:
        text = _("按比例缺 %(short)d 人：%(asked)s，教师 %(teachers)d 名，应有 %(needed)d 人，现 %(found)d 人")
        return Finding(False, text % about, asked.citation)
    text = _("比例符合，余 %(spare)d 人：%(asked)s，教师 %(teachers)d 名，应有 %(needed)d 人，现 %(found)d 人")
    return Finding(True, text % about, asked.citation)


def _seat(members, seat, citation) -> Finding:
    """One sort of person asked for; those of whom nobody said what they are stand in the sentence, since they may be it."""
    there = sum(member.capacity == seat.who and member.role in SEATED_AS[seat.as_] for member in members)
    wanted = _("%(who)s任%(place)s") if seat.as_ != "member" else "%(who)s"
    places = {"leader": _("组长（主任）"), "deputy": _("副组长（副主任）"), "member": ""}
    words = wanted % {"who": seat.text or CAPACITIES[seat.who], "place": places[seat.as_]}
    if there >= seat.least:
        return Finding(True, _("已有%s") % words, citation)
    unknown = sum(not member.capacity for member in members)
    missing = _("缺%(who)s %(count)d 人") % {"who": words, "count": seat.least - there}
    return Finding(False, missing + (_("，另有 %d 人未写明身份") % unknown if unknown else ""), citation)
