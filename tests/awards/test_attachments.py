"""佐证材料: kinds by their first bytes, limits, once each, locked with the form, read on record; people the portal knows."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from awards.actions import attaching, nominations, recommending
from awards.attachment_limits import name_warning
from awards.models import Attachment, Nomination
from portal.audit.models import Change, Event
from portal.kit.errors import Refused, Stale, WrongState
from programs.models import Group, GroupMember
from tests.awards.factories import posted, submitted
from tests.awards.test_api import BODY, client_of

PDF = b"%PDF-1.7\n" + b"0" * 64


def pdf(name="报道.pdf", more=b""):
    return SimpleUploadedFile(name, PDF + more, content_type="application/pdf")


def test_a_file_is_hung_on_a_draft_read_and_taken_off(client, draft):
    client.post(reverse("awards:attach", args=[draft.pk]), {"file": pdf()})
    client.post(reverse("awards:attach", args=[draft.pk]), {"file": pdf("另一个名字.pdf")})

    row = Attachment.objects.get()
    page = client.get(draft.get_absolute_url()).content.decode()
    assert (row.kind, row.file_name, row.size) == ("pdf", "另一个名字.pdf", len(PDF))
    assert "另一个名字.pdf" in page
    given = client.get(row.get_absolute_url())
    assert b"".join(given.streaming_content) == PDF
    assert (given.headers["Cache-Control"], given.headers["X-Content-Type-Options"]) == ("no-store", "nosniff")
    assert given.headers["Content-Disposition"].startswith("attachment")
    assert Event.objects.about(draft).filter(verb="nomination.attachment_read").count() == 1

    client.post(reverse("awards:remove-attachment", args=[draft.pk, row.pk]))
    assert client.get(row.get_absolute_url()).status_code == 404
    assert Attachment.objects.get().state == "removed"


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("空.pdf", b"", "不为空"),
        ("病毒.pdf", b"MZ\x90\x00" + b"0" * 60, "格式不合要求"),
        ("图片.png", PDF, "格式不合要求"),
        ("页面.html", b"<html><script>", "格式不合要求"),
    ],
)
def test_what_is_no_paper_is_refused(draft, bureaus, yueqing, name, content, told):
    with pytest.raises(Refused, match=told):
        attaching.attach(nomination=draft, file=SimpleUploadedFile(name, content), by=bureaus[yueqing.pk])
    assert not Attachment.objects.exists()


def test_more_than_ten_files_are_refused(draft, bureaus, yueqing):
    for number in range(10):
        attaching.attach(nomination=draft, file=pdf(more=str(number).encode()), by=bureaus[yueqing.pk])

    with pytest.raises(Refused, match="最多附 10 个"):
        attaching.attach(nomination=draft, file=pdf(more=b"x"), by=bureaus[yueqing.pk])


def test_files_are_locked_with_the_form_and_the_city_reads_them(client, county_unit, yueqing, counties, bureaus, wenzhou_bureau):
    by = bureaus[yueqing.pk]
    draft = nominations.draft(category=county_unit, unit=yueqing, by=by)
    file = attaching.attach(nomination=draft, file=pdf(), by=by)
    client.force_login(wenzhou_bureau)
    assert client.get(file.get_absolute_url()).status_code == 404
    row = submitted(county_unit, yueqing, by)

    with pytest.raises(WrongState):
        attaching.attach(nomination=row, file=pdf("晚了.pdf", b"1"), by=by)
    with pytest.raises(WrongState):
        attaching.remove(attachment=Attachment.objects.select_related("nomination").get(), by=by)
    assert b"".join(client.get(file.get_absolute_url()).streaming_content) == PDF


def test_personal_numbers_in_names_of_files_are_warned_of(client, draft):
    shown = client.post(reverse("awards:attach", args=[draft.pk]), {"file": pdf("张某330382199001011234.pdf")}, follow=True)

    assert "文件名中像是有身份证号码" in shown.content.decode()
    asked = client.post(reverse("awards:save", args=[draft.pk]), posted(draft) | {"then": "hand-in", "confirmed": "yes"})
    assert "仍要报送" in asked.content.decode()
    assert "330382199001011234" not in str(list(Event.objects.values_list("note", "data")))
    assert name_warning(["2023年总结.pdf"]) == ""


def test_over_rest_files_are_listed_added_and_removed(county):
    pk = county.post("/api/v1/nominations/", BODY).json()["id"]
    address = f"/api/v1/nominations/{pk}/attachments/"

    made = county.post(address, {"file": pdf()}, format="multipart")
    again = county.post(address, {"file": pdf()}, format="multipart")
    assert (made.status_code, made.json()["kind"], made.json()["id"]) == (201, "pdf", again.json()["id"])
    assert county.post(address, {}, format="multipart").status_code == 422
    assert [row["name"] for row in county.get(address).json()["results"]] == ["报道.pdf"]
    assert b"".join(county.get(f"{address}{made.json()['id']}/").streaming_content) == PDF
    remove, other = f"{address}{made.json()['id']}/remove/", county.get(f"/api/v1/nominations/{pk}/")["ETag"]
    assert county.post(remove, headers={"If-Match": '"0"'}).status_code == 412
    assert county.post(remove, headers={"If-Match": other}).status_code == 412, "the form's version is not the file's"
    assert county.post(remove, headers={"If-Match": again["ETag"]}).json()["state"] == "removed"
    assert county.get(address).json()["results"] == []


@pytest.fixture
def county(counties, bureaus):
    return client_of(bureaus[counties[0].pk])


def test_a_move_that_names_an_older_version_is_refused_with_412(county, counties, wenzhou_bureau):
    made = county.post("/api/v1/nominations/", BODY)
    address = f"/api/v1/nominations/{made.json()['id']}/"
    changed = county.patch(address, {"reason": "甲"}, headers={"If-Match": made.headers["ETag"]})

    stale = county.post(address + "submit/", headers={"If-Match": made.headers["ETag"]})
    assert (stale.status_code, stale.json()["code"]) == (412, "stale")
    moved = county.post(address + "submit/", headers={"If-Match": changed.headers["ETag"], "Idempotency-Key": "s1"})
    again = county.post(address + "submit/", headers={"If-Match": changed.headers["ETag"], "Idempotency-Key": "s1"})
    assert (moved.status_code, again.content) == (200, moved.content)

    city = client_of(wenzhou_bureau)
    back = city.post(address + "send-back/", {"reason": "请补充"}, headers={"If-Match": made.headers["ETag"]})
    assert back.status_code == 412
    assert city.post(address + "send-back/", {"reason": " "}).status_code in (400, 422)
    assert county.post(address + "recommend/", {}).status_code == 403
    assert city.post(address + "withdraw/").status_code == 403
    assert county.post(address + "submit/").json()["code"] == "wrong_state"


def test_a_decision_is_about_the_text_that_was_read(county_unit, yueqing, counties, bureaus, wenzhou_bureau):
    row = submitted(county_unit, yueqing, bureaus[yueqing.pk])
    seen = row.version
    recommending.send_back(nomination=row, reason="请补充", by=wenzhou_bureau, seen=seen)
    row = nominations.submit(nomination=Nomination.objects.get(), by=bureaus[yueqing.pk])

    with pytest.raises(Stale):
        recommending.recommend(nomination=row, by=wenzhou_bureau, seen=seen)
    assert recommending.recommend(nomination=row, by=wenzhou_bureau, seen=row.version).state == "recommended"


def test_a_known_manager_is_taken_from_the_units_groups(client, cycle, yueqing, counties, bureaus):
    """ui.md: never ask twice; the group's own list has post, title and telephone."""
    by = bureaus[yueqing.pk]
    group = Group.objects.create(unit=yueqing, program=cycle.program, kind="leadership_group", year=2023)
    member = GroupMember.objects.create(
        group=group,
        role="leader",
        name="陈知行",
        workplace="乐清市教育局",
        position="副局长/高级教师",
        phone="0577-62520001",
        starts_on="2023-01-01",
    )
    row = nominations.draft(category=cycle.categories.select_related("cycle").get(key="county_manager"), unit=yueqing, by=by)
    client.force_login(by)
    page = client.get(row.get_absolute_url()).content.decode()
    assert "陈知行（领导小组组长，副局长）" in page

    client.post(
        reverse("awards:save", args=[row.pk]),
        {"version": row.version, "reason": "尽责。", "then": "fill", "person": f"m{member.pk}"},
    )

    row.refresh_from_db()
    assert (row.manager_name, row.manager_position, row.manager_title) == ("陈知行", "副局长", "高级教师")
    assert (row.manager_workplace, row.phone, row.reason) == ("乐清市教育局", "0577-62520001", "尽责。")


def test_the_same_bytes_under_another_name_take_that_name_and_the_number_stays_masked(client, draft):
    address = reverse("awards:attach", args=[draft.pk])
    first = client.post(address, {"file": pdf("报道13812345678.pdf")}, follow=True)
    told = [str(message) for message in first.context["messages"]]
    second = client.post(address, {"file": pdf("报道.pdf")}, follow=True)

    event = Event.objects.about(draft).get(verb="nomination.attachment_renamed")
    assert Attachment.objects.get().file_name == "报道.pdf"
    [change] = Change.objects.filter(event=event)
    assert change.after == "报道.pdf"
    assert "13812345678" not in "".join(told) + change.before
    assert "请改名后重新上传" not in second.content.decode()
