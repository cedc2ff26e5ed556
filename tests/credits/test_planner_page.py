"""The planner's page: what is asked, sets that reach it, a choice of one's own, and putting it on record."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from credits.actions import plans
from credits.actions.choosing import choose
from credits.models import MicroAbility, Selection
from portal.audit.models import Event
from portal.kit.errors import Denied, Refused
from tests import factories
from tests.credits import ledger
from tests.credits.policy import sets
from tests.schools import people

USED = ("C6", "C7")


@pytest.fixture
def lin(first, program, abilities):
    return people.teacher(first, "林小雨", 1)


@pytest.fixture
def page(client, clerk, lin):
    client.force_login(clerk)
    return reverse("credits:planner", args=[lin.code])


def chosen(teacher):
    return sorted(Selection.objects.current().filter(teacher=teacher).values_list("ability__code", flat=True))


def test_the_page_cites_the_clause_and_proposes_c6_and_c7_for_20_credits(client, page):
    response = client.get(page)
    html = response.content.decode()
    assert "泗教师字〔2022〕1号" in html
    assert [[ability.code for ability in told.abilities] for told in response.context["proposals"]] == [["C6", "C7"]]
    assert "还缺 20 学分。" in html


def test_a_choice_of_ones_own_is_weighed_and_stays_in_the_address(client, page):
    html = client.get(page, {"points": ["A1", "A2", "nonsense"]}).content.decode()
    assert "还缺 12 学分。" in html
    assert "选定新选的 2 个能力点" in html


def test_of_a_trial_only_points_not_chosen_yet_are_put_on_record(client, page, lin, program, clerk):
    choose(teacher=lin, program=program, codes=["A1"], by=clerk)

    assert "选定新选的 1 个能力点" in client.get(page, {"points": ["A1", "A2"]}).content.decode()
    assert "选定新选的" not in client.get(page, {"points": ["A1"]}).content.decode()


def test_the_menu_leads_a_teacher_to_his_own_planner(client, lin, first, program):
    lin.user = factories.user("lin", first, "teacher")
    lin.save()
    client.force_login(lin.user)

    mine = reverse("credits:my-planner")
    assert f'href="{mine}"' in client.get(reverse("shell:home")).content.decode()
    assert client.get(mine).url == f"{reverse('credits:planner', args=[lin.code])}?program={program.code}"


def test_who_is_in_no_roster_has_no_planner_of_his_own(client, clerk, program):
    client.force_login(clerk)
    assert client.get(reverse("credits:my-planner")).url == reverse("credits:my")
    assert f'href="{reverse("credits:my-planner")}"' not in client.get(reverse("shell:home")).content.decode()


def test_passed_points_count_and_cannot_be_ticked(client, page, lin, program, abilities):
    ledger.credit(lin, program, abilities["C6"])
    response = client.get(page, {"points": ["C6"]})
    assert response.context["tried"] == []
    assert [[ability.code for ability in told.abilities] for told in response.context["proposals"]] == [["C7"]]


def test_one_button_puts_a_proposal_on_record_once(client, page, lin, clerk):
    for _again in range(2):
        client.post(reverse("credits:choose", args=[lin.code]), {"points": USED})
    assert chosen(lin) == ["C6", "C7"]
    assert {row.source for row in Selection.objects.all()} == {"school"}
    assert Event.objects.filter(verb="selection.chosen", actor=clerk).count() == 2
    assert client.get(page).context["verdict"] == []


def test_a_teacher_chooses_for_himself(client, lin, first, program):
    user = factories.user("lin", first, "teacher")
    lin.user = user
    lin.save()
    client.force_login(user)
    response = client.get(reverse("credits:planner", args=[lin.code]))
    assert response.context["may_choose"]
    client.post(reverse("credits:choose", args=[lin.code]), {"points": USED})
    assert {row.source for row in Selection.objects.all()} == {"teacher"}


def test_nobody_chooses_for_another_schools_teacher(lin, program, second):
    outsider = factories.user("other", second, "school_admin")
    with pytest.raises(Denied):
        choose(teacher=lin, program=program, codes=USED, by=outsider)
    assert chosen(lin) == []


def test_another_schools_teacher_is_not_found(client, lin, second):
    client.force_login(factories.user("other", second, "school_admin"))
    assert client.get(reverse("credits:planner", args=[lin.code])).status_code == 404
    assert client.post(reverse("credits:choose", args=[lin.code]), {"points": USED}).status_code == 404


@pytest.mark.parametrize(
    ("codes", "sentence"),
    [([], "请至少选一个能力点。"), (["D9"], "目录中没有能力点 D9。"), (["A1", "C6"], "同一能力点只计一次学分")],
)
def test_what_cannot_be_chosen_is_refused_whole(lin, program, abilities, clerk, codes, sentence):
    ledger.credit(lin, program, abilities["C6"])
    with pytest.raises(Refused, match=sentence):
        choose(teacher=lin, program=program, codes=codes, by=clerk)
    assert chosen(lin) == []


def test_where_nothing_is_asked_nothing_is_proposed(client, ict2, abilities):
    school = people.school("3300009001", "无要求小学", factories.unit("330000", "浙江省", "province"))
    teacher = people.teacher(school, "林小雨", 1)
    client.force_login(factories.user("clerk", school, "school_admin"))
    response = client.get(reverse("credits:planner", args=[teacher.code]))
    assert response.context["proposals"] == []
    assert "可以自由选点" in response.content.decode()


def test_the_page_costs_the_same_for_one_and_three_chosen_points(client, page, lin, program, clerk, django_assert_num_queries):
    choose(teacher=lin, program=program, codes=["A1"], by=clerk)
    client.get(page)
    with CaptureQueriesContext(connection) as one:
        client.get(page)
    choose(teacher=lin, program=program, codes=["A2", "A3"], by=clerk)
    with django_assert_num_queries(len(one)):
        client.get(page)


def test_a_point_that_was_failed_is_told_apart_and_a_set_all_chosen_is_not_offered_again(client, page, lin, program, clerk):
    ledger.credit(lin, program, MicroAbility.objects.current().get(code="C6"), grade="failed")
    choose(teacher=lin, program=program, codes=USED, by=clerk)

    html = client.get(page).content.decode()

    assert "（不用再选点，改进材料后重新申报）" in html
    assert "已选定的能力点达到了要求" in html
    assert '选定这一组<span class="visually-hidden"> C6 C7' not in html


def proposed(client, page):
    return [("".join(one.code for one in told.abilities), told.planned) for told in client.get(page).context["proposals"]]


def test_a_choice_that_reaches_it_is_offered_nothing_more(client, page, lin, clerk, program):
    choose(teacher=lin, program=program, codes=USED, by=clerk)
    html = client.get(page).content.decode()
    assert "已选定的能力点达到了要求，不必再选" in html
    assert "选定这一组" not in html


def test_the_schools_plan_that_reaches_it_comes_first(client, page, first, clerk, program, abilities):
    codes = ("A1", "A2", "A3", "C6", "C7")
    plan = plans.set_up(unit=first, program=program, year=2022, abilities=[abilities[code] for code in codes], by=clerk)
    assert proposed(client, page)[:2] == [("A1A2A3C6C7", True), ("C6C7", False)]
    plans.revise(plan=plan, abilities=[abilities["A1"]], by=clerk)
    assert proposed(client, page) == [("C6C7", False)]


def test_with_one_environment_asked_no_proposal_breaks_the_rule(client, page, lin, program, sixian, abilities):
    sets(sixian, environment_rule="single")
    ledger.credit(lin, program, abilities["A1"])

    proposals = client.get(page).context["proposals"]

    assert proposals
    for told in proposals:
        answer = client.get(page, {"points": [ability.code for ability in told.abilities]})
        assert answer.context["verdict"] == []


def test_points_passed_in_two_environments_leave_a_way_to_the_requirement(client, page, lin, program, sixian, abilities):
    sets(sixian, environment_rule="single")
    for code in ("A1", "C6"):
        ledger.credit(lin, program, abilities[code])

    assert proposed(client, page) == [("C7", False)]
    answer = client.get(page, {"points": "C7"})
    assert (answer.context["verdict"], answer.context["reaches"]) == ([], True)


def test_a_point_of_another_environment_is_told_and_spoils_nothing(client, page, sixian):
    sets(sixian, environment_rule="single")

    answer = client.get(page, {"points": ["A1", "C6", "C7"]})

    assert answer.context["reaches"]
    assert answer.context["verdict"] == ["各点须属同一环境，A1 技术支持的学情分析 属另一环境，不计在内。"]


def test_the_plan_of_the_school_is_not_proposed_beside_a_choice_of_another_environment(
    client, page, lin, program, sixian, first, clerk, abilities
):
    sets(sixian, environment_rule="single")
    plans.set_up(unit=first, program=program, year=2022, abilities=[abilities["C6"], abilities["C7"]], by=clerk)
    choose(teacher=lin, program=program, codes=["A1"], by=clerk)

    assert not any(told.planned for told in client.get(page).context["proposals"])
