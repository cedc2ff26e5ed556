import pytest

from programs.models import EvaluationPeriod, Program
from tests import factories


@pytest.fixture
def ict2(db):
    program = Program.objects.create(code="ict2", name="提升工程2.0")
    return [EvaluationPeriod.objects.create(program=program, number=n, year=2020 + n, name=f"第{n}期") for n in (1, 2, 3)]


@pytest.fixture
def wenzhou_counties(wenzhou, yueqing):
    names = {"330302": "鹿城区", "330303": "龙湾区", "330381": "瑞安市"}
    return [yueqing, *(factories.unit(code, name, "county", wenzhou) for code, name in names.items())]
