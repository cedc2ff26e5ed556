"""Batches, samples, results and certificates against the rows they come from; a difference says what stands and what should."""

from collections import Counter, defaultdict

from django.db.models import Exists, F, OuterRef, Q

from credits.enums.acceptance import GIVEN_BACK, LINES_OF, STANDING, CheckState, LineState, SeedWay
from credits.enums.declarations import DeclarationState
from credits.enums.ledger import Grade, RecordState
from credits.enums.reviews import CertificateState
from credits.facts.certificates import BORNE
from credits.facts.spot_checks import redrawn
from credits.models import Certificate, CreditEntry, ResultBatch, ResultLine, SampledItem, SpotCheck
from credits.rules.grading import RANK
from credits.rules.sampling import digest

STATE_OF = {
    LineState.SUBMITTED: DeclarationState.BATCHED,
    LineState.RECOGNISED: DeclarationState.RECOGNISED,
    LineState.SUSPENDED: DeclarationState.SUSPENDED,
}

EARNING = (DeclarationState.ACCEPTED, DeclarationState.BATCHED, DeclarationState.RECOGNISED)  # in which a result may count
# Of figures of these both sides are evidence, so none is set by rule.
EVIDENCE = frozenset({"batch", "line", "entry", "check", "certificate"})


def differences() -> list[dict]:
    """Everything of these that does not agree; a fixed number of queries beside one for each drawn check."""
    return (
        of_batches()
        + of_lines()
        + of_brought()
        + of_declarations()
        + of_credits()
        + of_reviewed()
        + of_certificates()
        + of_samples()
    )


def of_batches() -> list[dict]:
    """Counts, credits and digests of batches against their lines."""
    lines = defaultdict(list)
    for line in ResultLine.objects.select_related("teacher", "ability").order_by("pk"):
        lines[line.batch_id].append(line)
    return [row for batch in ResultBatch.objects.select_related("unit").order_by("pk") for row in _of_batch(batch, lines[batch.pk])]


def _of_batch(batch: ResultBatch, lines: list[ResultLine]) -> list[dict]:
    grades = Counter(line.grade for line in lines)
    wanted = {grade.value: grades[grade.value] for grade in Grade}
    wanted |= {"results": len(lines), "people": len({line.teacher_id for line in lines})}
    wanted |= {"credits": sum(line.credits for line in lines), "digest": _digest(lines)}
    about = {"unit": batch.unit.code, "batch": batch.code}
    return [
        {"figure": f"batch.{name}", **about, "stored": getattr(batch, name), "recorded": value}
        for name, value in wanted.items()
        if getattr(batch, name) != value
    ]


def _digest(lines) -> str:
    return digest("\n".join(sorted(line.text() for line in lines)))


def of_lines() -> list[dict]:
    """Lines in a state that the state of their batch does not allow: recognised ones of a batch that is not, and so on."""
    astray = Q(pk__in=[])
    for batch, states in LINES_OF.items():
        astray |= Q(batch__state=batch) & ~Q(state__in=states)
    rows = ResultLine.objects.filter(astray).select_related("batch", "unit").order_by("pk")
    return [_of_line(line, "line.batch", line.state, GIVEN_BACK[line.batch.State(line.batch.state)].value) for line in rows]


def _of_line(line: ResultLine, figure: str, stored: str, recorded: str) -> dict:
    return {"figure": figure, "unit": line.unit.code, "line": line.code, "stored": stored, "recorded": recorded}


def of_declarations() -> list[dict]:
    """Declarations whose state is not that of their line in a batch."""
    rows = ResultLine.objects.filter(state__in=STATE_OF).exclude(declaration=None).select_related("declaration", "unit")
    return [
        _of_line(line, "line.state", line.declaration.state, STATE_OF[LineState(line.state)].value)
        for line in rows.order_by("pk")
        if line.declaration.state != STATE_OF[LineState(line.state)]
    ]


