"""The nominee's verbs: draft, save, submit, withdraw."""

from django.db import IntegrityError, transaction
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from awards import forms_check, policies
from awards.actions.eligibility import judge
from awards.enums import NominationState as S
from awards.findings import Verdict
from awards.models import AwardCategory, Nomination
from awards.periods import result_of
from portal.accounts.messages import notify, staff_of
from portal.audit.recording import record
from portal.kit.errors import WrongState
from portal.kit.text import clean_name, clean_text
from portal.units.enums import Level

TEXTS = ("contact", "phone", "manager_name", "manager_position", "manager_title", "manager_workplace", "reason", "opinion")
NAMES = {"contact", "manager_name"}


@transaction.atomic
def draft(*, category: AwardCategory, unit, by) -> Nomination:
    """The unit's form in this category: the one there is, else a new draft; asking twice gives the same."""
    policies.check_draft(by, category, unit)
    existing = Nomination.objects.live().filter(cycle=category.cycle, category=category, unit=unit).first()
    if existing:
        return existing
    via = unit.ancestor(Level.CITY) if category.passes_a_city else unit
    try:
        with transaction.atomic():
            nomination = Nomination.objects.create(
                cycle=category.cycle, category=category, unit=unit, via=via, drafted_by=by, contact=by.name, phone=by.phone
            )
    except IntegrityError:
        return Nomination.objects.live().get(cycle=category.cycle, category=category, unit=unit)
    record(by, "nomination.drafted", nomination, unit=unit)
    return nomination


@transaction.atomic
def draft_with(*, category: AwardCategory, unit, values: dict, by) -> Nomination:
    """The unit's draft with ``values`` stored in it, in one step, as REST makes it."""
    nomination = draft(category=category, unit=unit, by=by)
    return save(nomination=nomination, version=nomination.version, values=values, by=by)


@transaction.atomic
def save(*, nomination: Nomination, version: int, values: dict, by) -> Nomination:
    """Store what was typed so far; nothing is required yet, and what is known is not typed but looked up.

    ``values`` holds texts of the form and ``period``; raises ``Stale`` when ``version`` is not the current one.
    """
    policies.check_edit(by, nomination)
    written = {name: _clean(name, values[name]) for name in TEXTS if name in values}
    if "period" in values:
        written |= result_of(nomination, values["period"])
    forms_check.check_lengths(nomination.cycle, written)
    changes = {name: (getattr(nomination, name), value) for name, value in written.items() if getattr(nomination, name) != value}
    if not changes and version == nomination.version:
        return nomination
    nomination.write(version, written)
    record(by, "nomination.edited", nomination, unit=nomination.unit, changes=forms_check.for_audit(changes))
    return nomination


def _clean(name: str, value) -> str:
    return clean_name(value or "") if name in NAMES else clean_text(value or "")


@transaction.atomic
def submit(*, nomination: Nomination, by) -> Nomination:
    """Hand a county's form to its city, with the findings of this moment frozen beside it."""
    policies.check_submit(by, nomination)
    forms_check.check_complete(nomination)
    frozen = frozen_verdict(nomination)
    nomination.move_to(S.SUBMITTED, submitted_at=Now(), submitted_by=by, frozen=frozen)
    record(by, "nomination.submitted", nomination, unit=nomination.unit)
    text = _("%(unit)s 报送了“%(category)s”推荐，请审核。") % {"unit": nomination.unit, "category": nomination.category}
    notify(staff_of(nomination.via), text, nomination.get_absolute_url())
    return nomination


def frozen_verdict(nomination: Nomination, *, must_qualify: bool = False) -> dict:
    """The verdict of this moment as kept with the form; refuses who does not qualify."""
    return frozen(nomination, judge(nomination.category, nomination.unit), must_qualify=must_qualify)


def frozen(nomination: Nomination, verdict: Verdict, *, must_qualify: bool = False) -> dict:
    """A verdict as kept with the form; refuses who does not qualify, citing the condition missed."""
    missed = next((finding for finding in verdict.findings if finding.met is False), None)
    if verdict.eligible is False:
        raise WrongState(
            _("%(unit)s 不符合推选条件：%(text)s") % {"unit": nomination.unit, "text": missed.text},
            code="not_eligible",
            clause=nomination.cycle.cite(missed.clause),
        )
    if must_qualify and verdict.eligible is None:
        waiting = next(finding for finding in verdict.findings if finding.met is None)
        raise WrongState(
            _("%(unit)s 还有条件待人工认定，请先在资格页认定。") % {"unit": nomination.unit},
            code="needs_person",
            clause=nomination.cycle.cite(waiting.clause),
        )
    return {
        "eligible": verdict.eligible,
        "findings": [
            {
                "clause": f.clause,
                "state": f.state.value,
                "value": f.value,
                "threshold": f.threshold,
                "margin": f.margin,
                "text": f.text,
            }
            for f in verdict.findings
        ],
    }


@transaction.atomic
def withdraw(*, nomination: Nomination, by) -> Nomination:
    """Take a nomination back; the place it held is free again."""
    policies.check_withdraw(by, nomination)
    nomination.move_to(S.WITHDRAWN, position=None)
    record(by, "nomination.withdrawn", nomination, unit=nomination.unit)
    return nomination
