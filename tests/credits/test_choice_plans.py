"""选点规划: whom a plan binds and until when, what joins it, and its pages."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from credits.actions import choices, plans
from credits.facts.choosing import plan_of
from credits.models import Selection, SelectionPlan
from portal.kit.errors import Denied, Refused
from tests import factories
from tests.credits.choosing import YEAR, chosen
from tests.schools import people


def test_the_plan_of_ones_subject_goes_before_the_plan_for_all(lin, first, clerk, program, plan):
    whole = plans.set_up(unit=first, program=program, year=YEAR, abilities=[], by=clerk)
    assert plan_of(lin, program) == plan
    assert plan_of(people.teacher(first, "数学教师", 3, subject="数学"), program) == whole
    plans.void(plan=plan, reason="重新制定", by=clerk)
    assert plan_of(lin, program) == whole


def test_choices_made_before_the_plan_join_it(lin, head, first, clerk, program):
    [made] = chosen(lin, "C6", program=program)
    assert made.plan is None
    plan = plans.set_up(unit=first, program=program, year=YEAR, subject="语文", head=head, abilities=[], by=clerk)
    assert choices.agree(selections=Selection.objects.filter(plan=plan).select_related("plan__head"), by=head.user).done == 1


def test_one_plan_per_year_and_subject_and_a_head_of_the_school(first, second, clerk, program, plan, abilities):
    with pytest.raises(Refused, match="2022 年度已有“语文”的选点规划"):
        plans.set_up(unit=first, program=program, year=YEAR, subject="语文", abilities=[], by=clerk)
    stranger = people.teacher(second, "外校人", 9)
    with pytest.raises(Refused, match="外校人不在泗县第一小学任教"):
        plans.set_up(unit=first, program=program, year=YEAR, subject="数学", head=stranger, abilities=[], by=clerk)
    with pytest.raises(IntegrityError), transaction.atomic():
        SelectionPlan.objects.create(unit=first, program=program, year=YEAR, subject="语文")
    assert SelectionPlan.objects.count() == 1


def test_a_county_plans_for_a_school_but_not_for_itself(first, sixian, bureau, abroad, program):
    assert plans.set_up(unit=first, program=program, year=YEAR, abilities=[], by=bureau)
    for unit, by in ((sixian, bureau), (first, abroad)):
        with pytest.raises(Denied):
            plans.set_up(unit=unit, program=program, year=YEAR + 1, abilities=[], by=by)


def test_a_school_plans_changes_and_voids_on_pages(client, head, lin, first, clerk, program):
    client.force_login(clerk)
    sent = {
        "year": "2022",
        "subject": "语文",
        "head": head.code,
        "closes_on": "2099-04-30",
        "abilities": ["C6", "C7"],
        "note": "先选 C 类",
    }
    client.post(reverse("credits:plan-new"), sent)
    plan = SelectionPlan.objects.get()
    assert [one.code for one in plan.abilities.all()] == ["C6", "C7"]
    assert plan.research_group == "语文教研组"
    html = client.get(plan.get_absolute_url()).content.decode()
    assert "还没有选点的教师" in html
    assert "林小雨" in html
    client.post(reverse("credits:plan-change", args=[plan.pk]), {"head": "", "abilities": ["A1"]})
    plan.refresh_from_db()
    assert (plan.head, [one.code for one in plan.abilities.all()]) == (None, ["A1"])
    client.post(reverse("credits:plan-void", args=[plan.pk]), {"reason": "重新制定"})
    assert "还没有选点规划" in client.get(reverse("credits:plan-list")).content.decode()
    assert client.get(reverse("credits:plan-change", args=[plan.pk])).status_code == 404


def test_a_plan_of_another_school_is_not_found(client, second, plan):
    client.force_login(factories.user("other", second, "school_admin"))
    assert client.get(plan.get_absolute_url()).status_code == 404
    assert client.get(reverse("credits:plan-change", args=[plan.pk])).status_code == 404
