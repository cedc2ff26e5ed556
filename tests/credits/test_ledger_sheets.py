from datetime import date

import pytest

from credits.models import CreditEntry, ExternalAssessment, Selection, TrainingHours
from portal.kit.errors import Denied
from portal.sheets import actions
from portal.sheets.registry import layout_of
from programs.models import Engagement
from tests import factories
from tests.schools import people
from tests.schools.people import id_number
from tests.sheets.flow import bring, findings, keep

HOURS = ["姓名", "证件号码", "学时类型", "学时", "结束日期", "项目或课程"]

pytestmark = pytest.mark.usefixtures("ict2")


@pytest.fixture
def school(yueqing):
    return people.school("2133000001", "乐成第一小学", yueqing)


@pytest.fixture
def clerk(school):
    return factories.user("clerk", school, "school_admin")


@pytest.fixture
def lin(school):
    return people.teacher(school, "林小雨", 1, phone="13900000001")


def line(name="林小雨", serial=1, kind="网络研修", hours=30, course="提升工程2.0网络研修"):
    return [name, id_number(serial), kind, hours, "2022-06-30", course]


def test_hours_go_to_the_teacher_the_number_names_and_are_counted_once(school, clerk, lin):
    upload = keep(bring("hours", [HOURS, line(), line(kind="实践", hours="30学时")], unit=school, by=clerk), by=clerk)

    assert upload.counts["new"] == 2
    rows = TrainingHours.objects.order_by("kind").values_list("teacher", "kind", "hours", "joint_credits", "year", "source")
    assert list(rows) == [(lin.pk, "online", 3000, None, 2022, "school"), (lin.pk, "practice", 3000, None, 2022, "school")]
    assert bring("hours", [HOURS, line()], unit=school, by=clerk).counts["unchanged"] == 1


def test_hours_and_joint_credits_are_never_given_in_one_row(school, clerk, lin):
    headings = [*HOURS, "学分"]

    upload = bring("hours", [headings, [*line(), 3], [*line(hours=None), 50], [*line(hours=None), None]], unit=school, by=clerk)

    assert findings(upload, "row") == [(2, "学时", "hours_or_credits"), (4, "学时", "hours_or_credits")]
    keep(upload, by=clerk, accept_partial=True)
    assert TrainingHours.objects.values_list("hours", "joint_credits").get() == (None, 5000)


@pytest.mark.parametrize(("heading", "value"), [("行码", "code"), ("教职工号", "staff"), ("手机号", "phone"), ("姓名", "name")])
def test_a_teacher_is_found_by_each_of_the_ways(school, clerk, heading, value):
    teacher = people.teacher(school, "林小雨", 1, staff_number="0007", phone="13900000001")
    teacher.phone_key = people.fingerprint("13900000001")
    teacher.save()
    said = {"code": teacher.code, "staff": "0007", "phone": "13900000001", "name": "林小雨"}[value]

    upload = bring("hours", [[heading, *HOURS[2:]], [said, *line()[2:]]], unit=school, by=clerk)

    assert upload.counts["new"] == 1


def test_two_teachers_of_one_name_wait_for_a_choice(yueqing, yueqing_bureau, school):
    second = people.school("2133000002", "乐成第二小学", yueqing)
    people.teacher(school, "林小雨", 1)
    other = people.teacher(second, "林小雨", 2)
    rows = [["姓名", *HOURS[2:]], ["林小雨", *line()[2:]]]

    upload = bring("hours", rows, unit=yueqing, by=yueqing_bureau)

    assert upload.counts["waiting"] == 1
    waiting = upload.preview["waiting"][0]
    keep(upload, by=yueqing_bureau, choices={"rows": {f"{waiting['sheet']}!2": other.code}})
    assert TrainingHours.objects.get().teacher == other


def test_a_name_with_its_school_is_enough(yueqing, yueqing_bureau, school):
    second = people.school("2133000002", "乐成第二小学", yueqing)
    people.teacher(school, "林小雨", 1)
    people.teacher(second, "林小雨", 2)
    rows = [["姓名", "学校", *HOURS[2:]], ["林小雨", "乐成第二小学", *line()[2:]]]

    assert bring("hours", rows, unit=yueqing, by=yueqing_bureau).counts["new"] == 1


def test_a_teacher_of_another_school_is_as_unknown_as_one_nobody_registered(school, clerk, xihu):
    people.teacher(people.school("2133000009", "西湖第九小学", xihu), "林小雨", 1)

    upload = bring("hours", [HOURS, line(), line("某某", 2)], unit=school, by=clerk)

    messages = set(upload.findings.filter(severity="row").values_list("message", flat=True))
    assert (findings(upload, "row"), len(messages)) == ([(2, "证件号码", "person_unknown"), (3, "证件号码", "person_unknown")], 1)


