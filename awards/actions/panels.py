"""The office's verbs on a judging panel: set up, seat, keep out, start, look at scores that lie apart, close, settle ties."""

from django.db import IntegrityError, transaction
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from awards.actions.seats import check_not_seen, hold
from awards.facts_desk.conflicts import ground_of
from awards.facts_desk.panels import Board, Line, board_of, nominations_of
from awards.marking.criteria import Criterion, one_score
from awards.marking.ranking import placed
from awards.models import AwardCategory, Ballot, Judge, JudgingPanel, Moderation, Nomination, Placing, Recusal
from awards.models.judging import TieRule
from awards.policies import cycles as cycle_policies
from awards.policies import judging as policies
from portal.accounts.messages import notify
from portal.audit.recording import record
from portal.kit.errors import Refused, WrongState
from portal.kit.reasons import reason_of

P = JudgingPanel.State


@transaction.atomic
def open_panel(*, category: AwardCategory, by) -> JudgingPanel:
    """The panel of a category, set up with one score of 0–100 unless it is there."""
    cycle_policies.check_office_of(by, category.cycle)
    cycle_policies.check_open(category.cycle)
    given = {"cycle": category.cycle, "criteria": [one.told() for one in one_score()]}
    panel, made = JudgingPanel.objects.get_or_create(category=category, defaults=given)
    if made:
        record(by, "judging.opened", panel, unit=category.cycle.unit)
    return panel


@transaction.atomic
def set_rules(*, panel: JudgingPanel, criteria: list[Criterion], spread: int, tie_rule: str, by) -> JudgingPanel:
    """Before scoring: what is scored with which weight, how far scores may lie apart (hundredths of a point), how ties part."""
    policies.check_keep(by, panel, P.PREPARING)
    if tie_rule not in TieRule.values or not 0 <= spread <= 10000:
        raise Refused(_("分差界限为 0 至 100 分，同分办法请从所列中选。"))
    told = [one.told() for one in criteria]
    changes = {"criteria": (_listed(panel.criteria), _listed(told)), "spread": (panel.spread, spread)}
    changes["tie_rule"] = (panel.tie_rule, tie_rule)
    if not JudgingPanel.objects.filter(pk=panel.pk, state=P.PREPARING).stamp(criteria=told, spread=spread, tie_rule=tie_rule):
        raise WrongState(_("评分刚刚开始，规则不能再改。"))
    record(by, "judging.rules_set", panel, unit=panel.cycle.unit, changes=changes)
    panel.refresh_from_db()
    return panel


def _listed(criteria: list[dict]) -> str:
    return "；".join(f"{one['name']} {one['weight']}%" for one in criteria)


@transaction.atomic
def seat(*, panel: JudgingPanel, user, part: str, by) -> Judge:
    """Put an expert on the panel before scoring begins; a panel has one lead at most.

    What he declared to keep out of in an earlier seat on it he keeps out of in this one.
    """
    hold(panel)
    policies.check_keep(by, panel, P.PREPARING)
    policies.check_may_judge(user, panel)
    if part not in Judge.Part.values:
        raise Refused(_("职责请选组长或评委。"))
    own = [post for post in user.current_posts() if post.unit_id != panel.cycle.unit_id]
    place = (own or user.current_posts())[0].unit.name
    try:
        with transaction.atomic():
            judge = Judge.objects.create(panel=panel, user=user, part=part, workplace=place)
    except IntegrityError:
        raise WrongState(_("%(who)s已经在%(panel)s中，或者已有组长。") % {"who": user, "panel": panel}) from None
    earlier = Recusal.objects.standing().filter(judge__panel=panel, judge__user=user)
    kept = Recusal.objects.filter(pk__in=list(earlier.values_list("pk", flat=True))).stamp(judge=judge)
    record(by, "judging.seated", judge, unit=panel.cycle.unit, data={"part": part} | ({"recusals": kept} if kept else {}))
    notify(user, _("您已受聘为%(cycle)s%(panel)s成员。") % {"cycle": panel.cycle, "panel": panel}, "/judging/")
    return judge


