"""An address with a NUL character leads nowhere; PostgreSQL cannot be asked for it (canary: it answers with an error)."""

import pytest

from portal.kit import lost

pytestmark = pytest.mark.django_db
PAGES = ["/verify/%00/", "/verify/?code=%00", "/units/?q=a%00b"]
CALLS = ["/api/v1/documents/?form=%00", "/api/v1/units/%00/", "/api/v1/reports/awards/?cycle=x%00"]


@pytest.mark.parametrize("address", PAGES)
def test_a_page_is_not_found(client, province_office, address):
    client.force_login(province_office)

    answer = client.get(address)

    assert (answer.status_code, "没有" in answer.content.decode()) == (404, True)


@pytest.mark.parametrize("address", CALLS)
def test_a_call_is_told_that_it_is_malformed(client, province_office, address):
    client.force_login(province_office)

    answer = client.get(address)

    assert (answer.status_code, answer.json()["code"], answer.json()["detail"]) == (400, "malformed", "请求参数无效。")


@pytest.mark.parametrize("address", ["/verify/00/", "/verify/?code=%2500"])
def test_what_only_looks_like_it_is_asked_as_ever(client, address):
    assert client.get(address).headers["Cache-Control"] == "no-store"


@pytest.mark.postgres
def test_canary_without_the_guard_the_database_refuses(client, settings):
    settings.MIDDLEWARE = [one for one in settings.MIDDLEWARE if not one.startswith(lost.__name__)]
    client.raise_request_exception = False

    assert client.get("/verify/%00/").status_code == 500
