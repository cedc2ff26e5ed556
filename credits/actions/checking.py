"""抽查: freezing the list, promising the seed, drawing, handing out, and what is said of each drawn result."""

import secrets
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import cycle

from django.db import transaction
from django.utils.translation import gettext as _

from credits.actions.accepting import REASON_LIMIT
from credits.enums.acceptance import CheckKind, CheckState, FindingState, ItemState, SeedWay
from credits.facts.check_terms import STRATA, Term, stored, terms_in
from credits.facts.spot_checks import RATIO, as_readers, as_works, entries_of, lines_of, redrawn
from credits.models import CheckFinding, ResultBatch, ResultLine, SampledItem, SpotCheck
from credits.policies import checks as policies
from credits.rules.assigning import Reader, Work, conflict
from credits.rules.sampling import digest, frozen
from portal.accounts.messages import notify, tell_staff
from portal.audit.recording import record
from portal.kit.clock import database_now, local
from portal.kit.errors import Refused, WrongState
from portal.kit.numbers import half_up, plain
from portal.kit.reasons import reason_of
from portal.kit.text import clean_text
from portal.units.enums import Level
from programs.policy import resolve

NAME_LIMIT, TEXT_LIMIT = 60, 500
SEED_LIMIT = 200
BY = {CheckKind.COUNTY: "experts", CheckKind.THIRD_PARTY: "third_party"}
UPPER = {CheckKind.CITY: Level.CITY, CheckKind.PROVINCE: Level.PROVINCE}


@transaction.atomic
def freeze(
    *,
    unit,
    program,
    name: str,
    batches: Iterable[ResultBatch],
    by,
    kind: str = CheckKind.COUNTY,
    body: str = "",
    ratio: Decimal | None = None,
    strata: Iterable[str] | None = None,
    seed_source: str = "",
) -> SpotCheck:
    """Freeze the list a sample will be drawn from. With ``seed_source`` the seed is a public number entered at the draw, said here
    beforehand; without one it is made now and only its digest is shown until the draw. Strata and the formula of the pass rate
    are the policy's of this moment, or defaults; ``strata`` may be finer than the policy's."""
    policies.check_hold_checks(by, unit)
    _check_kind(unit, program, kind)
    batches, (ratio, citation) = list(batches), _ratio(unit, program, ratio)
    terms = _terms(unit, program, strata)
    strata = list(terms[STRATA].value)
    lines = lines_of(batches)
    if not lines:
        raise Refused(_("所选批次没有可以抽查的结果。"), fields={"batches": _("请选择批次")})
    text, seed = frozen(entries_of(lines, strata)), "" if seed_source else secrets.token_hex(16)
    check = SpotCheck.objects.create(
        unit=unit,
        program=program,
        kind=kind,
        name=reason_of(name, limit=NAME_LIMIT, field="name", asked=_("请填写抽查名称")),
        body=clean_text(body)[:NAME_LIMIT],
        ratio=int(half_up(ratio * RATIO)),
        ratio_citation=citation,
        strata=strata,
        terms=stored(terms),
        entries=text,
        size=len(lines),
        digest=digest(text),
        seed_way=SeedWay.PUBLIC if seed_source else SeedWay.COMMITTED,
        seed_source=clean_text(seed_source)[:120],
        seed=seed,
        seed_digest=digest(seed) if seed else "",
        frozen_by=by,
    )
    check.batches.set(batches)
    record(by, "check.frozen", check, data={"size": check.size, "digest": check.digest, "seed_digest": check.seed_digest})
    return check


def _check_kind(unit, program, kind: str) -> None:
    """A city's or a province's inspection is its own; where a notice says who checks, nobody else does."""
    if kind in UPPER and unit.level != UPPER[CheckKind(kind)]:
        raise Refused(_("%(kind)s由相应一级的单位登记。") % {"kind": CheckKind(kind).label}, fields={"kind": _("请核对")})
    allowed = resolve(unit, program)["spot_check_by"]
    if allowed is not None and kind in BY and BY[CheckKind(kind)] not in allowed.value:
        raise Refused(_("通知没有规定这种抽查方式。"), clause=allowed.citation, fields={"kind": _("请另选")})


