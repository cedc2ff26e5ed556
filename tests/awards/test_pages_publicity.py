"""Notices as their office and the public open and send them."""

import io
from datetime import date

import pytest
from django.urls import reverse
from docx import Document

from awards.actions import publicity
from awards.models import Objection, PublicNotice, SpecialDay
from portal.documents import limits
from portal.kit.errors import Denied
from tests.awards.by_hand import today
from tests.awards.test_publicity import FACTS, over

PHONE = "13900000099"


def act(client, row, name, **data):
    return client.post(reverse("awards:notice-act", args=["zj-2023", row.pk, name]), data, follow=True)


def listed(row) -> str:
    return str(row.names.first().pk)


def test_an_office_gives_notice_on_pages(client, cycle, decided, years, province_office):
    client.force_login(province_office)
    client.post(reverse("awards:public-notices", args=["zj-2023"]), {"unit": "330000"})
    row = PublicNotice.objects.get()
    texts = {"title": "名单公示", "body": "现予公示", "receiver": "省工程办", "receiver_phone": "0571-88880000", "days": "5"}
    refused = act(client, row, "write", **(texts | {"body": ""})).content.decode()
    act(client, row, "write", **texts | {"body": "联系 13800138000"})
    gated = act(client, row, "start", starts_on=today().isoformat()).content.decode()
    act(client, row, "write", **texts)
    started = act(client, row, "start", starts_on=today().isoformat()).content.decode()

    row.refresh_from_db()
    assert "正文" in refused
    assert "公示内容有个人信息" in gated
    assert (row.state, f"{row.ends_on} 截止" in started) == ("open", True)


def test_the_public_reads_it_without_signing_in_and_takes_it_as_word(client, running):
    page = client.get(running.public_url)
    file = client.get(running.public_url, {"file": "docx"})

    assert page.status_code == 200
    assert "乐清市教育局" in page.content.decode()
    assert "noindex" in page.headers["X-Robots-Tag"]
    tables = Document(io.BytesIO(file.content)).tables
    assert [cell.text for cell in tables[0].rows[1].cells][:2] == ["1", "乐清市教育局"]
    assert running.title in client.get(reverse("awards:notice-list")).content.decode()


def test_a_draft_is_nobody_elses_affair(client, notice, wenzhou_bureau):
    assert client.get(notice.public_url).status_code == 404
    client.force_login(wenzhou_bureau)
    assert client.get(notice.get_absolute_url()).status_code == 404
    assert act(client, notice, "start", starts_on=today().isoformat()).status_code == 404


def test_an_objection_comes_in_by_the_public_page_and_is_handled(client, running, province_office):
    bad = client.post(running.public_url, {"listed": listed(running), "name": "王", "contact": "", "text": "不好"})
    sent = client.post(
        running.public_url, {"listed": listed(running), "name": "王某某", "contact": PHONE, "text": FACTS}, follow=True
    )
    objection = Objection.objects.get()

    assert bad.status_code == 422
    assert objection.number in sent.content.decode()
    assert PHONE not in client.get(running.public_url).content.decode()
    client.force_login(province_office)
    assert PHONE in client.get(running.get_absolute_url()).content.decode()
    looked_into = act(client, running, "investigate", objection=objection.pk, note="调阅签到表").content.decode()
    assert "调查核实异议（" in looked_into
    act(client, running, "answer", objection=objection.pk, upheld="no", text="经核实不属实。")
    objection.refresh_from_db()
    assert (objection.state, objection.answer) == ("dismissed", "经核实不属实。")


def test_too_many_objections_from_one_address_wait(client, running, monkeypatch):
    monkeypatch.setattr(limits.time, "time", lambda: 1_700_000_000.0)  # no new minute begins among them
    answers = [client.post(running.public_url, {"listed": listed(running)}).status_code for _turn in range(12)]

    assert answers[0] == 422
    assert answers[-1] == 429


def test_after_the_last_day_nobody_can_object(client, running):
    row = over(running)

    answer = client.post(row.public_url, {"listed": listed(row), "name": "王某某", "contact": PHONE, "text": FACTS})

    assert (answer.status_code, Objection.objects.count()) == (409, 0)
    assert "不再接受异议" in client.get(row.public_url).content.decode()


def test_the_office_corrects_days_and_states_its_choices(client, cycle, province_office, wenzhou_bureau):
    client.force_login(province_office)
    client.post(reverse("awards:days"), {"day": "2031-05-01", "kind": "rest", "name": "劳动节"})
    client.post(reverse("awards:terms", args=["zj-2023"]), {"province_notice": "on", "notice_days": "7", "reason": "按惯例"})

    assert SpecialDay.objects.get().name == "劳动节"
    page = client.get(reverse("awards:public-notices", args=["zj-2023"])).content.decode()
    assert "先公示 7 个工作日，再公布" in page
    client.force_login(wenzhou_bureau)
    assert client.post(reverse("awards:terms", args=["zj-2023"]), {"notice_days": "1", "reason": "x"}).status_code == 404


