"""The desk of a reader and the pages of panels in the browser's terms."""

import pytest
from django.urls import reverse

from credits.actions import assigning, reviewing
from credits.enums.declarations import DeclarationState as S
from credits.enums.ledger import Grade
from credits.models import Declaration, EvidenceItem, PanelMember, PanelReview, Phrase, Relation, ReviewPanel
from tests import factories
from tests.credits.reviewing import ADVICE, declared, item, panel, policy, reader
from tests.schools import people


@pytest.fixture
def a1(abilities):
    item(abilities["A1"], 1, excellent=["甲", "乙"], passed=["丙"])
    return abilities["A1"]


@pytest.fixture
def own_panel(first, program):
    return panel(first, program)


@pytest.fixture
def expert(own_panel, sixian):
    return reader(own_panel, "expert", sixian, "expert")


def records(first, a1, program, count):
    return [declared(people.teacher(first, f"教师{n}", n), a1, program) for n in range(1, count + 1)]


def filled(declaration, grade="passed", **more):
    data = {f"grade-{declaration.ability.code}-1": grade, f"passed-{declaration.ability.code}-1": ["0"], "advice": ADVICE}
    return data | {"revision": declaration.revision, "act": "finish"} | more


@pytest.fixture
def given(first, a1, program, own_panel, expert):
    records(first, a1, program, 2)
    assigning.share_out(panel=own_panel, by=None)
    return list(PanelReview.objects.order_by("pk"))


def test_a_reader_goes_from_record_to_record(client, expert, given):
    client.force_login(expert)
    opened = client.get(reverse("credits:review-next"))
    assert opened.url == given[0].get_absolute_url()

    sent = client.post(opened.url, filled(given[0].declaration), follow=True)

    assert sent.redirect_chain[-1][0] == given[1].get_absolute_url()
    assert Declaration.objects.get(pk=given[0].declaration_id).state == S.GRADED
    last = client.post(given[1].get_absolute_url(), filled(given[1].declaration, keep_phrase="yes"), follow=True)
    assert last.redirect_chain[-1][0] == reverse("credits:review-list")
    assert Phrase.objects.get().text == ADVICE


def test_a_refused_reading_keeps_what_was_typed_and_ticked(client, expert, given):
    client.force_login(expert)

    page = client.post(given[0].get_absolute_url(), filled(given[0].declaration, grade="excellent"))

    text = page.content.decode()
    assert page.status_code == 422
    assert "还有 2 条没有勾选" in text
    assert ADVICE in text
    assert 'value="excellent" checked' in text


def test_a_record_that_changed_answers_409_with_the_changes_and_the_text(client, expert, given):
    client.force_login(expert)
    declaration = given[0].declaration
    Declaration.objects.filter(pk=declaration.pk).update(revision=5)
    declaration.evidence.all().stamp(text="改过的设计")

    page = client.post(given[0].get_absolute_url(), filled(declaration))

    text = page.content.decode()
    assert page.status_code == 409
    assert "“教学设计”有改动。" in text
    assert ADVICE in text


def test_a_phrase_is_put_in_without_javascript(client, expert, given):
    phrase = Phrase.objects.create(user=expert, text="注意面向全体学生。")
    client.force_login(expert)

    page = client.post(given[0].get_absolute_url(), filled(given[0].declaration, act=f"insert:{phrase.pk}"))

    assert f"{ADVICE}\n注意面向全体学生。" in page.content.decode()
    given[0].refresh_from_db()
    assert given[0].advice == ""


def test_what_is_kept_comes_back(client, expert, given):
    client.force_login(expert)
    client.post(given[0].get_absolute_url(), filled(given[0].declaration, act="keep"))

    page = client.get(given[0].get_absolute_url())

    assert ADVICE in page.content.decode()
    assert 'value="passed" checked' in page.content.decode()
    assert Declaration.objects.get(pk=given[0].declaration_id).state == S.REVIEWING


def test_sending_back_and_recusing_from_the_record(client, expert, given, own_panel, sixian):
    client.force_login(expert)
    client.post(reverse("credits:review-send-back", args=[given[0].pk]), {"back-reason": "缺少反思。"})
    client.post(reverse("credits:review-recuse", args=[given[1].pk]), {"recuse-reason": "亲属"})

    assert Declaration.objects.get(pk=given[0].declaration_id).state == S.RETURNED
    assert Relation.objects.get().teacher == given[1].declaration.teacher
    assert not PanelReview.objects.standing().exists()


