"""The province's verbs on what was recommended: accept, decide, take a decision back."""

from collections import Counter
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Max
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from awards import facts
from awards.actions.grading import take_grades_back
from awards.actions.nominations import frozen
from awards.enums import NominationState as S
from awards.facts_desk.acceptance import held_among, hindrances
from awards.facts_desk.changes import changes_of
from awards.forms.check import check_filled, check_reason
from awards.models import AwardCycle, JudgingPanel, Nomination
from awards.policies import cycles as policies
from awards.policies.readmitting import check_taken_up_alone
from portal.audit.recording import record_each
from portal.kit.errors import DomainError, Refused, WrongState


@dataclass(frozen=True)
class Intake:
    """What came of taking in a set: those accepted, and those that were not with the reason."""

    accepted: list[Nomination]
    refused: list[tuple[Nomination, DomainError]]


@transaction.atomic
def accept(*, nomination: Nomination, by) -> Nomination:
    """Take one recommendation in; every condition must hold by now, also those a person attests."""
    intake = accept_all(cycle=nomination.cycle, ids=[nomination.pk], by=by)
    for _row, refusal in intake.refused:
        raise refusal
    nomination.refresh_from_db()
    return nomination


@transaction.atomic
def accept_all(*, cycle: AwardCycle, ids: list[int], by) -> Intake:
    """Take recommendations in as one batch, in the order given; one that is refused does not hold up the others.

    Each form is looked at again: what it lacks by now holds it up; a result that changed since is shown beside its findings.
    While a panel scores a category nothing more is taken in there: it would be decided without any score.
    Raises ``Refused`` when none is named, one is named twice or one is not of this cycle.
    """
    policies.check_office_of(by, cycle)
    policies.check_open(cycle)
    scoring = _scoring(cycle, ids)
    rows = _named(cycle, ids)
    holding = hindrances(cycle, rows)
    known, categories = facts.gather(cycle, [row.unit for row in rows]), {one.pk: one for one in cycle.categories.all()}
    intake = Intake([], [])
    for row in rows:
        row.cycle, row.category = cycle, categories[row.category_id]
        try:
            policies.check_no_hand_in(by, row)
            row.check_move(S.ACCEPTED)
            _check_no_scoring(row, scoring)
            _check_nothing_hinders(row, holding)
            check_filled(row)
            row.frozen = frozen(row, row.category.rule.judge(known.of(row.category, row.unit)), must_qualify=True)
        except DomainError as refusal:
            intake.refused.append((row, refusal))
        else:
            intake.accepted.append(row)
    Nomination.objects.bulk_update(intake.accepted, ["frozen"])
    Nomination.objects.move_all(intake.accepted, S.ACCEPTED)
    record_each(by, "nomination.accepted", intake.accepted)
    return intake


def _scoring(cycle: AwardCycle, ids: list[int]) -> set[int]:
    """The categories of these forms whose panel scores; their panels are held, so that none begins meanwhile."""
    categories = cycle.nominations.filter(pk__in=ids).order_by().values("category")
    panels = JudgingPanel.objects.select_for_update(no_key=True).filter(category__in=categories).order_by("pk")
    return {category for category, state in panels.values_list("category", "state") if state == JudgingPanel.State.SCORING}


def _check_no_scoring(row: Nomination, scoring: set[int]) -> None:
    if row.category_id in scoring:
        raise WrongState(_("%s专家组正在评分，结束评分后再受理。") % row.category, code="panel_scoring")


def _check_nothing_hinders(row: Nomination, holding: dict[int, str]) -> None:
    """No paper is awaited and no objection is open."""
    if row.pk in holding:
        raise WrongState(holding[row.pk], code="held")


def _named(cycle: AwardCycle, ids: list[int]) -> list[Nomination]:
    """The rows of a cycle a person named, locked, in his order."""
    if not ids:
        raise Refused(_("请至少选择一条推荐。"))
    rows = cycle.nominations.locked(ids)
    if len(rows) != len(ids):
        raise Refused(_("名单中有重复或不属于本次评选的推荐，请刷新后再试。"))
    return [rows[pk] for pk in ids]


