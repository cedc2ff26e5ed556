"""Quotas under concurrency: real threads, real transactions, PostgreSQL."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from awards.actions import places, recommending
from awards.models import Nomination, Quota
from portal.accounts.models import User
from portal.kit.errors import DomainError
from tests import factories

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
CROWD, PLACES, WORKERS = 200, 3, 20


@pytest.fixture
def crowd(county_unit, wenzhou, zhejiang):
    """200 counties whose forms lie on the city's desk, for 3 places."""
    rows = []
    by = factories.user("wenzhou", wenzhou, "bureau")
    from programs.models import EvaluationPeriod, MediaReport, PerformanceEvaluation

    period = EvaluationPeriod.objects.get_or_create(
        program=county_unit.cycle.program, number=2, defaults={"year": 2022, "name": "第2期"}
    )[0]
    for number in range(CROWD):
        county = factories.unit(f"9{number:05}", f"县{number}", "county", wenzhou)
        PerformanceEvaluation.objects.create(unit=county, period=period, scope="region_average", score=9140, rank=1)
        MediaReport.objects.create(unit=county, title="推进", outlet="晚报", level="city", published_on="2022-05-01")
        rows.append(
            Nomination.objects.create(
                cycle=county_unit.cycle,
                category=county_unit,
                unit=county,
                via=wenzhou,
                state="submitted",
                contact="某人",
                phone="0577-62520000",
                period=2,
                score=9140,
                reason="好",
            ).pk
        )
    return by, rows


def recommended_by(user, pk) -> str:
    """How one attempt ended; "busy" when the queue for the quota was longer than anybody should wait."""
    nomination = Nomination.objects.select_related("cycle__notice", "category__cycle__notice", "unit", "via").get(pk=pk)
    try:
        recommending.recommend(nomination=nomination, by=user)
    except DomainError as refusal:
        return refusal.code
    return "recommended"


def recommend_all_at_once(by, rows) -> list[str]:
    """Recommend every row from its own thread, all released together; how each call ended."""
    gate = threading.Barrier(WORKERS)

    def one(share):
        user = User.objects.get(pk=by.pk)
        gate.wait()
        endings = []
        for pk in share:
            ending = "busy"
            while ending == "busy":
                ending = recommended_by(user, pk)
            endings.append(ending)
        connection.close()
        return endings

    with ThreadPoolExecutor(WORKERS) as pool:
        shares = pool.map(one, [rows[start::WORKERS] for start in range(WORKERS)])
        return [ending for share in shares for ending in share]


def test_200_recommendations_at_once_for_3_places_give_exactly_3(crowd):
    endings = recommend_all_at_once(*crowd)

    assert endings.count("recommended") == PLACES
    assert endings.count("quota_spent") == CROWD - PLACES
    assert Quota.objects.get(unit__code="330300").used() == PLACES


def test_without_the_lock_the_quota_overshoots(crowd, monkeypatch):
    """The canary: the same crowd with the lock off spends places that are not there."""

    def unlocked(nomination):
        return Quota.objects.get(cycle=nomination.cycle, category=nomination.category, unit=nomination.via)

    monkeypatch.setattr(places, "lock_quota", unlocked)

    assert recommend_all_at_once(*crowd).count("recommended") > PLACES


def test_one_nomination_recommended_from_many_tabs_moves_once(crowd):
    by, rows = crowd

    endings = recommend_all_at_once(by, rows[:1] * WORKERS)

    assert endings.count("recommended") == 1
    assert Nomination.objects.filter(state="recommended").count() == 1
