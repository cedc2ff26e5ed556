import pytest
from django.urls import reverse

from programs.loading import load_notice
from programs.models import Clause, Notice
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


def sign_in(client, unit, role="bureau"):
    person = factories.user("lin", unit, role)
    client.force_login(person)
    return person


def test_a_county_sees_its_own_notices_and_its_provinces(client, loaded):
    sign_in(client, loaded["330382"])

    page = client.get(reverse("programs:notice-list")).context["page"]

    assert [row.number for row in page.rows] == ["浙工程办函〔2023〕7号", "乐教政〔2020〕22号"]


def test_another_provinces_notice_is_not_found(client, loaded):
    sign_in(client, loaded["330382"])
    foreign = Notice.objects.get(number="泗教师字〔2022〕1号")

    for url in (foreign.get_absolute_url(), reverse("programs:notice-file", args=[foreign.pk])):
        assert client.get(url).status_code == 404


def test_an_unknown_person_is_sent_to_sign_in(client, loaded):
    for name in ("programs:notice-list", "programs:policy", "programs:notice-schema"):
        assert client.get(reverse(name)).status_code == 302


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ({"q": "浙工程办函[2023] 7 号"}, ["浙工程办函〔2023〕7号"]),
        ({"q": "实施全市"}, ["乐教政〔2020〕22号"]),
        ({"year": "2020"}, ["乐教政〔2020〕22号"]),
        ({"level": "province"}, ["浙工程办函〔2023〕7号"]),
        ({"q": "没有这样的"}, []),
        ({"year": "abc"}, []),
        ({"basis": "浙教办函[2020] 178号"}, ["乐教政〔2020〕22号"]),
        ({"disclosure": "public"}, ["乐教政〔2020〕22号"]),
        ({"issuer": "浙江"}, ["浙工程办函〔2023〕7号"]),
    ],
)
def test_the_list_is_narrowed_by_number_in_any_brackets_title_year_and_level(client, loaded, query, numbers):
    sign_in(client, loaded["330382"])

    page = client.get(reverse("programs:notice-list"), query).context["page"]

    assert [row.number for row in page.rows] == numbers


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_the_database_the_same_however_many(client, trees, count, django_assert_num_queries):
    for serial in range(1, count + 1):
        load_notice(file=small(number=f"演示函〔2024〕{serial}号"), by=None)
    sign_in(client, trees["330382"])

    with django_assert_num_queries(7):
        response = client.get(reverse("programs:notice-list"))

    assert len(response.context["page"].rows) == count


def test_a_notice_shows_values_with_clauses_targets_calendar_and_readings(client, loaded):
    sign_in(client, loaded["440600"])
    notice = Notice.objects.get(number="佛教人〔2020〕8号")

    content = client.get(notice.get_absolute_url()).content.decode()

    clause = Clause.objects.get(notice=notice, key="附件1四(三)5")
    for shown in (f'id="clause-{clause.pk}"', "不少于 50 学时", "不低于 50%", "2022年6月-2020年12月", "加急", "依申请公开", "30%"):
        assert shown in content


@pytest.mark.parametrize("count", [1, 3])
def test_a_notice_asks_the_database_the_same_however_much_it_holds(client, trees, count, django_assert_num_queries):
    more = "".join(f"  - key: 三{number}\n    text: 又一条。\n" for number in range(count))
    load_notice(file=small(("policy:", f"{more}policy:")), by=None)
    sign_in(client, trees["330382"])
    url = Notice.objects.get().get_absolute_url()

    with django_assert_num_queries(16):
        client.get(url)


def test_a_notice_with_a_misprint_keeps_the_annexes_it_lacks_in_sight(client, loaded):
    sign_in(client, loaded["430600"])
    notice = Notice.objects.get(number="岳教体通〔2020〕85号")

    assert "正文提到，原文未附。" in client.get(notice.get_absolute_url()).content.decode()


