"""Who is told the names of a record's readers, and what is told to the others."""

import pytest
from django.urls import reverse

from credits.actions import assigning
from credits.models import Declaration
from portal.accounts.models import User
from tests import factories
from tests.credits import declared as drafts
from tests.credits.reviewing import declared, item, panel, reader
from tests.schools import people


@pytest.fixture
def record(first, sixian, program, abilities):
    """A record given to a reader of the school's own panel."""
    item(abilities["A1"], 1)
    own = panel(first, program)
    reader(own, "expert", sixian, "expert")
    User.objects.filter(username="expert").update(name="县级专家")
    teacher = people.teacher(first, "林小雨", 1)
    drafts.account(teacher)
    row = declared(teacher, abilities["A1"], program)
    assigning.share_out(panel=own, by=None)
    return Declaration.objects.get(pk=row.pk)


def shown(client, user, row) -> str:
    client.force_login(user)
    return client.get(row.get_absolute_url()).content.decode()


def test_the_school_that_keeps_the_panel_sees_the_readers(client, record, clerk):
    line = shown(client, clerk, record).partition("评审人：")[2].partition("</p>")[0]

    assert "县级专家" in line
    assert "待评" in line


def test_the_teacher_is_told_that_readers_are_not_named(client, record):
    page = shown(client, record.teacher.user, record)

    assert "县级专家" not in page
    assert "评审人姓名不对教师公开" in page


def test_who_handed_it_in_for_the_teacher_is_not_told_either(client, record, clerk):
    Declaration.objects.filter(pk=record.pk).update(submitted_by=clerk)

    page = shown(client, clerk, record)

    assert "县级专家" not in page
    assert "评审人姓名不对教师公开" in page


def test_an_office_that_keeps_no_panel_is_told_who_sees_the_names(client, record, sixian):
    leader = factories.user("leader", sixian, "bureau_leader")

    page = shown(client, leader, record)

    assert "评审人姓名只对管理评审组的学校和主管部门显示" in page


def test_a_record_without_readers_leads_its_school_to_the_panel(client, first, program, abilities, clerk):
    item(abilities["A1"], 1)
    row = declared(people.teacher(first, "林小雨", 1), abilities["A1"], program)

    page = shown(client, clerk, row)

    assert "还没有评审人" in page
    assert reverse("credits:panel-list") in page.partition("还没有评审人")[2].partition("</p>")[0]
