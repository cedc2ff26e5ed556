"""A form filled in online with items to choose from: self-assessment against a named standard (乐教政〔2020〕22号 二(二))."""

import pytest
from django.urls import reverse

from portal.kit.errors import Refused
from programs.actions import filings
from programs.facts.answers import answers_to
from programs.forms.tasks import asked_line
from programs.rules.columns import AskedColumn
from tests import factories
from tests.awards.factories import sheet_of
from tests.programs.asked import filing_of, opened
from tests.schools import people

pytestmark = pytest.mark.django_db
GRADES = ("达到", "部分达到", "未达到")
ITEMS = [AskedColumn("校园网络", "list", True, GRADES), AskedColumn("数字资源", "list", False, GRADES), AskedColumn("改进措施")]
TITLE = "对照《中小学数字校园建设规范（试行）》自评"


@pytest.fixture
def schools(yueqing):
    return [people.school(f"213303820{number}", f"第{number}小学", yueqing) for number in (1, 2)]


@pytest.fixture
def task(yueqing, schools):
    return opened(yueqing, title=TITLE, content="text", columns=ITEMS, chosen={"levels": ["school"]})


def assessed(task, school, *answers):
    texts = dict(zip((item.heading for item in ITEMS), answers, strict=False))
    filings.prepare_and_submit(filing=filing_of(task, school), by=None, texts=texts)


def test_a_line_of_the_form_is_an_item_with_its_choices():
    assert asked_line("校园网络［达到/部分达到/未达到］*") == ITEMS[0]
    assert asked_line("数字资源[达到、部分达到/未达到]") == ITEMS[1]
    assert asked_line("改进措施") == ITEMS[2]


def test_answers_are_counted_item_by_item_and_only_those_that_count(task, schools, yueqing_bureau):
    assessed(task, schools[0], "达到", "未达到", "添设备")
    assessed(task, schools[0], "部分达到", "未达到", "添设备")
    assessed(task, schools[1], "部分达到")

    found = answers_to(task, yueqing_bureau)

    assert [(row.unit, cells) for row, cells in found.rows] == [
        (schools[0], ["部分达到", "未达到", "添设备"]),
        (schools[1], ["部分达到", "", ""]),
    ]
    assert [(column.heading, dict(counts)) for column, counts in found.tallies] == [
        ("校园网络", {"达到": 0, "部分达到": 2, "未达到": 0}),
        ("数字资源", {"达到": 0, "部分达到": 0, "未达到": 1}),
    ]


def test_an_answer_is_one_of_the_choices_and_what_is_required_is_there(task, schools):
    with pytest.raises(Refused, match="不是所列选项：数字资源"):
        assessed(task, schools[0], "达到", "优秀")
    with pytest.raises(Refused, match="校园网络"):
        assessed(task, schools[0], "", "达到")


def test_the_school_chooses_and_the_bureau_reads_the_whole(client, task, schools, yueqing_bureau):
    client.force_login(factories.user("clerk", schools[0], "school_admin"))
    filing = filing_of(task, schools[0])
    assert client.get(filing.get_absolute_url()).content.decode().count("<option") == 8
    prepare = reverse("programs:filing-prepare", args=[filing.pk])
    assert client.post(prepare, {"text-0": "优秀"}).status_code == 422
    client.post(prepare, {"text-0": "达到", "text-1": "未达到", "text-2": "添设备"})
    client.post(reverse("programs:filing-act", args=[filing.pk, "submit"]))
    page = reverse("programs:task-answers", args=[task.pk])
    assert client.get(page).status_code == 404
    client.force_login(yueqing_bureau)
    assert "添设备" in client.get(page).content.decode()
    assert sheet_of(client.get(page, {"export": "xlsx"}))[1] == [schools[0].code, "第1小学", "达到", "未达到", "添设备"]
    assert client.get(reverse("programs:task-answers", args=[opened(task.issuer).pk])).status_code == 404


def test_rest_gives_answers_and_counts(sends, task, schools, yueqing_bureau):
    assessed(task, schools[0], "达到")
    path = f"collections/{task.pk}/answers/"

    told = sends(yueqing_bureau, path, method="get").json()

    assert told["results"] == [{"unit": schools[0].code, "answers": {"校园网络": "达到", "数字资源": "", "改进措施": ""}}]
    assert told["tallies"]["校园网络"] == {"达到": 1, "部分达到": 0, "未达到": 0}
    assert sends(factories.user("clerk", schools[0], "school_admin"), path, method="get").status_code == 403


def test_more_answers_cost_no_more_queries(task, schools, yueqing_bureau, django_assert_num_queries):
    assessed(task, schools[0], "达到")
    yueqing_bureau.current_posts()
    with django_assert_num_queries(1):
        assert len(answers_to(task, yueqing_bureau).rows) == 1
    assessed(task, schools[1], "达到")
    with django_assert_num_queries(1):
        assert len(answers_to(task, yueqing_bureau).rows) == 2
