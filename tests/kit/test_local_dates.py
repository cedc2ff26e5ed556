"""The day of a moment, judged in a statement, is the day clocks in China show."""

from datetime import UTC, datetime

import pytest
from django.db.models import DateTimeField, Value

from portal.kit.clock import LocalDate, local
from portal.units.models import Unit

MOMENTS = [
    datetime(2023, 6, 1, 15, 59, 59, 999999, tzinfo=UTC),
    datetime(2023, 6, 1, 16, 0, 0, tzinfo=UTC),
    datetime(2023, 12, 31, 16, 0, 0, 1, tzinfo=UTC),
    datetime(2024, 2, 28, 23, 30, tzinfo=UTC),
]


@pytest.mark.django_db
@pytest.mark.parametrize("moment", MOMENTS)
def test_a_moment_falls_on_the_day_it_has_in_china(moment):
    Unit.objects.create(code="330000", name="浙江省", level="province", path="/330000/")

    [day] = Unit.objects.annotate(day=LocalDate(Value(moment, DateTimeField()))).values_list("day", flat=True)

    assert day == local(moment).date()
