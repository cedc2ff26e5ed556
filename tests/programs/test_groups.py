"""Groups and teams: who may keep them, who comes and goes, what the notices ask of them."""

import io
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from docx import Document as Word

from portal.audit.models import Change, Event
from portal.documents import actions as documents
from portal.documents.rendering import render
from portal.kit.errors import Denied, Refused, WrongState
from portal.units.models import Unit
from programs.actions import groups, members, opinions
from programs.documents.groups import WorkingGroup, form_of
from programs.documents.word import word
from programs.enums.groups import LEVELS, GroupKind
from programs.facts.groups import stands_of, with_fit
from programs.loading import load_notice
from programs.models import Group, GroupMember, GroupOpinion, Program
from programs.rules.groups import capacity_of
from tests import factories
from tests.programs import factories as evidence
from tests.programs.notice_samples import shipped, small
from tests.schools import people

DAY = date(2024, 3, 1)
LIST = reverse("programs:group-list")


@pytest.fixture
def program(db):
    return evidence.program()


@pytest.fixture
def school(yueqing):
    return people.school("2133000001", "乐清市第一小学", yueqing)


@pytest.fixture
def clerk(school):
    return factories.user("clerk", school, "school_admin")


@pytest.fixture
def team(school, program):
    return groups.set_up(unit=school, program=program, kind="management_team", year=2024, by=None)


@pytest.fixture
def rules(yueqing, program):
    """乐清's notice asks for 3–5 people in every school's management team."""
    return load_notice(file=small((", name: 中小学教师信息技术应用能力提升工程2.0", ", name: 提升工程2.0")), by=None)


def member(group, name="林小雨", role="member", **fields):
    return members.join(group=group, role=role, name=name, starts_on=DAY, by=None, **fields)


@pytest.mark.parametrize(
    ("count", "met", "text"),
    [
        (2, False, "缺 1 人：3–5 人，现 2 人（演示函〔2024〕1号 二）"),
        (3, True, "人数符合：3–5 人，现 3 人（演示函〔2024〕1号 二）"),
        (5, True, "人数符合：3–5 人，现 5 人（演示函〔2024〕1号 二）"),
        (6, False, "多 1 人：3–5 人，现 6 人（演示函〔2024〕1号 二）"),
    ],
)
def test_a_team_is_told_how_many_are_missing_and_by_which_clause(rules, team, count, met, text):
    for number in range(count):
        member(team, f"成员{'一二三四五六'[number]}")

    [finding] = stands_of([team])[team.pk].findings

    assert (finding.met, finding.sentence) == (met, text)
    assert with_fit(Group.objects.all()).get().fit == ("fits" if met else "short" if count < 3 else "over")


def test_where_no_notice_asks_nothing_is_judged(team, yueqing, program, rules):
    own = groups.set_up(unit=yueqing, program=program, kind="management_team", year=2024, by=None)
    lead = groups.set_up(unit=yueqing, program=program, kind="leadership_group", year=2024, by=None)

    assert {stands_of([row])[row.pk].met for row in (own, lead)} == {None}
    assert set(with_fit(Group.objects.filter(unit=yueqing)).values_list("fit", flat=True)) == {"free"}


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_the_same_however_many(client, rules, yueqing, program, yueqing_bureau, count, django_assert_num_queries):
    for number in range(count):
        place = people.school(f"213300001{number}", f"第{number}小学", yueqing)
        row = groups.set_up(unit=place, program=program, kind="management_team", year=2024, by=None)
        member(row, "王校", role="leader", is_contact=True)
    client.force_login(yueqing_bureau)

    with django_assert_num_queries(11):
        page = client.get(LIST)

    assert len(page.context["page"].rows) == count
    assert page.content.decode().count("缺 2 人：3–5 人，现 1 人") == count


@pytest.mark.parametrize(("fit", "found"), [("short", 1), ("fits", 0), ("over", 0), ("free", 0), ("", 1)])
def test_the_list_is_narrowed_to_what_does_not_fit(client, rules, team, yueqing_bureau, fit, found):
    client.force_login(yueqing_bureau)

    page = client.get(LIST, {"fit": fit, "under": "乐清市", "q": "第一小学"})

    assert len(page.context["page"].rows) == found


