import pytest
from django.urls import reverse

from tests import factories

LIST = "/units/"


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_the_same_however_many(client, wenzhou, wenzhou_bureau, count, django_assert_num_queries):
    for number in range(count):
        county = factories.unit(f"33038{number}", f"某县{number}", "county", wenzhou)
        factories.unit(f"113300000{number}", "某小学", "school", county)
    client.force_login(wenzhou_bureau)

    with django_assert_num_queries(8):
        response = client.get(LIST)

    assert [row.child_count for row in response.context["page"].rows] == [1] * count


def test_one_drills_down_along_the_line(client, zhejiang, wenzhou, yueqing, hangzhou, province_office):
    client.force_login(province_office)

    assert [row.name for row in client.get(LIST).context["page"].rows] == ["杭州市", "温州市"]
    response = client.get(f"{LIST}?under=330300")
    assert [row.name for row in response.context["page"].rows] == ["乐清市"]
    assert [unit.name for unit in response.context["line"]] == ["浙江省", "温州市"]


def test_a_level_lists_the_whole_subtree_and_a_search_all_one_sees(client, yueqing, xihu, province_office):
    client.force_login(province_office)

    counties = client.get(f"{LIST}?level=county").context["page"].rows
    assert [row.name for row in counties] == ["西湖区", "乐清市"]
    assert [row.name for row in client.get(f"{LIST}?q=乐清").context["page"].rows] == ["乐清市"]
    assert [row.name for row in client.get(f"{LIST}?q=330106").context["page"].rows] == ["西湖区"]


def test_a_county_finds_nothing_of_another_city(client, yueqing, xihu, yueqing_bureau):
    client.force_login(yueqing_bureau)

    assert client.get(reverse("units:unit", args=["330382"])).status_code == 200
    assert client.get(reverse("units:unit", args=["330106"])).status_code == 404
    assert client.get(f"{LIST}?under=330106").status_code == 404
    assert client.get(f"{LIST}?q=西湖").context["page"].rows == []


@pytest.mark.parametrize("count", [1, 3])
def test_a_unit_s_page_shows_who_holds_posts_there(client, yueqing, wenzhou_bureau, count, django_assert_num_queries):
    for number in range(count):
        factories.user(f"person{number}", yueqing, "bureau", name=f"张三{number}")
        factories.unit(f"113300000{number}", f"某小学{number}", "school", yueqing)
    client.force_login(wenzhou_bureau)

    with django_assert_num_queries(10):
        response = client.get(reverse("units:unit", args=["330382"]))

    assert len(response.context["posts"]) == count
    assert "张三0" in response.content.decode()


def test_a_county_does_not_see_the_people_of_its_city(client, yueqing, wenzhou_bureau, yueqing_bureau):
    wenzhou_bureau.name = "市局经办"
    wenzhou_bureau.save()
    client.force_login(yueqing_bureau)

    content = client.get(reverse("units:unit", args=["330300"])).content.decode()

    assert "任职人员" not in content
    assert "市局经办" not in content


def test_a_teacher_sees_his_line_and_nothing_beside_it(client, yueqing, xihu):
    school = factories.unit("1133000001", "某小学", "school", yueqing)
    client.force_login(factories.user("teacher", school, "teacher"))

    assert client.get(reverse("units:unit", args=["1133000001"])).status_code == 200
    assert client.get(reverse("units:unit", args=["330106"])).status_code == 404
    assert client.get(LIST).status_code == 200


def test_somebody_without_a_post_gets_an_empty_list(client, yueqing):
    client.force_login(factories.user("nobody"))

    assert client.get(LIST).context["page"].rows == []


@pytest.mark.parametrize("count", [1, 3])
def test_rest_lists_the_tree_in_the_same_queries(client, wenzhou, wenzhou_bureau, count, django_assert_num_queries):
    for number in range(count):
        factories.unit(f"33038{number}", f"某县{number}", "county", wenzhou)
    client.force_login(wenzhou_bureau)

    with django_assert_num_queries(5):
        rows = client.get("/api/v1/units/?level=county").json()["results"]

    assert len(rows) == count
    assert rows[0]["parent"] == "330300"


def test_rest_answers_a_unit_and_its_children(client, zhejiang, wenzhou, yueqing, xihu, wenzhou_bureau):
    client.force_login(wenzhou_bureau)

    assert client.get("/api/v1/units/330382/").json()["bureau"] == "乐清市教育局"
    assert [row["code"] for row in client.get("/api/v1/units/330300/children/").json()["results"]] == ["330382"]
    assert [row["code"] for row in client.get("/api/v1/units/?under=330300").json()["results"]] == ["330300", "330382"]
    assert client.get("/api/v1/units/330106/").status_code == 404
    assert client.get("/api/v1/units/330106/children/").status_code == 404


def test_who_may_not_see_the_units_below_is_told_so(client, zhejiang, wenzhou):
    client.force_login(factories.user("auditor", zhejiang, "auditor"))

    page = client.get(reverse("units:unit-list")).content.decode()

    assert "您不能查看这里的下级单位" in page
    assert wenzhou.name not in page
