"""Days and times of a calendar: read by the clocks of China, shown by them, and kept as they were written."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse
from pydantic import ValidationError

from awards.actions import cycle_drafts as actions
from awards.cycle_data import section_in, text_with
from awards.drafting import faults_in
from awards.facts_desk.drafts import draft_page
from awards.forms.cycle_drafts import PhaseForm
from awards.models import AwardCycle, CycleDraft
from awards.moments import UNREADABLE
from awards.notice_section import PhasePart
from portal.kit.clock import SHANGHAI, local
from programs.loading import load_notice
from programs.notice_file import NoticeRefused
from tests.awards.conftest import NOTICE
from tests.awards.test_draft_quotas import draft, office, section_of, sent_by  # noqa: F401  the first two are fixtures

STEP = {"key": "recommend", "label": "报送", "clause": "三2"}
LAST_SECOND = datetime(2025, 11, 30, 23, 59, 59, tzinfo=SHANGHAI)
CLAUSES = [{"key": "三2", "title": "", "text": "于11月30日前统一发至提升工程实施指导办公室"}]


def step(**written) -> PhasePart:
    return PhasePart.model_validate(STEP | written)


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("2025-11-30", LAST_SECOND),
        ("2025-11-30T23:59:59", LAST_SECOND),
        ("2025-11-30 23:59:59", LAST_SECOND),
        ("2025-11-30T23:59:59+08:00", LAST_SECOND),
        ("2025-11-30T15:59:59Z", LAST_SECOND),
        ("2025-11-30t15:59:59z", LAST_SECOND),
        ("2025-11-30T17:00", datetime(2025, 11, 30, 17, tzinfo=SHANGHAI)),
    ],
)
def test_an_end_is_read_by_the_clocks_of_china_and_a_day_alone_is_included(written, moment):
    assert step(until=written).until == moment


def test_a_day_alone_opens_at_midnight_and_may_be_the_only_one():
    one_day = step(opens="2025-11-30", until="2025-11-30")

    assert (one_day.opens, one_day.until) == (datetime(2025, 11, 29, 16, tzinfo=UTC), LAST_SECOND)


@pytest.mark.parametrize("opens", ["2025-12-01", "2025-12-01T00:00", "2025-11-30T16:00:00Z"])
def test_a_moment_with_a_zone_is_held_against_one_without(opens):
    with pytest.raises(ValidationError, match="开始时间须早于截止时间"):
        step(opens=opens, until="2025-11-30T23:59:59+08:00")


@pytest.mark.parametrize("written", ["11月30日", "2025-02-30", "2025-11-30T25:00", "20251130", 20251130, True, [1], "2025-11-30T"])
def test_what_cannot_be_read_is_refused_with_the_manner_to_write_it(written):
    with pytest.raises(ValidationError) as refused:
        step(until=written)

    assert str(refused.value.errors()[0]["ctx"]["error"]) == UNREADABLE


def test_a_year_no_selection_lies_in_is_refused():
    for written in ("0001-01-01", "9999-12-31T23:59:59-12:00"):
        with pytest.raises(ValidationError, match="年份应在 2000 年到 2100 年之间"):
            step(until=written)


def test_a_form_shows_the_clocks_of_china_and_sends_back_what_was_written():
    written = {"opens": "2025-11-14T16:00:00Z", "until": "2025-11-30"}
    data = {"calendar": [STEP | written], "clauses": CLAUSES}
    form = PhaseForm(None, draft=CycleDraft(), data=data, at=0)

    assert (form["opens"].value(), form["until"].value()) == ("2025-11-15T00:00:00", "2025-11-30T23:59:59")
    again = PhaseForm(sent_by(form), draft=CycleDraft(), data=data, at=0)
    assert again.is_valid(), again.errors
    assert again.made == STEP | written
    later = PhaseForm(sent_by(form) | {"until": "2025-12-01T17:00"}, draft=CycleDraft(), data=data, at=0)
    assert later.is_valid(), later.errors
    assert later.made == STEP | written | {"until": "2025-12-01T17:00:00+08:00"}


def test_a_form_does_not_lose_what_it_cannot_show():
    data = {"calendar": [STEP | {"until": "11月底"}], "clauses": CLAUSES}
    form = PhaseForm(None, draft=CycleDraft(), data=data, at=0)

    again = PhaseForm(sent_by(form), draft=CycleDraft(), data=data, at=0)

    assert again.errors == {"until": [UNREADABLE]}
    assert again.made["until"] == "11月底"


def test_public_notice_and_the_draft_show_the_same_moments(office, draft):  # noqa: F811
    shown = {"key": "notice", "label": "公示", "opens": "2025-11-30T16:00:00Z", "until": "2025-12-05", "clause": "三3"}
    section = section_in(draft.text) | {"publicity": {"working_days": 3, "clause": "三3"}}
    calendar = [*section["calendar"], shown, {"key": "open", "label": "启动", "opens": "12月初", "clause": "三3"}]
    draft = actions.write(draft=draft, text=text_with(section | {"calendar": calendar}), revision=draft.revision, by=None)
    address = reverse("awards:draft-publicity", args=[draft.pk])
    form = office.get(address).context["form"]

    rows = next(rows for key, _name, rows in draft_page(draft)["parts"] if key == "calendar")
    assert [row.says for row in rows[-2:]] == ["2025-12-01 00:00 — 2025-12-05 23:59", "12月初 — "]
    assert (form["opens"].value(), form["until"].value()) == ("2025-12-01T00:00:00", "2025-12-05T23:59:59")
    assert office.post(address, sent_by(form)).status_code == 302
    assert section_of(draft)["calendar"] == calendar
    (fault,) = faults_in(CycleDraft.objects.get(pk=draft.pk))
    line = next(at for at, text in enumerate(CycleDraft.objects.get(pk=draft.pk).text.splitlines(), 1) if "12月初" in text)
    assert (fault.line, fault.key, fault.message) == (line, "cycle.calendar[6].opens", UNREADABLE)
    rest = office.get(f"/api/v1/cycle-drafts/{draft.pk}/preview/").json()
    assert rest["faults"][0]["key"] == "cycle.calendar[6].opens"


def test_a_cycle_of_days_alone_is_issued_and_ends_with_the_day(draft):  # noqa: F811
    calendar = [STEP | {"opens": "2025-11-15T00:00", "until": "2025-11-30"}]
    text = text_with(section_in(draft.text) | {"calendar": calendar})
    draft = actions.write(draft=draft, text=text, revision=draft.revision, by=None)

    cycle = actions.issue(draft=draft, revision=draft.revision, by=None)

    phase = cycle.phases.get(key="recommend")
    assert [local(one).isoformat() for one in (phase.opens_at, phase.ends_at)] == [
        "2025-11-15T00:00:00+08:00",
        "2025-11-30T23:59:59+08:00",
    ]


def test_a_notice_file_is_read_the_same_way(cycle):
    text = NOTICE.read_text(encoding="utf-8")
    end = 'until: "2023-11-30T23:59:59+08:00"'
    load_notice(file=text.replace(end, "until: 2023-11-30").encode(), by=None)
    assert AwardCycle.objects.get(pk=cycle.pk).phases.get(key="recommend").printed_ends_at == datetime(
        2023, 11, 30, 23, 59, 59, tzinfo=SHANGHAI
    )

    with pytest.raises(NoticeRefused) as refused:
        load_notice(file=text.replace(end, "until: 11月30日").encode(), by=None)

    assert [(fault.line, fault.key) for fault in refused.value.faults] == [
        (110, "cycle.calendar[1].until"),
        (111, "cycle.calendar[2].until"),
    ]
