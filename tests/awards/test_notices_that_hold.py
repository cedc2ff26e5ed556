"""What stands of a public notice although somebody else acts on it meanwhile, sends twice, or types what nobody types."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from awards.actions import attaching, grading, judging, nominations, notice_files, objections, publicity, recommending
from awards.documents.lists import groups_of
from awards.facts_desk.acceptance import hindrances
from awards.models import Attachment, AwardCycle, Nomination, NoticeFile, NoticeName, Objection, PublicNotice, QuotaBound
from portal.audit.models import Event
from portal.kit.errors import Refused, WrongState
from tests.awards.by_hand import today
from tests.awards.factories import recommended, submitted
from tests.awards.holding import TEXTS, again, chosen_terms, city_notice, reread
from tests.awards.test_publicity import FACTS, fresh, objected, over, states
from tests.documents.test_words import word_file

OURS = {"title": "公示", "body": "名单", "receiver": "省工程办", "receiver_phone": "0571-88880000"}
PDF = b"%PDF-1.7\n1 0 obj<</Type/Page>>endobj\n%%EOF"


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def opened_before(notice) -> PublicNotice:
    """The notice as a second person read it before the first one acted."""
    return PublicNotice.objects.select_related("cycle__unit", "cycle__notice", "unit").get(pk=notice.pk)


# what is checked is what stands


def test_the_gate_reads_what_was_written_meanwhile(notice, province_office):
    before = opened_before(notice)
    publicity.write(notice=notice, days=10, by=province_office, **OURS | {"body": "联系人 13800138000"})

    with pytest.raises(Refused) as refusal:
        publicity.start(notice=before, starts_on=today(), by=province_office)

    assert refusal.value.code == "personal_data"
    assert opened_before(notice).state == "draft"


def test_a_text_written_after_the_start_is_not_told_as_saved(notice, province_office):
    before = opened_before(notice)
    publicity.start(notice=notice, starts_on=today(), by=province_office)
    written = Event.objects.filter(verb="publicity.written").count()

    with pytest.raises(WrongState):
        publicity.write(notice=before, days=5, by=province_office, **OURS | {"title": "另一标题"})

    assert Event.objects.filter(verb="publicity.written").count() == written
    assert opened_before(notice).title != "另一标题"


def test_no_file_is_hung_on_or_taken_off_a_notice_that_began_meanwhile(notice, province_office):
    file = SimpleUploadedFile("说明.docx", word_file(("推荐过程说明",)))
    row = notice_files.attach(notice=notice, file=file, by=province_office)
    row = NoticeFile.objects.select_related("notice__cycle__unit", "notice__unit").get(pk=row.pk)
    before = opened_before(notice)
    publicity.start(notice=notice, starts_on=today(), by=province_office)

    with pytest.raises(WrongState):
        notice_files.attach(notice=before, file=SimpleUploadedFile("二.docx", word_file(("其他",))), by=province_office)
    with pytest.raises(WrongState):
        notice_files.remove(file=row, by=province_office)

    assert [one.pk for one in NoticeFile.objects.kept()] == [row.pk]


def test_no_file_is_hung_on_or_taken_off_a_form_handed_in_meanwhile(draft, bureaus):
    by = bureaus[draft.unit_id]
    row = attaching.attach(nomination=draft, file=SimpleUploadedFile("佐证.pdf", PDF), by=by)
    row = Attachment.objects.select_related("nomination").get(pk=row.pk)
    before = again(draft)
    nominations.submit(nomination=again(draft), by=by)

    with pytest.raises(WrongState):
        attaching.attach(nomination=before, file=SimpleUploadedFile("又一.pdf", PDF + b"\n"), by=by)
    with pytest.raises(WrongState):
        attaching.remove(attachment=row, by=by)

    assert [one.pk for one in Attachment.objects.kept()] == [row.pk]


@pytest.mark.parametrize("act", ["write", "start", "end", "cancel"])
def test_of_two_who_do_the_same_the_second_is_told_and_nothing_is_done_twice(notice, province_office, act):
    acts = {
        "write": lambda one: publicity.write(notice=one, days=5, by=province_office, **OURS),
        "start": lambda one: publicity.start(notice=one, starts_on=today(), by=province_office),
        "end": lambda one: publicity.end(notice=one, by=province_office),
        "cancel": lambda one: publicity.cancel(notice=one, reason="有误", by=province_office),
    }
    if act == "end":
        publicity.start(notice=notice, starts_on=today(), by=province_office)
        over(notice)
    before = opened_before(notice)
    acts["cancel" if act == "write" else act](opened_before(notice))
    done = Event.objects.count()

    with pytest.raises(WrongState):
        acts[act](before)

    assert Event.objects.count() == done


# a list says who is on the forms


def test_a_person_who_left_the_form_is_not_put_before_the_public(cycle, counties, bureaus, years, wenzhou, wenzhou_bureau):
    category = cycle.categories.select_related("cycle").get(key="county_manager")
    by = bureaus[counties[0].pk]
    person = {"manager_position": "科长", "manager_title": "高级", "manager_workplace": counties[0].bureau()}
    basis = {"manager_basis": "任命文件〔2022〕1号", "period": None}
    row = submitted(category, counties[0], by, manager_name="甲某某", **person, **basis)
    notice = publicity.draft(cycle=cycle, unit=wenzhou, by=wenzhou_bureau)
    notice = publicity.write(notice=notice, days=3, by=wenzhou_bureau, **TEXTS)
    recommending.send_back(nomination=again(row), reason="换人", by=wenzhou_bureau)
    row = again(row)
    nominations.save(nomination=row, version=row.version, values={"manager_name": "乙某某"}, by=by)
    nominations.submit(nomination=again(row), by=by)

    with pytest.raises(WrongState, match="甲某某") as refusal:
        publicity.start(notice=notice, starts_on=today(), by=wenzhou_bureau)

    assert refusal.value.code == "list_changed"
    publicity.cancel(notice=notice, reason="重新起草", by=wenzhou_bureau)
    assert [name.subject for name in city_notice(cycle, wenzhou, wenzhou_bureau).names.all()] == ["乙某某"]


@pytest.mark.parametrize("field", ["subject", "workplace", "place"])
def test_whatever_a_line_prints_has_to_be_what_the_form_says(notice, province_office, field):
    NoticeName.objects.filter(notice=notice, position=1).update(**{field: "别处"})

    with pytest.raises(WrongState) as refusal:
        publicity.start(notice=notice, starts_on=today(), by=province_office)

    assert refusal.value.code == "list_changed"


def test_a_citys_next_notice_lists_the_new_ones_and_holds_up_nobody_it_cleared(
    cycle, counties, county_unit, bureaus, years, wenzhou, wenzhou_bureau, province_office
):
    chosen_terms(cycle, province_office, city_notice=True)
    first = recommended(county_unit, counties[0], bureaus[counties[0].pk], wenzhou_bureau)
    publicity.end(notice=over(city_notice(cycle, wenzhou, wenzhou_bureau)), by=wenzhou_bureau)
    second = recommended(county_unit, counties[1], bureaus[counties[1].pk], wenzhou_bureau)

    running = city_notice(cycle, wenzhou, wenzhou_bureau)

    assert [name.nomination_id for name in running.names.all()] == [second.pk]
    assert hindrances(cycle, [again(first)]) == {}


def test_grades_order_a_category_and_not_the_categories(cycle, taken_in, years, zhejiang, province_office):
    later = cycle.categories.filter(position__gt=taken_in[0].category.position).order_by("position").first()
    rule = {"kind": "grades", "grades": [{"name": "一等奖", "places": 1}], "categories": [later.key], "clause": "附件1"}
    QuotaBound.objects.create(cycle=cycle, position=0, parameters=rule)
    Nomination.objects.filter(pk=taken_in[2].pk).update(category=later)
    grading.give_grades(cycle=reread(cycle), wanted={taken_in[2].pk: "一等奖"}, by=None)
    judging.decide(cycle=cycle, chosen=[row.pk for row in taken_in], declined=[], by=province_office)

    notice = publicity.draft(cycle=reread(cycle), unit=zhejiang, by=province_office)

    assert [name for name, _rows in groups_of(notice)] == [taken_in[0].category.name, f"{later.name}（一等奖）"]


# objections


def test_the_same_objection_sent_twice_is_one_and_keeps_its_number(client, running, decided):
    sent = {"listed": running.names.first().pk, "name": "王某某", "contact": "13900000099", "text": FACTS}

    told = [client.post(running.public_url, sent, follow=True).content.decode() for _click in range(2)]

    number = Objection.objects.get().number
    assert all(number in page for page in told)
    assert Event.objects.filter(verb="objection.received").count() == 1


@pytest.mark.parametrize("other", [{"name": "李某某"}, {"contact": "13900000098"}, {"text": f"{FACTS}另有一事。"}])
def test_another_persons_or_another_matter_is_another_objection(running, decided, other):
    objected(running, decided[0])
    listed = running.names.select_related("notice__cycle", "notice__unit").get(nomination=decided[0])

    objections.object_to(listed=listed, **{"name": "王某某", "contact": "13900000099", "text": FACTS} | other)

    assert Objection.objects.count() == 2


def test_what_was_answered_may_be_objected_to_anew_and_the_same_of_another_name(running, decided, province_office):
    first = objected(running, decided[0])
    assert objected(running, decided[1]).pk != first.pk
    objections.investigate(objection=fresh(first), note="核查", by=province_office)
    objections.answer(objection=fresh(first), upheld=False, text="不属实。", by=province_office)

    assert objected(running, decided[0]).pk != first.pk


@pytest.mark.parametrize("act", ["end", "cancel"])
def test_a_name_left_on_hold_with_nothing_open_goes_on_when_the_notice_is_over(cycle, running, decided, province_office, act):
    """As two dismissals at once used to leave one."""
    NoticeName.objects.filter(notice=running, nomination=decided[0]).update(state="held")

    if act == "end":
        publicity.end(notice=over(running), by=province_office)
    else:
        publicity.cancel(notice=running, reason="有误", by=province_office)

    assert states(decided[:2]) == ["cleared" if act == "end" else "decided"] * 2
    assert not NoticeName.objects.filter(state="held").exists()


def test_the_page_of_a_notice_asks_the_same_however_many_objected(client, running, decided, province_office):
    client.force_login(province_office)
    listed = running.names.select_related("notice__cycle", "notice__unit").get(nomination=decided[0])
    counts = []
    for number in range(3):
        text = f"{FACTS}第 {number} 件。"
        row = objections.object_to(listed=listed, name="王某某", contact="13900000099", text=text)
        objections.investigate(objection=fresh(row), note=f"调阅 {number}", by=province_office)
        client.get(running.get_absolute_url())
        with CaptureQueriesContext(connection) as asked:
            page = client.get(running.get_absolute_url()).content.decode()
        counts.append(len(asked))

    assert len(set(counts)) == 1
    assert [f"：调阅 {number}</li>" in page for number in range(3)] == [True] * 3


def test_before_its_first_day_a_notice_says_from_when_objections_are_taken(client, notice, province_office):
    first = today() + timedelta(3)
    later = publicity.start(notice=notice, starts_on=first, by=province_office)

    page = client.get(later.public_url).content.decode()
    assert f"自{first.year}年{first.month}月{first.day}日起公示，公示期内可提出异议。" in page
    assert "不再接受异议" not in page

    past = client.get(over(later).public_url).content.decode()
    assert "不再接受异议" in past
    assert "日起公示" not in past


# what nobody types


@pytest.mark.parametrize("day", ["9999-12-31", "2101-01-01"])
def test_a_first_day_beyond_the_calendar_is_asked_for_anew(client, notice, province_office, day):
    client.force_login(province_office)

    answer = client.post(reverse("awards:notice-act", args=["zj-2023", notice.pk, "start"]), {"starts_on": day})

    assert answer.status_code == 422
    assert "starts_on" in answer.context["form"].errors
    with pytest.raises(Refused) as refusal:
        publicity.start(notice=notice, starts_on=date.fromisoformat(day), by=province_office)
    assert set(refusal.value.fields) == {"starts_on"}


@pytest.mark.parametrize("year", ["9" * 5000, "²", "٢٠٢٣", ""])
def test_an_odd_year_shows_this_one(client, years, province_office, year):
    client.force_login(province_office)

    assert client.get(reverse("awards:days"), {"year": year}).context["year"] == today().year


def test_a_cycle_of_a_long_name_can_be_put_before_the_public(cycle, decided, zhejiang, province_office):
    AwardCycle.objects.filter(pk=cycle.pk).update(name="评" * AwardCycle._meta.get_field("name").max_length)

    notice = publicity.draft(cycle=reread(cycle), unit=zhejiang, by=province_office)

    assert len(opened_before(notice).title) <= publicity.LONGEST["title"]
