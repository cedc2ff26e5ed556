"""The main ways through notices, tables that come back, groups and institutions, clicked in a browser as their people do."""

import pytest
from django.urls import reverse

from portal.kit.clock import database_now, local
from programs.actions import drafts, groups, members
from programs.models import FiledRow, Notice, Program, Qualification
from tests import factories
from tests.programs import calendars
from tests.programs.asked import ROW, filing_of, opened, workbook
from tests.programs.notice_samples import four_trees, small
from tests.schools import people

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def at(name, *args) -> str:
    return reverse(f"programs:{name}", args=args)


def choose_file(page, *rows) -> None:
    file = workbook(*rows)
    page.set_input_files("input[type=file]", {"name": file.name, "mimeType": XLSX, "buffer": file.read()})
    with page.expect_navigation():
        page.get_by_role("button", name="上传并核对").click()


def press(page, name: str) -> None:
    """The act at the top of the page, and the button of the page that asks whether one means it."""
    page.locator(".page-actions").get_by_role("link", name=name, exact=True).click()
    with page.expect_navigation():
        page.locator("main").get_by_role("button", name=name, exact=True).click()


@pytest.mark.parametrize("width", [1366, 390])
def test_a_county_files_with_an_error_sees_where_files_again_and_is_accepted(
    open_page, sign_in, zhejiang, yueqing, yueqing_bureau, province_office, width
):
    task = opened(zhejiang, title="设备统计", review="review")
    filing = filing_of(task, yueqing)
    page = sign_in(open_page(width, 844), "yueqing")

    page.goto(filing.get_absolute_url())
    choose_file(page, [1, "第二小学", "四十人左右", 1, "否", "", ""])
    told = page.locator("section[aria-labelledby=findings]").inner_text()
    refused = page.inner_text("[role=status].alert-warning")
    choose_file(page, ROW, [2, "第二小学", 8, "0.5", "否", "", ""])
    press(page, "报送")
    page = sign_in(open_page(width, 844), "province")
    page.goto(filing.get_absolute_url())
    press(page, "审核通过")
    page.goto(at("task-table", task.pk))

    assert "C3" in told
    assert "四十人左右" in told
    assert refused == "还没有报送。表格里有 1 处须改正，改好后重新上传。"
    assert filing_of(task, yueqing).state == "accepted"
    assert FiledRow.objects.filter(version__counted_in__task=task).count() == 2
    assert page.inner_text("main p.text-secondary").startswith("已汇总 1 个单位的 2 行，应报 1 个单位。")
    assert page.locator("tfoot").inner_text().split()[1:3] == ["50", "1201"]


def test_a_school_completes_its_group_and_prints_the_form(open_page, sign_in, yueqing):
    program = Program.objects.create(code="ict2", name="提升工程2.0")
    school = people.school("2133000001", "乐清市第一小学", yueqing)
    clerk = factories.user("clerk", school, "school_admin")
    today = local(database_now()).date()
    group = groups.set_up(unit=school, program=program, kind="management_team", year=today.year, by=clerk)
    members.join(group=group, role="leader", name="周校长", starts_on=today, by=clerk)
    page = sign_in(open_page(), "clerk")

    page.goto(group.get_absolute_url())
    page.get_by_role("link", name="添加成员").click()
    page.fill("#id_name", "欧阳㛃")
    with page.expect_navigation():
        page.get_by_role("button", name="添加", exact=True).click()
    shown = page.locator("section[aria-labelledby=members]").inner_text()
    files = [page.request.get(at(name, group.pk)) for name in ("group-proof", "group-word")]

    assert "欧阳㛃" in shown
    assert [(file.status, file.body()[:4]) for file in files] == [(200, b"%PDF"), (200, b"PK\x03\x04")]


def test_a_bureau_answers_the_checklist_and_the_institution_reads_it(open_page, sign_in, db):
    units = calendars.loaded(calendars.YUEQING, schools=1)
    academy = factories.unit("JG01", "培训学院", "institution", units[calendars.YUEQING])
    factories.user("bureau", units[calendars.YUEQING], "bureau")
    factories.user("trainer", academy, "institution")
    page = sign_in(open_page(), "bureau")

    page.goto(at("institution-qualifications", "JG01"))
    asked = page.locator("tbody tr").count()
    page.locator("tbody a", has_text="核查").first.click()
    page.check("input[name=met][value=yes]")
    page.fill("#id_note", "资质证书在有效期内")
    page.locator("main form button[type=submit]").click()
    page.wait_for_url("**/qualifications/**")
    page = sign_in(open_page(), "trainer")
    page.goto(at("institution-presentation", "JG01"))
    page.get_by_role("link", name="条件核查").click()
    page.wait_for_url("**/qualifications/")

    assert asked > 1
    assert Qualification.objects.get().met is True
    assert page.locator("tbody tr").first.locator(".status-tag").inner_text() == "符合"
    assert page.locator("tbody a", has_text="核查").count() == 0


def test_an_office_corrects_a_draft_sees_whom_it_concerns_and_issues_it(open_page, sign_in, db):
    Program.objects.create(code="ict2", name="中小学教师信息技术应用能力提升工程2.0")
    county = four_trees()["330382"]
    people.school("2133000001", "乐清市第一小学", county)
    bureau = factories.user("bureau", county, "bureau")
    draft = drafts.begin(issuer=county, text=small().decode(), by=bureau)
    page = sign_in(open_page(), "bureau")

    page.goto(draft.get_absolute_url())
    page.get_by_role("link", name="修改发文信息").click()
    page.fill("#id_title", "关于提升工程学时要求的通知")
    page.locator("main form button[type=submit]").first.click()
    page.get_by_role("link", name="核对并印发").click()
    page.wait_for_url("**/issue/")
    concerned = page.locator("section[aria-labelledby=affected]").inner_text()
    page.check("#id_sure")
    page.get_by_role("button", name="印发", exact=True).click()
    page.wait_for_url("**/notices/*/")

    assert "1 所学校" in concerned
    assert "不少于 40 学时" in concerned
    assert Notice.objects.get().title == "关于提升工程学时要求的通知"
    assert page.inner_text("h1").startswith("关于提升工程学时要求的通知")
