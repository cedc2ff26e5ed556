"""阶段反思: one for each stage of the calendar, written when it has begun; the school sees who lacks one."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from credits.actions.reflections import LIMIT, write
from credits.facts.reflections import people_of, stages_of
from credits.models import StageReflection
from portal.audit.models import Event
from portal.kit.errors import Denied, Refused, WrongState
from programs.models import CalendarPhase
from tests import factories
from tests.credits.declared import account
from tests.credits.results import staff
from tests.schools import people


@pytest.fixture
def stages(sixian, program):
    """The stages of Si County: one begun, one still to come, and none else."""
    today = timezone.localdate()
    rows = list(CalendarPhase.objects.filter(notice__issuer=sixian).order_by("pk"))[:2]
    CalendarPhase.objects.exclude(pk__in=[row.pk for row in rows]).update(kind="deadline")
    for row, name, begins in zip(rows, ("校本研修", "总结"), (today - timedelta(days=9), today + timedelta(days=9)), strict=True):
        span = {"opens_on": begins, "closes_on": begins + timedelta(days=5)}
        CalendarPhase.objects.filter(pk=row.pk).update(name=name, kind="phase", **span)
        row.refresh_from_db()
    return rows


@pytest.fixture
def lin(first):
    [teacher] = staff(first, 1)
    account(teacher)
    return teacher


def test_a_reflection_is_written_and_rewritten_with_its_history(stages, lin, first, program):
    assert list(stages_of(first, program)) == stages
    row = write(teacher=lin, phase=stages[0], text="  用问卷了解学情。 ", by=lin.user)
    write(teacher=lin, phase=stages[0], text="用问卷了解学情。", by=lin.user)
    again = write(teacher=lin, phase=stages[0], text="问卷之外还要访谈。", by=lin.user)

    assert (row.pk, row.text, again.text) == (again.pk, "用问卷了解学情。", "问卷之外还要访谈。")
    assert StageReflection.objects.count() == 1
    events = Event.objects.about(row)
    assert [one.verb for one in events] == ["reflection.written", "reflection.rewritten"]
    assert events.last().changes.get(field="text").before == "用问卷了解学情。"


@pytest.mark.parametrize("text", ["", " \n", "字" * (LIMIT + 1)])
def test_nothing_and_too_much_are_refused(stages, lin, text):
    with pytest.raises(Refused, match="不超过 2000 字"):
        write(teacher=lin, phase=stages[0], text=text, by=lin.user)
    write(teacher=lin, phase=stages[0], text="字" * LIMIT, by=lin.user)


def test_not_before_the_stage_and_not_for_somebody_else(stages, lin, second, first, clerk):
    with pytest.raises(WrongState, match="到时再写"):
        write(teacher=lin, phase=stages[1], text="早了", by=lin.user)
    for stranger in (factories.user("other", second, "school_admin"), factories.user("colleague", first, "teacher")):
        with pytest.raises(Denied):
            write(teacher=lin, phase=stages[0], text="代写", by=stranger)
    assert write(teacher=lin, phase=stages[0], text="教师口述，学校代录。", by=clerk).written_by == clerk


def test_a_stage_of_another_countys_calendar_is_refused(stages, lin, program, abroad):
    stages[0].notice.issuer = abroad.posts.first().unit
    stages[0].notice.save()

    with pytest.raises(Refused, match="不是泗县第一小学的阶段"):
        write(teacher=lin, phase=stages[0], text="反思", by=lin.user)


def test_the_school_sees_who_lacks_one(client, stages, lin, first, second, clerk, bureau, abroad):
    staff(first, 2, start=2)
    staff(second, 1, start=9)
    write(teacher=lin, phase=stages[0], text="反思", by=lin.user)
    address = reverse("credits:reflection-list")
    client.force_login(clerk)

    page = client.get(address)
    assert sorted(row.name for row in page.context["page"].rows) == ["教师2", "教师3"]
    assert (page.context["lacking"], page.context["total"]) == (2, 3)
    assert people_of(first, stages[0]).get(written=True) == lin
    assert [row.name for row in client.get(address, {"written": "yes"}).context["page"].rows] == ["教师1"]
    assert len(client.get(address, {"stage": stages[1].pk}).context["page"].rows) == 3
    told = b"".join(client.get(address, {"export": "csv", "written": ""}).streaming_content).decode("utf-8-sig").splitlines()
    assert len(told) == 4
    assert "泗县第一小学,教师1,,校本研修,已写" in told
    client.force_login(bureau)
    assert len(client.get(address).context["page"].rows) == 3
    client.force_login(abroad)
    assert "没有要写反思的阶段" in client.get(address).content.decode()
    assert client.get(reverse("credits:reflection", args=[lin.code])).status_code == 404


def test_a_teacher_writes_on_his_own_page_and_keeps_what_was_refused(client, stages, lin):
    client.force_login(lin.user)
    own = reverse("credits:reflection", args=[lin.code])
    assert client.get(reverse("credits:reflection-list")).url == own
    page = client.get(own)
    assert [(row["phase"].name, row["begun"]) for row in page.context["rows"]] == [("校本研修", True), ("总结", False)]

    token = {"form_token": page.context.get("form_token", "")}
    refused = client.post(own, {"stage": stages[0].pk, "text": "字" * (LIMIT + 1), **token})
    done = client.post(own, {"stage": stages[0].pk, "text": "用问卷了解学情。"})

    assert refused.status_code == 422
    assert "字" * LIMIT in refused.content.decode()
    assert done.url == own
    assert StageReflection.objects.get().text == "用问卷了解学情。"
    for bad in ("x", "99999999999999999999", str(stages[0].notice_id + 10**6)):
        assert client.post(own, {"stage": bad, "text": "好"}).status_code == 404


def test_a_stage_of_one_district_binds_only_those_who_work_there(stages, first, second, sixian, program, clerk):
    """乐清's 分学区分批推进: the stage of one 学区 is nothing to the teachers of another."""
    district = factories.unit("341324D01", "城区学区", "school_district", sixian)
    inside = people.school("3413249003", "城区小学", district)
    [there], [other] = staff(inside, 1), staff(first, 1, start=2)
    CalendarPhase.objects.filter(pk=stages[0].pk).update(districts=["城区学区"])
    stages[0].refresh_from_db()

    assert list(stages_of(inside, program)) == stages
    assert list(stages_of(first, program)) == [stages[1]]
    assert list(stages_of(sixian, program)) == stages
    assert list(people_of(sixian, stages[0])) == [there]
    assert people_of(sixian, stages[1]).count() == 2
    account(other, "chen")
    with pytest.raises(Refused, match="不是泗县第一小学的阶段"):
        write(teacher=other, phase=stages[0], text="反思", by=other.user)


