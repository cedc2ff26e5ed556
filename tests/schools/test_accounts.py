"""Accounts of the people of rosters: opened in bulk, slips printed once, posts that move with their holders."""

import time
from datetime import date

import pypdfium2
import pytest
from django.contrib.auth import authenticate
from django.urls import reverse

from portal.accounts.models import Post, User
from portal.audit.models import Event
from portal.jobs.models import Job
from portal.jobs.running import run_job
from portal.kit.errors import Denied, Refused, WrongState
from portal.sheets.actions import undo
from schools import slip_files
from schools.actions import merges, slips, transfers
from schools.actions import people as changes
from schools.actions.accounts import AT_MOST, open_accounts
from schools.models import Teacher
from tests import factories
from tests.schools import people
from tests.sheets.flow import bring, keep

LIST, OPEN, PRINT = (reverse(f"schools:{name}") for name in ("account-list", "accounts-open", "slips-new"))


def text(response) -> str:
    return response.content.decode()


def opened(*teachers, by):
    open_accounts(teachers=list(teachers), by=by)
    for teacher in teachers:
        teacher.refresh_from_db()
    return [teacher.user for teacher in teachers]


@pytest.fixture
def rich(first_school):
    """Somebody who can sign in all three ways."""
    return people.teacher(
        first_school, "陈雨桐", 2, phone="13800138002", phone_key=people.fingerprint("13800138002"), staff_number="0007"
    )


@pytest.fixture
def printed(rich, first_clerk, first_school):
    """The job that printed one slip, and the words on it."""
    users = opened(rich, by=first_clerk)
    job = run_job(slips.request_slips(users=users, unit=first_school, by=first_clerk, send=False).pk)
    assert job.state == "done", job.error
    return job


def words_of(pdf: bytes) -> str:
    """The words in the order they are drawn, pages apart by form feeds."""
    return "\f".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf))


def password_on(pdf: bytes) -> str:
    return words_of(pdf).split("初始密码")[1].split()[0]


def test_an_account_is_opened_that_nobody_can_use_yet(rich, first_school, first_clerk):
    (user,) = opened(rich, by=first_clerk)

    assert (user.name, user.phone, user.has_usable_password()) == ("陈雨桐", "13800138002", False)
    post = Post.objects.get(user=user)
    assert (post.unit, post.role, post.staff_number) == (first_school, "teacher", "0007")
    assert Event.objects.filter(verb="teacher.account_opened", actor=first_clerk).count() == 1


def test_all_ways_of_signing_in_open_with_the_printed_password(printed, rich, first_clerk):
    pdf = slips.fetch_slips(job=printed, by=first_clerk)
    told = words_of(pdf)

    assert rich.user.username in told
    assert "1133000001-0007" in told
    assert "1*********2" in told
    assert "13800138002" not in told
    names = (rich.user.username, "13800138002", "1133000001-0007")
    for name in names:
        assert authenticate(None, username=name, password="wrong") is None
    assert authenticate(None, username=names[2], password=password_on(pdf)) == rich.user


def test_a_slip_is_fetched_once_and_only_by_who_asked(client, printed, first_clerk, yueqing_bureau):
    address = reverse("schools:slips", args=[printed.pk])
    client.force_login(yueqing_bureau)
    assert [client.get(address).status_code, client.post(address).status_code] == [404, 404]
    with pytest.raises(Denied):
        slips.fetch_slips(job=printed, by=yueqing_bureau)

    client.force_login(first_clerk)
    assert "下载账号条（PDF）" in text(client.get(address))
    answer = client.post(address)

    assert answer.content.startswith(b"%PDF")
    assert "no-store" in answer["Cache-Control"] or "no-cache" in answer["Cache-Control"]
    assert "没有可下载的账号条" in text(client.get(address))
    assert "不能再下载" in text(client.post(address, follow=True))
    assert list(slip_files.folder().iterdir()) == []
    assert Event.objects.filter(verb="slips.fetched", actor=first_clerk).count() == 1


def test_slips_nobody_fetches_are_gone_after_half_an_hour(printed, first_clerk, monkeypatch):
    (path,) = slip_files.folder().iterdir()
    assert not path.read_bytes().startswith(b"%PDF")
    assert slip_files.forget_old() == 0
    now = time.time()
    monkeypatch.setattr("time.time", lambda: now + 30 * 60)

    with pytest.raises(WrongState, match="30 分钟"):
        slips.fetch_slips(job=printed, by=first_clerk)
    assert slip_files.forget_old() == 1
    assert list(slip_files.folder().iterdir()) == []


def test_printing_again_voids_what_was_printed_before(printed, rich, first_school, first_clerk):
    first = password_on(slips.fetch_slips(job=printed, by=first_clerk))
    again = run_job(slips.request_slips(users=[rich.user], unit=first_school, by=first_clerk, send=False).pk)
    second = password_on(slips.fetch_slips(job=again, by=first_clerk))

    assert authenticate(None, username=rich.user.username, password=first) is None
    assert authenticate(None, username=rich.user.username, password=second) == rich.user


