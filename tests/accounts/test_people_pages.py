import re

import pytest
from django.contrib.auth import authenticate
from django.urls import reverse

from portal.accounts import people
from portal.accounts.models import ApiToken, Post, User
from portal.audit.models import Event
from portal.kit.errors import Denied, Refused
from tests import factories

LIST = "/people/"
NEW = "/people/new/"


@pytest.fixture
def school(yueqing):
    return factories.unit("1133000001", "某小学", "school", yueqing)


@pytest.fixture
def sysadmin(zhejiang):
    return factories.user("sysadmin", zhejiang, "sysadmin")


def asked(**values):
    return {"name": "林老师", "phone": "13900000001", "unit": "330382", "role": "bureau"} | values


def shown(response):
    return re.search(r"<code>([^<]+)</code>", response.content.decode()).group(1)


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_the_same_however_many(client, yueqing, wenzhou_bureau, count, django_assert_num_queries):
    for number in range(count):
        factories.user(f"person{number}", yueqing, "bureau")
    client.force_login(wenzhou_bureau)

    with django_assert_num_queries(7):
        response = client.get(LIST)

    assert len(response.context["page"].rows) == count + 1


def test_the_list_holds_one_s_subtree_and_masks_phones(client, yueqing, xihu_bureau, wenzhou_bureau):
    factories.user("lin", yueqing, "bureau", name="林老师", phone="13900000001")
    client.force_login(wenzhou_bureau)

    content = client.get(LIST).content.decode()

    assert "林老师" in content
    assert "13900000001" not in content
    assert "1*********1" in content
    assert "xihu" not in content
    assert [post.user.username for post in client.get(f"{LIST}?q=13900000001").context["page"].rows] == ["lin"]


def test_an_account_is_opened_with_its_post_and_its_password_shown_once(client, yueqing, wenzhou_bureau):
    client.force_login(wenzhou_bureau)

    response = client.post(NEW, asked(), follow=True)

    password = shown(response)
    assert authenticate(None, username="13900000001", password=password) == User.objects.get(name="林老师")
    assert Post.objects.filter(user__name="林老师", unit=yueqing, role="bureau").exists()
    again = client.get(reverse("accounts:secrets")).content.decode()
    assert password not in again
    assert "没有可显示的内容" in again


def test_the_secret_does_not_stand_in_the_session_in_plain(client, yueqing, wenzhou_bureau):
    client.force_login(wenzhou_bureau)
    client.post(NEW, asked())

    assert "登录密码" not in str(dict(client.session))
    assert client.session["shown_once"]


def test_a_known_phone_gets_the_post_and_keeps_its_password(client, yueqing, school, wenzhou_bureau):
    factories.user("lin", school, "teacher", name="林老师", phone="13900000001")
    client.force_login(wenzhou_bureau)

    client.post(NEW, asked())

    assert User.objects.filter(name="林老师").count() == 1
    assert Post.objects.filter(user__username="lin").count() == 2
    assert authenticate(None, username="lin", password="pass-word-9") is not None


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"unit": "330106"}, "您的管理范围内没有“330106”。"),
        ({"unit": "乐清市", "role": "cio"}, "乐清市是县（市、区），不设“校长（园长）”。"),
        ({"phone": "1390000"}, "手机号应为 11 位数字。"),
        ({"name": "别人"}, "这个手机号已登记在另一个姓名的账号上，请核对姓名和手机号。"),
    ],
    ids=["another city", "role unfit", "short phone", "another name"],
)
def test_an_account_is_refused_with_a_sentence(client, yueqing, xihu, school, wenzhou_bureau, values, sentence):
    factories.user("lin", school, "teacher", name="林老师", phone="13900000001")
    client.force_login(wenzhou_bureau)

    response = client.post(NEW, asked(**values))

    assert sentence in response.content.decode()
    assert Post.objects.filter(user__username="lin").count() == 1


def test_only_the_sysadmin_makes_admins(yueqing, zhejiang, wenzhou_bureau, province_office, sysadmin):
    for by in (wenzhou_bureau, province_office):
        with pytest.raises(Denied):
            people.open_with_post(name="某人", phone="13900000002", unit=yueqing, role="auditor", by=by)

    assert people.open_with_post(name="某人", phone="13900000002", unit=yueqing, role="auditor", by=sysadmin).post.role == "auditor"


def test_a_teacher_may_open_nothing(client, school, yueqing):
    teacher = factories.user("teacher", school, "teacher")
    client.force_login(teacher)

    assert client.get(NEW).status_code == 404
    with pytest.raises(Denied):
        people.open_with_post(name="某人", phone="13900000002", unit=school, role="teacher", by=teacher)


