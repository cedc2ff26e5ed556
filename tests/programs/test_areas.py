"""片区 planned as one unit: what its lead school files counts for the schools it leads (乐教政〔2020〕22号 三(三))."""

import pytest
from django.urls import reverse

from portal.accounts.models import Message
from portal.audit.models import Event
from portal.kit.errors import WrongState
from programs.actions import easing, filings, reviewing
from programs.facts.gates import SETTLED
from programs.facts.tasks import due_for, standing_of
from programs.models import Filing, Task
from schools.models import School
from tests import factories
from tests.programs.asked import filing_of, opened, soon
from tests.schools import people
from tests.sheets.books import as_file

pytestmark = pytest.mark.django_db


def a_school(number, yueqing, lead=None):
    unit = people.school(f"213303820{number}", f"第{number}小学", yueqing)
    School.objects.create(unit=unit, area="北片", lead_school=lead)
    return unit


@pytest.fixture
def schools(yueqing):
    """The lead school, two it leads, and one of its own."""
    lead = a_school(1, yueqing)
    return [lead, *(a_school(number, yueqing, lead.school) for number in (2, 3)), a_school(4, yueqing)]


def asked(yueqing, **about) -> Task:
    about = {"content": "file", "by_area": True, "review": "file", "chosen": {"levels": ["school"]}} | about
    return opened(yueqing, **about)


def plan_of(task, school):
    filing = filing_of(task, school)
    filings.prepare_and_submit(filing=filing, by=None, files=[as_file(b"%PDF-1.4 plan", "方案.pdf")])
    return filing_of(task, school)


def filed(filing):
    reviewing.accept(filing=filing, by=None)
    reviewing.put_on_file(filing=filing, by=None)
    return filing


def states(task):
    return list(Filing.objects.filter(task=task).order_by("unit__path").values_list("state", flat=True))


def test_the_plan_of_the_lead_school_counts_for_its_schools_once_it_is_on_file(yueqing, schools):
    clerk = factories.user("clerk", schools[1], "school_admin")
    task = asked(yueqing)
    lead = plan_of(task, schools[0])
    assert states(task) == ["submitted", "due", "due", "due"]

    filed(lead)

    assert states(task) == ["filed", "covered", "covered", "due"]
    figures = standing_of(Filing.objects.filter(task=task))
    assert (figures.asked, figures.handed_in, figures.missing) == (4, 3, 1)
    assert not Filing.objects.filter(task=task, unit=schools[1]).exclude(SETTLED).exists()
    assert "按片区统一报送" in Message.objects.filter(user=clerk).latest("pk").text
    assert Event.objects.filter(verb="filing.covered").count() == 2
    assert list(due_for(clerk)) == []


def test_once_the_plan_counts_no_more_its_schools_owe_it_again(yueqing, schools):
    task = asked(yueqing, review="review")
    lead = plan_of(task, schools[0])
    reviewing.accept(filing=lead, by=None)
    assert states(task) == ["accepted", "covered", "covered", "due"]

    reviewing.send_back(filing=lead, reason="目标不具体", by=None)

    assert states(task) == ["returned", "due", "due", "due"]
    assert not Filing.objects.exclude(covered_by=None).exists()
    filed_again = plan_of(task, schools[0])
    reviewing.accept(filing=filed_again, by=None)
    assert states(task) == ["accepted", "covered", "covered", "due"]


def test_a_school_that_filed_its_own_keeps_it_and_one_that_is_covered_files_none(yueqing, schools):
    task = asked(yueqing, review="none")
    plan_of(task, schools[1])
    plan_of(task, schools[0])

    assert states(task) == ["submitted", "submitted", "covered", "due"]
    with pytest.raises(WrongState, match="第1小学按片区统一报送"):
        plan_of(task, schools[2])
    with pytest.raises(WrongState, match="不用报送"):
        easing.extend(filing=filing_of(task, schools[2]), due_at=soon(days=9), reason="来电说明", by=None)


def test_a_plan_taken_back_covers_nobody(yueqing, schools):
    task = asked(yueqing, review="none")
    lead = plan_of(task, schools[0])

    filings.withdraw(filing=lead, by=None)

    assert set(states(task)) == {"due"}


def test_without_the_word_of_the_task_everybody_files_for_himself(yueqing, schools):
    task = asked(yueqing, by_area=False)

    filed(plan_of(task, schools[0]))

    assert states(task) == ["filed", "due", "due", "due"]


def test_the_pages_name_who_filed_and_for_whom(client, yueqing, schools):
    task = asked(yueqing, review="none")
    lead = plan_of(task, schools[0])
    client.force_login(factories.user("clerk", schools[1], "school_admin"))
    own = client.get(filing_of(task, schools[1]).get_absolute_url()).content.decode()
    client.force_login(factories.user("yueqing", yueqing, "bureau"))

    assert "已由片区牵头学校第1小学统一报送" in own
    assert "填报</h2>" not in own
    assert "第2小学、第3小学" in client.get(lead.get_absolute_url()).content.decode()
    listed = client.get(reverse("programs:task", args=[task.pk]), {"state": "handed_in"})
    assert [row.state for row in listed.context["page"].rows] == ["submitted", "covered", "covered"]


@pytest.mark.parametrize("led", [1, 3])
def test_the_cost_does_not_grow_with_the_schools_led(yueqing, schools, led, django_assert_max_num_queries):
    for number in range(5, 4 + led):
        a_school(number, yueqing, schools[0].school)
    task = asked(yueqing)
    lead = plan_of(task, schools[0])
    reviewing.accept(filing=lead, by=None)

    with django_assert_max_num_queries(24):
        reviewing.put_on_file(filing=lead, by=None)


def test_rest_asks_by_area_and_tells_who_is_covered(sends, yueqing, schools):
    by = factories.user("yueqing", yueqing, "bureau")
    task = asked(yueqing, review="none")
    plan_of(task, schools[0])

    rows = sends(by, f"filings/?collection={task.pk}&state=covered", method="get").json()["results"]

    assert [(row["unit"], row["covered_by"]) for row in rows] == [("2133038202", "2133038201"), ("2133038203", "2133038201")]
    assert sends(by, f"collections/{task.pk}/", method="get").json()["by_area"] is True
