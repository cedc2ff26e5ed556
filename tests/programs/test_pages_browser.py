"""The pages of notices, tasks, groups, institutions, funds and activities in a browser, as each kind of user, wide and narrow."""

from datetime import timedelta

import pytest
from django.urls import reverse

from portal.kit.clock import database_now, local
from programs.actions import activities, choices, funds, groups, institutions, members, rectifying
from programs.models import Filing, Program
from tests import factories
from tests.browser import looked_at
from tests.programs import calendars
from tests.programs.asked import ROW, handed_in
from tests.programs.asked import opened as collected
from tests.schools import people

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LONG = "乐清市虹桥镇第一中学教育集团实验小学（东校区）"
WIDTHS = pytest.mark.parametrize("width", [1366, 390])


def at(name, *args, query="") -> str:
    return reverse(f"programs:{name}", args=args) + query


@pytest.fixture
def world():
    """乐清's notice with its tasks under way, three schools, a group, an institution chosen, money spent, a visit with findings."""
    units = calendars.loaded(calendars.YUEQING)
    county, school, program = units[calendars.YUEQING], units["school0"], Program.objects.get(code="ict2")
    type(school).objects.filter(pk=school.pk).update(name=LONG)
    school.refresh_from_db()
    today = local(database_now()).date()
    bureau, clerk = factories.user("bureau", county, "bureau", name="陈经办"), factories.user("clerk", school, "school_admin")
    factories.user("leader", county, "bureau_leader", name="周局长")
    factories.user("cio", school, "cio", name="吴校长")
    academy = factories.unit("JG01", "浙江省某某师范大学继续教育学院", "institution", units["330000"])
    factories.user("trainer", academy, "institution", name="欧阳老师")
    teacher = people.teacher(school, "买买提·吐尔逊", 1, stage="primary")
    task = calendars.opened("group_lists", issuer=county)
    collection = collected(county, title="实施情况统计", chosen={"levels": ["school"]}, paper_copies=2)
    filing = Filing.objects.select_related("task", "unit", "receiver", "collator").get(task=collection, unit=school)
    handed_in(filing, ROW, by=clerk)
    group = groups.set_up(unit=school, program=program, kind="management_team", year=today.year, by=clerk)
    members.pick(group=group, teachers=[teacher], role="member", starts_on=today, by=clerk)
    team = groups.set_up(unit=county, program=program, kind="leadership_group", year=today.year - 1, by=bureau)
    member = members.join(group=team, role="leader", name="王𬭎", starts_on=today, by=bureau)
    institutions.recommend(institution=academy, unit=county, by=bureau)
    chosen = {"reason": "课程贴合本校需求", "starts_on": today + timedelta(days=30), "open_until": today + timedelta(days=7)}
    choice = choices.choose(unit=school, institution=academy, by=clerk, **chosen)
    money = {"kind": "training_fund", "year": today.year, "amount": 5_000_000, "received_on": today}
    source = funds.bring_in(unit=county, program=program, by=bureau, **money)
    funds.spend(source=source, use="delivery", amount=1_200_050, spent_on=today, item="集中培训授课费", by=bureau)
    visit = activities.hold(unit=county, program=program, kind="visit", title="整校推进督查", starts_on=today, by=bureau)
    rectifying.find(activity=visit, unit=school, text="校本研修记录不完整。", due_on=today + timedelta(days=9), by=bureau)
    activities.enrol_expert(unit=county, name="郑怀瑾", workplace="省教师培训中心", by=bureau)
    return locals()


def pages_of_tasks(world) -> list[str]:
    task, collection, filing = world["task"], world["collection"], world["filing"]
    lists = [at(name) for name in ("task-list", "task-matrix", "filing-list")]
    return [
        *("/", *lists, at("task", task.pk), at("task", collection.pk), at("task-missing", collection.pk)),
        *(at("task-table", collection.pk), at("filing", filing.pk), at("filing-version", filing.pk, 1)),
        *(at("notice-list"), task.notice.get_absolute_url(), at("policy"), at("calendar"), at("target-list")),
    ]


def pages_of_groups(world) -> list[str]:
    group = world["group"]
    return [at("group-list"), at("group-new"), at("group", group.pk), at("member-new", group.pk), at("member-pick", group.pk)]


def pages_of_institutions(world) -> list[str]:
    pages = [at(f"institution-{name}", "JG01") for name in ("presentation", "qualifications", "judgements")]
    return [*pages, at("choice-list"), at("choice", world["choice"].pk)]


def pages_of_records(world) -> list[str]:
    visit, source = world["visit"], world["source"]
    lists = ("activity-list", "finding-list", "expert-list", "fund-list", "spending-list", "fund-fees")
    return [*(at(name) for name in lists), at("activity", visit.pk), at("fund", source.pk)]


def writing_pages(world) -> list[str]:
    """What only the county fills in."""
    team, source = world["team"], world["source"]
    forms = ("group-department", "group-carry-over", "group-opinion")
    return [
        *(at("task-new"), at("draft-list"), at("draft-new"), at("bring-notice"), at("group-missing"), at("group", team.pk)),
        *(at(name, team.pk) for name in forms),
        *(at("member", world["member"].pk), at("member-leave", world["member"].pk), at("institution-recommended")),
        *(at("institution-recommend"), at("institution-opinion", "JG01"), at("fund-new"), at("fund-spend", source.pk)),
        *(at("activity-new"), at("expert-new"), at("gate-list"), at("designation-list"), at("bulletin"), at("calendar-yearly")),
    ]


@WIDTHS
def test_a_county_reads_and_writes_every_page(open_page, sign_in, world, width):
    page = sign_in(open_page(width, 844), "bureau")

    looked_at(page, [*pages_of_tasks(world), *pages_of_records(world), *writing_pages(world)])


@WIDTHS
@pytest.mark.parametrize("person", ["clerk", "cio"])
def test_a_school_reads_and_writes_its_own(open_page, sign_in, world, width, person):
    page = sign_in(open_page(width, 844), person)

    looked_at(page, [*pages_of_tasks(world), *pages_of_groups(world), *pages_of_institutions(world), at("choice-new")])


@WIDTHS
def test_a_leader_reads_what_the_county_has(open_page, sign_in, world, width):
    page = sign_in(open_page(width, 844), "leader")

    looked_at(page, ["/", at("task-list"), at("task-missing", world["collection"].pk), at("group-list"), at("fund-list")])


@WIDTHS
def test_an_institution_reads_and_writes_its_own(open_page, sign_in, world, width):
    page = sign_in(open_page(width, 844), "trainer")

    looked_at(page, ["/", at("institution-list"), *pages_of_institutions(world), at("institution-present", "JG01")])


def test_a_list_is_a_card_for_each_row_on_a_phone_and_a_table_elsewhere(open_page, sign_in, world):
    page = sign_in(open_page(390, 844), "bureau")
    page.goto(at("task-list"))
    state = page.locator("td[data-head='状态'] .status-tag").first

    narrow = (state.bounding_box()["x"] < 390, page.locator(".table-responsive.stacked").count())
    page.set_viewport_size({"width": 1366, "height": 768})
    page.wait_for_function("!document.querySelector('.stacked')")

    assert narrow == (True, 1)
    assert page.get_by_role("columnheader", name="状态").is_visible()


def test_without_javascript_the_list_still_scrolls_in_its_box(open_page, sign_in, world):
    page = sign_in(open_page(390, 844, javascript=False), "bureau")

    page.goto(at("task-list"))

    assert page.locator(".table-responsive").count() == 1
    assert page.locator(".stacked").count() == 0