def _ratio(unit, program, given: Decimal | None) -> tuple[Decimal, str]:
    """The ratio and the clause it rests on: the one given where it is no less than the notice asks, else the notice's."""
    asked = resolve(unit, program)["spot_check_ratio"]
    if given is None and asked is None:
        raise Refused(_("通知没有规定抽查比例，请填写。"), fields={"ratio": _("必填")})
    if given is None:
        return asked.value, asked.citation
    if not 0 < given <= 1:
        raise Refused(_("抽查比例应在 0 到 100% 之间。"), fields={"ratio": _("请核对")})
    if asked is not None and given < asked.value:
        message = _("抽查比例不得低于 %s%%。") % plain(asked.value * 100)
        raise Refused(message, clause=asked.citation, fields={"ratio": message})
    return given, asked.citation if asked else ""


def _terms(unit, program, strata: Iterable[str] | None) -> dict[str, Term]:
    """What the check goes by; strata of one's own leave out none that a notice asks for."""
    terms = terms_in(resolve(unit, program))
    asked = terms[STRATA]
    if strata is None:
        return terms
    strata = list(strata)
    if asked.citation and not set(asked.value) <= set(strata):
        message = _("抽查须按%s分层。") % asked.text
        raise Refused(message, clause=asked.citation, fields={"strata": message})
    return terms | {STRATA: replace(asked, value=strata)}


@transaction.atomic
def draw_sample(*, check: SpotCheck, by, seed: str = "") -> int:
    """Draw from the frozen list, once; how many. A public seed is given now, a promised one is made public by this."""
    policies.check_hold_checks(by, check.unit)
    seed = clean_text(seed)
    if check.seed_way == SeedWay.PUBLIC and not 0 < len(seed) <= SEED_LIMIT:
        raise Refused(_("请填写“%s”公布的号码。") % check.seed_source, fields={"seed": _("必填")})
    stamps = {"seed": seed, "seed_digest": digest(seed)} if check.seed_way == SeedWay.PUBLIC else {}
    check.move_to(CheckState.DRAWN, drawn_at=database_now(), drawn_by=by, **stamps)
    check.refresh_from_db()
    found = redrawn(check)
    lines = dict(ResultLine.objects.filter(code__in=[one.code for one in found]).values_list("code", "pk"))
    SampledItem.objects.bulk_create(
        SampledItem(check_of=check, line_id=lines[one.code], stratum=one.stratum, place=one.place, reason=one.reason)
        for one in found
    )
    record(by, "check.drawn", check, data={"seed": check.seed, "drawn": len(found)})
    return len(found)


@transaction.atomic
def cancel(*, check: SpotCheck, reason: str, by) -> None:
    """Give a check up before its draw; afterwards it has to be gone through with."""
    policies.check_hold_checks(by, check.unit)
    reason = reason_of(reason, limit=REASON_LIMIT)
    check.move_to(CheckState.CANCELLED)
    record(by, "check.cancelled", check, note=reason)


@transaction.atomic
def hand_out(*, check: SpotCheck, experts: Iterable, by) -> int:
    """Share the results nobody looked at yet among experts in turn; how many.

    None goes to somebody who works at its school, is related to its teacher or graded it himself.
    """
    policies.check_hold_checks(by, check.unit)
    if check.state != CheckState.DRAWN:
        raise WrongState(_("“%s”不在抽查中，不能分配。") % check)
    experts = list(experts)
    if not experts:
        raise Refused(_("请选择检查人。"), fields={"experts": _("必选")})
    known, turns, shared, given = as_readers(experts), cycle(experts), 0, set()
    waiting = check.items.waiting().select_for_update(of=("self",)).select_related("line__teacher").order_by("pk")
    for work in as_works(waiting):
        expert = next((one for one in (next(turns) for _one in experts) if _may_check(work, known[one.pk])), None)
        if expert is not None:
            SampledItem.objects.filter(pk=work.key).stamp(expert=expert)
            shared, given = shared + 1, given | {expert}
    if not shared and waiting:
        raise Refused(_("所选检查人都须回避待查的结果，没有分配。"), fields={"experts": _("请另选检查人。")})
    record(by, "check.handed_out", check, data={"results": shared, "experts": sorted(one.username for one in given)})
    notify(given, _("“%s”有结果待您检查。") % check, check.get_absolute_url())
    return shared


def _may_check(work: Work, reader: Reader) -> bool:
    return reader.key not in work.readers and conflict(work, reader) is None


@transaction.atomic
def pass_item(*, item: SampledItem, by, remark: str = "") -> None:
    """Nothing is wrong with a drawn result."""
    _say(item, ItemState.IN_ORDER, clean_text(remark)[:TEXT_LIMIT], by)
    record(by, "item.in_order", item, unit=item.line.unit, note=item.remark)


