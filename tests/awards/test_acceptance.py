"""The check at the province: what was frozen beside what is found now, paper, accept and send back."""

import pytest
from django.urls import reverse

from awards.actions import judging
from awards.facts_desk.acceptance import check_of
from awards.models import Nomination, PaperReceipt
from portal.kit.errors import Refused
from tests import factories
from tests.awards.by_hand import today
from tests.awards.factories import recommended


def send(client, row, **data):
    return client.post(reverse("awards:acceptance", args=[row.pk]), data, follow=True)


def test_what_was_frozen_is_compared_with_what_is_found_now(row, counties):
    before = check_of(row)
    counties[0].media_reports.update(state="void")

    after = check_of(Nomination.objects.select_related("cycle__notice", "category__cycle__notice", "unit", "via").get(pk=row.pk))

    assert (before.ready, before.differs) == (True, False)
    assert (after.ready, after.differs) == (False, True)
    [changed] = [line for line in after.lines if line.differs]
    assert changed.clause == "二(一)1区县(4)"
    assert changed.then.word.startswith("符合")
    assert not changed.now.word.startswith("符合")


def test_the_check_goes_by_what_was_found_at_hand_in_whatever_was_judged_since(row):
    later = row.frozen | {"findings": [one | {"value": "别的"} for one in row.frozen["findings"]]}
    Nomination.objects.filter(pk=row.pk).update(frozen=later)

    check = check_of(Nomination.objects.select_related("cycle__notice", "category__cycle__notice", "unit", "via").get(pk=row.pk))

    assert not check.differs


def test_the_office_checks_registers_paper_and_accepts(client, row, province_office):
    client.force_login(province_office)
    page = client.get(reverse("awards:acceptance", args=[row.pk])).content.decode()
    bad = send(client, row, act="paper", copies="0", received_on=today().isoformat())
    send(client, row, act="paper", copies="3", received_on=today().isoformat())
    done = send(client, row, act="accept").content.decode()

    assert "各项完整" in page
    assert "份数" in bad.content.decode()
    assert PaperReceipt.objects.get().copies == 3
    assert "已受理" in done
    assert Nomination.objects.get(pk=row.pk).state == "accepted"


def test_sending_back_needs_a_reason(client, row, province_office):
    client.force_login(province_office)

    send(client, row, act="return", reason=" ")
    assert Nomination.objects.get(pk=row.pk).state == "recommended"
    send(client, row, act="return", reason="请补盖章")

    assert Nomination.objects.get(pk=row.pk).state == "returned"


def test_nobody_below_the_office_checks(client, row, wenzhou_bureau, bureaus):
    for user in (wenzhou_bureau, bureaus[row.unit_id]):
        client.force_login(user)
        assert client.get(reverse("awards:acceptance", args=[row.pk])).status_code == 404
        assert send(client, row, act="accept").status_code == 404


def test_a_form_that_lacks_something_by_now_is_told_and_not_taken_in(row, province_office):
    Nomination.objects.filter(pk=row.pk).update(reason="", contact="")
    row.refresh_from_db()

    with pytest.raises(Refused, match="请先填写：推荐理由、联系人。"):
        judging.accept(nomination=row, by=province_office)

    assert not check_of(row).ready
    assert Nomination.objects.get(pk=row.pk).state == "recommended"


def test_a_result_that_changed_since_is_shown_and_does_not_hold_up(client, row, counties, province_office):
    counties[0].evaluations.update(score=9050)
    client.force_login(province_office)

    page = client.get(reverse("awards:acceptance", args=[row.pk])).content.decode()
    judging.accept(nomination=row, by=province_office)

    assert "现在的记录已有变化" in page
    assert "可以受理" in page
    assert Nomination.objects.get(pk=row.pk).state == "accepted"


def test_where_it_cannot_be_accepted_yet_the_page_offers_no_button_but_the_way(client, row, counties, province_office):
    client.force_login(province_office)
    address = reverse("awards:acceptance", args=[row.pk])
    before = client.get(address).content.decode()
    counties[0].media_reports.update(state="void")
    after = client.get(address).content.decode()

    assert ('value="accept"' in before, 'value="accept"' in after) == (True, False)
    assert reverse("awards:nominee", args=[row.cycle.code, row.category.key, row.unit.code]) in after


def test_who_handed_it_in_himself_is_told_before_the_click_and_another_accepts(client, row, zhejiang, province_office):
    Nomination.objects.filter(pk=row.pk).update(recommended_by=province_office)
    leader = factories.user("leader", zhejiang, "bureau_leader")
    told, pages = "是您报送或推荐的，请由其他工作人员办理。", {}
    for user in (province_office, leader):
        client.force_login(user)
        check = client.get(reverse("awards:acceptance", args=[row.pk])).content.decode()
        form = client.get(row.get_absolute_url()).content.decode()
        pages[user] = (told in check, 'value="accept"' in check, told in form, "确定受理" in form)

    assert pages[province_office] == (True, False, True, False)
    assert pages[leader] == (False, True, False, True)
    send(client, row, act="accept")
    assert Nomination.objects.get(pk=row.pk).state == "accepted"


def test_the_list_lets_nobody_tick_what_came_by_his_own_hand(
    client, row, cycle, counties, bureaus, wenzhou_bureau, province_office
):
    other = recommended(row.category, counties[1], bureaus[counties[1].pk], wenzhou_bureau)
    Nomination.objects.filter(pk=row.pk).update(submitted_by=province_office)
    client.force_login(province_office)

    page = client.get(reverse("awards:province", args=[cycle.code]), {"category": row.category.key}).content.decode()
    asked = client.post(reverse("awards:accept", args=[cycle.code]), {"row": [row.pk]}, follow=True).content.decode()

    ticks = [f'name="row"\n                               value="{one.pk}"' in page for one in (row, other)]
    buttons = [f'name="only"\n{" " * 72}value="{one.pk}"' in page for one in (row, other)]
    assert (ticks, buttons) == ([False, True], [False, True])
    assert page.count("您报送或推荐的，由其他工作人员办理") == 1
    assert "是您报送或推荐的" in asked
    assert "确定受理" not in asked.split("是您报送或推荐的")[0]
