"""The nominee's verbs: draft, save, submit, withdraw."""

from dataclasses import asdict

from django.db import IntegrityError, transaction
from django.db.models import F
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from awards.actions.answering import hold_answer
from awards.actions.eligibility import judge
from awards.actions.paper import end_papers
from awards.actions.reserving import step_down
from awards.actions.striking import strike
from awards.enums import NominationState as S
from awards.facts_desk.managing import tie_of
from awards.facts_desk.people import people_at
from awards.findings import Verdict
from awards.forms import check as forms_check
from awards.frozen import kept
from awards.models import AwardCategory, Nomination
from awards.periods import result_of, results_for
from awards.policies import cycles as policies
from portal.accounts.messages import notify, staff_of
from portal.audit.recording import record
from portal.kit.errors import Refused, Stale, WrongState
from portal.kit.text import clean_name, clean_text

TEXTS = ("contact", "phone", "manager_name", "manager_position", "manager_title", "manager_workplace", "manager_basis")
TEXTS += ("reason", "opinion")
NAMES = {"contact", "manager_name"}


@transaction.atomic
def draft(*, category: AwardCategory, unit, by) -> Nomination:
    """The unit's form in this category: the one there is, else a new draft; asking twice gives the same."""
    policies.check_draft(by, category, unit)
    existing = Nomination.objects.live().filter(cycle=category.cycle, category=category, unit=unit).first()
    return existing or begin(category=category, unit=unit, by=by, contact=by.name, phone=by.phone)


def begin(*, category: AwardCategory, unit, by, **known) -> Nomination:
    """A new draft with what is known already; the one somebody else began at the same moment, where there is one."""
    hold_answer(category, unit)
    via, earlier = category.via(unit), _withdrawn(category, unit)
    try:
        with transaction.atomic():
            nomination = Nomination(cycle=category.cycle, category=category, unit=unit, via=via, drafted_by=by, **known)
            if earlier:
                _fill_from(nomination, earlier)
            nomination.save()
    except IntegrityError:
        return Nomination.objects.live().get(cycle=category.cycle, category=category, unit=unit)
    record(by, "nomination.drafted", nomination, unit=unit, data={"filled_from": earlier.pk} if earlier else {})
    return nomination


def _withdrawn(category: AwardCategory, unit) -> Nomination | None:
    """The unit's last form in this category that it took back."""
    return Nomination.objects.filter(cycle=category.cycle, category=category, unit=unit, state=S.WITHDRAWN).order_by("pk").last()


def _fill_from(nomination: Nomination, earlier: Nomination) -> None:
    """Take over what was typed before; an opinion only where the unit writes its own, a result only while it still stands."""
    kept = TEXTS if not nomination.category.passes_a_city else TEXTS[:-1]
    for name in kept:
        setattr(nomination, name, getattr(earlier, name) or getattr(nomination, name))
    standing = [result for result in results_for(nomination) if result.period == earlier.period]
    for result in sorted(standing, key=lambda result: result.is_on(earlier), reverse=True)[:1]:
        nomination.period, nomination.score, nomination.rank = result.period, result.score, result.rank


@transaction.atomic
def draft_with(*, category: AwardCategory, unit, values: dict, by) -> Nomination:
    """The unit's new draft with ``values`` stored in it, in one step, as REST makes it; the same again gives the same form.

    Raises ``Stale`` with what it holds where the form was there before and says something else: that is changed by its version.
    """
    policies.check_draft(by, category, unit)
    if standing := Nomination.objects.live().filter(cycle=category.cycle, category=category, unit=unit).first():
        return _unchanged(standing, values, by)
    nomination = draft(category=category, unit=unit, by=by)
    return save(nomination=nomination, version=nomination.version, values=values, by=by)


def _unchanged(nomination: Nomination, values: dict, by) -> Nomination:
    """The form as it stands where it holds all of ``values``."""
    asked = _written(nomination, values)
    forms_check.check_lengths(nomination.cycle, asked)
    holds = {name: getattr(nomination, name) for name, value in asked.items() if getattr(nomination, name) != value}
    if holds:
        policies.check_edit(by, nomination)
        told = _("%(unit)s已有“%(category)s”推荐表，内容与这次提交的不同；请先读取它，再按它的版本修改。")
        raise Stale(told % {"unit": nomination.unit, "category": nomination.category}, fields=holds)
    return nomination


@transaction.atomic
def save(*, nomination: Nomination, version: int, values: dict, by, by_itself: bool = False) -> Nomination:
    """Store what was typed so far; nothing is required yet, and what is known is not typed but looked up.

    ``values`` holds texts of the form, ``period`` and, where a period has two results, ``scope``; raises ``Stale`` when
    ``version`` is not the current one. A draft that saves itself (``by_itself``) may not empty the reason.
    """
    policies.check_edit(by, nomination)
    written = _written(nomination, values)
    if by_itself:
        forms_check.check_not_emptied(nomination, written)
    forms_check.check_lengths(nomination.cycle, written)
    changes = {name: (getattr(nomination, name), value) for name, value in written.items() if getattr(nomination, name) != value}
    if not changes and version == nomination.version:
        return nomination
    nomination.write(version, written)
    record(by, "nomination.edited", nomination, unit=nomination.unit, changes=forms_check.for_audit(changes))
    return nomination