def test_ticking_all_is_offered_only_where_there_is_something_to_tick(client, expert, given):
    client.force_login(expert)
    assert "<kbd>T</kbd> 全部勾选" in client.get(given[0].get_absolute_url()).content.decode()
    EvidenceItem.objects.update(excellent=[], passed=[])
    assert "<kbd>T</kbd> 全部勾选" not in client.get(given[0].get_absolute_url()).content.decode()


def test_a_blind_record_names_nobody(client, first, a1, program, own_panel, expert, sixian):
    policy(sixian, review_blindness="blind")
    (one,) = records(first, a1, program, 1)
    assigning.share_out(panel=own_panel, by=None)
    review = PanelReview.objects.get()
    client.force_login(expert)

    for address in (review.get_absolute_url(), reverse("credits:review-list")):
        text = client.get(address).content.decode()
        assert one.code in text
        assert "教师1" not in text


def test_a_readers_list_does_not_show_the_records_of_others(client, own_panel, given, second):
    other = reader(own_panel, "other", second)
    client.force_login(other)

    assert given[0].declaration.code not in client.get(reverse("credits:review-list")).content.decode()
    assert client.get(given[0].get_absolute_url()).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_desk_asks_the_database_the_same_however_many(
    client, first, a1, program, own_panel, expert, count, django_assert_num_queries
):
    records(first, a1, program, count)
    assigning.share_out(panel=own_panel, by=None)
    client.force_login(expert)

    with django_assert_num_queries(8):
        page = client.get(reverse("credits:review-list"))

    assert len(page.context["page"].rows) == count


@pytest.mark.parametrize("count", [1, 3])
def test_a_record_asks_the_database_the_same_however_many_items(
    client, first, abilities, program, own_panel, expert, count, django_assert_num_queries
):
    for number in range(1, count + 1):
        item(abilities["A1"], number, excellent=["甲"] * count)
    records(first, abilities["A1"], program, 1)
    assigning.share_out(panel=own_panel, by=None)
    client.force_login(expert)

    with django_assert_num_queries(15):
        page = client.get(PanelReview.objects.get().get_absolute_url())

    assert len(page.context["lines"]) == count


def test_a_school_sets_up_its_panel_and_shares_out(client, clerk, first, second, a1, program):
    outsider = factories.user("outsider", second, "teacher")
    client.force_login(clerk)
    client.post(reverse("credits:panel-open"), {"unit": first.code, "program": program.code})
    made = ReviewPanel.objects.get()
    records(first, a1, program, 1)

    client.post(reverse("credits:panel-act", args=[made.pk, "seat"]), {"seat-username": "outsider"})
    answer = client.post(reverse("credits:panel-act", args=[made.pk, "share-out"]), follow=True)

    assert PanelMember.objects.get().outside
    assert "已分配 1 份次" in answer.content.decode()
    assert PanelReview.objects.get().reviewer == outsider
    assert "outsider" in answer.content.decode()


def test_what_is_wrong_with_a_recusal_is_told_by_field(client, clerk, own_panel):
    client.force_login(clerk)

    address = reverse("credits:panel-act", args=[own_panel.pk, "relate"])
    answer = client.post(address, {"relate-reason": "亲属"})

    assert answer.status_code == 422
    form = answer.context["form"]
    assert form.errors == {"reviewer": ["该字段是必填项。"], "staff_number": ["该字段是必填项。"]}
    assert form["reason"].value() == "亲属"


def test_a_recusal_too_long_or_of_nobody_keeps_what_was_typed(client, clerk, own_panel, expert):
    client.force_login(clerk)
    address = reverse("credits:panel-act", args=[own_panel.pk, "relate"])
    typed = {"relate-reviewer": str(expert.pk), "relate-staff_number": "没有此人", "relate-reason": "亲属"}

    answer = client.post(address, typed)

    assert answer.status_code == 422
    assert "按“没有此人”没有找到唯一的教师" in answer.content.decode()
    assert {field.html_name: field.value() for field in answer.context["form"]} == typed


