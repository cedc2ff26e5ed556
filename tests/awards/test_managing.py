"""A manager is put forward by the unit he manages at (浙工程办函〔2023〕7号 一2): a post on record, or one with its source."""

import pytest
from django.urls import reverse

from awards.actions import eligibility, nominations, recommending
from awards.facts_desk.fairness import parts_of
from awards.facts_desk.managing import tie_of
from awards.models import AwardCycle, Nomination
from portal.kit.errors import Refused
from programs.models import Group, GroupMember
from tests import factories
from tests.awards.factories import drafted

pytestmark = pytest.mark.django_db
PERSON = {"manager_name": "陈知行", "manager_position": "副局长", "manager_title": "高级教师", "manager_workplace": "乐清市教育局"}


@pytest.fixture
def category(cycle):
    return cycle.categories.select_related("cycle").get(key="county_manager")


@pytest.fixture
def clerk(bureaus, yueqing, counties):
    return bureaus[yueqing.pk]


def member(cycle, unit, *, kind="office", role="director", name="陈知行", **fields):
    group = Group.objects.create(unit=unit, program=cycle.program, kind=kind, year=2023)
    return GroupMember.objects.create(group=group, role=role, name=name, starts_on="2023-01-01", **fields)


def form(category, unit, by, **given):
    return drafted(category, unit, by, period=None, **PERSON | given)


def again(row):
    """As a later request reads it."""
    return Nomination.objects.select_related("cycle", "category__cycle", "unit", "via").get(pk=row.pk)


def refused(row, by) -> Refused:
    with pytest.raises(Refused) as refusal:
        nominations.submit(nomination=again(row), by=by)
    assert again(row).state == "draft"
    return refusal.value


def test_who_holds_no_post_on_record_needs_one_with_its_source(category, yueqing, clerk):
    row = form(category, yueqing, clerk)

    refusal = refused(row, clerk)
    assert list(refusal.fields) == ["manager_basis"]
    assert "没有陈知行在乐清市的管理任职" in str(refusal)
    assert refusal.clause.startswith("浙工程办函〔2023〕7号")

    nominations.save(nomination=again(row), version=row.version, values={"manager_basis": "副局长，某教干〔2021〕3号"}, by=clerk)
    row = nominations.submit(nomination=again(row), by=clerk)
    assert row.frozen["manager"] == {"post": "副局长，某教干〔2021〕3号", "known": False}


def test_who_stands_in_the_units_group_is_not_asked_again_and_the_form_says_which_post(client, cycle, category, yueqing, clerk):
    member(cycle, yueqing)

    row = nominations.submit(nomination=again(form(category, yueqing, clerk)), by=clerk)

    assert row.frozen["manager"] == {"post": "乐清市领导小组办公室主任", "known": True}
    client.force_login(clerk)
    said = "乐清市领导小组办公室主任（平台登记）"
    assert said in client.get(row.get_absolute_url()).content.decode()
    page = reverse("awards:nominee", args=[cycle.code, "county_manager", yueqing.code])
    assert said in client.get(page).content.decode()


def test_a_member_of_the_units_staff_manages_there_too(category, yueqing, clerk):
    row = form(category, yueqing, clerk, manager_name=clerk.name)

    assert nominations.submit(nomination=again(row), by=clerk).frozen["manager"]["known"] is True


@pytest.mark.parametrize(
    ("elsewhere", "fields"),
    [
        (True, {}),
        (False, {"kind": "training_team", "role": "leader"}),
        (False, {"ends_on": "2023-06-01", "ended_why": "调离"}),
        (False, {"name": "陈知"}),
    ],
    ids=["another unit's group", "a trainer is no manager", "left", "another name"],
)
def test_a_post_that_is_none_here_does_not_count(cycle, category, counties, yueqing, clerk, elsewhere, fields):
    member(cycle, counties[1] if elsewhere else yueqing, **fields)

    assert list(refused(form(category, yueqing, clerk), clerk).fields) == ["manager_basis"]


def filled_in(client, row, person):
    said = {"version": row.version, "then": "fill", "person": f"m{person.pk}"}
    return [str(told) for told in client.post(reverse("awards:save", args=[row.pk]), said, follow=True).context["messages"]]


def test_taking_a_person_over_says_what_came_and_what_is_not_on_record(client, cycle, category, yueqing, clerk):
    whole = member(cycle, yueqing, name="陈知行", position="副局长/高级教师", workplace="乐清市教育局", phone="0577-62520001")
    bare = member(cycle, yueqing, kind="leadership_group", role="leader", name="许青禾")
    row = nominations.draft(category=category, unit=yueqing, by=clerk)
    client.force_login(clerk)

    assert filled_in(client, row, bare) == ["已带入许青禾的姓名，请核对；平台没有登记职务、职称、联系方式，请自行填写。"]
    assert filled_in(client, again(row), whole) == ["已带入陈知行的姓名、职务、职称、所在单位、联系方式，请核对。"]