@transaction.atomic
def unseat(*, judge: Judge, reason: str, by) -> None:
    """Let a judge off; not once scores can be seen or were, since that would choose among results, nor the only one of a line."""
    hold(judge.panel)
    policies.check_keep(by, judge.panel, P.PREPARING, P.SCORING)
    reason = reason_of(reason)
    board = board_of(judge.panel)
    check_not_seen(board, _("不能再调整评委"))
    if bare := board.resting_on(judge):
        words = {"subjects": _named(bare), "who": judge}
        raise WrongState(_("%(subjects)s只有%(who)s一名评委，退出后没有评委可评，不能退出。") % words)
    if not Judge.objects.seated().filter(pk=judge.pk).stamp(state=Judge.State.ENDED):
        raise WrongState(_("%s已经不在组中。") % judge)
    record(by, "judging.unseated", judge, unit=judge.panel.cycle.unit, note=reason)


@transaction.atomic
def start(*, panel: JudgingPanel, by) -> Board:
    """Begin scoring: exclude conflicts by rule and hand every judge what is left; nobody may be left without a judge."""
    policies.check_keep(by, panel, P.PREPARING)
    cycle_policies.check_open(panel.cycle, begun="judge")
    if not JudgingPanel.objects.filter(pk=panel.pk, state=P.PREPARING).stamp(state=P.SCORING, started_at=Now()):
        raise WrongState(_("评分刚由他人开始，请刷新。"))
    judges = list(Judge.objects.seated().filter(panel=panel).select_related("user"))
    rows = nominations_of(panel)
    if not judges or not rows:
        raise WrongState(
            _("开始评分前要有评委和已受理的推荐，现有评委 %(judges)d 名、推荐 %(rows)d 条。")
            % {"judges": len(judges), "rows": len(rows)}
        )
    waiting = panel.cycle.nominations.filter(category=panel.category_id, state=Nomination.State.RECOMMENDED).count()
    if waiting:
        raise WrongState(_("还有 %d 条推荐没有受理，受理或退回后再开始评分。") % waiting)
    _exclude(judges, rows)
    Ballot.objects.bulk_create(Ballot(judge=judge, nomination=row) for judge in judges for row in rows)
    panel.refresh_from_db()
    board = board_of(panel)
    bare = [line for line in board.lines if not line.ballots]
    if bare:
        raise WrongState(_("回避之后没有评委可评：%s，请增加评委。") % _named(bare))
    record(by, "judging.started", panel, unit=panel.cycle.unit, data={"judges": len(judges), "nominations": len(rows)})
    text = _("%(panel)s开始评分，请在评审工作台评分。") % {"panel": panel}
    notify([judge.user for judge in judges], text, "/judging/")
    return board


def _exclude(judges: list[Judge], rows: list[Nomination]) -> None:
    known = set(Recusal.objects.standing().filter(judge__in=judges).values_list("judge", "nomination"))
    found = ((judge, row, ground_of(judge, row)) for judge in judges for row in rows)
    Recusal.objects.bulk_create(
        Recusal(judge=judge, nomination=row, ground=ground)
        for judge, row, ground in found
        if ground and (judge.pk, row.pk) not in known
    )


@transaction.atomic
def moderate(*, panel: JudgingPanel, nomination: Nomination, reason: str, by) -> Moderation:
    """复议: another round for one nomination, by the same judges, once all scores are in; the earlier ones are kept."""
    hold(panel)
    policies.check_keep(by, panel, P.SCORING)
    reason = reason_of(reason)
    board = board_of(panel)
    line = next((one for one in board.lines if one.nomination.pk == nomination.pk), None)
    if line is None or not board.revealed:
        raise WrongState(_("全部评委提交评分之后才能复议。"))
    if not line.ballots:
        raise WrongState(_("%s没有评分，不能复议。") % nomination.subject)
    given = {"round": line.latest_round + 1, "reason": reason, "spread_before": line.scored().spread, "opened_by": by}
    try:
        with transaction.atomic():
            row = Moderation.objects.create(panel=panel, nomination=nomination, **given)
    except IntegrityError:
        raise WrongState(_("复议刚由他人提出，请刷新。")) from None
    Ballot.objects.bulk_create(Ballot(judge=one.judge, nomination=nomination, round=row.round) for one in line.ballots)
    record(by, "judging.moderated", row, unit=panel.cycle.unit, note=reason)
    text = _("%(subject)s的评分分差较大，请复议：%(reason)s") % {"subject": nomination.subject, "reason": reason}
    notify([one.judge.user for one in line.ballots], text, "/judging/")
    return row


