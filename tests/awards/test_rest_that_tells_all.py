"""Who follows a selection over REST misses nothing, and reads nothing that is no longer his to read."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from rest_framework.test import APIClient

from awards.actions import attaching, eligibility, nominations
from awards.models import AwardCycle, LatePermit, Nomination, QuotaBound
from portal.accounts.actions import issue_token
from portal.accounts.models import Repeat
from portal.kit.clock import database_now, local
from tests.awards.factories import drafted, submitted
from tests.awards.test_api import BODY, client_of

OLD = datetime(2020, 1, 1, tzinfo=UTC)
CYCLE, NOMINATIONS = "/api/v1/cycles/zj-2023/", "/api/v1/nominations/"
LISTS = ["abstentions", "eligibility", "ledger", "attestations"]
TOO_FAR = ["0001-01-01T00:00:00", "0001-01-01T00:00:00+08:00", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00"]
PDF = b"%PDF-1.7 a plan"
SHAPE = ["code", "detail", "clause", "fields"]


def later() -> str:
    return (timezone.now() + timedelta(days=1)).isoformat()


def headings(api, report) -> list[str]:
    answer = api.get(f"/api/v1/reports/{report}/", {"format": "csv"})
    return b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()[0].split(",")


@pytest.fixture
def token(counties, bureaus):
    """A token of Yueqing's clerk, and a client that bears it."""
    token, secret = issue_token(user=bureaus[counties[0].pk], name="t", scope="write", days=1, by=None)
    api = APIClient()
    api.credentials(HTTP_AUTHORIZATION=f"Bearer {secret}")
    return token, api


@pytest.fixture
def waiting(cycle, county_unit, counties, bureaus):
    """A form on Wenzhou's desk, where the notice sets a reserve list; last changed long ago."""
    QuotaBound.objects.create(cycle=cycle, position=0, parameters={"kind": "reserve", "number": 1, "clause": "附件1"})
    row = submitted(county_unit, counties[0], bureaus[counties[0].pk])
    Nomination.objects.filter(pk=row.pk).update(updated_at=OLD)
    return row


@pytest.mark.parametrize("over", [{"revoked_at": OLD}, {"expires_at": OLD}])
def test_what_was_answered_is_not_repeated_to_a_token_that_is_over(token, over):
    row, api = token
    first = api.post(NOMINATIONS, BODY, headers={"Idempotency-Key": "k"})
    type(row).objects.filter(pk=row.pk).update(**over)

    again = api.post(NOMINATIONS, BODY, headers={"Idempotency-Key": "k"})

    assert (first.status_code, again.status_code) == (201, 401)
    assert "陈知行" in first.content.decode()
    assert "陈知行" not in again.content.decode()
    assert (Nomination.objects.count(), Repeat.objects.count()) == (1, 1)


def test_a_repeated_answer_tells_the_version_too(token):
    _row, api = token
    first, again = (api.post(NOMINATIONS, BODY, headers={"Idempotency-Key": "k"}) for _ in range(2))

    assert (again.status_code, again["ETag"]) == (201, first["ETag"])
    changed = api.patch(f"{NOMINATIONS}{again.json()['id']}/", {"reason": "理由"}, headers={"If-Match": again["ETag"]})
    assert changed.status_code == 200, changed.json()


def test_nor_to_a_person_who_left(token, bureaus, counties):
    _row, api = token
    api.post(NOMINATIONS, BODY, headers={"Idempotency-Key": "k"})
    type(bureaus[counties[0].pk]).objects.filter(pk=bureaus[counties[0].pk].pk).update(is_active=False)

    assert api.post(NOMINATIONS, BODY, headers={"Idempotency-Key": "k"}).status_code == 401


def test_a_header_that_is_no_token_lets_nobody_read_what_another_was_answered(counties, bureaus):
    one, other = APIClient(), APIClient()
    one.force_login(bureaus[counties[0].pk])
    headers = {"Idempotency-Key": "k", "Authorization": "Basic eDp4"}

    assert one.post(NOMINATIONS, BODY, headers=headers).status_code == 201
    assert other.post(NOMINATIONS, BODY, headers=headers).status_code in {401, 403}


def test_a_key_that_is_too_long_is_refused_rather_than_cut(token):
    _row, api = token

    told = api.post(NOMINATIONS, BODY, headers={"Idempotency-Key": "k" * 129})
    whole = api.post(NOMINATIONS, BODY, headers={"Idempotency-Key": "k" * 128})

    assert (told.status_code, whole.status_code) == (400, 201)
    assert told.json() == {"code": "malformed", "detail": "Idempotency-Key 最长 128 个字符。", "clause": None, "fields": {}}


@pytest.mark.parametrize("what", LISTS)
def test_a_list_below_a_selection_is_there_though_the_selection_did_not_change(cycle, province_office, what):
    api = client_of(province_office, "read")

    told = api.get(f"{CYCLE}{what}/", {"updated_since": later()})

    assert (told.status_code, told.json()["results"]) == (200, [])
    assert api.get(f"{CYCLE}{what}/", {"updated_since": "abc"}).status_code == 400


def test_decisions_are_told_by_when_they_changed(cycle, counties, county_unit, wenzhou_bureau):
    reasons = {counties[0]: "早先", counties[1]: "新近"}
    for unit, reason in reasons.items():
        eligibility.attest(category=county_unit, unit=unit, clause="二(一)1区县(3)", met=True, reason=reason, by=wenzhou_bureau)
    cycle.attestations.filter(reason="早先").update(updated_at=OLD)
    api = client_of(wenzhou_bureau, "read")

    told = api.get(f"{CYCLE}attestations/", {"updated_since": "2021-01-01"}).json()["results"]

    assert "早先" in [row["reason"] for row in api.get(f"{CYCLE}attestations/").json()["results"]]
    assert "新近" in [row["reason"] for row in told]
    assert "早先" not in [row["reason"] for row in told]


