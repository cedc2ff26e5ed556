"""What the pages of panels show: members with their loads, what waits for readers, whom one may seat or delegate to."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Count, Q

from credits.facts.reviews import loads_of, readings_of, terms_of_each, to_be_read
from credits.models import PanelMember, PanelReview, Relation, ReviewPanel
from portal.accounts.enums import Role
from portal.accounts.models import Post, User

INSIDE = (Role.TEACHER, Role.SCHOOL_ADMIN, Role.CIO)


@dataclass(frozen=True)
class Seat:
    """A member with what waits for him and what he has read for this panel."""

    member: PanelMember
    waiting: int
    done: int


@dataclass(frozen=True)
class Open:
    """A record of a panel: who reads it, how many readers it lacks."""

    declaration: object
    readers: list[User]
    lacking: int
    done: int


def seats_of(panel: ReviewPanel) -> list[Seat]:
    """The members of a panel; three queries."""
    members = list(PanelMember.objects.current().filter(panel=panel).select_related("user").order_by("outside", "pk"))
    waiting = loads_of([member.user_id for member in members])
    done = PanelReview.objects.done().filter(panel=panel).order_by().values_list("reviewer_id").annotate(number=Count("pk"))
    counted = Counter(dict(done))
    return [Seat(member, waiting[member.user_id], counted[member.user_id]) for member in members]


def tell_readers(panel: ReviewPanel, declarations) -> list[Open]:
    """The records of one page with their readers; three queries."""
    readings = readings_of(declarations)
    terms = terms_of_each({one.unit for one in declarations}, panel.program)
    users = User.objects.in_bulk({pk for reading in readings.values() for pk in reading.readers})
    return [
        Open(
            one,
            [users[pk] for pk in readings[one.pk].readers],
            readings[one.pk].wanted(terms[one.unit_id].readers),
            len(readings[one.pk].grades),
        )
        for one in declarations
    ]


def readers_on(declaration) -> list[PanelReview]:
    """Who has a record to read in its present attempt, or has read it: for those who keep the panel; one query."""
    rows = PanelReview.objects.standing().filter(declaration=declaration, attempt=declaration.attempt)
    return list(rows.select_related("reviewer").order_by("pk"))


def waiting_for(panel: ReviewPanel):
    """The records of a panel that have no result yet."""
    return to_be_read(panel).select_related("teacher", "ability", "unit")


def panels_over(panel: ReviewPanel):
    """Panels above a unit that read themselves: those it may delegate to."""
    above = panel.unit.paths_upward()[:-1]
    rows = ReviewPanel.objects.current().filter(unit__path__in=above, program=panel.program, delegated_to=None)
    return rows.select_related("unit").order_by("-unit__path")


def people_for(panel: ReviewPanel) -> list[tuple[str, str]]:
    """Whom one may seat by choosing: the unit's own people, and experts of the units above it. One query."""
    seated = PanelMember.objects.current().filter(panel=panel).values("user")
    own = Q(unit=panel.unit, role__in=INSIDE)
    experts = Q(role=Role.EXPERT, unit__path__in=panel.unit.paths_upward())
    posts = Post.objects.current().filter(own | experts, user__is_active=True).exclude(user__in=seated)
    rows = posts.select_related("user", "unit").order_by("role", "user__name", "pk")[:300]
    return list({str(post.user_id): f"{post.user.name}（{post.unit.name} {post.get_role_display()}）" for post in rows}.items())


def relations_of(panel: ReviewPanel, user) -> list[Relation]:
    """Declared relations of the panel's members to teachers this user may see."""
    members = PanelMember.objects.current().filter(panel=panel.reading).values("user")
    rows = Relation.objects.current().visible_to(user).filter(reviewer__in=members)
    return list(rows.select_related("reviewer", "teacher__unit").order_by("pk")[:200])
