"""Who is shown evidence beside its indicators: whoever may open the file, under an address of his own, and nobody by name."""

import pytest
from django.test import Client
from django.urls import reverse

from credits.actions import assigning, declaring, evidence, reviewing
from credits.models import PanelReview
from tests import factories
from tests.corpus import lessons, materials
from tests.credits import declared
from tests.credits.previewing import drawn, part_of, reading_of
from tests.credits.reviewing import policy, reader


@pytest.fixture
def both(hand):
    return hand(lessons.printed(pages=2), "教案.pdf"), hand(lessons.plan(picture=materials.picture("png")), "教案.docx")


def addresses(both):
    pdf, word = both
    return [part_of(pdf, 1), part_of(word, 0, "picture"), reading_of(word)]


def test_what_is_foreign_held_or_removed_shows_nothing(signed_in, both, abroad, second, draft, item, lin, settings):
    colleague = factories.user("colleague", second, "school_admin")
    assert [signed_in.get(address).status_code for address in addresses(both)] == [302, 302, 200]

    for user in (abroad, colleague):
        other = Client()
        other.force_login(user)
        assert [other.get(address).status_code for address in addresses(both)] == [404] * 3
    for file in both:
        evidence.remove(file=file, by=lin.user)
    settings.EVIDENCE_SCANNER = ""
    held = declared.handed(draft, item, lessons.plan(title="另一份"), "另一份.docx")
    assert [signed_in.get(address).status_code for address in [*addresses(both), reading_of(held)]] == [404] * 4


def test_the_address_of_a_page_answers_one_person_in_one_session_for_a_while(signed_in, both, draft, clerk, settings):
    link = signed_in.get(part_of(both[0], 1)).url
    assert drawn(signed_in.get(link)).format == "JPEG"

    other, anonymous, again = Client(), Client(), Client()
    other.force_login(clerk)
    again.force_login(draft.teacher.user)
    answers = [one.get(link) for one in (other, anonymous, again)]
    settings.EVIDENCE_LINK_SECONDS = -1
    answers.append(signed_in.get(link))

    assert [(answer.status_code, answer.content) for answer in answers] == [(404, b"")] * 4


def test_an_address_of_one_page_opens_neither_another_nor_the_file(signed_in, both):
    one, two = (signed_in.get(part_of(both[0], number)).url for number in (1, 2))
    whole = signed_in.get(reverse("credits:evidence-file", args=[both[0].pk])).url

    given = [b"".join(signed_in.get(link).streaming_content) for link in (one, two, whole)]

    assert [data[:3] for data in given] == [b"\xff\xd8\xff", b"\xff\xd8\xff", b"%PD"]
    assert given[0] != given[1]


@pytest.fixture
def blind(draft, hand, lin, sixian, own_panel):
    """A blind reader of a record whose files carry the author's name wherever a program puts it."""
    files = (
        hand(lessons.printed(pages=1), "林小雨教案.pdf"),
        hand(lessons.plan(author="林小雨", header="林小雨", picture=materials.picture("png")), "林小雨教案.docx"),
    )
    declaring.hand_in(declaration=draft, by=lin.user)
    policy(sixian, review_blindness="blind")
    expert = reader(own_panel, "expert", sixian, "expert")
    assigning.share_out(panel=own_panel, by=None)
    return expert, files


def test_a_preview_tells_a_blind_reader_no_name(client, blind):
    expert, (pdf, word) = blind
    client.force_login(expert)

    pages = [client.get(PanelReview.objects.get().get_absolute_url()), client.get(reading_of(word))]
    parts = [client.get(client.get(address).url) for address in (part_of(pdf, 1), part_of(word, 0, "picture"))]
    assert [drawn(answer).format for answer in parts] == ["JPEG", "JPEG"]

    assert all("林小雨" not in page.content.decode() for page in pages)
    assert "材料 1-2" in pages[1].content.decode()
    assert all("%E6%9E%97" not in str(answer.headers) for answer in parts)


def test_whoever_gave_the_record_up_sees_nothing_of_it_any_more(client, blind):
    expert, (pdf, word) = blind
    client.force_login(expert)
    link = client.get(part_of(pdf, 1)).url
    reviewing.recuse(review=PanelReview.objects.get(), reason="亲属", by=expert)

    answers = [client.get(address).status_code for address in (link, *addresses((pdf, word)))]

    assert answers == [404] * 4


def test_the_desk_shows_each_file_where_it_is_judged(client, blind):
    expert, (pdf, word) = blind
    client.force_login(expert)

    page = client.get(PanelReview.objects.get().get_absolute_url()).content.decode()

    assert f'src="{part_of(pdf, 1)}"' in page
    assert f'hx-get="{reading_of(word)}"' in page
    assert "<kbd>F</kbd>" in page


@pytest.mark.parametrize("count", [1, 3])
def test_the_desk_asks_the_database_the_same_however_many_files(
    client, draft, hand, lin, own_panel, sixian, count, django_assert_num_queries
):
    for number in range(count):
        hand(lessons.plan(title=f"教案{number}"), f"教案{number}.docx")
    declaring.hand_in(declaration=draft, by=lin.user)
    expert = reader(own_panel, "expert", sixian, "expert")
    assigning.share_out(panel=own_panel, by=None)
    client.force_login(expert)

    with django_assert_num_queries(16):
        page = client.get(PanelReview.objects.get().get_absolute_url())

    assert page.content.decode().count("data-reading") == count
