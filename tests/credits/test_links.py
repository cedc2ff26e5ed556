"""From a school, its report and a teacher to their ledgers; from a row of the ledger to the upload that wrote it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from credits.models import TrainingHours
from schools.links import links_on
from tests import factories
from tests.credits import ledger
from tests.schools import people
from tests.sheets.flow import bring, keep

HOURS = ["姓名", "证件号码", "学时类型", "学时", "结束日期", "项目或课程"]


def text(response) -> str:
    return response.content.decode()


@pytest.fixture
def lin(first):
    return people.teacher(first, "林小雨", 1)


def test_the_page_of_a_school_leads_to_its_ledger_and_its_completion(client, bureau, first):
    client.force_login(bureau)

    page = text(client.get(reverse("schools:school", args=[first.code])))

    assert f'href="{reverse("credits:hours-list")}?unit={first.code}"' in page
    assert f'href="{reverse("credits:completion")}?unit={first.code}"' in page


def test_the_page_of_a_teacher_leads_to_his_own_ledger(client, bureau, lin):
    client.force_login(bureau)

    assert reverse("credits:teacher", args=[lin.code]) in text(client.get(lin.get_absolute_url()))


def test_nobody_is_led_where_he_may_not_go(first, abroad):
    assert links_on("school", abroad, first) == []


def test_a_row_says_which_upload_wrote_it_and_leads_there(client, first, lin, program, clerk):
    row = ["林小雨", people.id_number(1), "网络研修", 30, "2022-06-30", "网络研修课程"]
    upload = keep(bring("hours", [HOURS, row], unit=first, by=clerk, name="春季学时.xlsx"), by=clerk)
    ledger.hours(lin, program, "practice", 1000, course="手工登记")
    client.force_login(clerk)

    page = text(client.get(reverse("credits:teacher", args=[lin.code])))

    assert TrainingHours.objects.filter(upload=upload).count() == 1
    assert page.count(f'<a href="{upload.get_absolute_url()}">春季学时.xlsx</a>') == 1


def test_an_upload_one_may_not_open_is_named_without_a_link(client, first, lin, program, bureau):
    row = ["林小雨", people.id_number(1), "网络研修", 30, "2022-06-30", "网络研修课程"]
    upload = keep(bring("hours", [HOURS, row], unit=first.parent, by=bureau, name="全县学时.xlsx"), by=bureau)
    lin.user = factories.user("lin", first, "teacher")
    lin.save()
    client.force_login(lin.user)

    page = text(client.get(reverse("credits:my")))

    assert "全县学时.xlsx" in page
    assert upload.get_absolute_url() not in page


def test_the_page_of_a_teacher_costs_the_same_however_many_rows(client, bureau, lin, program):
    client.force_login(bureau)
    address = reverse("credits:teacher", args=[lin.code])
    ledger.hours(lin, program, "online", 1000)
    client.get(address)
    with_one = _queries(client, address)
    for number in range(3):
        ledger.hours(lin, program, "practice", 100, course=f"实践{number}")

    assert _queries(client, address) == with_one


def _queries(client, address) -> int:
    with CaptureQueriesContext(connection) as asked:
        client.get(address)
    return len(asked)
