"""The form of a nomination: what it holds, what is asked before it goes up, what others see of it."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from awards.actions import nominations, recommending
from awards.models import Nomination
from awards.personal_numbers import personal_numbers
from portal.documents.models import Document
from portal.kit.errors import Refused
from programs.models import EvaluationPeriod, PerformanceEvaluation
from tests.awards.by_hand import act, page_of
from tests.awards.factories import drafted, posted, recommended, submitted


def test_the_form_holds_what_is_known_and_asks_for_four_fields(client, draft):
    response = client.get(draft.get_absolute_url())

    typed = [field.name for field in response.context["form"].visible_fields()]
    page = response.content.decode()
    assert typed == ["contact", "phone", "period", "reason"]
    assert "乐清市教育局" in page
    assert "第 2 期 91.4 分" in page
    assert 'data-limit="800"' in page


def test_the_best_result_is_chosen_beforehand(client, county_unit, yueqing, counties, bureaus):
    client.force_login(bureaus[yueqing.pk])
    row = nominations.draft(category=county_unit, unit=yueqing, by=bureaus[yueqing.pk])

    assert client.get(row.get_absolute_url()).context["form"]["period"].value() == "2"


def test_a_managers_form_asks_for_the_manager(client, cycle, counties, bureaus, yueqing):
    category = cycle.categories.select_related("cycle").get(key="county_manager")
    client.force_login(bureaus[yueqing.pk])
    row = nominations.draft(category=category, unit=yueqing, by=bureaus[yueqing.pk])

    form = client.get(row.get_absolute_url()).context["form"]

    assert [field.name for field in form.visible_fields()] == [
        "manager_name",
        "manager_position",
        "manager_title",
        "manager_workplace",
        "manager_basis",
        "phone",
        "reason",
    ]
    assert form["manager_workplace"].value() == "乐清市教育局"


def test_a_foreign_form_is_not_found(client, draft, counties, bureaus, xihu_bureau):
    for stranger in (bureaus[counties[1].pk], xihu_bureau):
        client.force_login(stranger)
        assert client.get(draft.get_absolute_url()).status_code == 404
        for name in ("save", "submit", "recommend", "send-back", "withdraw", "issue"):
            assert act(client, draft, name, posted(draft)).status_code == 404
        assert client.get(reverse("awards:proof", args=[draft.pk])).status_code == 404


def test_handing_in_asks_first_and_then_hands_in(client, draft):
    asked = act(client, draft, "save", posted(draft, then="hand-in"))
    assert "确定报送" in asked.content.decode()
    draft.refresh_from_db()
    assert draft.state == "draft"

    answer = act(client, draft, "save", posted(draft, then="hand-in", confirmed="yes"), follow=True)

    draft.refresh_from_db()
    assert draft.state == "submitted"
    assert "等待设区市办理" in answer.content.decode()


def test_what_lacks_is_told_beside_its_field_and_the_draft_is_kept(client, draft):
    answer = act(client, draft, "save", posted(draft, contact="", reason="改过的理由。", then="hand-in", confirmed="yes"))

    draft.refresh_from_db()
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "草稿已保存，还没有报送" in page
    assert page.count("必填</li>") == 2
    assert (draft.state, draft.reason) == ("draft", "改过的理由。")


def test_the_history_counts_as_the_form_does(client, draft):
    act(client, draft, "save", posted(draft, reason="好 \n" * 100))

    assert "（共 100 字）" in page_of(client, draft).split('id="history"')[1]


def test_what_lacks_is_told_before_anybody_is_asked(client, draft):
    answer = act(client, draft, "save", posted(draft, contact="", phone="abc", then="hand-in"))

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "确定报送" not in page.split("form-actions")[0]
    assert "草稿已保存，还没有报送" in page
    assert page.count("不是有效的电话号码") >= 1


def test_a_spent_quota_is_explained_and_offers_no_button(client, county_unit, counties, bureaus, wenzhou_bureau):
    county_unit.cycle.quotas.filter(unit__code="330300").update(places=1)
    recommended(county_unit, counties[0], bureaus[counties[0].pk], wenzhou_bureau)
    row = submitted(county_unit, counties[1], bureaus[counties[1].pk])
    client.force_login(wenzhou_bureau)

    page = page_of(client, row)

    assert reverse("awards:recommend", args=[row.pk]) not in page
    assert "温州市的 1 个名额已用完，现在不能推荐" in page


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("身份证330382199001011234。", ["3****************4"]),
        ("身份证33038219900101123X", ["3****************X"]),
        ("电话13912345678", ["1*********8"]),
        ("全市共有2023113012345678901条", []),
        ("编号123456789012", []),
        ("电话0577-62520000", []),
    ],
)
def test_personal_numbers_are_found_in_text(text, found):
    assert personal_numbers(text) == found


def test_personal_numbers_in_the_reason_are_warned_of_before_handing_in(client, draft):
    asked = act(client, draft, "save", posted(draft, reason="联系 13912345678。", then="hand-in", confirmed="yes"))

    assert "1*********8" in asked.content.decode()
    assert "仍要报送" in asked.content.decode()
    assert Nomination.objects.get().state == "draft"
    assert "1*********8" in page_of(client, draft)


def test_a_citys_own_form_is_marked_and_goes_straight_to_the_province(client, cycle, wenzhou, counties, wenzhou_bureau):
    category = cycle.categories.select_related("cycle").get(key="city_unit")
    for period in (1, 2):
        found = EvaluationPeriod.objects.get(program=cycle.program, number=period)
        for scope in ("region_average", "directly_under"):
            PerformanceEvaluation.objects.create(unit=wenzhou, period=found, scope=scope, score=9100)
    row = drafted(category, wenzhou, wenzhou_bureau)
    client.force_login(wenzhou_bureau)

    page = page_of(client, row)
    act(client, row, "save", posted(row, opinion="同意申报。", then="hand-in", confirmed="yes"))

    row.refresh_from_db()
    assert "本级申报，意见由本级填写" in page
    assert "报送省工程办" in page
    assert (row.state, row.opinion) == ("recommended", "同意申报。")


def test_the_city_reads_history_without_what_was_typed_before(client, county_unit, yueqing, counties, bureaus, wenzhou_bureau):
    row = submitted(county_unit, yueqing, bureaus[yueqing.pk])
    recommending.send_back(nomination=row, reason="请补充案例。", by=wenzhou_bureau)

    client.force_login(wenzhou_bureau)
    above = page_of(client, row)
    client.force_login(bureaus[yueqing.pk])
    own = page_of(client, row)

    assert "报送设区市" in above
    assert "请补充案例。" in above
    assert "修改" not in above.split('id="history"')[1]
    assert "修改" in own.split('id="history"')[1]


def test_the_score_in_the_history_is_told_in_points(client, draft):
    assert "91.4" in page_of(client, draft).split('id="history"')[1]


def test_recommending_beyond_the_quota_is_refused_with_numbers_and_clause(client, county_unit, counties, bureaus, wenzhou_bureau):
    county_unit.cycle.quotas.filter(unit__code="330300").update(places=1)
    recommended(county_unit, counties[0], bureaus[counties[0].pk], wenzhou_bureau)
    row = submitted(county_unit, counties[1], bureaus[counties[1].pk])
    client.force_login(wenzhou_bureau)

    page = act(client, row, "recommend", {"opinion": ""}, follow=True).content.decode()

    row.refresh_from_db()
    assert row.state == "submitted"
    assert "温州市的 1 个名额已用完。（依据：浙工程办函〔2023〕7号 附件1）" in page


def test_the_city_sees_who_holds_its_places(client, county_unit, counties, bureaus, wenzhou_bureau):
    recommended(county_unit, counties[0], bureaus[counties[0].pk], wenzhou_bureau)
    row = submitted(county_unit, counties[1], bureaus[counties[1].pk])
    client.force_login(wenzhou_bureau)

    page = page_of(client, row).split('id="place"')[1]

    assert "1 / 3" in page
    assert "乐清市" in page


def test_sending_back_needs_a_reason(client, county_unit, yueqing, counties, bureaus, wenzhou_bureau):
    row = submitted(county_unit, yueqing, bureaus[yueqing.pk])
    client.force_login(wenzhou_bureau)

    refused = act(client, row, "send-back", {"reason": " "}, follow=True).content.decode()
    done = act(client, row, "send-back", {"reason": "请补充案例。"}, follow=True).content.decode()

    assert "请写明退回理由" in refused
    assert "已退回乐清市教育局" in done
    row.refresh_from_db()
    assert (row.state, row.return_reason) == ("returned", "请补充案例。")


def test_withdrawing_frees_the_place(client, county_unit, yueqing, counties, bureaus, wenzhou_bureau):
    row = recommended(county_unit, yueqing, bureaus[yueqing.pk], wenzhou_bureau)
    client.force_login(bureaus[yueqing.pk])

    act(client, row, "withdraw")

    assert Nomination.objects.get().state == "withdrawn"
    assert county_unit.quotas.get(unit__code="330300").left() == 3


def test_after_the_deadline_nothing_can_be_edited(client, draft):
    draft.cycle.phases.update(ends_at=timezone.now() - timedelta(hours=1))

    page = page_of(client, draft)
    answer = act(client, draft, "save", posted(draft, reason="太晚的文字。"))

    assert "保存草稿" not in page
    assert answer.status_code == 409
    assert "太晚的文字。" in answer.content.decode()


def test_paper_is_issued_once_recommended(client, county_unit, yueqing, counties, bureaus, wenzhou_bureau):
    row = submitted(county_unit, yueqing, bureaus[yueqing.pk])
    client.force_login(wenzhou_bureau)
    assert "推荐之后才能生成" in act(client, row, "issue", follow=True).content.decode()

    recommending.recommend(nomination=row, by=wenzhou_bureau)
    answer = act(client, row, "issue")

    assert answer.url == Document.objects.get().get_absolute_url()
    assert Document.objects.get().number in page_of(client, row)


def test_a_proof_is_a_pdf(client, draft):
    answer = client.get(reverse("awards:proof", args=[draft.pk]))

    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_the_same_however_long_its_history(client, draft, wenzhou_bureau, count, django_assert_num_queries):
    for number in range(count):
        draft.refresh_from_db()
        nominations.submit(nomination=draft, by=draft.drafted_by)
        recommending.send_back(nomination=draft, reason=f"第 {number} 次", by=wenzhou_bureau)

    with django_assert_num_queries(25):
        client.get(draft.get_absolute_url())


def test_a_character_no_font_holds_is_told_in_the_draft_and_refused_when_handed_in(client, draft):
    response = act(client, draft, "save", posted(draft, reason="组织有力😀"))
    draft.refresh_from_db()
    page = client.get(response.url)

    assert "U+1F600" in page.context["form"]["reason"].help_text
    assert "草稿可以保存，改正后才能报送" in page.content.decode()
    with pytest.raises(Refused, match=r"推荐理由.*😀.*没有可用的字体") as refusal:
        nominations.submit(nomination=draft, by=draft.drafted_by)
    assert list(refusal.value.fields) == ["reason"]


def test_a_citys_opinion_no_font_holds_is_refused(county_unit, yueqing, counties, bureaus, wenzhou_bureau):
    row = submitted(county_unit, yueqing, bureaus[yueqing.pk])

    with pytest.raises(Refused, match=r"U\+1F600"):
        recommending.recommend(nomination=row, by=wenzhou_bureau, opinion="同意😀")
