"""What REST answers at the edges: the first and the last year, half characters, rows below one that did not change."""

from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest
from django.test import RequestFactory
from django.utils import timezone
from rest_framework.exceptions import ParseError
from rest_framework.parsers import MultiPartParser
from rest_framework.response import Response
from rest_framework.test import APIClient

from portal.accounts.actions import issue_token
from portal.kit import reports, rest
from portal.kit.wire import StrictJSONParser
from portal.units.api import UnitSerializer
from portal.units.models import Unit
from tests import factories

EDGES = [
    "0001-01-01",
    "0001-01-01T00:00:00",
    "0001-01-01T00:00:00+14:00",
    "0001-01-01T00:00:00+08:00",
    "9999-12-31T23:59:59-12:00",
    "9999-12-31T23:59:59Z",
]


class Asked:
    """A request that asks for ``as_of``."""

    def __init__(self, text):
        self.query_params = {"as_of": text}


def read(body: str):
    request = RequestFactory().post("/", body.encode(), content_type="application/json")
    return StrictJSONParser().parse(request)


@pytest.fixture
def api(db):
    province = factories.unit("330000", "浙江省", "province")
    city = factories.unit("330300", "温州市", "city", province)
    factories.unit("330382", "乐清市", "county", city)
    _token, secret = issue_token(user=factories.user("office", province, "office"), name="t", scope="read", days=1, by=None)
    api = APIClient()
    api.credentials(HTTP_AUTHORIZATION=f"Bearer {secret}")
    return api


@pytest.mark.parametrize("text", EDGES)
def test_a_time_that_no_clock_can_tell_is_no_time(text):
    for parse in (rest.parse_since, rest.parse_until):
        with pytest.raises(ParseError):
            parse(text)
    with pytest.raises(ParseError):
        reports.day_asked(Asked(text))


@pytest.mark.parametrize("text", EDGES)
def test_a_list_refuses_such_a_time_with_a_sentence(api, text):
    answer = api.get("/api/v1/units/", {"updated_since": text})

    assert (answer.status_code, answer.json()["detail"]) == (400, "updated_since 应为 ISO-8601 时间。")


def test_a_row_of_that_very_moment_has_changed_since(api):
    rows = api.get("/api/v1/units/").json()["results"]
    since = max(row["updated_at"] for row in rows)

    told = api.get("/api/v1/units/", {"updated_since": since}).json()["results"]

    assert [row["code"] for row in told] == [row["code"] for row in rows if row["updated_at"] == since]


def test_the_first_moment_of_all_is_a_time(api):
    assert len(api.get("/api/v1/units/", {"updated_since": "0001-01-01T00:00:00Z"}).json()["results"]) == 3


def test_the_last_day_of_all_is_a_day(api):
    assert rest.parse_until("9999-12-31").isoformat() == "9999-12-31T23:59:59.999999+08:00"
    assert api.get("/api/v1/units/", {"updated_since": "9999-12-31"}).json()["results"] == []


def test_arithmetic_out_of_range_is_the_callers_mistake():
    answer = rest.refusals(OverflowError("date value out of range"), {})

    assert (answer.status_code, answer.data["detail"]) == (400, "数字或时间超出了可用的范围。")


def test_a_multipart_body_without_its_boundary_is_told_in_our_words():
    with pytest.raises(ParseError) as refusal:
        MultiPartParser().parse(BytesIO(b"x"), "multipart/form-data", {"request": RequestFactory().post("/")})

    answer = rest.refusals(refusal.value, {})

    assert (answer.status_code, answer.data["detail"]) == (400, "multipart 请求体读不出来，请检查请求头里的 boundary。")


@pytest.mark.parametrize("body", ['{"a": "\\ud800"}', '{"\\uDC00": 1}', '["\\udc00\\ud800"]', '[[{"a": ["x\\uDFFF"]}]]'])
def test_half_a_character_is_not_json(body):
    with pytest.raises(ParseError):
        read(body)


def test_a_whole_character_may_be_written_in_halves():
    assert read('["\\ud840\\udc00", "\\u4e2d", "\\\\ud800"]') == ["𠀀", "中", "\\ud800"]


@pytest.mark.parametrize(
    ("asked", "day"),
    [("2023-11-30", "2023-11-30"), ("2023-11-30T15:59:59Z", "2023-11-30"), ("2023-11-30T16:00:00+00:00", "2023-12-01")],
)
def test_the_day_of_a_moment_is_the_one_in_china(asked, day):
    assert str(reports.day_asked(Asked(asked))) == day


def test_text_after_a_day_is_not_ignored():
    with pytest.raises(ParseError):
        reports.day_asked(Asked("2023-11-30 or so"))


def test_a_row_is_found_though_it_did_not_change(api):
    later = (timezone.now() + timedelta(days=1)).isoformat()

    assert api.get("/api/v1/units/330300/", {"updated_since": later}).status_code == 200
    assert api.get("/api/v1/units/", {"updated_since": later}).json()["results"] == []


def test_a_list_below_a_row_tells_what_changed_in_it(api):
    Unit.objects.update(updated_at=datetime(2020, 1, 1, tzinfo=UTC))
    Unit.objects.filter(code="330382").stamp()
    address = "/api/v1/units/330300/children/"

    assert [row["code"] for row in api.get(address, {"updated_since": "2021-01-01"}).json()["results"]] == ["330382"]
    later = (timezone.now() + timedelta(days=1)).isoformat()
    assert api.get(address, {"updated_since": later}).json()["results"] == []
    assert api.get(address, {"updated_since": "abc"}).status_code == 400


def test_one_row_tells_its_version(api):
    assert api.get("/api/v1/units/330382/")["ETag"] == rest.etag(Unit.objects.get(code="330382"))


class Deed(rest.ListRetrieve):
    """An act on a unit that answers with the unit as it was left."""

    serializer_class, lookup_field = UnitSerializer, "code"
    authentication_classes, permission_classes = [], []

    def queryset_for(self, user):
        return Unit.objects.select_related("parent")

    def act(self, request, code, below=None):
        unit = self.get_object()
        Unit.objects.filter(pk=unit.pk).stamp()
        return Response({"code": self.get_object().code})


@pytest.mark.parametrize(
    ("named", "path", "status"),
    [
        ("present", {}, 200),
        ("past", {}, 412),
        (None, {}, 200),
        ("past", {"below": "1"}, 200),  # which names the version of what lies below
    ],
)
def test_an_act_sent_with_a_version_is_done_to_that_version_only(api, named, path, status):
    row = Unit.objects.get(code="330382")
    before = row.updated_at
    headers = {"If-Match": {"present": rest.etag(row), "past": '"0.000000"'}[named]} if named else {}
    request = RequestFactory().post("/", headers=headers)

    answer = Deed.as_view({"post": "act"})(request, code="330382", **path)

    assert answer.status_code == status
    assert (Unit.objects.get(code="330382").updated_at > before) == (status == 200)
