"""Two notices of our own invention with other rules than the five, loaded without touching code."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.management import call_command

from credits.actions.abilities import load_abilities, read_abilities
from portal.units.models import Unit
from programs.loading import load_notice
from programs.models import Program
from programs.notice_file import NoticeRefused
from programs.policy import resolve

FOLDER = Path(__file__).parent / "samples"


@pytest.fixture
def units(db):
    load_abilities(rows=read_abilities(), by=None)
    call_command("load_units", str(FOLDER / "units.csv"), verbosity=0)
    return {unit.code: unit for unit in Unit.objects.all()}


def load(name: str, *changes: tuple[str, str]):
    text = (FOLDER / f"{name}.yaml").read_text()
    for before, after in changes:
        assert before in text
        text = text.replace(before, after)
    return load_notice(file=text.encode(), by=None).notice


@pytest.fixture
def program(units):
    load("linlan-2024")
    load("songxi-2025")
    return Program.objects.get(code="digital-literacy")


def test_other_hours_and_choices_bind_the_schools_of_one_city(units, program):
    policy = resolve(units["2198010101"], program)

    numbers = {key: policy[key].value for key in ("total_hours", "face_to_face_hours", "online_hours", "practice_hours")}
    assert numbers == {"total_hours": 72, "face_to_face_hours": 16, "online_hours": 32, "practice_hours": 24}
    assert (policy["point_count"].text, policy["compulsory_points"].value) == ("不少于 3 个", ["A1"])
    assert policy["hours_per_credit"].text == "1 学分合 4 学时"
    assert policy["joint_credits"] is None


def test_its_schools_file_past_the_county(units, program):
    route = resolve(units["2198010101"], program)["school_plan_route"]

    assert (route.value.to, route.value.past("school")) == ("city", ["county"])
    assert route.text == "学校（不经县（市、区））报设区市备案"
    assert route.citation == "临教字〔2024〕12号 四"


def test_targets_are_due_by_the_quarter_and_by_the_half_year(program):
    notices = {notice.issuer.code: notice for notice in program.notices.select_related("issuer")}
    quarters = notices["980100"].targets.filter(key="trained_teachers").order_by("due_on")
    halves = notices["980201"].targets.order_by("due_on")

    assert [(row.due_on, row.phrase) for row in quarters] == [
        (date(2024, 3, 31), "20%"),
        (date(2024, 6, 30), "45%"),
        (date(2024, 9, 30), "70%"),
        (date(2024, 12, 31), "100%"),
    ]
    assert [(row.due_on, row.phrase) for row in halves] == [(date(2025, 6, 30), "40%"), (date(2025, 12, 31), "60%")]


def test_the_other_county_has_its_own_rules_and_none_of_the_citys(units, program):
    policy = resolve(units["3198020101"], program)

    assert (policy["joint_credits"].value, policy["total_hours"]) == (Decimal(36), None)
    assert policy["fee_by_ownership"].text == "公办学校全额列支，民办学校不予列支"
    assert policy["certificate_after"].value == "each"


def test_a_county_under_the_city_may_relax_the_hours_the_city_leaves_to_it_and_no_others(units, program):
    lower = [
        ('"980201"', '"980101"'),
        ("松教发〔2025〕3号", "青教发〔2025〕1号"),
        ('joint_credits, value: "36"', 'total_hours, value: "60"'),
    ]
    load("songxi-2025", *lower)
    assert resolve(units["2198010101"], program)["total_hours"].value == 60

    with pytest.raises(NoticeRefused, match="临教字〔2024〕12号 一"):
        load("songxi-2025", *lower[:2], ('joint_credits, value: "36"', 'practice_hours, value: "20"'))
