import pytest

from portal.audit.models import Event
from portal.kit.errors import Refused
from portal.units import actions
from portal.units.models import Unit

ROWS = [
    {"code": "330300", "name": "温州市", "level": "city", "parent_code": "330000"},
    {"code": "330000", "name": "浙江省", "level": "province", "parent_code": ""},
    {"code": "330382", "name": "乐清市", "level": "county", "parent_code": "330300"},
]


@pytest.mark.django_db
def test_rows_in_any_order_become_a_tree():
    result = actions.load_units(rows=ROWS, by=None)

    assert (result.new, result.changed, result.unchanged) == (3, 0, 0)
    assert Unit.objects.get(code="330382").path == "/330000/330300/330382/"
    assert Event.objects.filter(verb="unit.loaded").count() == 3


@pytest.mark.django_db
def test_loading_again_changes_nothing():
    actions.load_units(rows=ROWS, by=None)

    result = actions.load_units(rows=ROWS, by=None)

    assert (result.new, result.changed, result.unchanged) == (0, 0, 3)
    assert Event.objects.count() == 3


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ({"code": "330399", "name": "某县", "level": "county", "parent_code": "339900"}, "第 2 行：上级代码 339900 不存在。"),
        ({"code": "330399", "name": "某县", "level": "village", "parent_code": ""}, "第 2 行：层级“village”不在可用层级之内。"),
        ({"code": "330399", "name": "某县", "level": "county", "parent_code": ""}, "第 2 行：某县 没有上级，只有省可以没有上级。"),
        ({"code": "33-99", "name": "某省", "level": "province", "parent_code": ""}, "第 2 行：代码“33-99”只能用字母和数字。"),
    ],
    ids=["unknown parent", "unknown level", "orphan", "odd code"],
)
def test_a_bad_row_is_refused_by_its_line(row, sentence):
    with pytest.raises(Refused) as refusal:
        actions.load_units(rows=[row], by=None)

    assert str(refusal.value) == sentence
    assert not Unit.objects.exists()


def test_a_subtree_is_the_unit_and_all_below_it(yueqing, xihu, wenzhou):
    assert list(Unit.objects.within(wenzhou)) == [wenzhou, yueqing]
    assert [unit.name for unit in Unit.objects.above(yueqing)] == ["浙江省", "温州市", "乐清市"]


def test_a_bureau_sees_its_subtree_and_the_line_above(yueqing, xihu, wenzhou_bureau):
    assert {unit.name for unit in Unit.objects.visible_to(wenzhou_bureau)} == {"浙江省", "温州市", "乐清市"}
