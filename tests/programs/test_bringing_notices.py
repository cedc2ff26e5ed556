"""Bringing a notice file in by browser: nothing is written before the confirm, and everything by it."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from awards.models import AwardCycle
from portal.audit.models import Event
from programs.loading import load_notice
from programs.models import Clause, Notice, NoticeVersion, PolicyValue
from tests import factories
from tests.programs.notice_samples import four_trees, shipped, small

PAGE = "/notices/new/"


@pytest.fixture
def trees(db):
    return four_trees()


@pytest.fixture
def yueqing(client, trees):
    client.force_login(factories.user("lin", trees["330382"], "bureau"))
    return trees["330382"]


def sent(client, content: bytes):
    return client.post(PAGE, {"file": SimpleUploadedFile("notice.yaml", content)})


def confirmed(client, response):
    form = response.context["form"]
    return client.post(PAGE, {"content": form["content"].value(), "version": form["version"].value()}, follow=True)


def text_of(response) -> str:
    return response.content.decode()


def counts():
    return [model.objects.count() for model in (Notice, NoticeVersion, Clause, PolicyValue, AwardCycle, Event)]


def test_a_file_is_shown_before_anything_is_written(client, yueqing):
    before = counts()

    page = text_of(sent(client, small()))

    assert counts() == before
    for shown in ("演示函〔2024〕1号", "新通知", "尚未保存", "每人不少于40学时", "40 学时", "3–5 人"):
        assert shown in page


def test_a_confirmed_file_is_loaded_once_however_often_it_is_confirmed(client, yueqing):
    shown = sent(client, small())

    assert "已载入演示函〔2024〕1号（第 1 版）。" in text_of(confirmed(client, shown))
    assert "与已载入的版本一致，没有改动" in text_of(confirmed(client, shown))

    assert NoticeVersion.objects.get().loaded_by.username == "lin"
    assert Event.objects.filter(verb="notice.loaded").count() == 1


def test_the_bytes_shown_are_the_bytes_loaded(client, yueqing):
    content = small().replace(b"\n", b"\r\n")

    confirmed(client, sent(client, content))

    assert NoticeVersion.objects.get().text.encode() == content


def test_problems_are_shown_with_line_and_key(client, yueqing):
    faulty = small(('value: "40"', 'value: "四十"'), ("clause: 二", "clause: 三"))

    response = sent(client, faulty)

    faults = [(fault.line, fault.key) for fault in response.context["faults"]]
    assert faults == [(15, "policy[1].value"), (20, "policy[2].clause")]
    assert "本通知没有条款“三”。" in text_of(response)
    assert not Notice.objects.exists()


def test_a_second_version_says_what_it_changes(client, yueqing):
    load_notice(file=small(), by=None)

    response = sent(client, small(('value: "40"', 'value: "45"'), ("每人不少于40学时", "每人不少于45学时")))

    changes = {(change.name, change.before, change.after) for change in response.context["seen"].changes}
    assert ("总学时（乐清市）", "不少于 40 学时", "不少于 45 学时") in changes
    assert "更新为第 2 版" in text_of(response)
    confirmed(client, response)
    assert PolicyValue.objects.current().get(parameter="total_hours").value == "45"


def test_a_file_that_is_loaded_already_offers_nothing_to_confirm(client, yueqing):
    load_notice(file=small(), by=None)

    page = text_of(sent(client, small()))

    assert "完全一致" in page
    assert "确认载入" not in page


def test_a_version_that_came_in_meanwhile_is_shown_first(client, yueqing):
    load_notice(file=small(), by=None)
    shown = sent(client, small(title="关于另一事的通知"))
    load_notice(file=small(title="关于第三事的通知"), by=None)

    page = text_of(confirmed(client, shown))

    assert "刚被他人载入了另一个版本" in page
    assert Notice.objects.get().title == "关于第三事的通知"


def test_the_selection_of_a_notice_is_named_in_the_preview_and_set_up_by_the_confirm(client, trees):
    client.force_login(factories.user("office", trees["330000"], "office"))

    response = sent(client, shipped("zhejiang-2023-awards"))

    assert response.context["seen"].pages
    assert not AwardCycle.objects.exists()
    confirmed(client, response)
    assert AwardCycle.objects.get().code == "zj-2023"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"x" * (512 * 1024 + 1), "文件超过 512 KB"),
        (b"", "空"),
        (b"\xff\xfe", "文件不是 UTF-8 编码。"),
        (small(issuer='"330300"'), "只有温州市或其上级的主管部门可以载入它的通知。"),
        (small(issuer='"330100"'), "没有代码为 330100 的单位"),
        (small(issuer='"999999"'), "没有代码为 999999 的单位"),
    ],
    ids=["too large", "empty", "not text", "issued above", "issued elsewhere", "unknown issuer"],
)
def test_what_cannot_be_taken_is_refused_with_a_sentence(client, yueqing, content, sentence):
    response = sent(client, content)

    assert sentence in text_of(response)
    assert not Notice.objects.exists()


def test_another_unit_s_number_cannot_be_taken_over(client, trees, yueqing):
    load_notice(file=small(issuer='"330100"'), by=None)

    response = sent(client, small())

    assert "这个文号已由其他单位登记。" in text_of(response)
    assert Notice.objects.get().issuer.code == "330100"


def test_a_county_s_notice_takes_over_neither_the_province_s_selection_nor_its_periods(client, trees, yueqing):
    load_notice(file=shipped("zhejiang-2023-awards"), by=None)
    county = [("浙工程办函〔2023〕7号", "演示函〔2024〕1号"), ('issuer: "330000"', 'issuer: "330382"')]
    text = shipped("zhejiang-2023-awards").decode()
    for before, after in county:
        assert before in text
        text = text.replace(before, after)

    assert "不在发文单位乐清市之下" in text_of(sent(client, text.encode()))
    text = text.replace("year: 2022", "year: 2019")
    assert "各单位共用的期次" in text_of(sent(client, text.encode()))
    assert AwardCycle.objects.get().notice.number == "浙工程办函〔2023〕7号"


@pytest.mark.parametrize("content", ["", "not base64!", "A" * 700_000], ids=["none", "broken", "too large"])
def test_a_confirm_without_its_file_asks_for_the_file(client, yueqing, content):
    page = text_of(client.post(PAGE, {"content": content, "version": "1"}))

    assert "请重新选择文件" in page
    assert not Notice.objects.exists()


@pytest.mark.parametrize("role", ["teacher", "cio", "bureau_leader", "sysadmin", "client"])
def test_who_may_load_nothing_finds_no_page(client, trees, role):
    client.force_login(factories.user("lin", trees["330382"], role))

    assert client.get(PAGE).status_code == 404
    assert sent(client, small()).status_code == 404
    assert "载入通知" not in text_of(client.get(reverse("programs:notice-list")))


def test_the_page_carries_a_token_so_that_a_second_click_takes_effect_once(client, yueqing):
    shown = sent(client, small())

    assert len(re.findall(r'name="form_token"', text_of(shown))) >= 1
    assert "载入通知" in text_of(client.get(reverse("programs:notice-list")))