def test_handing_in_tells_first_what_waits_for_whose_word(client, category, yueqing, clerk, wenzhou_bureau):
    row = form(category, yueqing, clerk, manager_basis="副局长，某教干〔2021〕3号")
    client.force_login(clerk)
    told = f"项条件（{'、'.join(clause for clause, _text in category.attested)}）待人工认定，报送后由温州市教育局认定"
    page = client.get(row.get_absolute_url()).content.decode()
    values = {"version": again(row).version, "reason": row.reason, "phone": row.phone, **PERSON}
    said = values | {"manager_basis": row.manager_basis, "then": "hand-in"}

    asked = client.post(reverse("awards:save", args=[row.pk]), said).content.decode()
    for clause, _text in category.attested:
        eligibility.attest(category=category, unit=yueqing, clause=clause, met=True, reason="核实。", by=wenzhou_bureau)

    assert (told in page, told in asked) == (True, True)
    assert "待人工认定，报送后" not in client.get(row.get_absolute_url()).content.decode()


def test_a_trainer_who_also_holds_a_post_is_a_manager(cycle, category, yueqing, clerk):
    member(cycle, yueqing, kind="training_team", role="leader", name=clerk.name, position="科长/高级教师")

    row = form(category, yueqing, clerk, manager_name=clerk.name)

    assert tie_of(again(row)).known is True


@pytest.mark.parametrize("place", ["温州市教育局", "某县3教育局", "某县3"])
def test_a_manager_of_another_unit_is_refused_whatever_the_source(category, yueqing, clerk, place):
    row = form(category, yueqing, clerk, manager_workplace=place, manager_basis="局长，某教干〔2021〕3号")

    refusal = refused(row, clerk)

    assert (list(refusal.fields), f"“{place}”不属于乐清市" in str(refusal)) == (["manager_workplace"], True)


def test_a_workplace_under_the_unit_or_unknown_to_the_portal_is_taken(category, yueqing, clerk):
    factories.unit("3303829901", "乐清市教师发展中心", "school", yueqing)
    basis = {"manager_basis": "主任，某教干〔2021〕3号"}
    row = form(category, yueqing, clerk, manager_workplace="乐清市教师发展中心", **basis)

    assert nominations.submit(nomination=again(row), by=clerk).state == "submitted"


def test_the_post_kept_is_that_of_handing_in_and_stands_in_the_fairness_package(
    cycle, category, yueqing, clerk, wenzhou_bureau, attest_all
):
    post = member(cycle, yueqing)
    row = nominations.submit(nomination=again(form(category, yueqing, clerk)), by=clerk)
    GroupMember.objects.filter(pk=post.pk).update(ends_on="2023-12-01", ended_why="调离")
    attest_all(category, yueqing, wenzhou_bureau)

    row = recommending.recommend(nomination=again(row), by=wenzhou_bureau)

    assert row.frozen["manager"] == {"post": "乐清市领导小组办公室主任", "known": True}
    [told] = parts_of(AwardCycle.objects.get(pk=cycle.pk))["05-nominations"]()
    assert told["frozen"]["manager"] == row.frozen["manager"]


@pytest.fixture
def attest_all():
    from awards.actions import eligibility

    def attest(category, unit, by):
        for clause, _text in category.attested:
            eligibility.attest(category=category, unit=unit, clause=clause, met=True, reason="查阅材料。", by=by)

    return attest


def test_a_form_that_went_up_before_posts_were_asked_for_goes_on(category, yueqing, clerk, wenzhou_bureau, attest_all):
    row = form(category, yueqing, clerk, manager_basis="副局长，某教干〔2021〕3号")
    row = nominations.submit(nomination=again(row), by=clerk)
    Nomination.objects.filter(pk=row.pk).update(manager_basis="", frozen={key: row.frozen[key] for key in ("eligible", "findings")})
    attest_all(category, yueqing, wenzhou_bureau)

    row = recommending.recommend(nomination=again(row), by=wenzhou_bureau)

    assert (row.state, "manager" in row.frozen) == ("recommended", False)


def test_over_rest_the_source_is_written_and_read(client, cycle, yueqing, clerk):
    client.force_login(clerk)
    manager = {"name": "陈知行", "position": "副局长", "title": "高级教师", "workplace": "乐清市教育局"}
    manager["basis"] = "某教干〔2021〕3号"
    asked = {"cycle": cycle.code, "category": "county_manager", "unit": yueqing.code, "manager": manager}

    told = client.post("/api/v1/nominations/", asked, content_type="application/json")

    assert (told.status_code, told.json()["manager"]) == (201, manager)


def test_a_units_form_is_asked_for_no_post(county_unit, yueqing, clerk):
    row = drafted(county_unit, yueqing, clerk)

    assert "manager" not in nominations.submit(nomination=again(row), by=clerk).frozen