@transaction.atomic
def close(*, panel: JudgingPanel, reason: str = "", anyway: bool = False, by) -> JudgingPanel:
    """End scoring and write the places down. While scores are lacking it needs a reason.

    Scores too far apart, nominations one judge alone scored and nominations without any score are accepted only ``anyway``.
    What has no score gets no place and is named on record, so that nothing holds scoring open for ever; of another round that
    nobody gave, the round before counts; a form no longer taken in is passed over.
    """
    hold(panel)
    policies.check_keep(by, panel, P.SCORING)
    board = board_of(panel)
    reason = reason_of(reason, asked=_early(board)) if board.lacking or board.unscored else ""
    if board.doubts and not anyway:
        raise WrongState(_("%s，请复议，或者勾选“已经知悉”后再结束评分。") % _doubts(board), code="doubts_open")
    stamps = {"state": P.CLOSED, "closed_at": Now(), "close_reason": reason}
    if not JudgingPanel.objects.filter(pk=panel.pk, state=P.SCORING).stamp(**stamps):
        raise WrongState(_("评分刚由他人结束，请刷新。"))
    panel.refresh_from_db()
    found = placed(board.scored, panel.tie_rule)
    Placing.objects.bulk_create(
        Placing(
            panel=panel,
            nomination_id=one.scored.key,
            total=sum(one.scored.totals),
            count=len(one.scored.totals),
            rank=one.rank,
            tied=one.tied,
        )
        for one in found
    )
    record(by, "judging.closed", panel, unit=panel.cycle.unit, note=reason, data=_closing(board, len(found)))
    return panel


def _early(board: Board) -> str:
    """What the reason is asked for."""
    if board.lacking:
        return _("还缺 %d 份评分，提前结束请写明原因") % board.lacking
    return _("%s没有评分，结束评分请写明原因") % _named(board.unscored)


def _doubts(board: Board) -> str:
    """The doubts, with the names of those that would get no place."""
    return f"{board.doubts}（{_named(board.unscored)}）" if board.unscored else board.doubts


def _named(lines: list[Line]) -> str:
    """The first few of them by name, and how many there are when these are not all."""
    names = "、".join(line.nomination.subject for line in lines[:5])
    return names if len(lines) <= 5 else _("%(names)s等 %(count)d 个对象") % {"names": names, "count": len(lines)}


def _closing(board: Board, count: int) -> dict:
    """What the audit log keeps of how scoring ended."""
    told = {"placed": count, "lacking": board.lacking} | ({"doubts": board.doubts} if board.doubts else {})
    unscored, out = ([line.nomination.subject for line in lines] for lines in (board.unscored, board.out))
    return told | ({"unscored": unscored} if unscored else {}) | ({"out": out} if out else {})


@transaction.atomic
def settle(*, panel: JudgingPanel, ids: list[int], reason: str, by) -> None:
    """Put those of one shared place in order, best first, with a reason; ``ids`` names all that share it."""
    policies.check_keep(by, panel, P.CLOSED)
    reason = reason_of(reason)
    rows = {
        row.nomination_id: row for row in panel.placings.select_for_update().filter(nomination__in=ids, tied=True).order_by("pk")
    }
    ranks = {row.rank for row in rows.values()}
    alike = panel.placings.filter(rank__in=ranks, tied=True).count()
    if len(ranks) != 1 or len(rows) != len(ids) or alike != len(ids):
        raise Refused(_("请把同一名次并列的全部对象各填一个先后，不重不漏。"))
    [rank] = ranks
    for place, pk in enumerate(ids):
        Placing.objects.filter(pk=rows[pk].pk).stamp(rank=rank + place, tied=False, reason=reason, resolved_by=by)
    record(by, "judging.settled", panel, unit=panel.cycle.unit, note=reason, data={"order": ids})
