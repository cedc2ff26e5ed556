import html
import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from awards.actions import eligibility
from awards.facts_desk.reading import margin_text, threshold_text, value_text
from awards.models import Attestation, AwardCycle, Eligibility
from portal.jobs.models import Job
from portal.kit.errors import WrongState
from programs.models import MediaReport
from tests import factories
from tests.awards.factories import drafted, sheet_of
from tests.programs import factories as evidence

CLAUSE = "二(一)1区县(3)"


def nominee(cycle, unit, name="nominee", category="county_unit"):
    return reverse(f"awards:{name}", args=[cycle.code, category, unit.code])


@pytest.fixture
def scored(cycle, counties, province_office):
    """All counties qualify but the last, which has no report of its own."""
    MediaReport.objects.filter(unit=counties[3]).update(state="void")
    eligibility.score_cycle(cycle=cycle, by=province_office)
    return cycle


@pytest.mark.parametrize(
    ("measure", "value", "threshold", "margin", "words"),
    [
        ("evaluation_rank", "7", "6", "-1", ("第 2 期 第 7 名 / 共 13", "前 50% 到第 6 名", "差 1 名")),
        ("evaluation_rank", "6", "6", "+0", ("第 2 期 第 6 名 / 共 13", "前 50% 到第 6 名", "恰好达到")),
        ("evaluation_rank", "1", "6", "+5", ("第 2 期 第 1 名 / 共 13", "前 50% 到第 6 名", "高出 5 名")),
        ("evaluation_score", "89.6", "90", "-0.4", ("89.6 分", "90 分及以上", "差 0.4 分")),
        ("evaluation_score", "91.4", "90", "+1.4", ("91.4 分", "90 分及以上", "超出 1.4 分")),
        ("institution_rank", "2", "3", "+1", ("第 2 期 第 2 名", "前 3 名", "高出 1 名")),
        ("media_report", "0", "1", "-1", ("0 篇", "至少 1 篇", "差 1 篇")),
    ],
)
def test_figures_are_told_with_their_unit_and_margin(measure, value, threshold, margin, words):
    share = Decimal("0.5") if measure == "evaluation_rank" else None
    told = (value_text(measure, value, 13, 2), threshold_text(measure, threshold, share), margin_text(measure, margin))
    assert told == words


def test_the_list_tells_each_verdict_and_why(client, scored, counties, province_office):
    client.force_login(province_office)

    lines = client.get(reverse("awards:eligibility", args=[scored.code])).context["lines"]

    found = {line.unit.name: (line.verdict.eligible, line.rank, line.reason) for line in lines}
    assert found["乐清市"] == (True, "第 2 期 第 1 名 / 共 4", "符合条件(1)、(4)")
    assert found["某县5"] == (None, "第 2 期 第 1 名 / 共 4", "条件(3)需人工认定")


def test_the_list_is_narrowed_by_city_and_verdict_and_sorted(client, scored, counties, province_office, xihu):
    client.force_login(province_office)
    address = reverse("awards:eligibility", args=[scored.code])

    def names(**query):
        return [line.unit.name for line in client.get(address, {"category": "county_unit", **query}).context["lines"]]

    assert names(city="330300", verdict="open") == ["某县5"]
    assert names(city="330100") == []
    assert names(order="-unit") == names()[::-1]
    assert names(order="-verdict")[0] == "某县5"
    assert names(order="nonsense", verdict="nonsense") == names()


def test_the_filtered_list_is_exported(client, scored, province_office):
    client.force_login(province_office)

    answer = client.get(reverse("awards:eligibility", args=[scored.code]), {"verdict": "yes", "export": "xlsx"})

    rows = sheet_of(answer)
    assert rows[0][:4] == ["单位代码", "单位", "所属设区市", "认定结果"]
    assert [row[1] for row in rows[1:]] == ["乐清市", "某县3", "某县4"]


