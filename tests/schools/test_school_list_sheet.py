"""实施学校名单 (乐教政〔2020〕22号 附件4) as people send it in, refused, and taken back."""

import pytest
from django.urls import reverse

from portal.audit.models import Event
from portal.kit.errors import Denied, DependedOn, Refused
from portal.kit.standing import relations_to
from portal.sheets import actions
from portal.sheets.kinds import Told, Unfit
from portal.sheets.models import PriorRow
from portal.sheets.registry import layout_of
from portal.units.models import Unit
from schools.actions.listing import add_school
from schools.actions.schools import describe
from schools.enums import Stage
from schools.models import School
from schools.sheets.kinds import OfficePhone, Stages
from tests import factories
from tests.schools import people
from tests.schools.lists import FIRST, HEADINGS, SECOND, annex_4, counts, reads, sheet, told
from tests.sheets.books import xlsx
from tests.sheets.flow import findings, keep


def test_the_printed_form_comes_in_with_its_head_and_foot(town, saves):
    upload = saves(annex_4(FIRST, SECOND))

    assert counts(upload) == (2, 0, 0, 0, 0)
    assert told("城区第一小学") == ("城区学区", "小学", "周小满", "13900000001", 37)
    assert told("城区（附属）学校") == ("城区学区", "小学、初中", "吴冬", "0577-61880001", 82)
    assert findings(upload, "row", "warning") == [(row, "", "row_skipped") for row in (8, 11)]
    unit = Unit.objects.get(name="城区第一小学")
    assert (unit.local, unit.school.ownership, unit.school.kind, unit.school.upload) == (True, "public", "school", upload)


def test_the_same_list_again_changes_nothing(town, saves, yueqing):
    saves(annex_4(FIRST, SECOND))
    events = Event.objects.filter(verb__startswith="school.").count()

    again = saves(annex_4(FIRST, ["城区 (附属)学校", *SECOND[1:]]))

    assert (counts(again), Event.objects.filter(verb__startswith="school.").count()) == ((0, 0, 2, 0, 0), events)
    assert not PriorRow.objects.filter(upload=again).exists()


@pytest.mark.parametrize(
    "line",
    [
        ["学区（盖章）：城区学区"],
        ["学区:城区学区　　填表人：某"],
        ["所在学区（盖章）", None, "城区学区（盖章）"],
        ["所属单位：__XQ01__"],
        ["填表人：某    所在学区：城区学区"],
        ["所在学区：", "城区学区"],
    ],
)
def test_a_line_above_the_headings_names_the_district(town, harbour, yueqing, line):
    upload = reads([["名单"], line, HEADINGS, FIRST], yueqing)

    assert (counts(upload), upload.preview["new"][0]["cells"][2]["now"]) == ((1, 0, 0, 0, 0), "城区学区")


@pytest.mark.parametrize("line", [["所在学区：____"], ["所在学区", "联系人", "某"], ["城区学区"], ["本学区：城区学区"]])
def test_a_line_that_names_none_leaves_new_schools_without_a_place(town, yueqing, line):
    assert findings(reads([["名单"], line, HEADINGS, FIRST], yueqing), "row") == [(4, "所属单位", "parent_missing")]


def test_a_cell_goes_before_the_line_above(town, harbour, yueqing, saves):
    saves(sheet([*FIRST, "港口学区"], [*SECOND, None], headings=[*HEADINGS, "学区"]))

    assert [told(row[0])[0] for row in (FIRST, SECOND)] == ["港口学区", "城区学区"]


def test_each_sheet_of_a_workbook_has_its_own_district(town, harbour, saves):
    def another(book, _sheet):
        other = book.create_sheet("港口")
        for row in sheet(FIRST, SECOND, district="港口学区"):
            other.append(row)

    upload = saves(xlsx(annex_4(FIRST), title="城区", build=another))

    assert counts(upload) == (3, 0, 0, 0, 0)
    assert set(Unit.objects.filter(level="school").values_list("parent__name", "name")) == {
        ("城区学区", "城区第一小学"),
        ("港口学区", "城区第一小学"),
        ("港口学区", "城区（附属）学校"),
    }


def test_a_district_brings_in_its_own_schools_without_naming_itself(town):
    clerk = factories.user("town", town, "school_admin")

    upload = keep(reads([HEADINGS, FIRST], town, by=clerk), by=clerk)

    assert (counts(upload), told("城区第一小学")[0]) == ((1, 0, 0, 0, 0), "城区学区")