@transaction.atomic
def fill(*, nomination: Nomination, key: str, by) -> Nomination:
    """Take a manager's post, title and telephone from what the portal knows of him (``key`` of a known person)."""
    policies.check_edit(by, nomination)
    person = next((one for one in people_at(nomination) if one.key == key), None)
    if person is None or not nomination.category.names_a_person:
        raise Refused(_("请先从名单中选一个人。"), fields={"person": _("请选择")})
    return save(nomination=nomination, version=nomination.version, values=person.values(), by=by)


def _written(nomination: Nomination, values: dict) -> dict:
    """The columns that hold ``values``: texts cleaned, the chosen result looked up; what has no place on the form is refused."""
    forms_check.check_has_place_for(nomination, values)
    absent = forms_check.no_place_for(nomination.category)
    written = {name: _clean(name, values[name]) for name in TEXTS if name in values and name not in absent}
    if "period" in values and "period" not in absent:
        written |= result_of(nomination, values["period"], values.get("scope") or "")
    return written


def _clean(name: str, value) -> str:
    return clean_name(value or "") if name in NAMES else clean_text(value or "")


@transaction.atomic
def submit(*, nomination: Nomination, by) -> Nomination:
    """Hand a county's form to its city, with the findings of this moment frozen beside it."""
    policies.check_submit(by, nomination)
    forms_check.check_complete(nomination)
    frozen = frozen_verdict(nomination)
    late = nomination.came_late or policies.is_late(nomination.cycle, "nominate", "recommend")
    nomination.move_to(S.SUBMITTED, submitted_at=Now(), submitted_by=by, frozen=frozen, came_late=late)
    record(by, "nomination.submitted", nomination, unit=nomination.unit)
    text = _("%(unit)s 报送了“%(category)s”推荐，请审核。") % {"unit": nomination.unit, "category": nomination.category}
    notify(staff_of(nomination.via), text, nomination.get_absolute_url())
    return nomination


def frozen_verdict(nomination: Nomination, *, must_qualify: bool = False) -> dict:
    """The verdict of this moment as kept with the form; refuses who does not qualify."""
    return frozen(nomination, judge(nomination.category, nomination.unit), must_qualify=must_qualify)


def frozen(nomination: Nomination, verdict: Verdict, *, must_qualify: bool = False) -> dict:
    """A verdict as kept with the form; refuses who does not qualify, citing the conditions missed."""
    if verdict.eligible is False:
        raise _not_eligible(nomination, verdict)
    if must_qualify and verdict.eligible is None:
        waiting = next(finding for finding in verdict.findings if finding.met is None)
        raise WrongState(
            _("还有条件待人工认定，请先在资格页认定。"),
            code="needs_person",
            clause=nomination.cycle.cite(waiting.clause),
        )
    return kept(verdict, {} if nomination.editable else nomination.frozen) | _post_kept(nomination)


def _post_kept(nomination: Nomination) -> dict:
    """The managing post as kept with the form of a manager: that of the moment it is handed in."""
    if not nomination.category.names_a_person:
        return {}
    if not nomination.editable:
        return {"manager": nomination.frozen["manager"]} if "manager" in nomination.frozen else {}
    tie = tie_of(nomination)
    return {"manager": asdict(tie)} if tie else {}


def _not_eligible(nomination: Nomination, verdict: Verdict) -> WrongState:
    """The refusal that names every condition in the way, not just the first."""
    missed = nomination.category.rule.missed(verdict.findings)
    texts = [finding.text for finding in missed]
    if len(texts) > 1:
        texts = [f"（{number}）{text}" for number, text in enumerate(texts, start=1)]
    clauses = "、".join(dict.fromkeys(finding.clause for finding in missed))
    text = _("%(unit)s 不符合推选条件：%(text)s") % {"unit": nomination.unit, "text": "".join(texts)}
    return WrongState(text, code="not_eligible", clause=nomination.cycle.cite(clauses))


@transaction.atomic
def withdraw(*, nomination: Nomination, by) -> Nomination:
    """Take one's own nomination back; it holds no place and stands by no longer, and the city that had it hears of it."""
    policies.check_withdraw(by, nomination)
    step_down(nomination, by)
    lay_with_city = nomination.category.passes_a_city and nomination.state in {S.SUBMITTED, S.RECOMMENDED}
    place = nomination.position
    nomination.move_to(S.WITHDRAWN, position=None)
    close_gap(nomination, place)
    strike(nomination, by=by)
    end_papers(nomination, _("推荐已撤回"), by=by)
    record(by, "nomination.withdrawn", nomination, unit=nomination.unit)
    if lay_with_city:
        text = _("%(unit)s 撤回了“%(category)s”推荐。") % {"unit": nomination.unit, "category": nomination.category}
        notify(staff_of(nomination.via), text, nomination.get_absolute_url())
    return nomination


def check_seen(nomination: Nomination, seen: int | None) -> None:
    """A decision is about what its author read: ``Stale`` when the form has moved on from version ``seen``."""
    if seen is not None and seen != nomination.version:
        raise Stale(_("%(subject)s的推荐表在您打开之后有改动，请看过现在的内容再办理。") % {"subject": nomination.subject})


def close_gap(nomination: Nomination, place: int | None) -> None:
    """Let the forms ranked behind ``place``, which ``nomination`` has just left, move up by one."""
    if place is not None:
        mine = Nomination.objects.holding_a_place().filter(cycle=nomination.cycle, category=nomination.category, via=nomination.via)
        mine.filter(position__gt=place).stamp(position=F("position") - 1)
