"""A province with one city of four counties, its notice in force, and one county that qualifies."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone

from awards.actions import judging, panels, publicity, recommending
from awards.actions.cycles import move_deadline
from awards.models import AwardCycle, SpecialDay
from awards.publicity.working_days import FESTIVALS
from programs.models import EvaluationPeriod, MediaReport, PerformanceEvaluation, TrainingInstitution
from tests import factories
from tests.awards.by_hand import today
from tests.awards.factories import drafted, recommended
from tests.awards.quota_ground import SOME, lay_on_desk, quickly_judged

NOTICE = Path(__file__).parents[2] / "programs/notices/zhejiang-2023-awards.yaml"
CITIES = {
    "330100": "杭州市",
    "330200": "宁波市",
    "330300": "温州市",
    "330400": "嘉兴市",
    "330500": "湖州市",
    "330600": "绍兴市",
    "330700": "金华市",
    "330800": "衢州市",
    "331100": "丽水市",
    "331000": "台州市",
    "330900": "舟山市",
}


@pytest.fixture
def cities(zhejiang):
    return {code: factories.unit(code, name, "city", zhejiang) for code, name in CITIES.items()}


@pytest.fixture
def wenzhou(cities):
    return cities["330300"]


@pytest.fixture
def hangzhou(cities):
    return cities["330100"]


@pytest.fixture
def cycle(cities):
    """The cycle of 浙工程办函〔2023〕7号 with its deadlines a week ahead."""
    from programs.loading import load_notice

    load_notice(file=NOTICE.read_bytes(), by=None)
    return open_for_a_week(AwardCycle.objects.get(code="zj-2023"))


def open_for_a_week(cycle):
    for phase in cycle.phases.filter(key__in=["nominate", "recommend"]):
        move_deadline(phase=phase, ends_at=timezone.now() + timedelta(days=7), reason="测试", by=None)
    return AwardCycle.objects.get(pk=cycle.pk)


def qualify(county, cycle, *, score=9140, rank=1):
    """Give a county what condition (1) and condition (4) ask for."""
    period, _created = EvaluationPeriod.objects.get_or_create(
        program=cycle.program, number=2, defaults={"year": 2022, "name": "第2期"}
    )
    PerformanceEvaluation.objects.create(unit=county, period=period, scope="region_average", score=score, rank=rank)
    MediaReport.objects.create(unit=county, title="推进", outlet="温州晚报", level="city", published_on="2022-05-01")
    return county


@pytest.fixture
def county_unit(cycle):
    return cycle.categories.select_related("cycle").get(key="county_unit")


@pytest.fixture
def counties(wenzhou, yueqing, cycle):
    """Four counties of Wenzhou that qualify; the first half by rank is two, so ranks repeat."""
    others = [factories.unit(f"33038{n}", f"某县{n}", "county", wenzhou) for n in (3, 4, 5)]
    return [qualify(county, cycle, rank=1) for county in [yueqing, *others]]


@pytest.fixture
def bureaus(counties):
    return {
        county.pk: factories.user(f"bureau{county.code}", county, "bureau", phone=f"1390000{county.code[2:]}")
        for county in counties
    }


@pytest.fixture
def institution(zhejiang, cycle):
    unit = factories.unit("JG01", "某研修中心", "institution", zhejiang)
    TrainingInstitution.objects.create(unit=unit, undertook_tasks=True)
    return unit


@pytest.fixture
def draft(county_unit, counties, bureaus, yueqing, client):
    """Yueqing's draft, its clerk signed in."""
    by = bureaus[yueqing.pk]
    client.force_login(by)
    return drafted(county_unit, yueqing, by)


@pytest.fixture
def taken_in(cycle, counties, bureaus, county_unit, wenzhou_bureau, province_office):
    """Three recommendations of Wenzhou that the province took in."""
    rows = [recommended(county_unit, county, bureaus[county.pk], wenzhou_bureau) for county in counties[:3]]
    judging.accept_all(cycle=cycle, ids=[row.pk for row in rows], by=province_office)
    return rows


@pytest.fixture
def experts(zhejiang):
    return [factories.user(f"expert{number}", zhejiang, "expert", name=f"专家{number}") for number in (1, 2, 3)]


@pytest.fixture
def panel(taken_in, county_unit, experts, province_office):
    """Three experts of the province, the first of them lead, over what was taken in."""
    panel = panels.open_panel(category=county_unit, by=province_office)
    for number, expert in enumerate(experts):
        panels.seat(panel=panel, user=expert, part="member" if number else "lead", by=province_office)
    return panel


@pytest.fixture
def years(db):
    """Of every festival of this year and the next the first day is on file as one off."""
    for year in (today().year, today().year + 1):
        for name, ((month, day), _closes) in FESTIVALS.items():
            SpecialDay.objects.create(day=date(year, month, day), kind="rest", name=name)


@pytest.fixture
def row(county_unit, counties, bureaus, wenzhou_bureau, years):
    """A form that Wenzhou recommended."""
    return recommended(county_unit, counties[0], bureaus[counties[0].pk], wenzhou_bureau)


@pytest.fixture
def decided(cycle, taken_in, province_office):
    """Two chosen, one in reserve."""
    ids = [row.pk for row in taken_in]
    judging.decide(cycle=cycle, chosen=ids[:2], declined=[], reserved=ids[2:], by=province_office)
    return taken_in


@pytest.fixture
def notice(cycle, decided, years, province_office, zhejiang):
    notice = publicity.draft(cycle=cycle, unit=zhejiang, by=province_office)
    texts = {"title": notice.title, "body": notice.body, "receiver": "省工程办", "receiver_phone": "0571-88880000"}
    return publicity.write(notice=notice, days=5, by=province_office, **texts)


@pytest.fixture
def running(notice, province_office):
    return publicity.start(notice=notice, starts_on=today(), by=province_office)


@pytest.fixture
def rows(cycle, county_unit, counties, bureaus, wenzhou_bureau):
    """Three forms that Wenzhou recommended."""
    return [recommended(county_unit, county, bureaus[county.pk], wenzhou_bureau) for county in counties[:3]]


@pytest.fixture
def leader(zhejiang):
    return factories.user("province2", zhejiang, "bureau_leader")


@pytest.fixture
def quick_unit(county_unit):
    """The category that the races for quotas run in."""
    return quickly_judged(county_unit)


@pytest.fixture
def clerk(wenzhou):
    return factories.user("wenzhou", wenzhou, "bureau").pk


@pytest.fixture
def desk(quick_unit, wenzhou):
    """More forms on Wenzhou's desk than it has places."""
    return lay_on_desk(quick_unit, wenzhou, SOME)


@pytest.fixture(autouse=True)
def threads_stand_for_processes(monkeypatch):
    """Nobody takes turns inside the process, so that a race of threads meets the database's locks as processes do."""
    monkeypatch.setattr(recommending.TURNS, "patience", 0)


@pytest.fixture
def no_second_net():
    """The trigger of the database off, so that what is tried is the lock alone."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE awards_nomination DISABLE TRIGGER USER")
    yield
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE awards_nomination ENABLE TRIGGER USER")
