"""What is asked and handed in, over REST."""

import pytest
from django.urls import reverse

from programs.actions import reviewing
from programs.models import Filing, Task
from tests.programs.asked import ROW, blank, filing_of, handed_in, opened, soon, whole, workbook
from tests.sheets.books import opened as read_book

COLLECTIONS, FILINGS, REPORT = reverse("collection-list"), reverse("filing-list"), reverse("report-filings")


@pytest.fixture
def task(zhejiang, yueqing, xihu):
    return opened(zhejiang)


@pytest.fixture
def filing(task, yueqing):
    return filing_of(task, yueqing)


def at(filing, act=""):
    return f"{FILINGS}{filing.pk}/{act}/" if act else f"{FILINGS}{filing.pk}/"


def test_a_collection_is_made_corrected_and_opened(client, zhejiang, yueqing, province_office):
    client.force_login(province_office)
    sent = {
        "issuer": "330000",
        "title": "设备统计",
        "blank": blank(),
        "chosen": '{"levels": ["county"]}',
        "due_at": soon().isoformat(),
    }

    made = client.post(COLLECTIONS, sent)
    assert made.status_code == 201, made.json()
    assert [column["heading"] for column in made.json()["columns"]][:2] == ["学校名称", "教师数"]
    address = f"{COLLECTIONS}{made.json()['id']}/"
    columns = {"columns": [{"heading": "学校名称", "required": True}]}
    assert client.patch(address, columns, content_type="application/json").status_code == 428
    stale = {"If-Match": '"0"'}
    assert client.patch(address, columns, content_type="application/json", headers=stale).status_code == 412
    answer = client.patch(address, columns, content_type="application/json", headers={"If-Match": made["ETag"]})
    assert answer.json()["columns"] == [{"heading": "学校名称", "type": "text", "required": True, "choices": [], "sum": False}]

    assert client.post(f"{address}open/", headers={"If-Match": made["ETag"]}).status_code == 412
    opened = client.post(f"{address}open/", headers={"If-Match": client.get(address)["ETag"]})
    assert opened.json()["figures"]["asked"] == 1
    assert client.post(f"{address}open/").status_code == 409


def test_the_same_key_makes_one_collection(client, zhejiang, yueqing, province_office):
    client.force_login(province_office)
    sent = {"issuer": "330000", "title": "x", "content": "file", "chosen": {"levels": ["county"]}, "due_at": soon().isoformat()}

    ids = {
        client.post(COLLECTIONS, sent, content_type="application/json", headers={"Idempotency-Key": "k1"}).json()["id"]
        for _time in range(2)
    }

    assert len(ids) == 1
    assert Task.objects.count() == 1


def test_a_workbook_is_handed_in_and_its_findings_come_back(client, filing, yueqing_bureau):
    client.force_login(yueqing_bureau)

    refused = client.post(at(filing, "submit"), {"file": workbook([1, "甲", "很多", 1, "是", "", ""])})
    assert (refused.status_code, refused.json()["code"]) == (422, "faulty")
    assert refused.json()["fields"]["files"][0]["cell"] == "C3"
    done = client.post(at(filing, "submit"), {"file": workbook(ROW)})
    assert done.status_code == 200, done.json()
    assert (done.json()["state"], done.json()["version"], done.json()["versions"][0]["row_count"]) == ("submitted", 2, 1)
    sha256 = done.json()["versions"][0]["files"][0]["sha256"]
    assert client.get(at(filing, f"files/{sha256}")).status_code == 200


def test_review_over_rest(client, filing, province_office, yueqing_bureau):
    handed_in(filing)
    client.force_login(yueqing_bureau)
    assert client.post(at(filing, "accept")).status_code == 403
    client.force_login(province_office)

    assert client.post(at(filing, "send-back"), {"reason": "少一所"}, content_type="application/json").json()["state"] == "returned"
    assert client.post(at(filing, "accept")).status_code == 409
    later = {"due_at": soon(days=30).isoformat(), "reason": "延长"}
    assert client.post(at(filing, "extend"), later, content_type="application/json").json()["extended"] is True


def test_an_act_on_what_has_moved_on_is_stale(client, filing, province_office):
    handed_in(filing)
    client.force_login(province_office)
    before = client.get(at(filing))["ETag"]
    reviewing.accept(filing=filing, by=None)

    answer = client.post(at(filing, "send-back"), {"reason": "x"}, content_type="application/json", headers={"If-Match": before})

    assert answer.status_code == 412
    assert Filing.objects.get(pk=filing.pk).state == "accepted"


def test_filings_since_a_moment(client, task, filing, province_office):
    client.force_login(province_office)
    since = client.get(FILINGS).json()["as_of"]
    handed_in(filing)

    everybody = client.get(FILINGS, {"collection": task.pk}).json()["results"]
    changed = client.get(FILINGS, {"updated_since": since, "state": "submitted"}).json()["results"]

    assert [row["unit"] for row in everybody] == ["330106", "330382"]
    assert [row["unit"] for row in changed] == ["330382"]


def test_the_merged_rows_and_totals(client, task, filing, province_office, yueqing_bureau):
    handed_in(filing)
    client.force_login(province_office)
    address = f"{COLLECTIONS}{task.pk}/"

    row = client.get(f"{address}rows/").json()["results"][0]
    assert (row["unit"], row["cells"][:2]) == ("330382", ["实验小学", "42"])
    assert len(client.get(f"{address}rows/", {"updated_since": "2020-01-01"}).json()["results"]) == 1
    assert client.get(f"{address}rows/", {"updated_since": "2999-01-01"}).json()["results"] == []
    assert client.get(f"{address}totals/").json() == {"rows": 1, "totals": {"教师数": "42", "经费（元）": "1200.5"}}
    client.force_login(yueqing_bureau)
    assert client.get(f"{address}rows/").status_code == 403


def test_the_report_counts_by_unit(client, task, filing, province_office):
    handed_in(filing)
    client.force_login(province_office)

    rows = client.get(REPORT, {"collection": task.pk}).json()["results"]

    counts = [(row["name"], row["asked"], row["handed_in"], row["missing"]) for row in rows]
    assert counts == [("杭州市", 1, 0, 1), ("温州市", 1, 1, 0)]
    assert read_book(whole(client.get(REPORT, {"format": "xlsx"}))).active["C2"].value == "杭州市"
    assert client.get(REPORT, {"unit": "330300"}).json()["results"][0]["name"] == "乐清市"