@transaction.atomic
def decide(
    *, cycle: AwardCycle, chosen: list[int], declined: list[int], by, reason: str = "", reserved: list[int] | None = None
) -> dict[str, int]:
    """Decide on accepted recommendations: ``chosen`` are honoured, ``declined`` are not and say why; all of them or none.

    ``reserved`` stand in reserve in this order, behind those of their category that already do. Nobody outside the office
    learns of any of it before it is published.
    Who is declined or reserved gives a grade it was given back.
    Raises ``Refused`` when one is named twice or not accepted in this cycle, or declined without a reason; ``Denied`` when
    one was handed in or recommended by ``by``, ``WrongState`` while an objection holds one or its panel scores.
    """
    policies.check_office_of(by, cycle)
    policies.check_open(cycle, begun="judge")
    policies.check_undecided(cycle)
    reason = check_reason(reason, S.DECLINED.label) if declined else ""
    reserved = reserved or []
    rows = _named(cycle, [*chosen, *declined, *reserved])
    if any(row.state != S.ACCEPTED for row in rows):
        raise Refused(_("名单中有尚未受理的推荐，请刷新后再评定。"))
    for row in rows:
        policies.check_no_hand_in(by, row)
    _check_none_held(rows)
    _check_scored(rows)
    _compare(cycle, rows)
    first, last = len(chosen), len(chosen) + len(declined)
    for state, moved, why in ((S.DECIDED, rows[:first], ""), (S.DECLINED, rows[first:last], reason)):
        Nomination.objects.move_all(moved, state, decided_at=Now(), decided_by=by, decision_reason=why)
        record_each(by, f"nomination.{state}", moved, unit=cycle.unit, note=why)
    _reserve(cycle, rows[last:], by)
    take_grades_back(rows[first:last], by, S.DECLINED.label)
    take_grades_back(rows[last:], by, S.RESERVED.label)
    # One time for all: different ones would tell who was declined.
    Nomination.objects.filter(pk__in=[row.pk for row in rows]).stamp()
    told = {"decided": len(chosen), "declined": len(declined)}
    return told | {"reserved": len(reserved)} if reserved else told


def _check_none_held(rows: list[Nomination]) -> None:
    """No objection on a running notice, its city's or the province's, is open about any of them."""
    held = held_among(rows)
    subjects = "、".join(row.subject for row in rows if row.pk in held)
    if subjects:
        raise WrongState(_("公示期间对%s的异议正在处理，办结后再评定。") % subjects, code="held")


def _check_scored(rows: list[Nomination]) -> None:
    """No panel is at work on them; a category without a panel, or with one not begun, is the office's to decide alone."""
    panels = JudgingPanel.objects.filter(category__in={row.category_id for row in rows}, state=JudgingPanel.State.SCORING)
    panel = panels.select_related("category").order_by("pk").first()
    if panel is not None:
        raise WrongState(_("%s还在评分，结束评分后再评定。") % panel, code="scoring")


def _compare(cycle: AwardCycle, rows: list[Nomination]) -> None:
    """Keep with each form what is found otherwise at its decision than when it was handed in."""
    changed = changes_of(cycle, rows)
    for row in rows:
        row.frozen = row.frozen | {"decided": [one.text for one in changed.get(row.pk, [])]}
    Nomination.objects.bulk_update(rows, ["frozen"])


def _reserve(cycle: AwardCycle, rows: list[Nomination], by) -> None:
    """Put rows at the end of their categories' reserve, in their order; the same statements however many.

    The categories are held to the end: who reserves others at the same moment goes on behind these.
    """
    if not rows:
        return
    held = cycle.categories.select_for_update(no_key=True).filter(pk__in={row.category_id for row in rows})
    list(held.order_by("pk"))
    reserved = cycle.nominations.filter(state=S.RESERVED).order_by()
    last = Counter(dict(reserved.values_list("category").annotate(Max("reserve_place"))))
    for row in rows:
        last[row.category_id] += 1
        row.reserve_place = last[row.category_id]
    Nomination.objects.bulk_update(rows, ["reserve_place"])
    Nomination.objects.move_all(rows, S.RESERVED, decided_at=Now(), decided_by=by)
    record_each(by, "nomination.reserved", rows, unit=cycle.unit)


@transaction.atomic
def reconsider(*, cycle: AwardCycle, ids: list[int], reason: str, by) -> int:
    """Take decisions back, saying why, until somebody asks to publish them; all of them or none. How many they were.

    A declined recommendation kept its place, so taking it up again cannot spend one too many; it is graded anew.
    What an upheld objection was about is taken up by itself, so that the reason given is about that: ``Refused`` among others.
    """
    policies.check_office_of(by, cycle)
    policies.check_open(cycle)
    policies.check_undecided(cycle)
    reason = check_reason(reason, _("收回评定"))
    rows = _named(cycle, ids)
    if any(row.state not in {S.DECIDED, S.RESERVED, S.DECLINED} for row in rows):
        raise Refused(_("名单中有还没有评定的推荐，请刷新后再试。"))
    for row in rows:
        policies.check_no_hand_in(by, row)
    check_taken_up_alone(rows)
    cleared = {"decided_at": None, "decided_by": None, "decision_reason": "", "reserve_place": None}
    Nomination.objects.move_all(rows, S.ACCEPTED, **cleared)
    record_each(by, "nomination.reconsidered", rows, unit=cycle.unit, note=reason)
    return len(rows)
