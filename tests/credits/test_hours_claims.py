"""Hours of one training are claimed once, whoever claims them, in whichever programme."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from credits.actions import years
from credits.models import TrainingHours
from credits.rules.hours import Claimed, plain_title
from portal.kit.errors import Refused
from programs.models import Engagement, Program
from tests import factories
from tests.credits import ledger
from tests.credits.claims import HEAD, claim, codes, line
from tests.schools import people
from tests.sheets.flow import bring, findings, keep


@pytest.fixture
def lin(first, program):
    return people.teacher(first, "林小雨", 1)


@pytest.fixture
def academy(sixian):
    unit = factories.unit("JG001", "培训学院", "institution", sixian.parent.parent)
    Engagement.objects.create(institution=unit, unit=sixian, starts_on=date(2022, 1, 1))
    return unit


@pytest.mark.parametrize("typed", ["校本研修 一", "校本研修（一）", "校本研修一。", "校本研修 一 "])
def test_a_title_is_the_same_however_it_is_typed(typed):
    assert plain_title(typed) == plain_title("校本研修一")
    assert plain_title("校本研修二") != plain_title("校本研修一")


def test_a_claim_of_the_same_row_is_no_second_claim_and_another_institutions_is():
    known = Claimed()
    known.add(claim())
    assert known.unchanged(claim())
    assert known.same_as(claim(hours=500)) is None
    assert known.same_as(claim(institution=7)).institution is None
    for other in ({"kind": "online"}, {"day": date(2022, 7, 1)}, {"course": "另一课程"}, {"teacher": 2}):
        assert known.same_as(claim(institution=7, **other)) is None


def test_the_same_activity_is_refused_whoever_claims_it(first, sixian, program, lin, clerk, academy):
    keep(bring("hours", [HEAD, line()], unit=first, by=clerk), by=clerk)
    upload = bring(
        "hours", [HEAD, line(), line(course="校本研修（一）"), line(by="培训学院"), line(course="校本研修二")], unit=first, by=clerk
    )
    assert codes(upload) == ["claimed_twice", "claimed_twice"]
    keep(upload, by=clerk, accept_partial=True)
    trainer = factories.user("trainer", academy, "institution")
    assert codes(bring("hours", [HEAD, line()], unit=academy, by=trainer)) == ["claimed_twice"]
    assert sorted(TrainingHours.objects.values_list("course", flat=True)) == ["校本研修一", "校本研修二"]


def test_one_file_claims_an_activity_once(first, program, lin, clerk, academy):
    assert codes(bring("hours", [HEAD, line(), line(by="培训学院")], unit=first, by=clerk)) == ["claimed_twice"]


# across programmes


@pytest.fixture
def reading(program):
    return Program.objects.create(code="reading", name="阅读素养提升")


def test_the_same_activity_is_one_in_every_programme_and_its_caps_are_each_programmes_own():
    known = Claimed()
    known.add(claim(program=2))
    assert known.same_as(claim()) == claim(program=2)
    assert known.same_as(claim("研 修。", institution=7)) == claim(program=2)
    assert not known.unchanged(claim())
    assert known.room(claim(), 3000) == 3000
    assert known.room(claim("另一课程", program=2), 3000) == 2000


def test_a_row_on_record_is_put_right_though_another_programme_has_the_same_activity():
    known = Claimed()
    known.add(claim("研修。", program=2))
    known.add(claim())
    assert known.same_as(claim(hours=500)) is None
    assert known.same_as(claim(institution=7)) is not None


def test_a_file_does_not_claim_what_another_programme_has_and_tells_where(first, lin, clerk, reading):
    other = ledger.hours(lin, reading, "practice", 800, course="校本研修一")
    ledger.hours(lin, reading, "practice", 800, course="作废的", state="void")
    rows = [line(), line(course="校本研修（一）"), line(course="作废的"), line(day="2022-06-29"), line(kind="网络研修")]
    upload = bring("hours", [HEAD, *rows], unit=first, by=clerk)
    told = "同一活动、日期和学时类型已登记为“校本研修一”（阅读素养提升，泗县第一小学，2022-06-30 结束）。"
    assert findings(upload, "row") == [(2, "项目或课程", "claimed_twice"), (3, "项目或课程", "claimed_twice")]
    assert set(upload.findings.filter(code="claimed_twice").values_list("message", flat=True)) == {told}
    keep(upload, by=clerk, accept_partial=True)
    other.refresh_from_db()
    assert (other.program, other.hours, TrainingHours.objects.current().count()) == (reading, 800, 4)


def test_what_was_voided_in_another_programme_may_be_claimed(first, lin, clerk, reading):
    row = ledger.hours(lin, reading, "practice", 800, course="校本研修一")
    assert codes(bring("hours", [HEAD, line()], unit=first, by=clerk)) == ["claimed_twice"]
    TrainingHours.objects.filter(pk=row.pk).stamp(state="void")
    assert codes(bring("hours", [HEAD, line()], unit=first, by=clerk)) == []


def test_an_institution_is_told_of_its_own_claims_and_only_that_there_are_others(first, program, lin, academy, reading):
    trainer = factories.user("trainer", academy, "institution")
    ledger.hours(lin, program, "practice", 800, course="学校登记的")
    ledger.hours(lin, reading, "practice", 800, course="另一项目的")
    ledger.hours(lin, reading, "practice", 800, course="本机构的", institution=academy)
    rows = [line(course=course) for course in ("学校登记的", "另一项目的", "本机构的")]
    upload = bring("hours", [HEAD, *rows], unit=academy, by=trainer)
    assert list(upload.findings.filter(code="claimed_twice").order_by("row").values_list("message", flat=True)) == [
        "同一活动、日期和学时类型其他单位已登记。",
        "同一活动、日期和学时类型在另一项目已登记。",
        "同一活动、日期和学时类型已登记为“本机构的”（阅读素养提升，泗县第一小学，2022-06-30 结束）。",
    ]


def test_what_is_read_by_an_institution_names_no_more_when_the_province_brings_its_file(first, lin, academy, reading):
    ledger.hours(lin, reading, "practice", 800, course="校本研修一")
    office = factories.user("office", academy.parent, "office")
    upload = bring("hours", [HEAD, line()], unit=academy, by=office)
    assert upload.findings.get(code="claimed_twice").message == "同一活动、日期和学时类型在另一项目已登记。"


def test_what_is_entered_late_is_no_second_claim_in_another_programme(program, lin, bureau, closed, reading):
    ledger.hours(lin, reading, "practice", 800, course="漏登的（一）", ends_on=date(2022, 5, 1))
    said = {"teacher": lin, "program": program, "kind": "practice", "hours": 500, "reason": "漏登", "by": bureau}
    told = "林小雨 2022-05-01 结束的“漏登的一”在阅读素养提升（泗县第一小学）已有记录，不能重复登记。"
    with pytest.raises(Refused, match=told):
        years.add_late(course="漏登的一", ends_on=date(2022, 5, 1), **said)
    assert years.add_late(course="漏登的一", ends_on=date(2022, 5, 2), **said).program == program


@pytest.mark.usefixtures("closed")
def test_the_page_of_late_hours_tells_of_the_other_programme_and_keeps_what_was_typed(client, lin, bureau, reading):
    ledger.hours(lin, reading, "practice", 800, course="漏登的")
    client.force_login(bureau)
    late = {"kind": "practice", "hours": "3", "course": "漏登的", "ends_on": "2022-06-30", "passed": "on", "reason": "漏登"}
    answer = client.post(reverse("credits:hours-late", args=[lin.code]), late)
    assert answer.status_code == 422
    assert "“漏登的”在阅读素养提升（泗县第一小学）已有记录，不能重复登记。" in answer.content.decode()
    assert 'value="漏登的"' in answer.content.decode()
    assert not TrainingHours.objects.filter(program__code="ict2").exists()


def test_rest_tells_of_a_claim_in_another_programme(client, first, lin, clerk, reading):
    ledger.hours(lin, reading, "practice", 800, course="校本研修一")
    upload = bring("hours", [HEAD, line()], unit=first, by=clerk)
    client.force_login(clerk)
    [finding] = client.get(f"/api/v1/imports/{upload.pk}/").json()["findings"]
    assert (finding["code"], finding["row"], finding["severity"]) == ("claimed_twice", 2, "row")
    assert "（阅读素养提升，泗县第一小学，2022-06-30 结束）" in finding["message"]


def test_looking_for_second_claims_costs_the_same_however_many_there_are(first, program, clerk, reading, academy):
    teachers = [people.teacher(first, f"教师{number}", number) for number in range(1, 7)]
    asked = []
    for some in (teachers[:1], teachers):
        rows = [line(serial=number, name=f"教师{number}", by=by) for number, _ in enumerate(some, 1) for by in ("", "培训学院")]
        TrainingHours.objects.all().delete()
        for teacher in some:
            ledger.hours(teacher, reading, "practice", 800, course="校本研修一")
        with CaptureQueriesContext(connection) as queries:
            assert codes(bring("hours", [HEAD, *rows], unit=first, by=clerk)) == ["claimed_twice"] * len(rows)
        asked.append(len([query for query in queries if query["sql"].startswith('SELECT "credits_traininghours"')]))
    assert asked == [2, 2]