def test_a_nominee_reads_every_clause_in_the_notices_words(client, scored, counties, yueqing_bureau):
    client.force_login(yueqing_bureau)

    page = client.get(nominee(scored, counties[0])).content.decode()

    assert "本区域高度重视学校信息化工作，扎实有序推进" in page
    assert "91.4 分" in page
    assert "前 50% 到第 2 名，高出 1 名" in page
    assert "3 项至少符合 1 项" in page
    assert "怎样才能符合" not in page  # it qualifies
    assert "保存认定" not in page


def test_who_does_not_qualify_yet_is_advised_and_told_who_attests(client, scored, counties, bureaus, wenzhou_bureau):
    client.force_login(bureaus[counties[3].pk])
    own = client.get(nominee(scored, counties[3])).content.decode()
    client.force_login(wenzhou_bureau)
    city = client.get(nominee(scored, counties[3])).content.decode()

    assert "补报一项入选国家级案例" in own
    assert "由温州市教育局认定。" in own
    assert "由推选单位在本页认定" not in own
    assert "由推选单位在本页认定" in city


def test_scores_that_changed_since_make_the_verdict_outdated(client, scored, counties, wenzhou_bureau, province_office):
    addresses = [
        nominee(scored, counties[0]),
        reverse("awards:desk", args=[scored.code]) + "?unit=330300",
        scored.get_absolute_url(),
    ]
    client.force_login(province_office)
    assert not any("请重新认定" in client.get(address).content.decode() for address in addresses)

    scored.runs.update(as_of=timezone.now() - timedelta(hours=1))
    counties[1].evaluations.stamp(score=9500)

    pages = [client.get(address).content.decode() for address in addresses]
    assert all("此后成绩有变动，请重新认定" in page for page in pages)
    assert all(reverse("awards:score", args=[scored.code]) in page for page in pages)
    assert "认定后有变动" in pages[1]
    client.force_login(wenzhou_bureau)
    page = client.get(addresses[1]).content.decode()
    assert "此后成绩有变动" in page
    assert reverse("awards:score", args=[scored.code]) not in page


def test_a_published_selection_is_not_judged_again(client, scored, province_office):
    AwardCycle.objects.update(state="announced")
    client.force_login(province_office)
    before = list(Eligibility.objects.values_list("pk", "latest"))

    page = client.post(reverse("awards:score", args=[scored.code]), follow=True).content.decode()
    with pytest.raises(WrongState):
        eligibility.score_cycle(cycle=scored, by=None)

    assert "已公布，认定结果随之定格，不再重新认定" in page
    assert Job.objects.count() == 0
    assert list(Eligibility.objects.values_list("pk", "latest")) == before


def test_anothers_verdict_is_not_found(client, scored, counties, yueqing_bureau, xihu):
    client.force_login(yueqing_bureau)

    assert client.get(nominee(scored, counties[1])).status_code == 404
    assert client.post(nominee(scored, counties[1], "attest"), {"clause": CLAUSE}).status_code == 404
    assert client.get(reverse("awards:eligibility", args=[scored.code])).context["page"].total == 1


def test_a_city_attests_with_author_and_reason(client, scored, counties, wenzhou_bureau):
    client.force_login(wenzhou_bureau)
    given = {"clause": CLAUSE, "met": "yes", "reason": "查阅三年工作总结。"}

    client.post(nominee(scored, counties[3], "attest"), given)
    page = client.post(nominee(scored, counties[3], "attest"), given | {"met": "no", "reason": "复核后不符合。"}, follow=True)

    assert Eligibility.objects.current().get(unit=counties[3], category__key="county_unit").eligible is False
    assert "以前的 1 次认定" in page.content.decode()
    assert "查阅三年工作总结。" in page.content.decode()


def test_a_decision_without_reason_comes_back_with_what_was_chosen(client, scored, counties, wenzhou_bureau):
    client.force_login(wenzhou_bureau)

    answer = client.post(nominee(scored, counties[3], "attest"), {"clause": CLAUSE, "met": "yes", "reason": ""})

    assert answer.status_code == 422
    assert "checked" in answer.content.decode()
    assert not Attestation.objects.exists()


