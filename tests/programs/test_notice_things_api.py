"""What is left of notices, calendars, designations and groups over REST, and their pages for correcting them."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from programs.facts.calendar import columns_of, steps_over
from programs.loading import load_notice
from programs.models import Designation, Group, Notice, NoticeDraft, StepProgress
from tests import factories
from tests.programs import factories as evidence
from tests.programs.calendars import YUEQING, clerk, loaded
from tests.programs.notice_samples import small
from tests.schools import people

DAY = date(2024, 1, 1)


def test_a_notice_is_revised_dropped_repealed_and_reinstated(sends, yueqing, yueqing_bureau):
    load_notice(file=small(issuer='"330382"'), by=None)
    at = f"notices/{Notice.objects.get().pk}"

    draft = sends(yueqing_bureau, f"{at}/revise/").json()
    assert sends(yueqing_bureau, f"{at}/revise/").json()["id"] == draft["id"]
    assert sends(yueqing_bureau, f"notice-drafts/{draft['id']}/drop/").json()["state"] == "dropped"
    assert sends(yueqing_bureau, f"{at}/repeal/", {"ended_on": "2024-12-31", "reason": "期满"}).json()["state"] == "repealed"
    assert sends(yueqing_bureau, f"{at}/reinstate/", {"reason": "继续"}).json()["state"] == "current"
    assert NoticeDraft.objects.get().state == "dropped"


def test_a_file_of_a_notice_is_kept_given_out_and_taken_off(client, sends, yueqing, yueqing_bureau):
    load_notice(file=small(issuer='"330382"'), by=None)
    at = f"notices/{Notice.objects.get().pk}"
    client.force_login(yueqing_bureau)

    made = client.post(f"/api/v1/{at}/attach/", {"file": SimpleUploadedFile("附件.pdf", b"%PDF-1 x"), "annex": 2})
    assert (made.status_code, made.json()["annex"]) == (201, 2)
    given = client.get(f"/api/v1/{at}/attached/{made.json()['id']}/")
    assert b"".join(given.streaming_content) == b"%PDF-1 x"
    sends(yueqing_bureau, f"{at}/detach/", {"attachment": made.json()["id"]})

    assert client.get(f"/api/v1/{at}/attached/{made.json()['id']}/").status_code == 404


def test_policies_are_compared_over_rest(client, yueqing, xihu, yueqing_bureau, wenzhou):
    load_notice(file=small(issuer='"330300"'), by=None)
    client.force_login(factories.user("city", wenzhou, "bureau"))
    asked = {"unit": "330382", "other": "330300"}

    told = client.get("/api/v1/programs/ict2/compare/", asked).json()

    assert next((one["label"], one["differs"]) for one in told["values"]) == ("总学时", False)
    assert client.get("/api/v1/programs/ict2/compare/", asked | {"unit": "330106"}).status_code == 404


@pytest.mark.django_db
def test_a_step_is_shown_by_a_file_that_those_above_can_fetch(client):
    units = loaded(YUEQING)
    school, office = clerk(units["school0"], "school_admin"), clerk(units[YUEQING])
    row = next(one for one in _own_steps(units["school0"]) if not one.task)
    address = reverse("programs:calendar-report", args=[row.pk, units["school0"].code])
    client.force_login(school)

    client.post(address, {"state": "done", "file": SimpleUploadedFile("总结.pdf", b"%PDF-1 x")})

    mark = StepProgress.objects.get()
    assert (mark.state, mark.file_name) == ("done", "总结.pdf")
    client.post(address, {"state": "done", "evidence": "见材料"})
    client.force_login(office)
    [told] = client.get("/api/v1/calendar-marks/", {"step": row.pk}).json()["results"]
    assert (told["file_name"], told["evidence"]) == ("总结.pdf", "见材料")
    file = client.get(reverse("programs:calendar-evidence", args=[row.pk, units["school0"].code]))
    assert b"".join(file.streaming_content) == b"%PDF-1 x"
    assert b"".join(client.get(f"/api/v1/calendar-marks/{mark.pk}/file/").streaming_content) == b"%PDF-1 x"
    client.force_login(clerk(units["school1"], "school_admin"))
    assert client.get(reverse("programs:calendar-evidence", args=[row.pk, units["school0"].code])).status_code == 404


def _own_steps(unit):
    columns = columns_of(steps_over(unit))
    return [column.step for column in columns if column.concerns(unit) and not column.task]


@pytest.mark.django_db
def test_waves_and_gates_are_reported(client):
    units = loaded(YUEQING)
    client.force_login(clerk(units[YUEQING]))

    waves = client.get("/api/v1/reports/waves/", {"unit": YUEQING}).json()["results"]
    gates = client.get("/api/v1/reports/gates/", {"unit": YUEQING, "gate": "completion"})

    assert next(row["half_years"] for row in waves) == "2020H2、2021H1"
    assert gates.json()["results"] == []
    assert client.get("/api/v1/reports/gates/", {"gate": "x"}).status_code == 400


@pytest.mark.django_db
def test_a_year_is_planned_over_rest(sends):
    units = loaded(YUEQING)
    number = Notice.objects.get().number

    assert sends(clerk(units[YUEQING]), "calendar/yearly/", {"notice": number}).status_code == 422


def test_a_designation_is_given_corrected_ended_and_voided(client, sends, yueqing, yueqing_bureau):
    evidence.program()
    sent = {"unit": "330382", "program": "ict2", "kind": "pilot", "level": "city", "starts_on": "2024-01-01"}
    made = sends(yueqing_bureau, "designations/", sent)
    at = f"designations/{made.json()['id']}"
    change = {"level": "provincial", "starts_on": "2024-02-01", "note": "浙教〔2024〕1号"}

    assert sends(yueqing_bureau, f"{at}/", change, method="put").status_code == 428
    changed = sends(yueqing_bureau, f"{at}/", change, method="put", **{"If-Match": made["ETag"]}).json()
    assert (changed["level"], changed["note"]) == ("provincial", "浙教〔2024〕1号")
    assert sends(yueqing_bureau, f"{at}/end/", {"ends_on": "2025-01-01"}).json()["ends_on"] == "2025-01-01"
    assert sends(yueqing_bureau, f"{at}/void/", {"reason": "登记错了"}).json()["state"] == "void"


def test_a_designation_is_corrected_on_its_page(client, yueqing, yueqing_bureau, xihu_bureau):
    row = Designation.objects.create(program=evidence.program(), unit=yueqing, kind="pilot", level="city", starts_on=DAY)
    Designation.objects.create(program=row.program, unit=yueqing, kind="pilot", level="county", starts_on=DAY)
    page = reverse("programs:designation", args=[row.pk])
    client.force_login(yueqing_bureau)

    assert client.post(page, {"level": "county", "starts_on": "2024-01-01"}).status_code == 422
    client.post(page, {"level": "provincial", "starts_on": "2024-01-01", "ends_on": "2024-12-31"})

    row.refresh_from_db()
    assert (row.level, row.ends_on) == ("provincial", date(2024, 12, 31))
    client.force_login(xihu_bureau)
    assert client.get(page).status_code == 404


def test_a_group_is_filled_from_the_roster_corrected_and_put_aside(client, sends, yueqing, yueqing_bureau):
    school = people.school("2133000001", "乐清市第一小学", yueqing)
    teacher = people.teacher(school, "林小雨", 1)
    row = Group.objects.create(unit=school, program=evidence.program(), kind="management_team", year=2024)
    at = f"groups/{row.pk}"

    picked = sends(yueqing_bureau, f"{at}/pick/", {"teachers": [teacher.code], "role": "member", "starts_on": "2024-01-01"}).json()
    [member] = picked["members"]
    told = sends(yueqing_bureau, f"{at}/revise-member/", {"member": member["id"], "role": "leader"}).json()
    assert (told["members"][0]["name"], told["members"][0]["role"], told["remark"]) == ("林小雨", "leader", "")
    signed = {"text": "同意", "signatory": "陈知行", "signed_on": "2024-01-02"}
    assert sends(yueqing_bureau, f"{at}/opinion/", signed).status_code == 201
    version = {"If-Match": client.get(f"/api/v1/{at}/")["ETag"]}
    assert sends(yueqing_bureau, f"{at}/", {"department": "教务处"}, method="patch", **version).json()["department"] == "教务处"
    assert client.get("/api/v1/reports/groups-missing/").json()["results"] == []
    assert sends(yueqing_bureau, f"{at}/put-aside/", {"reason": "换届"}).json()["state"] == "former"
    [missing] = client.get("/api/v1/reports/groups-missing/").json()["results"]
    assert missing["unit"] == school.code


@pytest.mark.django_db
def test_wrong_evidence_is_voided_over_rest(sends, yueqing, wenzhou_bureau, yueqing_bureau):
    row = evidence.evaluation(yueqing)

    assert sends(yueqing_bureau, f"evaluations/{row.pk}/void/", {"reason": "误录"}).status_code == 403
    assert sends(wenzhou_bureau, f"evaluations/{row.pk}/void/", {"reason": "误录"}).json()["state"] == "void"