def test_a_county_without_districts_takes_schools_itself(yueqing, saves):
    saves([HEADINGS, FIRST])

    assert told("城区第一小学")[0] == "乐清市"


def test_schools_there_are_found_by_name_anywhere_in_the_county(town, yueqing):
    people.school("2133000001", "城区第一小学", town)

    assert counts(reads([HEADINGS, FIRST], yueqing)) == (0, 1, 0, 0, 0)
    assert counts(reads(sheet(FIRST, district="乐清市教育局"), yueqing)) == (0, 1, 0, 0, 0)


def test_a_code_finds_the_school_under_another_name(town, saves):
    people.school("2133000001", "城区小学", town)

    upload = saves([["学校标识码", *HEADINGS], ["2133000001", *FIRST]])

    assert (counts(upload), told("城区第一小学")[1]) == ((0, 1, 0, 0, 0), "小学")
    assert Event.objects.filter(verb__in=["unit.revised", "school.described"]).count() == 2


def test_what_the_file_has_no_column_for_stays(town, saves):
    saves(sheet([*FIRST, "民办"], headings=[*HEADINGS, "办学性质"]))
    saves(sheet([*FIRST, None], headings=[*HEADINGS, "办学性质"]))

    upload = saves(sheet(["城区第一小学", "小学、初中"], headings=HEADINGS[:2]))

    school = School.objects.get()
    assert (counts(upload), school.ownership, school.contact, school.reported_teachers) == (
        (0, 1, 0, 0, 0),
        "private",
        "周小满",
        37,
    )
    assert [change.after for change in Event.objects.filter(verb="school.described").last().changes.all()] == ["小学、初中"]


def test_numbers_in_brackets_are_left_out_of_the_phone_and_said(town, saves):
    upload = saves(sheet([*FIRST[:3], "13900000001（664498）", "37人"]))

    assert told("城区第一小学")[3:] == ("13900000001", 37)
    assert findings(upload, "normalised") == [(4, "手机号", "normalised"), (4, "教师数", "normalised")]
    [said] = upload.findings.filter(column="手机号").values_list("message", flat=True)
    assert said == "按号码读取，括号里的内部短号 664498 不收入。"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("13900000001(664498)", "13900000001"),
        ("0577-61880001（8001）", "0577-61880001"),
        ("（0577）61880001", "057761880001"),
        ("664498", "664498"),
    ],
)
def test_a_phone_is_read_without_its_short_number(text, value):
    read = OfficePhone().read(text)
    assert (read.value if isinstance(read, Told) else read) == value


@pytest.mark.parametrize("text", ["139000000011", "13900000001(某)", "(664498)13900000001", "13900000001/13900000002", "1390000"])
def test_what_is_no_phone_is_refused(text):
    with pytest.raises(Unfit):
        OfficePhone().read(text)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("小学、初中", "小学、初中"),
        ("初中/小学", "小学、初中"),
        ("九年一贯制", "小学、初中"),
        ("九年一贯制学校、幼儿园", "学前教育、小学、初中"),
        ("完全中学", "初中、普通高中"),
        ("幼儿园", "学前教育"),
        ("高中 职高", "普通高中、中等职业教育"),
        ("小学学段", "小学"),
    ],
)
def test_stages_are_read(text, shown):
    read = Stages().read(text)
    assert Stages().show(read.value if isinstance(read, Told) else read) == shown


@pytest.mark.parametrize("text", ["大学", "小学、大专", "中学", "、"])
def test_what_is_no_stage_is_refused(text):
    with pytest.raises(Unfit) as refusal:
        Stages().read(text)
    assert refusal.value.code == "stage"


