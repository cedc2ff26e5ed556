"""Results sent up by schools, and the county's three acts on them: 验收, 退回, 认定 (泗教师字〔2022〕1号 附件2二(一)5)."""

from collections import Counter

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from credits.actions.accepting import REASON_LIMIT
from credits.actions.crediting_many import credit_all
from credits.enums.acceptance import BatchState, LineState
from credits.enums.declarations import DeclarationState
from credits.enums.ledger import Grade
from credits.facts.acceptance import to_send
from credits.facts.spot_checks import unchecked, unsettled
from credits.models import CreditEntry, Declaration, ResultBatch, ResultLine
from credits.policies import checks as policies
from credits.rules.sampling import digest
from portal.accounts.messages import tell_staff
from portal.audit.recording import record
from portal.kit.clock import database_now, local
from portal.kit.errors import Refused, WrongState
from portal.kit.reasons import reason_of
from portal.kit.text import clean_text
from portal.units.enums import Level
from portal.units.models import Unit
from programs.policy import resolve

NOTE_LIMIT = 300
FINDINGS_NAMED = 5


@transaction.atomic
def send_up(*, unit: Unit, program, by, note: str = "") -> ResultBatch:
    """Everything the school has taken and not sent yet, as one batch that no longer changes."""
    policies.check_accept(by, unit)
    Unit.objects.select_for_update().get(pk=unit.pk)
    results = to_send(unit, program)
    if not results:
        raise Refused(_("%s没有已验收而未上报的结果。") % unit.name)
    _hold(results)
    batch = _opened(unit, program, results, clean_text(note)[:NOTE_LIMIT], by)
    lines = ResultLine.objects.bulk_create(_line(batch, row) for row in results)
    ResultBatch.objects.filter(pk=batch.pk).update(digest=digest_of(lines))
    batch.refresh_from_db()
    declared = [row.declaration_id for row in results if row.declaration_id]
    _move(declared, DeclarationState.ACCEPTED, DeclarationState.BATCHED)
    record(by, "batch.submitted", batch, note=batch.note, data=figures(batch))
    tell_staff([(batch.to_unit, _("%s的考核结果已上报。") % batch, batch.get_absolute_url())])
    return batch


def _hold(results) -> None:
    """Hold the rows of the ledger that are sent up, so that none is void once its line is written."""
    brought = [row.entry_id for row in results if row.entry_id]
    if len(CreditEntry.objects.current().select_for_update().filter(pk__in=brought).values_list("pk")) != len(brought):
        raise WrongState(_("有结果刚被他人处理，请刷新后再试。"))


def _opened(unit, program, results, note, by) -> ResultBatch:
    grades = Counter(row.grade for row in results)
    number = ResultBatch.objects.filter(unit=unit, program=program).aggregate(n=Max("number"))["n"] or 0
    return ResultBatch.objects.create(
        unit=unit,
        to_unit=receiver_of(unit, program),
        program=program,
        number=number + 1,
        people=len({row.teacher_id for row in results}),
        results=len(results),
        **{grade.value: grades[grade.value] for grade in Grade},
        credits=sum(row.ability.credits for row in results),
        note=note,
        submitted_by=by,
        submitted_at=database_now(),
    )


def _line(batch, row) -> ResultLine:
    assessed = row.entry.assessed_on if row.entry else local(row.declaration.graded_at or row.created_at).date()
    return ResultLine(
        batch=batch,
        teacher=row.teacher,
        unit=batch.unit,
        ability=row.ability,
        declaration=row.declaration,
        entry=row.entry,
        grade=row.grade,
        credits=row.ability.credits,
        assessed_on=assessed,
    )


def digest_of(lines) -> str:
    """The SHA-256 of a batch's lines, sorted; lines come with teacher and ability."""
    return digest("\n".join(sorted(line.text() for line in lines)))


def receiver_of(unit: Unit, program) -> Unit:
    """To whom a school sends its results: the level the notice names, else the county over it, else the city."""
    route = resolve(unit, program)["results_route"]
    wanted = [route.value.to] if route else []
    over = {one.level: one for one in Unit.objects.filter(path__in=unit.paths_upward()).exclude(pk=unit.pk)}
    found = next((over[level] for level in (*wanted, Level.COUNTY, Level.CITY, Level.PROVINCE) if level in over), None)
    if found is None:
        raise Refused(_("%s之上没有可以报送考核结果的单位。") % unit.name)
    return found


