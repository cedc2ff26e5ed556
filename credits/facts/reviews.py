"""What panels go by: the terms the notices set, which panel reads for a school, and who reads what."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Exists, F, OuterRef, Q

from credits.enums.declarations import REVIEWABLE
from credits.models import Declaration, PanelMember, PanelReview, Relation, ReviewPanel
from credits.rules.assigning import OwnSchool, Reader, Work
from credits.rules.grading import result_of
from portal.accounts.enums import Role
from portal.accounts.models import Post
from portal.units.enums import Level
from portal.units.models import within
from programs.models import PolicyValue
from programs.policy import Policy, resolve, resolve_many
from schools.models import Teacher

ONE = 1


@dataclass(frozen=True)
class Terms:
    """How a school's records are read; what no notice sets is one reader, no blindness and no limit."""

    readers: int = ONE
    own_school: OwnSchool = OwnSchool.ALLOWED
    blind: bool = False
    resubmissions: int | None = None
    bodies: frozenset[str] = frozenset()
    credits_after: str = "acceptance"
    citations: tuple[tuple[str, str], ...] = ()

    def clause(self, parameter: str) -> str | None:
        """The notice and clause behind a parameter, for a refusal."""
        return dict(self.citations).get(parameter)


KEYS = ("reviewers_per_record", "own_school_reviewers", "review_blindness", "resubmissions", "reviewing_bodies", "credits_after")


def terms(policy: Policy) -> Terms:
    """The terms of a resolved policy."""
    set_ = {key: policy[key] for key in KEYS if policy.get(key) is not None}
    value = {key: resolved.value for key, resolved in set_.items()}
    return Terms(
        readers=value.get("reviewers_per_record", ONE),
        own_school=OwnSchool(value.get("own_school_reviewers", OwnSchool.ALLOWED)),
        blind=value.get("review_blindness") == "blind",
        resubmissions=value.get("resubmissions"),
        bodies=frozenset(value.get("reviewing_bodies", ())),
        credits_after=value.get("credits_after", "acceptance"),
        citations=tuple((key, resolved.citation) for key, resolved in set_.items()),
    )


def terms_of(unit, program) -> Terms:
    return terms(resolve(unit, program))


def credits_after(unit, program) -> str:
    """From which act on credits count, "acceptance" or "recognition"; the whole policy is read only where some notice sets it."""
    said = PolicyValue.objects.filter(parameter="credits_after", unit__path__in=unit.paths_upward(), notice__program=program)
    return terms_of(unit, program).credits_after if said.exists() else Terms.credits_after


def terms_of_each(units: Iterable, program) -> dict[int, Terms]:
    """Primary key of a unit → its terms; one query."""
    return {pk: terms(policy) for pk, policy in resolve_many(units, program).items()}


def panel_for(unit, program) -> ReviewPanel | None:
    """The panel of a school: its own, else the nearest one above it."""
    found = ReviewPanel.objects.current().filter(unit__path__in=unit.paths_upward(), program=program)
    return found.select_related("unit", "delegated_to__unit").order_by("-unit__path").first()


def declarations_for(panel: ReviewPanel):
    """What a panel has to see to: everything under its unit but what a panel further down has, and what others delegate to it."""
    panels = ReviewPanel.objects.current().filter(program=panel.program)
    own = Q(unit=panel.unit) if panel.unit.level == Level.SCHOOL else _below(panel, panels)
    delegating = panels.filter(delegated_to=panel).values("unit")
    rows = Declaration.objects.filter(program=panel.program)
    return rows.filter(own | Q(unit__in=delegating)) if panel.delegated_to_id is None else rows.filter(own)


def _below(panel, panels) -> Q:
    """Under the panel's unit, where neither the school nor an area in between has a panel of its own."""
    has_own = Exists(panels.filter(unit=OuterRef("unit")))
    between = panels.filter(within(panel.unit.path, "unit__path")).exclude(pk=panel.pk).exclude(unit__level=Level.SCHOOL)
    reach = within(panel.unit.path, "unit__path") & ~has_own
    for path in between.values_list("unit__path", flat=True):
        reach &= ~within(path, "unit__path")
    return reach


