"""附件3: 不超过800字. 800 are taken and 801 refused alike on the page, over REST and on paper."""

import io
import re
import unicodedata
import zipfile

import pytest
from django.urls import reverse
from pypdf import PdfReader

from awards.actions import nominations
from portal.documents.rendering import render
from portal.kit.text import clean_text, count_characters
from tests.awards.factories import posted
from tests.awards.test_api import BODY, client_of
from tests.awards.test_documents import unit_form
from tests.counting import PIECES, text_of

KINDS = sorted(PIECES)


@pytest.mark.parametrize("kind", KINDS)
def test_the_page_takes_800_and_refuses_801(client, draft, kind):
    address = reverse("awards:save", args=[draft.pk])

    assert client.post(address, posted(draft, reason=text_of(kind, 800))).status_code == 302
    draft.refresh_from_db()
    assert count_characters(draft.reason) == 800
    answer = client.post(address, posted(draft, reason=text_of(kind, 801)))

    assert answer.status_code == 422
    assert "现有 801 字，最多 800 字" in answer.content.decode()


@pytest.mark.parametrize("kind", KINDS)
def test_rest_takes_800_and_refuses_801(counties, bureaus, kind):
    county = client_of(bureaus[counties[0].pk])

    made = county.post("/api/v1/nominations/", BODY | {"reason": text_of(kind, 800)})
    assert (made.status_code, count_characters(made.json()["reason"])) == (201, 800)
    refused = county.post("/api/v1/nominations/", BODY | {"reason": text_of(kind, 801)})

    assert (refused.status_code, refused.json()["fields"]) == (422, {"reason": "现有 801 字，最多 800 字"})
    assert refused.json()["clause"] == "浙工程办函〔2023〕7号 附件3"


@pytest.mark.parametrize("kind", KINDS)
def test_the_word_file_holds_every_character_in_its_lines(client, draft, kind):
    text = text_of(kind, 800)
    nominations.save(nomination=draft, version=draft.version, values={"reason": text}, by=draft.drafted_by)

    answer = client.get(reverse("awards:edition", args=[draft.pk]))
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    with zipfile.ZipFile(io.BytesIO(body)) as book:
        document = book.read("word/document.xml").decode()
    printed = "".join(re.findall(r"<w:t(?: [^>]*)?>([^<]*)</w:t>", document))

    assert bare(clean_text(text)) in bare(printed)


def test_the_pdf_holds_exactly_the_800_that_are_counted():
    """Drawn with the text and without it, the printed page differs by 800 characters by the same rule, and holds each in order."""
    texts = [clean_text(text_of(kind, 800)) for kind in KINDS]
    *full, empty = render([unit_form(reason=reason) for reason in (*texts, "")])
    frame = count_characters(printed(empty.pdf))
    whole = [(text, printed(one.pdf)) for text, one in zip(texts, full, strict=True) if one.pages == 1]

    assert len(whole) >= len(KINDS) - 3  # many line breaks and spaces fill a second page, with its head repeated
    assert {count_characters(page) - frame for _text, page in whole} == {800}
    assert all(bare(text) in bare(page) for text, page in whole)


def printed(pdf: bytes) -> str:
    """The text layer of a form, composed as it was typed; a combining mark may come back joined to its letter."""
    return unicodedata.normalize("NFC", "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages))


def bare(text: str) -> str:
    return "".join(text.split())


def test_every_case_is_what_it_says():
    """The canary: a case that lost its spaces, breaks or rare characters would prove nothing."""
    assert all(count_characters(text_of(kind, 800)) == 800 for kind in KINDS)
    assert all(len(text_of(kind, 800)) > 800 for kind in ("line breaks", "spaces", "combining marks", "Latin words"))
    assert all(ord(c) > 0xFFFF for c in "𠮷𬭩")
