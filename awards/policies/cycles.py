"""Who may do what in a cycle, and when. Checks raise; their twins answer yes or no."""

from datetime import datetime

from django.utils.translation import gettext as _

from awards.enums import NominationState as S
from awards.enums import ReleaseState
from awards.facts_desk.taking_part import ENGAGED, KEY, undertaking
from awards.models import AwardCategory, AwardCycle, CyclePhase, LatePermit, Nomination
from awards.policies import citing
from portal.accounts.enums import Role
from portal.kit.asking import asks
from portal.kit.clock import database_now, local
from portal.kit.errors import Denied, WrongState
from portal.units.enums import Level

BUREAU = (Role.BUREAU, Role.BUREAU_LEADER)
OFFICE = (Role.OFFICE, Role.BUREAU, Role.BUREAU_LEADER)
NOMINATING = {Level.INSTITUTION: (Role.INSTITUTION,), Level.SCHOOL: (Role.SCHOOL_ADMIN, Role.CIO)}


def check_open(cycle: AwardCycle, *phases: str, units=(), begun: str = "") -> None:
    """The cycle is running, phase ``begun`` has opened and none of ``phases`` has passed its end, by the database's clock.

    A permission to come late that stands for one of ``units`` lifts the end, never the opening.
    """
    if cycle.state != AwardCycle.State.OPEN:
        raise WrongState(_("%(cycle)s 已公布，不能再改动。") % {"cycle": cycle})
    steps = cycle.steps() if begun or phases else {}
    now = database_now() if steps else None
    if begun in steps and (ahead := _ahead(steps[begun], now)):
        raise WrongState(ahead, code="not_begun", clause=cycle.cite(steps[begun].clause))
    for phase in (steps[key] for key in phases if key in steps):
        if phase.is_over(now) and not _excused(cycle, units, phase.key):
            raise WrongState(
                _("%(phase)s已于 %(end)s 截止。") % {"phase": phase.label, "end": local(phase.ends_at).strftime("%Y-%m-%d %H:%M")},
                code="deadline_passed",
                clause=cycle.cite(phase.clause),
            )


def not_begun(cycle: AwardCycle, key: str) -> str:
    """That a step of the calendar opens later, with the moment; "" once it has, and where the notice sets none."""
    phase = cycle.phase(key)
    return _ahead(phase, database_now()) if phase else ""


def _ahead(phase: CyclePhase, now: datetime) -> str:
    if not phase.is_ahead(now):
        return ""
    opens = local(phase.opens_at).strftime("%Y-%m-%d %H:%M")
    return _("%(phase)s于 %(opens)s 开始，现在还不能办理。") % {"phase": phase.label, "opens": opens}


def _excused(cycle: AwardCycle, units, step: str) -> bool:
    return bool(units) and LatePermit.objects.standing(cycle, units, step).exists()


def is_late(cycle: AwardCycle, *phases: str) -> bool:
    """Whether what moves now comes after the end of one of ``phases``."""
    now, steps = database_now(), cycle.steps()
    return any(steps[key].is_over(now) for key in phases if key in steps)


def check_not_published(cycle: AwardCycle) -> None:
    """Nothing is judged anew once the results are out: the findings they rest on stay as they are."""
    if cycle.state != AwardCycle.State.OPEN:
        raise WrongState(_("%(cycle)s 已公布，认定结果随之定格，不再重新认定。") % {"cycle": cycle})


def check_office_of(user, cycle: AwardCycle) -> None:
    """The programme office that runs the cycle."""
    if not user.holds(*OFFICE, unit=cycle.unit):
        raise Denied(_("只有%(unit)s工程办可以这样做。") % {"unit": cycle.unit})


def check_nominee(user, category: AwardCategory, unit) -> None:
    """The people of the unit itself: its bureau, or the institution."""
    roles = NOMINATING.get(category.nominee, OFFICE)
    if unit.level != category.nominee or not unit.is_within(category.cycle.unit):
        raise Denied(
            _("%(unit)s 不在“%(category)s”的申报范围内。") % {"unit": unit, "category": category},
            clause=citing.of_category(category),
        )
    if not user.holds(*roles, unit=unit):
        raise Denied(_("只有%(unit)s自己可以填报。") % {"unit": unit.bureau()}, clause=citing.of_category(category))
    check_takes_part(category, unit)


