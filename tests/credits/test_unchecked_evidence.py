"""What a reader may not open yet he does not grade: required items whose files are all still being checked."""

import pytest

from credits.actions import assigning
from credits.models import Declaration, Evidence, EvidenceFile, EvidenceItem, PanelReview
from tests.credits.reviewing import ADVICE, declared, item, panel, reader

TOLD = "“教学设计”的材料还在安全检查，检查完再评。"


@pytest.fixture
def review(teacher, a1, program, first, sixian):
    """A record with one item that holds nothing but a file under check, given to one reader."""
    item(a1)
    own = panel(first, program)
    reader(own, "reads", sixian, "expert")
    row = declared(teacher, a1, program, text="")
    about = {"declaration": row, "evidence": row.evidence.get(), "uploaded_by": teacher.user}
    EvidenceFile.objects.create(**about, name="教案.docx", kind="docx", size=10, digest="d", state="held")
    assigning.share_out(panel=own, by=None)
    return PanelReview.objects.get()


def sent(client, review):
    client.force_login(review.reviewer)
    data = {"grade-A1-1": "passed", "advice": ADVICE, "revision": review.declaration.revision, "act": "finish"}
    return client.post(review.get_absolute_url(), data)


def test_a_reading_is_refused_by_the_name_of_the_item_and_kept(client, review):
    page = sent(client, review)

    review.refresh_from_db()
    assert (page.status_code, TOLD in page.content.decode()) == (422, True)
    assert "已暂存，检查完再提交。" in page.content.decode()
    assert (review.state, review.advice, review.marks["A1-1"]["grade"]) == ("assigned", ADVICE, "passed")
    assert Declaration.objects.get().grade is None


def test_the_desk_says_so_before_anything_is_graded(client, review):
    client.force_login(review.reviewer)

    assert "材料还在安全检查，检查完再评。" in client.get(review.get_absolute_url()).content.decode()


def set_clean(review):
    EvidenceFile.objects.update(state="clean")


def add_text(review):
    Evidence.objects.update(text="一节课的设计")


def ask_no_more(review):
    EvidenceItem.objects.update(required=False)


@pytest.mark.parametrize("change", [set_clean, add_text, ask_no_more])
def test_what_can_be_read_or_is_not_required_is_graded(client, review, change):
    change(review)
    client.force_login(review.reviewer)
    shown = client.get(review.get_absolute_url()).content.decode()

    assert sent(client, review).status_code == 302
    assert "还在安全检查" not in shown
    assert Declaration.objects.get().grade == "passed"