@pytest.fixture
def leaders(yueqing):
    """乐清's leadership group under its own notice, with two 学区 in the tree: the 副局长 leads it."""
    load_notice(file=shipped("yueqing-2020"), by=None)
    for number, name in enumerate(("大荆学区", "虹桥学区")):
        factories.unit(f"33038290{number}", name, "school_district", yueqing)
    group = groups.set_up(unit=yueqing, program=Program.objects.get(code="ict2"), kind="leadership_group", year=2024, by=None)
    member(group, "陈知行", role="leader", position="副局长")
    return group


def seats(group):
    return {finding.met: finding.sentence for finding in stands_of([group])[group.pk].findings[-1:]}


def test_every_body_a_notice_names_has_somebody_in_the_group_and_so_has_each_district(leaders):
    asked = "每家至少 1 人：应有市教育研究培训院、市教育技术中心、各学区"
    member(leaders, "林小雨", capacity="department")
    member(leaders, "王明", workplace="乐清市教育研究培训院", position="院长")

    missing = f"缺市教育技术中心、大荆学区、虹桥学区的人员，{asked}，已有 1 家（乐教政〔2020〕22号 三(一)）"
    assert seats(leaders) == {False: missing}

    member(leaders, "李华", workplace="乐清市教育局", position="教育技术中心主任")
    member(leaders, "赵六", workplace="大荆学区", position="主任")
    assert seats(leaders) == {False: f"缺虹桥学区的人员，{asked}，已有 3 家（乐教政〔2020〕22号 三(一)）"}

    member(leaders, "孙七", workplace="乐清市虹桥学区", position="主任")
    assert seats(leaders) == {True: "已有市教育研究培训院、市教育技术中心、各学区的人员（乐教政〔2020〕22号 三(一)）"}


def test_a_second_head_is_taken_and_told_with_what_the_notice_says(client, leaders, yueqing_bureau):
    client.force_login(yueqing_bureau)
    assert stands_of([leaders])[leaders.pk].remark == ""

    member(leaders, "王明", role="leader", position="局长")

    page = client.get(leaders.get_absolute_url()).content.decode()
    assert "有 2 名组长：陈知行、王明，名单会都印作组长；组长一般只有一人，请核对组内职务。" in page
    assert "通知要求由分管领导任组长（主任）（乐教政〔2020〕22号 三(一)）。" in page


def test_where_the_tree_holds_no_district_some_district_must_still_be_there(leaders):
    Unit.objects.filter(level="school_district").update(state="closed")
    member(leaders, "王明", workplace="乐清市教育研究培训院")
    member(leaders, "李华", workplace="乐清市教育技术中心")

    [text] = seats(leaders).values()
    assert text.startswith("缺各学区的人员")
    member(leaders, "赵六", workplace="柳市学区")
    assert list(seats(leaders)) == [True]


def test_a_unit_has_one_group_of_a_kind_at_work(team, school, program):
    with pytest.raises(Refused, match="乐清市第一小学已有现任的管理团队"):
        groups.set_up(unit=school, program=program, kind="management_team", year=2025, by=None)


def test_every_kind_says_where_it_may_stand():
    assert set(LEVELS) == set(GroupKind)


def test_a_school_has_no_execution_office(school, program):
    with pytest.raises(Refused, match="乐清市第一小学是学校，不设执行办公室"):
        groups.set_up(unit=school, program=program, kind="execution_office", year=2024, by=None)


def test_an_office_belongs_to_the_leadership_group_whichever_came_first(yueqing, program):
    office = groups.set_up(unit=yueqing, program=program, kind="office", year=2024, by=None)
    lead = groups.set_up(unit=yueqing, program=program, kind="leadership_group", year=2024, by=None)
    office.refresh_from_db()
    assert office.parent == lead

    new = groups.carry_over(group=lead, year=2025, on=DAY, by=None)

    office.refresh_from_db()
    assert office.parent == new


