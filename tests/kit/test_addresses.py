"""Where a request comes from: our own proxies are believed, what a client writes before them is not."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory
from django.urls import reverse

from portal.accounts.actions import issue_token
from portal.accounts.middleware import acting_post
from portal.accounts.signin import ClosedAdapter
from portal.accounts.tokens import TokenAuthentication
from portal.audit.context import acting, current
from portal.documents import limits
from portal.kit.addresses import client_address

PROXY = "172.18.0.1"


def asked(forwarded: str | None = None, remote: str = PROXY):
    headers = {} if forwarded is None else {"x-forwarded-for": forwarded}
    return RequestFactory().get("/", headers=headers, REMOTE_ADDR=remote)


@pytest.mark.parametrize(
    ("proxies", "forwarded", "found"),
    [
        (0, None, PROXY),
        (0, "203.0.113.7", PROXY),
        (1, "203.0.113.7", "203.0.113.7"),
        (1, "6.6.6.6, 203.0.113.7", "203.0.113.7"),
        (2, "6.6.6.6, 203.0.113.7, 10.0.0.2", "203.0.113.7"),
        (1, "2001:DB8::7", "2001:db8::7"),
        (1, "203.0.113.7:4711", "203.0.113.7"),
        (1, "[2001:db8::7]:4711", "2001:db8::7"),
    ],
    ids=["bare", "forged", "one", "forged before one", "two", "v6", "port", "v6 port"],
)
def test_the_client_stands_as_many_places_from_the_right_as_we_have_proxies(settings, proxies, forwarded, found):
    settings.TRUSTED_PROXIES = proxies

    assert client_address(asked(forwarded)) == found


@pytest.mark.parametrize(
    "forwarded", [None, "", " ", "unknown", "203.0.113.7,", "203.0.113.7, <script>", "1.2.3.4.5", "[::1]x, [x"]
)
def test_what_is_no_address_is_not_believed(settings, forwarded):
    settings.TRUSTED_PROXIES = 1

    assert client_address(asked(forwarded)) == PROXY


def test_a_list_shorter_than_our_proxies_is_not_believed(settings):
    settings.TRUSTED_PROXIES = 2

    assert client_address(asked("203.0.113.7")) == PROXY


@pytest.fixture
def one_minute(monkeypatch):
    monkeypatch.setattr(limits.time, "time", lambda: 1_700_000_000.0)


def guess(client, forwarded: str) -> int:
    return client.get(reverse("documents:verify", args=["x"]), headers={"x-forwarded-for": forwarded}).status_code


@pytest.mark.django_db
def test_two_clients_behind_our_proxy_are_counted_apart_and_a_forged_left_part_changes_nothing(client, settings, one_minute):
    settings.TRUSTED_PROXIES = 1

    assert [guess(client, f"10.9.9.{n}, 203.0.113.7") for n in range(11)] == [404] * 10 + [429]
    assert guess(client, "203.0.113.8") == 404


@pytest.mark.django_db
def test_without_a_proxy_a_forged_header_makes_no_new_client(client, settings, one_minute):
    assert settings.TRUSTED_PROXIES == 0
    assert [guess(client, f"203.0.113.{n}") for n in range(11)] == [404] * 10 + [429]


def test_guesses_and_objections_are_counted_apart(one_minute):
    assert [limits.allowed(PROXY, "verify") for _ in range(11)] == [True] * 10 + [False]
    assert limits.allowed(PROXY, "object")


def test_failed_sign_ins_are_counted_by_the_client_behind_our_proxy(settings):
    settings.TRUSTED_PROXIES = 1

    assert ClosedAdapter().get_client_ip(asked("6.6.6.6, 203.0.113.7")) == "203.0.113.7"


def test_the_audit_tells_the_client_behind_our_proxy(settings):
    settings.TRUSTED_PROXIES = 1
    request = asked("6.6.6.6, 203.0.113.7")
    request.user = AnonymousUser()

    assert acting_post(lambda _request: current.get().source)(request) == "203.0.113.7"


@pytest.mark.django_db
def test_the_audit_tells_the_client_of_a_token_behind_our_proxy(settings, province_office):
    settings.TRUSTED_PROXIES = 1
    _token, secret = issue_token(user=province_office, name="上级平台", scope="read", days=1, by=None)
    request = asked("6.6.6.6, 203.0.113.7")
    request.META["HTTP_AUTHORIZATION"] = f"Bearer {secret}"

    with acting():
        TokenAuthentication().authenticate(request)
        assert current.get().source == "REST 203.0.113.7"
