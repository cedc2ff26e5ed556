"""Two schools of one county, one of another city, and the people who keep their rosters."""

import pytest

from tests import factories
from tests.schools import people
from tests.sheets.flow import bring, keep


@pytest.fixture
def first_school(yueqing):
    return people.school("1133000001", "乐清市第一小学", yueqing)


@pytest.fixture
def second_school(yueqing):
    return people.school("1133000002", "乐清市第二小学", yueqing)


@pytest.fixture
def far_school(xihu):
    return people.school("1133000009", "西湖小学", xihu)


@pytest.fixture
def first_clerk(first_school):
    return factories.user("first", first_school, "school_admin")


@pytest.fixture
def second_clerk(second_school):
    return factories.user("second", second_school, "school_admin")


@pytest.fixture
def far_clerk(far_school):
    return factories.user("far", far_school, "school_admin")


@pytest.fixture
def lin(first_school):
    """One teacher of the first school."""
    return people.teacher(first_school, "林小雨", 1, stage="primary", subject="语文", phone="13800138001")


@pytest.fixture
def town(yueqing):
    return factories.unit("XQ01", "城区学区", "school_district", yueqing)


@pytest.fixture
def harbour(yueqing):
    return factories.unit("XQ02", "港口学区", "school_district", yueqing)


@pytest.fixture
def saves(yueqing, yueqing_bureau):
    """Brings a list in for Yueqing and saves it."""

    def save(rows, **more):
        return keep(bring("schools", rows, unit=yueqing, by=yueqing_bureau, **more), by=yueqing_bureau)

    return save
