import pytest
from rest_framework.test import APIClient

from programs.loading import load_notice
from programs.models import Notice
from tests import factories
from tests.programs.notice_samples import four_trees, small


@pytest.fixture
def trees(db):
    return four_trees()


@pytest.fixture
def api(trees):
    client = APIClient()
    client.force_authenticate(factories.user("lin", trees["330382"], "bureau"))
    return client


def test_a_notice_is_written_looked_at_and_issued_over_rest(api):
    begun = api.post("/api/v1/notices/", {"issuer": "330382", "text": small().decode()}, format="json")
    assert (begun.status_code, begun.data["number"], begun.data["faults"]) == (201, "演示函〔2024〕1号", [])
    address = f"/api/v1/notice-drafts/{begun.data['id']}/"

    changed = api.put(address, {"text": small(('"40"', '"45"')).decode()}, format="json", headers={"If-Match": begun["ETag"]})
    assert (changed.status_code, changed.data["revision"]) == (200, 2)
    seen = api.get(f"{address}affected/")
    assert {"label": "总学时", "before": "未规定，不执行", "after": "不少于 45 学时"}.items() <= dict(
        seen.data["shifts"][0]
    ).items()

    stale = api.post(f"{address}issue/", headers={"If-Match": begun["ETag"]})
    issued = api.post(f"{address}issue/", headers={"If-Match": changed["ETag"]})

    assert stale.status_code == 412
    assert (issued.status_code, issued.data["number"], issued.data["version"]) == (200, "演示函〔2024〕1号", 1)
    assert Notice.objects.get().policy_values.get(parameter="total_hours").value == "45"


def test_bad_input_is_answered_with_line_key_and_sentence(api):
    text = small(('value: "40"', 'value: "四十"')).decode()
    begun = api.post("/api/v1/notices/", {"issuer": "330382", "text": text}, format="json")

    refused = api.post(f"/api/v1/notice-drafts/{begun.data['id']}/issue/", headers={"If-Match": begun["ETag"]})

    [fault] = begun.data["faults"]
    assert (fault["line"], fault["key"], fault["message"]) == (15, "policy[1].value", "应为数字。")
    assert (refused.status_code, refused.data["code"]) == (422, "notice_refused")
    assert refused.data["fields"] == {"policy[1].value": "第 15 行 policy[1].value：应为数字。"}


def test_a_field_that_is_missing_is_named(api):
    answer = api.post("/api/v1/notices/", {"title": "无单位"}, format="json")

    assert (answer.status_code, list(answer.data["fields"])) == (400, ["issuer"])


def test_a_foreign_unit_is_not_found_and_an_upper_one_is_denied(api):
    for code, status in (("341324", 404), ("330000", 403)):
        answer = api.post("/api/v1/notices/", {"issuer": code, "title": "甲"}, format="json")
        assert answer.status_code == status


def test_versions_are_listed_and_told_apart(api):
    notice = load_notice(file=small(), by=None).notice
    load_notice(file=small(("max: 5", "max: 4")), by=None)

    versions = api.get(f"/api/v1/notices/{notice.pk}/versions/").data
    told = api.get(f"/api/v1/notices/{notice.pk}/differences/", {"before": 1, "after": 2}).data
    wrong = api.get(f"/api/v1/notices/{notice.pk}/differences/", {"before": 1})

    assert [row["number"] for row in versions] == [2, 1]
    assert [row["sentence"] for row in told] == ["“学校信息化管理团队人数”的规定由“3–5 人”改为“3–4 人”。"]
    assert wrong.status_code == 400


def test_a_notice_is_repealed_and_tells_its_end(api):
    notice = load_notice(file=small(), by=None).notice

    answer = api.post(f"/api/v1/notices/{notice.pk}/repeal/", {"ended_on": "2024-12-31", "reason": "期满"}, format="json")

    assert (answer.status_code, answer.data["state"], answer.data["ended_on"]) == (200, "repealed", "2024-12-31")
    assert (
        api.post(f"/api/v1/notices/{notice.pk}/repeal/", {"ended_on": "2024-12-31", "reason": "期满"}, format="json").status_code
        == 409
    )


def test_the_register_is_filtered_over_rest_as_on_the_page(api):
    load_notice(file=small(), by=None)

    assert len(api.get("/api/v1/notices/", {"q": "演示函(2024)1 号"}).data["results"]) == 1
    assert api.get("/api/v1/notices/", {"state": "repealed"}).data["results"] == []