def test_next_year_begins_with_the_same_people_and_the_old_list_stays(team):
    member(team, "王明", role="leader", phone="13900000000", short_number="600001")
    gone = member(team, "李华")
    members.leave(member=gone, on=DAY, reason="调动", by=None)

    new = groups.carry_over(group=team, year=2025, on=date(2025, 1, 5), by=None)

    team.refresh_from_db()
    [kept] = new.members.all()
    assert (team.state, team.members.count(), new.state) == ("former", 2, "current")
    assert (kept.name, kept.reached_at, kept.starts_on) == ("王明", "13900000000（600001）", date(2025, 1, 5))
    with pytest.raises(WrongState):
        member(team, "赵六")


def test_who_leaves_leaves_on_a_day_for_a_reason(team):
    row = member(team)

    with pytest.raises(Refused, match="退出日期早于进组日期 2024-03-01"):
        members.leave(member=row, on=date(2024, 2, 29), reason="调动", by=None)
    with pytest.raises(Refused, match="请写明原因"):
        members.leave(member=row, on=DAY, reason=" ", by=None)
    members.leave(member=row, on=DAY, reason="调动", by=None)
    with pytest.raises(WrongState, match="林小雨已经退出"):
        members.leave(member=row, on=DAY, reason="调动", by=None)

    assert Event.objects.get(verb="member.left").note == "调动"
    assert member(team).pk != row.pk


def test_changed_numbers_stand_masked_in_the_log(team):
    row = member(team, phone="13900000000")

    members.revise(member=row, phone="13911112222", position="教导主任", by=None)

    assert set(Change.objects.values_list("field", "before", "after")) == {
        ("phone", "1*********0", "1*********2"),
        ("position", "", "教导主任"),
    }


def test_members_are_picked_from_the_roster_once(client, team, school, clerk):
    about = {"position": "教导主任", "title": "first", "phone": "13800138001", "short_number": "6001", "email": "a@example.com"}
    teacher = people.teacher(school, "林小雨", 1, **about)
    client.force_login(clerk)
    address = reverse("programs:member-pick", args=[team.pk])

    assert "林小雨" in client.get(address).content.decode()
    for _time in range(2):
        client.post(address, {"teachers": [teacher.code], "role": "member", "starts_on": "2024-03-01"})

    row = GroupMember.objects.get()
    assert (row.teacher, row.workplace, row.position) == (teacher, "乐清市第一小学", "教导主任/一级教师")
    assert (row.reached_at, row.email) == ("13800138001（6001）", "a@example.com")


@pytest.mark.parametrize("role", ["teacher", "expert"])
def test_only_the_units_own_office_and_those_over_it_keep_a_group(team, school, xihu_bureau, role):
    stranger = factories.user("stranger", school, role)
    for person in (stranger, xihu_bureau):
        with pytest.raises(Denied):
            members.join(group=team, role="member", name="某人", starts_on=DAY, by=person)


def test_what_is_not_theirs_is_not_there(client, team, xihu_bureau):
    client.force_login(xihu_bureau)

    assert client.get(team.get_absolute_url()).status_code == 404
    assert client.get(LIST).context["page"].rows == []


def test_a_member_is_typed_in_the_browser_and_faults_stand_beside_their_fields(client, team, clerk):
    client.force_login(clerk)
    address = reverse("programs:member-new", args=[team.pk])
    typed = {"role": "leader", "name": "王 明", "starts_on": "2024-03-01", "phone": "139000000", "is_contact": "on"}

    refused = client.post(address, typed)
    assert refused.status_code == 422
    assert "phone" in refused.context["form"].errors
    taken = client.post(address, typed | {"phone": "0577-62520000", "short_number": "6001"})

    assert taken["Location"] == team.get_absolute_url()
    row = GroupMember.objects.get()
    assert (row.name, row.role_text, row.reached_at) == ("王明", "组长（工作联系人）", "0577-62520000（6001）")
    tomorrow = {**typed, "name": "李华", "phone": "", "starts_on": str(timezone.localdate() + timezone.timedelta(days=1))}
    assert client.post(address, tomorrow).status_code == 422


