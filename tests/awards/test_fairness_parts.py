"""What the fairness package tells besides votes: who declined, what supported a form, what was printed, what objections say."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from awards.actions import answering, eligibility, objections, paper, publicity
from awards.actions.cycles import move_deadline
from awards.actions.late import allow_late
from awards.facts_desk.fairness import FORMAT, parts_of
from awards.models import Attachment
from awards.publicity.objectors import without_objector
from portal.documents.models import SealedCopy

NAME, CONTACT = "金丝雀某", "139-0000-0099"
TEXT = "我是金丝雀某，电话13900000099。签到表与实际不符！另一位老师身份证330382199001011234也被冒用；家庭地址：清远路12号502室。"


@pytest.fixture
def told(cycle):
    """A part as it is packed."""
    return lambda part: json.loads(json.dumps(parts_of(cycle)[part](), default=str))


def attached(row, name="13900000099报道.pdf"):
    values = {"kind": "pdf", "size": 3, "file_sha256": f"{Attachment.objects.count():064}", "file": "x"}
    return Attachment.objects.create(nomination=row, file_name=name, **values)


def issued(row, by):
    document = paper.issue_one(nomination=row, by=by)
    values = {"file": "x", "file_sha256": f"{document.pk:064}", "kind": "pdf", "pages": 2, "code_read": "matches"}
    SealedCopy.objects.create(document=document, state="kept", stamped=True, signed=True, copies=3, **values)
    return document


def test_units_that_answered_that_they_put_nobody_forward_are_told(cycle, county_unit, counties, bureaus, yueqing, told):
    answering.abstain(category=county_unit, unit=yueqing, by=bureaus[yueqing.pk], note="条件还不成熟")

    [row] = told("13-abstentions")

    assert (row["unit__code"], row["category__key"], row["state"], row["note"]) == (
        "330382",
        "county_unit",
        "standing",
        "条件还不成熟",
    )
    assert "Abstention" not in json.dumps(row)
    assert {one["object_type"] for one in told("12-who-did-what")} >= {"awards.abstention"}


def test_attachments_are_told_by_name_and_hash_those_removed_too(taken_in, told):
    attached(taken_in[0])
    removed = attached(taken_in[1], "签到表.pdf")
    Attachment.objects.filter(pk=removed.pk).update(state="removed")

    first, second = told("14-attachments")

    assert (first["nomination_id"], first["file_sha256"]) == (taken_in[0].pk, "0" * 64)
    assert "13900000099" not in first["file_name"]
    assert (second["file_name"], second["state"]) == ("签到表.pdf", "removed")


def test_papers_and_sealed_copies_are_told_by_number_and_hashes(taken_in, province_office, told):
    document = issued(taken_in[0], province_office)

    found = told("15-papers")

    [paper], [copy] = found["documents"], found["sealed_copies"]
    assert (paper["number"], paper["content_hash"], paper["file_sha256"]) == (
        document.number,
        document.content_hash,
        document.file_sha256,
    )
    assert (copy["number"], copy["file_sha256"], copy["copies"]) == (document.number, f"{document.pk:064}", 3)
    assert "data" not in paper
    assert "document.issued" in {one["verb"] for one in told("12-who-did-what")}


def test_the_limits_of_texts_stand_among_the_rules(cycle, told):
    assert told("01-rules")["text_limits"] == {"reason": 800, "clause": cycle.reason_clause}
    assert FORMAT == 4


def test_what_a_person_attested_is_told_among_the_events_with_who_did(cycle, county_unit, yueqing, counties, wenzhou_bureau, told):
    clause = county_unit.attested[0][0]
    eligibility.attest(category=county_unit, unit=yueqing, clause=clause, met=True, reason="方案、记录齐全。", by=wenzhou_bureau)

    [event] = [one for one in told("12-who-did-what") if one["object_type"] == "awards.attestation"]

    assert (event["verb"], event["actor__username"], event["note"]) == (
        "clause.attested",
        wenzhou_bureau.username,
        "方案、记录齐全。",
    )


def test_a_late_permit_is_told_with_who_gave_it(cycle, yueqing, counties, province_office, told):
    for phase in cycle.phases.filter(key__in=["nominate", "recommend"]):
        move_deadline(phase=phase, ends_at=timezone.now() - timedelta(seconds=5), reason="测试", by=None)
    until = timezone.now() + timedelta(hours=2)
    allow_late(cycle=cycle, unit=yueqing, until=until, reason="系统故障", by=province_office)

    [permit] = told("01-rules")["late_permits"]

    assert (permit["unit__code"], permit["given_by__username"], permit["reason"]) == (
        "330382",
        province_office.username,
        "系统故障",
    )


def test_special_days_that_set_the_end_of_a_notice_are_told_with_who_entered_them(cycle, running, province_office, told):
    inside, outside = running.starts_on + timedelta(days=1), running.ends_on + timedelta(days=1)
    for day, kind in ((inside, "rest"), (inside, "work"), (outside, "rest")):
        publicity.set_day(day=day, kind=kind, name="调休", by=province_office)

    found = {one["day"]: one for one in told("17-special-days")}

    assert str(outside) not in found
    day = found[str(inside)]
    assert (day["kind"], day["name"]) == ("work", "调休")
    assert [one["by"] for one in day["entered"]] == [province_office.username] * 2
    assert [kind for one in day["entered"] for kind in one["kinds"]] == [
        {"before": "", "after": "rest"},
        {"before": "rest", "after": "work"},
    ]


def test_without_a_notice_no_special_day_counts(cycle, years, told):
    assert told("17-special-days") == []


def test_what_an_objection_says_is_told_without_who_says_it(cycle, running, province_office, told):
    listed = running.names.select_related("notice__cycle", "notice__unit").first()
    row = objections.object_to(listed=listed, name=NAME, contact=CONTACT, text=TEXT)
    objections.investigate(objection=row, note="已电话联系金丝雀某（139 0000 0099）", by=province_office)

    [one] = told("10-objections")

    assert "签到表与实际不符！" in one["text"]
    assert "另一位老师" in one["text"]
    noted = next(event for event in told("12-who-did-what") if event["verb"] == "objection.investigated")
    assert "已电话联系（异议人）" in noted["note"]
    for secret in (NAME, "13900000099", "0000 0099", "330382199001011234", "清远路"):
        assert secret not in one["text"] + one["answer"] + noted["note"]


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("王小明反映：属实。", "（异议人）反映：属实。"),
        ("王 小 明 0577 6252 0000", "（异议人） （联系方式略）"),
        ("培训记录不符。请回电０５７７－６２５２１１１１。", "培训记录不符。（此句有个人信息，略。）"),
        ("签到表为证。", "签到表为证。"),
        ("", ""),
    ],
)
def test_name_and_contact_are_cut_out_of_a_text(text, left):
    assert without_objector(text, "王小明", "0577-62520000") == left


@pytest.mark.parametrize("count", [1, 3])
def test_every_part_asks_the_same_however_many(
    cycle, running, taken_in, province_office, count, django_assert_num_queries, django_assert_max_num_queries
):
    names = list(running.names.select_related("notice__cycle", "notice__unit"))
    for number in range(count):
        attached(taken_in[number])
        issued(taken_in[number], province_office)
        objections.object_to(listed=names[0], name=NAME, contact=CONTACT, text=TEXT)
    parts = parts_of(cycle)

    for part, queries in {"01-rules": 4, "10-objections": 1, "13-abstentions": 1, "14-attachments": 1, "15-papers": 2}.items():
        with django_assert_num_queries(queries):
            parts[part]()
    with django_assert_max_num_queries(28):
        parts["12-who-did-what"]()
