"""Judging the whole of a province: so many questions to the database and less than a second, however many nominees."""

from datetime import date
from time import process_time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from awards.actions import eligibility
from awards.models import FindingRow
from portal.units.models import Unit
from programs.models import EvaluationPeriod, InstitutionRanking, MediaReport, PerformanceEvaluation, Showcase, TrainingInstitution

COUNTIES = {"330100": 13, "330200": 12, "330300": 12, "330400": 8, "330500": 5, "330600": 6}
COUNTIES |= {"330700": 10, "330800": 6, "331100": 9, "331000": 10, "330900": 4}


def units(rows):
    return Unit.objects.bulk_create(
        Unit(code=code, name=f"单位{code}", level=level, parent=parent, path=f"{parent.path}{code}/")
        for code, level, parent in rows
    )


@pytest.fixture
def province(cycle, cities, zhejiang):
    """95 counties in 11 cities and 40 institutions, three periods of scores and ranks, cases and reports."""
    counties = units(
        (f"{code[:4]}{number}", "county", cities[code]) for code, count in COUNTIES.items() for number in range(40, 40 + count)
    )
    institutions = units((f"JG{number:03}", "institution", zhejiang) for number in range(40))
    TrainingInstitution.objects.bulk_create(TrainingInstitution(unit=unit, undertook_tasks=True) for unit in institutions)
    for period in EvaluationPeriod.objects.filter(program=cycle.program):
        _results(period, [*counties, *cities.values()], institutions)
    MediaReport.objects.bulk_create(
        MediaReport(unit=unit, title="推进", outlet="晚报", level="city", published_on=date(2022, 5, 1)) for unit in counties
    )
    Showcase.objects.bulk_create(
        Showcase(unit=unit, title="案例", level="national", kind="exemplar", year=2022) for unit in counties
    )
    return counties, institutions


def _results(period, places, institutions):
    PerformanceEvaluation.objects.bulk_create(
        PerformanceEvaluation(unit=unit, period=period, scope="region_average", score=8800 + unit.pk % 300) for unit in places
    )
    InstitutionRanking.objects.bulk_create(
        InstitutionRanking(unit=unit, period=period, rank=rank) for rank, unit in enumerate(institutions, 1)
    )


def test_a_province_is_judged_by_as_many_questions_as_one_county_and_within_a_second(province, cycle):
    began = process_time()
    with CaptureQueriesContext(
        connection,
    ) as asked:
        run = eligibility.score_cycle(cycle=cycle, by=None)
    seconds = process_time() - began

    assert run.nominees == 95 + 11 + 40
    assert FindingRow.objects.filter(eligibility__run=run).count() == 95 * 5 + 11 * 3 + 40 * 3
    reading = [query for query in asked.captured_queries if query["sql"].startswith("SELECT")]
    assert len(reading) == 13
    assert seconds < 1  # of a processor: who else is busy there does not matter
