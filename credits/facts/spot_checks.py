"""What a check is drawn from, how far it is, and what it says of schools; a fixed number of queries."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import timedelta
from decimal import Decimal

from django.db.models import Count, F, Q, QuerySet, Window
from django.db.models.functions import Lag

from credits.enums.acceptance import STANDING, CheckState, FindingState, ItemState, Stratum
from credits.enums.reviews import ReviewState
from credits.facts.check_terms import formula_of
from credits.models import CheckFinding, EvidenceFile, PanelReview, Relation, ResultBatch, ResultLine, SampledItem, SpotCheck
from credits.rules.assigning import OwnSchool, Reader, Work
from credits.rules.pass_rate import Formula, Looked, PassRate, counted
from credits.rules.sampling import Drawn, Entry, Known, draw, risks_of, thawed
from portal.accounts.enums import Role
from portal.accounts.models import Post, User
from portal.units.models import Unit, within
from programs.policy import resolve_many
from schools.models import Teacher

RATIO = 10_000


def lines_of(batches: Iterable[ResultBatch]) -> list[ResultLine]:
    """The results of some batches that stand; one query."""
    rows = ResultLine.objects.filter(batch__in=list(batches), state__in=STANDING)
    return list(rows.select_related("unit", "ability", "teacher").order_by("code"))


def entries_of(lines: list[ResultLine], strata: Iterable[str]) -> list[Entry]:
    """The list to be frozen: each result with its stratum and the rules of risk that point at it; two further queries."""
    risks = risks_of(_known(lines))
    return [Entry(line.code, _stratum(line, strata), risks[line.code]) for line in lines]


def _stratum(line: ResultLine, strata) -> str:
    said = {
        Stratum.SCHOOL: f"{line.unit.code} {line.unit.name}",
        Stratum.GRADE: str(line.get_grade_display()),
        Stratum.DIMENSION: str(line.ability.get_dimension_display()),
    }
    return "/".join(said[Stratum(stratum)] for stratum in strata) or "全部"


def _known(lines: list[ResultLine]) -> list[Known]:
    declared = [line.declaration_id for line in lines if line.declaration_id]
    quickest, shared = _quickest(declared), _shared(declared, lines[0].unit.paths_upward()[0]) if lines else set()
    return [
        Known(
            line.code,
            school=line.unit.code,
            teacher=line.teacher.code,
            grade=line.grade,
            day=line.assessed_on.isoformat(),
            seconds=quickest.get(line.declaration_id),
            shared=line.declaration_id in shared,
        )
        for line in lines
    ]


def _quickest(declared: list[int]) -> dict[int, int]:
    """Declaration → seconds of its quickest reading: since it was given out, or since the same reader's reading before it."""
    readers = PanelReview.objects.filter(declaration__in=declared).order_by().values("reviewer")
    before = Window(Lag("done_at"), partition_by=[F("reviewer")], order_by=[F("done_at").asc(), F("pk").asc()])
    rows = PanelReview.objects.filter(reviewer__in=readers, state=ReviewState.DONE).annotate(before=before)
    wanted, found = set(declared), {}
    for declaration, begun, previous, done in rows.values_list("declaration", "created_at", "before", "done_at"):
        if declaration in wanted:
            took = (done - max(begun, previous or begun)) / timedelta(seconds=1)
            found[declaration] = min(found.get(declaration, int(took)), int(took))
    return found


def _shared(declared: list[int], province: str) -> set[int]:
    """Declarations one of whose files was handed in elsewhere in the province too; drafts were not, and the list is public."""
    own = EvidenceFile.objects.kept().filter(declaration__in=declared).values_list("declaration", "digest")
    pairs = list(own.order_by())
    seen = defaultdict(set)
    for declaration, digest in (
        EvidenceFile.objects.kept()
        .filter(within(province, "declaration__unit__path"), declaration__submitted_at__isnull=False)
        .filter(digest__in={digest for _declaration, digest in pairs})
        .values_list("declaration", "digest")
    ):
        seen[digest].add(declaration)
    return {declaration for declaration, digest in pairs if len(seen[digest]) > 1}


def ready_batches(unit, program):
    """Batches sent up to a unit or below it, that stand."""
    from_here = ResultBatch.objects.filter(program=program).exclude(state=ResultBatch.State.RETURNED)
    return from_here.filter(unit__in=Unit.objects.within(unit)).select_related("unit").order_by("unit__path", "number")


def unchecked(batch: ResultBatch) -> bool:
    """Whether no check that is over covers the batch."""
    return not batch.checks.filter(state=CheckState.CLOSED).exists()


def unsettled(batch: ResultBatch) -> QuerySet[CheckFinding]:
    """Findings on a batch's results that stand: open ones, ones to be looked at again, and upheld ones not yet suspended.

    An upheld one is through once its result was suspended for it and given back: what the county found then stands.
    """
    rows = CheckFinding.objects.filter(item__line__batch=batch, item__line__state__in=STANDING)
    given_back = Q(item__line__updated_at__gte=F("settled_at")) & ~Q(item__line__state_reason="")
    rows = rows.exclude(given_back, state=FindingState.UPHELD)
    return rows.exclude(state__in=[FindingState.CLEARED, FindingState.WITHDRAWN]).order_by("pk")