def test_an_opinion_keeps_its_scan_and_the_last_one_counts(client, team, clerk):
    client.force_login(clerk)
    address = reverse("programs:group-opinion", args=[team.pk])
    typed = {"text": "同意上报。", "signatory": "王明", "signed_on": "2024-03-02"}

    wrong = SimpleUploadedFile("意见.pdf", b"<html>")
    assert "scan" in client.post(address, typed | {"scan": wrong}).context["form"].errors
    client.post(address, typed | {"scan": SimpleUploadedFile("意见.pdf", b"%PDF-1.7 scan")})
    kept = GroupOpinion.objects.get()
    answer = client.get(reverse("programs:group-scan", args=[kept.pk]))
    opinions.record_opinion(group=team, text="同意。", signatory="李华", signed_on=DAY, by=None)

    assert b"".join(answer.streaming_content) == b"%PDF-1.7 scan"
    assert answer["Content-Disposition"].startswith("attachment")
    assert GroupOpinion.objects.current().get().signatory == "李华"


@pytest.mark.parametrize(
    ("position", "capacity"),
    [
        ("校长", "principal"),
        ("园长", "principal"),
        ("业务副校长", "deputy_principal"),
        ("教导主任", "academic_director"),
        ("教导处主任/高级教师", "academic_director"),
        ("信息技术骨干教师", "it_backbone"),
        ("数学教研组长", "group_head"),
        ("一级教师", ""),
    ],
)
def test_what_somebody_is_is_told_from_his_post(position, capacity):
    assert capacity_of(position) == capacity


def test_a_school_prints_the_layout_of_yueqing_and_a_bureau_that_of_foshan(team, yueqing, program):
    member(team, "王明", role="leader", workplace="乐清市第一小学", position="校长", phone="13900000000", short_number="600001")
    member(team, "䶮安", is_contact=True, email="a@example.com")
    member(team, "李华")
    lead = groups.set_up(unit=yueqing, program=program, kind="leadership_group", year=2024, department="师训科", by=None)
    member(lead, "陈知行", role="leader", workplace="乐清市教育局", position="副局长")
    member(lead, "林小雨", workplace="乐清市教育研究培训院", position="院长")
    member(lead, "赵六", workplace="大荆学区", position="大荆学区主任")

    roster, working = form_of(team), form_of(lead)

    assert roster.heading == "乐清市“提升工程2.0”学校（幼儿园）管理团队名单表"
    assert [row[:2] for row in roster.rows] == [("组　长", "王明"), ("成　员", "李华"), ("成　员\n（工作联系人）", "䶮安")]
    assert roster.rows[0][2:] == ("乐清市第一小学", "校长", "13900000000（600001）", "")
    assert (working.heading, working.unit_name) == ("乐清市“提升工程2.0”工作小组名单", "乐清市教育局")
    assert [row[2] for row in working.rows] == ["副局长", "乐清市教育研究培训院院长", "大荆学区主任"]
    assert (working.department, working.opinion_label) == ("师训科", "乐清市教育局意见")
    assert [drawn.pages for drawn in render([roster, working])] == [1, 1]


def test_an_issued_roster_is_called_by_its_unit(yueqing, program, yueqing_bureau):
    lead = groups.set_up(unit=yueqing, program=program, kind="leadership_group", year=2024, by=None)
    member(lead, "陈知行", role="leader", position="副局长")

    document = documents.issue(form=form_of(lead), series=program.code, unit=yueqing, subject=lead, by=yueqing_bureau)

    assert document.title == "乐清市“提升工程2.0”工作小组名单"
    assert "区“" not in WorkingGroup.title


def test_the_word_file_says_what_the_form_says(team):
    member(team, "王明", role="leader", position="校长")
    opinions.record_opinion(group=team, text="同意上报。", signatory="王明", signed_on=date(2024, 3, 2), by=None)

    page = Word(io.BytesIO(word(form_of(team))))

    [table] = page.tables
    cells = [[cell.text for cell in row.cells] for row in table.rows]
    assert cells[0] == ["", "姓　名", "单　位", "职务/职称", "电　话", "邮　箱"]
    assert cells[1][:4] == ["组　长", "王明", "", "校长"]
    assert "负责人签字：王明\n（公章）\n2024年3月2日" in cells[-1][1]


def test_an_empty_group_prints_the_blank_rows_of_the_form(team):
    assert [row[0] for row in form_of(team).lines] == ["组　长", "副组长", *["成　员"] * 3, "成　员\n（工作联系人）"]
