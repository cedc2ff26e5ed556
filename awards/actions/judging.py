"""The province's verbs: accept, decide, announce (the last by two people)."""

from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from awards import facts, policies
from awards.actions.nominations import frozen
from awards.enums import NominationState as S
from awards.models import AwardCycle, Nomination, Release
from portal.accounts.messages import notify, staff_of
from portal.audit.recording import record, record_each
from portal.kit.errors import Denied, DomainError, Refused, WrongState


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

    Raises ``Refused`` when none is named, one is named twice or one is not of this cycle.
    """
    policies.check_office_of(by, cycle)
    policies.check_open(cycle)
    rows = _named(cycle, ids)
    known, categories = facts.gather(cycle, [row.unit for row in rows]), {one.pk: one for one in cycle.categories.all()}
    intake = Intake([], [])
    for row in rows:
        row.cycle, category = cycle, categories[row.category_id]
        try:
            row.check_move(S.ACCEPTED)
            row.frozen = frozen(row, category.rule.judge(known.of(category, row.unit)), must_qualify=True)
        except DomainError as refusal:
            intake.refused.append((row, refusal))
        else:
            intake.accepted.append(row)
    Nomination.objects.bulk_update(intake.accepted, ["frozen"])
    Nomination.objects.move_all(intake.accepted, S.ACCEPTED)
    record_each(by, "nomination.accepted", intake.accepted)
    return intake


def _named(cycle: AwardCycle, ids: list[int]) -> list[Nomination]:
    """The rows of a cycle a person named, locked, in his order."""
    if not ids:
        raise Refused(_("请至少选择一条推荐。"))
    rows = cycle.nominations.locked(ids)
    if len(rows) != len(ids):
        raise Refused(_("名单中有重复或不属于本次评选的推荐，请刷新后再试。"))
    return [rows[pk] for pk in ids]


@transaction.atomic
def decide(*, cycle: AwardCycle, chosen: list[int], declined: list[int], by) -> dict[str, int]:
    """Decide on accepted recommendations: ``chosen`` are honoured, ``declined`` are not; all of them or none.

    Raises ``Refused`` when one is named twice or not accepted in this cycle.
    """
    policies.check_office_of(by, cycle)
    policies.check_open(cycle)
    rows = _named(cycle, [*chosen, *declined])
    if any(row.state != S.ACCEPTED for row in rows):
        raise Refused(_("名单中有尚未受理的推荐，请刷新后再评定。"))
    for state, moved in ((S.DECIDED, rows[: len(chosen)]), (S.DECLINED, rows[len(chosen) :])):
        Nomination.objects.move_all(moved, state, decided_at=Now(), decided_by=by)
        record_each(by, f"nomination.{state}", moved)
    return {"decided": len(chosen), "declined": len(declined)}


@transaction.atomic
def announce(*, cycle: AwardCycle, by) -> Release:
    """Publish the results: the first person asks, another one publishes (两人公布)."""
    policies.check_office_of(by, cycle)
    policies.check_open(cycle)
    open_release = Release.objects.select_for_update().filter(cycle=cycle, state=Release.State.ASKED).first()
    return _publish(open_release, by) if open_release else _ask(cycle, by)


def _ask(cycle: AwardCycle, by) -> Release:
    undecided = cycle.nominations.filter(state__in=[S.RECOMMENDED, S.ACCEPTED]).count()
    if undecided:
        raise WrongState(_("还有 %(count)d 条推荐未评定，评定后再公布。") % {"count": undecided}, code="undecided")
    winners = _winners(cycle)
    if not winners:
        raise WrongState(_("没有已评定的推荐，无可公布。"), code="nothing_to_announce")
    try:
        with transaction.atomic():
            release = Release.objects.create(cycle=cycle, asked_by=by, listed=[row.pk for row in winners])
    except IntegrityError:
        raise WrongState(_("公布申请刚由他人提出，请刷新。")) from None
    record(by, "release.asked", cycle, unit=cycle.unit, data={"release": release.pk, "count": len(winners)})
    return release


def _publish(release: Release, by) -> Release:
    cycle = release.cycle
    if by is not None and release.asked_by_id == by.pk:
        raise Denied(_("公布须由两人完成：请由另一位工作人员确认。"), code="second_person_needed")
    winners = _winners(cycle)
    if sorted(row.pk for row in winners) != sorted(release.listed):
        raise WrongState(_("名单在提出公布后有变化，请撤销后重新提出。"), code="list_changed")
    Nomination.objects.move_all(list(Nomination.objects.locked(release.listed).values()), S.ANNOUNCED, announced_at=Now())
    if not Release.objects.filter(pk=release.pk, state=Release.State.ASKED).stamp(
        state=Release.State.DONE, done_by=by, done_at=Now()
    ):
        raise WrongState(_("公布刚由他人处理，请刷新。"))
    AwardCycle.objects.filter(pk=cycle.pk).stamp(state=AwardCycle.State.ANNOUNCED)
    record(by, "cycle.announced", cycle, unit=cycle.unit, data={"release": release.pk, "count": len(winners)})
    for row in winners:
        notify(
            staff_of(row.unit),
            _("%(subject)s 获评“%(category)s”。") % {"subject": row.subject, "category": row.category},
            row.get_absolute_url(),
        )
    release.refresh_from_db()
    return release


@transaction.atomic
def cancel_release(*, cycle: AwardCycle, by) -> None:
    """Take back a publication that was asked for and not yet carried out."""
    policies.check_office_of(by, cycle)
    if not Release.objects.filter(cycle=cycle, state=Release.State.ASKED).stamp(state=Release.State.REFUSED):
        raise WrongState(_("没有待确认的公布申请。"))
    record(by, "release.cancelled", cycle, unit=cycle.unit)


def _winners(cycle: AwardCycle) -> list[Nomination]:
    rows = cycle.nominations.filter(state__in=[S.DECIDED, S.CLEARED]).select_related("unit", "category")
    return list(rows.in_notice_order("category__position"))