def test_the_password_stands_nowhere_but_on_the_slip(printed, first_clerk):
    password = password_on(slips.fetch_slips(job=printed, by=first_clerk))

    assert Event.objects.filter(verb="slips.printed", data__people=1).count() == 1
    assert not any(password in str(vars(row)) for row in [*Event.objects.all(), *Job.objects.all(), *User.objects.all()])


def test_ten_slips_go_on_a_page(first_school, first_clerk):
    crowd = [people.teacher(first_school, f"教师{number}", number, staff_number=f"{number:03}") for number in range(11)]
    users = opened(*crowd, by=first_clerk)
    job = run_job(slips.request_slips(users=users, unit=first_school, by=first_clerk, send=False).pk)

    pages = words_of(slips.fetch_slips(job=job, by=first_clerk)).split("\f")

    assert [page.count("初始密码") for page in pages] == [10, 1]


def test_a_number_two_people_bear_is_not_printed(rich, first_school, first_clerk):
    other = people.teacher(first_school, "陈海燕", 3, staff_number="0007")
    users = opened(rich, other, by=first_clerk)
    job = run_job(slips.request_slips(users=users, unit=first_school, by=first_clerk, send=False).pk)

    assert "1133000001-0007" not in words_of(slips.fetch_slips(job=job, by=first_clerk))


def test_a_name_no_font_draws_is_told_and_keeps_its_password(rich, first_school, first_clerk):
    odd = people.teacher(first_school, "王\ue000", 3)
    users = opened(rich, odd, by=first_clerk)
    job = run_job(slips.request_slips(users=users, unit=first_school, by=first_clerk, send=False).pk)

    assert job.result["people"] == 1
    assert "没有打印" in job.lines[0]
    assert User.objects.get(pk=odd.user.pk).first_password_until is None


def test_a_dead_run_leaves_the_passwords_as_they_were(rich, first_school, first_clerk, monkeypatch):
    users = opened(rich, by=first_clerk)
    job = slips.request_slips(users=users, unit=first_school, by=first_clerk, send=False)
    monkeypatch.setattr("schools.actions.slips.record", lambda *_args, **_more: 1 / 0)

    run_job(job.pk)

    assert User.objects.get(pk=rich.user.pk).first_password_until is None


@pytest.mark.parametrize("who", ["second_clerk", "xihu_bureau", "cio"])
def test_people_outside_one_s_scope_get_neither_account_nor_slip(request, client, lin, rich, first_school, first_clerk, who):
    by = factories.user("cio", first_school, "cio") if who == "cio" else request.getfixturevalue(who)
    (user,) = opened(rich, by=first_clerk)
    with pytest.raises(Denied):
        open_accounts(teachers=[lin], by=by)
    with pytest.raises(Denied):
        slips.request_slips(users=[user], unit=first_school, by=by)
    client.force_login(by)

    client.post(OPEN, {"teacher": lin.code, "confirmed": "yes"})
    client.post(PRINT, {"teacher": rich.code, "confirmed": "yes"})
    client.post(PRINT, {"row": Post.objects.get(user=user).pk, "confirmed": "yes"})

    lin.refresh_from_db()
    assert (lin.user, Job.objects.count()) == (None, 0)


def test_a_phone_of_another_name_or_a_second_registration_is_refused_with_the_reason(first_school, rich, first_clerk):
    key = people.fingerprint("13800138009")
    factories.user("other", first_school, "teacher", name="别人", phone="13800138009")
    odd = people.teacher(first_school, "林海棠", 4, phone="13800138009", phone_key=key)
    double = people.teacher(first_school, "陈雨桐", 5, phone=rich.phone, phone_key=rich.phone_key)

    done = open_accounts(teachers=[rich, odd, double], by=first_clerk)

    assert [teacher.name for teacher in done.people] == ["陈雨桐"]
    assert {teacher.name: reason[:8] for teacher, reason in done.refused} == {
        "林海棠": "手机号已登记在另",
        "陈雨桐": "同一手机号的账号",
    }


def test_the_account_of_the_same_phone_and_name_is_taken(first_school, yueqing, rich, first_clerk):
    known = factories.user("known", yueqing, "bureau", name="陈雨桐", phone="13800138002")

    assert opened(rich, by=first_clerk) == [known]

    assert known.check_password("pass-word-9")
    assert sorted(Post.objects.filter(user=known).values_list("role", flat=True)) == ["bureau", "teacher"]
    with pytest.raises(Denied):
        slips.request_slips(users=[known], unit=first_school, by=first_clerk)


def test_more_than_can_be_done_at_once_is_refused(lin, first_clerk):
    with pytest.raises(Refused, match="500"):
        open_accounts(teachers=[lin] * (AT_MOST + 1), by=first_clerk)


