from decimal import Decimal

import pytest

from portal.units.models import Unit
from programs.loading import load_notice
from programs.models import Notice, Program
from programs.notice_file import NoticeRefused
from programs.parameters import known
from programs.policy import resolve, resolve_many
from tests import factories
from tests.programs.notice_samples import SHIPPED, four_trees, shipped, small


@pytest.fixture
def trees(db):
    units = four_trees()
    for name in SHIPPED:
        load_notice(file=shipped(name), by=None)
    return units


@pytest.fixture
def ict2(trees):
    return Program.objects.get(code="ict2")


def test_a_school_inherits_from_its_county(trees, ict2):
    school = factories.unit("1134000001", "某中心校", "school", trees["341324"])

    hours = resolve(school, ict2)["total_hours"]

    assert (hours.value, hours.text) == (Decimal(60), "不少于 60 学时")
    assert (hours.unit, hours.notice.number, hours.clause.key) == (trees["341324"], "泗教师字〔2022〕1号", "一")
    assert hours.citation == "泗教师字〔2022〕1号 一"
    assert "60学时" in hours.wording
    assert hours.wording in hours.clause.text


def test_what_nobody_set_is_none_for_every_parameter(trees, ict2):
    policy = resolve(trees["330100"], ict2)

    assert set(policy) == {parameter.key for parameter in known()}
    assert set(policy.values()) == {None}


def test_yueqing_sets_no_hours_and_hours_are_not_made_of_credits(trees, ict2):
    policy = resolve(trees["330382"], ict2)

    assert policy["joint_credits"].value == Decimal(50)
    assert (policy["credits"], policy["total_hours"], policy["management_team_size"]) == (None, None, None)


def test_the_nearest_units_value_wins_and_the_rest_is_inherited(trees, ict2):
    load_notice(
        file=small(("乐清市教育局", "南海区教育局"), ('value: "40"', 'value: "55"'), issuer='"440605"'),
        by=None,
    )

    policy = resolve(trees["440605"], ict2)

    assert (policy["total_hours"].value, policy["total_hours"].unit) == (Decimal(55), trees["440605"])
    assert (policy["online_hours"].value, policy["online_hours"].unit) == (Decimal(25), trees["440600"])
    assert resolve(trees["440600"], ict2)["total_hours"].value == Decimal(50)


def test_a_notice_may_set_a_value_for_a_unit_below_its_issuer(trees, ict2):
    load_notice(
        file=small(("乐清市教育局", "佛山市教育局"), ('    value: "40"', '    value: "40"\n    unit: "440605"'), issuer='"440600"'),
        by=None,
    )

    assert resolve(trees["440605"], ict2)["total_hours"].value == Decimal(40)
    assert resolve(trees["440600"], ict2)["total_hours"].value == Decimal(50)


def test_of_two_notices_of_one_unit_the_later_holds(trees, ict2):
    load_notice(file=small(("乐清市教育局", "泗县教育体育局"), issuer='"341324"'), by=None)

    assert resolve(trees["341324"], ict2)["total_hours"].notice.number == "演示函〔2024〕1号"


def test_a_value_dropped_by_a_new_version_is_no_longer_in_force(trees, ict2):
    load_notice(file=small(), by=None)
    assert resolve(trees["330382"], ict2)["total_hours"].value == Decimal(40)

    load_notice(file=small(("parameter: total_hours", "parameter: online_hours")), by=None)

    assert resolve(trees["330382"], ict2)["total_hours"] is None


@pytest.mark.parametrize("count", [1, 3])
def test_resolving_asks_the_database_once_however_many_units(trees, ict2, count, django_assert_num_queries):
    units = list(Unit.objects.filter(code__in=["341324", "430623", "440605"][:count]))

    with django_assert_num_queries(1):
        policies = resolve_many(units, ict2)

    assert len(policies) == count
    assert policies[trees["341324"].pk]["credits"].value == Decimal(20)


FREE = ('    value: "40"', '    value: "40"\n    may_relax: true')


def lower(hours, *changes, issuer='"440605"', number="佛区教〔2024〕2号", **head):
    return small(('value: "40"', f'value: "{hours}"'), *changes, issuer=issuer, number=number, **head)


def test_a_lower_unit_may_tighten_and_not_relax(trees, ict2):
    with pytest.raises(NoticeRefused) as refused:
        load_notice(file=lower("40"), by=None)

    [fault] = refused.value.faults
    assert "“总学时”写的是不少于 40 学时，放宽了佛山市规定的不少于 50 学时（佛教人〔2020〕8号 附件1一）" in fault.message
    load_notice(file=lower("60"), by=None)
    assert resolve(trees["440605"], ict2)["total_hours"].value == Decimal(60)


def test_where_the_upper_notice_allows_it_a_lower_unit_may_relax(trees, ict2):
    load_notice(file=small(FREE, ("parameter: management_team_size", "parameter: training_team_size"), issuer='"340000"'), by=None)
    load_notice(file=lower("30", issuer='"341300"'), by=None)

    hours = resolve(trees["341300"], ict2)["total_hours"]

    assert (hours.value, hours.unit, hours.overruled) == (Decimal(30), trees["341300"], ())


def test_an_upper_notice_that_comes_later_overrules_what_asks_less(trees, ict2):
    other_team = ("parameter: management_team_size", "parameter: training_team_size")
    load_notice(file=lower("30", other_team, issuer='"430623"', issued_on="2023-01-02"), by=None)
    load_notice(file=small(issuer='"430000"'), by=None)

    hours = resolve(trees["430623"], ict2)["total_hours"]

    assert (hours.value, hours.unit) == (Decimal(40), trees["430000"])
    assert [(one.value, one.unit) for one in hours.overruled] == [(Decimal(30), trees["430623"])]


def test_a_replaced_notice_binds_nobody_and_is_back_when_its_successor_no_longer_names_it(trees, ict2):
    load_notice(file=small(issuer='"440605"', number="佛区教〔2024〕1号").replace(b'value: "40"', b'value: "55"'), by=None)
    newer = lower("60").replace(b"  signed_by", "  replaces: [佛区教〔2024〕1号]\n  signed_by".encode())
    load_notice(file=newer.replace(b"parameter: management_team_size", b"parameter: training_team_size"), by=None)
    older = Notice.objects.get(number="佛区教〔2024〕1号")

    assert (older.state, older.replaced_by.number, older.ended_on.isoformat()) == ("replaced", "佛区教〔2024〕2号", "2024-01-02")
    assert resolve(trees["440605"], ict2)["management_team_size"].unit == trees["440600"]

    load_notice(file=lower("60"), by=None)
    older.refresh_from_db()
    assert (older.state, older.replaced_by) == ("current", None)


def test_a_notice_replaces_only_notices_of_its_own_tree(trees, ict2):
    foreign = lower("60").replace(b"  signed_by", "  replaces: [泗教师字〔2022〕1号]\n  signed_by".encode())

    with pytest.raises(NoticeRefused, match="不是本单位或下级单位发的"):
        load_notice(file=foreign, by=None)


def test_schools_with_the_same_notices_above_them_share_one_policy(trees, ict2, django_assert_num_queries):
    schools = [factories.unit(f"113400{number:04}", f"第{number}小学", "school", trees["341324"]) for number in range(300)]

    with django_assert_num_queries(1):
        policies = resolve_many(schools, ict2)

    assert len({id(policy) for policy in policies.values()}) == 1
    assert policies[schools[7].pk]["credits"].value == Decimal(20)
