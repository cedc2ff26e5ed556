"""People the portal already knows at a unit, offered to its managers' form so that nobody types them again."""

from dataclasses import dataclass, replace

from awards.models import Nomination
from portal.accounts.enums import Role
from portal.accounts.models import Post
from programs.enums.groups import GroupKind
from programs.models import GroupMember

MANAGING = frozenset(GroupKind) - {GroupKind.TRAINING_TEAM}
STAFF = (Role.BUREAU_LEADER, Role.BUREAU, Role.OFFICE, Role.CIO, Role.SCHOOL_ADMIN, Role.INSTITUTION)


@dataclass(frozen=True)
class Known:
    """Somebody on record: ``key`` names the record, ``source`` says where it stands, ``manages`` whether he manages by it."""

    key: str
    name: str
    position: str
    title: str
    workplace: str
    phone: str
    source: str
    manages: bool = True

    @property
    def label(self) -> str:
        """As a list offers him: 陈知行（管理团队组长，信息科科长）."""
        return f"{self.name}（{'，'.join(part for part in (self.source, self.position) if part)}）"

    def values(self) -> dict[str, str]:
        """What goes into the form; what is not known stays as it was typed."""
        found = {
            "manager_name": self.name,
            "manager_position": self.position,
            "manager_title": self.title,
            "manager_workplace": self.workplace,
            "phone": self.phone,
        }
        return {name: value for name, value in found.items() if value}


def people_at(nomination: Nomination) -> list[Known]:
    """Those of the unit's groups under the programme, then its staff with an account; two queries.

    Nobody comes twice.
    """
    members = GroupMember.objects.serving().in_order().select_related("group", "teacher")
    members = members.filter(group__unit=nomination.unit_id, group__program=nomination.cycle.program_id, group__state="current")
    posts = Post.objects.current().filter(unit=nomination.unit_id, role__in=STAFF).select_related("user").order_by("pk")
    found: dict[str, Known] = {}
    for known in [*map(_of_member, members), *(_of_post(post, nomination) for post in posts)]:
        if known.name:
            found[known.name] = _of_both(found.get(known.name), known)
    return list(found.values())


def _of_both(first: Known | None, second: Known) -> Known:
    """One person on record twice: what the first record says of him, under the managing post."""
    if first is None:
        return second
    return first if first.manages or not second.manages else replace(first, source=second.source, manages=True)


def _of_member(member: GroupMember) -> Known:
    position, title = _post_and_title(member)
    source = f"{member.group.get_kind_display()}{member.get_role_display()}"
    manages = member.group.kind in MANAGING
    return Known(f"m{member.pk}", member.name, position, title, member.workplace, member.phone, source, manages)


def _post_and_title(member: GroupMember) -> tuple[str, str]:
    """职务 and 职称: from the roster where he is on one, else from the form's one column 职务/职称."""
    position, _slash, title = member.position.partition("/")
    if member.teacher is not None:
        return member.teacher.position or position.strip(), member.teacher.get_title_display() or title.strip()
    return position.strip(), title.strip()


def _of_post(post: Post, nomination: Nomination) -> Known:
    name, phone = post.user.name, post.user.phone
    return Known(f"p{post.pk}", name, "", "", nomination.unit.bureau(), phone, post.get_role_display())