def test_a_clerk_opens_and_prints_on_the_page(client, lin, rich, first_clerk):
    client.force_login(first_clerk)
    page = client.get(LIST, {"account": "none"})
    assert [row.name for row in page.context["page"].rows] == ["林小雨", "陈雨桐"]
    assert page.context["counts"] == {"none": 2, "unused": 0, "used": 0}

    assert "确定为所选 2 人开通账号？" in text(client.post(OPEN + "?account=none", {"all": "yes"}))
    answer = client.post(OPEN, {"teacher": [lin.code, rich.code], "confirmed": "yes"}, follow=True)
    assert "已为 2 人开通账号" in text(answer)
    assert answer.context["counts"] == {"none": 0, "unused": 2, "used": 0}

    assert "确定为所选 1 人打印账号条？" in text(client.post(PRINT, {"teacher": lin.code}))
    answer = client.post(PRINT, {"teacher": lin.code, "confirmed": "yes"})

    assert answer["Location"] == Job.objects.get(kind="schools.slips").get_absolute_url()


def test_a_bureau_prints_for_posts(client, first_clerk, yueqing_bureau):
    client.force_login(yueqing_bureau)
    post = first_clerk.posts.get()

    assert "打印账号条" in text(client.get(reverse("accounts:post-list")))
    assert "确定为所选 1 人打印账号条？" in text(client.post(PRINT, {"row": [post.pk, yueqing_bureau.posts.get().pk]}))
    client.post(PRINT, {"row": post.pk, "confirmed": "yes"})

    assert Job.objects.get(kind="schools.slips").params == {"users": [first_clerk.pk]}


def test_nobody_prints_for_himself(first_clerk, first_school):
    with pytest.raises(Denied, match="自己的密码"):
        slips.request_slips(users=[first_clerk], unit=first_school, by=first_clerk)


def test_the_page_is_for_those_who_open_accounts(client, first_school):
    client.force_login(factories.user("cio", first_school, "cio"))

    assert client.get(LIST).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_the_same_however_many(client, first_school, first_clerk, count, django_assert_num_queries):
    opened(*(people.teacher(first_school, f"人{number}", number) for number in range(count)), by=first_clerk)
    client.force_login(first_clerk)

    with django_assert_num_queries(13):
        page = client.get(LIST)

    assert len(page.context["page"].rows) == count


def test_the_post_moves_with_the_teacher(rich, first_school, second_school, first_clerk, second_clerk):
    (user,) = opened(rich, by=first_clerk)
    asked = transfers.ask(teacher=rich, to_unit=second_school, name=rich.name, starts_on=date(2026, 1, 1), by=second_clerk)

    transfers.agree(transfer=asked, by=first_clerk)

    active = {post.unit for post in Post.objects.filter(user=user, state="active")}
    assert active == {second_school}
    with pytest.raises(Denied):
        slips.request_slips(users=[User.objects.get(pk=user.pk)], unit=first_school, by=first_clerk)
    slips.request_slips(users=[User.objects.get(pk=user.pk)], unit=second_school, by=second_clerk)


def test_the_post_ends_with_leaving_and_comes_back_with_returning(rich, first_clerk):
    (user,) = opened(rich, by=first_clerk)

    changes.change_status(teacher=rich, status="left", on=date(2026, 1, 1), by=first_clerk)
    assert not Post.objects.filter(user=user, state="active").exists()
    rich.refresh_from_db()
    changes.change_status(teacher=rich, status="in_post", on=date(2026, 2, 1), by=first_clerk)

    assert Post.objects.filter(user=user, state="active", role="teacher").count() == 1


def test_an_upload_that_made_a_teacher_with_an_account_can_still_be_undone(first_school, first_clerk):
    upload = keep(bring("roster", [people.HEADINGS, people.row()], unit=first_school, by=first_clerk), by=first_clerk)
    teacher = Teacher.objects.get()
    opened(teacher, by=first_clerk)

    undo(upload=upload, by=first_clerk)

    teacher.refresh_from_db()
    assert (teacher.state, teacher.user) == ("void", None)
    assert not Post.objects.filter(role="teacher", state="active").exists()


def test_a_merged_registration_hands_its_account_over(rich, second_school, yueqing_bureau, wenzhou_bureau):
    double = people.teacher(second_school, "陈雨桐", 6)
    (user,) = opened(rich, by=yueqing_bureau)
    merge = merges.propose(keep=double, drop=rich, reason="同一人", by=yueqing_bureau)

    merges.confirm(merge=merge, by=wenzhou_bureau)

    double.refresh_from_db()
    assert double.user == user
    assert [post.unit for post in Post.objects.filter(user=user, state="active")] == [second_school]


def test_a_teacher_s_page_opens_prints_and_resets(client, lin, first_clerk):
    client.force_login(first_clerk)
    assert OPEN in text(client.get(lin.get_absolute_url()))
    client.post(OPEN, {"teacher": lin.code, "confirmed": "yes"})

    page = text(client.get(lin.get_absolute_url()))
    lin.refresh_from_db()

    assert lin.user.username in page
    assert PRINT in page
    assert f'name="row" value="{Post.objects.get(user=lin.user).pk}"' in page
    client.force_login(factories.user("cio", lin.unit, "cio"))
    assert PRINT not in text(client.get(lin.get_absolute_url()))
