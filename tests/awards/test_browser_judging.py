"""Judging, public notice and announcement in a browser: nothing axe finds, nothing wider than its window, objections made."""

import pytest
from django.urls import reverse
from django.utils import timezone

from awards.actions import panels, publicity
from awards.models import AwardCycle, Ballot, Nomination, Objection, PublicNotice
from tests.awards.by_hand import today
from tests.browser import faults_of, looked_at, wider_than_the_window

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
CYCLE = "/awards/zj-2023/"


def clean(page):
    assert (page.url, faults_of(page), wider_than_the_window(page)) == (page.url, [], False)


@pytest.mark.parametrize("width", [1366, 390])
def test_panels_ballots_and_acceptance_are_clean(panel, taken_in, province_office, open_page, sign_in, width):
    office = sign_in(open_page(width, 844), "province")
    looked_at(office, [f"{CYCLE}panels/", panel.get_absolute_url()])
    panels.start(panel=panel, by=province_office)
    Nomination.objects.filter(pk=taken_in[2].pk).update(state="recommended")
    looked_at(office, [panel.get_absolute_url(), reverse("awards:acceptance", args=[taken_in[2].pk])])
    judge = sign_in(open_page(width, 844), "expert1")
    ballot = Ballot.objects.filter(judge__user__username="expert1").order_by("pk").first()

    looked_at(judge, ["/", "/judging/", reverse("awards:ballot", args=[ballot.pk])])
    judge.locator("#ballot input[inputmode=decimal]").first.fill("一百")
    judge.get_by_role("button", name="保存", exact=True).click()

    judge.locator("main [aria-invalid=true]").first.wait_for()
    clean(judge)


@pytest.mark.parametrize("width", [1366, 390])
def test_notices_objections_and_results_are_clean(notice, decided, province_office, open_page, sign_in, width):
    office = sign_in(open_page(width, 844), "province")
    looked_at(office, [f"{CYCLE}public-notices/", notice.get_absolute_url(), "/working-days/"])
    publicity.start(notice=notice, starts_on=today(), by=province_office)
    stranger = open_page(width, 844)
    looked_at(stranger, ["/public-notices/", "/announcements/", notice.public_url])

    stranger.get_by_label("您的真实姓名").fill("王某某")
    stranger.get_by_label("您的联系电话").fill("不知道")
    stranger.get_by_label("异议内容和事实依据").fill("该单位 2022 年培训记录与实际不符。")
    stranger.get_by_role("button", name="提交异议").click()
    stranger.locator("main [data-errors]").wait_for()
    clean(stranger)
    stranger.get_by_label("您的联系电话").fill("13900000099")
    stranger.get_by_role("button", name="提交异议").click()
    stranger.get_by_text("异议已收到").wait_for()

    assert Objection.objects.get().contact == "13900000099"
    looked_at(office, ["/", notice.get_absolute_url()])
    published(decided)
    looked_at(office, [f"{CYCLE}results/"])
    looked_at(stranger, ["/announcements/", f"{CYCLE.replace('awards', 'announcements')}"])


def published(rows):
    """The results are out, as far as pages show it."""
    PublicNotice.objects.update(state="ended")
    Nomination.objects.filter(pk__in=[row.pk for row in rows[:2]]).update(state="announced", announced_at=timezone.now())
    AwardCycle.objects.update(state="announced")