def mark_unsettled(batch: ResultBatch, lines: Iterable[ResultLine]) -> None:
    """Tell each line in ``findings`` which findings on it stand; one query."""
    by_line = defaultdict(list)
    for finding in unsettled(batch).filter(item__line__in=[line.pk for line in lines]).select_related("item"):
        by_line[finding.item.line_id].append(finding)
    for line in lines:
        line.findings = by_line[line.pk]


def part(check: SpotCheck) -> Decimal:
    """The ratio as a part of one."""
    return Decimal(check.ratio) / RATIO


def redrawn(check: SpotCheck) -> list[Drawn]:
    """The sample as the published list and seed give it again."""
    return draw(thawed(check.entries), part(check), check.seed)


def rates_of(check: SpotCheck) -> list[tuple]:
    """(school, rate) of a check by school, counted as the check was set up to; four queries."""
    looked, schools = defaultdict(list), {}
    rows = check.items.exclude(state=ItemState.WAITING).select_related("line__unit").order_by("line__unit__path")
    standing = CheckFinding.objects.filter(item__check_of=check).exclude(state=FindingState.WITHDRAWN)
    findings = dict(standing.order_by("pk").values_list("item", "state"))
    for item in rows:
        schools[item.line.unit_id] = item.line.unit
        finding = findings.get(item.pk, FindingState.OPEN) if item.state == ItemState.FOUND else ""
        looked[item.line.unit_id].append(Looked(item.line.teacher_id, str(finding)))
    policies = resolve_many(schools.values(), check.program) if schools else {}
    formula = formula_of(check)
    return [(school, _rate(looked[key], formula, policies[key]["pass_rate_target"])) for key, school in schools.items()]


def _rate(looked: list[Looked], formula: Formula, target) -> PassRate:
    about = {"target": target.value, "citation": target.citation} if target else {}
    return PassRate(*counted(looked, formula), **about)


def counts_of(check: SpotCheck) -> dict[str, int]:
    """How many of the drawn results wait, are in order, were found wanting, and by what they were drawn."""
    states = dict(check.items.order_by().values_list("state").annotate(Count("pk")))
    return {state.value: states.get(state.value, 0) for state in ItemState} | {"drawn": sum(states.values())}


def items_of(check: SpotCheck):
    """The drawn results in the order of the draw."""
    related = ("line__teacher", "line__unit", "line__ability", "line__declaration", "expert", "checked_by")
    return SampledItem.objects.filter(check_of=check).select_related(*related)


def with_findings(items: list[SampledItem]) -> list[SampledItem]:
    """Give each drawn result its ``finding`` (None where there is none) and the ``earlier`` ones taken back; one query."""
    rows = CheckFinding.objects.filter(item__in=items).select_related("unit", "found_by", "mended_by", "settled_by").order_by("pk")
    by_item = defaultdict(list)
    for row in rows:
        by_item[row.item_id].append(row)
    for item in items:
        own = by_item[item.pk]
        item.finding = next((row for row in own if row.state != FindingState.WITHDRAWN), None)
        item.earlier = [row for row in own if row.state == FindingState.WITHDRAWN]
    return items


def next_item(user, after: SampledItem) -> SampledItem | None:
    """The next result of the same check this person has to look at, or the first one left."""
    rows = SampledItem.objects.waiting().filter(check_of=after.check_of_id, expert=user).exclude(pk=after.pk).order_by("pk")
    return rows.filter(pk__gt=after.pk).first() or rows.first()


def experts_for(check: SpotCheck):
    """Who may be given results of a check: experts with a post at its unit, over it or under it, and its own office."""
    posts = Post.objects.current()
    near = posts.filter(role=Role.EXPERT).filter(
        Q(unit__path__in=check.unit.paths_upward()) | within(check.unit.path, "unit__path")
    )
    own = posts.filter(unit=check.unit, role__in=[Role.OFFICE, Role.BUREAU])
    who = Q(pk__in=near.values("user")) | Q(pk__in=own.values("user"))
    return User.objects.filter(who, is_active=True).order_by("name", "pk")


def as_readers(experts: Iterable[User]) -> dict[int, Reader]:
    """Where each of them works, by post or by the roster, and to whom each is related, by account; three queries."""
    keys = [one.pk for one in experts]
    schools, related = defaultdict(set), defaultdict(set)
    posts = Post.objects.current().filter(user__in=keys).exclude(role=Role.EXPERT).values_list("user_id", "unit_id")
    for user, unit in (*posts, *Teacher.objects.current().filter(user__in=keys).values_list("user_id", "unit_id")):
        schools[user].add(unit)
    for user, teacher in Relation.objects.current().filter(reviewer__in=keys).values_list("reviewer_id", "teacher_id"):
        related[user].add(teacher)
    return {key: Reader(key, frozenset(schools[key]), frozenset(related[key])) for key in keys}


def as_works(items: Iterable[SampledItem]) -> list[Work]:
    """Drawn results as records to be read by strangers to their schools; ``readers`` graded them before. One query.

    The items come with the ``line`` and its ``teacher``.
    """
    items, graded = list(items), defaultdict(set)
    done = PanelReview.objects.done().filter(declaration__in=[item.line.declaration_id for item in items]).order_by()
    for declaration, user in done.values_list("declaration_id", "reviewer_id"):
        graded[declaration].add(user)
    return [
        Work(
            key=item.pk,
            teacher=item.line.teacher_id,
            author=item.line.teacher.user_id,
            school=item.line.unit_id,
            own_school=OwnSchool.EXCLUDED,
            readers=frozenset(graded[item.line.declaration_id]),
        )
        for item in items
    ]