def test_a_county_cannot_attest_for_itself(client, scored, counties, yueqing_bureau):
    client.force_login(yueqing_bureau)

    answer = client.post(nominee(scored, counties[0], "attest"), {"clause": CLAUSE, "met": "yes", "reason": "很好"})

    assert answer.status_code == 422
    assert "由乐清市所属设区市教育局认定" in answer.content.decode()


def test_a_manager_named_after_the_batch_is_judged_at_once(client, scored, counties, wenzhou_bureau, yueqing_bureau):
    category = scored.categories.select_related("cycle").get(key="county_manager")
    given = {"manager_name": "叶文博", "manager_position": "主任", "manager_title": "高级教师", "manager_workplace": "发展中心"}
    drafted(category, counties[0], yueqing_bureau, period=None, **given)
    client.force_login(yueqing_bureau)

    page = client.get(nominee(scored, counties[0], category="county_manager")).content.decode()

    assert "叶文博" in page
    assert "当场评定" in page


def test_an_institution_reads_its_own_verdict_alone(client, cycle, institution, zhejiang):
    other = factories.unit("JG02", "另一研修中心", "institution", zhejiang)
    client.force_login(factories.user("institution", institution, "institution"))

    assert client.get(nominee(cycle, institution, category="institution")).status_code == 200
    assert client.get(nominee(cycle, other, category="institution")).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_the_same_however_many(client, cycle, counties, province_office, count, django_assert_num_queries):
    eligibility.score_cycle(cycle=cycle, by=province_office)
    Eligibility.objects.filter(unit__in=counties[count:]).update(latest=False)
    client.force_login(province_office)

    with django_assert_num_queries(14):
        response = client.get(reverse("awards:eligibility", args=[cycle.code]))

    assert len(response.context["lines"]) == count


@pytest.mark.parametrize("count", [1, 3])
def test_a_nominee_asks_the_same_however_many_records_it_rests_on(
    client, cycle, counties, wenzhou_bureau, count, django_assert_num_queries
):
    for number in range(1, count):
        evidence.media(counties[0], f"报道{number}")
    for number in range(count):
        evidence.showcase(counties[0], f"案例{number}")
    eligibility.score_cycle(cycle=cycle, by=None)
    client.force_login(wenzhou_bureau)

    with django_assert_num_queries(18):
        page = client.get(nominee(cycle, counties[0])).content.decode()

    assert page.count(reverse("programs:media-list") + "?q=") == count


def links_on(client, address) -> list[str]:
    return [html.unescape(link) for link in re.findall(r'<li><a href="([^"]+)"', client.get(address).content.decode())]


def test_records_lead_to_where_they_are_read(client, cycle, counties, wenzhou_bureau):
    shown = evidence.showcase(counties[0])
    eligibility.score_cycle(cycle=cycle, by=None)
    client.force_login(wenzhou_bureau)

    links = links_on(client, nominee(cycle, counties[0]))
    score, report = (next(link for link in links if f"/{name}/?" in link) for name in ("evaluations", "media-reports"))

    assert [row.unit_id for row in client.get(score).context["page"]] == [counties[0].pk]
    assert shown.get_absolute_url() in links
    assert counties[0].pk in [row.unit_id for row in client.get(report).context["page"]]


def test_records_of_others_are_told_without_a_link(client, cycle, institution, yueqing, zhejiang):
    """An institution's rank is its own; a showcase of a county it did not take part in is not its to read."""
    evidence.ranking(institution, rank=2)
    shown = evidence.showcase(yueqing, institutions=[institution])
    eligibility.score_cycle(cycle=cycle, by=None)
    client.force_login(factories.user("institution", institution, "institution"))
    address = nominee(cycle, institution, category="institution")
    assert shown.get_absolute_url() in links_on(client, address)

    shown.institutions.clear()

    page = client.get(address).content.decode()
    assert shown.get_absolute_url() not in page
    assert "乐清市《整校推进案例》" in page
    assert reverse("programs:institution", args=["JG01"]) + "#rankings" in page
