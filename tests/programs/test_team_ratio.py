"""Training teams: one member for so many teachers, and where each of them was trained (泗教师字〔2022〕1号 附件2三(一)1)."""

from datetime import date

import pytest
from django.urls import reverse

from portal.kit.errors import Refused
from programs.actions import groups, members
from programs.facts.groups import stands_of
from programs.forms.values import editor_of
from programs.loading import load_notice
from programs.models import Group, GroupMember
from programs.parameters import parameter_named
from tests.programs import factories as evidence
from tests.programs.notice_samples import small
from tests.schools import people

DAY = date(2022, 10, 1)
SIZE = ("management_team_size\n    value: {min: 3, max: 5}", "training_team_ratio\n    value: {levels: [county], teachers: 2}")


@pytest.fixture
def team(yueqing):
    return groups.set_up(unit=yueqing, program=evidence.program(), kind="training_team", year=2022, by=None)


@pytest.fixture
def rule(team):
    return load_notice(file=small(SIZE, (", name: 中小学教师信息技术应用能力提升工程2.0", ", name: 提升工程2.0")), by=None)


@pytest.fixture
def five(yueqing):
    school = people.school("2133000001", "乐清市第一小学", yueqing)
    people.teacher(school, "退休", 6, status="retired")
    people.teacher(school, "职员", 7, category="staff")
    return [people.teacher(school, f"教师{number}", number) for number in range(1, 6)]


def join(team, name="甲", **fields):
    return members.join(group=team, role="member", name=name, starts_on=DAY, by=None, **fields)


def told(team) -> list:
    return [(finding.met, finding.sentence) for finding in stands_of([team])[team.pk].findings]


def test_five_teachers_ask_for_three_members_at_one_for_two(rule, team, five):
    join(team)
    clause = "（演示函〔2024〕1号 二）"
    asked = "每 2 名教师不少于 1 人，教师 5 名，应有 3 人"

    assert told(team) == [(False, f"按比例缺 2 人：{asked}，现 1 人{clause}")]
    for name in "乙丙丁":
        join(team, name)
    assert told(team) == [(True, f"比例符合，余 1 人：{asked}，现 4 人{clause}")]


def test_where_no_proportion_is_set_none_is_asked(team, five):
    assert told(team) == []


def test_the_proportion_binds_only_the_levels_it_names(rule, five):
    school = groups.set_up(unit=five[0].unit, program=evidence.program(), kind="training_team", year=2022, by=None)

    assert told(school) == []


@pytest.mark.parametrize("count", [1, 3])
def test_the_teachers_are_counted_at_once_for_all_teams(rule, team, five, count, django_assert_num_queries):
    again = [Group.objects.select_related("unit").get(pk=team.pk) for _time in range(count)]

    with django_assert_num_queries(4):
        stands_of(again)


@pytest.mark.parametrize(
    ("upper", "lower", "kept"),
    [
        ({"teachers": 50}, {"teachers": 40}, True),
        ({"teachers": 50}, {"teachers": 51}, False),
        ({"teachers": 50}, {"teachers": 40, "levels": ["county"]}, False),
        ({"teachers": 50, "levels": ["county"]}, {"teachers": 50}, True),
    ],
)
def test_a_lower_unit_may_ask_for_more_trainers_not_for_fewer(upper, lower, kept):
    ratio = parameter_named("training_team_ratio")

    assert ratio.keeps(ratio.parse(upper), ratio.parse(lower)) == kept


def test_the_proportion_is_typed_as_it_is_stored():
    editor, raw = editor_of(parameter_named("training_team_ratio")), {"levels": ["county"], "teachers": 50}

    assert set(editor.fields()) == set(editor.shown(raw))
    assert editor.raw(editor.shown(raw)) == raw


def test_a_training_has_its_level_and_its_year(team):
    with pytest.raises(Refused, match="要么都填"):
        join(team, trained_at="provincial")
    with pytest.raises(Refused, match="晚于今年"):
        join(team, trained_at="provincial", trained_in=2099)
    row = join(team, trained_at="provincial", trained_in=2021)
    with pytest.raises(Refused, match="要么都填"):
        members.revise(member=row, trained_in=None, by=None)

    after = groups.carry_over(group=team, year=2023, on=date(2023, 1, 5), by=None)
    assert after.members.get().trained_text == "省级（2021）"


def test_the_page_of_a_team_shows_and_takes_the_training(client, rule, team, five, yueqing_bureau):
    client.force_login(yueqing_bureau)
    typed = {"role": "member", "name": "甲", "starts_on": str(DAY), "trained_at": "national", "trained_in": "2021"}

    client.post(reverse("programs:member-new", args=[team.pk]), typed)

    page = client.get(team.get_absolute_url()).content.decode()
    assert "国家级（2021）" in page
    assert "按比例缺 2 人" in page
    assert "按比例缺 2 人" in client.get(reverse("programs:group-list")).content.decode()
    row = GroupMember.objects.get()
    client.post(reverse("programs:member", args=[row.pk]), typed | {"trained_in": ""})
    row.refresh_from_db()
    assert row.trained_in == 2021
