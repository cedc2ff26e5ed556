"""All facts of all nominees of a cycle, in a fixed number of queries."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from django.db.models import Q

from awards.findings import Source
from awards.models import Attestation, AwardCategory, AwardCycle
from awards.nominee_facts import AttestedFact, MediaFact, NomineeFacts, RankingFact, ScoreFact, ShowcaseFact
from portal.kit.numbers import plain_hundredths
from portal.units.enums import Level
from portal.units.models import Unit, within
from programs.models import InstitutionRanking, MediaReport, PerformanceEvaluation, Showcase, TrainingInstitution

FEW = 20
SCOPE_NAMES = {"region_average": "区域平均", "directly_under": "市直属平均", "school": "学校"}


@dataclass
class Gathered:
    """Facts by unit id; attested clauses by (category id, unit id)."""

    scores: dict = field(default_factory=lambda: defaultdict(list))
    ranked_units: dict = field(default_factory=dict)
    rankings: dict = field(default_factory=lambda: defaultdict(list))
    showcases: dict = field(default_factory=lambda: defaultdict(list))
    media: dict = field(default_factory=lambda: defaultdict(list))
    attested: dict = field(default_factory=lambda: defaultdict(dict))

    def of(self, category: AwardCategory, unit: Unit) -> NomineeFacts:
        """The facts of one nominee as plain values."""
        return NomineeFacts(
            scores=tuple(self.scores[unit.pk]),
            ranked_units=self.ranked_units.get(unit.parent_id, 0),
            rankings=tuple(self.rankings[unit.pk]),
            showcases=tuple(self.showcases[unit.pk]),
            media=tuple(self.media[unit.pk]),
            attested=self.attested[category.pk, unit.pk],
        )


def possible_nominees(cycle: AwardCycle) -> list[tuple[AwardCategory, Unit]]:
    """Every unit that could be put forward in a category; managers once their unit has named them."""
    units = Unit.objects.active().filter(within(cycle.unit.path)).order_by("path")
    by_level = defaultdict(list)
    for unit in units.filter(level__in=[Level.CITY, Level.COUNTY], counts_for_quota=True):
        by_level[unit.level].append(unit)
    undertaking = TrainingInstitution.objects.filter(undertook_tasks=True).values("unit")
    by_level[Level.INSTITUTION] = list(units.filter(level=Level.INSTITUTION, pk__in=undertaking))
    named = defaultdict(list)
    for nomination in cycle.nominations.live().exclude(manager_name="").select_related("unit").order_by("unit__path"):
        named[nomination.category_id].append(nomination.unit)
    nominees = []
    for category in cycle.categories.select_related("cycle"):
        among = named[category.pk] if category.names_a_person else by_level[category.nominee]
        nominees += [(category, unit) for unit in among]
    return nominees


def gather(cycle: AwardCycle, units: list[Unit]) -> Gathered:
    """The facts of ``units`` in ``cycle``: seven queries, however many units."""
    found, by_path = Gathered(), {unit.path: unit.pk for unit in units}
    below, beside = _places(cycle, units)
    _count_counties(cycle, found)
    _gather_scores(cycle, found, beside)
    _gather_rankings(cycle, found)
    _gather_showcases(cycle, found, by_path, below)
    _gather_media(cycle, found, by_path, below)
    _gather_attestations(cycle, found)
    return found


def _places(cycle, units) -> tuple[Q, Q]:
    """Where to look: at and below ``units``, and among the units of the same parents; everywhere when they are many."""
    if len(units) > FEW:
        everywhere = within(cycle.unit.path, "unit__path")
        return everywhere, everywhere
    below = beside = Q(pk__in=[])
    for unit in units:
        below |= within(unit.path, "unit__path")
        beside |= Q(unit=unit) | Q(unit__parent=unit.parent_id)
    return below, beside


def _count_counties(cycle, found) -> None:
    counties = Unit.objects.active().filter(within(cycle.unit.path), level=Level.COUNTY, counts_for_quota=True)
    found.ranked_units = dict(Counter(counties.values_list("parent_id", flat=True)))


def _gather_scores(cycle, found, beside) -> None:
    rows = list(
        PerformanceEvaluation.objects.filter(beside, period__program=cycle.program, state="current")
        .select_related("unit", "period")
        .order_by("period__number", "pk")
    )
    computed = _ranks_among_siblings(rows)
    for row in rows:
        rank, is_computed = (row.rank, False) if row.rank is not None else (computed.get(row.pk), True)
        text = f"第{row.period.number}期 {SCOPE_NAMES[row.scope]} {plain_hundredths(row.score)} 分"
        source = Source("programs.performanceevaluation", row.pk, text)
        found.scores[row.unit_id].append(
            ScoreFact(row.period.number, row.period.year, row.scope, row.score, rank, is_computed and rank is not None, source)
        )


def _ranks_among_siblings(rows) -> dict[int, int]:
    """Where no rank came with a score: 1 + how many counties of the same city scored higher in that period."""
    tables = defaultdict(list)
    for row in rows:
        if row.scope == "region_average" and row.unit.level == Level.COUNTY:
            tables[row.unit.parent_id, row.period_id].append(row)
    return {row.pk: 1 + sum(other.score > row.score for other in table) for table in tables.values() for row in table}


def _gather_rankings(cycle, found) -> None:
    rows = InstitutionRanking.objects.filter(period__program=cycle.program, state="current").select_related("period")
    for row in rows.order_by("period__number", "pk"):
        source = Source("programs.institutionranking", row.pk, f"第{row.period.number}期 第{row.rank}名")
        found.rankings[row.unit_id].append(RankingFact(row.period.number, row.period.year, row.rank, source))


def _gather_showcases(cycle, found, by_path, below) -> None:
    joined = Showcase.institutions.through.objects.filter(unit__in=by_path.values()).values("showcase")
    rows = Showcase.objects.filter(below | Q(pk__in=joined), within(cycle.unit.path, "unit__path"), state="current")
    for row in rows.select_related("unit").prefetch_related("institutions").order_by("year", "pk"):
        source = Source("programs.showcase", row.pk, f"{row.unit.name}《{row.title}》")
        fact = ShowcaseFact(row.level, row.kind, row.year, row.title, source)
        owners = {by_path[path] for path in row.unit.paths_upward() if path in by_path}
        for unit_id in owners | {institution.pk for institution in row.institutions.all()}:
            found.showcases[unit_id].append(fact)


def _gather_media(cycle, found, by_path, below) -> None:
    rows = MediaReport.objects.filter(below, within(cycle.unit.path, "unit__path"), state="current").select_related("unit")
    for row in rows.order_by("published_on", "pk"):
        source = Source("programs.mediareport", row.pk, f"{row.outlet}《{row.title}》")
        for path in row.unit.paths_upward():
            if path in by_path:
                found.media[by_path[path]].append(MediaFact(row.level, row.outlet, row.title, source))


def _gather_attestations(cycle, found) -> None:
    for row in Attestation.objects.current().filter(cycle=cycle).select_related("by"):
        source = Source("awards.attestation", row.pk, row.clause)
        found.attested[row.category_id, row.unit_id][row.clause] = AttestedFact(row.met, row.reason, str(row.by), source)