def test_the_pages_name_the_clauses_that_ask_and_the_clause_of_each_stage(client, stages, lin, clerk):
    address = reverse("credits:reflection", args=[lin.code])
    client.force_login(lin.user)
    page = client.get(address)
    told = page.content.decode()

    assert [clause.citation() for clause in page.context["asked"]] == ["泗教师字〔2022〕1号 附件2二(三)5"]
    assert all(row["phase"].clause.citation() in told for row in page.context["rows"])
    client.force_login(clerk)
    listed = client.get(reverse("credits:reflection-list"))
    assert "通知要求：" in listed.content.decode()
    assert listed.context["asked"] == page.context["asked"]


def test_rest_tells_what_was_written_within_what_one_may_see(client, stages, lin, second, first, clerk, bureau, abroad):
    row = write(teacher=lin, phase=stages[0], text="问卷之外还要访谈。", by=lin.user)
    elsewhere = factories.user("other", second, "school_admin")
    told = {}
    for user in (clerk, bureau, lin.user, elsewhere, abroad):
        client.force_login(user)
        told[user.username] = client.get("/api/v1/reflections/", {"stage": stages[0].pk}).json()["results"]

    [one] = told["clerk"]
    assert told == {"clerk": [one], "sixian": [one], "lin": [one], "other": [], "abroad": []}
    assert (one["teacher"], one["stage_name"], one["text"]) == (lin.code, "校本研修", "问卷之外还要访谈。")
    assert one["clause"] == stages[0].clause.citation()
    assert client.get(f"/api/v1/reflections/{row.pk}/").status_code == 404
    client.force_login(clerk)
    assert client.get(f"/api/v1/reflections/{row.pk}/").json() == one
    assert client.get("/api/v1/reflections/", {"unit": second.code}).json()["results"] == []
    assert client.get("/api/v1/reflections/", {"stage": "x"}).status_code == 400


def test_rest_tells_who_lacks_one(client, stages, lin, first, clerk, bureau):
    staff(first, 1, start=2)
    write(teacher=lin, phase=stages[0], text="反思", by=lin.user)
    address = reverse("report-reflections")
    client.force_login(clerk)

    told = client.get(address).json()
    assert {row["name"]: row["written"] for row in told["results"]} == {"教师1": True, "教师2": False}
    assert told["stage"] == {"id": stages[0].pk, "name": "校本研修", "clause": stages[0].clause.citation()}
    later = client.get(address, {"stage": stages[1].pk, "unit": first.code}).json()
    assert [row["written"] for row in later["results"]] == [False, False]
    assert [client.get(address, {"stage": bad}).status_code for bad in ("x", "999999")] == [400, 404]
    assert client.get(address, {"unit": "341324"}).status_code == 404
    client.force_login(bureau)
    assert len(client.get(address).json()["results"]) == 2
    client.force_login(factories.user("province", bureau.posts.first().unit.parent.parent, "office"))
    assert client.get(address).status_code == 400


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_the_same_however_many(client, stages, first, clerk, count, django_assert_max_num_queries):
    staff(first, count)
    client.force_login(clerk)
    client.get(reverse("credits:reflection-list"))

    with django_assert_max_num_queries(20):
        page = client.get(reverse("credits:reflection-list"))

    assert len(page.context["page"].rows) == count
