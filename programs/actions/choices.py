"""A school's choice of an institution, open to objection, and the change to another."""

from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from portal.audit.recording import record
from portal.kit.clock import database_now, local
from portal.kit.errors import Refused, WrongState
from portal.kit.reasons import reason_of
from portal.units.enums import Level
from portal.units.models import Unit
from programs.actions import engagements
from programs.enums.institutions import MOVES, ChoiceState
from programs.facts.institutions import recommended_to
from programs.finding import find_program
from programs.models import ChoiceObjection, Engagement, InstitutionChoice
from programs.policies import institutions as policies
from programs.policy import resolve
from programs.rules.months import months_on

S = ChoiceState
REASON_LIMIT, ANSWER_LIMIT = 300, 500


@transaction.atomic
def choose(*, unit: Unit, institution: Unit, reason: str, starts_on: date, open_until: date, by, ends_on=None):
    """A school, or a region for all below it, chooses an institution of the list it has; open to objection until a day."""
    policies.check_choose(by, unit)
    _check_listed(unit, institution)
    reason = reason_of(reason, limit=REASON_LIMIT, asked=_("请写明选择的理由"))
    if open_until < _today() or starts_on <= open_until:
        raise Refused(_("承训应在异议期结束之后开始，异议期不能早于今天结束。"), fields={"open_until": _("请核对日期。")})
    Unit.objects.select_for_update().get(pk=unit.pk)
    if InstitutionChoice.objects.filter(unit=unit, state=S.OPEN).exists():
        raise Refused(_("%s已有一项选择正在公示，请等它有了结果再选。") % unit.name)
    now = Engagement.objects.current(_today()).filter(unit=unit).order_by("-starts_on", "-pk").first()
    if now and now.institution_id == institution.pk:
        raise Refused(_("%(institution)s已在承训%(unit)s。") % {"institution": institution.name, "unit": unit.name})
    days = {"starts_on": starts_on, "ends_on": _end(unit, starts_on, ends_on), "open_until": open_until}
    values = {"reason": reason, "replaces": now, **days}
    row = InstitutionChoice.objects.create(unit=unit, institution=institution, chosen_by=by, **values)
    record(by, "choice.made", row, unit=unit, note=reason)
    return row


@transaction.atomic
def object_to(*, choice: InstitutionChoice, text: str, by) -> ChoiceObjection:
    """Somebody who sees the choice objects within its days."""
    if choice.state != S.OPEN or _today() > choice.open_until:
        raise WrongState(_("异议期已于 %s 结束。") % choice.open_until.isoformat())
    text = reason_of(text, field="text", asked=_("请写明异议的内容"))
    row = ChoiceObjection.objects.create(choice=choice, raised_by=by, text=text)
    _touch(choice)
    record(by, "choice.objected", choice, unit=choice.unit, note=text)
    return row


@transaction.atomic
def answer(*, objection: ChoiceObjection, upheld: bool, text: str, by) -> None:
    """The bureau answers an objection; one that is upheld ends the choice."""
    choice = objection.choice
    policies.check_settle(by, choice.unit)
    text = reason_of(text, limit=REASON_LIMIT if upheld else ANSWER_LIMIT, field="text", asked=_("请写明答复"))
    if not ChoiceObjection.objects.filter(pk=objection.pk, upheld=None).stamp(upheld=upheld, answer=text, answered_by=by):
        raise WrongState(_("这项异议已经答复。"))
    record(by, "choice.answered", choice, unit=choice.unit, note=text)
    _touch(choice)
    if upheld:
        _move(choice, S.REFUSED, decision=text)


@transaction.atomic
def settle(*, choice: InstitutionChoice, by) -> Engagement:
    """After its days the choice becomes an engagement; the one it replaces ends the day before it begins."""
    policies.check_settle(by, choice.unit)
    if _today() <= choice.open_until:
        raise WrongState(_("异议期到 %s 结束，之后才能确定。") % choice.open_until.isoformat())
    if choice.objections.filter(upheld=None).exists():
        raise WrongState(_("还有没有答复的异议。"))
    if choice.replaces:
        day = choice.starts_on - timedelta(days=1)
        engagements.end(engagement=choice.replaces, ends_on=max(day, choice.replaces.starts_on), by=by)
    days = {"starts_on": choice.starts_on, "ends_on": choice.ends_on}
    engagement = engagements.engage(institution=choice.institution, unit=choice.unit, by=by, **days)
    _move(choice, S.SETTLED, engagement=engagement)
    record(by, "choice.settled", choice, unit=choice.unit)
    return engagement


@transaction.atomic
def withdraw(*, choice: InstitutionChoice, reason: str, by) -> None:
    """The school takes its choice back before it is settled."""
    policies.check_choose(by, choice.unit)
    reason = reason_of(reason, limit=REASON_LIMIT, asked=_("请写明撤回的原因"))
    _move(choice, S.WITHDRAWN, decision=reason)
    record(by, "choice.withdrawn", choice, unit=choice.unit, note=reason)


def _move(choice, state, **stamps) -> None:
    if state not in MOVES[ChoiceState(choice.state)]:
        raise WrongState(_("“%(now)s”的选择不能改为“%(then)s”。") % {"now": choice.get_state_display(), "then": state.label})
    if not InstitutionChoice.objects.filter(pk=choice.pk, state=choice.state).stamp(state=state, **stamps):
        raise WrongState(_("这项选择刚被他人改动，请刷新后再试。"))
    choice.refresh_from_db()


def _check_listed(unit, institution) -> None:
    if unit.level == Level.INSTITUTION or institution.level != Level.INSTITUTION:
        raise Refused(_("%s不是培训机构。") % institution.name, fields={"institution": _("请填写培训机构。")})
    whose, listed = recommended_to(unit)
    if whose and institution.pk not in {row.institution_id for row in listed}:
        names = "、".join(row.institution.name for row in listed)
        message = _("%(institution)s不在%(whose)s的推荐名单中。") % {"institution": institution.name, "whose": whose.name}
        raise Refused(message, fields={"institution": _("可选：%s。") % names})


def _end(unit: Unit, starts_on: date, ends_on: date | None) -> date | None:
    """The last day of a school's year with an institution, where a notice says how long it is; regions choose freely."""
    program = find_program({})
    asked = resolve(unit, program)["school_push_months"] if program and unit.level == Level.SCHOOL else None
    if asked is None:
        return ends_on
    last = months_on(starts_on, asked.value) - timedelta(days=1)
    if ends_on not in (None, last):
        message = _("整校推进%(length)s，从 %(first)s 起应到 %(last)s 止。")
        about = {"length": asked.text, "first": starts_on.isoformat(), "last": last.isoformat()}
        raise Refused(message % about, clause=asked.citation, fields={"ends_on": _("应为 %s，或不填。") % last.isoformat()})
    return last


def _touch(choice) -> None:
    InstitutionChoice.objects.filter(pk=choice.pk).stamp()


def _today() -> date:
    return local(database_now()).date()