def test_files_are_told_by_when_they_changed(counties, bureaus, county_unit):
    by = bureaus[counties[0].pk]
    row = drafted(county_unit, counties[0], by)
    api, address = client_of(by), f"{NOMINATIONS}{row.pk}/attachments/"
    for name in ("old.pdf", "new.pdf"):
        api.post(address, {"file": SimpleUploadedFile(name, PDF + name.encode())}, format="multipart")
    row.attachments.filter(file_name="old.pdf").update(updated_at=OLD)

    assert [one["name"] for one in api.get(address, {"updated_since": "2021-01-01"}).json()["results"]] == ["new.pdf"]
    assert api.get(address, {"updated_since": later()}).json()["results"] == []
    assert api.get(address, {"updated_since": "abc"}).status_code == 400
    removed = row.attachments.get(file_name="new.pdf")
    attaching.remove(attachment=removed, by=by)
    assert [one["name"] for one in api.get(address).json()["results"]] == ["old.pdf"]
    told = api.get(address, {"updated_since": "2021-01-01"}).json()["results"]
    assert [(one["name"], one["state"]) for one in told] == [("new.pdf", "removed")]


@pytest.mark.parametrize("moment", TOO_FAR)
def test_a_time_no_clock_can_tell_is_refused_and_nothing_moves(cycle, counties, province_office, moment):
    api = client_of(province_office)
    cycle.phases.update(opens_at=None)
    before = list(cycle.phases.values_list("ends_at"))

    moved = api.post(f"{CYCLE}move-deadline/", {"phase": "nominate", "ends_at": moment, "reason": "x"})
    late = api.post(f"{CYCLE}allow-late/", {"unit": "330382", "until": moment, "reason": "x"})

    assert [(told.status_code, list(told.json())) for told in (moved, late)] == [(400, SHAPE)] * 2
    assert (list(cycle.phases.values_list("ends_at")), LatePermit.objects.count()) == (before, 0)


@pytest.mark.parametrize("report", ["quota-usage", "awards", "not-nominated"])
def test_a_report_refuses_such_a_time(cycle, province_office, report):
    api = client_of(province_office, "read")
    for moment in (*TOO_FAR, "0001-01-01"):
        assert api.get(f"/api/v1/reports/{report}/", {"cycle": "zj-2023", "as_of": moment}).status_code == 400


def test_half_a_character_in_a_choice_is_refused(cycle, counties, province_office):
    told = client_of(province_office).generic(
        "POST", f"{CYCLE}move-deadline/", '{"phase": "\\ud800"}', content_type="application/json"
    )

    assert (told.status_code, told.json()["detail"]) == (400, "请求体不是有效的 JSON。")


def test_a_report_of_the_present_takes_the_time_a_list_has_just_told(cycle, province_office):
    api = client_of(province_office, "read")
    as_of = api.get(NOMINATIONS).json()["as_of"]
    midnight = local(database_now()).replace(hour=0, minute=30).astimezone(UTC)  # the day before in UTC

    for moment in (as_of, midnight.isoformat()):
        assert api.get("/api/v1/reports/not-nominated/", {"cycle": "zj-2023", "as_of": moment}).status_code == 200


def test_a_recommendation_that_was_withdrawn_is_in_no_report_of_the_present(rows, bureaus, counties, province_office):
    gone, *stay = rows
    nominations.withdraw(nomination=gone, by=bureaus[gone.unit_id])
    api = client_of(province_office, "read")

    told = api.get("/api/v1/reports/awards/", {"cycle": "zj-2023"}).json()["results"]
    past = api.get("/api/v1/reports/awards/", {"cycle": "zj-2023", "as_of": database_now().isoformat()}).json()["results"]

    assert [row["unit"] for row in told] == [row["unit"] for row in past] == [row.unit.code for row in stay]


@pytest.mark.parametrize("report", ["quota-usage", "awards", "results", "judging"])
def test_a_file_of_several_selections_says_which(cycle, rows, province_office, report):
    assert headings(client_of(province_office, "read"), report)[0] == "评选活动"


def test_another_end_of_a_step_is_a_change_of_its_selection(cycle, province_office):
    AwardCycle.objects.update(updated_at=OLD)
    api, asked = client_of(province_office), {"updated_since": "2021-01-01"}
    assert api.get("/api/v1/cycles/", asked).json()["results"] == []

    api.post(f"{CYCLE}move-deadline/", {"phase": "recommend", "ends_at": "2030-01-01T00:00:00+08:00", "reason": "x"})

    assert [row["code"] for row in api.get("/api/v1/cycles/", asked).json()["results"]] == ["zj-2023"]


@pytest.mark.parametrize("act", ["reserve", "unreserve"])
def test_standing_by_is_told_as_a_change_and_leaves_the_form_as_it_was_read(waiting, wenzhou_bureau, act):
    api, asked = client_of(wenzhou_bureau), {"updated_since": "2021-01-01"}
    quota = f"{CYCLE}quotas/county_unit/330300/"
    if act == "unreserve":
        api.post(f"{quota}reserve/", {"nomination": waiting.pk})
        Nomination.objects.update(updated_at=OLD)
    assert api.get(NOMINATIONS, asked).json()["results"] == []

    assert api.post(f"{quota}{act}/", {"nomination": waiting.pk}).status_code == 200

    [row] = api.get(NOMINATIONS, asked).json()["results"]
    assert (row["id"], row["version"]) == (waiting.pk, waiting.version)
    ledger = [line["standing"] for line in api.get(f"{CYCLE}ledger/", asked).json()["results"]]
    assert ledger == (["waits"] if act == "reserve" else [])
