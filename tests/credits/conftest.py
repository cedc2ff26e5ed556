from datetime import date
from pathlib import Path

import pytest

from credits.actions import plans, years
from credits.actions.abilities import load_abilities, read_abilities
from credits.actions.completion import score
from credits.models import MicroAbility
from programs.loading import load_notice
from programs.models import Program
from tests import factories
from tests.credits import declared, ledger
from tests.credits.choosing import YEAR, person
from tests.credits.reviewing import panel, reader
from tests.schools import people


@pytest.fixture
def ict2(db):
    return Program.objects.create(code="ict2", name="提升工程2.0")


@pytest.fixture
def abilities(db):
    load_abilities(rows=read_abilities(), by=None)
    return {ability.code: ability for ability in MicroAbility.objects.all()}


@pytest.fixture
def sixian(db):
    """Si County under its province and city, with its notice: 60 hours, half of them practice, and 20 credits."""
    anhui = factories.unit("340000", "安徽省", "province")
    suzhou = factories.unit("341300", "宿州市", "city", anhui)
    county = factories.unit("341324", "泗县", "county", suzhou)
    load_notice(file=Path("programs/notices/sixian-2022.yaml").read_bytes(), by=None)
    return county


@pytest.fixture
def program(sixian):
    return Program.objects.get(code="ict2")


@pytest.fixture
def first(sixian):
    return people.school("3413249001", "泗县第一小学", sixian)


@pytest.fixture
def second(sixian):
    return people.school("3413249002", "泗县第二小学", sixian)


@pytest.fixture
def bureau(sixian):
    return factories.user("sixian", sixian, "bureau")


@pytest.fixture
def clerk(first):
    return factories.user("clerk", first, "school_admin")


@pytest.fixture
def closed(sixian, program, bureau):
    """The hours of 2022, closed by the county."""
    return years.close(unit=sixian, program=program, year=2022, reason="已登记到省平台", by=bureau)


@pytest.fixture
def abroad(db):
    """A bureau of another province."""
    henan = factories.unit("410000", "河南省", "province")
    return factories.user("abroad", henan, "bureau")


@pytest.fixture
def scored(sixian, program, first, second):
    """Three teachers of the first school, one of whom lacks only credits, one assistant; one teacher of the second."""
    near = people.teacher(first, "林小雨", 1)
    people.teacher(first, "陈默", 2)
    people.teacher(first, "辅助人", 3, category="support")
    people.teacher(second, "王一", 4)
    ledger.hours(near, program, "online", 3000)
    ledger.hours(near, program, "practice", 2950, course="实践")
    return score(program=program, unit=sixian, as_of=date(2022, 12, 31), by=None)


@pytest.fixture
def head(first, program, abilities):
    return person(first, "组长甲", 91, subject="语文", research_group="语文教研组")


@pytest.fixture
def lin(first, program, abilities):
    return person(first, "林小雨", 1, subject="语文", research_group="语文教研组")


@pytest.fixture
def plan(first, program, head, clerk, abilities):
    points = [abilities["C6"], abilities["C7"]]
    return plans.set_up(unit=first, program=program, year=YEAR, subject="语文", head=head, abilities=points, by=clerk)


@pytest.fixture
def item(abilities):
    """All that A1 asks for."""
    return declared.item(abilities["A1"])


@pytest.fixture
def draft(lin, abilities, program, item):
    """A1 of 林小雨, begun and still empty."""
    return declared.started(lin, abilities["A1"], program)


@pytest.fixture
def hand(draft, item):
    """Hand a file in for the only item; its name proves nothing."""
    return lambda data, name="课堂.jpg": declared.handed(draft, item, data, name)


@pytest.fixture
def signed_in(client, lin):
    """林小雨 at the browser."""
    client.force_login(lin.user)
    return client


@pytest.fixture
def a1(abilities):
    return abilities["A1"]


@pytest.fixture
def teacher(first):
    return people.teacher(first, "林小雨", 1, user=factories.user("author", first, "teacher"))


@pytest.fixture
def own_panel(first, program):
    return panel(first, program)


@pytest.fixture
def two(own_panel, first, second):
    """Two readers: one of the school, one from outside."""
    return reader(own_panel, "inside", first), reader(own_panel, "outside", second)
