"""A panel as its office sees it: who judges, how far they are, and, once all are done, what the scores add up to."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from awards.marking.ranking import Placed, Scored, placed, too_far_apart
from awards.models import Ballot, Judge, JudgingPanel, Nomination, Recusal
from portal.accounts.enums import Role
from portal.accounts.models import Post
from portal.units.models import within


def counting(panel: JudgingPanel):
    """Ballots of judges who sit and do not keep out of the nomination, all rounds."""
    out = Recusal.objects.standing().filter(judge=OuterRef("judge"), nomination=OuterRef("nomination"))
    rows = Ballot.objects.filter(judge__panel=panel, judge__state=Judge.State.SEATED).exclude(Exists(out))
    return rows.select_related("judge__user").order_by("judge", "round")


@dataclass
class Line:
    """One nomination on a panel: the ballots of its last round, those of earlier ones, and who keeps out."""

    nomination: Nomination
    ballots: list[Ballot] = field(default_factory=list)
    earlier: list[Ballot] = field(default_factory=list)
    recused: list[Recusal] = field(default_factory=list)
    placed: Placed | None = None
    apart: bool = False

    @property
    def given(self) -> int:
        return sum(ballot.state == Ballot.State.GIVEN for ballot in self.ballots)

    @property
    def lacking(self) -> int:
        return len(self.ballots) - self.given

    @property
    def lone(self) -> bool:
        """Whether one judge alone scored it while others keep out or have not scored."""
        return self.given == 1 and bool(self.recused or self.lacking)

    @property
    def latest_round(self) -> int:
        """轮次 of the ballots that count."""
        return self.ballots[0].round if self.ballots else 1

    def scored(self) -> Scored | None:
        """What counts: the last round's ballots that were given; None when there are none."""
        given = [one for one in self.ballots if one.state == Ballot.State.GIVEN]
        lead = next((one.total for one in given if one.judge.part == Judge.Part.LEAD), None)
        return Scored(self.nomination.pk, tuple(one.total for one in given), lead) if given else None


@dataclass(frozen=True)
class Board:
    """A panel with its lines; scores are shown only when ``revealed``."""

    panel: JudgingPanel
    judges: list[Judge]
    lines: list[Line]

    @property
    def lacking(self) -> int:
        return sum(line.lacking for line in self.lines)

    @property
    def expected(self) -> int:
        return sum(len(line.ballots) for line in self.lines)

    @property
    def given(self) -> int:
        return self.expected - self.lacking

    @property
    def revealed(self) -> bool:
        """Whether the office may see scores: the panel is closed, or every judge has given every score."""
        if self.panel.state == JudgingPanel.State.CLOSED:
            return True
        return self.panel.state == JudgingPanel.State.SCORING and bool(self.expected) and not self.lacking

    @property
    def doubts(self) -> str:
        """What an office should know before the scoring is closed; "" when there is nothing."""
        scored = [one for one in (line.scored() for line in self.lines) if one is not None]
        apart, lone = len(too_far_apart(scored, self.panel.spread)), sum(line.lone for line in self.lines)
        told = [_("%d 条评分分差超界") % apart] if apart else []
        return "，".join([*told, _("%d 条只有 1 人评分") % lone] if lone else told)

    def progress_of(self, judge: Judge) -> tuple[int, int]:
        """How many of his scores a judge has given, of how many."""
        own = [one for line in self.lines for one in line.ballots if one.judge_id == judge.pk]
        return sum(one.state == Ballot.State.GIVEN for one in own), len(own)


def nominations_of(panel: JudgingPanel) -> list[Nomination]:
    """What the panel judges, in the notice's order: what was taken in, or what it was given when it began."""
    rows = Nomination.objects.select_related("unit", "via", "category")
    if panel.state == JudgingPanel.State.PREPARING:
        return list(rows.filter(category=panel.category_id, state=Nomination.State.ACCEPTED).in_notice_order())
    asked = Ballot.objects.filter(judge__panel=panel).values("nomination")
    return list(rows.filter(pk__in=asked).in_notice_order())


def board_of(panel: JudgingPanel) -> Board:
    """Everything of a panel in five queries, however many judges and nominations."""
    judges = list(Judge.objects.seated().filter(panel=panel).select_related("user").order_by("part", "pk"))
    lines = {row.pk: Line(row) for row in nominations_of(panel)}
    rounds = defaultdict(list)
    for ballot in counting(panel):
        rounds[ballot.nomination_id].append(ballot)
    for key, ballots in rounds.items():
        if key in lines:
            last = max(one.round for one in ballots)
            lines[key].ballots = [one for one in ballots if one.round == last]
            lines[key].earlier = [one for one in ballots if one.round < last]
    recusals = Recusal.objects.standing().filter(judge__panel=panel, judge__state=Judge.State.SEATED)
    for recusal in recusals.select_related("judge__user").order_by("judge", "pk"):
        if recusal.nomination_id in lines:
            lines[recusal.nomination_id].recused.append(recusal)
    board = Board(panel, judges, list(lines.values()))
    if board.revealed:
        _place(board)
    return board


def _place(board: Board) -> None:
    """Put average, place and spread beside each line."""
    scored = [one for one in (line.scored() for line in board.lines) if one is not None]
    order = {one.scored.key: one for one in placed(scored, board.panel.tie_rule)}
    apart = {one.key for one in too_far_apart(scored, board.panel.spread)}
    for line in board.lines:
        line.placed, line.apart = order.get(line.nomination.pk), line.nomination.pk in apart
    board.lines.sort(key=lambda line: (line.placed is None, line.placed.rank if line.placed else 0))


def pool_of(panel: JudgingPanel) -> list[Post]:
    """Experts of the pool: those with a post of expert at the unit of the cycle or below, who do not sit yet."""
    seated = Judge.objects.seated().filter(panel=panel).values("user")
    posts = Post.objects.current().filter(within(panel.cycle.unit.path, "unit__path"), role=Role.EXPERT, user__is_active=True)
    return list(posts.exclude(user__in=seated).select_related("user", "unit").order_by("unit__path", "user__name", "pk")[:300])
