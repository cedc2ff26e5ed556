"""Completion by unit, its people, one teacher's page and one's own."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from credits.actions.completion import score
from credits.models import CompletionRun
from portal.jobs.models import Job
from tests import factories
from tests.credits import ledger
from tests.schools import people

PAGE, PEOPLE = reverse("credits:completion"), reverse("credits:people")
END = date(2022, 12, 31)


def text(response) -> str:
    return response.content.decode()


def book(response) -> list[list]:
    sheet = load_workbook(BytesIO(b"".join(response.streaming_content))).active
    return [[cell.value for cell in row] for row in sheet]


def test_a_county_sees_its_figures_its_schools_and_the_clauses(client, scored, bureau):
    client.force_login(bureau)

    page = client.get(PAGE)

    row = page.context["row"]
    assert (row.required, row.complete, row.incomplete, row.no_requirement, row.percent) == (3, 0, 3, 1, "0%")
    assert [below.unit.name for below in page.context["rows"]] == ["泗县第一小学", "泗县第二小学"]
    assert "数据截至 2022-12-31" in text(page)
    assert "适用标准对其人员类别有要求的计入应完成，其余计入无要求" in text(page)
    assert "泗教师字〔2022〕1号 一</a>" in text(page)
    assert "data-chart" in text(page)


def test_targets_stand_against_what_was_reached(client, scored, bureau):
    client.force_login(bureau)

    [target] = client.get(PAGE).context["targets"]

    assert (target.target.key, target.due, target.needed, target.actual.done, target.short) == ("trained_teachers", 10_000, 3, 0, 3)
    assert "差 3 人" in text(client.get(PAGE))


@pytest.mark.parametrize(
    ("order", "first_one"), [("place", "泗县第一小学"), ("-incomplete", "泗县第一小学"), ("incomplete", "泗县第二小学")]
)
def test_schools_are_sorted_by(client, scored, bureau, order, first_one):
    client.force_login(bureau)

    assert client.get(PAGE, {"order": order}).context["rows"][0].unit.name == first_one


def test_figures_are_exported(client, scored, bureau):
    client.force_login(bureau)

    rows = book(client.get(PAGE, {"export": "xlsx"}))

    assert rows[1][:9] == ["3413249001", "泗县第一小学", "学校", 2, 0, 2, 1, "0%", 1]
    assert rows[0][-1] == "全部完成的学校"


@pytest.mark.parametrize(("day", "told"), [(date(2022, 6, 30), True), (date(2023, 1, 1), False)], ids=["counts", "later"])
def test_a_run_older_than_the_newest_hours_says_so(client, scored, program, first, bureau, day, told):
    client.force_login(bureau)
    before = client.get(PAGE).content.decode()

    row = ledger.hours(first.teachers.get(name="陈默"), program, "online", 100, ends_on=day)
    type(row).objects.filter(pk=row.pk).update(updated_at=scored.created_at + timedelta(seconds=1))

    said = "此后有新的学时或学分记录，可重新计算。"
    assert (said in before, said in client.get(PAGE).content.decode()) == (False, told)


def test_a_school_sees_its_people_with_what_is_missing_and_who_acts(client, scored, clerk):
    client.force_login(clerk)

    page = client.get(PAGE)

    told = {row.teacher.name: [one.text for one in row.missing] for row in page.context["page"].rows}
    assert told == {
        "林小雨": ["缺 0.5 实践应用学时", "缺 20 校本应用考核学分"],
        "陈默": ["缺 30 网络研修学时", "缺 30 实践应用学时", "缺 20 校本应用考核学分"],
        "辅助人": [],
    }
    assert "选定能力点，由学校录入选点" in text(page)


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ({"status": "no_requirement"}, ["辅助人"]),
        ({"category": "support"}, ["辅助人"]),
        ({"lacks": "online"}, ["陈默"]),
        ({"lacks": "practice", "order": "name"}, ["林小雨", "陈默"]),
        ({"lacks": "assessment"}, []),
        ({"relief": "yes"}, []),
        ({"q": "小"}, ["林小雨"]),
    ],
)
def test_people_are_narrowed_by(client, scored, clerk, query, names):
    client.force_login(clerk)

    assert [row.teacher.name for row in client.get(PEOPLE, query).context["page"].rows] == names


def test_people_are_exported_with_reasons(client, scored, bureau):
    client.force_login(bureau)

    rows = book(client.get(PEOPLE, {"export": "xlsx", "q": "林小雨"}))

    cells = dict(zip(rows[0], rows[1], strict=True))
    assert (cells["学校名称"], cells["实践应用学时"], cells["完成情况"]) == ("泗县第一小学", 29.5, "未完成")
    assert cells["还缺"] == "缺 0.5 实践应用学时；缺 20 校本应用考核学分"
    assert cells["依据"].startswith("泗教师字〔2022〕1号")


def test_an_earlier_run_can_be_chosen_and_another_is_not_there(client, scored, sixian, program, bureau, zhejiang):
    earlier = score(program=program, unit=sixian, as_of=date(2021, 12, 31), by=None)
    elsewhere = score(program=program, unit=zhejiang, as_of=END, by=None)
    client.force_login(bureau)

    assert client.get(PAGE).context["run"] == scored
    assert client.get(PAGE, {"run": earlier.pk}).context["run"] == earlier
    assert client.get(PAGE, {"run": elsewhere.pk}).status_code == 404
    assert client.get(PAGE, {"run": "九"}).status_code == 404


def test_another_units_figures_and_people_are_not_there(client, scored, abroad, first):
    client.force_login(abroad)

    for page in (PAGE, PEOPLE):
        assert client.get(page, {"unit": "341324"}).status_code == 404
    teacher = first.teachers.first()
    assert client.get(reverse("credits:teacher", args=[teacher.code])).status_code == 404
    assert client.post(reverse("credits:score"), {"unit": "341324"}).status_code == 404


def test_a_unit_never_scored_says_so(client, sixian, bureau, clerk):
    client.force_login(bureau)
    assert "还没有计算过完成情况" in text(client.get(PAGE))

    client.force_login(factories.user("nobody"))
    assert "您没有可以查看的单位" in text(client.get(PAGE))


def test_where_no_notice_sets_anything_nobody_counts(client, zhejiang, program, province_office):
    people.teacher(people.school("3300000001", "省实验小学", zhejiang), "甲", 9)
    score(program=program, unit=zhejiang, as_of=END, by=None)
    client.force_login(province_office)

    page = client.get(PAGE)

    assert (page.context["row"].percent, page.context["row"].no_requirement) == ("—", 1)
    assert "记为无要求" in text(page)


def test_scoring_is_asked_for_by_those_who_may(client, scored, bureau):
    client.force_login(bureau)

    answer = client.post(reverse("credits:score"), {"unit": "341324", "program": "ict2", "as_of": "2022-06-30"})

    job = Job.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, job.get_absolute_url())
    assert job.params == {"program": "ict2", "unit": "341324", "as_of": "2022-06-30"}


@pytest.mark.parametrize("day", ["2999-01-01", "昨天"])
def test_a_day_that_cannot_be_is_refused(client, scored, bureau, day):
    client.force_login(bureau)

    client.post(reverse("credits:score"), {"unit": "341324", "as_of": day})

    assert Job.objects.count() == 0


def test_a_teachers_page_judges_live_with_clause_and_margin(client, scored, program, abilities, first, bureau):
    teacher = first.teachers.get(name="林小雨")
    ledger.hours(teacher, program, "practice", 50, course="补", state="void")
    ledger.hours(teacher, program, "face_to_face", 200, course="面授", passed=False)
    ledger.joint(teacher, program, 100, course="合计", passed=False)
    ledger.credit(teacher, program, abilities["A1"], "failed")
    client.force_login(bureau)

    page = client.get(reverse("credits:teacher", args=[teacher.code]))

    lines = {line["label"]: (line["asked"], line["had"], line["margin"]) for line in page.context["lines"]}
    assert lines["实践应用学时"] == ("30 学时", "29.5 学时", "−0.5 学时")
    assert [(year["practice"], year["unpassed"], year["joint"]) for year in page.context["years"]] == [(2950, 200, 100)]
    assert "已作废" in text(page)
    assert "A1" in text(page)


def test_one_sees_ones_own_page_and_nobody_elses(client, scored, first):
    teacher, other = first.teachers.get(name="林小雨"), first.teachers.get(name="陈默")
    teacher.user = factories.user("lin", first, "teacher")
    teacher.save()
    client.force_login(teacher.user)

    assert "缺 0.5 实践应用学时" in text(client.get(reverse("credits:my")))
    own = client.get(reverse("credits:teacher", args=[teacher.code]))
    assert "我的学时学分" in text(own)
    assert reverse("credits:completion") not in own.content.decode()
    assert client.get(reverse("credits:teacher", args=[other.code])).status_code == 404


def test_my_page_without_a_registration_says_so(client, clerk):
    client.force_login(clerk)

    assert "还没有对应名册中的教师" in text(client.get(reverse("credits:my")))


@pytest.mark.parametrize("count", [1, 3])
def test_the_school_page_asks_the_same_however_many(client, program, sixian, first, clerk, count, django_assert_num_queries):
    for number in range(count):
        people.teacher(first, f"人{number}", number)
    score(program=program, unit=sixian, as_of=END, by=None)
    client.force_login(clerk)

    with django_assert_num_queries(28):
        page = client.get(PAGE)

    assert len(page.context["page"].rows) == count


@pytest.mark.parametrize("count", [1, 3])
def test_the_county_page_asks_the_same_however_many(client, program, sixian, bureau, count, django_assert_num_queries):
    for number in range(count):
        people.teacher(people.school(f"341324900{number}", f"小学{number}", sixian), f"人{number}", number)
    score(program=program, unit=sixian, as_of=END, by=None)
    client.force_login(bureau)

    with django_assert_num_queries(25):
        page = client.get(PAGE)

    assert len(page.context["rows"]) == count
    assert CompletionRun.objects.count() == 1


@pytest.mark.parametrize("count", [1, 3])
def test_the_teachers_page_asks_the_same_however_long(client, program, first, bureau, abilities, count, django_assert_num_queries):
    teacher = people.teacher(first)
    for number in range(count):
        ledger.hours(teacher, program, "online", 100, course=f"课程{number}")
        ledger.credit(teacher, program, abilities[f"A{number + 1}"])
    client.force_login(bureau)

    with django_assert_num_queries(28):
        client.get(reverse("credits:teacher", args=[teacher.code]))