def test_a_holiday_is_entered_from_its_first_day_to_its_last(client, province_office):
    client.force_login(province_office)
    days = {"day": "2031-10-01", "until": "2031-10-07", "kind": "rest", "name": "国庆节"}

    done = client.post(reverse("awards:days"), days, follow=True)

    assert "2031-10-01 起 7 天已登记为放假" in done.content.decode()
    assert done.context["year"] == 2031
    assert list(SpecialDay.objects.values_list("day__day", flat=True)) == [1, 2, 3, 4, 5, 6, 7]


def test_the_calendar_of_all_is_kept_by_the_province_and_read_by_every_office(
    client, bureaus, counties, wenzhou_bureau, province_office
):
    days = {"day": "2031-10-04", "kind": "work", "name": "x"}
    for below in (bureaus[counties[0].pk], wenzhou_bureau):
        client.force_login(below)
        assert 'name="until"' not in client.get(reverse("awards:days")).content.decode()
        assert client.post(reverse("awards:days"), days).status_code == 404
        with pytest.raises(Denied, match="由省级维护"):
            publicity.set_days(first=date(2031, 10, 4), last=date(2031, 10, 4), kind="work", name="x", by=below)

    assert not SpecialDay.objects.exists()
    client.force_login(province_office)
    assert 'name="until"' in client.get(reverse("awards:days")).content.decode()


@pytest.mark.parametrize("until", ["2031-09-30", "2031-11-01"])
def test_an_end_before_the_beginning_or_far_away_is_refused_beside_its_field(client, province_office, until):
    client.force_login(province_office)

    answer = client.post(reverse("awards:days"), {"day": "2031-10-01", "until": until, "kind": "rest", "name": "国庆节"})

    assert (answer.status_code, list(answer.context["form"].errors)[-1:]) == (422, ["until"])
    assert "从开始日期起 1 至 31 天" in answer.content.decode()
    assert not SpecialDay.objects.exists()


@pytest.mark.parametrize(
    ("page", "arguments", "typed", "wrong"),
    [
        ("awards:days", [], {"day": "2031-05-01", "kind": "rest", "name": "劳" * 41}, "name"),
        ("awards:terms", ["zj-2023"], {"notice_days": "61", "reason": "按惯例"}, "notice_days"),
    ],
)
def test_what_is_too_long_or_too_much_comes_back_with_what_was_typed(client, cycle, province_office, page, arguments, typed, wrong):
    client.force_login(province_office)

    answer = client.post(reverse(page, args=arguments), typed)

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [wrong]
    assert {name: answer.context["form"][name].value() for name in typed} == typed


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_the_same_however_many(client, cycle, zhejiang, province_office, count, django_assert_num_queries):
    for number in range(count):
        PublicNotice.objects.create(cycle=cycle, unit=zhejiang, title=f"公示{number}", body="x", receiver="x", days=5)
    client.force_login(province_office)
    address = reverse("awards:public-notices", args=["zj-2023"])
    client.get(address)

    with django_assert_num_queries(14):
        assert len(client.get(address).context["page"].rows) == count


def test_the_body_follows_the_days_and_what_is_short_or_personal_is_told_when_saved(client, notice, province_office):
    client.force_login(province_office)
    texts = {"title": notice.title, "body": notice.body, "receiver": "省工程办", "receiver_phone": "13800138000", "days": "1"}

    page = act(client, notice, "write", **texts).content.decode()
    notice.refresh_from_db()
    assert "公示期为 1 个工作日" in notice.body
    assert "公示 1 个工作日，少于约定的 5 个工作日" in page
    assert "受理电话：号码" in page

    body = notice.body.replace("1 个工作日", "7 个工作日")
    act(client, notice, "write", **texts | {"body": body, "receiver_phone": "0571-88880000"})
    refused = act(client, notice, "start", starts_on=today().isoformat()).content.decode()
    assert "正文说公示 7 个工作日，设定的是 1 个" in refused
    assert PublicNotice.objects.get().state == "draft"


@pytest.mark.parametrize(("reason", "shown"), [("名单顺序有误，另行公示", True), ("乐清市教育局材料不实", False)])
def test_a_notice_taken_back_after_it_began_says_so_without_names(client, running, province_office, reason, shown):
    publicity.cancel(notice=running, reason=reason, by=province_office)

    page = client.get(running.public_url)

    text = page.content.decode()
    assert (page.status_code, "公示已撤销" in text, reason in text) == (410, True, shown)
    assert f"{today():%Y年}" in text
    assert "乐清市教育局" not in text


def test_whoever_is_not_signed_in_is_not_sent_to_a_desk(client, notice):
    page = client.get(notice.public_url)

    assert page.status_code == 404
    assert "任职单位" not in page.content.decode()
    assert "工作台" not in page.content.decode()