@transaction.atomic
def find(*, item: SampledItem, category: str, text: str, due_on: date, by) -> CheckFinding:
    """Something is wrong with a drawn result, to be mended by its school until a day."""
    text = reason_of(text, limit=TEXT_LIMIT, field="text", asked=_("请写明发现的问题"))
    if due_on < local(database_now()).date():
        raise Refused(_("整改期限不能早于今天。"), fields={"due_on": _("请核对")})
    _say(item, ItemState.FOUND, text, by)
    about = {"unit": item.line.unit, "category": category, "text": text, "due_on": due_on, "found_by": by}
    row = CheckFinding.objects.create(item=item, **about)
    record(by, "finding.found", row, data={"category": category, "due_on": due_on.isoformat()}, note=text)
    words = {"school": item.line.unit.name, "day": due_on.isoformat(), "category": row.get_category_display()}
    message = _("%(school)s抽查发现问题（%(category)s），请于 %(day)s 前整改。") % words
    tell_staff([(item.line.unit, message, item.get_absolute_url())])
    return row


def _say(item: SampledItem, state, remark: str, by) -> None:
    """Of two who look at one result at a time, the first decides."""
    policies.check_look_at(by, item)
    if item.check_of.state != CheckState.DRAWN:
        raise WrongState(_("“%s”不在抽查中。") % item.check_of)
    item.move_to(state, remark=remark, checked_at=database_now(), checked_by=by)


@transaction.atomic
def take_back(*, item: SampledItem, reason: str, by) -> None:
    """Undo what was said of a result, while its finding, if any, was not yet answered."""
    policies.check_look_at(by, item)
    if item.check_of.state != CheckState.DRAWN:
        raise WrongState(_("“%s”已结束。") % item.check_of)
    for finding in item.findings.exclude(state=FindingState.WITHDRAWN):
        finding.move_to(FindingState.WITHDRAWN)
    item.move_to(ItemState.WAITING, remark="", checked_at=None, checked_by=None, upload=None)
    record(by, "item.taken_back", item, unit=item.line.unit, note=clean_text(reason))


@transaction.atomic
def mend(*, finding: CheckFinding, done: str, by) -> None:
    """The school says how it mended a finding."""
    policies.check_mend(by, finding)
    done = reason_of(done, limit=TEXT_LIMIT, field="done", asked=_("请写明整改情况"))
    finding.move_to(FindingState.MENDED, done=done, mended_at=database_now(), mended_by=by)
    record(by, "finding.mended", finding, note=done)
    if finding.found_by:
        notify(finding.found_by, _("%s已整改，请复查。") % finding, finding.item.get_absolute_url())


@transaction.atomic
def settle(*, finding: CheckFinding, cleared: bool, remark: str, by) -> None:
    """复查: what was mended is in order now, or it is not; what nobody mended may be upheld once its day is over."""
    policies.check_look_at(by, finding.item)
    remark = clean_text(remark)[:TEXT_LIMIT] if cleared else _remark(remark)
    if finding.state == FindingState.OPEN and local(database_now()).date() <= finding.due_on:
        raise WrongState(_("整改期限 %s 还没有过，不能复查。") % finding.due_on.isoformat())
    state = FindingState.CLEARED if cleared else FindingState.UPHELD
    finding.move_to(state, remark=remark, settled_at=database_now(), settled_by=by)
    record(by, f"finding.{state}", finding, note=remark)
    told = {"finding": finding, "state": finding.get_state_display()}
    tell_staff([(finding.unit, _("%(finding)s：%(state)s。") % told, finding.item.get_absolute_url())])


@transaction.atomic
def ask_again(*, finding: CheckFinding, remark: str, by) -> None:
    """What the school did is not enough: back to it, with what is missing."""
    policies.check_look_at(by, finding.item)
    remark = _remark(remark)
    finding.move_to(FindingState.OPEN, remark=remark)
    record(by, "finding.reopened", finding, note=remark)


def _remark(text: str) -> str:
    return reason_of(text, limit=TEXT_LIMIT, field="remark", asked=_("请写明复查意见"))


@transaction.atomic
def close(*, check: SpotCheck, by) -> None:
    """End a check when every drawn result was looked at; findings go on until they are settled."""
    policies.check_hold_checks(by, check.unit)
    if waiting := check.items.waiting().count():
        raise WrongState(_("“%(check)s”还有 %(count)d 个结果没有检查。") % {"check": check, "count": waiting})
    check.move_to(CheckState.CLOSED, closed_at=database_now())
    record(by, "check.closed", check)
