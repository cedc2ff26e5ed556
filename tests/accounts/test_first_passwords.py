"""First passwords: one sign-in, within their days, and then one's own."""

from datetime import timedelta

import pytest
from django.contrib.auth import authenticate
from django.contrib.auth.hashers import check_password
from django.urls import reverse

from portal.accounts import first_passwords, people
from portal.accounts.actions import use_first_password
from portal.accounts.models import User
from portal.audit.models import Event
from portal.kit.clock import database_now
from tests import factories

OWN = "/first-password/"
CHOSEN = {"new_password1": "yue-qing-2026-xm", "new_password2": "yue-qing-2026-xm"}


@pytest.fixture
def school(yueqing):
    return factories.unit("1133000001", "某小学", "school", yueqing)


@pytest.fixture
def lin(school):
    return factories.user("lin", school, "teacher", name="林老师")


@pytest.fixture
def first(lin, yueqing_bureau):
    """The first password of a teacher."""
    ((_user, password),) = people.reset_passwords(people=[lin], by=yueqing_bureau)
    return password


def signed_in(client, name, password):
    client.logout()
    return client.post(reverse("account_login"), {"login": name, "password": password})


def test_a_first_password_opens_once(lin, first):
    assert authenticate(None, username="lin", password=first) == lin
    assert authenticate(None, username="lin", password=first) is None


def test_it_leads_to_one_s_own_password_and_nowhere_else(client, first):
    signed_in(client, "lin", first)

    assert [client.get(path).headers["Location"] for path in ("/", "/units/", reverse("account_change_password"))] == [OWN] * 3
    assert client.get("/api/v1/me/").json()["code"] == "password_first"
    assert "初始密码只能登录这一次" in client.get(OWN).content.decode()

    assert client.post(OWN, CHOSEN).headers["Location"] == "/"

    assert client.get("/").status_code == 200
    assert signed_in(client, "lin", CHOSEN["new_password1"]).status_code == 302
    assert client.get("/").status_code == 200
    assert client.get(OWN).headers["Location"] == reverse("account_change_password")


def test_the_first_password_is_not_taken_as_one_s_own(client, first):
    signed_in(client, "lin", first)

    answer = client.post(OWN, {"new_password1": first, "new_password2": first})

    assert answer.status_code == 422
    assert "初始密码只能用一次" in answer.content.decode()


def test_who_leaves_without_setting_one_needs_another_first_password(client, lin, first, yueqing_bureau):
    signed_in(client, "lin", first)
    assert signed_in(client, "lin", first).status_code == 200

    ((_user, second),) = people.reset_passwords(people=[lin], by=yueqing_bureau)

    assert signed_in(client, "lin", second).status_code == 302


def test_it_waits_three_days(lin, first):
    lin.refresh_from_db()
    waits = lin.first_password_until - database_now()
    assert timedelta(hours=71) < waits <= timedelta(hours=72)

    User.objects.filter(pk=lin.pk).update(first_password_until=database_now() - timedelta(seconds=1))

    assert authenticate(None, username="lin", password=first) is None


def test_a_new_first_password_ends_the_old_one_and_every_session(client, lin, first, yueqing_bureau):
    client.force_login(factories.user("chen", lin.posts.get().unit, "teacher"))
    other = User.objects.get(username="chen")
    assert client.get("/").status_code == 200

    people.reset_passwords(people=[lin, other], by=yueqing_bureau)

    assert client.get("/").headers["Location"].startswith(reverse("account_login"))
    assert authenticate(None, username="lin", password=first) is None
    assert authenticate(None, username="chen", password="pass-word-9") is None


def test_one_s_own_password_ends_the_other_sessions(client, lin):
    elsewhere = type(client)()
    elsewhere.force_login(lin)
    User.objects.filter(pk=lin.pk).update(first_password_until=database_now())
    client.force_login(User.objects.get(pk=lin.pk))

    client.post(OWN, CHOSEN)

    assert client.get("/").status_code == 200
    assert elsewhere.get("/").headers["Location"].startswith(reverse("account_login"))


def test_two_sign_ins_at_once_are_one(lin, first):
    seen = [User.objects.get(pk=lin.pk) for _hand in range(2)]

    assert [use_first_password(user=user) for user in seen] == [True, False]


def test_the_log_tells_it_without_the_password(client, lin, first, yueqing_bureau):
    signed_in(client, "lin", first)
    client.post(OWN, CHOSEN)

    told = Event.objects.filter(object_type="accounts.user", object_id=lin.pk).order_by("pk")

    assert list(told.values_list("verb", "actor__username")) == [
        ("account.first_password", "yueqing"),
        ("account.first_used", "lin"),
        ("account.password_set", "lin"),
    ]
    assert not any(first in str(vars(event)) for event in told)


def test_trying_a_first_password_costs_as_much_as_trying_any_other(monkeypatch):
    asked = []
    stored = first_passwords.hashed("abcd-efgh-jkmn")
    monkeypatch.setattr(first_passwords, "make_password", asked.append)

    check_password("x", stored)

    assert asked == ["x"]
