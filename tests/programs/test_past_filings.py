"""How far filings had come on a day gone by, as ``reports/filings/?as_of=`` tells it."""

from datetime import timedelta

import pytest
from django.urls import reverse

from portal.audit.models import Event
from programs.actions import easing, entering, filings, reviewing
from programs.actions.tasks import close_task, reopen_task, void_task
from programs.facts.past_filings import BECAME, standing_on
from programs.facts.tasks import standing
from programs.finding import today
from programs.models import Filing, Task
from schools.models import School
from tests import factories
from tests.past import noon, on
from tests.programs.asked import filing_of, opened
from tests.schools import people
from tests.sheets.books import as_file

REPORT = reverse("report-filings")
WHY = "来电说明"


def ask(*, back: int, issuer, **about) -> Task:
    """A task opened ``back`` days ago."""
    given = {"content": "file", "route": "county", "review": "file", "chosen": {"levels": ["school"]}}
    task = on(back, opened, issuer=issuer, **given | about)
    Filing.objects.filter(task=task).update(created_at=noon(back))
    return task


def a_school(number, county, lead=None):
    unit = people.school(f"213303820{number}", f"第{number}小学", county)
    School.objects.create(unit=unit, area="北片", lead_school=lead)
    return unit


def hand_in(task, school):
    filings.prepare_and_submit(filing=filing_of(task, school), by=None, files=[as_file(b"%PDF-1.4 plan", "方案.pdf")])


def then(back: int, task, unit):
    """What is told of a day gone by."""
    return standing_on([task], [unit], today() - timedelta(days=back))[unit.pk, task.pk]


def act(deed, task, school, *, by=None, **about):
    deed(filing=filing_of(task, school), by=by, **about)


def fall_due(task, back: int) -> None:
    """Every deadline of the task was ``back`` days ago."""
    Filing.objects.filter(task=task).update(due_at=noon(back))


@pytest.fixture
def schools(yueqing):
    """Two on their own and one that leads another."""
    own = [a_school(number, yueqing) for number in (1, 2)]
    lead = a_school(3, yueqing)
    return [*own, lead, a_school(4, yueqing, lead.school)]


def test_every_day_of_a_task_is_told_as_it_was(wenzhou, yueqing, schools, yueqing_bureau):
    task = ask(back=40, issuer=wenzhou, by_area=True)
    one, two, lead, _led = schools
    entry = {"by": yueqing_bureau, "source": "mail", "reason": WHY, "files": [as_file(b"%PDF-1.4 plan", "方案.pdf")]}
    history = [
        lambda: hand_in(task, one),
        lambda: act(filings.withdraw, task, one),
        lambda: hand_in(task, one),
        lambda: act(reviewing.pass_on, task, one),
        lambda: act(reviewing.send_back, task, one, reason=WHY),
        lambda: act(easing.exempt, task, two, reason=WHY),
        lambda: fall_due(task, 33),
        lambda: hand_in(task, one),  # in answer to 退回, so not late
        lambda: act(reviewing.send_back, task, one, reason=WHY),
        lambda: act(entering.enter_on_behalf, task, one, **entry),  # likewise
        lambda: act(reviewing.accept, task, one),
        lambda: act(reviewing.put_on_file, task, one),
        lambda: act(easing.ask_again, task, two, reason=WHY),
        lambda: act(entering.enter_on_behalf, task, two, **entry),  # late
        lambda: act(easing.allow_late, task, lead, reason=WHY),
        lambda: hand_in(task, lead),  # late
        lambda: act(reviewing.pass_on, task, lead),
        lambda: act(reviewing.accept, task, lead),
        lambda: act(reviewing.put_on_file, task, lead),  # covers the school it leads
        lambda: act(easing.unlock, task, lead, reason=WHY),
        lambda: hand_in(task, lead),
        lambda: act(easing.unlock, task, one, reason=WHY),
        lambda: hand_in(task, one),  # late now
        lambda: act(reviewing.send_back, task, one, reason=WHY),
    ]
    told = {}
    for back, step in zip(range(39, 0, -1), history, strict=False):
        on(back, step)
        told[back] = standing([task], [yueqing])[yueqing.pk, task.pk]

    assert {back: then(back, task, yueqing) for back in told} == told
    assert set(BECAME) == set(Event.objects.filter(verb__in=BECAME).values_list("verb", flat=True))
    assert [told[back].late for back in (30, 26, 17)] == [0, 1, 3]