def test_rows_are_refused_for_what_is_wrong_with_them(town, harbour, xihu, yueqing, yueqing_bureau):
    people.school("2133000009", "西湖小学", xihu)
    people.school("2133000001", "城区小学", town)
    headings = ["学校标识码", *HEADINGS, "所属单位"]
    rows = [
        [None, "甲小学", "大学", None, None, None, None],
        [None, "乙小学", None, None, None, None, None],
        [None, "丙小学", "小学", None, None, None, "西湖区"],
        [None, "丁小学", "小学", None, "139000000", None, None],
        ["2133000009", "西湖小学", "小学", None, None, None, None],
        ["2133000002", "城区小学", "小学", None, None, None, None],
        ["2133000001", "城区小学", "小学", None, None, None, "港口学区"],
        [None, "戊小学", "小学", None, None, "三十", None],
        [None, "己小学", "小学", None, None, None, "2133000001"],
        ["A-1", "庚小学", "小学", None, None, None, None],
    ]

    upload = reads(sheet(*rows, headings=headings), yueqing, by=yueqing_bureau)

    assert sorted(findings(upload, "row")) == [
        (4, "所属学段", "stage"),
        (5, "所属学段", "required"),
        (6, "所属单位", "unit_unknown"),
        (7, "手机号", "phone"),
        (8, "学校标识码", "code_taken"),
        (9, "学校标识码", "code_differs"),
        (10, "所属单位", "move"),
        (11, "教师数", "not_a_number"),
        (12, "所属单位", "place_unfit"),
        (13, "学校标识码", "code_odd"),
    ]
    assert "西湖区" not in "".join(upload.findings.exclude(row=6).values_list("message", flat=True))


def test_an_unknown_district_above_the_headings_refuses_every_row(town, yueqing):
    upload = reads(sheet(FIRST, SECOND, district="山区学区"), yueqing)

    assert findings(upload, "row") == [(4, "所属单位", "unit_unknown"), (5, "所属单位", "unit_unknown")]
    assert upload.findings.filter(severity="row").first().message == "您的管理范围内没有“山区学区”。"


def test_two_rows_of_one_school_are_refused_however_it_is_written(town, yueqing):
    people.school("2133000001", "城区小学（南校区）", town)
    rows = [
        ["2133000001", "城区小学（南校区）", "小学"],
        [None, "城区小学 (南校区)", "小学"],
        [None, "新小学〔东〕", "小学"],
        [None, "新小学(东)", "初中"],
        ["A1", "甲", "小学"],
        ["A1", "乙", "小学"],
    ]

    upload = reads(sheet(*rows, headings=["学校标识码", *HEADINGS[:2]]), yueqing)

    named = [(row, "实施学校名称", "repeated") for row in (4, 5, 6, 7)]
    assert sorted(findings(upload, "row")) == [*named, (8, "学校标识码", "repeated"), (9, "学校标识码", "repeated")]


def test_a_school_of_the_same_name_elsewhere_is_another_and_said(town, harbour, yueqing):
    people.school("2133000001", "城区第一小学", harbour)

    upload = reads(sheet(FIRST), yueqing)

    assert (counts(upload), findings(upload, "warning")) == ((1, 0, 0, 0, 0), [(4, "实施学校名称", "namesake")])


def test_nothing_is_told_of_schools_of_the_same_name_in_other_counties(town, far_school, yueqing):
    upload = reads(sheet([far_school.name, *FIRST[1:]]), yueqing)

    assert (counts(upload), findings(upload)) == ((1, 0, 0, 0, 0), [])


def test_several_schools_of_a_name_wait_for_a_choice(town, harbour, yueqing, yueqing_bureau):
    people.school("2133000001", "城区第一小学", town)
    people.school("2133000002", "城区第一小学", harbour)
    upload = reads([HEADINGS, FIRST], yueqing, by=yueqing_bureau)
    assert counts(upload) == (0, 0, 0, 1, 0)

    kept = keep(upload, by=yueqing_bureau, choices={"rows": {"Sheet1!2": "2133000002"}})

    assert kept.counts["changed"] == 1
    assert list(School.objects.values_list("unit__code", flat=True)) == ["2133000002"]


def test_two_at_once_make_one_school(town):
    about = {"parent": town, "name": "城区第一小学", "stages": [Stage.PRIMARY], "by": None}
    add_school(**about)

    with pytest.raises(Refused, match="城区学区之下已有“城区第一小学”"):
        add_school(**about)


def test_a_school_alone_lists_nobody_and_a_stranger_no_county(town, xihu_bureau, first_school, first_clerk):
    layout = layout_of("schools")

    with pytest.raises(Refused, match="本校信息请在学校页面填写"):
        layout.check_upload(first_clerk, first_school)
    with pytest.raises(Denied):
        layout.check_upload(xihu_bureau, town)
    assert (layout.offered_to(first_clerk), layout.offered_to(xihu_bureau)) == (False, True)


