"""Whether a group is made up as the policy asks; pure."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from django.utils.translation import gettext as _

from portal.units.enums import Level
from programs.enums.groups import HEADS, GroupKind, MemberRole
from programs.parameters.teams import CAPACITIES, EACH

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
    """What the rules look at in a member: his place in the group, as what he counts ("" where nobody can tell), whence he comes."""

    role: str
    capacity: str = ""
    whence: str = ""


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


def seated(role: str, capacity: str, position: str, workplace: str = "") -> Seated:
    """A member as the rules see him: what was said of him, else what his 职务 tells."""
    return Seated(role, capacity or capacity_of(position), f"{workplace} {position}")


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


def composition_of(kind: str, level: str, policy: Mapping):
    """Whom such a group must have, as resolved; None where no notice says."""
    composition = policy.get(f"{kind}_composition")
    return composition if composition and binds(kind, level) and composition.value.binds(level) else None


def levels_in(kind: str, level: str, policy: Mapping) -> set[str]:
    """The levels of whose units each must have somebody in such a group."""
    composition = composition_of(kind, level, policy)
    return {EACH[body] for seat in composition.value.seats for body in seat.bodies if body in EACH} if composition else set()


def judge(
    kind: str,
    level: str,
    members: Iterable[Seated],
    policy: Mapping,
    teachers: int = 0,
    below: Mapping[str, Sequence[str]] = MappingProxyType({}),
) -> list[Finding]:
    """What the policy in force (parameter → ``Resolved`` or None) asks of a group; empty where no notice asks anything.

    ``teachers`` is how many the unit has, for the proportion; ``below`` the names of the units under it by level.
    """
    members = list(members)
    size, composition = size_of(kind, level, policy), composition_of(kind, level, policy)
    findings = [_size(members, size)] if size else []
    if ratio := ratio_of(kind, level, policy):
        findings.append(_ratio(members, ratio, teachers))
    for seat in composition.value.seats if composition else ():
        found = _bodies(members, seat, composition.citation, below) if seat.bodies else _seat(members, seat, composition.citation)
        findings.append(found)
    return findings


def second_heads(kind: str, level: str, people: Iterable[tuple[str, str]], policy: Mapping) -> str:
    """A remark on more than one head among ``people`` (role, name), with the notice that speaks of one; "" where there is none."""
    head = HEADS[GroupKind(kind)]
    names = [name for role, name in people if role == head]
    if len(names) < 2:
        return ""
    about = {"n": len(names), "head": head.label, "names": "、".join(names)}
    remark = _("有 %(n)d 名%(head)s：%(names)s，名单会都印作%(head)s；%(head)s一般只有一人，请核对组内职务。") % about
    composition = composition_of(kind, level, policy)
    led = [seat.text for seat in composition.value.seats if seat.as_ == "leader"] if composition else []
    asked = _("通知要求由%(who)s任组长（主任）（%(clause)s）。")
    return remark + (asked % {"who": "、".join(led), "clause": composition.citation} if led else "")


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


def _bodies(members, seat, citation, below) -> Finding:
    """Whether every body asked for has its people in the team; those that lack stand in the sentence by name."""
    there = [member.whence for member in members if member.role in SEATED_AS[seat.as_]]
    bodies = {name: stem for body in seat.bodies for name, stem in _named_by(body, below)}
    lacking = [name for name, stem in bodies.items() if sum(stem in whence for whence in there) < seat.least]
    about = {"who": seat.text, "lacking": "、".join(lacking), "count": seat.least, "n": len(bodies) - len(lacking)}
    if not lacking:
        return Finding(True, _("已有%(who)s的人员") % about, citation)
    text = _("缺%(lacking)s的人员，每家至少 %(count)d 人：应有%(who)s，已有 %(n)d 家")
    return Finding(False, text % about, citation)


def _named_by(body: str, below) -> list[tuple[str, str]]:
    """The bodies a name stands for, each unit of the level it speaks of or itself, with what a workplace or 职务 says of it.

    The 市 or 各 a notice puts before a name need not be there.
    """
    if units := below.get(EACH.get(body, "")):
        return [(name, name) for name in units]
    return [(body, body[1:] if body[0] in "省市县区各" and len(body) > 2 else body)]
