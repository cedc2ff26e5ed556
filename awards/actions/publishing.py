"""Publishing the results of a selection, by two people."""

from collections.abc import Iterator

from django.db import IntegrityError, transaction
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from awards.actions.gating import check_listed
from awards.enums import ON_THE_WAY
from awards.enums import NominationState as S
from awards.facts_desk.publicity import notice_hindrance
from awards.models import AwardCycle, Nomination, Release
from awards.policies import cycles as policies
from portal.accounts.messages import tell_staff
from portal.audit.recording import record
from portal.kit.errors import Denied, Stale, WrongState


@transaction.atomic
def announce(*, cycle: AwardCycle, by, seen: int | None = None) -> Release:
    """Publish the results: the first person asks, another one publishes (两人公布).

    ``seen`` is the key of the request whose list was read, 0 where there was none: asking never publishes by itself, and nobody
    confirms a list he has not read. None where it is not told, as over REST.
    """
    policies.check_office_of(by, cycle)
    policies.check_open(cycle, begun="announce")
    open_release = Release.objects.select_for_update().filter(cycle=cycle, state=Release.State.ASKED).first()
    if seen is not None and seen != (open_release.pk if open_release else 0):
        raise Stale(_("公布申请在您打开之后有变化，请看过现在的名单再办理。"))
    return _publish(open_release, by) if open_release else _ask(cycle, by)


def _ask(cycle: AwardCycle, by) -> Release:
    _check_all_decided(cycle)
    winners = _winners(cycle)
    if not winners:
        raise WrongState(_("没有评定为入选的推荐，无可公布。"), code="nothing_to_announce")
    check_listed(winners)
    try:
        with transaction.atomic():
            release = Release.objects.create(cycle=cycle, asked_by=by, listed=[row.pk for row in winners])
    except IntegrityError:
        raise WrongState(_("公布申请刚由他人提出，请刷新。")) from None
    record(by, "release.asked", cycle, unit=cycle.unit, data={"release": release.pk, "count": len(winners)})
    return release


def _check_all_decided(cycle: AwardCycle) -> None:
    """No recommendation is left without a decision."""
    undecided = cycle.nominations.filter(state__in=[S.RECOMMENDED, S.ACCEPTED]).count()
    if undecided:
        raise WrongState(_("还有 %(count)d 条推荐未评定，评定后再公布。") % {"count": undecided}, code="undecided")
    if found := notice_hindrance(cycle):
        raise WrongState(found, code="on_notice")


def _publish(release: Release, by) -> Release:
    cycle = release.cycle
    if by is not None and release.asked_by_id == by.pk:
        raise Denied(_("公布须由两人完成：请由另一位工作人员确认。"), code="second_person_needed")
    _check_all_decided(cycle)
    winners = _winners(cycle)
    if sorted(row.pk for row in winners) != sorted(release.listed):
        raise WrongState(_("名单在提出公布后有变化，请撤销后重新提出。"), code="list_changed")
    for row in winners:
        policies.check_no_hand_in(by, row)
    check_listed(winners)
    Nomination.objects.move_all(list(Nomination.objects.locked(release.listed).values()), S.ANNOUNCED, announced_at=Now())
    _let_go(cycle)
    if not Release.objects.filter(pk=release.pk, state=Release.State.ASKED).stamp(
        state=Release.State.DONE, done_by=by, done_at=Now()
    ):
        raise WrongState(_("公布刚由他人处理，请刷新。"))
    AwardCycle.objects.filter(pk=cycle.pk).stamp(state=AwardCycle.State.ANNOUNCED)
    record(by, "cycle.announced", cycle, unit=cycle.unit, data={"release": release.pk, "count": len(winners)})
    tell_staff([*_to_winners(winners), *_to_the_others(cycle)])
    release.refresh_from_db()
    return release


def _let_go(cycle: AwardCycle) -> None:
    """Nobody stands in reserve any more once the results are out."""
    waiting = list(cycle.nominations.filter(state=S.RESERVED).values_list("pk", flat=True))
    if waiting:
        rows = list(Nomination.objects.locked(waiting).values())
        Nomination.objects.move_all(rows, S.DECLINED, decision_reason=_("列为候补，没有递补。"))


def _to_winners(winners: list[Nomination]) -> Iterator[tuple]:
    for row in winners:
        text = _("%(subject)s 获评“%(category)s”。") % {"subject": row.subject, "category": row.category}
        yield row.unit, text, row.get_absolute_url()


def _to_the_others(cycle: AwardCycle) -> Iterator[tuple]:
    """News for those who are not on the list: declined with the reason, or never got as far as the province."""
    rows = cycle.nominations.filter(state__in=[*ON_THE_WAY, S.DECLINED]).select_related("unit", "category").order_by("pk")
    for row in rows:
        words = {"cycle": cycle, "category": row.category, "subject": row.subject, "state": row.get_state_display()}
        if row.state == S.RETURNED:
            text = _("%(cycle)s已公布结果，%(subject)s的“%(category)s”推荐表已退回，没有入选，不再办理。") % words
        elif row.state == S.DECLINED:
            text = _("%(cycle)s已公布结果，%(subject)s（%(category)s）不入选：%(why)s") % (words | {"why": row.decision_reason})
        else:
            text = _("%(cycle)s已公布结果，%(subject)s的“%(category)s”推荐表停在“%(state)s”，没有进入省级评定，不再办理。") % words
        yield row.unit, text, row.get_absolute_url()


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
