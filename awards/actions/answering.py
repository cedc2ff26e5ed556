"""本次不推荐: declaring that a unit puts nobody forward in a category, and taking that back."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from awards.enums import HOLDING, LIVE
from awards.enums import NominationState as S
from awards.models import Abstention, AwardCategory, Nomination, Quota
from awards.models.answers import AnswerState
from awards.policies import answers as policies
from portal.accounts.messages import notify, staff_of
from portal.audit.recording import record
from portal.kit.clock import database_now
from portal.kit.errors import Refused, WrongState
from portal.kit.text import clean_text
from portal.units.enums import Level

NOTE_LIMIT = 200


@transaction.atomic
def abstain(*, category: AwardCategory, unit, by, note: str = "") -> Abstention:
    """Declare that ``unit`` puts nobody forward; saying it twice is the same answer. Refused while a form stands in the way."""
    policies.check_abstain(by, category, unit)
    note = clean_text(note)
    if len(note) > NOTE_LIMIT:
        raise Refused(_("说明不超过 %d 字。") % NOTE_LIMIT, fields={"note": _("不超过 %d 字") % NOTE_LIMIT})
    _hold(unit)
    if existing := standing(category, unit):
        return existing
    _check_nothing_put_forward(category, unit)
    _check_none_is_enough(category, unit)
    try:
        with transaction.atomic():
            answer = Abstention.objects.create(
                cycle=category.cycle, category=category, unit=unit, note=note, declared_by=by, declared_at=database_now()
            )
    except IntegrityError:
        return standing(category, unit)
    record(by, "abstention.declared", answer, unit=unit, note=note, data={"category": category.key})
    if category.passes_a_city and unit.level == category.nominee:
        text = _("%(unit)s答复“%(category)s”本次不推荐。") % {"unit": unit, "category": category}
        notify(staff_of(unit.ancestor(Level.CITY)), text, category.cycle.get_absolute_url())
    return answer


@transaction.atomic
def take_back(*, answer: Abstention, by) -> Abstention:
    """Take the declaration back while answers may still change; a second time changes nothing."""
    policies.check_abstain(by, answer.category, answer.unit)
    mine = Abstention.objects.standing().filter(pk=answer.pk)
    if mine.stamp(state=AnswerState.ENDED):
        record(by, "abstention.taken_back", answer, unit=answer.unit, data={"category": answer.category.key})
    answer.refresh_from_db()
    return answer


def standing(category: AwardCategory, unit) -> Abstention | None:
    """The declaration of ``unit`` that stands in a category."""
    return Abstention.objects.standing().filter(category=category, unit=unit).first()


def hold_answer(category: AwardCategory, *units) -> None:
    """Let nobody declare for ``units`` until this transaction ends, and refuse where somebody has."""
    for unit in units:
        _hold(unit)
    policies.check_not_abstained(category, *units)


def _hold(unit) -> None:
    """The unit's row is the line in which an answer and a form stand; its key stays free for rows that point at it."""
    type(unit).objects.select_for_update(of=("self",), no_key=True).get(pk=unit.pk)


def _check_none_is_enough(category: AwardCategory, unit) -> None:
    """None is a valid answer (二(二)) unless the notice asks this unit for a number."""
    quota = Quota.objects.filter(category=category, unit=unit).first()
    if quota is not None and (why := quota.rule.short(0, unit.name)):
        clause = category.cycle.cite(quota.clause)
        raise WrongState(_("%s，不能答复“本次不推荐”。") % why, code="quota_least", clause=clause)


def _check_nothing_put_forward(category: AwardCategory, unit) -> None:
    rows = Nomination.objects.filter(category=category)
    if category.passes_a_city and unit.level == Level.CITY:
        count = rows.filter(via=unit, state__in=HOLDING).count()
        if count:
            told = _("%(unit)s已推荐 %(count)d 个“%(category)s”，要改为不推荐请先撤销推荐。")
            raise WrongState(told % {"unit": unit.name, "count": count, "category": category})
        return
    row = rows.filter(unit=unit, state__in=LIVE).first()
    if row is not None:
        how = _("请先放弃草稿") if row.state == S.DRAFT else _("请先撤回")
        told = _("%(unit)s的“%(category)s”推荐表还在（%(state)s），要改为不推荐%(how)s。")
        words = {"unit": unit.name, "category": category, "state": row.get_state_display(), "how": how}
        raise WrongState(told % words)