def check_takes_part(category: AwardCategory, unit) -> None:
    """The unit has a real part in the programme (一1): an institution that carried tasks, a county that counts.

    And a city chooses it where forms go through one (三1): a unit directly under the province is in none.
    """
    if unit.level == Level.INSTITUTION and not undertaking(category.cycle, unit).exists():
        told = _("%(unit)s没有承担培训任务的登记，不在“%(category)s”的申报范围内。")
        if category.cycle.reading_of(KEY) == ENGAGED:
            told = _("%(unit)s没有承担培训任务的登记和承训记录，不在“%(category)s”的申报范围内。")
        raise Denied(told % {"unit": unit, "category": category}, clause=citing.of_taking_part(category))
    if unit.level == Level.COUNTY and not unit.counts_for_quota:
        told = _("%(unit)s 不计入区县数，不在“%(category)s”的申报范围内。")
        raise Denied(told % {"unit": unit, "category": category}, clause=citing.of_category(category))
    if category.via(unit) is None:
        told = _(
            "“%(category)s”由设区市推选，%(unit)s不属于任何设区市，没有报送路径；请%(office)s在通知文件中为它设直接报送的类别。"
        )
        words = {"unit": unit, "category": category, "office": category.cycle.office_name}
        raise Denied(told % words, code="no_way", clause=citing.of_route(category))


def check_draft(user, category: AwardCategory, unit) -> None:
    """The unit's own people may fill in its form while the cycle takes nominations."""
    check_nominee(user, category, unit)
    check_open(category.cycle, "nominate", "recommend", units=units_over(category, unit), begun="nominate")


def check_edit(user, nomination: Nomination) -> None:
    """The nominee, or who entered the form for him (代录), edits a draft, or a form that was sent back."""
    if not writes_for(user, nomination):
        check_nominee(user, nomination.category, nomination.unit)
    check_open(nomination.cycle, "recommend", units=_units(nomination))
    if not nomination.editable:
        raise WrongState(nomination.closed_text)


def check_submit(user, nomination: Nomination) -> None:
    """A county hands its form to its city; cities and institutions recommend themselves (三1)."""
    check_edit(user, nomination)
    check_open(nomination.cycle, "nominate", units=_units(nomination), begun="nominate")
    if not nomination.category.passes_a_city:
        raise WrongState(
            _("%(category)s由本单位直接报送省工程办。") % {"category": nomination.category},
            clause=citing.of_route(nomination.category),
        )


def check_via(user, nomination: Nomination) -> None:
    """The people of the unit through which a nomination goes to the province."""
    if not user.holds(*BUREAU, unit=nomination.via):
        raise Denied(_("只有%(city)s可以推荐。") % {"city": nomination.via.bureau()}, clause=citing.of_route(nomination.category))


def check_recommend(user, nomination: Nomination) -> None:
    """The city over a county chooses it; a city or institution puts itself forward."""
    if nomination.category.passes_a_city:
        check_via(user, nomination)
        check_open(nomination.cycle, "recommend", units=_units(nomination), begun="recommend")
        if nomination.state != S.SUBMITTED:
            raise WrongState(_("“%(state)s”的推荐现在不能推荐。") % {"state": nomination.get_state_display()})
    else:
        check_edit(user, nomination)
        check_open(nomination.cycle, begun="recommend")


def check_send_back(user, nomination: Nomination) -> None:
    """A city returns what a county handed in; the province what was recommended."""
    if nomination.state == S.RECOMMENDED:
        check_office_of(user, nomination.cycle)
    elif nomination.state == S.SUBMITTED:
        check_via(user, nomination)
    else:
        raise WrongState(_("“%(state)s”的推荐不能退回。") % {"state": nomination.get_state_display()})
    check_open(nomination.cycle)


