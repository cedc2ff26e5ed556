"""What completion says on the front page."""

from credits.desk.completion import completion
from portal.kit.desk import Figure, Waiting
from tests import factories


def said(user):
    return list(completion(user, user.current_posts()[0] if user.current_posts() else None))


def test_a_county_reads_its_rate_and_its_next_target(scored, bureau):
    rate, target = said(bureau)

    assert (rate.value, rate.note) == ("0%", "0/3 人，截至 2022-12-31")
    assert (target.label, target.value, target.note) == ("完成培训的教师", "0/3", "2022 年底目标")


def test_a_school_reads_its_rate(scored, clerk):
    [rate] = said(clerk)

    assert (rate.note, rate.url) == ("0/2 人，截至 2022-12-31", "/completion/?unit=3413249001")


def test_a_teacher_reads_what_is_missing(scored, first):
    teacher = first.teachers.get(name="林小雨")
    teacher.user = factories.user("lin", first, "teacher")
    teacher.save()

    figure, waiting = said(teacher.user)

    assert isinstance(figure, Figure)
    assert figure.value == "未完成"
    assert isinstance(waiting, Waiting)
    clause = "（泗教师字〔2022〕1号 一）"
    assert waiting.what == f"完成学时学分要求：缺 0.5 实践应用学时{clause}；缺 20 校本应用考核学分{clause}"


def test_nothing_is_said_where_nothing_was_scored(program, first, clerk):
    assert said(clerk) == []
    assert said(factories.user("trainee", first, "teacher")) == []
    assert said(factories.user("nobody")) == []