def of_brought() -> list[dict]:
    """Standing lines of results brought in by sheet that count no more, nor one at least as good for the point.

    The rows of a registration that was merged went over to another; the line stays as it was sent up.
    """
    current = CreditEntry.objects.current().filter(teacher=OuterRef("entry__teacher"), ability=OuterRef("entry__ability"))
    counts = Q(pk__in=[])
    for sent in Grade:
        enough = [grade for grade in Grade if RANK[grade] >= RANK[sent]]
        counts |= Q(Exists(current.filter(grade__in=enough)), grade=sent)
    rows = ResultLine.objects.filter(state__in=STANDING).exclude(entry=None).exclude(counts).select_related("entry", "unit")
    return [_of_line(line, "line.entry", line.state, line.entry.state) for line in rows.order_by("pk")]


def of_credits() -> list[dict]:
    """Suspended and rejected results whose own entries still count."""
    out = ResultLine.objects.filter(state__in=[LineState.SUSPENDED, LineState.REJECTED])
    current = CreditEntry.objects.filter(state=RecordState.CURRENT)
    own = current.filter(declaration__in=out.exclude(declaration=None).values("declaration"))
    brought = current.filter(pk__in=out.exclude(entry=None).values("entry"))
    return [
        {"figure": "entry.state", "teacher": entry.teacher.code, "stored": entry.state, "recorded": RecordState.VOID.value}
        for entry in (own | brought).select_related("teacher").order_by("pk")
    ]


def of_reviewed() -> list[dict]:
    """Entries that say another grade than the declaration they came from, or count although it came to nothing.

    Those of suspended and rejected lines are told by ``of_credits``.
    """
    out = ResultLine.objects.filter(state__in=[LineState.SUSPENDED, LineState.REJECTED]).exclude(declaration=None)
    rows = CreditEntry.objects.current().exclude(declaration=None).exclude(declaration__in=out.values("declaration"))
    rows = rows.filter(~Q(grade=F("declaration__grade")) | ~Q(declaration__state__in=EARNING))
    return [_of_reviewed(entry) for entry in rows.select_related("teacher", "declaration").order_by("pk")]


def _of_reviewed(entry: CreditEntry) -> dict:
    about, declaration = {"teacher": entry.teacher.code}, entry.declaration
    if entry.grade != declaration.grade:
        return {"figure": "entry.grade", **about, "stored": entry.grade, "recorded": declaration.grade}
    return {"figure": "entry.state", **about, "stored": entry.state, "recorded": RecordState.VOID.value}


def of_certificates() -> list[dict]:
    """Valid certificates of results that count no more, or are worse than they say, or are another's."""
    own = Q(entry__teacher=F("teacher"), entry__ability=F("ability"))
    rows = Certificate.objects.filter(state=CertificateState.VALID).exclude(BORNE & own).select_related("teacher", "entry")
    return [
        {
            "figure": "certificate.entry",
            "teacher": row.teacher.code,
            "certificate": row.number,
            "stored": row.grade,
            "recorded": row.entry.grade if row.entry.is_current else row.entry.state,
        }
        for row in rows.order_by("pk")
    ]


def of_samples() -> list[dict]:
    """Samples that are not what the frozen list and the seed give, and lists and seeds that are not what was promised."""
    kept = defaultdict(set)
    for check, code, reason, place in SampledItem.objects.order_by().values_list("check_of", "line__code", "reason", "place"):
        kept[check].add((code, reason, place))
    found = []
    for check in SpotCheck.objects.exclude(state=CheckState.CANCELLED).select_related("unit").order_by("pk"):
        found += [_told(check, name, stored, right) for name, stored, right in _promised(check) if stored != right]
        drawn = {(one.code, one.reason, one.place) for one in redrawn(check)} if check.drawn else set()
        if kept[check.pk] != drawn:
            found.append(_told(check, "sample", len(kept[check.pk]), len(drawn)))
    return found


def _promised(check: SpotCheck):
    yield "digest", check.digest, digest(check.entries)
    yield "size", check.size, check.entries.count("\n")
    if check.drawn or check.seed_way == SeedWay.COMMITTED:
        yield "seed_digest", check.seed_digest, digest(check.seed)


def _told(check, name, stored, recorded) -> dict:
    return {"figure": f"check.{name}", "unit": check.unit.code, "check": check.code, "stored": stored, "recorded": recorded}
