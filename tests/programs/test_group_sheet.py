"""Rosters of groups as workbooks, over REST and as something filed."""

import json
from datetime import date

import pytest
from django.urls import reverse

from portal.kit.errors import DependedOn
from portal.sheets import actions
from portal.sheets.models import PriorRow
from programs.actions import groups, members
from programs.contents import content_kind
from programs.models import Group, GroupMember
from tests import factories
from tests.programs import factories as evidence
from tests.schools import people
from tests.sheets.flow import bring, findings, keep

HEAD = ["组别", "组内职务", "姓名", "单位", "职务/职称", "电话", "邮箱"]
LEADER = ["领导小组", "组长", "王 明", "乐清市第一小学", "校长", "13900000000（600001）", "a@example.com"]
CONTACT = ["领导小组", "成员（工作联系人）", "李华", "", "教导主任", "0577-62520000", ""]


@pytest.fixture
def program(db):
    return evidence.program()


@pytest.fixture
def school(yueqing):
    return people.school("2133000001", "乐清市第一小学", yueqing)


@pytest.fixture
def clerk(school):
    return factories.user("clerk", school, "school_admin")


def test_a_school_brings_in_its_roster_and_the_group_is_set_up(school, program, clerk):
    upload = keep(bring("groups", [HEAD, LEADER, CONTACT], unit=school, by=clerk), by=clerk)

    group = Group.objects.get()
    told = [(row.role, row.is_contact, row.name, row.reached_at) for row in group.members.in_order()]
    assert (group.unit, group.kind, upload.counts["new"]) == (school, "leadership_group", 2)
    assert told == [("leader", False, "王明", "13900000000（600001）"), ("member", True, "李华", "0577-62520000")]


def test_the_template_comes_back_and_changes_nothing(school, program, clerk):
    keep(bring("groups", [HEAD, LEADER, CONTACT], unit=school, by=clerk), by=clerk)

    upload = bring("groups", [HEAD, LEADER, CONTACT], unit=school, by=clerk)

    assert (upload.counts["new"], upload.counts["changed"], upload.counts["unchanged"]) == (0, 0, 2)


def test_changed_numbers_go_in_and_are_taken_back(school, program, clerk):
    keep(bring("groups", [HEAD, LEADER], unit=school, by=clerk), by=clerk)

    upload = keep(bring("groups", [HEAD, [*LEADER[:5], "13911112222", ""]], unit=school, by=clerk), by=clerk)
    assert GroupMember.objects.get().reached_at == "13911112222"
    assert "13900000000" not in json.dumps(list(PriorRow.objects.values_list("values", flat=True)))
    actions.undo(upload=upload, by=clerk)

    row = GroupMember.objects.get()
    assert (row.reached_at, row.email) == ("13900000000（600001）", "a@example.com")


def test_what_an_upload_made_is_void_after_its_undo(school, program, clerk):
    upload = keep(bring("groups", [HEAD, LEADER, CONTACT], unit=school, by=clerk), by=clerk)

    actions.undo(upload=upload, by=clerk)

    assert set(GroupMember.objects.values_list("state", flat=True)) == {"void"}
    assert GroupMember.objects.serving().count() == 0


def test_later_work_forbids_the_undo(school, program, clerk):
    upload = keep(bring("groups", [HEAD, LEADER], unit=school, by=clerk), by=clerk)
    members.revise(member=GroupMember.objects.get(), position="书记", by=clerk)

    with pytest.raises(DependedOn):
        actions.undo(upload=upload, by=clerk)


def test_who_is_missing_from_a_complete_list_has_left_and_comes_back_with_the_undo(school, program, clerk):
    keep(bring("groups", [HEAD, LEADER, CONTACT], unit=school, by=clerk), by=clerk)

    upload = bring("groups", [HEAD, LEADER], unit=school, by=clerk, whole=True)
    assert upload.counts["vanished"] == 1
    upload = keep(upload, by=clerk, choices={"vanished": "void"})
    assert GroupMember.objects.get(name="李华").ended_why == "名单更新后不再列入"
    actions.undo(upload=upload, by=clerk)

    assert GroupMember.objects.serving().count() == 2


def test_a_county_brings_in_many_schools_and_faults_are_told_by_cell(yueqing, school, program, yueqing_bureau):
    rows = [
        ["报送单位", *HEAD],
        ["乐清市第一小学", *LEADER],
        ["乐清市第一小学", "执行办公室", "主任", "赵安", "", "", "", ""],
        ["乐清市第一小学", "管理团队", "组长", "孙立", "", "校长", "1390000000", ""],
        ["没有的学校", "管理团队", "组长", "钱明", "", "", "", ""],
        ["乐清市第一小学", "领导小组", "组长", "周新", "", "", "", ""],
        ["乐清市", "领导小组", "班长", "吴山", "", "", "", ""],
    ]

    upload = bring("groups", rows, unit=yueqing, by=yueqing_bureau)

    assert sorted(findings(upload, "row", "warning")) == [
        (3, "组别", "kind_unfit"),
        (4, "电话", "phone"),
        (5, "报送单位", "unit_unknown"),
        (6, "组内职务", "second_head"),
        (7, "组内职务", "choice"),
    ]


def test_a_group_is_set_up_and_filled_over_rest(client, school, program, yueqing, yueqing_bureau):
    client.force_login(yueqing_bureau)
    asked = {"unit": school.code, "program": "ict2", "kind": "management_team", "year": 2024}

    made = client.post("/api/v1/groups/", asked, content_type="application/json")
    address = f"/api/v1/groups/{made.json()['id']}/"
    joined = client.post(
        f"{address}join/", {"role": "leader", "name": "王明", "starts_on": "2024-03-01"}, content_type="application/json"
    )
    [member] = joined.json()["members"]
    left = {"member": member["id"], "on": "2024-09-01", "reason": "调动"}
    client.post(f"{address}leave/", left, content_type="application/json")
    again = client.post(f"{address}leave/", left, content_type="application/json")

    assert (made.status_code, joined.status_code, again.status_code) == (201, 201, 409)
    assert client.get(address).json()["members"][0]["ended_why"] == "调动"
    twice = client.post("/api/v1/groups/", asked, content_type="application/json")
    assert (twice.status_code, twice.json()["code"]) == (422, "refused_input")


@pytest.mark.parametrize("count", [1, 3])
def test_rest_asks_the_same_however_many(client, yueqing, program, yueqing_bureau, count, django_assert_num_queries):
    for number in range(count):
        place = people.school(f"213300001{number}", f"第{number}小学", yueqing)
        groups.set_up(unit=place, program=program, kind="management_team", year=2024, by=None)
    client.force_login(yueqing_bureau)

    with django_assert_num_queries(10):
        answer = client.get("/api/v1/groups/", {"under": "330382"})

    assert len(answer.json()["results"]) == count


def test_a_roster_is_filed_as_it_stood(school, program):
    kind = content_kind("group_management_team")
    task = type("Asked", (), {"program_id": program.pk})
    group = groups.set_up(unit=school, program=program, kind="management_team", year=2024, by=None)
    assert kind.freeze(school, task) is None
    members.join(group=group, role="leader", name="王明", starts_on=date(2024, 3, 1), position="校长", by=None)

    frozen = kind.freeze(school, task)

    assert json.loads(json.dumps(frozen)) == frozen
    assert [(row["role"], row["name"]) for row in frozen["members"]] == [("组长", "王明")]
    assert kind.address(school, task) == group.get_absolute_url()
    assert kind.blank(school, task)[1].startswith(b"PK")
    assert content_kind("group_office").address(school, task) == reverse("programs:group-new") + "?kind=office"