def test_a_central_school_speaks_for_its_teaching_points_and_no_others(yueqing, first_school, second_school, first_clerk):
    point = people.school("2133000008", "山上教学点", yueqing)
    central = describe(unit=first_school, stages=[Stage.PRIMARY], kind="central", by=None)
    describe(unit=point, stages=[Stage.PRIMARY], kind="teaching_point", central_school=central, by=None)
    rows = [["山上教学点", "小学、学前教育"], [second_school.name, "小学"], ["新教学点", "小学"]]

    upload = reads([HEADINGS[:2], *rows], first_school, by=first_clerk)
    keep(upload, by=first_clerk, accept_partial=True)

    assert findings(upload, "row") == [(3, "实施学校名称", "not_ours"), (4, "实施学校名称", "not_ours")]
    assert School.objects.get(unit=point).taught == [Stage.KINDERGARTEN, Stage.PRIMARY]


def test_an_undo_closes_new_schools_and_gives_old_ones_their_values_back(town, saves, yueqing_bureau):
    saves(sheet(FIRST))
    bare = people.school("2133000001", "城区（附属）学校", town)
    changed = saves(sheet(["城区第一小学", "初中", "郑某", "13900000002", 40], SECOND, ["城区幼儿园", "幼儿园"]), name="二.xlsx")
    assert counts(changed) == (1, 2, 0, 0, 0)

    actions.undo(upload=changed, by=yueqing_bureau)

    assert told("城区第一小学") == ("城区学区", "小学", "周小满", "13900000001", 37)
    assert set(Unit.objects.filter(level="school").values_list("name", "state", "school__state")) == {
        ("城区第一小学", "active", "current"),
        ("城区（附属）学校", "active", "void"),
        ("城区幼儿园", "closed", "void"),
    }
    assert Event.objects.filter(verb__in=["school.put_back", "school.voided", "unit.closed"]).count() == 4
    kept = str(list(PriorRow.objects.values_list("values", flat=True)))
    assert "13900000001" not in kept
    assert "周小满" not in kept
    assert School.objects.get(unit=bare).state == "void"


def test_after_an_undo_the_same_list_comes_in_again_under_the_same_codes(town, saves):
    first = saves(sheet(FIRST))
    code = Unit.objects.get(name="城区第一小学").code
    actions.undo(upload=first, by=None)

    again = saves(sheet(FIRST))

    unit = Unit.objects.get(name="城区第一小学")
    assert (counts(again), unit.code, unit.state, unit.local) == ((1, 0, 0, 0, 0), code, "active", True)
    assert told("城区第一小学")[1:] == ("小学", "周小满", "13900000001", 37)
    actions.undo(upload=again, by=None)
    assert School.objects.get().state == "void"


def test_an_undo_is_refused_where_later_work_stands_on_a_new_school(town, saves):
    upload = saves(sheet(FIRST))
    people.teacher(Unit.objects.get(name="城区第一小学"))

    with pytest.raises(DependedOn, match="“城区第一小学”之下已有"):
        actions.undo(upload=upload, by=None)
    assert School.objects.get().state == "current"


def test_an_undo_is_refused_where_a_teaching_point_follows_a_new_school(town, saves, first_school):
    upload = saves(sheet(FIRST))
    describe(unit=first_school, stages=[Stage.PRIMARY], central_school=School.objects.get(unit__name="城区第一小学"), by=None)

    with pytest.raises(DependedOn, match="“乐清市第一小学”以其中的学校为牵头学校或中心校"):
        actions.undo(upload=upload, by=None)


def test_an_undo_is_refused_where_a_school_was_described_otherwise_since(town, saves):
    upload = saves(sheet(FIRST))
    describe(unit=Unit.objects.get(name="城区第一小学"), stages=[Stage.PRIMARY], rural=True, contact="改", by=None)

    with pytest.raises(DependedOn, match="其中 1 行后来被改动"):
        actions.undo(upload=upload, by=None)


def test_only_schools_and_their_stages_point_at_schools():
    found = {(relation.related_model.__name__, relation.field.name) for relation in relations_to(School)}

    assert found == {("School", "lead_school"), ("School", "central_school"), ("SchoolStage", "school")}


def test_a_school_taken_back_counts_as_not_described_until_it_is_again(client, town, saves, yueqing_bureau):
    unit = people.school("2133000001", "城区第一小学", town)
    actions.undo(upload=saves(sheet(FIRST)), by=None)
    client.force_login(yueqing_bureau)

    page = client.get(reverse("schools:school-list"), {"described": "no"})
    assert [row.code for row in page.context["page"].rows] == ["2133000001"]
    assert client.get(reverse("schools:school", args=[unit.code])).context["form"].initial == {}

    describe(unit=unit, stages=[Stage.PRIMARY], by=None)
    assert School.objects.get().state == "current"
