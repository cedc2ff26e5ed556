from datetime import date

import pytest

from portal.kit.desk import Awaited, Deadline, Waiting
from portal.shell.calendar_sources import steps
from portal.shell.filing_sources import filings
from programs.actions.calendar import report_step
from programs.models import CalendarStep, Task
from tests.programs.asked import soon
from tests.programs.calendars import SIXIAN, brought, clerk, loaded, opened, step

pytestmark = pytest.mark.django_db


def ahead(key: str, **about) -> Task:
    """A task of the notice that is due in some days."""
    Task.objects.filter(key=key).update(due_at=soon(**(about or {"days": 2})))
    return opened(key)


def told(source, user, kind=Waiting):
    return [item for item in source(user, user.current_posts()[0]) if isinstance(item, kind)]


def test_a_school_is_told_what_it_owes_and_what_came_back():
    units = loaded(SIXIAN, schools=1)
    task, plan = ahead("school_plan"), ahead("cases", days=20)
    brought(plan, units["school0"], "returned")
    cio = clerk(units["school0"], "cio")

    rows = told(filings, cio)

    assert [(row.what, row.button) for row in rows] == [
        ("报送：整校推进实施方案", "去报送"),
        ("修改被退回的报送：整校推进工作案例、优秀课例和总结", "去修改"),
    ]
    assert rows[0].url == task.filings.get().get_absolute_url()
    assert [row.what for row in told(filings, cio, Deadline)] == ["整校推进实施方案", "整校推进工作案例、优秀课例和总结"]


def test_a_bureau_is_told_what_to_review_and_whom_to_dun():
    units = loaded(SIXIAN, schools=3)
    task = ahead("school_plan")
    for name in ("school0", "school1"):
        brought(task, units[name], "submitted")
    bureau = clerk(units[SIXIAN])

    rows = told(filings, bureau)

    assert [(row.what, row.button) for row in rows] == [
        ("审核：整校推进实施方案（2 份）", "去审核"),
        ("1 个单位未报：整校推进实施方案", "去催报"),
    ]
    assert [(row.what, row.who) for row in told(filings, clerk(units["school0"], "cio"), Awaited)] == [
        ("整校推进实施方案", "泗县教育局")
    ]


def test_nobody_is_dunned_long_before_the_day():
    units = loaded(SIXIAN, schools=1)
    ahead("school_plan", days=10)

    assert told(filings, clerk(units[SIXIAN])) == []


def test_a_units_open_steps_are_told_until_they_are_done():
    units = loaded(SIXIAN, schools=1)
    today = soon(days=0).date()
    CalendarStep.objects.filter(key__in=["second_training", "works_archived"]).update(opens_on=today, closes_on=today)
    CalendarStep.objects.filter(key="works_archived").update(opens_on=date(2099, 1, 1), closes_on=date(2099, 2, 1))
    cio = clerk(units["school0"], "cio")

    assert [(row.what, row.button) for row in told(steps, cio)] == [("工作日程：校内二次培训、提交成果", "填报进展")]
    row = step("second_training")
    report_step(step=row, unit=units["school0"], state="done", evidence="培训记录", today=today, by=cio)
    assert told(steps, cio) == []


@pytest.mark.parametrize("count", [1, 3])
def test_the_sources_ask_the_database_the_same_however_many(count, django_assert_num_queries):
    units = loaded(SIXIAN, schools=count)
    task = ahead("school_plan")
    for number in range(count):
        brought(task, units[f"school{number}"], "submitted")
    bureau = clerk(units[SIXIAN])
    post = bureau.current_posts()[0]

    with django_assert_num_queries(10):
        assert [item.button for item in filings(bureau, post) if isinstance(item, Waiting)] == ["去审核"]
        list(steps(bureau, post))


def test_a_deadline_between_a_county_and_its_schools_is_none_of_the_citys():
    units = loaded(SIXIAN, schools=1)
    task = ahead("school_plan")
    county = units[SIXIAN]

    assert [row.what for row in told(filings, clerk(county), Deadline)] == [task.title]
    assert [row.what for row in told(filings, clerk(county.parent), Deadline)] == []
