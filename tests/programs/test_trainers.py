"""首席培训师: 教师自荐、学校和镇街审核、区认定、市督导 (佛教人〔2020〕8号 附件1四(二)3)."""

import pytest
from django.urls import reverse

from portal.audit.models import Event
from portal.kit.errors import Denied, Refused, WrongState
from programs.actions.trainers import act_on, nominate
from programs.enums.trainers import ACTS, MOVES, TONES, TURN, NominationState
from programs.loading import load_notice
from programs.models import Designation, Group, GroupMember, TrainerNomination
from tests import factories
from tests.programs import factories as evidence
from tests.programs.notice_samples import small
from tests.schools import people

LIST, NEW, API = reverse("programs:trainer-list"), reverse("programs:trainer-new"), reverse("chief-trainer-list")
TARGET = """\
targets:
  - key: lead_trainers
    name: 区级信息化教学创新首席培训师
    measure: number
    counts: designated_lead_trainer
    counted_in: 名
    steps:
      - {year: 2099, value: 100}
    clause: 一
    wording: 每人不少于40学时
"""


@pytest.fixture
def program(db):
    return evidence.program()


@pytest.fixture
def town(yueqing):
    return factories.unit("330382101", "城东街道", "township", yueqing)


@pytest.fixture
def school(town):
    return people.school("2133000001", "乐清市第一小学", town)


@pytest.fixture
def teacher(school):
    return people.teacher(school, "林小雨", 1, user=factories.user("lin", school, "teacher"), subject="数学")


@pytest.fixture
def clerk(school):
    return factories.user("clerk", school, "school_admin")


@pytest.fixture
def town_office(town):
    return factories.user("town", town, "bureau")


@pytest.fixture
def row(program, teacher):
    return nominate(program=program, teacher=teacher, statement="主持市级课题。", by=teacher.user)


def step(row, act, by, said="同意"):
    act_on(nomination=TrainerNomination.objects.get(pk=row.pk), act=act, said=said, by=by)
    row.refresh_from_db()
    return row.state


def test_every_state_has_its_moves_turn_tone_and_acts():
    assert set(MOVES) == set(TURN) == set(TONES) == set(ACTS) == set(NominationState)


def test_the_four_steps_lead_to_the_title_and_the_districts_team(
    row, teacher, clerk, town_office, yueqing, yueqing_bureau, wenzhou_bureau
):
    assert step(row, "pass", clerk) == "school_passed"
    assert step(row, "pass", town_office) == "reviewed"
    assert step(row, "recognise", yueqing_bureau) == "recognised"
    step(row, "supervise", wenzhou_bureau, "程序规范")

    assert row.supervision == "程序规范"
    title = Designation.objects.get()
    assert (title.kind, title.level, title.person, title.unit) == ("lead_trainer", "county", "林小雨", row.unit)
    member = GroupMember.objects.get(group__unit=yueqing, group__kind="training_team")
    assert (member.teacher, member.capacity) == (teacher, "lead_teacher")
    verbs = list(Event.objects.filter(verb__startswith="trainer.").order_by("pk").values_list("verb", flat=True))
    assert verbs == [f"trainer.{word}" for word in ("nominated", "passed", "passed", "recognised", "supervised")]


def test_where_no_town_stands_between_the_county_is_next(program, yueqing):
    direct = people.school("2133000002", "乐清市实验学校", yueqing)
    person = people.teacher(direct, "陈知行", 2)
    row = nominate(program=program, teacher=person, statement="骨干。", by=None)

    assert step(row, "pass", factories.user("direct", direct, "cio")) == "reviewed"


def test_nobody_takes_the_step_of_another_level(row, teacher, clerk, town_office, yueqing_bureau, wenzhou_bureau, xihu_bureau):
    for person in (teacher.user, town_office, yueqing_bureau, wenzhou_bureau, xihu_bureau):
        with pytest.raises(Denied):
            step(row, "pass", person)
    step(row, "pass", clerk)
    step(row, "pass", town_office)
    for person in (clerk, town_office, wenzhou_bureau):
        with pytest.raises(Denied):
            step(row, "recognise", person)
    step(row, "recognise", yueqing_bureau)
    with pytest.raises(Denied):
        step(row, "supervise", yueqing_bureau)


