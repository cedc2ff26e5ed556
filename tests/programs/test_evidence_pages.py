import csv
import io

import openpyxl
import pytest
from django.urls import reverse

from portal.audit.models import Event
from portal.kit.errors import Denied
from programs.actions.evidence import void
from programs.models import PerformanceEvaluation
from tests import factories
from tests.programs import factories as evidence

LISTS = {
    "evaluation-list": evidence.evaluation,
    "ranking-list": evidence.ranking,
    "showcase-list": evidence.showcase,
    "media-list": evidence.media,
}
QUERIES = {"evaluation-list": 9, "ranking-list": 8, "institution-list": 10, "showcase-list": 9, "media-list": 8}


def units_for(name, zhejiang, wenzhou, count):
    if name == "ranking-list":
        return [factories.unit(f"JG{n}", f"某机构{n}", "institution", zhejiang) for n in range(count)]
    return [factories.unit(f"33038{n}", f"某县{n}", "county", wenzhou) for n in range(count)]


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("name", LISTS)
def test_a_list_asks_the_database_the_same_however_many(
    client, zhejiang, wenzhou, province_office, name, count, django_assert_num_queries
):
    for unit in units_for(name, zhejiang, wenzhou, count):
        LISTS[name](unit)
    client.force_login(province_office)

    with django_assert_num_queries(QUERIES[name]):
        response = client.get(reverse(f"programs:{name}"))

    assert len(response.context["page"].rows) == count


@pytest.mark.parametrize("count", [1, 3])
def test_institutions_ask_the_same_however_many(client, zhejiang, yueqing, province_office, count, django_assert_num_queries):
    for number in range(count):
        unit = evidence.institution(zhejiang, f"JG{number}", f"某机构{number}").unit
        evidence.ranking(unit, rank=number + 1)
        evidence.showcase(yueqing, f"案例{number}", institutions=[unit])
    client.force_login(province_office)

    with django_assert_num_queries(QUERIES["institution-list"]):
        response = client.get(reverse("programs:institution-list"))

    assert [row.figures.showcases for row in response.context["page"].rows] == [1] * count


def test_offices_look_up_every_institution_they_may_choose_but_not_whom_to_call(client, zhejiang, yueqing_bureau):
    evidence.institution(zhejiang, contact="林老师", phone="13900000001")
    factories.unit("JG02", "东海研修网", "institution", zhejiang)
    client.force_login(yueqing_bureau)

    page = client.get(reverse("programs:institution-list"))
    found = client.get(reverse("programs:institution-list"), {"q": "东海"})
    answer = client.get(reverse("programs:institution-list"), {"export": "csv"})
    file = b"".join(answer).decode()

    assert [row.code for row in page.context["page"].rows] == ["JG01", "JG02"]
    assert "institution=JG02" in page.content.decode()
    assert [row.code for row in found.context["page"].rows] == ["JG02"]
    assert "东海研修网" in file
    assert all("13900000001" not in text for text in (page.content.decode(), file))


def test_an_institution_is_told_of_no_other(client, zhejiang):
    own = evidence.institution(zhejiang, contact="林老师").unit
    factories.unit("JG02", "东海研修网", "institution", zhejiang)
    client.force_login(factories.user("trainer", own, "institution"))

    page = client.get(reverse("programs:institution-list"))

    assert [(row.code, row.told.contact) for row in page.context["page"].rows] == [("JG01", "林老师")]


@pytest.mark.parametrize("name", [*LISTS, "institution-list"])
def test_an_empty_list_says_so(client, province_office, name):
    client.force_login(province_office)

    assert "还没有记录" in client.get(reverse(f"programs:{name}")).content.decode()


def test_a_county_sees_its_own_scores_only(client, yueqing, xihu, yueqing_bureau):
    evidence.evaluation(yueqing, score=9140)
    evidence.evaluation(xihu, score=8850)
    client.force_login(yueqing_bureau)

    content = client.get(reverse("programs:evaluation-list")).content.decode()

    assert "91.4" in content
    assert "90 分及以上" in content
    assert "88.5" not in content


def test_filters_narrow_the_list_and_stay_in_the_form(client, wenzhou, yueqing, xihu, province_office):
    evidence.evaluation(yueqing, score=9140, rank=1)
    evidence.evaluation(yueqing, number=2, score=8800, rank=5)
    evidence.evaluation(xihu, score=9500, rank=1)
    client.force_login(province_office)

    address = reverse("programs:evaluation-list") + "?region=330300&least=90&rank=3"
    response = client.get(address)

    assert [row.score for row in response.context["page"].rows] == [9140]
    assert 'value="90"' in response.content.decode()


def test_a_void_row_is_shown_only_when_asked_for(client, yueqing, yueqing_bureau):
    evidence.evaluation(yueqing, state="void")
    client.force_login(yueqing_bureau)
    address = reverse("programs:evaluation-list")

    assert len(client.get(address).context["page"].rows) == 0
    assert len(client.get(f"{address}?state=void").context["page"].rows) == 1
    assert len(client.get(f"{address}?state=").context["page"].rows) == 1


def test_pages_follow_each_other_by_score(client, wenzhou, province_office):
    for number in range(60):
        county = factories.unit(f"33038{number:02}", f"某县{number}", "county", wenzhou)
        evidence.evaluation(county, score=9000 + number % 7)
    client.force_login(province_office)
    address = reverse("programs:evaluation-list")

    first = client.get(f"{address}?order=-score").context["page"]
    second = client.get(address + first.next_url).context["page"]

    scores = [row.score for row in [*first.rows, *second.rows]]
    assert (len(first.rows), len(second.rows), second.first_number) == (50, 10, 51)
    assert scores == sorted(scores, reverse=True)


