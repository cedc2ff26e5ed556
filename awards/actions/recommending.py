"""The city's verbs: recommend within quota, take that back, send back, put in order."""

from django.db import transaction
from django.db.models import Max
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from awards.actions.answering import hold_answer
from awards.actions.nominations import check_seen, close_gap, frozen_verdict
from awards.actions.paper import end_papers
from awards.actions.places import check_not_gone, check_place
from awards.actions.reserving import step_down
from awards.actions.striking import strike
from awards.enums import NominationState as S
from awards.forms import check as forms_check
from awards.models import AwardCategory, Nomination
from awards.policies import cycles as policies
from awards.policies.readmitting import check_not_barred
from portal.accounts.messages import notify, staff_of
from portal.audit.recording import record
from portal.kit.errors import Refused
from portal.kit.text import clean_text
from portal.kit.turns import Turns

CLEARED = {"recommended_at": None, "recommended_by": None, "position": None}
TURNS = Turns()


def _whose_places(*, nomination: Nomination, **_rest) -> tuple[int, int]:
    return nomination.category_id, nomination.via_id


@TURNS.by(_whose_places)
@transaction.atomic
def recommend(*, nomination: Nomination, by, opinion: str | None = None, seen: int | None = None) -> Nomination:
    """Put a nomination forward to the province, spending one of its city's places.

    A city's choice must qualify in full; a city's or institution's own may leave open what the programme office attests.
    ``seen`` is the version that was read: another one is not recommended unread. What an upheld objection struck is put
    forward again only where the office let it.
    """
    policies.check_recommend(by, nomination)
    check_seen(nomination, seen)
    check_not_gone(nomination)
    check_not_barred(nomination)
    forms_check.check_complete(nomination)
    frozen = frozen_verdict(nomination, must_qualify=nomination.category.passes_a_city)
    check_place(nomination)
    if nomination.category.passes_a_city:
        hold_answer(nomination.category, nomination.via)
    stamps = {"recommended_at": Now(), "recommended_by": by, "frozen": frozen, "position": _next_position(nomination)}
    stamps["came_late"] = nomination.came_late or policies.is_late(nomination.cycle, "recommend")
    if opinion is not None:
        stamps["opinion"] = clean_text(opinion)
        forms_check.check_opinion(nomination, stamps["opinion"])
    if nomination.submitted_at is None:
        stamps |= {"submitted_at": Now(), "submitted_by": by}
    nomination.move_to(S.RECOMMENDED, **stamps)
    record(by, "nomination.recommended", nomination, unit=nomination.unit)
    if nomination.category.passes_a_city:
        text = _("%(city)s已推荐%(subject)s。") % {"city": nomination.via, "subject": nomination.subject}
        notify(staff_of(nomination.unit), text, nomination.get_absolute_url())
    return nomination


def _next_position(nomination: Nomination) -> int:
    mine = Nomination.objects.holding_a_place().filter(cycle=nomination.cycle, category=nomination.category, via=nomination.via)
    return (mine.aggregate(last=Max("position"))["last"] or 0) + 1


@transaction.atomic
def send_back(*, nomination: Nomination, reason: str, by, seen: int | None = None) -> Nomination:
    """Return a form with a reason; it stands by no longer and a place it held is free. ``seen`` is the version that was read."""
    policies.check_send_back(by, nomination)
    check_seen(nomination, seen)
    reason = forms_check.check_reason(reason, _("退回"))
    step_down(nomination, by)
    place = nomination.position
    nomination.move_to(S.RETURNED, returned_at=Now(), returned_by=by, return_reason=reason, **CLEARED)
    close_gap(nomination, place)
    strike(nomination, by=by, note=reason)
    end_papers(nomination, _("推荐已退回：%(reason)s") % {"reason": reason}, by=by)
    record(by, "nomination.sent_back", nomination, unit=nomination.unit, note=reason)
    text = _("“%(category)s”推荐被退回：%(reason)s") % {"category": nomination.category, "reason": reason}
    notify(staff_of(nomination.unit), text, nomination.get_absolute_url())
    return nomination


@transaction.atomic
def revoke(*, nomination: Nomination, reason: str, by) -> Nomination:
    """Take a city's recommendation of a county's form back: the place is free, the form lies with the city as it was handed in."""
    policies.check_revoke(by, nomination)
    reason = forms_check.check_reason(reason, _("撤销"))
    place, changes = nomination.position, {"opinion": (nomination.opinion, ""), "position": (nomination.position, None)}
    nomination.move_to(S.SUBMITTED, opinion="", **CLEARED)
    close_gap(nomination, place)
    strike(nomination, by=by, note=reason)
    end_papers(nomination, _("推荐已撤销：%(reason)s") % {"reason": reason}, by=by)
    record(by, "nomination.revoked", nomination, unit=nomination.unit, note=reason, changes=changes)
    text = _("%(city)s撤销了对%(subject)s的推荐，推荐表仍在该市：%(reason)s")
    words = {"city": nomination.via.bureau(), "subject": nomination.subject, "reason": reason}
    notify(staff_of(nomination.unit), text % words, nomination.get_absolute_url())
    return nomination


@transaction.atomic
def put_in_order(*, category: AwardCategory, via, ids: list[int], by) -> None:
    """Set the order in which a city lists its recommendations (附件2); ``ids`` names all of them, best first."""
    mine = Nomination.objects.select_for_update().holding_a_place().filter(cycle=category.cycle, category=category, via=via)
    rows = {row.pk: row for row in mine}
    if not rows or sorted(ids) != sorted(rows):
        raise Refused(_("推荐名单已有变化，请刷新后再排序。"))
    policies.check_via(by, next(iter(rows.values())))
    policies.check_open(category.cycle, "recommend", units=[via])
    changes = {}
    for position, pk in enumerate(ids, start=1):
        if rows[pk].position != position:
            changes[str(rows[pk])] = (rows[pk].position, position)
            Nomination.objects.filter(pk=pk).stamp(position=position)
    if changes:
        record(by, "nominations.ordered", category.cycle, unit=via, changes=changes)
