"""Filings that go through a collating unit."""

import pytest

from portal.kit.errors import Denied, WrongState
from programs.actions import filings, reviewing
from tests import factories
from tests.programs.asked import filing_of, handed_in, opened

WHY = "来电说明"


# ---- through a collating unit


@pytest.fixture
def schools(wenzhou, yueqing):
    return [factories.unit(f"213300000{n}", f"第{n}小学", "school", yueqing) for n in (1, 2)]


@pytest.fixture
def through_the_county(wenzhou, schools):
    return opened(wenzhou, chosen={"levels": ["school"]}, route="county")


def test_a_county_passes_on_what_its_schools_handed_in(through_the_county, schools, yueqing_bureau, wenzhou_bureau):
    filing = handed_in(filing_of(through_the_county, schools[0]))
    assert (filing.state, filing.turn) == ("collating", "collator")
    with pytest.raises(WrongState):
        reviewing.accept(filing=filing, by=wenzhou_bureau)

    reviewing.pass_on(filing=filing, by=yueqing_bureau)

    assert (filing.state, filing.turn) == ("submitted", "receiver")
    with pytest.raises(WrongState, match="不能撤回"):
        filings.withdraw(filing=filing, by=None)


def test_a_county_sends_back_before_and_not_after_it_passed_on(through_the_county, schools, yueqing_bureau):
    first, second = (handed_in(filing_of(through_the_county, school)) for school in schools)
    reviewing.send_back(filing=first, reason=WHY, by=yueqing_bureau)
    reviewing.pass_on(filing=second, by=yueqing_bureau)

    with pytest.raises(Denied):
        reviewing.send_back(filing=second, reason=WHY, by=yueqing_bureau)
