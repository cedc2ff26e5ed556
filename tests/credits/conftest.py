import pytest

from credits.actions.abilities import load_abilities, read_abilities
from credits.models import MicroAbility
from programs.models import Program


@pytest.fixture
def ict2(db):
    return Program.objects.create(code="ict2", name="提升工程2.0")


@pytest.fixture
def abilities(db):
    load_abilities(rows=read_abilities(), by=None)
    return {ability.code: ability for ability in MicroAbility.objects.all()}
