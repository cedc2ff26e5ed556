"""What the fairness package tells besides votes: who declined, what supported a form, what was printed, what objections say."""

import json

import pytest

from awards.actions import answering, objections, paper
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
    assert FORMAT == 3


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
    with django_assert_max_num_queries(26):
        parts["12-who-did-what"]()
