"""The programme office's desk: what is recommended, taken in and decided, and the list to publish."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from awards.enums import HOLDING, NominationState
from awards.facts_desk.grades import highest_first
from awards.facts_desk.publicity import notice_hindrance
from awards.marking.ranking import average_text
from awards.models import AwardCategory, AwardCycle, JudgingPanel, Nomination, Placing, Release
from awards.models.quotas import listed_place
from awards.policies import cycles as policies

ORDER = ["listed", "via__position", "via_id", "place", "pk"]
WINNING = frozenset({NominationState.DECIDED, NominationState.ON_NOTICE, NominationState.CLEARED, NominationState.ANNOUNCED})


def recommended(category: AwardCategory, user):
    """What was recommended in a category, in the notice's order of cities and each city's own order."""
    rows = Nomination.objects.visible_to(user).filter(cycle=category.cycle_id, category=category, state__in=HOLDING)
    rows = rows.annotate(listed=listed_place("via"), place=Coalesce("position", Value(0)))
    return rows.select_related("unit", "via", "category", "cycle")


@dataclass(frozen=True)
class PanelPlace:
    """Where the panel put a nomination: place, whether others share it, how many scored, and their average."""

    rank: int
    tied: bool
    count: int
    average: str


def placed_by_panel(category: AwardCategory, rows: Iterable[Nomination]) -> dict[int, PanelPlace]:
    """The places of rows by nomination, once the scoring of their category was closed; one query."""
    found = Placing.objects.filter(panel__category=category, panel__state=JudgingPanel.State.CLOSED, nomination__in=list(rows))
    return {row.nomination_id: PanelPlace(row.rank, row.tied, row.count, average_text(row.total, row.count)) for row in found}


def scoring_panel(category: AwardCategory) -> JudgingPanel | None:
    """The panel at work on a category: until it ends nothing is taken in or decided there."""
    return JudgingPanel.objects.filter(category=category, state=JudgingPanel.State.SCORING).select_related("category").first()


@dataclass(frozen=True)
class Progress:
    """How many recommendations wait, are taken in, honoured or declined."""

    states: Counter
    by_category: dict[int, Counter]

    def of(self, category: AwardCategory) -> "Progress":
        """The same of one category."""
        return Progress(self.by_category.get(category.pk, Counter()), {})

    @property
    def waiting(self) -> int:
        return self.states[NominationState.RECOMMENDED]

    @property
    def accepted(self) -> int:
        return self.states[NominationState.ACCEPTED]

    @property
    def chosen(self) -> int:
        return sum(self.states[state] for state in WINNING)

    @property
    def reserved(self) -> int:
        return self.states[NominationState.RESERVED]

    @property
    def declined(self) -> int:
        return self.states[NominationState.DECLINED]

    @property
    def total(self) -> int:
        return self.states.total()

    @property
    def undecided(self) -> int:
        return self.waiting + self.accepted


def progress_of(cycle: AwardCycle) -> Progress:
    """The counts of a whole cycle; one query."""
    rows = cycle.nominations.filter(state__in=HOLDING).order_by().values_list("category", "state").annotate(count=Count("pk"))
    states, categories = Counter(), defaultdict(Counter)
    for category, state, count in rows:
        states[state] += count
        categories[category][state] += count
    return Progress(states, dict(categories))


def winners_of(cycle: AwardCycle, *, announced: bool = False) -> list[tuple[AwardCategory, list[Nomination]]]:
    """The final list by category in the notice's order, the highest grade first where it gives grades.

    A published one is for everybody who sees the cycle.
    """
    states = [NominationState.ANNOUNCED] if announced else WINNING
    rows = cycle.nominations.filter(state__in=states).select_related("unit__parent__parent", "via", "category", "graded")
    groups = {}
    for row in rows.in_notice_order("category__position"):
        groups.setdefault(row.category_id, (row.category, []))[1].append(row)
    return [(category, highest_first(cycle, rows)) for category, rows in groups.values()]


@dataclass(frozen=True)
class Publication:
    """Where publishing stands: what hinders it, who asked, and what this user may do."""

    release: Release | None
    hindrance: str
    may_reconsider: bool
    may_ask: bool
    may_publish: bool


def publication_of(cycle: AwardCycle, user, progress: Progress) -> Publication:
    """Whether the list can be asked for or, by another person, published."""
    releases = Release.objects.filter(cycle=cycle).exclude(state=Release.State.REFUSED)
    release = releases.select_related("asked_by", "done_by").order_by("-pk").first()
    asked = release is not None and release.state == Release.State.ASKED
    may = cycle.state == AwardCycle.State.OPEN and policies.is_office(user, cycle)
    hindrance = hindrance_of(progress) or (policies.not_begun(cycle, "announce") or notice_hindrance(cycle) if may else "")
    return Publication(
        release=release,
        hindrance=hindrance,
        may_reconsider=may and not asked,
        may_ask=may and not asked and not hindrance,
        may_publish=may and asked and release.asked_by_id != user.pk,
    )


def hindrance_of(progress: Progress) -> str:
    """Why the list cannot be published yet; "" when it can."""
    if progress.undecided:
        return _("还有 %(waiting)d 条待受理、%(accepted)d 条待评定，全部评定后再公布。") % {
            "waiting": progress.waiting,
            "accepted": progress.accepted,
        }
    return "" if progress.chosen else _("还没有评定为入选的推荐。")