def test_an_audit_failure_opens_nothing(yueqing, wenzhou_bureau, monkeypatch):
    monkeypatch.setattr("portal.audit.recording.Event.save", lambda *_args, **_more: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        people.open_with_post(name="某人", phone="13900000002", unit=yueqing, role="bureau", by=wenzhou_bureau)

    assert not User.objects.filter(name="某人").exists()


def test_a_post_is_ended_after_a_question(client, yueqing, yueqing_bureau, wenzhou_bureau):
    post = yueqing_bureau.posts.get()
    client.force_login(wenzhou_bureau)
    address = reverse("accounts:end-post", args=[post.pk])
    assert "确定结束" in client.get(address).content.decode()

    client.post(address)

    post.refresh_from_db()
    assert post.state == "ended"
    assert Event.objects.filter(verb="post.ended").count() == 1


def test_nobody_ends_his_own_post_or_one_above_him(client, wenzhou_bureau, yueqing_bureau):
    with pytest.raises(Denied):
        people.end_post(post=yueqing_bureau.posts.get(), by=yueqing_bureau)
    with pytest.raises(Denied):
        people.end_post(post=wenzhou_bureau.posts.get(), by=yueqing_bureau)
    client.force_login(yueqing_bureau)

    for post in (wenzhou_bureau.posts.get(), yueqing_bureau.posts.get()):
        address = reverse("accounts:end-post", args=[post.pk])
        assert [client.get(address).status_code, client.post(address).status_code] == [404, 404]


@pytest.mark.parametrize("role", ["bureau_leader", "client"])
def test_who_may_not_end_a_post_is_not_asked(client, yueqing, yueqing_bureau, wenzhou, role):
    client.force_login(factories.user("reader", wenzhou, role))

    assert client.get(reverse("accounts:end-post", args=[yueqing_bureau.posts.get().pk])).status_code == 404


def test_who_may_not_reset_a_password_is_told_so_instead_of_asked(client, school, yueqing):
    person = factories.user("lin", school, "teacher")
    factories.post(person, yueqing, "bureau")
    client.force_login(factories.user("clerk", school, "school_admin"))

    response = client.post(reverse("accounts:reset-passwords"), {"row": person.posts.first().pk}, follow=True)

    assert "在您管理范围之外还有任职" in response.content.decode()
    assert "确定重置所选 1 人的密码" not in response.content.decode()


def test_passwords_are_reset_together_and_shown_once(client, yueqing, yueqing_bureau, wenzhou_bureau):
    client.force_login(wenzhou_bureau)
    rows = {"row": [yueqing_bureau.posts.get().pk]}
    assert "确定重置所选 1 人的密码" in client.post(reverse("accounts:reset-passwords"), rows).content.decode()

    response = client.post(reverse("accounts:reset-passwords"), rows | {"confirmed": "yes"}, follow=True)

    assert authenticate(None, username="yueqing", password=shown(response)) == yueqing_bureau
    assert authenticate(None, username="yueqing", password="pass-word-9") is None


def test_a_school_cannot_take_over_who_also_works_above(school, yueqing, sysadmin):
    clerk = factories.user("clerk", school, "school_admin")
    person = factories.user("lin", school, "teacher")
    factories.post(person, yueqing, "bureau")

    with pytest.raises(Denied, match="在您管理范围之外还有任职"):
        people.reset_passwords(people=[person], by=clerk)

    assert people.reset_passwords(people=[User.objects.get(pk=person.pk)], by=sysadmin)


def test_a_token_is_issued_shown_once_and_stopped(client, yueqing_bureau):
    client.force_login(yueqing_bureau)
    values = {"user": yueqing_bureau.pk, "name": "报表程序", "scope": "read", "days": 30}

    secret = shown(client.post(reverse("accounts:issue-token"), values, follow=True))

    headers = {"Authorization": f"Bearer {secret}"}
    client.logout()
    assert client.get("/api/v1/me/", headers=headers).json()["username"] == "yueqing"
    client.force_login(yueqing_bureau)
    client.post(reverse("accounts:revoke-token", args=[ApiToken.objects.get().pk]))
    client.logout()
    assert client.get("/api/v1/me/", headers=headers).status_code == 401


def test_nobody_gets_a_token_in_another_person_s_name(wenzhou_bureau, yueqing_bureau, yueqing):
    robot = factories.user("robot", yueqing, "client")

    with pytest.raises(Denied):
        people.issue_token(user=yueqing_bureau, name="x", scope="read", days=9, by=wenzhou_bureau)

    token, _secret = people.issue_token(user=robot, name="x", scope="read", days=9, by=wenzhou_bureau)
    with pytest.raises(Denied):
        people.revoke_token(token=token, by=factories.user("other"))


@pytest.mark.parametrize("count", [1, 3])
def test_the_token_page_asks_the_same_however_many(client, yueqing_bureau, count, django_assert_num_queries):
    for number in range(count):
        people.issue_token(user=yueqing_bureau, name=f"令牌{number}", scope="read", days=9, by=yueqing_bureau)
    client.force_login(yueqing_bureau)

    with django_assert_num_queries(9):
        response = client.get(reverse("accounts:token-list"))

    assert len(response.context["page"].rows) == count


def test_me_tells_the_posts(client, yueqing_bureau):
    client.force_login(yueqing_bureau)

    posts = client.get("/api/v1/me/").json()["posts"]

    assert [(post["role"], post["unit"], post["unit_name"]) for post in posts] == [("bureau", "330382", "乐清市")]


def test_a_role_that_does_not_fit_is_refused(yueqing, wenzhou_bureau):
    with pytest.raises(Refused, match="不设“教师”"):
        people.open_with_post(name="某人", phone="13900000002", unit=yueqing, role="teacher", by=wenzhou_bureau)


@pytest.mark.parametrize(("role", "seen"), [("sysadmin", True), ("bureau", True), ("bureau_leader", False), ("secadmin", False)])
def test_tokens_of_clients_are_shown_to_those_who_manage_them(client, zhejiang, yueqing, role, seen):
    system = factories.user("system", yueqing, "client", name="乐清数据平台")
    people.issue_token(user=system, name="每日读取", scope="read", days=9, by=None)
    client.force_login(factories.user("person", zhejiang, role))

    page = client.get(reverse("accounts:token-list")).content.decode()

    assert ("每日读取" in page, "乐清数据平台" in page) == (seen, seen)


def test_a_client_that_also_works_elsewhere_is_managed_from_above(client, zhejiang, yueqing, hangzhou, province_office):
    system = factories.user("system", yueqing, "client")
    factories.post(system, hangzhou, "client")
    county = factories.user("county", yueqing, "bureau")

    managers = [by.username for by in (county, province_office) if system in User.objects.clients_managed_by(by)]

    assert managers == ["province"]