@transaction.atomic
def accept_batch(*, batch: ResultBatch, by) -> None:
    """验收: the county has gone through what a school sent up."""
    policies.check_decide(by, batch)
    batch.move_to(BatchState.ACCEPTED, accepted_at=database_now(), accepted_by=by)
    record(by, "batch.accepted", batch, data=figures(batch))


@transaction.atomic
def send_back(*, batch: ResultBatch, reason: str, by) -> None:
    """The whole batch goes back to the school, whose results are its own again; suspended ones stay suspended."""
    policies.check_decide(by, batch)
    reason = reason_of(reason, limit=REASON_LIMIT)
    batch.move_to(BatchState.RETURNED, returned_at=database_now(), returned_by=by, return_reason=reason)
    rows = batch.lines.filter(state=LineState.SUBMITTED)
    declared = list(rows.exclude(declaration=None).values_list("declaration", flat=True))
    back = rows.stamp(state=LineState.RETURNED)
    _move(declared, DeclarationState.BATCHED, DeclarationState.ACCEPTED)
    record(by, "batch.returned", batch, note=reason, data={"results": back})
    tell_staff([(batch.unit, _("%(batch)s被退回：%(reason)s") % {"batch": batch, "reason": reason}, batch.get_absolute_url())])


@transaction.atomic
def recognise(*, batch: ResultBatch, by) -> int:
    """认定: all results of a batch but the suspended; how many. Refused before the check a notice asks for is done."""
    policies.check_decide(by, batch)
    check_checked(batch)
    batch.move_to(BatchState.RECOGNISED, recognised_at=database_now(), recognised_by=by)
    rows = batch.lines.filter(state=LineState.SUBMITTED)
    declared = list(rows.exclude(declaration=None).values_list("declaration", flat=True))
    recognised = rows.stamp(state=LineState.RECOGNISED)
    _move(declared, DeclarationState.BATCHED, DeclarationState.RECOGNISED)
    credit_all(declared=Declaration.objects.filter(lines__batch=batch), unit=batch.unit, program=batch.program, by=by)
    record(by, "batch.recognised", batch, data={"results": recognised, "suspended": batch.results - recognised})
    tell_staff([(batch.unit, _("%s已认定。") % batch, batch.get_absolute_url())])
    return recognised


def check_checked(batch: ResultBatch) -> None:
    """Where a notice asks for spot checks, one that covers the batch is over; nothing it found is still unsettled."""
    ratio = resolve(batch.to_unit, batch.program)["spot_check_ratio"]
    if ratio is not None and unchecked(batch):
        raise WrongState(_("%s还没有经过抽查，不能认定。") % batch, clause=ratio.citation)
    found = list(unsettled(batch).select_related("item__line__teacher", "item__line__ability"))
    if found:
        about = {"batch": batch, "count": len(found), "whose": _whose(found)}
        raise WrongState(_("%(batch)s还有 %(count)d 个抽查问题没有处理完（%(whose)s），请先复查或暂停认定。") % about)


def _whose(findings) -> str:
    """Whom and which points findings are about, the first few by name."""
    lines = [finding.item.line for finding in findings]
    named = "、".join(f"{line.teacher.name} {line.ability.code}" for line in lines[:FINDINGS_NAMED])
    return named + (_("等") if len(lines) > FINDINGS_NAMED else "")


def _move(declared: list[int], now, then) -> None:
    """Move the declarations of a batch together; all of them or none."""
    if Declaration.objects.filter(pk__in=declared, state=now).stamp(state=then) != len(declared):
        raise WrongState(_("有申报刚被他人处理，请刷新后再试。"))


def figures(batch: ResultBatch) -> dict:
    """What a batch says of itself, for its audit row."""
    return {name: getattr(batch, name) for name in ("people", "results", "excellent", "passed", "failed", "credits", "digest")}
