"""The planner and the desk of choices."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from credits.actions import choices, plans
from credits.desk.choices import choices as on_the_desk
from credits.models import Selection
from tests import factories
from tests.credits.choosing import YEAR, chosen, confirmed, person, stages


def test_the_planner_is_the_teachers_way_in(client, lin, plan, program):
    client.force_login(lin.user)
    page = reverse("credits:planner", args=[lin.code])
    assert "2022 年度语文选点规划" in client.get(page).content.decode()
    html = client.post(reverse("credits:choose", args=[lin.code]), {"points": ["C6"]}, follow=True).content.decode()
    assert "等待教研组商定、学校确认" in html
    row = Selection.objects.get(teacher=lin)
    client.post(reverse("credits:choice-withdraw", args=[row.pk]))
    assert stages(lin) == {"C6": "withdrawn"}


def test_the_head_agrees_and_the_school_confirms_on_the_desk_after_being_asked(client, lin, head, clerk, plan, program):
    made = chosen(lin, "C6", "C7", program=program)
    sent = {"row": [row.pk for row in made]}
    move = reverse("credits:choice-move")
    client.force_login(head.user)
    assert "林小雨" in client.get(reverse("credits:choice-list")).content.decode()
    asked = client.post(move, sent | {"act": "agree"}).content.decode()
    assert "登记教研组已商定这 2 条选点？" in asked
    assert stages(lin) == {"C6": "proposed", "C7": "proposed"}
    client.post(move, sent | {"act": "agree", "confirmed": "yes"})
    client.force_login(clerk)
    client.post(move, {"plan": plan.pk, "act": "confirm", "confirmed": "yes"})
    assert stages(lin) == {"C6": "confirmed", "C7": "confirmed"}
    html = client.post(move, sent | {"act": "confirm"}, follow=True).content.decode()
    assert "都不能办理" in html


def test_a_return_on_the_desk_asks_for_its_reason(client, lin, clerk, plan, program):
    made = chosen(lin, "C6", program=program)
    client.force_login(clerk)
    sent = {"row": [made[0].pk], "act": "return", "confirmed": "yes"}
    assert client.post(reverse("credits:choice-move"), sent | {"reason": ""}).status_code == 422
    client.post(reverse("credits:choice-move"), sent | {"reason": "请改选 A 类"})
    client.force_login(lin.user)
    assert "退回：请改选 A 类" in client.get(reverse("credits:planner", args=[lin.code])).content.decode()


@pytest.mark.parametrize("sent", [{"act": "agree"}, {"act": "agree", "row": ["x", "9" * 30]}])
def test_nothing_ticked_is_told(client, clerk, program, sent):
    client.force_login(clerk)
    assert "请先勾选选点。" in client.post(reverse("credits:choice-move"), sent, follow=True).content.decode()


def test_an_unknown_act_is_not_found(client, clerk, program):
    client.force_login(clerk)
    assert client.post(reverse("credits:choice-move"), {"act": "delete"}).status_code == 404


def test_the_desk_shows_no_foreign_choice(client, lin, second, plan, program):
    chosen(lin, "C6", program=program)
    client.force_login(factories.user("other", second, "school_admin"))
    assert "林小雨" not in client.get(reverse("credits:choice-list")).content.decode()


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("", 2),
        ("stage=proposed", 1),
        ("stage=returned", 1),
        ("dimension=academic_assessment", 1),
        ("environment=smart", 1),
        ("q=林", 1),
    ],
)
def test_the_desk_is_narrowed_by_stage_point_and_person(client, lin, head, clerk, plan, program, query, count):
    [c6] = chosen(lin, "C6", program=program)
    choices.send_back(selections=chosen(head, "C7", program=program), reason="换一个", by=clerk)
    confirmed(head, program, clerk, "A1")
    client.force_login(clerk)
    page = client.get(f"{reverse('credits:choice-list')}?{query}").context["page"]
    assert len(page.rows) == count
    assert not query or c6.pk in [row.pk for row in page.rows] or "returned" in query


def test_the_desk_costs_the_same_for_one_and_three_choices(client, lin, head, clerk, plan, program, django_assert_num_queries):
    client.force_login(clerk)
    chosen(lin, "C6", program=program)
    client.get(reverse("credits:choice-list"))
    with CaptureQueriesContext(connection) as one:
        client.get(reverse("credits:choice-list"))
    chosen(head, "C6", "C7", program=program)
    with django_assert_num_queries(len(one)):
        client.get(reverse("credits:choice-list"))


def told(user):
    return [one.what for one in on_the_desk(user, user.posts.get())]


def test_choices_are_on_the_front_page_of_whose_turn_it_is(lin, head, clerk, plan, program, django_assert_num_queries):
    made = chosen(lin, "C6", "C7", program=program)
    assert told(head.user) == ["2 条选点待您所在教研组商定"]
    assert told(clerk) == told(lin.user) == []
    choices.agree(selections=made, by=head.user)
    assert told(head.user) == []
    assert told(clerk) == ["2 条选点待学校确认"]
    post = clerk.posts.select_related("unit").get()
    with django_assert_num_queries(2):
        list(on_the_desk(clerk, post))


def test_what_no_head_may_agree_to_waits_for_the_school(head, first, clerk, plan, program):
    chosen(head, "C6", program=program)
    chosen(person(first, "数学教师", 7, subject="数学"), "C6", "C7", program=program)
    assert told(head.user) == []
    assert told(clerk) == ["3 条选点没有组长商定，待学校登记"]


def test_a_plan_for_all_subjects_leaves_teachers_in_their_own_groups(head, first, clerk, program):
    whole = plans.set_up(unit=first, program=program, year=YEAR, head=head, abilities=[], by=clerk)
    maths = person(first, "数学教师", 7, subject="数学", research_group="数学教研组")
    choices.agree(selections=chosen(maths, "C6", program=program), by=head.user)
    assert (whole.research_group, Selection.objects.get(teacher=maths).agreed_as) == ("", "数学教研组")
