"""The demo's teachers: invented the same way every time, brought in by the people of the cast."""

from datetime import date

import pytest

from credits.models import CompletionStat, TrainingHours
from portal.shell.demo import cast, places, steps, teaching
from portal.shell.demo.people import Crowd
from schools.models import Employment, Teacher
from schools.rules.id_numbers import fault_of


def invented(place):
    schools = places.schools_of(place)
    return list(Crowd(place, schools, teaching.FIRST_PHONE).people())


def test_people_are_the_same_at_every_run_and_no_number_is_used_twice():
    everybody = [person for place in places.PLACES for person in invented(place)]

    assert everybody == [person for place in places.PLACES for person in invented(place)]
    assert len({person.id_number for person in everybody}) == len(everybody)
    assert not [person for person in everybody if fault_of(person.id_number, "resident", date(2022, 4, 19))]


def test_rare_characters_and_dotted_names_are_among_them():
    names = {person.name for place in places.PLACES for person in invented(place)}

    assert any("·" in name for name in names)
    assert any(ord(letter) > 0xFFFF for name in names for letter in name)


@pytest.mark.django_db
def test_rosters_and_ledgers_come_in_through_the_imports_without_a_single_refused_row():
    steps.bring_in_units()
    steps.bring_in_notices()
    steps.bring_in_abilities()
    cast.open_cast("pass-word-9")
    told = teaching.Teaching(told=(places.Place("yueyang", "430671", "屈原", 2, platform="考核管理平台"),))

    told.bring_in_schools()
    told.bring_in_rosters()
    told.bring_in_learning()
    teaching.score_everybody()

    assert Teacher.objects.count() == Employment.objects.active().count() == 130
    assert TrainingHours.objects.exists()
    figures = CompletionStat.objects.get(unit__code="430600", run__unit__code="430600")
    assert 0 < figures.complete < figures.required