def test_nobody_reviews_himself(row, teacher, school):
    factories.post(teacher.user, school, "cio")

    with pytest.raises(Denied):
        step(row, "pass", teacher.user)


def test_what_was_sent_back_is_offered_again_and_what_was_declined_is_over(row, program, teacher, clerk):
    assert step(row, "return", clerk, "请补充成果") == "returned"
    with pytest.raises(Refused, match="已经自荐"):
        nominate(program=program, teacher=teacher, statement="再报。", by=teacher.user)
    assert step(row, "nominate", teacher.user, "补充：获省级奖。") == "nominated"
    assert (row.statement, row.said) == ("补充：获省级奖。", "请补充成果")
    with pytest.raises(Refused, match="请写明原因"):
        step(row, "decline", clerk, " ")
    assert step(row, "decline", clerk, "不足三年") == "declined"
    with pytest.raises(WrongState):
        step(row, "pass", clerk)
    assert nominate(program=program, teacher=teacher, statement="明年再报。", by=teacher.user).pk != row.pk


def test_a_title_and_a_seat_that_are_there_already_are_kept(row, clerk, town_office, yueqing, yueqing_bureau, program):
    Designation.objects.create(
        program=program, unit=row.unit, kind="lead_trainer", level="county", person="林小雨", starts_on="2020-09-01"
    )
    team = Group.objects.create(unit=yueqing, program=program, kind="training_team", year=2020)
    GroupMember.objects.create(group=team, role="member", name="林小雨", teacher=row.teacher, starts_on="2020-09-01")
    step(row, "pass", clerk), step(row, "pass", town_office), step(row, "recognise", yueqing_bureau)

    assert (Designation.objects.count(), GroupMember.objects.count()) == (1, 1)


def test_the_pages_lead_from_the_offer_to_the_target(client, program, teacher, clerk, town_office, yueqing_bureau):
    load_notice(file=small((", name: 中小学教师信息技术应用能力提升工程2.0", ", name: 提升工程2.0")) + TARGET.encode(), by=None)
    client.force_login(teacher.user)
    assert client.post(NEW, {"statement": ""}).status_code == 422
    client.post(NEW, {"statement": "主持市级课题。"})
    row = TrainerNomination.objects.get()
    assert client.get(row.get_absolute_url()).status_code == 200
    assert client.get(reverse("programs:trainer-act", args=[row.pk, "pass"])).status_code == 404
    for person, act in ((clerk, "pass"), (town_office, "pass"), (yueqing_bureau, "recognise")):
        client.force_login(person)
        assert client.post(reverse("programs:trainer-act", args=[row.pk, act]), {"said": "同意"}).status_code == 302

    page = client.get(LIST)

    step_ = page.context["places"].step
    assert (step_.asked, step_.done, step_.short, page.context["places"].own) == ("100 名", 1, 99, 1)
    assert "林小雨" in b"".join(client.get(LIST, {"export": "csv"}).streaming_content).decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_the_same_however_many(client, program, school, clerk, count, django_assert_num_queries):
    for number in range(count):
        person = people.teacher(school, f"教师{number}", number + 10)
        nominate(program=program, teacher=person, statement="骨干。", by=None)
    client.force_login(clerk)

    with django_assert_num_queries(11):
        assert len(client.get(LIST).context["page"].rows) == count


def test_a_strangers_row_is_not_there(client, row, xihu_bureau):
    client.force_login(xihu_bureau)

    assert client.get(row.get_absolute_url()).status_code == 404
    assert client.get(LIST).context["page"].rows == []
    assert client.get(NEW).status_code == 404


def test_over_rest_the_same_steps_are_taken(client, row, clerk):
    client.force_login(clerk)
    address = f"{API}{row.pk}/step/"

    assert client.get(API).json()["results"][0]["turn"] == "school"
    answer = client.post(address, {"act": "pass", "said": "同意"}, content_type="application/json")
    assert (answer.status_code, answer.json()["state"]) == (200, "school_passed")
    again = client.post(address, {"act": "pass", "said": "同意"}, content_type="application/json")
    assert again.status_code == 403
