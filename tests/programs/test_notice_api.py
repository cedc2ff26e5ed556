import pytest

from programs.loading import load_notice
from programs.models import Notice
from programs.parameters import known
from tests import factories
from tests.programs.notice_samples import SHIPPED, four_trees, shipped, small


@pytest.fixture
def trees(db):
    return four_trees()


@pytest.fixture
def loaded(trees):
    for name in SHIPPED:
        load_notice(file=shipped(name), by=None)
    return trees


def as_bureau(client, unit):
    client.force_login(factories.user("lin", unit, "bureau"))
    return client


def test_the_list_holds_what_one_may_see(client, loaded):
    answer = as_bureau(client, loaded["330382"]).get("/api/v1/notices/").json()

    assert [row["number"] for row in answer["results"]] == ["浙工程办函〔2023〕7号", "乐教政〔2020〕22号"]
    assert answer["results"][1]["issuer"] == {"code": "330382", "name": "乐清市"}
    assert {"state", "updated_at"} <= answer["results"][0].keys()


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_the_database_the_same_however_many(client, trees, count, django_assert_num_queries):
    for serial in range(1, count + 1):
        load_notice(file=small(number=f"演示函〔2024〕{serial}号"), by=None)
    as_bureau(client, trees["330382"])

    with django_assert_num_queries(5):
        answer = client.get("/api/v1/notices/").json()

    assert len(answer["results"]) == count


def test_a_notice_holds_its_clauses_values_targets_and_calendar(client, loaded):
    notice = Notice.objects.get(number="佛教人〔2020〕8号")

    answer = as_bureau(client, loaded["440605"]).get(f"/api/v1/notices/{notice.pk}/").json()

    values = {row["parameter"]: row for row in answer["policy"]}
    assert (values["practice_share_min"]["value"], values["practice_share_min"]["clause"]) == ("0.5", "附件1一")
    assert [row["text"] for row in answer["targets"] if row["key"] == "trained_teachers"] == ["30%", "50%", "20%"]
    assert [row["original"] for row in answer["calendar"] if row["key"] == "summary"] == ["2022年6月-2020年12月"]
    assert answer["clauses"][0]["key"] == "引言"


def test_a_foreign_notice_is_not_found(client, loaded):
    notice = Notice.objects.get(number="佛教人〔2020〕8号")
    as_bureau(client, loaded["330382"])

    assert client.get(f"/api/v1/notices/{notice.pk}/").status_code == 404
    assert client.get(f"/api/v1/notices/{notice.pk}/file/").status_code == 404


def test_the_file_and_the_schema_are_served(client, trees):
    load_notice(file=small(), by=None)
    as_bureau(client, trees["330382"])

    assert client.get(f"/api/v1/notices/{Notice.objects.get().pk}/file/").content == small()
    assert "policy" in client.get("/api/v1/notices/schema/").json()["properties"]


def test_the_policy_of_a_unit_says_value_unit_notice_and_clause(client, loaded):
    answer = as_bureau(client, loaded["341324"]).get("/api/v1/programs/ict2/policy/", {"unit": "341324"}).json()

    assert (answer["program"], answer["unit"]["code"]) == ("ict2", "341324")
    assert answer["parameters"].keys() == {parameter.key for parameter in known()}
    hours = answer["parameters"]["total_hours"]
    assert (hours["value"], hours["text"], hours["unit"]["code"]) == ("60", "不少于 60 学时", "341324")
    assert (hours["notice"], hours["clause"]) == ("泗教师字〔2022〕1号", "一")


def test_what_nobody_set_says_so(client, loaded):
    answer = as_bureau(client, loaded["341324"]).get("/api/v1/programs/ict2/policy/", {"unit": "341324"}).json()

    assert answer["parameters"]["joint_credits"] == {
        "label": "培训与实践合计学分",
        "value": None,
        "text": "未规定，不执行",
        "unit": None,
        "notice": None,
        "clause": None,
        "wording": None,
        "set_for": None,
        "may_relax": None,
        "overruled": [],
    }


@pytest.mark.parametrize(("query", "status"), [({}, 400), ({"unit": "330382"}, 404), ({"unit": "x"}, 404)])
def test_the_policy_needs_a_unit_one_may_see(client, loaded, query, status):
    answer = as_bureau(client, loaded["341324"]).get("/api/v1/programs/ict2/policy/", query)

    assert answer.status_code == status
    assert answer.json().keys() == {"code", "detail", "clause", "fields"}


def test_programmes_are_listed(client, loaded):
    answer = as_bureau(client, loaded["341324"]).get("/api/v1/programs/").json()

    assert [row["code"] for row in answer["results"]] == ["ict2"]


def test_without_signing_in_there_is_nothing(client, loaded):
    assert client.get("/api/v1/notices/").status_code == 401
