import json

import pytest
from django.urls import reverse
from rest_framework.test import APIClient

from portal.jobs.running import run_job
from portal.sheets.models import Upload
from programs.models import PerformanceEvaluation
from tests.sheets.books import as_file, opened, xlsx
from tests.sheets.flow import bring, keep
from tests.sheets.rows import scores

pytestmark = pytest.mark.usefixtures("world")


@pytest.fixture
def api(wenzhou_bureau):
    client = APIClient()
    client.force_authenticate(wenzhou_bureau)
    return client


def post(api, unit, rows, sheet="scores"):
    data = {"sheet": sheet, "unit": unit.code, "file": as_file(xlsx(rows))}
    return api.post("/api/v1/imports/", data, format="multipart")


def test_an_import_over_rest_is_the_same_three_steps(api, wenzhou):
    answer = post(api, wenzhou, scores(91.4, "九十"))
    assert answer.status_code == 202
    upload = Upload.objects.get(pk=answer.json()["upload"])
    assert answer.json() == {"job": upload.reading_job_id, "upload": upload.pk}

    run_job(answer.json()["job"])
    seen = api.get(f"/api/v1/imports/{upload.pk}/").json()
    assert (seen["state"], seen["counts"]["new"], seen["counts"]["refused"]) == ("preview", 1, 1)
    (finding,) = seen["findings"]
    assert {name: finding[name] for name in ("sheet", "row", "column", "value", "severity", "code")} == {
        "sheet": "Sheet1",
        "row": 3,
        "column": "得分",
        "value": "九十",
        "severity": "row",
        "code": "not_a_number",
    }

    refused = api.post(f"/api/v1/imports/{upload.pk}/confirm/", {})
    assert (refused.status_code, refused.json()["code"]) == (422, "rows_refused")
    for place in ("nowhere!99", "Sheet1!3"):  # neither waits to be chosen for: a refused row is not settled so
        made_up = api.post(f"/api/v1/imports/{upload.pk}/confirm/", {"choices": {"rows": {place: "x"}}}, format="json")
        assert (made_up.status_code, made_up.json()["code"]) == (422, "no_such_choice")
    confirmed = api.post(f"/api/v1/imports/{upload.pk}/confirm/", {"accept_partial": True})
    assert confirmed.status_code == 202
    run_job(confirmed.json()["job"])
    assert PerformanceEvaluation.objects.count() == 1

    undone = api.post(f"/api/v1/imports/{upload.pk}/undo/")
    assert (undone.status_code, undone.json()["state"]) == (200, "undone")
    assert PerformanceEvaluation.objects.get().state == "void"


def test_the_marked_up_copy_and_the_template_are_workbooks(api, wenzhou, wenzhou_bureau):
    upload = bring("scores", scores("九十"), unit=wenzhou, by=wenzhou_bureau)

    marked = api.get(f"/api/v1/imports/{upload.pk}/marked-up/")
    template = api.get("/api/v1/imports/template/", {"sheet": "scores", "unit": wenzhou.code})

    assert opened(marked.content).active["D2"].comment
    assert opened(template.content).active["A3"].value == "单位*"


def test_foreign_units_and_uploads_do_not_exist(api, wenzhou, xihu, xihu_bureau):
    foreign = bring("scores", scores(80, unit="西湖区"), unit=xihu, by=xihu_bureau)

    assert post(api, xihu, scores(80)).status_code == 404
    assert api.get(f"/api/v1/imports/{foreign.pk}/").status_code == 404
    assert api.post(f"/api/v1/imports/{foreign.pk}/confirm/", {}).status_code == 404
    assert api.get("/api/v1/imports/").json()["results"] == []


@pytest.mark.parametrize(
    ("choices", "status"),
    [({"hidden": "perhaps"}, 422), ({"rows": [1]}, 422), ({"anything": 1}, 422), ([], 400)],
    ids=["value", "rows", "name", "shape"],
)
def test_choices_of_the_wrong_shape_are_refused(api, wenzhou, wenzhou_bureau, choices, status):
    upload = bring("scores", scores(91.4), unit=wenzhou, by=wenzhou_bureau)

    answer = api.post(f"/api/v1/imports/{upload.pk}/confirm/", {"choices": choices}, format="json")

    assert answer.status_code == status
    assert Upload.objects.get().state == "preview"


def test_an_unknown_sheet_and_a_missing_file_are_answered_in_the_one_shape(api, wenzhou):
    unknown = post(api, wenzhou, scores(80), sheet="nothing")
    missing = api.post("/api/v1/imports/", {"sheet": "scores", "unit": wenzhou.code}, format="multipart")

    assert (unknown.status_code, unknown.json()["code"]) == (422, "unknown_sheet")
    assert (missing.status_code, set(missing.json())) == (400, {"code", "detail", "clause", "fields"})


def test_the_list_goes_on_from_where_it_was(api, wenzhou, wenzhou_bureau):
    first = keep(bring("scores", scores(91.4), unit=wenzhou, by=wenzhou_bureau), by=wenzhou_bureau)

    answer = api.get(reverse("import-list"), {"updated_since": first.created_at.isoformat()}).json()

    assert [row["id"] for row in answer["results"]] == [first.pk]
    assert "findings" not in json.dumps(answer)
