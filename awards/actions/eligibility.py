"""Judging nominees: all of a cycle in one batch, or one at the moment of an act."""

from dataclasses import asdict

from django.db import transaction
from django.utils.translation import gettext as _

from awards import facts
from awards.findings import Verdict
from awards.forms.check import check_reason
from awards.models import Attestation, AwardCategory, AwardCycle, Eligibility, EligibilityRun, FindingRow
from awards.policies.cycles import check_attest, check_not_published, check_score
from portal.audit.recording import record
from portal.kit.clock import database_now
from portal.kit.errors import Refused
from portal.units.models import Unit
from programs.attaching import SCANS, accepted


def score_cycle(*, cycle: AwardCycle, by, job=None) -> EligibilityRun:
    """Judge every possible nominee and store the findings; earlier ones stay, marked superseded.

    ``job``, when given, is finished in the same transaction, so that a batch counts once or not at all.
    """
    check_score(by, cycle)
    nominees = facts.possible_nominees(cycle)
    as_of = database_now()
    judged = judge_all(cycle, nominees)
    with transaction.atomic():
        check_not_published(AwardCycle.objects.select_for_update().get(pk=cycle.pk))
        run = EligibilityRun.objects.create(cycle=cycle, job=job.job if job else None, by=by, as_of=as_of, nominees=len(judged))
        Eligibility.objects.current().filter(cycle=cycle).stamp(latest=False)
        _store(run, judged)
        counts = summary(judged)
        record(by, "cycle.scored", cycle, unit=cycle.unit, data={"run": run.pk, **counts})
        if job:
            job.finish({"run": run.pk, **counts})
    return run


def judge_all(cycle: AwardCycle, nominees) -> list[tuple[AwardCategory, Unit, Verdict]]:
    """The verdicts on (category, unit) pairs by the facts of this moment; stores nothing."""
    rules = {category.pk: category.rule for category, _unit in nominees}
    known = facts.gather(cycle, [unit for _category, unit in nominees], rules.values())
    return [(category, unit, rules[category.pk].judge(known.of(category, unit))) for category, unit in nominees]


def summary(judged) -> dict[str, int]:
    """How many qualify, do not, and wait for a person."""
    answers = [verdict.eligible for _category, _unit, verdict in judged]
    return {
        "nominees": len(answers),
        "eligible": answers.count(True),
        "not_eligible": answers.count(False),
        "needs_person": answers.count(None),
    }


def judge(category: AwardCategory, unit: Unit) -> Verdict:
    """The verdict on one nominee by the facts of this moment; stores nothing."""
    return judge_all(category.cycle, [(category, unit)])[0][2]


@transaction.atomic
def judge_and_store(*, category: AwardCategory, unit: Unit, by) -> Eligibility:
    """Judge one nominee anew and keep the verdict as its latest."""
    verdict = judge(category, unit)
    run = EligibilityRun.objects.create(cycle=category.cycle, by=by, as_of=database_now(), nominees=1)
    Eligibility.objects.current().filter(cycle=category.cycle, category=category, unit=unit).stamp(latest=False)
    return _store(run, [(category, unit, verdict)])[0]


def _store(run: EligibilityRun, judged) -> list[Eligibility]:
    verdicts = Eligibility.objects.bulk_create(
        Eligibility(run=run, cycle=run.cycle, category=category, unit=unit, eligible=verdict.eligible)
        for category, unit, verdict in judged
    )
    FindingRow.objects.bulk_create(
        FindingRow(eligibility=row, position=position, **_columns(finding))
        for row, (_category, _unit, verdict) in zip(verdicts, judged, strict=True)
        for position, finding in enumerate(verdict.findings)
    )
    return verdicts


def _columns(finding) -> dict:
    columns = asdict(finding)
    columns["sources"] = list(columns["sources"])
    return columns


@transaction.atomic
def attest(*, category: AwardCategory, unit: Unit, clause: str, met: bool, reason: str, by, file=None) -> Eligibility:
    """Record a person's decision on a clause only a person can judge, and judge the nominee anew.

    ``file`` is the scan it rests on, where there is one. Raises ``Refused`` when the clause is not one of those, the reason is
    missing or over 500 characters, or the file is empty, too large, or none of PDF, JPG and PNG.
    """
    check_attest(by, category, unit)
    if clause not in dict(category.attested):
        raise Refused(_("“%(clause)s”不是需要人工认定的条件。") % {"clause": clause}, fields={"clause": _("无此条件")})
    reason = check_reason(reason, _("认定"))
    scan = _scan(file)
    earlier = Attestation.objects.current().filter(cycle=category.cycle, category=category, unit=unit, clause=clause)
    before = earlier.first()
    earlier.stamp(latest=False)
    row = Attestation.objects.create(
        cycle=category.cycle, category=category, unit=unit, clause=clause, met=met, reason=reason, by=by, **scan
    )
    changes = {clause: (_answer(before.met) if before else "", _answer(met))}
    record(by, "clause.attested", row, unit=unit, changes=changes, note=reason, data={"file": row.file_sha256} if scan else {})
    return judge_and_store(category=category, unit=unit, by=by)


@transaction.atomic
def read_file(*, attestation: Attestation, by) -> None:
    """Note who took out the scan a decision rests on."""
    record(by, "clause.file_read", attestation, unit=attestation.unit)


def _scan(file) -> dict:
    if file is not None and not file.size:
        raise Refused(_("选中的文件是空的。"), fields={"file": _("请选择不为空的文件")})
    return accepted(file, SCANS, field="file")


def _answer(met: bool) -> str:
    return _("符合") if met else _("不符合")
