import pytest

from programs.models import EvaluationPeriod, Program
from tests import factories


@pytest.fixture
def periods(db):
    program = Program.objects.create(code="ict2", name="提升工程2.0")
    return [EvaluationPeriod.objects.create(program=program, number=n, year=2020 + n, name=f"第{n}期") for n in (1, 2, 3)]


@pytest.fixture
def lucheng(wenzhou):
    return factories.unit("330302", "鹿城区", "county", wenzhou)


@pytest.fixture
def institutions(zhejiang):
    return [factories.unit(f"I000{n}", f"培训机构{n}", "institution", zhejiang) for n in (1, 2, 3)]


@pytest.fixture
def world(periods, wenzhou, yueqing, lucheng, xihu, institutions):
    """Wenzhou with two counties, a county elsewhere, three periods, three institutions."""
    return wenzhou