def test_by_hand_somebody_is_chosen_for_one_record(client, clerk, own_panel, expert, first, a1, program):
    (one,) = records(first, a1, program, 1)
    client.force_login(clerk)
    address = reverse("credits:panel-give", args=[own_panel.pk, one.code])
    assert "expert" in client.get(address).content.decode()

    client.post(address, {"reader": [str(expert.pk)]})

    assert PanelReview.objects.get().reviewer == expert


def test_a_reader_does_not_see_who_reads_what(client, own_panel, expert, given):
    client.force_login(expert)

    page = client.get(own_panel.get_absolute_url())

    assert page.status_code == 200
    assert "教师1" not in page.content.decode()
    assert client.post(reverse("credits:panel-act", args=[own_panel.pk, "share-out"])).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_a_panel_asks_the_database_the_same_however_many(
    client, clerk, own_panel, expert, first, a1, program, count, django_assert_num_queries
):
    records(first, a1, program, count)
    assigning.share_out(panel=own_panel, by=None)
    client.force_login(clerk)

    with django_assert_num_queries(19):
        page = client.get(own_panel.get_absolute_url())

    assert len(page.context["records"]) == count


def test_a_graded_record_tells_its_author_and_nothing_of_the_reader(client, expert, given, first):
    client.force_login(expert)
    client.post(given[0].get_absolute_url(), filled(given[0].declaration))

    graded = Declaration.objects.get(pk=given[0].declaration_id)
    assert graded.grade == Grade.PASSED


def account_of(review):
    """The author of a record, with an account."""
    teacher = review.declaration.teacher
    teacher.user = factories.user("author", teacher.unit, "teacher", name=teacher.name)
    teacher.save()
    return teacher.user


def test_an_author_reads_the_advice_once_it_is_graded_and_no_readers_name(client, expert, given):
    author, row = account_of(given[0]), given[0].declaration
    client.force_login(expert)
    client.post(given[0].get_absolute_url(), filled(row))

    client.force_login(author)
    page = client.get(row.get_absolute_url())

    assert ADVICE in page.content.decode()
    assert [(str(line.actor or ""), line.post) for line in page.context["history"]][-1] == ("", None)


def test_whoever_sent_a_record_back_as_its_reader_is_not_named_to_its_author(client, expert, given):
    author, row = account_of(given[0]), given[0].declaration
    reviewing.send_back(declaration=row, reason="请补充学情数据", by=expert)

    client.force_login(author)
    page = client.get(row.get_absolute_url())

    assert "请补充学情数据" in page.content.decode()
    assert str(page.context["history"][-1].actor) == "评审人"
    assert expert.name not in page.content.decode()


@pytest.mark.parametrize(("page", "prefix"), [("credits:review-send-back", "back"), ("credits:review-recuse", "recuse")])
def test_a_reason_too_long_comes_back_with_what_was_typed(client, page, prefix, expert, own_panel, first, a1, program):
    records(first, a1, program, 1)
    assigning.share_out(panel=own_panel, by=None)
    row = PanelReview.objects.get()
    client.force_login(row.reviewer)

    answer = client.post(reverse(page, args=[row.pk]), {f"{prefix}-reason": "长" * 1200})

    assert answer.status_code == 422
    assert "字，现在 1200 字。" in answer.content.decode()
    assert answer.context["form"]["reason"].value() == "长" * 1200


def test_a_phrase_too_long_comes_back(client, expert):
    client.force_login(expert)

    answer = client.post(reverse("credits:phrases"), {"text": "好" * 201})

    assert answer.status_code == 422
    assert "好" * 201 in answer.content.decode()
    assert not Phrase.objects.exists()


@pytest.mark.parametrize(
    ("indicators", "said", "unsaid"),
    [([], "没有设定指标，按材料总体评定", "指标为默认，非官方"), (["甲"], "指标为默认，非官方", "没有设定指标")],
)
def test_an_item_says_one_thing_of_its_indicators(client, first, abilities, program, own_panel, expert, indicators, said, unsaid):
    EvidenceItem.objects.filter(pk=item(abilities["C1"], 1, passed=indicators).pk).update(default=True)
    declared(people.teacher(first, "教师1", 1), abilities["C1"], program)
    assigning.share_out(panel=own_panel, by=None)
    client.force_login(expert)

    page = client.get(PanelReview.objects.get().get_absolute_url()).content.decode()

    assert (said in page, unsaid in page) == (True, False)
