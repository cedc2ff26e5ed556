"""One answer to who may put somebody forward: lists, reminders, scoring and the act itself agree."""

import pytest

from awards import facts
from awards.facts_desk.missing import missing_of
from awards.facts_desk.nominating import not_nominated
from awards.models import AwardCycle
from awards.policies.cycles import check_takes_part
from portal.kit.errors import Denied
from programs.models import TrainingInstitution
from tests import factories


def allowed(cycle, unit) -> bool:
    category = next(one for one in cycle.categories.all() if one.nominee == unit.level)
    try:
        check_takes_part(category, unit)
    except Denied:
        return False
    return True


@pytest.fixture
def units(cycle, zhejiang, wenzhou, institution):
    """Of each level one that counts, or undertook tasks, and one that does not."""
    idle = factories.unit("JG02", "未承担的机构", "institution", zhejiang)
    TrainingInstitution.objects.create(unit=idle, undertook_tasks=False)
    uncounted = {"counts_for_quota": False}
    return [
        factories.unit("330382", "乐清市", "county", wenzhou),
        factories.unit("330399", "某开发区", "county", wenzhou, **uncounted),
        factories.unit("331200", "某市", "city", zhejiang, **uncounted),
        wenzhou,
        institution,
        idle,
    ]


def test_lists_reminders_scoring_and_the_act_agree_who_takes_part(cycle, units, wenzhou, province_office):
    cycle = AwardCycle.objects.prefetch_related("categories__cycle__notice").get(pk=cycle.pk)
    told = {row["unit"] for row in not_nominated(cycle, province_office)}
    reminded = {one.unit.code for one in [*missing_of(cycle), *missing_of(cycle, wenzhou)]}
    scored = {unit.code for _category, unit in facts.possible_nominees(cycle)}

    for unit in units:
        answer = allowed(cycle, unit)
        assert answer == (unit.code not in ("330399", "JG02"))
        assert (unit.code in told, unit.code in reminded, unit.code in scored) == (answer, answer, answer), unit