def test_what_was_returned_and_handed_in_again_is_told_day_by_day(client, wenzhou, yueqing, schools, wenzhou_bureau):
    task = ask(back=9, issuer=wenzhou, route="direct")
    on(7, lambda: hand_in(task, schools[0]))
    on(5, lambda: act(reviewing.send_back, task, schools[0], reason=WHY))
    on(3, lambda: hand_in(task, schools[0]))
    on(1, lambda: act(reviewing.accept, task, schools[0]))
    client.force_login(wenzhou_bureau)

    def told(back):
        answer = client.get(REPORT, {"collection": task.pk, "as_of": str(today() - timedelta(days=back))})
        return [
            [row[name] for name in ("asked", "handed_in", "missing", "returned", "to_review")] for row in answer.json()["results"]
        ]

    assert [told(back) for back in (10, 9, 7, 6, 5, 4, 3, 1, 0)] == [
        [],
        [[4, 0, 4, 0, 0]],
        [[4, 1, 3, 0, 1]],
        [[4, 1, 3, 0, 1]],
        [[4, 0, 3, 1, 0]],
        [[4, 0, 3, 1, 0]],
        [[4, 1, 3, 0, 1]],
        [[4, 1, 3, 0, 0]],
        [[4, 1, 3, 0, 0]],
    ]


def test_a_deadline_that_was_moved_later_had_passed_then(wenzhou, yueqing, schools):
    task = ask(back=9, issuer=wenzhou)
    fall_due(task, 8)
    for back, school, ahead in ((6, schools[0], 3), (4, schools[0], 5), (5, schools[1], 3)):
        on(back, lambda s=school, a=ahead: act(easing.extend, task, s, due_at=noon(-a), reason=WHY))

    overdue = [
        standing_on([task], [yueqing], today() - timedelta(days=back))[yueqing.pk, task.pk].overdue for back in range(9, 0, -1)
    ]

    assert overdue == [0, 4, 4, 3, 2, 2, 2, 2, 2]


def test_without_a_task_those_open_on_that_day_are_told(client, wenzhou, schools, wenzhou_bureau):
    closed, voided, _opened_since = (
        ask(back=back, issuer=wenzhou, title=title) for back, title in ((9, "甲"), (9, "乙"), (2, "丙"))
    )
    on(7, lambda: close_task(task=closed, by=None))
    on(6, lambda: reopen_task(task=closed, by=None, reason=WHY))
    on(4, lambda: close_task(task=closed, by=None))
    on(3, lambda: void_task(task=voided, by=None, reason=WHY))
    client.force_login(wenzhou_bureau)

    def titles(**query):
        return {row["title"] for row in client.get(REPORT, query).json()["results"]}

    days = {back: titles(as_of=str(today() - timedelta(days=back))) for back in (10, 9, 7, 6, 4, 3, 2)}
    assert days == {10: set(), 9: {"甲", "乙"}, 7: {"乙"}, 6: {"甲", "乙"}, 4: {"乙"}, 3: set(), 2: {"丙"}}
    assert titles() == titles(as_of=str(today())) == {"丙"}


def test_a_day_to_come_and_what_is_no_day_are_refused(client, task, province_office):
    client.force_login(province_office)
    for asked, told in (
        (str(today() + timedelta(days=1)), "as_of 不能晚于今天。"),
        ("昨天", "as_of 应为 ISO-8601 日期。"),
        ("2023-13-01", "as_of 应为 ISO-8601 日期。"),
    ):
        answer = client.get(REPORT, {"as_of": asked})
        assert (answer.status_code, answer.json()["detail"]) == (400, told)


def test_the_past_of_others_is_not_told(client, wenzhou, schools, xihu):
    task = ask(back=9, issuer=wenzhou)
    client.force_login(factories.user("elsewhere", xihu, "bureau"))
    assert client.get(REPORT, {"as_of": str(today() - timedelta(days=3))}).json()["results"] == []
    assert client.get(REPORT, {"collection": task.pk, "as_of": str(today() - timedelta(days=3))}).status_code == 404


@pytest.mark.parametrize("count", [1, 4])
def test_a_day_gone_by_costs_one_query_however_many(wenzhou, yueqing, schools, count, django_assert_num_queries):
    tasks = [ask(back=9, issuer=wenzhou, title=f"第{number}项") for number in range(count)]
    for task in tasks:
        on(7, lambda task=task: hand_in(task, schools[0]))
    day = today() - timedelta(days=3)
    with django_assert_num_queries(1):
        found = standing_on(tasks, [yueqing], day)
    assert [found[yueqing.pk, task.pk].handed_in for task in tasks] == [1] * count
