"""The least valid rows of evidence."""

from datetime import date

from programs.models import (
    EvaluationPeriod,
    InstitutionRanking,
    MediaReport,
    PerformanceEvaluation,
    Program,
    Showcase,
    TrainingInstitution,
)
from tests import factories


def program():
    return Program.objects.get_or_create(code="ict2", defaults={"name": "提升工程2.0"})[0]


def period(number=1):
    values = {"year": 2020 + number, "name": f"第{number}期"}
    return EvaluationPeriod.objects.get_or_create(program=program(), number=number, defaults=values)[0]


def evaluation(unit, *, number=1, scope="region_average", score=9140, rank=None, **fields):
    return PerformanceEvaluation.objects.create(unit=unit, period=period(number), scope=scope, score=score, rank=rank, **fields)


def institution(parent, code="JG01", name="某研修中心", **fields):
    unit = factories.unit(code, name, "institution", parent)
    return TrainingInstitution.objects.create(unit=unit, **fields)


def ranking(unit, *, number=1, rank=1, score=None, **fields):
    return InstitutionRanking.objects.create(unit=unit, period=period(number), rank=rank, score=score, **fields)


def showcase(unit, title="整校推进案例", *, level="national", kind="exemplar", year=2022, institutions=(), **fields):
    row = Showcase.objects.create(unit=unit, title=title, level=level, kind=kind, year=year, **fields)
    row.institutions.set(institutions)
    return row


def media(unit, title="推进提升工程", *, outlet="温州晚报", level="city", published_on=date(2022, 5, 1), **fields):
    return MediaReport.objects.create(unit=unit, title=title, outlet=outlet, level=level, published_on=published_on, **fields)
