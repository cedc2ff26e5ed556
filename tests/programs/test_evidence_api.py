from datetime import timedelta

import pytest
from django.utils import timezone

from programs.models import PerformanceEvaluation
from tests import factories
from tests.programs import factories as evidence

LISTS = {
    "evaluations": evidence.evaluation,
    "rankings": evidence.ranking,
    "showcases": evidence.showcase,
    "media": evidence.media,
}
QUERIES = {"evaluations": 5, "rankings": 5, "showcases": 6, "media": 5, "institutions": 5}


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("name", LISTS)
def test_a_list_asks_the_same_however_many(client, zhejiang, province_office, name, count, django_assert_num_queries):
    units = [factories.unit(f"JG{n}", f"某机构{n}", "institution", zhejiang) for n in range(count)]
    for unit in units:
        LISTS[name](unit)
    client.force_login(province_office)

    with django_assert_num_queries(QUERIES[name]):
        rows = client.get(f"/api/v1/{name}/").json()["results"]

    assert len(rows) == count


@pytest.mark.parametrize("count", [1, 3])
def test_institutions_ask_the_same_however_many(client, zhejiang, province_office, count, django_assert_num_queries):
    for number in range(count):
        evidence.institution(zhejiang, f"JG{number}", f"某机构{number}")
    client.force_login(province_office)

    with django_assert_num_queries(QUERIES["institutions"]):
        rows = client.get("/api/v1/institutions/").json()["results"]

    assert len(rows) == count


def test_a_score_is_a_decimal_with_its_unit_and_period(client, yueqing, yueqing_bureau):
    evidence.evaluation(yueqing, number=2, score=9140, rank=1)
    client.force_login(yueqing_bureau)

    row = client.get("/api/v1/evaluations/").json()["results"][0]

    shown = {name: row[name] for name in ("unit", "unit_name", "program", "period", "year", "scope", "score", "rank", "state")}
    assert shown == {
        "unit": "330382",
        "unit_name": "乐清市",
        "program": "ict2",
        "period": 2,
        "year": 2022,
        "scope": "region_average",
        "score": "91.4",
        "rank": 1,
        "state": "current",
    }


def test_another_city_s_row_is_not_there(client, yueqing, xihu, yueqing_bureau):
    own, foreign = evidence.evaluation(yueqing), evidence.evaluation(xihu)
    client.force_login(yueqing_bureau)

    assert client.get(f"/api/v1/evaluations/{own.pk}/").status_code == 200
    assert client.get(f"/api/v1/evaluations/{foreign.pk}/").status_code == 404


def test_a_voided_row_shows_among_the_changes(client, yueqing, yueqing_bureau):
    row = evidence.evaluation(yueqing)
    untouched = evidence.evaluation(yueqing, number=2)
    long_ago = timezone.now() - timedelta(days=9)
    PerformanceEvaluation.objects.update(updated_at=long_ago)
    PerformanceEvaluation.objects.filter(pk=row.pk).stamp(state="void")
    client.force_login(yueqing_bureau)

    since = (timezone.now() - timedelta(days=1)).isoformat()
    rows = client.get("/api/v1/evaluations/", {"updated_since": since}).json()["results"]

    assert [(found["id"], found["state"]) for found in rows] == [(row.pk, "void")]
    assert untouched.pk not in {found["id"] for found in rows}


def test_lists_narrow_by_unit_period_and_scope(client, wenzhou, yueqing, xihu, province_office):
    evidence.evaluation(wenzhou, score=9000)
    evidence.evaluation(wenzhou, score=9100, scope="directly_under")
    evidence.evaluation(yueqing, number=2)
    evidence.evaluation(xihu)
    client.force_login(province_office)

    def ask(**query):
        return [(row["unit"], row["period"], row["scope"]) for row in client.get("/api/v1/evaluations/", query).json()["results"]]

    assert ask(unit="330300", scope="directly_under") == [("330300", 1, "directly_under")]
    assert ask(under="330300", period=2) == [("330382", 2, "region_average")]
    assert ask(under="nowhere") == []
    assert client.get("/api/v1/evaluations/", {"scope": "odd"}).status_code == 400