def to_be_read(panel: ReviewPanel):
    """Declarations of the panel that were handed in and have no result yet."""
    return declarations_for(panel).filter(state__in=REVIEWABLE)


def readers_of(panel: ReviewPanel) -> list[Reader]:
    """The members who read for a panel, with their relations and what waits for them; four queries.

    Their schools are those of their posts and of the roster: an expert of the county may teach at one of them.
    """
    users = list(PanelMember.objects.current().filter(panel=panel.reading).order_by("pk").values_list("user_id", flat=True))
    schools, related = defaultdict(set), defaultdict(set)
    posts = Post.objects.current().filter(user__in=users).exclude(role=Role.EXPERT)
    taught = Teacher.objects.current().filter(user__in=users).values_list("user_id", "unit_id")
    for user, unit in posts.values_list("user_id", "unit_id").union(taught):
        schools[user].add(unit)
    for user, teacher in Relation.objects.current().filter(reviewer__in=users).values_list("reviewer_id", "teacher_id"):
        related[user].add(teacher)
    loads = loads_of(users)
    return [Reader(user, frozenset(schools[user]), frozenset(related[user]), loads[user]) for user in users]


def loads_of(users: Iterable[int]) -> Counter:
    """How many records wait for each of these readers, on all panels; one query."""
    waiting = PanelReview.objects.waiting().filter(reviewer__in=list(users)).order_by()
    return Counter(dict(waiting.values_list("reviewer_id").annotate(number=Count("pk"))))


@dataclass(frozen=True)
class Reading:
    """How far the reading of one declaration has come in this attempt."""

    readers: tuple[int, ...] = ()
    open: int = 0
    grades: tuple[str, ...] = ()

    def wanted(self, number: int) -> int:
        """How many more readers are to be found."""
        return max(result_of(self.grades, number).wanted - self.open, 0)


def readings_of(declarations: Iterable[Declaration]) -> dict[int, Reading]:
    """Primary key of a declaration → its readings in the present attempt; one query."""
    attempts = {one.pk: one.attempt for one in declarations}
    rows = PanelReview.objects.standing().filter(declaration__in=list(attempts)).order_by("pk")
    found = defaultdict(list)
    for row in rows.values("declaration_id", "attempt", "reviewer_id", "state", "grade"):
        if row["attempt"] == attempts[row["declaration_id"]]:
            found[row["declaration_id"]].append(row)
    return {
        pk: Reading(
            tuple(row["reviewer_id"] for row in found[pk]),
            sum(row["state"] == PanelReview.State.ASSIGNED for row in found[pk]),
            tuple(row["grade"] for row in found[pk] if row["state"] == PanelReview.State.DONE),
        )
        for pk in attempts
    }


def former_readers(declarations: Iterable[Declaration]) -> dict[int, list[int]]:
    """Primary key of a declaration → who had it to read when it was handed in the last time, the third reader last; one query.

    Whoever was rid of it before it went back to its author is not among them.
    """
    attempts = {one.pk: one.attempt for one in declarations if one.attempt > 1}
    rows = PanelReview.objects.filter(declaration__in=list(attempts)).order_by("third", "pk")
    rid = {"state": PanelReview.State.RELEASED, "updated_at__lt": F("declaration__returned_at")}
    found = defaultdict(list)
    for pk, attempt, reader in rows.exclude(**rid).values_list("declaration_id", "attempt", "reviewer_id"):
        if attempt == attempts[pk] - 1:
            found[pk].append(reader)
    return found


def works_of(panel: ReviewPanel, declarations: Iterable[Declaration]) -> list[Work]:
    """What is to be found for each of these records of a panel; three queries. Needs ``teacher`` and ``unit`` with them."""
    declarations = list(declarations)
    readings, before = readings_of(declarations), former_readers(declarations)
    found = terms_of_each({one.unit for one in declarations}, panel.program)
    return [
        Work(
            key=one.pk,
            teacher=one.teacher_id,
            author=one.teacher.user_id,
            school=one.unit_id,
            wanted=readings[one.pk].wanted(found[one.unit_id].readers),
            own_school=found[one.unit_id].own_school,
            readers=frozenset(readings[one.pk].readers),
            before=tuple(before.get(one.pk, ())),
        )
        for one in declarations
    ]