def test_an_institution_brings_in_hours_for_the_units_it_is_engaged_for_alone(zhejiang, yueqing, xihu, school):
    college = factories.unit("33900001", "某师范学院", "institution", zhejiang)
    staff = factories.user("college", college, "institution")
    lin = people.teacher(school, "林小雨", 1)
    people.teacher(people.school("2133000009", "西湖第九小学", xihu), "王小明", 2)
    Engagement.objects.create(institution=college, unit=yueqing, starts_on=date(2020, 1, 1))

    upload = bring("hours", [HOURS, line(), line("王小明", 2)], unit=college, by=staff)

    assert findings(upload, "row") == [(3, "证件号码", "person_unknown")]
    keep(upload, by=staff, accept_partial=True)
    assert TrainingHours.objects.values_list("teacher", "institution", "source").get() == (lin.pk, college.pk, "institution")
    assert list(TrainingHours.objects.visible_to(staff)) == list(TrainingHours.objects.all())


@pytest.mark.parametrize(
    ("earlier", "refused"),
    [((), [(2, "结束日期", "not_engaged")]), ((date(2022, 3, 1), date(2022, 6, 30)), [])],
    ids=["later", "two"],
)
def test_hours_of_a_day_without_an_engagement_are_refused_with_its_dates(zhejiang, yueqing, school, lin, earlier, refused):
    college = factories.unit("33900001", "某师范学院", "institution", zhejiang)
    since = date(2022, 7, 1)
    Engagement.objects.create(institution=college, unit=yueqing, starts_on=since)
    if earlier:
        Engagement.objects.create(institution=college, unit=school, starts_on=earlier[0], ends_on=earlier[1])

    upload = bring("hours", [HOURS, line()], unit=college, by=factories.user("college", college, "institution"))

    assert findings(upload, "row") == refused
    told = "结束日期不在承训期内：某师范学院承训乐清市自 2022-07-01 起。"
    assert list(upload.findings.filter(severity="row").values_list("message", flat=True)) == [told] * len(refused)


def test_a_template_offers_institutions_of_the_province_and_those_engaged(zhejiang, yueqing, school):
    henan = factories.unit("410000", "河南省", "province")
    factories.unit("33900001", "某师范学院", "institution", zhejiang)
    engaged = factories.unit("41900001", "外省学院", "institution", henan)
    factories.unit("41900002", "另一外省学院", "institution", henan)
    Engagement.objects.create(institution=engaged, unit=yueqing, starts_on=date(2020, 1, 1))

    assert layout_of("hours").dropdowns(school) == {"institution": ["某师范学院", "外省学院"]}


def test_an_institution_brings_in_no_results(zhejiang):
    college = factories.unit("33900001", "某师范学院", "institution", zhejiang)

    with pytest.raises(Denied):
        bring("credits", [["姓名"], ["林小雨"]], unit=college, by=factories.user("college", college, "institution"))


@pytest.mark.usefixtures("abilities")
def test_points_are_chosen_and_passed_once(school, clerk, lin):
    chosen = [["姓名", "能力点编号"], ["林小雨", "A1"], ["林小雨", "B2"]]
    keep(bring("selections", chosen, unit=school, by=clerk), by=clerk)
    results = [
        ["姓名", "能力点编号", "等级", "评审日期"],
        ["林小雨", "A1", "优秀", "2022-09-01"],
        ["林小雨", "a1", "合格", "2022-09-01"],
    ]

    upload = bring("credits", results, unit=school, by=clerk)

    assert {code for _row, _column, code in findings(upload, "row")} == {"repeated"}
    keep(bring("credits", results[:2], unit=school, by=clerk), by=clerk)
    assert CreditEntry.objects.values_list("ability__code", "grade").get() == ("A1", "excellent")
    assert Selection.objects.count() == 2


@pytest.mark.usefixtures("abilities", "lin")
def test_an_unknown_point_is_told_how_many_there_are(school, clerk):
    upload = bring("selections", [["姓名", "能力点编号"], ["林小雨", "Z9"]], unit=school, by=clerk)

    advice = upload.findings.get(severity="row").advice
    assert advice.startswith("可填：A1 技术支持的学情分析、A2 ")
    assert advice.endswith("等 30 项。")


@pytest.mark.usefixtures("lin")
def test_results_of_another_platform_come_in(school, clerk):
    rows = [["姓名", "平台", "结果", "日期"], ["林小雨", "湖南省能力提升工程2.0考核管理平台", "通过", "2022-09-01"]]

    keep(bring("assessments", rows, unit=school, by=clerk), by=clerk)

    assert ExternalAssessment.objects.values_list("passed", "assessed_on").get() == (True, date(2022, 9, 1))


@pytest.mark.usefixtures("lin")
def test_hours_taken_back_no_longer_count(school, clerk):
    upload = keep(bring("hours", [HOURS, line()], unit=school, by=clerk), by=clerk)

    actions.undo(upload=upload, by=clerk)

    assert list(TrainingHours.objects.values_list("state", flat=True)) == ["void"]
