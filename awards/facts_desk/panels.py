"""A panel as its office sees it: who judges, how far they are, and, once all are done, what the scores add up to."""

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from awards.enums import TAKEN_IN
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
    """One nomination on a panel: the ballots of its last round, those of earlier ones, and who keeps out.

    While the panel scores, a nomination no longer taken in has none: nobody scores it, and it gets no place.
    """

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
        return len(self.counted) == 1 and bool(self.recused or self.lacking)

    @property
    def out(self) -> bool:
        """Whether the form has left the province's hands, as an objection upheld on its city's notice brings about."""
        return self.nomination.state not in TAKEN_IN

    @property
    def unscored(self) -> bool:
        """Whether it should be placed and has not one score."""
        return not self.out and not self.counted

    @property
    def latest_round(self) -> int:
        """轮次 of the ballots that count."""
        return self.ballots[0].round if self.ballots else 1

    @property
    def counted(self) -> list[Ballot]:
        """The given ballots that count: those of the last round in which one was given."""
        given = [one for one in (*self.earlier, *self.ballots) if one.state == Ballot.State.GIVEN]
        last = max((one.round for one in given), default=0)
        return [one for one in given if one.round == last]

    def scored(self) -> Scored | None:
        """The scores that count; None when there are none."""
        lead = next((one.total for one in self.counted if one.judge.part == Judge.Part.LEAD), None)
        return Scored(self.nomination.pk, tuple(one.total for one in self.counted), lead) if self.counted else None


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

    @cached_property
    def seen(self) -> bool:
        """Whether the office sees scores or has seen them: another round hides them again, but not from who read them."""
        return self.revealed or self.panel.moderations.exists()

    @property
    def scored(self) -> list[Scored]:
        """The scores that count, of every line that has some."""
        return [one for one in (line.scored() for line in self.lines) if one is not None]

    @property
    def unscored(self) -> list[Line]:
        """Lines that would be left without a place if the scoring were closed now."""
        return [line for line in self.lines if line.unscored]

    @property
    def out(self) -> list[Line]:
        """Lines whose form was sent back."""
        return [line for line in self.lines if line.out]

    @property
    def doubts(self) -> str:
        """What an office should know before the scoring is closed; "" when there is nothing."""
        apart, lone = len(too_far_apart(self.scored, self.panel.spread)), sum(line.lone for line in self.lines)
        told = [_("%d 条评分分差超界") % apart] if apart else []
        told += [_("%d 条只有 1 人评分") % lone] if lone else []
        bare = len(self.unscored)
        return "，".join([*told, _("%d 条没有评分、不排名次") % bare] if bare else told)

    def resting_on(self, judge: Judge) -> list[Line]:
        """Lines no other judge scores."""
        return [line for line in self.lines if line.ballots and {one.judge_id for one in line.ballots} == {judge.pk}]

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
    """Everything of a panel in the same few queries, however many judges and nominations."""
    judges = list(Judge.objects.seated().filter(panel=panel).select_related("user").order_by("part", "pk"))
    lines = {row.pk: Line(row) for row in nominations_of(panel)}
    rounds = defaultdict(list)
    for ballot in counting(panel):
        rounds[ballot.nomination_id].append(ballot)
    closed = panel.state == JudgingPanel.State.CLOSED
    for key, ballots in rounds.items():
        if key in lines and (closed or not lines[key].out):
            last = _last_round(ballots, closed)
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


def _last_round(ballots: list[Ballot], closed: bool) -> int:
    """轮次 that stands for a nomination: the last one asked for; once scoring is closed, the last in which a score was given."""
    given = [one.round for one in ballots if one.state == Ballot.State.GIVEN]
    return max(given if closed and given else [one.round for one in ballots])


def _place(board: Board) -> None:
    """Put average, place and spread beside each line."""
    order = _recorded(board) if board.panel.state == JudgingPanel.State.CLOSED else _reckoned(board)
    apart = {one.key for one in too_far_apart(board.scored, board.panel.spread)}
    for line in board.lines:
        line.placed, line.apart = order.get(line.nomination.pk), line.nomination.pk in apart
    board.lines.sort(key=lambda line: (line.placed is None, line.placed.rank if line.placed else 0))


def _reckoned(board: Board) -> dict[int, Placed]:
    """Places as the rule gives them now, by nomination."""
    return {one.scored.key: one for one in placed(board.scored, board.panel.tie_rule)}


def _recorded(board: Board) -> dict[int, Placed]:
    """Places as they were written down when scoring was closed, and as ties were settled since."""
    scored = {one.key: one for one in board.scored}
    rows = [row for row in board.panel.placings.all() if row.nomination_id in scored]
    return {row.nomination_id: Placed(scored[row.nomination_id], row.rank, row.tied) for row in rows}


def pool_of(panel: JudgingPanel) -> list[Post]:
    """Experts of the pool: those with a post of expert at the unit of the cycle or below, who do not sit yet."""
    seated = Judge.objects.seated().filter(panel=panel).values("user")
    posts = Post.objects.current().filter(within(panel.cycle.unit.path, "unit__path"), role=Role.EXPERT, user__is_active=True)
    return list(posts.exclude(user__in=seated).select_related("user", "unit").order_by("unit__path", "user__name", "pk")[:300])
