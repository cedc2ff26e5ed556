"""使用帮助: which sections a reader is shown, by his posts, and the configured limits their texts name."""

from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from awards.attachment_limits import MOST as NOMINATION_FILES
from awards.attachment_limits import TOGETHER
from credits.actions.assigning import AT_ONCE as SHARED_AT_ONCE
from credits.actions.choosing import MOST as POINTS_AT_ONCE
from credits.actions.evidence import FILES_MOST
from credits.actions.reflections import LIMIT as REFLECTION
from credits.actions.reviewing import PHRASES
from credits.evidence.kinds import DOCUMENT_MB, FILM_MB
from credits.facts.declarations import LINKS_MOST
from credits.models import PanelMember
from portal.accounts.enums import ADMIN_ROLES, Role
from portal.documents.forms import LARGEST_SCAN
from portal.documents.sealing.incoming import MOST_FILES as SCANS_AT_ONCE
from portal.units.enums import Level
from programs.files import LARGEST

BUREAUS = frozenset({Role.OFFICE, Role.BUREAU, Role.BUREAU_LEADER})
SCHOOL = frozenset({Role.SCHOOL_ADMIN, Role.CIO})
BELOW_CITY = frozenset({Level.COUNTY, Level.SCHOOL_DISTRICT, Level.TOWNSHIP})
REVIEWER = "reviewer"


@dataclass(frozen=True)
class Section:
    """The work of one kind of reader: holders of ``roles``, at ``levels`` where given; ``inside`` is not shown signed out."""

    key: str
    title: str
    roles: frozenset = frozenset()
    levels: frozenset = frozenset()
    inside: bool = False

    @property
    def template(self) -> str:
        return f"shell/help/{self.key}.html"

    def is_for(self, post) -> bool:
        return post.role in self.roles and (not self.levels or post.unit.level in self.levels)


SECTIONS = (
    Section("province", _("省级工程办、主管部门"), BUREAUS, frozenset({Level.PROVINCE})),
    Section("city", _("设区市主管部门"), BUREAUS, frozenset({Level.CITY})),
    Section("county", _("县（市、区）主管部门"), BUREAUS, BELOW_CITY),
    Section("school", _("学校管理员、校长（园长）"), SCHOOL),
    Section("teacher", _("教师"), frozenset({Role.TEACHER})),
    Section(REVIEWER, _("评审人（校内、县级）")),
    Section("institution", _("培训机构"), frozenset({Role.INSTITUTION})),
    Section("expert", _("评审专家"), frozenset({Role.EXPERT})),
    Section("client", _("接口客户端"), frozenset({Role.CLIENT}), inside=True),
    Section("admin", _("系统、安全、审计管理员"), ADMIN_ROLES, inside=True),
)


def sections_for(user) -> list[Section]:
    """What the posts of ``user`` call for; who sits on a panel reads how to review; signed out, everything but the inside."""
    if not user.is_authenticated:
        return [one for one in SECTIONS if not one.inside]
    posts = user.current_posts()
    found = {one.key for one in SECTIONS if any(one.is_for(post) for post in posts)}
    if found and PanelMember.objects.current().filter(user=user).exists():
        found.add(REVIEWER)
    return [one for one in SECTIONS if one.key in found]


def limits() -> dict[str, int]:
    """The numbers the texts name, as the code holds them and this portal is set; sizes in MB."""
    return {
        "points": POINTS_AT_ONCE,
        "document": DOCUMENT_MB,
        "film": FILM_MB,
        "files": FILES_MOST,
        "declaration": settings.EVIDENCE_QUOTA_MB,
        "links": LINKS_MOST,
        "reflection": REFLECTION,
        "phrases": PHRASES,
        "shared": SHARED_AT_ONCE,
        "attached": NOMINATION_FILES,
        "attached_together": TOGETHER >> 20,
        "paper": LARGEST >> 20,
        "scan": LARGEST_SCAN >> 20,
        "scans": SCANS_AT_ONCE,
    }
