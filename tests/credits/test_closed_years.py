"""Hours of a closed year are only adjusted, with a reason."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from credits.actions import years
from credits.actions.ledger import void
from credits.facts.years import years_of
from credits.models import ClosedYear, TrainingHours
from portal.audit.models import Event
from portal.kit.errors import Denied, Refused, WrongState
from portal.sheets import actions as uploads
from tests.credits import ledger
from tests.credits.claims import HEAD, codes, line
from tests.schools import people
from tests.sheets.flow import bring, keep


@pytest.fixture
def lin(first, program):
    return people.teacher(first, "林小雨", 1)


def test_joint_credits_of_a_closed_year_are_adjusted_as_credits(program, lin, bureau, closed):
    row = ledger.joint(lin, program, 5000)
    with pytest.raises(Refused, match="这条记录按学分登记，不能改填学时，两者不能互相折算。"):
        years.adjust(row=row, hours=4000, passed=True, reason="核减", by=bureau)
    with pytest.raises(Refused, match="请填 0 到 1000 的学分。"):
        years.adjust(row=row, passed=True, reason="核减", by=bureau)
    made = years.adjust(row=row, joint_credits=4000, passed=True, reason="核减", by=bureau)
    assert (made.hours, made.joint_credits, made.adjusts) == (None, 4000, row)
    assert Event.objects.get(verb="hours.adjusted").changes.get().field == "joint_credits"
    assert years.adjust(row=made, joint_credits=0, passed=True, reason="不应登记", by=bureau) is None
    assert not TrainingHours.objects.current().exists()


def test_hours_of_a_closed_year_are_not_turned_into_credits(program, lin, bureau, closed):
    row = ledger.hours(lin, program, "practice", 1000)
    with pytest.raises(Refused, match="这条记录按学时登记，不能改填学分"):
        years.adjust(row=row, joint_credits=1000, passed=True, reason="核减", by=bureau)


@pytest.mark.usefixtures("closed")
def test_a_page_adjusts_joint_credits(client, sixian, program, lin, bureau):
    row = ledger.joint(lin, program, 5000)
    client.force_login(bureau)
    adjust = reverse("credits:hours-adjust", args=[row.pk])
    assert adjust in client.get(reverse("credits:hours-list")).content.decode()
    assert adjust in client.get(reverse("credits:teacher", args=[lin.code])).content.decode()
    assert "调整后的学分" in client.get(adjust).content.decode()
    client.post(adjust, {"joint_credits": "40", "passed": "on", "reason": "省平台核减"})
    html = client.get(f"{reverse('credits:year-list')}?unit={sixian.code}").content.decode()
    assert TrainingHours.objects.current().get().joint_credits == 4000
    assert "50 学分" in html
    assert "40 学分" in html


@pytest.mark.usefixtures("closed")
def test_a_closed_year_takes_no_new_and_no_changed_rows_and_leaves_unchanged_ones_alone(first, program, lin, clerk):
    ledger.hours(lin, program, "practice", 1000, course="校本研修一")
    rows = [line(), line(course="新的"), line(course="今年的", day="2023-03-01")]
    upload = bring("hours", [HEAD, *rows], unit=first, by=clerk)
    assert codes(upload) == ["year_closed"]
    assert "2022 年度的学时已由泗县结账。" in upload.findings.get(code="year_closed").message
    assert codes(bring("hours", [HEAD, line(passed="不合格")], unit=first, by=clerk)) == ["year_closed"]
    assert codes(bring("hours", [HEAD, line(12)], unit=first, by=clerk)) == ["year_closed"]


def test_rows_of_a_closed_year_are_neither_voided_nor_undone(first, sixian, program, lin, clerk, bureau):
    upload = keep(bring("hours", [HEAD, line()], unit=first, by=clerk), by=clerk)
    row = TrainingHours.objects.get()
    closed = years.close(unit=sixian, program=program, year=2022, reason="已登记到省平台", by=bureau)
    with pytest.raises(WrongState, match="已由泗县结账，只能由主管部门调整"):
        void(row=row, reason="录入错误", by=bureau)
    with pytest.raises(WrongState, match="已由泗县结账"):
        uploads.undo(upload=upload, by=clerk)
    years.reopen(row=closed, reason="更正", by=bureau)
    void(row=row, reason="录入错误", by=bureau)
    assert not TrainingHours.objects.current().exists()


def test_an_adjustment_leaves_the_old_row_and_the_reason(program, lin, bureau, closed):
    row = ledger.hours(lin, program, "practice", 1000)
    made = years.adjust(row=row, hours=800, passed=True, reason="省平台核减", by=bureau)
    row.refresh_from_db()
    assert (row.state, made.hours, made.adjusts, made.adjustment, made.source) == ("void", 800, row, "省平台核减", "bureau")
    event = Event.objects.get(verb="hours.adjusted", note="省平台核减")
    assert (event.changes.get().before, event.changes.get().after) == ("1000", "800")
    with pytest.raises(WrongState, match="已经作废或调整过"):
        years.adjust(row=row, hours=700, passed=True, reason="再调", by=bureau)
    assert years.adjust(row=made, hours=0, passed=True, reason="不应登记", by=bureau) is None
    assert not TrainingHours.objects.current().exists()


def test_what_was_forgotten_is_entered_late_once(program, lin, bureau, closed):
    said = {"teacher": lin, "program": program, "kind": "practice", "hours": 500, "course": "漏登的", "reason": "漏登"}
    years.add_late(ends_on=date(2022, 5, 1), by=bureau, **said)
    with pytest.raises(Refused, match="已有记录，不能重复登记"):
        years.add_late(ends_on=date(2022, 5, 1), by=bureau, **said | {"course": "漏登的。"})
    with pytest.raises(WrongState, match="2023 年度的学时还没有结账"):
        years.add_late(ends_on=date(2023, 5, 1), by=bureau, **said)
    assert TrainingHours.objects.get().adjustment == "漏登"


@pytest.mark.parametrize(
    ("hours", "passed", "reason", "sentence"),
    [(1000, True, "核减", "都没有改动"), (900, True, " ", "请写明原因"), (100_001, True, "核增", "请填 0 到 1000 的学时")],
)
def test_an_adjustment_that_says_nothing_is_refused(program, lin, bureau, closed, hours, passed, reason, sentence):
    row = ledger.hours(lin, program, "practice", 1000)
    with pytest.raises(Refused, match=sentence):
        years.adjust(row=row, hours=hours, passed=passed, reason=reason, by=bureau)
    assert TrainingHours.objects.current().get() == row


def test_an_open_year_is_not_adjusted(program, lin, bureau):
    with pytest.raises(WrongState, match="还没有结账"):
        years.adjust(row=ledger.hours(lin, program, "practice", 1000), hours=800, passed=True, reason="核减", by=bureau)


def test_schools_and_strangers_neither_close_nor_open_nor_adjust(sixian, program, lin, clerk, abroad, closed):
    row = ledger.hours(lin, program, "practice", 1000)
    for by in (clerk, abroad):
        with pytest.raises(Denied):
            years.close(unit=sixian, program=program, year=2021, reason="结账", by=by)
        with pytest.raises(Denied):
            years.reopen(row=closed, reason="开放", by=by)
        with pytest.raises(Denied):
            years.adjust(row=row, hours=800, passed=True, reason="核减", by=by)


def test_a_year_is_closed_once_in_a_line_of_units_and_never_before_it_began(sixian, first, program, bureau, closed):
    for unit in (sixian, first):
        with pytest.raises(WrongState, match="已由泗县结账"):
            years.close(unit=unit, program=program, year=2022, reason="结账", by=bureau)
    with pytest.raises(Refused, match="还没有开始"):
        years.close(unit=sixian, program=program, year=2099, reason="结账", by=bureau)
    with pytest.raises(IntegrityError), transaction.atomic():
        ClosedYear.objects.create(unit=sixian, program=program, year=2022, reason="x", closed_at="2023-01-01T00:00+08:00")


def test_the_years_of_a_unit_cost_the_same_however_many(sixian, program, lin, closed, django_assert_num_queries):
    with CaptureQueriesContext(connection) as one:
        assert [row.year for row in years_of(sixian, program)] == [2022]
    for year in (2020, 2021):
        ledger.hours(lin, program, "practice", 1000, ends_on=date(year, 6, 1))
    with django_assert_num_queries(len(one)):
        assert [(row.year, row.hours, bool(row.closed)) for row in years_of(sixian, program)] == [
            (2022, 0, True),
            (2021, 1000, False),
            (2020, 1000, False),
        ]


def test_the_county_closes_adjusts_and_opens_on_pages(client, sixian, program, lin, bureau):
    row = ledger.hours(lin, program, "practice", 1000)
    client.force_login(bureau)
    page = f"{reverse('credits:year-list')}?unit={sixian.code}"
    assert "未结账" in client.get(page).content.decode()
    assert client.post(reverse("credits:year-close"), {"year": "2022", "reason": ""}).status_code == 422
    client.post(reverse("credits:year-close"), {"year": "2022", "reason": "已登记到省平台"})
    assert "已登记到省平台" in client.get(page).content.decode()
    adjust = reverse("credits:hours-adjust", args=[row.pk])
    assert adjust in client.get(reverse("credits:hours-list")).content.decode()
    assert adjust in client.get(reverse("credits:teacher", args=[lin.code])).content.decode()
    client.post(adjust, {"hours": "8.5", "passed": "on", "reason": "省平台核减"})
    assert TrainingHours.objects.current().get().hours == 850
    late = {"kind": "online", "hours": "3", "course": "漏登的", "ends_on": "2022-03-01", "passed": "on", "reason": "漏登"}
    client.post(reverse("credits:hours-late", args=[lin.code]), late)
    html = client.get(page).content.decode()
    assert "省平台核减" in html
    assert "补登" in html
    client.post(reverse("credits:year-open", args=[ClosedYear.objects.get().pk]), {"reason": "更正"})
    assert ClosedYear.objects.get().state == "opened"


def test_a_school_sees_the_years_and_closes_none(client, first, program, lin, clerk, closed):
    row = ledger.hours(lin, program, "practice", 1000)
    client.force_login(clerk)
    assert "已结账" in client.get(reverse("credits:year-list")).content.decode()
    assert client.get(reverse("credits:year-close")).status_code == 404
    for name, key in (("year-open", closed.pk), ("hours-adjust", row.pk), ("hours-late", lin.code)):
        assert client.get(reverse(f"credits:{name}", args=[key])).status_code == 404