def test_an_export_holds_exactly_what_is_filtered(client, yueqing, xihu, province_office):
    evidence.evaluation(yueqing, score=9140, rank=1)
    evidence.evaluation(xihu, score=8850)
    client.force_login(province_office)

    response = client.get(reverse("programs:evaluation-list") + "?region=330300&export=xlsx")

    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(response.streaming_content))).active
    assert [[cell.value for cell in row] for row in sheet.rows] == [
        ["单位", "编码", "设区市", "期次", "统计口径", "得分", "排名", "评价方式", "状态"],
        ["乐清市", "330382", "温州市", 1, "区域平均", 91.4, 1, None, "有效"],
    ]


def test_a_csv_starts_with_a_bom_and_hides_formulas(client, yueqing, yueqing_bureau):
    evidence.media(yueqing, "=HYPERLINK(1)", link="https://example.org/a")
    client.force_login(yueqing_bureau)

    response = client.get(reverse("programs:media-list") + "?export=csv")
    text = b"".join(response.streaming_content).decode()

    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
    assert text.startswith("\ufeff")
    assert rows[1][3:8] == ["'=HYPERLINK(1)", "温州晚报", "设区市级", "2022-05-01", "https://example.org/a"]


def test_showcases_export_names_the_institutions(client, zhejiang, yueqing, province_office):
    institutions = [evidence.institution(zhejiang, f"JG{n}", f"某机构{n}").unit for n in range(2)]
    evidence.showcase(yueqing, institutions=institutions)
    client.force_login(province_office)

    text = b"".join(client.get(reverse("programs:showcase-list") + "?export=csv").streaming_content).decode()

    assert "某机构0、某机构1" in text


def test_a_wrong_row_is_voided_with_a_reason(client, yueqing, wenzhou_bureau):
    row = evidence.evaluation(yueqing)
    client.force_login(wenzhou_bureau)
    address = reverse("programs:void-evidence", args=["evaluation", row.pk])
    assert "确定作废" in client.get(address).content.decode()

    response = client.post(address, {"reason": "录错单位"})

    assert response.status_code == 302
    row.refresh_from_db()
    event = Event.objects.get(verb="evidence.voided")
    assert (row.state, event.note, event.unit) == ("void", "录错单位", yueqing)


def test_voiding_needs_a_reason_and_happens_once(client, yueqing, wenzhou_bureau):
    row = evidence.evaluation(yueqing)
    client.force_login(wenzhou_bureau)
    address = reverse("programs:void-evidence", args=["evaluation", row.pk])

    assert client.post(address, {"reason": " "}).status_code == 200
    client.post(address, {"reason": "录错"})
    content = client.post(address, {"reason": "录错"}, follow=True).content.decode()

    assert "已经作废" in content
    assert Event.objects.filter(verb="evidence.voided").count() == 1


def test_another_city_cannot_even_see_the_row_to_void(client, hangzhou, yueqing):
    row = evidence.evaluation(yueqing)
    client.force_login(factories.user("hangzhou", hangzhou, "bureau"))

    response = client.post(reverse("programs:void-evidence", args=["evaluation", row.pk]), {"reason": "x"})

    assert response.status_code == 404
    assert PerformanceEvaluation.objects.get().state == "current"


def test_a_school_principal_may_see_but_not_void(client, yueqing):
    school = factories.unit("1133000001", "某小学", "school", yueqing)
    row = evidence.evaluation(school, scope="school")
    client.force_login(factories.user("cio", school, "cio"))

    page = reverse("programs:void-evidence", args=["evaluation", row.pk])

    assert client.get(page).status_code == 404
    assert client.post(page, {"reason": "x"}).status_code == 404
    assert PerformanceEvaluation.objects.get().state == "current"


def test_an_institution_sees_itself_its_ranks_and_its_cases(client, zhejiang, yueqing):
    own = evidence.institution(zhejiang, contact="王老师", phone="0571-88880000")
    other = evidence.institution(zhejiang, "JG02", "另一机构")
    evidence.ranking(own.unit, rank=2)
    case = evidence.showcase(yueqing, institutions=[own.unit])
    hidden = evidence.showcase(yueqing, "别人的案例")
    client.force_login(factories.user("institution", own.unit, "institution"))

    page = client.get(reverse("programs:institution", args=["JG01"])).content.decode()

    assert "0571-88880000" in page
    assert "整校推进案例" in page
    assert client.get(reverse("programs:institution", args=[other.unit.code])).status_code == 404
    assert client.get(reverse("programs:showcase", args=[case.pk])).status_code == 200
    assert client.get(reverse("programs:showcase", args=[hidden.pk])).status_code == 404
    assert [row.unit_id for row in client.get(reverse("programs:ranking-list")).context["page"].rows] == [own.unit_id]


def test_a_county_cannot_void_its_own_score_but_its_own_report(client, yueqing, yueqing_bureau, wenzhou_bureau):
    row, report = evidence.evaluation(yueqing), evidence.media(yueqing)
    client.force_login(yueqing_bureau)

    assert b"void" not in client.get(reverse("programs:evaluation-list")).content.split(b"<tbody>")[1]
    assert client.post(reverse("programs:void-evidence", args=["evaluation", row.pk]), {"reason": "x"}).status_code == 404
    assert client.post(reverse("programs:void-evidence", args=["media", report.pk]), {"reason": "x"}).status_code == 302

    row.refresh_from_db()
    assert row.state == "current"
    with pytest.raises(Denied, match=r"乐清市的这条记录由温州市或浙江省作废。"):
        void(row=row, reason="x", by=yueqing_bureau)
