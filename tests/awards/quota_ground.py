"""What the races for quotas stand on: a city's desk full of forms that qualify, and putting all of them back."""

from awards.actions import places, recommending
from awards.models import AwardCategory, Nomination, Quota
from portal.accounts.models import User
from programs.models import EvaluationPeriod, MediaReport, PerformanceEvaluation
from tests import factories

PLACES, SOME = 3, 5
REPORTED = {"all_of": [{"clause": "二(一)1区县(4)", "measure": "media_report", "level": "city"}]}
CITY = "330300"
MANAGER = {"manager_name": "陈知行", "manager_position": "主任", "manager_title": "高级教师", "manager_workplace": "某中心"}


def quickly_judged(category) -> AwardCategory:
    """The category with its quickest condition alone: what is raced for is the place."""
    AwardCategory.objects.filter(pk=category.pk).update(criteria=REPORTED)
    return AwardCategory.objects.select_related("cycle").get(pk=category.pk)


def lay_on_desk(category, city, count: int) -> list[int]:
    """Forms of so many counties of a city that qualify and lie on its desk."""
    period = EvaluationPeriod.objects.get(program=category.cycle.program, number=2)
    found = []
    for number in range(count):
        county = factories.unit(f"{city.code[2:4]}{number:04}", f"县{number}", "county", city)
        PerformanceEvaluation.objects.create(unit=county, period=period, scope="region_average", score=9140, rank=1)
        MediaReport.objects.create(unit=county, title="推进", outlet="晚报", level="city", published_on="2022-05-01")
        found.append(form_of(category, county, city))
    return found


def form_of(category, county, city, **fields) -> int:
    values = {"contact": "某人", "phone": "0577-62520000", "period": 2, "score": 9140, "reason": "好"} | fields
    cycle = category.cycle
    return Nomination.objects.create(cycle=cycle, category=category, unit=county, via=city, state="submitted", **values).pk


def read(pk: int) -> Nomination:
    return Nomination.objects.select_related("cycle__notice", "category__cycle__notice", "unit", "via").get(pk=pk)


def owner_of(pk: int) -> int:
    """Somebody of the bureau whose form it is."""
    return factories.user(f"county{pk}", read(pk).unit, "bureau").pk


def recommend(user_pk: int, pk: int) -> None:
    recommending.recommend(nomination=read(pk), by=User.objects.get(pk=user_pk))


def lay_back(pks) -> None:
    """Every form on the desk again, as before the round."""
    cleared = {"recommended_at": None, "recommended_by": None, "returned_at": None, "returned_by": None, "position": None}
    Nomination.objects.filter(pk__in=pks).update(state="submitted", **cleared)


def used(code: str = CITY, category: str = "county_unit") -> int:
    """How many places of a city are held."""
    return Quota.objects.get(unit__code=code, category__key=category).used()


def unlock(monkeypatch) -> None:
    """Let nobody stand in line for a place."""
    monkeypatch.setattr(places, "lock_quotas", lambda quotas, whose: list(quotas))
