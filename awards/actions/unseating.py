"""What an objection that is upheld costs: the name, the place, and who is told or asked next."""

from collections.abc import Iterator

from django.db.models.functions import Now
from django.utils.translation import gettext as _

from awards.actions.grading import take_grades_back
from awards.actions.nominations import close_gap
from awards.actions.paper import end_papers
from awards.actions.recommending import CLEARED
from awards.actions.reserving import step_down
from awards.actions.striking import strike, take_off
from awards.enums import HOLDING, MOVES
from awards.enums import NominationState as S
from awards.facts_desk.acceptance import held_among
from awards.models import Nomination, Objection, Reserve
from portal.accounts.messages import tell_staff
from portal.audit.recording import record

WON = frozenset({S.DECIDED, S.ON_NOTICE, S.CLEARED})
UNDONE = CLEARED | {"decided_at": None, "decided_by": None, "decision_reason": "", "reserve_place": None}


def unseat(objection: Objection, by) -> None:
    """Strike the name; what the province decided is declined and the reserve asked, what came through a city goes back."""
    notice, why = objection.notice, _("公示期间异议属实（%s）。") % objection.number
    step_down(objection.listed.nomination, by)
    [row] = Nomination.objects.locked([objection.listed.nomination_id]).values()
    strike(row, by=by, note=why)
    take_off(objection.listed, by=by)
    if not notice.of_province:
        _send_home(row, notice, why, by)
    elif row.state == S.ON_NOTICE:
        Nomination.objects.move_all([row], S.DECLINED, decision_reason=why, decided_at=Now(), decided_by=by)
        record(by, "nomination.unseated", row, unit=notice.cycle.unit, note=why)
        take_grades_back([row], by, why)
        _offer_on(row, by, by)


def _send_home(row: Nomination, notice, why: str, by) -> None:
    """Whatever it has reached by now, it goes back to whoever wrote it and its place is free, until results are out."""
    held, won, place, decider = row.state in HOLDING, row.state in WON, row.position, row.decided_by
    if S.RETURNED in MOVES[S(row.state)]:
        Nomination.objects.move_all([row], S.RETURNED, returned_at=Now(), returned_by=by, return_reason=why, **UNDONE)
        close_gap(row, place)
        end_papers(row, _("推荐已退回：%(reason)s") % {"reason": why}, by=by)
        record(by, "nomination.sent_back", row, unit=row.unit, note=why)
        take_grades_back([row], None, why)  # the office's own affair until results are out: a city is not told by its own log
    if won:
        _offer_on(row, None, decider)
    tell_staff(_news(row, notice, why, held))


def _news(row: Nomination, notice, why: str, held: bool) -> Iterator[tuple]:
    """Who hears of it: the unit, its city, the office of the cycle, and whoever stands by first for the place."""
    words = {"subject": row.subject, "category": row.category, "why": why}
    text = _("%(subject)s的“%(category)s”推荐取消：%(why)s")
    if row.state == S.ANNOUNCED:
        text = _("%(subject)s获评“%(category)s”已经公布，由工程办另行处理：%(why)s")
    text %= words
    waiting = Reserve.objects.waiting().filter(nomination__cycle=row.cycle_id, nomination__category=row.category_id)
    waiting = waiting.filter(nomination__via=row.via_id).exclude(nomination=row).select_related("nomination__unit")
    following = waiting.first() if held else None
    told = {row.unit_id: row.unit, notice.cycle.unit_id: notice.cycle.unit}
    for unit in told.values():
        if unit.pk != row.via_id:
            yield unit, text, row.get_absolute_url()
    if following is None:
        yield row.via, text, row.get_absolute_url()
        return
    first = following.nomination
    yield row.via, text + _("备选名单上第一位是%s。") % first.subject, row.get_absolute_url()
    asked = _("%(first)s在“%(category)s”备选名单上排第一，有名额空出，由%(city)s决定是否递补。")
    yield first.unit, asked % (words | {"first": first.subject, "city": row.via.bureau()}), first.get_absolute_url()


def _offer_on(row: Nomination, by, decider) -> None:
    """The next of the same category in reserve, unless an objection holds it, takes the place; it needs a notice of its own.

    ``decider`` of the province stands for the decision: who gave the place to ``row``, whoever upheld the objection.
    """
    waiting = Nomination.objects.filter(cycle=row.cycle_id, category=row.category_id, state=S.RESERVED)
    waiting = list(waiting.order_by("reserve_place", "pk"))
    held = held_among(waiting)
    following = next((one.pk for one in waiting if one.pk not in held), None)
    if following is None:
        return
    [taken] = Nomination.objects.locked([following]).values()
    Nomination.objects.move_all([taken], S.DECIDED, decided_at=Now(), decided_by=decider, reserve_place=None)
    why = _("递补：%s 取消入选") % row.subject
    record(by, "nomination.offered", taken, unit=row.cycle.unit, note=why)