def test_the_file_and_its_older_versions_can_be_downloaded(client, trees):
    load_notice(file=small(), by=None)
    load_notice(file=small(('value: "40"', 'value: "45"')), by=None)
    sign_in(client, trees["330382"])
    notice = Notice.objects.get()

    newest = client.get(reverse("programs:notice-file", args=[notice.pk]))
    oldest = client.get(reverse("programs:notice-version", args=[notice.pk, 1]))

    assert newest.content == small(('value: "40"', 'value: "45"'))
    assert oldest.content == small()
    assert client.get(reverse("programs:notice-version", args=[notice.pk, 3])).status_code == 404


def test_the_schema_is_published(client, trees):
    sign_in(client, trees["330382"])

    response = client.get(reverse("programs:notice-schema"))

    assert response["Content-Type"] == "application/schema+json"
    assert "notice" in response.json()["properties"]


def test_a_demonstration_notice_says_so(client, trees):
    load_notice(file=small(("  signed_by:", "  demonstration: true\n  signed_by:")), by=None)
    sign_in(client, trees["330382"])

    assert "本通知仅供演示" in client.get(Notice.objects.get().get_absolute_url()).content.decode()


def test_the_policy_page_starts_at_ones_own_unit_and_tells_who_set_what(client, loaded):
    sign_in(client, loaded["341324"])

    response = client.get(reverse("programs:policy"))

    assert response.context["unit"] == loaded["341324"]
    assert {row.label for row in response.context["stated"]} >= {"总学时", "校本应用考核学分"}
    assert "培训与实践合计学分" in response.context["unstated"]
    for shown in ("不少于 60 学时", "泗教师字〔2022〕1号", "未规定"):
        assert shown in response.content.decode()


def test_the_policy_page_of_a_unit_one_may_not_see_is_not_found(client, loaded):
    sign_in(client, loaded["341324"])

    assert client.get(reverse("programs:policy"), {"unit": "330382"}).status_code == 404
    assert client.get(reverse("programs:policy"), {"unit": "nothing"}).status_code == 404


def test_the_policy_page_says_that_nobody_set_anything(client, loaded):
    sign_in(client, loaded["330000"], "office")

    response = client.get(reverse("programs:policy"), {"unit": "330100"})

    assert "没有通知为这个单位规定标准" in response.content.decode()
    assert [unit.code for unit in response.context["line"]] == ["330000", "330100"]


def test_the_policy_page_names_the_cities_below_before_the_institutions(client, loaded):
    province = loaded["330000"]
    factories.unit("330001", "某研修院", "institution", province)  # its code would come first
    sign_in(client, province, "office")

    below = client.get(reverse("programs:policy"), {"unit": "330000"}).context["below"]

    assert (below[0].level, below[-1].name) == ("city", "某研修院")


def test_units_are_found_by_name_within_what_one_may_see(client, loaded):
    sign_in(client, loaded["330000"], "office")

    assert [unit.name for unit in client.get(reverse("programs:policy"), {"q": "州"}).context["found"]] == [
        "杭州市",
        "温州市",
        "湖州市",
        "衢州市",
        "台州市",
    ]
    assert client.get(reverse("programs:policy"), {"q": "泗县"}).context["found"] == []


def test_without_notices_or_a_post_the_policy_page_says_what_to_do(client, trees):
    client.force_login(factories.user("nobody"))
    assert "请先查找单位" in client.get(reverse("programs:policy")).content.decode()

    sign_in(client, trees["330382"])
    assert "还没有载入任何通知" in client.get(reverse("programs:policy")).content.decode()


@pytest.mark.parametrize("code", ["330382", "440605"])
def test_the_policy_page_asks_the_database_the_same_whatever_is_set(client, loaded, code, django_assert_num_queries):
    sign_in(client, loaded[code])

    with django_assert_num_queries(9):
        client.get(reverse("programs:policy"))