def check_revoke(user, nomination: Nomination) -> None:
    """The city that recommended a county's form takes its recommendation back until the deadline; the form stays with it."""
    if not nomination.category.passes_a_city:
        raise WrongState(_("“%(category)s”由本单位直接报送，要收回请用撤回。") % {"category": nomination.category})
    check_via(user, nomination)
    check_open(nomination.cycle, "recommend", units=_units(nomination))
    if nomination.state != S.RECOMMENDED:
        raise WrongState(_("“%(state)s”的推荐不能撤销推荐。") % {"state": nomination.get_state_display()})


def check_withdraw(user, nomination: Nomination) -> None:
    """The nominee takes its own form back until the deadline."""
    roles = NOMINATING.get(nomination.category.nominee, OFFICE)
    if nomination.unit_id not in {unit.pk for unit in user.units_of(*roles)} and not writes_for(user, nomination):
        raise Denied(_("只有申报单位自己可以撤回。"))
    check_open(nomination.cycle, "recommend", units=_units(nomination))
    if nomination.state not in {S.DRAFT, S.SUBMITTED, S.RETURNED, S.RECOMMENDED}:
        raise WrongState(_("“%(state)s”的推荐不能撤回。") % {"state": nomination.get_state_display()})


def check_attest(user, category: AwardCategory, unit) -> None:
    """Clauses a person must judge: by the city for its counties, by the programme office for the rest."""
    check_open(category.cycle)
    if category.passes_a_city:
        if not any(city.level == Level.CITY and unit.is_within(city) for city in user.units_of(*BUREAU)):
            raise Denied(_("由%(unit)s所属设区市教育局认定。") % {"unit": unit}, clause=citing.of_category(category))
    else:
        check_office_of(user, category.cycle)


def check_judge(user, nomination: Nomination) -> None:
    """The programme office takes a recommendation in and decides on it."""
    check_office_of(user, nomination.cycle)
    check_open(nomination.cycle)


def check_no_hand_in(user, nomination: Nomination) -> None:
    """Who handed a form in or recommended it leaves judging and publishing it to others, whatever post he holds by then."""
    if told := own_hand(user, nomination):
        raise Denied(told, code="own_hand")


def own_hand(user, nomination: Nomination) -> str:
    """That somebody handed the form in or recommended it himself, as pages say it before the click; "" where he did not."""
    if user is None or user.pk not in {nomination.submitted_by_id, nomination.recommended_by_id}:
        return ""
    return _("%s是您报送或推荐的，请由其他工作人员办理。") % nomination.subject


def check_undecided(cycle: AwardCycle) -> None:
    """Decisions move only until somebody has asked to publish them."""
    if cycle.releases.filter(state=ReleaseState.ASKED).exists():
        raise WrongState(_("已有人提出公布，评定不能再改；要改请先撤销公布申请。"), code="release_asked")


def check_score(user, cycle: AwardCycle) -> None:
    """The programme office judges all nominees in one batch, until the results are out; the system may too."""
    if user is not None:
        check_office_of(user, cycle)
    check_not_published(cycle)


def _units(nomination: Nomination) -> list[int]:
    """Whose permission to come late covers it: its own unit's, and that of the unit it goes through."""
    return [nomination.unit_id, nomination.via_id]


def is_above(user, category: AwardCategory, unit) -> bool:
    """Whether somebody acts for the city that chooses among such units, or for the office that runs the cycle."""
    via = category.via(unit)
    return (via not in (None, unit) and user.holds(*BUREAU, unit=via)) or user.holds(*OFFICE, unit=category.cycle.unit)


def writes_for(user, nomination: Nomination) -> bool:
    """A form that was entered for a unit (代录) is kept up by the office above too, beside the unit itself."""
    return nomination.entered_by_id is not None and is_above(user, nomination.category, nomination.unit)


def units_over(category: AwardCategory, unit) -> list:
    """The same for a form not yet begun."""
    return [one for one in {unit, category.via(unit)} if one is not None]


can_draft = asks(check_draft)
can_edit = asks(check_edit)
can_submit = asks(check_submit)
can_recommend = asks(check_recommend)
can_send_back = asks(check_send_back)
can_revoke = asks(check_revoke)
can_withdraw = asks(check_withdraw)
can_attest = asks(check_attest)
can_judge = asks(check_judge)
can_score = asks(check_score)
is_office = asks(check_office_of)
